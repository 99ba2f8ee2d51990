"""Reading lists of handled opinions out of Markdown and CSV, and proposing outcomes by their words."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lightwell.participation.opinions.import_csv import decoded, read_csv
from lightwell.participation.opinions.import_markdown import plain, read_markdown
from lightwell.participation.opinions.import_outcomes import propose, propose_all
from lightwell.participation.opinions.import_rows import Row, Unreadable, gaps, unpaired

PAPER = Path(__file__).parents[3] / "shared" / "white-paper.zh.md"
needs_paper = pytest.mark.skipif(not PAPER.exists(), reason=f"the white paper is not at {PAPER}")

TWO_PAGES = """# 附錄2 實體會議徵詢意見與處理

編號\t針對公園之意見\t處理情形
1\t樹太少。\t已納入計畫
2\t<p>椅子太</p>\t將於明年

# 附錄2 實體會議徵詢意見與處理

編號\t針對公園之意見\t處理情形
\t少了。\t執行
3\tEnough benches\t尚未納入

# 附錄1 網路徵詢意見與處理

編號\t議題\t處理情形
1\t<p>燈不亮？</p> <p>(已於上月完成修復。)</p>\t回復如左
"""


def faults(text: str) -> list[str]:
    with pytest.raises(Unreadable) as caught:
        read_markdown(text)
    return [str(fault) for fault in caught.value.faults]


def handled(handling: str, theme: str = "") -> Row:
    return Row(1, 1, "web", theme, "意見", handling)


@needs_paper
def test_the_white_paper_holds_48_opinions_in_two_channels_and_three_themes():
    rows = read_markdown(PAPER.read_text(encoding="utf-8"))
    assert Counter((row.channel, row.theme) for row in rows) == {
        ("web", ""): 9,
        ("meeting", "政府資料開放"): 12,
        ("meeting", "公共政策參與"): 8,
        ("meeting", "數位政府服務"): 19,
    }
    assert gaps(rows) == []


@needs_paper
def test_a_reply_that_stands_in_the_opinions_own_cell_is_taken_apart():
    row = read_markdown(PAPER.read_text(encoding="utf-8"))[7]
    assert row.opinion == "除了政府資料之外，就不涉及營業秘密的廠商資料難道不應該也開放供公眾檢視嗎？"
    assert row.handling.startswith("目前政府資料是以開放為原則") and row.handling.endswith("好做法。")


@needs_paper
def test_the_white_papers_outcomes_are_proposed_and_the_unclear_ones_are_flagged():
    proposals = propose_all(read_markdown(PAPER.read_text(encoding="utf-8")))
    assert Counter(p.outcome for p in proposals) == {
        "adopted": 35, "done": 5, "partly": 3, "study": 3, "declined": 1, None: 1,
    }  # fmt: skip
    flagged = {p.row.line for p in proposals if p.doubts}
    assert {285, 297, 312, 370} <= flagged and len(flagged) == 12
    assert {p.theme for p in proposals[:4]} == {"公共政策參與", "", "數位政府服務"}


def test_a_table_goes_on_over_pages_and_a_broken_row_is_put_together():
    rows = read_markdown(TWO_PAGES)
    assert [(row.number, row.channel, row.theme) for row in rows] == [
        (1, "meeting", "公園"), (2, "meeting", "公園"), (3, "meeting", "公園"), (1, "web", ""),
    ]  # fmt: skip
    assert (rows[1].opinion, rows[1].handling) == ("椅子太\n少了。", "將於明年執行")
    assert (rows[3].opinion, rows[3].handling) == ("燈不亮？", "已於上月完成修復。")
    assert [row.line for row in rows] == [4, 5, 11, 16]


def test_a_cell_broken_into_lines_is_read_to_its_end():
    rows = read_markdown(
        "# 附錄1 網路徵詢意見與處理\n\n編號\t議題\t處理情形\n1\t第一行\n第二行\t已完成\n2\t好\t已\n完成\n"
    )
    assert [(row.opinion, row.handling) for row in rows] == [("第一行\n第二行", "已完成"), ("好", "已\n完成")]


def test_a_table_of_bars_is_read_as_well():
    rows = read_markdown(
        "## 附錄 電話意見\n\n| 編號 | 議題 | 處理情形 |\n|---|---|---|\n| １ | 好 \\| 壞 | 已完成 |\n"
    )
    assert [(row.number, row.channel, row.opinion) for row in rows] == [(1, "phone", "好 | 壞")]


def test_prose_after_a_table_ends_it_and_is_no_fault():
    rows = read_markdown(
        "# 附錄1 網路意見\n\n編號\t議題\t處理情形\n1\t好\t已完成\n\n以上。\n\n# 附件\n\n7\t無關\t表格\n"
    )
    assert len(rows) == 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("nothing here", "line 1: no table"),
        ("# 附錄1 網路意見\n\n1\t好\t已完成\n", "line 3: a numbered row before any header"),
        ("# 附錄1 網路意見\n\n編號\t議題\t處理情形\n1\t好\n", "line 4: number 1 has no handling"),
        ("# 附錄1 網路意見\n\n編號\t議題\t處理情形\n1\t好\t \n", "line 4: number 1 has an empty handling"),
        (
            "# 附錄1 網路意見\n\n編號\t議題\t處理情形\n1\t好\t回復如左\n",
            "line 4: number 1 has an empty handling",
        ),
        (
            "# 附錄1 網路意見\n\n編號\t議題\t處理情形\n1\t好\t已完成\n1\t壞\t已完成\n",
            "line 5: number 1 is already on line 4",
        ),
        ("# 附錄1 網路意見\n\n編號\t議題\t處理情形\n1\t好\t已完成\n甲\t壞\t已完成\n", "line 5: more cells"),
        (
            "# 附錄1 網路意見\n\n編號\t議題\t處理情形\n1\t好\t已完成\n\n甲\t壞\t已完成\n",
            "line 6: the first cell is '甲'",
        ),
        ("# 附錄1 網路意見\n\n編號\t議題\t處理情形\n1\t好\t已\t完成\n", "line 4: 4 cells"),
        (
            "# 附錄 意見\n\n編號\t議題\t處理情形\n1\t好\t已完成\n",
            "line 3: the heading '附錄 意見' does not say",
        ),
    ],
)
def test_a_fault_names_its_line_and_what_is_wrong(text, expected):
    assert faults(text)[0].startswith(expected)


@given(st.text(alphabet="編號議題處理情形\t\n#| 附錄1網路意見<p>()（）。「」a回復如左", max_size=300))
def test_no_text_whatsoever_breaks_the_reader(text):
    try:
        rows = read_markdown("# 附錄1 網路意見\n\n編號\t議題\t處理情形\n" + text)
    except Unreadable as unreadable:
        assert unreadable.faults and all(fault.line >= 1 for fault in unreadable.faults)
    else:
        assert all(row.opinion and row.handling for row in rows)


def test_missing_numbers_of_a_list_are_named():
    rows = [handled("已完成"), Row(9, 4, "web", "", "意見", "已完成")]
    assert gaps(rows) == ["web, no theme: no row has number 2, 3"]


@pytest.mark.parametrize(
    ("text", "mark"), [("「好", "「"), ("好）", "）"), ("「（好」）", "」"), ("(好)「壞」", "")]
)
def test_a_bracket_without_its_other_half_is_the_trace_of_a_lost_line(text, mark):
    assert unpaired(text) == mark


def test_html_is_taken_off_and_entities_are_read():
    assert plain("<p>a &amp; b</p><p>c<br>d</p><script>x</script>") == "a & b\nc\nd\nx"


@pytest.mark.parametrize(
    ("handling", "outcome", "sure"),
    [
        ("已納入白皮書規劃，並參考各界意見", "adopted", True),
        ("已納入「作為後續政策推動之參考」。", "adopted", True),
        ("已將線上服務應同步提供一致性服務方式納入策略", "adopted", True),
        ("主計總處已完成", "done", True),
        ("尚未納入, 須依民眾意願決定", "declined", True),
        ("將再行研議", "study", True),
        ("已納入未來研析", "study", False),
        ("提供各機關參考", "partly", False),
        ("已納入規劃，其餘部分研議中", "adopted", False),
        ("謝謝指教。", None, False),
    ],
)
def test_an_outcome_is_proposed_by_the_words_and_unclear_words_are_flagged(handling, outcome, sure):
    proposal = propose(handled(handling))
    assert proposal.outcome == outcome
    assert (proposal.doubts == ()) is sure


@given(st.text(max_size=80))
def test_a_proposal_without_an_outcome_always_says_why(handling):
    proposal = propose(handled(handling))
    assert proposal.outcome is not None or proposal.doubts


def test_a_theme_is_taken_from_the_handling_only_when_it_names_exactly_one():
    themes = frozenset({"公園", "路燈"})
    assert propose(handled("已納入公園計畫"), themes).theme == "公園"
    assert propose(handled("已納入公園與路燈計畫"), themes).theme == ""


def test_a_csv_file_with_the_five_columns_in_any_order_is_read_with_its_lines():
    rows = read_csv(
        '主題,管道,編號,議題,處理情形\r\n公園,會議,1,"樹\n太少",已納入\r\n\r\n,電話,2,燈,已完成\r\n'
    )
    assert [(r.line, r.number, r.channel, r.theme, r.opinion) for r in rows] == [
        (2, 1, "meeting", "公園", "樹\n太少"),
        (5, 2, "phone", "", "燈"),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("編號,議題,處理情形\n1,a,b\n", "line 1: the header lacks 管道, 主題"),
        ("編號,議題,處理情形,管道,主題\nx,a,b,網路,\n", "line 2: 編號 is 'x'"),
        ("編號,議題,處理情形,管道,主題\n1,a,b,飛鴿,\n", "line 2: 管道 is '飛鴿'"),
        ("編號,議題,處理情形,管道,主題\n1,a,b,網路,\n2,,b,網路,\n", "line 3: 議題 is empty"),
        ("編號,議題,處理情形,管道,主題\n", "line 1: there is no row"),
        ('編號,議題,處理情形,管道,主題\n1,"a,b,網路,\n', "line 2: not CSV"),
    ],
)
def test_a_fault_in_a_csv_file_names_its_line(text, expected):
    with pytest.raises(Unreadable) as caught:
        read_csv(text)
    assert str(caught.value.faults[0]).startswith(expected)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp950"])
def test_a_file_is_read_in_the_encodings_that_offices_use(encoding):
    assert decoded("編號,意見".encode(encoding)) == "編號,意見"


def test_a_file_that_is_no_text_is_refused_with_the_line():
    with pytest.raises(Unreadable, match="line 2: not text"):
        decoded(b"abc\n\xff\xff\xff")
