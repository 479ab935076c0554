"""Tables that leave their outer rules out: where they begin and end, among boxed headings and over page ends."""

from __future__ import annotations

import pytest

from pipeline.parse.pdf import parse_pdf
from tests.parse.pdf_making import LABELS, LEFT, RIGHT, TOP, VALUES, Page, pdf
from tests.parse.test_pdf_tables import grid, tables

BORDER, ROW = 150.0, 28.0
ROWS = [[label.replace("\u3000", " "), value] for label, value in zip(LABELS, VALUES, strict=True)]
END = TOP + 5 * ROW
HEAD = ("対象者", "区分", "補助率", "限度額")
COLUMNS = (60.0, 190.0, 300.0, 400.0, 530.0)


def inner_rules(page: Page) -> Page:
    for k in range(1, 5):
        page.line(LEFT, TOP + ROW * k, RIGHT, TOP + ROW * k)
    return page


def boxed(page: Page, top: float, words: str, size: float = 16) -> Page:
    return page.box(LEFT, top, RIGHT, top + 26, "0 0 0 RG 1 w", "S").text(250, top + 19, words, size)


def test_a_boxed_heading_close_below_an_open_table_is_none_of_its_rows() -> None:
    page = inner_rules(Page().table_text()).down((LEFT, BORDER, RIGHT))
    document = parse_pdf(pdf(boxed(page, END + 6, "支援施設")), name="guide.pdf")
    found = [block for block in document.blocks if block.kind == "table"]
    assert [grid(table) for table in found] == [ROWS]
    assert "支援施設" in [block.text for block in document.blocks]


def test_a_boxed_heading_close_below_another_that_is_longer_at_both_ends_is_no_table_with_it() -> None:
    page = Page().box(LEFT - 3, 60, RIGHT + 3, 86, "0 0 0 RG 1 w", "S").text(250, 79, "製品開発", 16)
    boxed(page, 89, "試作支援事業", 12).text(LEFT, 150, VALUES[0] * 2)
    assert [block.kind for block in parse_pdf(pdf(page), name="guide.pdf").blocks] == [
        "heading",
        "heading",
        "paragraph",
    ]


def test_a_border_between_labels_and_values_ends_where_the_table_does() -> None:
    """Inner rules alone: the words above the first rule and below the last are rows too."""
    page = inner_rules(Page().table_text(labels=("", *LABELS[1:4], ""))).down((BORDER,), top=TOP - 14, bottom=END + 14)
    for baseline, label in ((TOP - 2, "事業の"), (TOP + 12, "概要"), (END + 4, "設備取得期"), (END + 18, "間")):
        page.text(LEFT + 6, baseline - 6, label)
    labels = ["事業の概要", *(row[0] for row in ROWS[1:4]), "設備取得期間"]
    found = [grid(table) for table in tables(pdf(page))]
    assert [[row[1] for row in table] for table in found] == [list(VALUES)]
    assert ["".join(row[0].split()) for row in found[0]] == ["".join(label.split()) for label in labels]


def test_rules_that_cross_between_words_here_and_there_are_no_table() -> None:
    page = Page().text(LEFT + 6, TOP + 18, "概要").line(BORDER, TOP, BORDER, END)
    for k in range(2, 4):
        page.line(LEFT, TOP + ROW * k, RIGHT, TOP + ROW * k)
    assert tables(pdf(page)) == []


def with_grounds(page: Page) -> Page:
    """Rules below every row, and a coloured ground behind every label: none of them closes the first row at its top."""
    page.box(LEFT, TOP - 60, RIGHT, TOP - 34, "0 0 0 rg").text(
        LEFT + 6, TOP - 41, "設備投資促進補助金", 14, extra="1 1 1 rg"
    )
    page.text(LEFT, TOP - 14, "意欲的に取り組む企業の皆様を応援します！", 10.5)
    for k in range(5):
        page.box(LEFT, TOP + ROW * k, BORDER, TOP + ROW * (k + 1)).line(
            LEFT, TOP + ROW * (k + 1), RIGHT, TOP + ROW * (k + 1)
        )
    return page.table_text()


