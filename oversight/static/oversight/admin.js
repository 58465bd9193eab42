// Small repairs of the admin: landmarks, names of buttons, a way past the menu, leaving quickly.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const words = document.querySelector(".office-bar")?.dataset ?? {};
  const main = document.getElementById("main");

  if (main && words.skip) {
    main.setAttribute("role", "main");
    main.tabIndex = -1;
    const skip = document.createElement("a");
    skip.className = "office-skip";
    skip.href = "#main";
    skip.textContent = words.skip;
    document.body.prepend(skip);
  }

  const menu = document.getElementById("nav-sidebar-inner");
  menu?.setAttribute("aria-label", words.menu ?? "");
  menu?.querySelectorAll("nav").forEach((nav) => nav.setAttribute("role", "group"));

  // Icons are letters of a font: nothing to read out.
  document.querySelectorAll(".material-symbols-outlined").forEach((icon) => {
    if (!icon.hasAttribute("x-on:click")) icon.setAttribute("aria-hidden", "true");
  });

  document.getElementById("searchbar-submit")?.setAttribute("aria-label", words.search ?? "");
  document.getElementById("searchbar")?.setAttribute("aria-label", words.search ?? "");

  const makeButton = (element, name) => {
    element.setAttribute("role", "button");
    element.setAttribute("aria-label", name ?? "");
    element.tabIndex = 0;
    element.addEventListener("keydown", (event) => {
      if (event.key === "Enter" || event.key === " ") {
        event.preventDefault();
        element.click();
      }
    });
  };

  document.querySelectorAll(".material-symbols-outlined[x-on\\:click*=sidebar]").forEach((icon) => {
    makeButton(icon, words.showMenu);
  });
  menu?.querySelectorAll("[x-on\\:click*=openUserLinks]:not(nav)").forEach((person) => {
    makeButton(person, words.person);
  });

  const leave = document.querySelector("form[data-leave]");
  leave?.addEventListener("submit", (event) => {
    event.preventDefault();
    document.body.hidden = true;
    document.title = " ";
    leave.submit();
  });
});
