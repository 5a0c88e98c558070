// Small helps for every page. Pages work without any of it.

const focusErrors = (root) => root.querySelector("[data-focus]")?.focus();

const sayWhetherOnline = () => {
  const notice = document.querySelector("[data-offline]");
  if (notice) notice.hidden = navigator.onLine;
};

// A second press while the first is on its way must not send the form twice.
const sendOnce = (event) => {
  const form = event.target;
  if (form.method !== "post" || form.matches("[hx-post]")) return;
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

document.addEventListener("submit", sendOnce);
document.addEventListener("htmx:afterSettle", (event) => focusErrors(event.target));
document.addEventListener("htmx:sendError", () => {
  const notice = document.querySelector("[data-offline]");
  if (notice) notice.hidden = false;
});
document.addEventListener("htmx:afterRequest", (event) => {
  if (event.detail.successful) sayWhetherOnline();
});
window.addEventListener("online", sayWhetherOnline);
window.addEventListener("offline", sayWhetherOnline);
window.addEventListener("pageshow", sendAgainAfterReturning);
focusErrors(document);
