"""What the gallery shows: every macro in every state, with texts as they might stand on a real page.

The texts are samples in both languages, not interface, so they stand here and not in the translations. Nothing is stored.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django import forms
from django.utils.translation import get_language
from markupsafe import Markup


def _say(zh: str, en: str) -> str:
    return en if (get_language() or "").startswith("en") else zh


@dataclass(frozen=True)
class SamplePage:
    """The fifth of twenty pages."""

    number: int = 5
    pages: int = 20

    @property
    def prev_href(self) -> str:
        return self.href(self.number - 1)

    @property
    def next_href(self) -> str:
        return self.href(self.number + 1)

    def href(self, number: int) -> str:
        return f"?page={number}"


def _sample_form() -> type[forms.Form]:
    units = [("road", _say("道路養護處", "Roads Office")), ("land", _say("地政局", "Land Office"))]

    class SampleForm(forms.Form):
        title = forms.CharField(
            label=_say("一句話說明您的意見", "Your opinion in one sentence"),
            help_text=_say(
                "會公開在登記簿上，請不要寫個人資料。", "Shown in the register; leave out personal details."
            ),
        )
        text = forms.CharField(label=_say("意見內容", "Your opinion"), widget=forms.Textarea, max_length=2000)
        email = forms.EmailField(label=_say("電子郵件", "E-mail"), required=False)
        unit = forms.ChoiceField(label=_say("主辦機關", "Unit"), choices=[("", "—"), *units])
        show = forms.ChoiceField(
            label=_say("公開時如何顯示您", "How you appear in public"),
            widget=forms.RadioSelect,
            choices=[("name", _say("姓名", "By name")), ("pseudonym", _say("代稱", "By a pseudonym"))],
        )
        themes = forms.MultipleChoiceField(
            label=_say("主題", "Themes"), choices=units, widget=forms.CheckboxSelectMultiple, required=False
        )
        met = forms.DateField(label=_say("會議日期", "Day of the meeting"), required=False)
        count = forms.IntegerField(label=_say("人數", "Number of people"), required=False)
        sheet = forms.FileField(label=_say("紙本掃描檔", "Scan of the sheet"), required=False)
        agree = forms.BooleanField(
            label=_say("我已閱讀如何使用我的意見", "I have read how my opinion will be used")
        )

    return SampleForm


def _events() -> list[dict[str, Any]]:
    land, road = _say("地政局", "Land Office"), _say("道路養護處", "Roads Office")
    return [
        {"when": datetime(2026, 3, 4, 6, 5, tzinfo=UTC), "title": _say("收到意見", "Opinion received"), "tone": "blue",
         "who": _say("網站", "Web"), "proof_href": "#proof"},
        {"when": date(2026, 3, 6), "title": _say("分派給承辦人", "Assigned to an officer"), "tone": "blue", "who": land},
        {"when": date(2026, 3, 20), "title": _say("暫停計算期限", "Clock paused"), "tone": "purple", "who": land,
         "body": _say("等待道路養護處提供現場測量資料。", "Waiting for the survey of the Roads Office.")},
        {"when": date(2026, 4, 17), "title": _say("逾期，移送上級機關", "Overdue: passed to the parent unit"), "tone": "red"},
        {"when": date(2026, 4, 22), "title": _say("公開回應", "Answered in public"), "tone": "green", "who": road,
         "href": "#answer", "body": Markup("<p>{}</p>").format(_say("我們將在六月底前完成改善。", "It is mended by the end of June.")),
         "proof_href": "#proof"},
        {"when": date(2026, 6, 30), "title": _say("回報處理情形", "What came of it"), "future": True},
    ]  # fmt: skip


def _table() -> dict[str, Any]:
    columns = [
        {"title": _say("機關", "Unit"), "href": "?sort=unit"},
        {"title": _say("案件數", "Matters"), "numeric": True, "href": "?sort=-n", "sorted": "descending"},
        {"title": _say("按時回應", "On time"), "numeric": True},
        {
            "title": _say("工作日中位數", "Median working days"),
            "numeric": True,
            "hint": _say("至回應", "to answer"),
        },
        _say("狀態", "State"),
    ]
    rows = [
        [
            _say("道路養護處", "Roads Office"),
            "1,204",
            "96.1%",
            "11",
            Markup('<a href="#table">OP-115-000123</a>'),
        ],
        [_say("地政局", "Land Office"), "318", "88.4%", "19", _say("正常", "Fine")],
        [
            _say("停車管理處", "Parking Office"),
            "57",
            None,
            None,
            _say("資料不足，未公布", "Too few to publish"),
        ],
    ]
    return {"columns": columns, "rows": rows}


BARS = Markup(
    '<svg viewBox="0 0 320 120" width="320" height="120" aria-hidden="true"><g fill="#2d8394"><path d="M20 100V40h50v60z"/>'
    '<path d="M90 100V20h50v80z"/><path d="M160 100V62h50v38z"/><path d="M230 100V78h50v22z"/></g>'
    '<path stroke="#6f8891" d="M10 100.5h290"/></svg>'
)
SQUARE_CODE = Markup(
    '<svg viewBox="0 0 5 5"><path d="M0 0h2v2H0zM3 0h2v2H3zM0 3h2v2H0zM2 2h1v1H2zM4 4h1v1H4z"/></svg>'
)


def gallery_context() -> dict[str, Any]:
    """The context of `design/gallery.html`."""
    form_class = _sample_form()
    return {
        "say": _say,
        "blank": form_class(),
        "wrong": form_class({"email": "x@", "show": "name", "themes": ["road"], "text": "…"}, prefix="wrong"),
        "events": _events(),
        "sample_table": _table(),
        "sample_page": SamplePage(),
        "bars": BARS,
        "square_code": SQUARE_CODE,
        "due": date(2026, 4, 16),
        "moment": datetime(2026, 3, 4, 6, 5, tzinfo=UTC),
        "clock_states": ["running", "paused", "extended", "due_soon", "overdue", "escalated", "stopped"],
    }
