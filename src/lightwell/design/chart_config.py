"""The Vega-Lite configuration of charts that the server draws: our palette and type, nothing that needs inline style."""

from typing import Any

FONT = "PingFang TC, Noto Sans TC, Noto Sans CJK TC, Microsoft JhengHei, system-ui, sans-serif"
INK = "#4a6470"
CATEGORIES = ["#1b7688", "#c2583f", "#7a6aa8", "#5b8c3e", "#b0801f", "#4f6f9f", "#a8517f", "#6c7a80"]
RAMP = ["#d9ecec", "#8fc3c9", "#4a9aa6", "#1b7688", "#0f4a58"]


def chart_config() -> dict[str, Any]:
    """A fresh `config` object for a Vega-Lite specification.

    Colours are picked to reach 3:1 against both the light and the dark page, for the background is transparent and one
    SVG serves both.
    """
    axis = {
        "labelColor": INK, "titleColor": INK, "domainColor": INK, "tickColor": INK, "gridColor": "#8fa3ab",
        "gridOpacity": 0.3, "labelFontSize": 13, "titleFontSize": 13, "titleFontWeight": "normal", "labelLimit": 220,
    }  # fmt: skip
    return {
        "background": "transparent",
        "font": FONT,
        "padding": 4,
        "axis": axis,
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
