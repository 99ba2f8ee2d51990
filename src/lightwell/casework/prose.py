"""CommonMark, as officers write it, into HTML that cannot do harm. Pure."""

from __future__ import annotations

from functools import cache

import nh3
from markdown_it import MarkdownIt

TAGS = {
    "p", "br", "strong", "em", "ul", "ol", "li", "blockquote", "h3", "h4", "h5", "h6", "a", "code", "pre", "hr", "table",
    "thead", "tbody", "tr", "th", "td",
}  # fmt: skip


@cache
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False, "breaks": True}).enable("table")


def to_html(text: str) -> str:
    """Return sanitised HTML: no raw HTML, no images, only http(s) and mailto links, headings from the third level on."""
    made = _parser().render(text)
    for level in (2, 1):  # the page has its own first and second level
        made = made.replace(f"<h{level}>", f"<h{level + 2}>").replace(f"</h{level}>", f"</h{level + 2}>")
    return nh3.clean(
        made, tags=TAGS, attributes={"a": {"href"}, "ol": {"start"}}, url_schemes={"http", "https", "mailto"},
        link_rel="nofollow noopener",
    )  # fmt: skip
