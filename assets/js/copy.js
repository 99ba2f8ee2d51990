// A button that copies a block of code; it says so aloud when it is done.
export function copyButtons(scope) {
  if (!navigator.clipboard) return;
  for (const block of scope.querySelectorAll("[data-copy]:not([data-ready])")) {
    block.dataset.ready = "";
    const press = document.createElement("button");
    press.type = "button";
    press.className = "lw-code__copy";
    press.textContent = block.dataset.textCopy;
    press.setAttribute("aria-live", "polite");
    press.addEventListener("click", async () => {
      await navigator.clipboard.writeText(block.querySelector("code").textContent);
      press.textContent = block.dataset.textCopied;
      setTimeout(() => (press.textContent = block.dataset.textCopy), 2500);
    });
    block.append(press);
  }
}
