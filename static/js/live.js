// Keeps a page up to date through one stream of server-sent events; where streams are held back on their way,
// the page is told to ask for itself. Pages work without any of it. docs/architecture.md, “Live”, has the
// attributes that a page bears.

const SILENCE = 6_000; // so long may the first byte take
const LOST = 40_000; // no event and no beat for so long: whatever the browser thinks, nobody is there
const NOTICE = 2_000; // shorter absences are not worth a word
const GLANCE = 3_000; // after a longer look elsewhere the stream is opened anew, dead or not
const UNSEEN = 30_000; // nobody looks: let go of the connection
const TICKET = 9 * 60_000; // tickets are good for ten minutes
const POLL = 4_000;
const SELDOM = 60_000; // between looks whether streams come through after all
const FRESH = 5_000; // a ticket refused so soon is no reason to ask for another at once

const page = document.documentElement;
const host = document.querySelector("body[data-live], body [data-live]");

let ticket = host?.dataset.liveTicket;
let ticketSince = Date.now();
let renewedAt = 0;
let source = null;
let known = ""; // what the server believes this page to show
let attempt = 0;
let silences = 0;
let failures = 0;
let hiddenSince = 0;
const presses = new Set(); // whose answers are on their way
const later = []; // what came meanwhile: an answer must find the place that it is for
let missed = false; // a page that has just come is not away before something failed
const timers = { next: 0, notice: 0, unseen: 0, poll: 0 };

const after = (name, delay, then) => {
  clearTimeout(timers[name]);
  timers[name] = setTimeout(then, delay);
};
const tell = (name) => document.body.dispatchEvent(new CustomEvent(name, { bubbles: true }));
const notice = (shown) => {
  for (const element of document.querySelectorAll("[data-live-away]")) element.hidden = !shown;
};
// The page itself knows best: forms and polls swap it too. An inner element speaks before an outer one.
const seen = () => [...document.querySelectorAll("[data-live-seen]")].at(-1)?.dataset.liveSeen ?? "";

const away = () => {
  if (timers.poll) return;
  page.dataset.live = "away";
  if (missed && !timers.notice) after("notice", NOTICE, () => notice(true));
};

const settle = (state) => {
  clearTimeout(timers.notice);
  timers.notice = 0;
  page.dataset.live = state;
};

const poll = () => {
  if (timers.poll) return;
  settle("polling");
  timers.poll = setInterval(() => document.hidden || tell("live:poll"), POLL);
  tell("live:poll");
};

const here = () => {
  silences = failures = 0;
  missed = true;
  clearInterval(timers.poll);
  timers.poll = 0;
  settle("on");
  notice(false);
  after("next", LOST, connect);
};

const close = () => {
  attempt += 1;
  source?.close();
  source = null;
  clearTimeout(timers.next);
};

const swap = (html) => {
  if (!html.includes("data-live-seen")) {
    for (const element of document.querySelectorAll("[data-live-seen]")) element.dataset.liveSeen = "";
  }
  // Out-of-band elements find their own places; a target outside the page keeps htmx's events off the body.
  const nowhere = document.createElement("div");
  htmx.swap(nowhere, html, { swapStyle: "none", settleDelay: htmx.config.defaultSettleDelay });
  known = seen();
};

const inTurn = (then) => (presses.size ? later.push(then) : then());

const open = () => {
  close();
  known = seen();
  source = new EventSource(`${host.dataset.live}?${new URLSearchParams({ ticket, seen: known })}`);
  let first = missed; // what fetches itself has not heard of what happened while nobody listened
  const on = (name, then) =>
    source.addEventListener(name, (event) => {
      here();
      if (first) inTurn(() => tell("live:changed"));
      first = false;
      then?.(event.data);
    });
  const mine = attempt;
  on("beat");
  on("message", (html) => inTurn(() => mine === attempt && swap(html)));
  on("changed", () => inTurn(() => tell("live:changed")));
  on("renew", () => (Date.now() - renewedAt < FRESH ? lost() : renew()));
  on("over", reload);
  source.addEventListener("error", lost);
  after("next", SILENCE, silent);
};

const renew = async () => {
  close();
  const mine = attempt;
  const ask = { cache: "no-store", redirect: "manual", signal: AbortSignal.timeout?.(10_000) };
  const answer = await fetch(host.dataset.liveRenew, ask).catch(() => null);
  const text = answer?.ok ? await answer.text().catch(() => "") : "";
  if (mine !== attempt) return;
  if (text) {
    ticket = text.trim();
    ticketSince = renewedAt = Date.now();
    open();
  } else if (answer?.type === "opaqueredirect" || [401, 403, 404].includes(answer?.status)) reload();
  else lost();
};

const connect = () => {
  away();
  if (Date.now() - ticketSince < TICKET) open();
  else renew();
};

const lost = () => {
  close();
  missed = true;
  away();
  failures += 1;
  if (failures > 4) poll();
  after("next", Math.min(1_000 * 2 ** (failures - 1), 8_000) + Math.random() * 1_000, connect);
};

const silent = () => {
  close();
  silences += 1;
  if (silences < 2) return connect();
  poll();
  after("next", SELDOM, connect);
};

// The room is over, or no longer ours: the page itself knows what to say. Never twice in a row.
const reload = () => {
  close();
  const again = performance.getEntriesByType("navigation")[0]?.type === "reload" && performance.now() < 30_000;
  if (again) after("next", SELDOM, connect);
  else after("next", Math.random() * 1_500, () => location.reload());
};

const back = () => {
  if (document.hidden) return;
  failures = silences = 0;
  connect();
};

const seenOrNot = () => {
  if (document.hidden) {
    hiddenSince = Date.now();
    after("unseen", UNSEEN, close);
  } else {
    clearTimeout(timers.unseen);
    if (Date.now() - hiddenSince > GLANCE) back();
  }
};

const pressed = ({ detail: { requestConfig, xhr } }) => {
  if (requestConfig.verb === "get") return;
  presses.add(xhr);
  xhr.addEventListener("loadend", () => {
    presses.delete(xhr);
    if (!presses.size) for (const then of later.splice(0)) then();
  });
};

// What had been asked for before the press would take its place away: asked for again once it is answered.
const overtaken = (event) => {
  const type = event.detail.requestConfig.triggeringEvent?.type ?? "";
  if (!presses.size || !type.startsWith("live:")) return;
  event.detail.shouldSwap = false;
  later.push(() => tell(type));
};

const answered = (event) => {
  if (timers.poll) notice(!event.detail.successful);
  // A form's answer showed something newer or older than the stream did: tell the server what is here.
  else if (page.dataset.live === "on" && seen() !== known) connect();
};

if (host && window.EventSource) {
  document.addEventListener("visibilitychange", seenOrNot);
  document.addEventListener("htmx:beforeSend", pressed);
  document.addEventListener("htmx:beforeSwap", overtaken);
  document.addEventListener("htmx:afterRequest", answered);
  window.addEventListener("online", back);
  window.addEventListener("offline", away);
  window.addEventListener("pagehide", close);
  window.addEventListener("pageshow", (event) => event.persisted && back());
  back();
} else if (host) poll();
