"""Pages speak through the design room, and nothing inline gets past the strict policy."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[2] / "src" / "lightwell"
TEMPLATES = sorted(PACKAGE.rglob("jinja2/**/*.html"))
PAGES = [path for path in TEMPLATES if not path.is_relative_to(PACKAGE / "design")]


@pytest.mark.parametrize("path", PAGES, ids=lambda p: p.stem)
def test_a_page_never_names_the_classes_of_the_design_system(path):
    assert "govuk-" not in path.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda p: p.stem)
def test_a_template_has_no_inline_style_script_or_handler(path):
    text = re.sub(r"\{#.*?#\}", "", path.read_text(encoding="utf-8"), flags=re.S)
    assert not re.search(r"<style\b|\sstyle=|\son[a-z]+=\"|javascript:", text)
    assert not re.search(r"<script\b(?![^>]*\bsrc=)", text)


def test_the_policy_allows_nothing_inline_and_no_eval():
    from lightwell.frontdoor.middleware import POLICY

    assert "unsafe" not in POLICY and "*" not in POLICY and "default-src 'none'" in POLICY
