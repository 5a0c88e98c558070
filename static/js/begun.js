// What somebody is writing when the room moves on stays on their page, for them to copy.

const begun = document.querySelector("[data-begun]");

const keep = ({ detail: { target, fragment } }) => {
  const words = target.querySelector("#offer textarea")?.value.trim();
  if (!words || fragment.querySelector("#offer")) return;
  begun.querySelector("[data-begun-words]").textContent = words;
  begun.hidden = false;
};

if (begun) {
  document.addEventListener("htmx:oobBeforeSwap", keep);
  begun.querySelector("[data-begun-over]").addEventListener("click", () => {
    begun.hidden = true;
  });
}
