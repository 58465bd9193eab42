// Warns before the session locks, covers the page once it has, and uncovers it for the same person.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const dialog = document.getElementById("session-end");
  if (!dialog?.showModal) return;
  const WARN = 120;
  const { ask, home, who } = dialog.dataset;
  let timer = 0;

  const show = (state) => {
    for (const part of dialog.querySelectorAll("[data-state]")) part.hidden = part.dataset.state !== state;
    const title = dialog.querySelector(`[data-state=${state}] h2`);
    dialog.setAttribute("aria-label", title.textContent);
    dialog.removeAttribute("aria-labelledby");
    dialog.classList.toggle("over", state === "over");
    if (!dialog.open) dialog.showModal();
  };

  const plan = (left) => {
    window.clearTimeout(timer);
    if (left > WARN) {
      if (dialog.open) dialog.close();
      // At least once an hour: a browser's timers hold no longer waits than some weeks.
      timer = window.setTimeout(look, Math.min(left - WARN, 3600) * 1000);
    } else if (left > 0) {
      show("soon");
      timer = window.setTimeout(look, left * 1000 + 500);
    } else {
      show("over");
    }
  };

  const take = async (response) => {
    const said = await response.json();
    // Somebody else has signed in: nothing of this page is theirs.
    if (said.left && said.who !== who) window.location.replace(home);
    else plan(said.left);
  };

  // Another tab may have kept the session alive: ask before saying anything.
  const look = () => fetch(ask, { headers: { Accept: "application/json" } }).then(take).catch(() => {
    timer = window.setTimeout(look, 15000);
  });

  dialog.addEventListener("cancel", (event) => event.preventDefault());
  dialog.querySelector("[data-stay-form]").addEventListener("submit", (event) => {
    event.preventDefault();
    event.stopPropagation();
    const form = event.target;
    fetch(form.action, { method: "POST", body: new FormData(form) })
      .then((response) => (response.redirected ? look() : take(response)))
      .catch(() => look());
  });
  document.addEventListener("visibilitychange", () => { if (!document.hidden) look(); });
  window.addEventListener("focus", () => { if (dialog.open) look(); });

  plan(Number(dialog.dataset.left));
});
