"""The Vega-Lite configuration of charts that the server draws: our palette and type, nothing that needs inline style."""

import re
from typing import Any

from markupsafe import Markup

FONT = "PingFang TC, Noto Sans TC, Noto Sans CJK TC, Microsoft JhengHei, system-ui, sans-serif"
INK = "#4a6470"  # words; the style sheet lightens them on a dark page
RULE = "#6f8891"
CATEGORIES = ["#2d8394", "#c2583f", "#8071b2", "#568f3c", "#a87a1c", "#5a7cb0", "#b85f8d", "#71828a"]
RAMP = ["#d9ecec", "#8fc3c9", "#4a9aa6", "#1b7688", "#0f4a58"]
TAG = re.compile(r"<[^>]+>")
SPOKEN = re.compile(r'\s(?:role|aria-label|aria-roledescription)="[^"]*"')


def chart_config() -> dict[str, Any]:
    """A fresh `config` object for a Vega-Lite specification.

    Colours of categories and lines reach 3:1 against both the light and the dark page, for the background is transparent
    and one SVG serves both; RAMP cannot, so charts that use it say their values in words too. ARIA is off because
    `ui.figure` names the picture as a whole and offers the numbers as a table.
    """
    axis = {
        "labelColor": INK, "titleColor": INK, "domainColor": RULE, "tickColor": RULE, "gridColor": RULE,
        "gridOpacity": 0.3, "labelFontSize": 13, "titleFontSize": 13, "titleFontWeight": "normal", "labelLimit": 220,
    }  # fmt: skip
    return {
        "aria": False,
        "background": "transparent",
        "font": FONT,
        "padding": 4,
        "axis": axis,
        "axisX": {"labelAngle": 0, "labelOverlap": True, "labelLimit": 120},
        "legend": {"labelColor": INK, "titleColor": INK, "labelFontSize": 13, "titleFontSize": 13},
        "title": {"color": INK, "fontSize": 15, "fontWeight": "bold", "anchor": "start"},
        "view": {"stroke": None},
        "range": {"category": CATEGORIES, "ramp": RAMP, "heatmap": RAMP, "ordinal": RAMP},
        "mark": {"color": CATEGORIES[0]},
        "bar": {"color": CATEGORIES[0]},
        "line": {"color": CATEGORIES[0], "strokeWidth": 2.5},
        "point": {"color": CATEGORIES[0], "filled": True, "size": 40},
        "area": {"color": CATEGORIES[0], "fillOpacity": 0.35},
        "text": {"color": INK, "fontSize": 13},
    }


def silent(svg: str) -> Markup:
    """The picture without roles and labels of its parts: `ui.figure` names it as a whole and gives its numbers as a table.

    Vega leaves the roles even with ARIA off, and a role without a name is noise in a screen reader. The picture itself is
    trusted as it comes: it was made on this server.
    """
    return Markup(TAG.sub(lambda tag: SPOKEN.sub("", tag[0]), str(svg)))
