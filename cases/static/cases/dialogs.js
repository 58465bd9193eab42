// Dialogs of triage: a ready text fills the message at once; "@" offers the colleagues of the list.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  document.querySelectorAll("[data-ready] select").forEach((select) => {
    const message = select.form.elements.message;
    if (!message) return;
    let filled = "";
    select.addEventListener("change", () => {
      const text = select.selectedOptions[0]?.dataset.text || "";
      // Own words are never written over: for that there is the button.
      if (!text || (message.value.trim() && message.value !== filled)) return;
      message.value = text;
      filled = text;
    });
  });

  document.querySelectorAll("textarea[data-mentions]").forEach((box) => {
    const people = [...box.form.querySelectorAll("input[name=told]")].map((input) => ({
      input,
      name: input.labels[0].textContent.trim(),
    }));
    const list = document.createElement("ul");
    list.className = "mention-list";
    list.hidden = true;
    box.after(list);

    const wanted = () => /@([^@\n]{0,40})$/.exec(box.value.slice(0, box.selectionStart));
    const take = (person) => {
      const start = box.selectionStart - wanted()[1].length;
      box.setRangeText(`${person.name} `, start, box.selectionStart, "end");
      person.input.checked = true;
      list.hidden = true;
      box.focus();
    };

    box.addEventListener("input", () => {
      const asked = wanted()?.[1].toLocaleLowerCase();
      const found = asked === undefined
        ? []
        : people.filter(({ name }) => name.toLocaleLowerCase().includes(asked)).slice(0, 6);
      list.replaceChildren(...found.map((person) => {
        const button = document.createElement("button");
        button.type = "button";
        button.className = "button secondary small";
        button.textContent = person.name;
        button.addEventListener("click", () => take(person));
        const item = document.createElement("li");
        item.append(button);
        return item;
      }));
      list.hidden = found.length === 0;
    });
    box.addEventListener("keydown", (event) => {
      if (event.key === "Escape") list.hidden = true;
    });
  });
});
