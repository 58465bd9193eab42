// A page about something a worker does: looks every few seconds, and shows the result when it is there.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const EVERY = 3000;
  if (!document.querySelector("[data-at-work]")) return;

  const look = async () => {
    if (!document.hidden) {
      try {
        const answer = await fetch(window.location.href, { credentials: "same-origin" });
        if (answer.redirected || !answer.ok || !(await answer.text()).includes("data-at-work")) {
          window.location.reload();
          return;
        }
      } catch {
        // No network for a moment: the next look tries again.
      }
    }
    window.setTimeout(look, EVERY);
  };
  window.setTimeout(look, EVERY);
});