@pytest.mark.parametrize("has_box", [False, True])
def test_the_ground_of_a_label_begins_the_first_row(has_box: bool) -> None:
    """Neither the band of the heading above it nor the box of the one below makes rows."""
    page = with_grounds(Page())
    if has_box:
        boxed(page, END + 8, "支援施設").box(LEFT, END + 44, RIGHT, END + 66, "0 0 0 rg")
        page.text(LEFT + 6, END + 60, "研修会館", 14, extra="1 1 1 rg")
    assert [grid(table) for table in tables(pdf(page))] == [ROWS]


def matrix(page: Page, top: float, rows: list[tuple[str, ...]]) -> Page:
    for k, row in enumerate(rows):
        for x, words in zip(COLUMNS, row, strict=False):
            page.text(x + 4, top + ROW * k + 18, words, 9)
    return page


def test_a_merged_cell_open_to_the_end_leaves_the_next_tables_rules_alone() -> None:
    """No rule runs over all columns below the head, and another such table stands below."""
    page = Page()
    for top in (TOP, TOP + 300):
        page.text(LEFT, top - 12, "1. 産学連携コース", 11)
        page.box(LEFT, top, RIGHT, top + ROW).line(LEFT, top + ROW, RIGHT, top + ROW)
        matrix(page, top, [HEAD, ("全企業", "重点", "", "1,000万円"), ("団体", "重点以外", "", "500万円")])
        page.text(COLUMNS[2] + 4, top + ROW * 2 + 4, "2/3", 9)
        for x0, x1 in ((LEFT, COLUMNS[2]), (COLUMNS[3], RIGHT)):
            page.line(x0, top + ROW * 2, x1, top + ROW * 2)
        page.line(COLUMNS[2], top + ROW * 3, COLUMNS[3], top + ROW * 3)
    body = [["全企業", "重点", "2/3", "1,000万円"], ["団体", "重点以外", "2/3", "500万円"]]
    assert [grid(table) for table in tables(pdf(page))] == [[list(HEAD), *body]] * 2


def test_a_repeated_head_over_a_row_with_a_cell_merged_from_the_page_before() -> None:
    """No rule around: the first cell below has its words on the page before."""
    first = matrix(Page(), 700, [HEAD, ("中小企業団体と連携する者", "重点", "2/3", "400万円")])
    second = matrix(Page(), 60, [HEAD, ("", "重点以外", "1/2", "200万円")])
    for page, top in ((first, 700.0), (second, 60.0)):
        page.line(LEFT, top + ROW, RIGHT, top + ROW).down(COLUMNS, top=top, bottom=top + 2 * ROW)
    rows = [
        list(HEAD),
        ["中小企業団体と連携する者", "重点", "2/3", "400万円"],
        ["中小企業団体と連携する者", "重点以外", "1/2", "200万円"],
    ]
    assert [grid(table) for table in tables(pdf(first, second))] == [rows]


def test_a_repeated_head_with_nothing_below_is_no_row() -> None:
    """ReportLab leaves so little of a row whose words all stand on the page before."""
    rows = [HEAD, ("全企業", "重点", "2/3", "1,000万円")]
    first, second = matrix(Page(), 700, rows), matrix(Page(), 60, [HEAD])
    first.across(top=700, rows=2).down(COLUMNS, top=700, bottom=700 + 2 * ROW)
    second.across(top=60, rows=1).down(COLUMNS, top=60, bottom=60 + ROW).text(LEFT, 140, VALUES[0] * 2)
    assert [grid(table) for table in tables(pdf(first, second))] == [[list(row) for row in rows]]


def test_merged_cells_cut_in_mid_sentence_go_on_below_ended_ones() -> None:
    """The row at the head of the next page holds the rest of two merged cells, and nothing else."""
    first = matrix(Page(), 700, [HEAD, ("中小企業者又は団", "重点", "2/3", "400万円"), ("", "重点以外", "1/2", "")])
    second = matrix(Page(), 60, [("体と連携する者", "", "", "小規模企業者を含む場合")])
    first.across(top=700, rows=1).line(COLUMNS[1], 756, COLUMNS[3], 756).line(LEFT, 784, RIGHT, 784)
    first.down(COLUMNS, top=700, bottom=784)
    second.across(top=60, rows=1).down(COLUMNS, top=60, bottom=60 + ROW)
    rows = grid(tables(pdf(first, second))[0])
    assert [row[0] for row in rows] == ["対象者", *["中小企業者又は団体と連携する者"] * 2]
    assert [row[1:3] for row in rows] == [["区分", "補助率"], ["重点", "2/3"], ["重点以外", "1/2"]]


