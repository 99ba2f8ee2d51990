"""The door of the design room.

`install` gives a Jinja environment what the macros call; the rest is for pages that draw charts or choose colours.
"""

from jinja2 import Environment

from lightwell.design import inline
from lightwell.design.chart_config import chart_config, silent
from lightwell.design.columns import columns_of, table_rows
from lightwell.design.dates import day_text, time_text
from lightwell.design.fields import attributes, error_lines, field_kind, field_view
from lightwell.design.loose import each, loose
from lightwell.design.pages import page_window
from lightwell.design.tones import STATE_TONES, tone_of

__all__ = [
    "STATE_TONES",
    "chart_config",
    "day_element",
    "day_text",
    "install",
    "state_tag",
    "time_text",
    "tone_of",
]

day_element, state_tag = inline.day, inline.state_tag


def refuse(message: str) -> None:
    """Stops a template that uses a macro wrongly, while it is being written rather than in front of people."""
    raise ValueError(message)


def install(environment: Environment) -> None:
    """Adds the functions that `design/components.html` calls; they depend on no request, so macros stay cached."""
    environment.globals.update(
        design_link=inline.link,
        design_hidden=inline.hidden_text,
        design_tag=inline.tag,
        design_state_tag=inline.state_tag,
        design_day=inline.day,
        design_when=inline.when,
        design_none=inline.none_mark,
        design_mono=inline.mono,
        design_changed=inline.changed,
        design_line=inline.line,
        design_options=inline.options,
        design_kind=field_kind,
        design_columns=columns_of,
        design_rows=table_rows,
        design_field=field_view,
        design_attrs=attributes,
        design_errors=error_lines,
        design_each=each,
        design_loose=loose,
        design_pages=page_window,
        design_silent=silent,
        design_tone=tone_of,
        design_refuse=refuse,
    )
