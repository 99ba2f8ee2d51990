// A menu that is a <details>: Escape closes it and gives the focus back, so does whatever happens elsewhere.
export function menus() {
  const open = () => document.querySelector("[data-menu][open]");
  document.addEventListener("keydown", (event) => {
    const menu = event.key === "Escape" && open();
    if (!menu) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
  for (const kind of ["click", "focusin"]) {
    document.addEventListener(kind, (event) => {
      const menu = open();
      if (menu && !menu.contains(event.target)) menu.open = false;
    });
  }
}