def ruled_matrix(page: Page, top: float, rows: list[tuple[str, ...]]) -> Page:
    """Rules between the rows, none down."""
    for k in range(len(rows) + 1):
        page.line(LEFT, top + ROW * k, RIGHT, top + ROW * k)
    return matrix(page, top, rows)


FIRST = [HEAD, ("中小企業者", "重点", "2/3", "400万円"), ("団体", "重点以外", "1/2", "200万円")]
RESTS: dict[str, list[tuple[str, ...]]] = {
    "one row": [("小規模企業者", "全て", "2/3", "100万円")],
    "two rows": [("小規模企業者", "全て", "2/3", "100万円"), ("個人", "全て", "1/4", "50万円")],
}


@pytest.mark.parametrize("rest", RESTS)
def test_rows_at_the_next_pages_head_have_the_columns_of_the_page_before(rest: str) -> None:
    first = ruled_matrix(Page(), 650, FIRST).text(260, 30, "支援ガイド", 8)
    second = ruled_matrix(Page(), 60, RESTS[rest]).text(260, 30, "支援ガイド", 8)
    second.text(LEFT, 200, "2. 単独企業コース", 12).text(
        LEFT, 230, "中小企業者が単独で行う新製品の開発事業を支援します。"
    )
    found = [grid(table) for table in tables(pdf(first, second))]
    assert found == [[list(row) for row in (*FIRST, *RESTS[rest])]]


@pytest.mark.parametrize("centred", [True, False])
def test_a_head_at_the_foot_of_a_page_tells_the_columns_of_the_rows_on_the_next(centred: bool) -> None:
    first = Page().line(LEFT, 760, RIGHT, 760).line(LEFT, 790, RIGHT, 790)
    for x0, x1, words in zip(COLUMNS, COLUMNS[1:], HEAD, strict=False):
        first.text((x0 + x1) / 2 - 4.5 * len(words) if centred else x0 + 4, 778, words, 9)
    second = ruled_matrix(Page(), 60, RESTS["one row"]).text(LEFT, 200, VALUES[0] * 2)
    assert [grid(table) for table in tables(pdf(first, second))] == [[list(HEAD), *map(list, RESTS["one row"])]]


NO_RESTS = {
    "two rows over one rule": lambda page: matrix(page, 60, RESTS["two rows"]).line(LEFT, 116, RIGHT, 116),
    "a heading over a rule": lambda page: page.text(LEFT, 80, "◇販路開拓補助金", 12).line(LEFT, 88, RIGHT, 88),
    "a sentence over a rule": lambda page: page.text(LEFT, 80, VALUES[0] * 2).line(LEFT, 88, RIGHT, 88),
    "a heading in a box": lambda page: boxed(page, 60, "その他の支援制度", 14).text(LEFT, 110, VALUES[0]),
    "one word of each of two columns on other lines, no rule": lambda page: page.text(LEFT, 80, "注意").text(
        320, 120, "以上"
    ),
}


@pytest.mark.parametrize("drawn", NO_RESTS)
def test_what_else_stands_at_the_next_pages_head_is_no_row(drawn: str) -> None:
    first = ruled_matrix(Page(), 650, FIRST)
    second = NO_RESTS[drawn](Page()).text(LEFT, 160, VALUES[0] * 2)
    assert [grid(table) for table in tables(pdf(first, second))] == [[list(row) for row in FIRST]]


def test_a_centred_heading_on_the_next_page_is_no_tail_of_a_table_that_ended() -> None:
    first = inner_rules(Page().table_text()).across().down((LEFT, BORDER, RIGHT))
    second = Page().text(160, 80, "その他の支援制度", 14).text(LEFT, 110, VALUES[0] * 2)
    assert [grid(table) for table in tables(pdf(first, second))] == [ROWS]


