// The page of a job: fetches how far it is, says it aloud with each tenth, and ends with the result.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const place = document.querySelector("[data-job-state]");
  const said = document.querySelector("[data-job-said]");
  if (!place) return;
  const EVERY = 3000;
  const tenth = () => place.querySelector("[data-tenth]")?.dataset.tenth;
  let last = tenth();

  const look = async () => {
    if (!document.hidden) {
      try {
        const answer = await fetch(place.dataset.jobState, { credentials: "same-origin" });
        // Signed out, or not theirs to see any more: the whole page says so better.
        if (answer.redirected || [401, 403, 404].includes(answer.status)) {
          window.location.reload();
          return;
        }
        if (answer.ok) place.innerHTML = await answer.text();
      } catch {
        // No network for a moment: the next look tries again.
      }
      if (place.querySelector("[data-over='1']")) {
        window.location.reload();
        return;
      }
      if (tenth() !== last) {
        last = tenth();
        said.textContent = place.querySelector("[data-sentence]").textContent;
      }
    }
    window.setTimeout(look, EVERY);
  };
  window.setTimeout(look, EVERY);
});
