// Small helps for every page. Pages work without any of it.

const focusErrors = (root) => root.querySelector("[data-focus]")?.focus();

// A page with a stream says calmly by itself that it is away; only a press that fails needs more words.
const keepsItself = () => Boolean(document.documentElement.dataset.live);
const isByItself = ({ verb, triggeringEvent }) => verb === "get" || !triggeringEvent;

const sayWhetherOnline = () => {
  const notice = document.querySelector("[data-offline]");
  if (notice) notice.hidden = navigator.onLine || keepsItself();
};

// A second press while the first is on its way must not send the form twice. Without a network the browser would
// put a page of its own in the place of what has been typed.
const sendOnce = (event) => {
  const form = event.target;
  if (form.method !== "post" || form.matches("[hx-post]")) return;
  if (!navigator.onLine) {
    event.preventDefault();
    sayWhetherOnline();
    return;
  }
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  event.submitter?.setAttribute("aria-disabled", "true");
};

const sendAgainAfterReturning = () => {
  for (const form of document.querySelectorAll("form[data-sent]")) {
    delete form.dataset.sent;
    form.querySelector("[aria-disabled]")?.removeAttribute("aria-disabled");
  }
};

// A list narrows while one types. All its rows stay on the page, so that a change finds the one it is about.
const narrow = () => {
  const form = document.querySelector("[data-narrows]");
  const list = form && document.getElementById(form.dataset.narrows);
  if (!list) return;
  const words = form.elements.q.value.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  let found = 0;
  for (const row of list.querySelectorAll(".person")) {
    const parts = row.querySelectorAll(".person__name, .person__role, abbr");
    const text = [...parts].map((part) => part.title || part.textContent).join(" ").toLocaleLowerCase();
    row.hidden = !words.every((word) => text.includes(word));
    if (!row.hidden && row.querySelector("button")) found += 1;
  }
  const nobody = list.querySelector("[data-narrows-none]");
  if (nobody) nobody.hidden = found > 0 || words.length === 0;
};

// One look is enough for a swap that exchanges many rows.
let narrowing = 0;
const narrowAgain = () => {
  cancelAnimationFrame(narrowing);
  narrowing = requestAnimationFrame(narrow);
};

document.addEventListener("submit", sendOnce);
document.addEventListener("submit", (event) => {
  if (event.target.matches("[data-narrows]")) event.preventDefault();
});
document.addEventListener("input", (event) => {
  if (event.target.form?.matches("[data-narrows]")) narrow();
});
document.addEventListener("htmx:afterSettle", narrowAgain);
document.addEventListener("htmx:afterSettle", (event) => focusErrors(event.target));
document.addEventListener("htmx:sendError", ({ detail }) => {
  const notice = document.querySelector("[data-offline]");
  if (notice && !(keepsItself() && isByItself(detail.requestConfig))) notice.hidden = false;
});
document.addEventListener("htmx:afterRequest", (event) => {
  if (event.detail.successful) sayWhetherOnline();
});
window.addEventListener("online", sayWhetherOnline);
window.addEventListener("offline", sayWhetherOnline);
window.addEventListener("pageshow", sendAgainAfterReturning);
focusErrors(document);
narrow();