def test_words_struck_by_the_last_rule_of_a_repeated_head_end_the_row_of_the_page_before() -> None:
    """A browser leaves a sliver of a row whose words run out of it, with a heading close below."""
    first = matrix(
        Page(), 700, [HEAD, ("中小企業者又は団", "重点", "2/3", "400万円、小規模"), ("", "重点以外", "1/2", "")]
    )
    first.across(top=700, rows=1).line(COLUMNS[1], 756, COLUMNS[3], 756).down(COLUMNS, top=700, bottom=784)
    second = (
        matrix(Page(), 60, [HEAD]).across(top=60, rows=1).line(LEFT, 92, RIGHT, 92).down(COLUMNS, top=60, bottom=92)
    )
    second.text(COLUMNS[0] + 4, 98, "体と連携する者", 9).text(COLUMNS[3] + 4, 98, "企業者は200万円", 9)
    second.text(LEFT, 114, "＜既存製品改良部門＞", 11).text(LEFT, 140, VALUES[0] * 2)
    rows = grid(tables(pdf(first, second))[0])
    assert [row[0] for row in rows] == ["対象者", *["中小企業者又は団体と連携する者"] * 2]
    assert [row[3] for row in rows] == ["限度額", *["400万円、小規模企業者は200万円"] * 2]


def test_a_row_whose_words_stand_on_either_page_is_one() -> None:
    """Words centred in a row that the page end cuts: each cell has its own on one page."""
    first = matrix(Page(), 700, [HEAD, ("団体", "重点", "2/3", "400万円"), ("", "", "", "100万円")])
    second = matrix(Page(), 60, [("中小企業者", "基礎研究", "1/2", "")])
    for page, top, rows in ((first, 700.0, 3), (second, 60.0, 1)):
        page.across(top=top, rows=rows).down(COLUMNS, top=top, bottom=top + rows * ROW)
    rows = [list(HEAD), ["団体", "重点", "2/3", "400万円"], ["中小企業者", "基礎研究", "1/2", "100万円"]]
    assert [grid(table) for table in tables(pdf(first, second))] == [rows]


def test_a_rule_below_words_beside_another_of_its_row_is_no_underline() -> None:
    """Words that fill their column stand right above the rule that parts two rows of a merged one."""
    page, heights = Page(), [TOP + 16 * k for k in range(5)]
    rows = [
        HEAD,
        ("①中小企業者その他の団体者", "", "", "500万円"),
        ("②以外", "", "", "300万円"),
        ("個人", "限定", "1/4", "1万円"),
    ]
    for y, row in zip(heights, rows, strict=False):
        for x, words in zip(COLUMNS, row, strict=False):
            page.text(x + 4, y + 12, words, 9)
    for x, words in ((COLUMNS[1], "全て"), (COLUMNS[2], "2/3")):
        page.text(x + 4, heights[2] + 4, words, 9)
    for y in (*heights[:2], *heights[3:]):
        page.line(LEFT, y, RIGHT, y)
    page.line(LEFT, heights[2], COLUMNS[1], heights[2]).line(COLUMNS[3], heights[2], RIGHT, heights[2])
    assert [row[0] for row in grid(tables(pdf(page))[0])] == [row[0] for row in rows]


def test_words_at_the_foot_of_a_merged_cell_leave_no_rest_of_one_above_in_a_table_below_its_title() -> None:
    page = Page().text(LEFT, TOP - 8, "2. 単独企業コース", 10)
    for row, cells in enumerate(
        (HEAD, ("", "重点", "2/3", ""), ("中小企業者", "以外", "1/2", "4万円"), ("個人", "全て", "1/4", "1万円"))
    ):
        for x, words in zip(COLUMNS, cells, strict=False):
            page.text(x + 4, TOP + ROW * row + 18, words, 9)
    for row in (0, 1, 3, 4):
        page.line(LEFT, TOP + ROW * row, RIGHT, TOP + ROW * row)
    page.line(COLUMNS[1], TOP + ROW * 2, COLUMNS[3], TOP + ROW * 2)
    body = [
        ["中小企業者", "重点", "2/3", "4万円"],
        ["中小企業者", "以外", "1/2", "4万円"],
        ["個人", "全て", "1/4", "1万円"],
    ]
    assert [grid(table) for table in tables(pdf(page))] == [[list(HEAD), *body]]


