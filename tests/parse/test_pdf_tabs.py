"""Labels of leaflets: on coloured tabs beside a rule, or set larger than the values they stand before."""

from __future__ import annotations

import pytest

from tests.parse.pdf_making import Page
from tests.parse.test_pdf_unruled import LEFT, PROSE, RIGHT, ROW, TOP, bands, found, rules, words

LABELS = [
    ("対象", "市内の中小企業者"),
    ("設備", "空調、照明、ボイラー"),
    ("補助", "補助率 1/3 上限100万円"),
    ("期間", "9月30日まで"),
]


def test_rules_that_begin_where_coloured_tabs_end_part_labels_and_values() -> None:
    page = Page()
    for k, (label, value) in enumerate(LABELS):
        top = TOP + 40 * k
        page.box(LEFT, top, LEFT + 70, top + 35, "0 0.4 0.5 rg").text(LEFT + 24, top + 22, label, 12)
        page.text(LEFT + 78, top + 22, value, 11).line(LEFT + 69.5, top + 35, RIGHT, top + 35)
    assert found(page) == [[list(pair) for pair in LABELS]]


def test_one_tab_beside_a_rule_is_a_heading() -> None:
    page = Page().box(LEFT, TOP, LEFT + 70, TOP + 20).text(LEFT + 10, TOP + 15, "対象", 12)
    assert found(page.line(LEFT + 69.5, TOP + 20, RIGHT, TOP + 20).text(LEFT, TOP + 40, "市内の中小企業者", 10)) == []


def test_labels_larger_than_their_values_are_no_headings() -> None:
    page = rules(Page(), 0, 2, 4, 6, 8)
    for k, (label, value) in enumerate(LABELS):
        page.text(LEFT + 4, TOP + ROW * (2 * k + 1) + 5, label, 13)
        for n, line in enumerate((value, "詳しくは要領をご覧ください。")):
            page.text(LEFT + 90, TOP + ROW * (2 * k + n) + 16, line, 10)
    assert [row[0] for row in found(page)[0]] == [label for label, _ in LABELS]


def test_words_may_reach_beyond_the_rule_below_their_head() -> None:
    page = rules(Page(), 0, 2, 6).line(160, TOP + ROW, 338, TOP + ROW).line(350, TOP + ROW, 536, TOP + ROW)
    page.text(64, TOP + ROW + 4, "業種", 10).text(230, TOP + 15, "交付前", 10).text(430, TOP + 15, "交付後", 10)
    for k, row in enumerate(
        [("", "平均", "中央値", "平均", "中央値"), *((n, "182.4", "95.03", "201.7", "104.2") for n in "甲乙丙丁")]
    ):
        for x, name in zip((64, 200, 339.5, 430, 538), row, strict=True):
            wide = 10 * sum(1 if c > "￥" or ord(c) > 255 else 0.5 for c in name)
            page.text(x if x == 64 else x - wide, TOP + ROW * (k + 1) + 15, name, 10)
    head, below, *rows = found(page)[0]
    assert (head, below) == (
        ["業種", "交付前", "交付前", "交付後", "交付後"],
        ["業種", "平均", "中央値", "平均", "中央値"],
    )
    assert rows[0] == ["甲", "182.4", "95.03", "201.7", "104.2"]


def test_every_row_on_a_colour_of_its_own() -> None:
    shown = [["年度", "募集開始", "採択件数"], ["令和5年度", "5月8日", "38件"], ["令和6年度", "5月1日", "44件"]]
    page = bands(Page(), 0).box(LEFT, TOP + ROW, RIGHT, TOP + 2 * ROW, "0.96 0.96 0.96 rg")
    page.box(LEFT, TOP + 2 * ROW, RIGHT, TOP + 3 * ROW, "0.9 0.95 1 rg")
    assert found(words(page, shown)) == [shown]


def test_a_coloured_heading_that_stands_aside_is_no_row_of_the_tiles_below() -> None:
    shown = [
        ["制度", "内容", "料金"],
        ["相談", "経営の課題をお聞きします", "無料"],
        ["派遣", "専門家が訪問します", "5,000円"],
    ]
    page = Page()
    for top in (TOP, TOP + 5 * ROW):
        page.box(LEFT + 3.7, top - 14, RIGHT + 3.7, top - 1.1, "0.85 0.9 1 rg").text(LEFT + 6, top - 4, "サービス", 9)
        for x0, x1 in ((LEFT, 210.0), (210.1, 430.0), (430.1, RIGHT)):
            page.box(x0, top, x1, top + ROW, "0.2 0.3 0.6 rg")
        for k, row in enumerate(shown):
            for x, name in zip((64, 214, 434), row, strict=True):
                page.text(x, top + ROW * k + 15, name, 10)
    assert found(page) == [shown, shown]


def test_a_title_above_the_first_rule_is_no_row() -> None:
    shown = [["受付期間", "限度額"], ["毎月末日", "100万円"], ["6月中旬", "300万円"], ["随時", "5万円"]]
    page = rules(words(Page(), shown, (64, 300)), 0, 1, 2, 3, 4)
    assert found(page.text(LEFT, TOP - 10, "令和七年度", 11.5).text(300, TOP - 10, "支援のご案内", 11.5)) == [shown]


@pytest.mark.parametrize("heading", ["", "４　支援の内容"], ids=["a gap", "a heading"])
def test_a_coloured_head_further_below_begins_another_table(heading: str) -> None:
    """Above a heading, the first table need not have one."""
    shown = [["提出書類", "限度額"], ["申請書", "5万円"], ["見積書", "10万円"], ["証明書", "20万円"]]
    page, below = Page(), TOP + 4 * ROW + (34 if heading else 10)
    for top in (TOP, below):
        if top == below or not heading:
            page.box(LEFT, top, RIGHT, top + ROW)
        for k in range(5):
            page.line(LEFT, top + ROW * k, RIGHT, top + ROW * k)
        for k, row in enumerate(shown):
            page.text(64, top + ROW * k + 15, row[0], 10).text(300, top + ROW * k + 15, row[1], 10)
    if heading:
        page.text(LEFT, below - 10, heading, 10)
    assert found(page) == [shown, shown]


def test_rows_set_larger_than_those_of_the_table_above_are_no_headings() -> None:
    small = [
        ["窓口", "本庁", "北支所", "南支所"],
        ["受付", "平日", "平日", "土曜"],
        ["電話", "11-2233", "44-5566", "77-8899"],
    ]
    large = [("申請書", "設備投資", "10/10"), ("納税証明書", "人材育成", "1/2"), ("見積書", "販路開拓", "1/3")]
    page = rules(Page(), 0, 1, 2, 3, 4.5, 5.5, 6.5, 7.5)
    for k, row in enumerate(small):
        for x, name in zip((64, 200, 320, 440), row, strict=True):
            page.text(x, TOP + ROW * k + 15, name, 8)
    page.text(LEFT, TOP + ROW * 3 + 12, PROSE, 8).text(LEFT, TOP + ROW * 3 + 24, PROSE, 8)
    for k, cells in enumerate(large):
        for x, name in zip((64, 240, 440), cells, strict=True):
            page.text(x, TOP + ROW * (k + 4.5) + 15, name, 10)
    assert found(page) == [small, [list(cells) for cells in large]]
