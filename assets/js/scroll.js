// A table that fits needs no stop for the keyboard and no region of its own; one that scrolls keeps both.
export function tableFrames(scope) {
  const settle = (frame) => {
    const scrolls = frame.scrollWidth > frame.clientWidth;
    for (const [name, value] of [["tabindex", "0"], ["role", "region"]]) {
      if (scrolls) frame.setAttribute(name, value);
      else frame.removeAttribute(name);
    }
    if (scrolls) frame.setAttribute("aria-label", frame.dataset.label);
    else frame.removeAttribute("aria-label");
  };
  const watch = new ResizeObserver((entries) => entries.forEach((entry) => settle(entry.target)));
  for (const frame of scope.querySelectorAll(".lw-table-frame")) {
    frame.dataset.label = frame.getAttribute("aria-label");
    settle(frame);
    watch.observe(frame);
  }
}