def test_words_centred_in_a_head_tell_its_columns_though_the_others_begin_at_the_left() -> None:
    """Two rows below it, and no rule down: white alone would part five columns."""
    page, columns = Page(), (60.0, 190.0, 250.0, 460.0, 530.0)
    for x0, x1, words in zip(columns, columns[1:], HEAD, strict=False):
        page.text((x0 + x1) / 2 - 4.5 * len(words), TOP + 14, words, 9)
    for y, row in (
        (TOP + 34, ("中小企業者", "重点", "経費の2/3", "400万円")),
        (TOP + 54, ("", "重点以外", "経費の1/2", "")),
    ):
        for x, words in zip(columns, row, strict=False):
            page.text(x + 4, y, words, 9)
    for y in (TOP, TOP + 20, TOP + 60):
        page.line(LEFT, y, RIGHT, y)
    page.line(columns[1], TOP + 40, columns[3], TOP + 40)
    rows = [
        list(HEAD),
        ["中小企業者", "重点", "経費の2/3", "400万円"],
        ["中小企業者", "重点以外", "経費の1/2", "400万円"],
    ]
    assert [grid(table) for table in tables(pdf(page))] == [rows]


def test_a_head_with_wrapped_words_begins_a_table_of_one_rule() -> None:
    """No two of its words stand on one line with a third."""
    page = Page().box(LEFT, TOP, RIGHT, TOP + 36)
    for column, words, y in (
        (0, "対象者", 22),
        (1, "事業区", 14),
        (1, "分", 30),
        (2, "補助率", 22),
        (3, "限度額・", 14),
        (3, "期間", 30),
    ):
        page.text(COLUMNS[column] + 4, TOP + y, words, 9)
    for y, row in ((TOP + 52, ("中小企業者", "重点", "2/3", "400万円")), (TOP + 76, ("", "重点以外", "1/2", ""))):
        for x, words in zip(COLUMNS, row, strict=False):
            page.text(x + 4, y, words, 9)
    page.line(COLUMNS[1], TOP + 60, COLUMNS[3], TOP + 60).line(LEFT, TOP + 84, RIGHT, TOP + 84)
    found = grid(tables(pdf(page))[0])
    assert [row[1:3] for row in found] == [["事業区\n分", "補助率"], ["重点", "2/3"], ["重点以外", "1/2"]]


def test_a_last_row_without_a_rule_is_cut_at_the_borders_of_its_table() -> None:
    """Words of two columns all but touch in it, and short rules of one column alone end a merged cell of the table above."""
    page = Page()
    for top in (TOP, TOP + 230):
        page.box(LEFT, top, RIGHT, top + ROW).line(LEFT, top + ROW, RIGHT, top + ROW)
        matrix(page, top, [HEAD, ("中小企業者", "重点", "経費の2/3", "200万円"), ("", "重点以外", "経費の1/2", "")])
        page.line(COLUMNS[1], top + ROW * 2, COLUMNS[3], top + ROW * 2).line(LEFT, top + ROW * 3, RIGHT, top + ROW * 3)
        page.text(LEFT, top + 130, "2. 単独企業コース", 12).text(LEFT, top + 150, VALUES[0] * 2)
        row = ("小規模企業者", "全て", "対象とする経費の2/3", "(最長2年度200万円)")
        for x, words in zip((64.0, 194.0, 311.0, 400.5), row, strict=True):
            page.text(x, top + ROW * 3 + 18, words, 9)
    rows = [
        list(HEAD),
        ["中小企業者", "重点", "経費の2/3", "200万円"],
        ["中小企業者", "重点以外", "経費の1/2", "200万円"],
    ]
    assert [grid(table) for table in tables(pdf(page))] == [[*rows, list(row)]] * 2


