// Keeps on the server, as a draft, what a giver types: when they pause, and before they leave. Nothing is kept in
// the browser. Without it there is a button.

const PAUSE = 1000;
const AGAIN = 20000;
const LARGEST = 60000; // what browsers send of a page that is being left

const OFFLINE = "Not saved; you are offline. It is still here.";
const FAILED = "Not saved just now. It is still here, and we try again.";
const OPENS_NO_MORE = "Not saved: this page does not open for you here any more. Copy what you have typed, and follow the link in your newest message.";

const form = document.querySelector("form[data-autosave]");

const keep = () => {
  const says = form.querySelector("[data-autosave-says]");
  const words = () => {
    const typed = new FormData(form);
    typed.delete("csrfmiddlewaretoken");
    typed.delete("seen");
    return new URLSearchParams(typed).toString();
  };
  let saved = form.hasAttribute("data-unsaved") ? null : words();
  let refused = null; // what the server cannot keep as it is
  let unsure = null; // sent, and nobody knows whether it has arrived
  let running = null;
  let timer = 0;
  let stopped = false;
  let leaving = false;
  let going = false; // to another page: asking for this one anew would stop that

  const say = (text) => {
    if (says.textContent !== text) says.textContent = text;
  };
  const isDue = () => !stopped && !leaving && (unsure !== null || (words() !== saved && words() !== refused));
  const later = (pause) => {
    clearTimeout(timer);
    timer = setTimeout(save, pause);
  };
  const clock = () => {
    const now = new Date();
    return `${now.getHours()}.${String(now.getMinutes()).padStart(2, "0")}`;
  };

  const heard = async (response, text) => {
    unsure = null;
    if (response.ok) {
      const kept = await response.json();
      form.elements.seen.value = kept.seen;
      saved = text;
      say(kept.kept ? `Draft saved ${clock()}` : "");
      return true;
    }
    if (response.status === 409 || response.status === 422) {
      const refusal = (await response.json()).says;
      stopped = response.status === 409;
      refused = text;
      say(stopped ? `Not saved. ${refusal} Press “Keep as a draft” to go on.` : `Not saved. ${refusal}`);
      return false;
    }
    stopped = response.status === 403 || response.status === 404;
    say(stopped ? OPENS_NO_MORE : FAILED);
    if (!stopped) later(AGAIN);
    return false;
  };

  const post = (text) => {
    const body = new URLSearchParams(text);
    body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    body.set("seen", form.elements.seen.value);
    return fetch(form.dataset.autosave, {
      method: "POST",
      body,
      headers: { Accept: "application/json" },
      keepalive: body.toString().length < LARGEST,
      redirect: "error",
    });
  };
  const send = async (text) => {
    unsure = text;
    return heard(await post(text), text);
  };

  // Written in another window meanwhile, or on its way when this page was asked for: as long as nothing has been
  // typed here the page can show that.
  const isUntouched = () => !stopped && !leaving && !going && !running && unsure === null && words() === saved;
  const look = async () => {
    if (!isUntouched()) return;
    try {
      const response = await post(words());
      const isNewer = response.ok && (await response.json()).seen !== form.elements.seen.value;
      if (isUntouched() && (isNewer || response.status === 409)) location.reload();
    } catch {
      // Without a network there is nothing newer to be seen.
    }
  };

  // What may have arrived is sent once more before anything newer: the server then knows it as seen.
  const work = async () => {
    clearTimeout(timer);
    try {
      if (unsure !== null && !(await send(unsure))) return;
      if (isDue() && (await send(words())) && isDue()) later(PAUSE);
    } catch {
      say(navigator.onLine ? FAILED : OFFLINE);
      later(AGAIN);
    }
  };
  const save = () => {
    if (!isDue()) return running;
    running ??= work().finally(() => {
      running = null;
    });
    return running;
  };

  form.addEventListener("input", () => {
    if (stopped) return;
    if (!navigator.onLine) say(OFFLINE);
    later(PAUSE);
  });
  // A form and a draft on their way at once would look like two people writing: one waits for the other.
  form.addEventListener("submit", (event) => {
    clearTimeout(timer);
    if (!stopped && (running || unsure !== null) && navigator.onLine && !form.dataset.sent) {
      const waited = running ?? save();
      if (waited && !form.dataset.waited) {
        form.dataset.waited = "yes";
        event.preventDefault();
        event.stopPropagation();
        waited.then(() => form.requestSubmit(event.submitter));
        return;
      }
    }
    delete form.dataset.waited;
    leaving = true;
    setTimeout(() => {
      leaving = !event.defaultPrevented;
    });
  });
  document.addEventListener("visibilitychange", () => {
    going = going && document.visibilityState === "hidden";
    if (document.visibilityState === "hidden") save();
    else look();
  });
  window.addEventListener("pagehide", save);
  window.addEventListener("pageshow", () => {
    leaving = false;
    going = false;
    save();
    setTimeout(look, PAUSE);
  });
  window.addEventListener("online", save);
  // A page that is left is asked for anew before it is hidden: what is typed has to be under way by then.
  window.addEventListener("beforeunload", (event) => {
    going = true;
    save();
    if (!leaving && !stopped && !navigator.onLine && words() !== saved) event.preventDefault();
  });
};

if (form) keep();
