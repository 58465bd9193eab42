// The list of triage: opening a preview inside its row, and counting what is chosen.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  document.querySelectorAll("[data-preview]").forEach((button) => {
    const row = document.getElementById(button.getAttribute("aria-controls"));
    const open = async () => {
      const answer = await fetch(button.dataset.preview, { credentials: "same-origin" });
      if (!answer.ok || answer.redirected) {
        window.location.reload();
        return;
      }
      row.firstElementChild.innerHTML = await answer.text();
    };

    button.addEventListener("click", async () => {
      const shown = row.hidden;
      if (shown && !row.firstElementChild.hasChildNodes()) await open();
      row.hidden = !shown;
      button.setAttribute("aria-expanded", String(shown));
    });
  });

  // j and k go on and back in the list one came from; never while something is being typed, and
  // not for who switches them off: who speaks to the computer presses single keys by accident.
  const KEYS_OFF = "triage-keys-off";
  const keysOn = document.querySelector("[data-walk-on]");
  if (keysOn) {
    keysOn.checked = localStorage.getItem(KEYS_OFF) === null;
    keysOn.addEventListener("change", () => {
      if (keysOn.checked) localStorage.removeItem(KEYS_OFF);
      else localStorage.setItem(KEYS_OFF, "1");
    });
  }
  document.addEventListener("keydown", (event) => {
    if (!keysOn?.checked) return;
    const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
    if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
    document.querySelector(`[data-walk="${CSS.escape(event.key)}"]`)?.click();
  });
  document.querySelector("[data-print]")?.addEventListener("click", () => window.print());

  const bar = document.querySelector("[data-bulk]");
  if (!bar) return;
  const boxes = [...document.querySelectorAll("[data-bulk-one]")];
  const whole = bar.querySelector("[data-bulk-all]");
  const everything = bar.querySelector("[data-bulk-everything]");
  const said = bar.querySelector("[data-bulk-count]");

  const count = () => {
    const chosen = everything?.checked
      ? Number(everything.dataset.count)
      : boxes.filter((box) => box.checked).length;
    said.textContent = chosen ? said.dataset.some.replace("{n}", chosen) : said.dataset.none;
    bar.toggleAttribute("data-none-chosen", !chosen);
    whole.checked = boxes.length > 0 && boxes.every((box) => box.checked);
  };

  whole.addEventListener("change", () => {
    boxes.forEach((box) => { box.checked = whole.checked; });
    if (everything && !whole.checked) everything.checked = false;
    count();
  });
  everything?.addEventListener("change", () => {
    if (everything.checked) boxes.forEach((box) => { box.checked = true; });
    count();
  });
  boxes.forEach((box) => box.addEventListener("change", () => {
    if (everything) everything.checked = false;
    count();
  }));
  count();
  // Coming back by the browser keeps the boxes: count what it kept.
  window.addEventListener("pageshow", count);
});
