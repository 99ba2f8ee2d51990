"""Holds the compiled style sheet and script against their sources, without Node.

python assets/check.py            fails when sources changed without a build, or a compiled file was edited
python assets/check.py --write    records the present state (the last step of ``npm run build``)
python assets/check.py --classes  prints the classes that the macros use, for the build to keep
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
from pathlib import Path

ASSETS = Path(__file__).resolve().parent
DESIGN = ASSETS.parent / "src" / "lightwell" / "design"
COMPILED = DESIGN / "static" / "design"
MANIFEST = ASSETS / "build.sha256"
OUTPUTS = ("lightwell.css", "lightwell.js", "LICENSES.txt")

# Classes that no template spells out: the two kinds of choice share one macro, and the scripts of govuk-frontend add some.
KEPT_PREFIXES = (
    "govuk-radios",
    "govuk-checkboxes",
    "govuk-character-count",
    "govuk-error-summary",
    "govuk-frontend",
)
KEPT_CLASSES = ("govuk-skip-link-focused-element", "govuk-error-message", "govuk-textarea--error")
VARIABLE_PREFIXES = ("govuk-heading-", "govuk-caption-")  # of which every size may be asked for


def used_classes() -> dict[str, list[str]]:
    """``classes`` written in full in the macros and the Python beside them, and ``prefixes`` that a template or script completes."""
    sources = [*sorted((DESIGN / "jinja2").rglob("*.html")), *sorted(DESIGN.glob("*.py"))]
    text = "\n".join(path.read_text("utf-8") for path in sources)
    prefixes, classes = {*KEPT_PREFIXES, *VARIABLE_PREFIXES}, set(KEPT_CLASSES)
    for name, completed in re.findall(r"(govuk-[a-z0-9_-]*)({{|{%)?", text):
        if name == "govuk-":
            continue
        (prefixes if completed == "{{" else classes).add(name)
    return {"classes": sorted(classes), "prefixes": sorted(prefixes)}


def _digest(*parts: bytes) -> str:
    whole = hashlib.sha256()
    for part in parts:
        whole.update(len(part).to_bytes(8, "big") + part)
    return whole.hexdigest()


def source_digest() -> str:
    """One hash of everything that decides what the build writes."""
    paths = [
        ASSETS / "package.json",
        ASSETS / "build.mjs",
        *(ASSETS / "scss").rglob("*.scss"),
        *(ASSETS / "js").rglob("*.js"),
    ]
    parts = [
        part for path in sorted(paths) for part in (str(path.relative_to(ASSETS)).encode(), path.read_bytes())
    ]
    return _digest(*parts, json.dumps(used_classes()).encode())


def present() -> dict[str, str]:
    """Name → SHA-256, for the sources as a whole and for each compiled file."""
    found = {"sources": source_digest()}
    for name in OUTPUTS:
        path = COMPILED / name
        found[name] = hashlib.sha256(path.read_bytes()).hexdigest() if path.exists() else "missing"
    return found


def recorded() -> dict[str, str]:
    """What the last build wrote down; empty when there was none."""
    if not MANIFEST.exists():
        return {}
    lines = (line.split("  ", 1) for line in MANIFEST.read_text("utf-8").splitlines() if line.strip())
    return {name: digest for digest, name in lines}


def problems() -> list[str]:
    """What is wrong, in words; empty when compiled files and sources belong together."""
    before, now = recorded(), present()
    found = []
    if before.get("sources") != now["sources"]:
        found.append(
            "assets/ or the classes used in design/jinja2 changed since the last build: run `make assets`"
        )
    for name in OUTPUTS:
        if before.get(name) != now[name]:
            found.append(
                f"{COMPILED.relative_to(ASSETS.parent) / name} is not what the last build wrote: run `make assets`"
            )
    return found


def main(arguments: list[str]) -> int:
    if "--classes" in arguments:
        print(json.dumps(used_classes()))
        return 0
    if "--write" in arguments:
        MANIFEST.write_text("".join(f"{digest}  {name}\n" for name, digest in present().items()), "utf-8")
        return 0
    found = problems()
    print(
        "\n".join(found) or "Compiled assets match their sources.", file=sys.stderr if found else sys.stdout
    )
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
