"""The gallery in real Chromium: axe finds nothing and nothing sticks out, wide and narrow, light and dark, in both languages."""

import os
import shutil
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from django.template import engines
from django.utils import translation
from markupsafe import Markup

from lightwell.design.chart_config import chart_config
from lightwell.design.gallery import gallery_context
from lightwell.frontdoor.middleware import POLICY

pytestmark = pytest.mark.journey
STATIC = Path(__file__).parents[2] / "src" / "lightwell" / "design" / "static"


class Strict(SimpleHTTPRequestHandler):
    """Serves a folder under the policy of the real site."""

    def end_headers(self):
        self.send_header("Content-Security-Policy", POLICY)
        super().end_headers()

    def log_message(self, *_args):
        pass


def chart() -> Markup:
    vl_convert = pytest.importorskip("vl_convert")
    return Markup(vl_convert.vegalite_to_svg({
        "config": chart_config(), "mark": "bar", "width": 300, "height": 140,
        "data": {"values": [{"月": "一月", "件": 3}, {"月": "二月", "件": 5}]},
        "encoding": {"x": {"field": "月", "type": "nominal"}, "y": {"field": "件", "type": "quantitative"}},
    }))  # fmt: skip


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The gallery in both languages behind a server of its own; gives its address."""
    folder = tmp_path_factory.mktemp("site")
    shutil.copytree(STATIC, folder / "static")
    for language in ("zh-hant", "en"):
        with translation.override(language):
            context = {
                **gallery_context(),
                "bars": chart(),
                "lang": language,
                "other_language_href": "/x",
                "sign_in_href": "/y",
            }
            nav = [
                {"text": "A", "href": "#a", "current": True},
                {"text": "B", "href": "#b", "current": False},
            ]
            html = (
                engines["jinja2"]
                .get_template("design/gallery.html")
                .render({**context, "nav": nav, "footer_nav": nav})
            )
            (folder / f"{language}.html").write_text(html, "utf-8")
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Strict, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@pytest.fixture(scope="module")
def browser():
    from playwright.sync_api import Error, sync_playwright

    with sync_playwright() as playwright:
        try:
            found = playwright.chromium.launch(
                executable_path=shutil.which("chromium") or shutil.which("google-chrome"),
                args=["--no-sandbox"],
            )
        except Error as missing:
            if os.environ.get("CI") == "true":
                raise
            pytest.skip(f"Chromium is not here, so the gallery was not looked at: {missing}")
        yield found
        found.close()


@pytest.mark.parametrize(
    ("language", "scheme", "width"),
    [("zh-hant", "light", 1280), ("zh-hant", "dark", 360), ("en", "light", 360), ("en", "dark", 1280)],
)
def test_axe_finds_nothing_and_nothing_sticks_out(site, browser, language, scheme, width):
    from axe_playwright_python.sync_playwright import Axe

    page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True)
    page.goto(f"{site}/{language}.html")
    violations = Axe().run(page).response["violations"]
    assert [(v["id"], [n["target"] for n in v["nodes"]]) for v in violations] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.close()


def test_the_strict_policy_is_never_touched_and_the_script_only_adds(site, browser):
    page = browser.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(f"{site}/en.html")
    assert page.locator(".lw-code__copy").count() == 1
    page.locator("body").press("/")
    assert page.evaluate("document.activeElement.type") == "search"
    page.keyboard.type("/s")
    assert page.locator("input[type=search]").first.input_value() == "/s"
    assert complaints == []
    page.close()


def test_the_error_summary_takes_the_focus_and_leads_to_the_field(site, browser):
    page = browser.new_page()
    page.goto(f"{site}/en.html")
    assert "There is a problem" in page.evaluate("document.activeElement.textContent")
    page.get_by_role("link", name="Choose: How you appear in public.").click()
    assert page.evaluate("document.activeElement.type") == "radio"
    page.close()


def test_without_a_script_everything_is_there_and_no_key_is_promised(site, browser):
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(f"{site}/en.html")
    assert page.get_by_role("button", name="Continue").is_visible()
    assert not page.locator(".lw-actions kbd").first.is_visible()
    page.close()
