"""Definition files for tests: the demo's own, and the smallest one that is whole."""

from __future__ import annotations

from pathlib import Path

from lightwell.services.forms import public as forms

DEMO = Path(__file__).parents[2] / "src/lightwell/demo/content/services"
WHY = """
purpose = { zh = "查驗", en = "To check" }
legal_basis = { zh = "辦法第 1 條", en = "Article 1" }
source = { zh = "只有您知道", en = "Only you know it" }
retention = { zh = "一年", en = "One year" }
"""
SERVICE = """
[service]
slug = "lamps"
version = 1
unit = "transport"
life_event = "home"
name = { zh = "路燈認養", en = "Adopt a lamp" }
summary = { zh = "認養一盞路燈。", en = "Look after a lamp." }
who = { zh = "人人", en = "Everybody" }
cost = { zh = "免費", en = "Free" }
working_days = 7
channels = ["web", "counter"]
legal = [{ zh = "路燈辦法", en = "Lamp rules" }]
"""
FORM = f"""
[form]
declaration = {{ zh = "屬實。", en = "It is true." }}
{WHY}
"""
PAGES = """
[[page]]
id = "kind"
title = { zh = "種類", en = "Kind" }

[[page.question]]
id = "kind"
type = "choice"
label = { zh = "哪一種燈？", en = "Which lamp?" }
choices = [{ value = "street", zh = "路燈", en = "Street lamp" }, { value = "park", zh = "公園燈", en = "Park lamp" }]

[[page]]
id = "park"
title = { zh = "公園", en = "Park" }
when = { "==" = [{ var = "kind" }, "park"] }

[[page.question]]
id = "name"
type = "text"
label = { zh = "公園名稱", en = "Name of the park" }

[[page]]
id = "end"
title = { zh = "最後", en = "At the end" }

[[page.question]]
id = "note"
type = "longtext"
required = false
label = { zh = "還有什麼要說？", en = "Anything else?" }
"""
LAMPS = SERVICE + FORM + PAGES


def demo_file(name: str) -> Path:
    return DEMO / f"{name}.toml"


def one_question(kind: str, more: str = "") -> forms.Question:
    """A question of some type, from a form that asks nothing else."""
    page = f'[[page]]\nid = "p"\ntitle = {{ zh = "頁", en = "Page" }}\n[[page.question]]\nid = "q"\ntype = "{kind}"\n'
    text = SERVICE + FORM + page + 'label = { zh = "問題", en = "Question" }\n' + more
    found = forms.load_form(text).question("q")
    assert found is not None
    return found
