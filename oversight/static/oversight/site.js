// Small conveniences. Every page works without this file.
"use strict";

(() => {
  // Leave quickly: hide the page at once, then go; three presses of Esc do the same.
  const leave = document.querySelector("[data-leave]");
  const hide = () => { document.body.hidden = true; document.title = " "; };

  const leaveNow = () => {
    if (!leave) return;
    hide();
    if (leave instanceof HTMLFormElement) leave.submit();
    else window.location.replace(leave.href);
  };

  leave?.addEventListener(leave instanceof HTMLFormElement ? "submit" : "click", (event) => {
    event.preventDefault();
    leaveNow();
  });

  let presses = [];
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    presses = [...presses.filter((time) => event.timeStamp - time < 2000), event.timeStamp];
    if (presses.length >= 3) leaveNow();
  });

  // Coming back by the browser's memory after leaving shows nothing until the server is asked.
  window.addEventListener("pageshow", (event) => {
    if (event.persisted && document.body.hidden) window.location.reload();
  });

  // After a refusal the reader starts at what needs another look.
  document.querySelector("[data-focus]")?.focus();

  // Printing needs this file, so its button is shown by it.
  document.querySelectorAll("[data-print]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  });

  // One press sends once.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post") return;
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "yes";
    window.setTimeout(() => { delete form.dataset.sent; }, 5000);
  });

  // Long lists of options: type to narrow. Accents and case do not matter; what is ticked stays in view.
  const plain = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase();

  const addFilter = (list) => {
    const options = [...list.querySelectorAll(".choice")].map((row) => ({
      row, text: plain(row.textContent), input: row.querySelector("input"),
    }));
    const box = list.querySelector("[data-filter-box]");
    const input = box.querySelector("input");
    const said = box.querySelector("[role=status]");
    box.hidden = false;

    const narrow = () => {
      const words = plain(input.value).split(/\s+/).filter(Boolean);
      let shown = 0;
      for (const { row, text, input: tick } of options) {
        const fits = words.every((word) => text.includes(word));
        row.hidden = !fits && !tick.checked;
        if (fits) shown += 1;
      }
      for (const title of list.querySelectorAll(".choices-title")) {
        title.hidden = !title.nextElementSibling.querySelector(".choice:not([hidden])");
      }
      said.textContent = words.length ? said.dataset.text.replace("{n}", shown) : "";
    };

    input.addEventListener("input", narrow);
    input.addEventListener("keydown", (event) => { if (event.key === "Enter") event.preventDefault(); });
  };

  document.querySelectorAll("[data-option-list]").forEach(addFilter);

  // What is shown once can be taken along with one press, where the browser allows it.
  document.querySelectorAll("[data-copy]").forEach((button) => {
    if (!navigator.clipboard) return;
    button.hidden = false;
    button.addEventListener("click", async () => {
      const box = document.getElementById(button.dataset.copy);
      const said = button.parentElement.querySelector("[role=status]");
      try {
        await navigator.clipboard.writeText(box.value);
        said.textContent = said.dataset.text;
      } catch {
        box.select();
      }
    });
  });
})();
