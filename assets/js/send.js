// A form with one file sends it here and shows its way; what the answering page marks comes in place under the form. An answer
// without that mark, or none at all, is said in a sentence; without this file the form is sent as any other.
export function sendingForms(enhance) {
  for (const form of document.querySelectorAll("[data-drop-form]")) {
    const input = form.querySelector("input[type=file]");
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const file = input.files[0];
      if (!file) return say(form, form.dataset.textChoose), input.focus();
      if (file.size > Number(form.dataset.limit)) return say(form, form.dataset.textTooLarge);
      send(form, new FormData(form), enhance);
    });
    input.addEventListener("change", () => {
      if (!("dropped" in input.dataset)) return;
      delete input.dataset.dropped;
      form.requestSubmit();
    });
  }
}

function say(form, words, done) {
  const way = form.querySelector("[data-drop-way]");
  const bar = way.querySelector("progress");
  way.hidden = !words;
  bar.hidden = done === undefined;
  if (done === null) bar.removeAttribute("value");
  else if (done !== undefined) bar.value = done;
  way.querySelector("span").textContent = words;
}

function send(form, data, enhance) {
  const request = new XMLHttpRequest();
  const press = form.querySelector("button");
  press.disabled = true;
  request.open("POST", form.action);
  request.upload.addEventListener("progress", (event) => say(form, form.dataset.textSending, (100 * event.loaded) / event.total));
  request.upload.addEventListener("load", () => say(form, form.dataset.textReading, null));
  request.addEventListener("loadend", () => {
    press.disabled = false;
    const answer = new DOMParser().parseFromString(request.responseText, "text/html").querySelector("[data-drop-answer]");
    if (!answer) return say(form, form.dataset.textLost);
    say(form, "");
    show(form.parentElement.querySelector("[data-drop-place]"), answer, enhance);
  });
  request.send(data);
}

function show(place, answer, enhance) {
  place.replaceChildren(document.adoptNode(answer));
  enhance(place);
  place.focus({ preventScroll: true });
  place.scrollIntoView({ block: "start" });
}
