// A file may be dropped on the frame around a file field; the chosen name and size are shown.
const size = (bytes) => (bytes < 1e6 ? `${Math.ceil(bytes / 1e3)} kB` : `${(bytes / 1e6).toFixed(1)} MB`);

export function fileDrops(scope) {
  for (const frame of scope.querySelectorAll("[data-file-drop]:not([data-ready])")) {
    frame.dataset.ready = "";
    const input = frame.querySelector("input[type=file]");
    const note = document.createElement("p");
    note.className = "lw-drop__note";
    note.setAttribute("aria-live", "polite");
    note.textContent = frame.dataset.textDrop;
    frame.append(note);
    const tell = () => {
      const names = [...input.files].map((file) => `${file.name} (${size(file.size)})`).join(", ");
      note.textContent = names ? `${frame.dataset.textChosen} ${names}` : frame.dataset.textDrop;
    };
    input.addEventListener("change", tell);
    const over = (event) => {
      event.preventDefault();
      frame.classList.add("lw-drop--over");
    };
    frame.addEventListener("dragenter", over);
    frame.addEventListener("dragover", over);
    frame.addEventListener("dragleave", () => frame.classList.remove("lw-drop--over"));
    frame.addEventListener("drop", (event) => {
      event.preventDefault();
      frame.classList.remove("lw-drop--over");
      if (event.dataTransfer.files.length === 0) return;
      input.files = event.dataTransfer.files;
      input.dataset.dropped = "";
      input.dispatchEvent(new Event("change", { bubbles: true }));
    });
  }
}
