// The admin's own small repairs: landmarks, a way past the menu, leaving quickly.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const main = document.getElementById("main");
  main?.setAttribute("role", "main");
  const menu = document.getElementById("nav-sidebar-inner");
  const leave = document.querySelector("form[data-leave]");

  const leaveNow = () => {
    document.body.hidden = true;
    document.title = " ";
    leave?.submit();
  };

  leave?.addEventListener("submit", (event) => {
    event.preventDefault();
    leaveNow();
  });

  // The menu that opens under the name holds a second row of languages; name the landmarks apart.
  menu?.querySelectorAll("nav:not([aria-label])").forEach((nav) => nav.setAttribute("role", "group"));
});
