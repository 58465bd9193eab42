// Says in words when a passkey did not work; allauth's own script does the work.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const box = document.querySelector("[data-passkey-problem]");
  const numeric = /^[\d.]+$|^\[/.test(window.location.hostname);

  const tell = (words) => {
    if (!box) return;
    box.querySelector("p").textContent = words;
    box.hidden = false;
    box.focus();
  };

  document.addEventListener("allauth.error", (event) => {
    event.preventDefault();
    const missing = !window.PublicKeyCredential;
    tell(box?.dataset[missing ? "missing" : numeric ? "numeric" : "failed"] ?? "");
  });

  document.querySelector("[data-print]")?.addEventListener("click", () => window.print());
});
