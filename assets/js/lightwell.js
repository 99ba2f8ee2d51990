// Progressive enhancement only: every page works without this file.
import { Button, CharacterCount, Checkboxes, ErrorSummary, Radios, SkipLink, createAll } from "govuk-frontend";
import htmx from "htmx.org";
import { copyButtons } from "./copy.js";
import { fileDrops } from "./drop.js";
import { shortcuts } from "./keys.js";
import { menus } from "./menu.js";
import { sendingForms } from "./send.js";
import { currentHeading } from "./contents.js";
import { tableFrames } from "./scroll.js";

// The policy allows neither inline style nor eval; htmx must not try.
htmx.config.includeIndicatorStyles = false;
htmx.config.allowEval = false;
htmx.config.allowScriptTags = false;
htmx.config.selfRequestsOnly = true;

function enhance(scope) {
  for (const component of [Button, CharacterCount, Checkboxes, ErrorSummary, Radios]) createAll(component, {}, scope);
  copyButtons(scope);
  fileDrops(scope);
  tableFrames(scope);
}

function start() {
  document.documentElement.classList.add("js-enabled");
  document.body.classList.add("js-enabled");
  if ("noModule" in HTMLScriptElement.prototype) document.body.classList.add("govuk-frontend-supported");
  enhance(document);
  createAll(SkipLink);
  shortcuts();
  currentHeading();
  menus();
  sendingForms(enhance);
  document.body.addEventListener("htmx:load", (event) => event.detail.elt !== document.body && enhance(event.detail.elt));
}

if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
else start();
