// Shortcuts: an element with data-key="a" is pressed by that key, a field gets the focus. Never while somebody types, never
// with Ctrl, Alt or Meta, which belong to the browser and to screen readers. j and k walk through data-key-list items.
const typing = (target) => target.closest("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");

function walk(step) {
  const links = [...document.querySelectorAll("[data-key-list] a[href]")];
  if (links.length === 0) return false;
  const at = links.indexOf(document.activeElement);
  links[Math.min(links.length - 1, Math.max(0, at + step))].focus();
  return true;
}

function press(key) {
  const target = [...document.querySelectorAll("[data-key]")].find((el) => el.dataset.key === key && el.checkVisibility());
  if (!target) return false;
  if (target.matches("input, textarea, select")) target.focus();
  else target.click();
  return true;
}

export function shortcuts() {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || typing(event.target)) return;
    const done = event.key === "j" ? walk(1) : event.key === "k" ? walk(-1) : false;
    if (done || press(event.key)) event.preventDefault();
  });
}
