// The wall: turns pages where a list is longer than the picture, darkens, and keeps the bar as it was left.

const SECONDS = 8;
const shown = new Map(); // list → its page on the screen
const opened = new Map(); // part of the bar that opens → whether it is open
let held = false;
let timer;

const wall = () => document.getElementById("wall");
const pagesOf = (list) => [...list.querySelectorAll(":scope > [data-page]")];
const longLists = () => [...wall().querySelectorAll("[data-pages]")].filter((list) => pagesOf(list).length > 1);

const show = (list, place) => {
  const pages = pagesOf(list);
  const now = pages.length ? (place + pages.length) % pages.length : 0;
  shown.set(list.dataset.pages, now);
  for (const [index, page] of pages.entries()) page.classList.toggle("is-current", index === now);
};

const turn = (step) => {
  for (const list of longLists()) show(list, (shown.get(list.dataset.pages) ?? 0) + step);
  wait();
};

const wait = () => {
  clearInterval(timer);
  if (!held) timer = setInterval(() => document.hidden || turn(1), SECONDS * 1000);
};

// What has just come is shown at once; otherwise the page stays that was being read.
const arrange = () => {
  for (const list of wall().querySelectorAll("[data-pages]")) {
    const pages = pagesOf(list);
    const newest = held ? -1 : pages.findIndex((page) => page.querySelector(".is-new, .pairing--meet"));
    if (newest >= 0) wait();
    show(list, newest >= 0 ? newest : Math.min(shown.get(list.dataset.pages) ?? 0, pages.length - 1));
  }
  document.querySelector("[data-pager]").hidden = longLists().length === 0;
};

const hold = (button) => {
  held = !held;
  button.setAttribute("aria-pressed", String(held));
  wait();
};

// The controls of the pages show while somebody moves.
let asleep;
const wake = () => {
  const pager = document.querySelector("[data-pager]");
  pager.dataset.awake = "";
  clearTimeout(asleep);
  asleep = setTimeout(() => delete pager.dataset.awake, 4000);
};

const root = document.documentElement;
const isDark = () =>
  root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;

const sayDarkOrLight = () => {
  const button = document.querySelector("[data-darken]");
  if (!button) return;
  button.hidden = false;
  button.querySelector("span").textContent = isDark() ? "Lighten" : "Darken";
};

// The address remembers it: nothing is stored in the browser.
const darken = () => {
  root.dataset.theme = isDark() ? "light" : "dark";
  const address = new URL(location.href);
  address.searchParams.set("dark", root.dataset.theme === "dark" ? "1" : "0");
  history.replaceState(history.state, "", address);
  sayDarkOrLight();
};

const asItWasLeft = () => {
  for (const part of document.querySelectorAll("#bar details[id]")) {
    if (opened.has(part.id)) part.open = opened.get(part.id);
  }
  sayDarkOrLight();
};

const press = (event) => {
  const button = event.target.closest("[data-turn], [data-hold], [data-darken]");
  if (!button) return;
  if (button.dataset.turn) turn(Number(button.dataset.turn));
  else if ("hold" in button.dataset) hold(button);
  else darken();
};

const key = (event) => {
  const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  const typing = event.target.closest("input, select, textarea, [contenteditable]");
  if (!step || typing || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  if (longLists().length === 0) return;
  event.preventDefault();
  turn(step);
};

// A press may take its own button away: whoever pressed it is not sent back to the top of the page.
let inTheBar = false;
document.addEventListener("htmx:beforeSwap", () => {
  inTheBar = document.activeElement?.closest("#bar") != null;
});
document.addEventListener("htmx:afterSettle", () => {
  if (inTheBar && document.activeElement === document.body) document.getElementById("bar-summary")?.focus();
});

new MutationObserver((changes) => {
  const came = changes.flatMap((change) => [...change.addedNodes]).map((node) => node.id);
  if (came.includes("wall")) arrange();
  if (came.includes("bar")) asItWasLeft();
}).observe(document.getElementById("main"), { childList: true });

document.addEventListener(
  "toggle",
  (event) => event.target.closest("#bar") && opened.set(event.target.id, event.target.open),
  true,
);
document.addEventListener("click", press);
document.addEventListener("keydown", key);
document.addEventListener("pointermove", wake);
document.addEventListener("pointerdown", wake);
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", sayDarkOrLight);

const asked = new URLSearchParams(location.search).get("dark");
if (asked) root.dataset.theme = asked === "1" ? "dark" : "light";
root.dataset.pages = "on";
arrange();
asItWasLeft();
wait();
