// Compiles the style sheet and the script into the package, where they are committed, so that nobody needs Node to run
// Lightwell. `check.py` then records what was compiled from what.
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import * as esbuild from "esbuild";
import postcss from "postcss";
import * as sass from "sass";

const OUT = "../src/lightwell/design/static/design/";

// `check.py` alone knows how to find the classes that templates use, so that builder and checker never disagree.
const used = JSON.parse(execFileSync("python3", ["check.py", "--classes"], { encoding: "utf8" }));
const whole = new Set(used.classes);
const isUsed = (name) => whole.has(name) || used.prefixes.some((prefix) => name.startsWith(prefix));

// Drops rules for govuk-frontend classes that no macro writes, and what the components repeat.
const lean = {
  postcssPlugin: "lean",
  Once(root) {
    root.walkDecls((decl) => {
      decl.value = decl.value.replace(/var\((--govuk-[\w-]+), ?#[0-9a-f]+\)/gi, "var($1)");
      if (/font-smoothing$/.test(decl.prop)) decl.remove();
      else if (decl.prop === "font-family" && decl.value === "inherit" && !isControl(decl.parent)) decl.remove();
    });
    root.walkRules((rule) => {
      const kept = rule.selectors.filter((s) => [...s.matchAll(/\.(govuk-[\w\\!-]+)/g)].every((m) => isUsed(m[1])));
      if (kept.length === 0) rule.remove();
      else if (kept.length < rule.selectors.length) rule.selectors = kept;
    });
    for (let before = -1, now = 0; before !== now; ) {
      before = count(root);
      root.walkRules((rule) => rule.nodes.length === 0 && rule.remove());
      root.walkAtRules((at) => at.nodes?.length === 0 && at.remove());
      now = count(root);
    }
  },
};

// Everything inherits the font of the page but what browsers give a font of its own.
function isControl(rule) {
  return /button|input|textarea|select|press|copy/.test(rule.selector ?? "");
}

function count(root) {
  let n = 0;
  root.walk(() => (n += 1));
  return n;
}

const compiled = sass.compile("scss/lightwell.scss", { quietDeps: true });
const { css } = await postcss([lean]).process(compiled.css, { from: undefined });
const target = ["chrome111", "firefox113", "safari16.4"];
const style = await esbuild.transform(css, { loader: "css", minify: true, target, legalComments: "inline" });
writeFileSync(OUT + "lightwell.css", style.code);

await esbuild.build({
  entryPoints: ["js/lightwell.js"],
  outfile: OUT + "lightwell.js",
  bundle: true,
  minify: true,
  target,
  legalComments: "none",
  banner: { js: "/*! Lightwell. With govuk-frontend (MIT) and htmx (0BSD): see LICENSES.txt. */" },
});

const licence = (name, file) => {
  const { version } = JSON.parse(readFileSync(`node_modules/${name}/package.json`, "utf8"));
  return `${name} ${version}\n${"=".repeat(72)}\n\n${readFileSync(file, "utf8").trim()}\n`;
};
writeFileSync(
  OUT + "LICENSES.txt",
  [
    "lightwell.css and lightwell.js contain parts of these works, compiled. Everything else in this folder is part of\nLightwell (Apache-2.0). No fonts, crests or crowns of GOV.UK are included.\n",
    licence("govuk-frontend", "licences/govuk-frontend.txt"),
    licence("htmx.org", "node_modules/htmx.org/LICENSE"),
  ].join("\n\n"),
);