def zebra(page: Page, top: float, rows: list[tuple[str, ...]], coloured: int, xs: tuple[float, ...]) -> Page:
    """Rows of which every other one has a ground, from the row of that number on."""
    for k, row in enumerate(rows):
        y = top + ROW * k
        if k % 2 == coloured:
            page.box(xs[0], y, xs[-1], y + ROW, "0.93 0.95 0.97 rg")
        for x, words in zip(xs, row, strict=False):
            page.text(x + 4, y + 18, words, 10)
    return page


def test_rows_coloured_in_turn_are_a_table_on_both_sides_of_a_page_s_end() -> None:
    rows = [
        ("概要", "設備の導入を支援します。"),
        ("対象者", "中小企業者"),
        ("補助率", "対象経費の1/2"),
        ("限度額", "50万円"),
    ]
    for count, coloured in ((3, 1), (2, 1)):  # white and coloured rows at the end
        end = 790 - ROW * count
        upper = zebra(Page().line(LEFT, end, RIGHT, end), end, rows[:count], coloured, (LEFT, BORDER, RIGHT))
        upper.text(290, 825, "3", 9)
        below = zebra(Page(), 40, rows[count:], (count + coloured) % 2, (LEFT, BORDER, RIGHT))
        foot = 40 + ROW * (4 - count)
        below.line(LEFT, foot, RIGHT, foot).text(LEFT, foot + 40, "次の事業の説明が続きます。").text(290, 825, "4", 9)
        found = [row for table in tables(pdf(upper, below)) for row in grid(table)]
        wanted = rows if count == 2 else rows[:3]  # a lone white row above a rule is no table
        assert found[: len(wanted)] == [list(row) for row in wanted]


def test_cells_that_go_on_from_the_last_page_without_words_end_where_others_begin() -> None:
    page = Page().line(COLUMNS[0], TOP, COLUMNS[-1], TOP)
    for x0, x1, k in ((0, 4, 0), (1, 3, 1)):
        page.box(COLUMNS[x0], TOP + ROW * k, COLUMNS[x1], TOP + ROW * (k + 1), "0.9 0.93 0.96 rg")
    for k, row in enumerate((HEAD, ("", "その他", "1/2", ""), ("小規模企業者", "全て", "2/3", "300万円"))):
        for x, words in zip(COLUMNS, row, strict=False):
            page.text(x + 4, TOP + ROW * k + 18, words, 10)
    page.line(COLUMNS[0], TOP + 3 * ROW, COLUMNS[-1], TOP + 3 * ROW)
    assert [grid(table)[1] for table in tables(pdf(page))] == [["", "その他", "1/2", ""]]


def test_a_row_coloured_between_merged_cells_at_a_page_s_end_is_as_wide_as_its_table() -> None:
    top = 700
    page = Page().line(COLUMNS[0], top, COLUMNS[-1], top)
    page.box(COLUMNS[1], top + 2 * ROW, COLUMNS[3], top + 3 * ROW, "0.93 0.95 0.97 rg")
    for k, row in enumerate((HEAD, ("小規模企業者", "重点分野", "2/3", "200万円"), ("", "その他", "1/2", ""))):
        for x, words in zip(COLUMNS, row, strict=False):
            page.text(x + 4, top + ROW * k + 18, words, 10)
    (found,) = [grid(table) for table in tables(pdf(page))]
    assert found[0] == list(HEAD)
    assert found[1] == ["小規模企業者", "重点分野", "2/3", "200万円"]


def test_a_heading_over_a_double_rule_is_no_row_of_the_one_row_above_it() -> None:
    page = Page()
    for y in (100, 210, 240, 243):
        page.line(60, y, 530, y)
    for k in range(4):
        page.text(66, 125 + 20 * k, "甲館の案内").text(300, 125 + 20 * k, "乙館の案内")
    page.text(60, 234, "その他の支援", 17).text(60, 260, "詳しくは担当課へお尋ねください。")
    blocks = parse_pdf(pdf(page), name="t.pdf").blocks
    assert [(block.kind, block.text) for block in blocks][-2:] == [
        ("heading", "その他の支援"),
        ("paragraph", "詳しくは担当課へお尋ねください。"),
    ]
