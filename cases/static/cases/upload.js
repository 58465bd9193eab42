// Files are sent as soon as they are chosen, one after the other, and the reader is told how it goes.
// Without this file the button beside the input sends them with the page.
"use strict";

(() => {
  const box = document.querySelector("[data-upload]");
  if (!box) return;
  const form = box.closest("form");
  const input = box.querySelector("input[type=file]");
  const list = form.querySelector("[data-upload-list]");
  const told = form.querySelector("[data-upload-progress]");
  const problems = form.querySelector("[data-upload-problems]");
  const button = box.querySelector("button[value=stay]");
  button.closest("p").hidden = true;

  // The browser names its own button in its own language; this one speaks the page's. The input keeps the focus.
  const choose = document.createElement("label");
  choose.htmlFor = input.id;
  choose.className = "button secondary";
  choose.textContent = box.dataset.choose;
  input.classList.add("behind-label");
  input.after(choose);

  let waiting = 0;
  let line = Promise.resolve();

  const say = (key, name) => { told.textContent = box.dataset[key].replace("{name}", name); };

  const refuse = (text) => {
    const item = document.createElement("li");
    item.className = "error";
    item.textContent = text;
    problems.append(item);
  };

  const bar = () => {
    const track = document.createElement("progress");
    track.max = 1;
    track.value = 0;
    track.className = "step-track";
    track.setAttribute("aria-hidden", "true");
    told.after(track);
    return track;
  };

  const body = (file) => {
    const data = new FormData(form);
    data.delete(input.name);
    data.set("go", "stay");
    data.append(input.name, file, file.name);
    return data;
  };

  const answered = (request, file) => {
    let answer = null;
    try { answer = JSON.parse(request.responseText); } catch { answer = null; }
    if (!answer) {
      refuse(box.dataset[request.status === 413 ? "large" : "broken"].replace("{name}", file.name));
      told.textContent = "";
      return;
    }
    // The server escapes what it lists.
    list.innerHTML = answer.list;
    answer.problems.forEach(refuse);
    if (answer.problems.length) told.textContent = "";
    else say("sent", file.name);
  };

  const send = (file) => new Promise((done) => {
    const track = bar();
    const request = new XMLHttpRequest();
    request.open("POST", form.action);
    request.setRequestHeader("X-Requested-With", "upload");
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) track.value = event.loaded / event.total;
    });
    request.addEventListener("loadend", () => {
      track.remove();
      answered(request, file);
      waiting -= 1;
      done();
    });
    say("sending", file.name);
    request.send(body(file));
  });

  input.addEventListener("change", () => {
    problems.replaceChildren();
    for (const file of input.files) {
      if (file.size > Number(input.dataset.most)) {
        refuse(box.dataset.large.replace("{name}", file.name));
        continue;
      }
      waiting += 1;
      line = line.then(() => send(file));
    }
    input.value = "";
  });

  form.addEventListener("submit", (event) => {
    if (!waiting) return;
    event.preventDefault();
    told.textContent = box.dataset.wait;
  });
})();
