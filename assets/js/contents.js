// The table of contents marks the heading that is being read.
export function currentHeading() {
  const links = [...document.querySelectorAll(".lw-contents a[href^='#']")];
  const byTarget = new Map(links.map((link) => [document.getElementById(decodeURIComponent(link.hash.slice(1))), link]));
  byTarget.delete(null);
  if (byTarget.size === 0) return;
  const watch = new IntersectionObserver(
    (entries) => {
      const seen = entries.find((entry) => entry.isIntersecting);
      if (!seen) return;
      links.forEach((link) => link.removeAttribute("aria-current"));
      byTarget.get(seen.target)?.setAttribute("aria-current", "true");
    },
    { rootMargin: "0px 0px -70% 0px" },
  );
  byTarget.forEach((_, target) => watch.observe(target));
}
