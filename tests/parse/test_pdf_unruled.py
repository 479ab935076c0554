"""Tables whose rules leave out columns, rows or all sides, as official notices set them, and text that only looks like one."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pipeline.parse.pdf import parse_pdf
from tests.parse.pdf_making import Page, pdf
from tests.parse.test_pdf_tables import grid, tables

LEFT, RIGHT, TOP, ROW = 60.0, 540.0, 140.0, 22.0
COLUMNS = (64.0, 220.0, 330.0, 440.0)
HEAD = ["窓口", "令和五年度", "令和六年度", "前年度比"]
BODY = [
    ["本庁", "1,245", "1,530", "122.9%"],
    ["北支所", "320", "298", "93.1%"],
    ["南支所", "411", "437", "106.3%"],
    ["電話相談", "2,004", "2,215", "110.5%"],
]
PROSE = "市内の事業者が行う販路の開拓や生産性の向上に取り組む費用の一部を支援します。"


def words(page: Page, rows: list[list[str]], columns: tuple[float, ...] = COLUMNS) -> Page:
    for k, row in enumerate(rows):
        for x, text in zip(columns, row, strict=False):
            page.text(x, TOP + ROW * k + 15, text, 10)
    return page


def rules(page: Page, *rows: float, x0: float = LEFT, x1: float = RIGHT) -> Page:
    for row in rows:
        page.line(x0, TOP + ROW * row, x1, TOP + ROW * row)
    return page


def borders(page: Page, *xs: float, first: float = 0, last: float = 5) -> Page:
    for x in xs:
        page.line(x, TOP + ROW * first, x, TOP + ROW * last)
    return page


def bands(page: Page, *rows: int, x0: float = LEFT, x1: float = RIGHT) -> Page:
    for row in rows:
        page.box(x0, TOP + ROW * row, x1, TOP + ROW * (row + 1))
    return page


def with_prose(page: Page) -> Page:
    return page.text(LEFT, TOP - 60, PROSE, 10).text(LEFT, TOP - 40, PROSE, 10).text(LEFT, TOP + 160, PROSE, 10)


def found(page: Page) -> list[list[list[str]]]:
    return [grid(table) for table in tables(pdf(page))]


PLAIN: dict[str, Callable[[Page], Page]] = {
    "rules at head and foot": lambda page: rules(page, 0, 1, 5),
    "rules below the head and at the foot only": lambda page: rules(page, 1, 5),
    "every other row coloured": lambda page: bands(page, 0, 2, 4),
    "coloured cell by cell, rules at head and foot": lambda page: bands(
        bands(rules(page, 0, 1, 5), 1, 3, x1=200), 1, 3, x0=200
    ),
    "head and every other row coloured cell by cell": lambda page: bands(
        bands(bands(bands(page, 0, 1, 3, x1=200), 0, 1, 3, x0=200, x1=310), 0, 1, 3, x0=310, x1=420), 0, 1, 3, x0=420
    ),
    "borders of columns and one rule across": lambda page: borders(rules(page, 1), 200, 310, 420),
    "borders of columns, rules at head and foot": lambda page: borders(rules(page, 0, 1, 5), 200, 310, 420),
    "borders of columns, every other row coloured": lambda page: borders(
        rules(bands(page, 0, 2, 4), 5), LEFT, 200, 310, 420, RIGHT
    ),
    "borders of columns between rows, none in head and foot": lambda page: borders(
        rules(page, *range(6)), 200, 310, 420, first=1, last=4
    ),
    "boxes for the head, rules below the rows": lambda page: borders(
        rules(page, *range(6)), LEFT, 200, 310, 420, RIGHT, last=1
    ),
    "rows ruled in a box, columns in the head only": lambda page: borders(
        borders(rules(page, *range(6)), LEFT, RIGHT), 200, 310, 420, last=1
    ),
}


@pytest.mark.parametrize("drawn", PLAIN.values(), ids=PLAIN.keys())
def test_rows_and_columns_without_rules_are_read_from_the_words(drawn: Callable[[Page], Page]) -> None:
    assert found(words(with_prose(drawn(Page())), [HEAD, *BODY])) == [[HEAD, *BODY]]


def test_a_line_without_a_label_goes_on_the_row_above() -> None:
    rows = [["制度", "対象"], ["創業", "市内で開業する者で、開業の"], ["", "届出を終えたもの"], ["承継", "後継者"]]
    page = words(rules(Page(), 0, 1, 4), rows, (64.0, 200.0))
    assert [[cell.replace("\n", "") for cell in row] for row in found(page)[0]] == [
        ["制度", "対象"],
        ["創業", "市内で開業する者で、開業の届出を終えたもの"],
        ["承継", "後継者"],
    ]


def test_a_column_that_only_rows_of_groups_fill_has_the_name_that_the_head_gives_it() -> None:
    rows = [
        ["分類", "制度", "率", "上限"],
        ["農業", "", "", ""],
        ["", "就農", "2/3", "150万円"],
        ["", "機械", "1/2", "9万円"],
    ]
    rows += [["商業", "", "", ""], ["", "店舗", "1/2", "50万円"], ["", "販促", "1/3", "80万円"]]
    assert found(words(rules(Page(), *range(8)), rows)) == [rows]


def test_rows_of_several_lines_part_where_the_lines_stand_further_apart() -> None:
    page = (
        rules(Page(), 0, 1, 7)
        .text(64, TOP + 15, "支援策", 10)
        .text(180, TOP + 15, "内容", 10)
        .text(430, TOP + 15, "対象", 10)
    )
    for k, (label, who) in enumerate(
        (("設備", ["中小企業者"]), ("販路", ["小規模企業者及び個", "人事業主"]), ("人材", ["全企業"]))
    ):
        top = TOP + ROW + 42 * k + 15
        page.text(64, top, label, 10).text(180, top, PROSE[:22], 10).text(180, top + 14, PROSE[22:36], 10)
        for n, line in enumerate(who):
            page.text(430, top + 14 * n, line, 10)
    assert [row[0] for row in found(page)[0]] == ["支援策", "設備", "販路", "人材"]


def test_a_title_on_a_band_between_rows_is_merged_over_all_columns() -> None:
    rows = [HEAD, ["会議室"], *BODY[:2], ["ホール"], *BODY[2:]]
    page = words(rules(bands(Page(), 1, 4), *range(1, 8)), rows)
    (table,) = tables(pdf(page))
    assert [(cell.row, cell.text) for cell in table.cells if cell.colspan == 4] == [(1, "会議室"), (4, "ホール")]
    assert (table.rows, table.cols) == (7, 4)


def test_a_border_drawn_with_a_thick_pen_is_the_tables_own() -> None:
    page = borders(rules(Page(), 1, 2, 3, 4, x0=LEFT + 1.8, x1=RIGHT - 1.8), 200)
    for y in (TOP, TOP + 5 * ROW):
        page.line(LEFT - 2.3, y, RIGHT + 2.3, y, 4)
    for x in (LEFT, RIGHT):
        page.line(x, TOP - 2.3, x, TOP + 5 * ROW + 2.3, 4)
    rows = [
        ["名称", "みどり精機"],
        ["所在地", "本町一丁目"],
        ["資本金", "1,000万円"],
        ["業種", "製造業"],
        ["電話", "代表"],
    ]
    assert found(words(page, rows)) == [rows]


def test_a_head_over_a_group_of_columns_spans_them() -> None:
    page = rules(rules(Page(), 0, 2, 3, 4, 5, 6), 1, x0=200)
    page.text(250, TOP + 15, "令和五年度", 10).text(415, TOP + 15, "令和六年度", 10).text(64, TOP + 26, "区分", 10)
    values = ["件数", "金額", "件数", "金額"]
    rows = [values, *([f"{k}1", f"{k},230", f"{k}4", f"{k},560"] for k in range(1, 5))]
    for k, row in enumerate(rows):
        for x, text in zip((220, 300, 390, 470), row, strict=True):
            page.text(x, TOP + ROW * (k + 1) + 15, text, 10)
        page.text(64, TOP + ROW * (k + 1) + 15, ["製造", "建設", "商業", "観光"][k - 1] if k else "", 10)
    (table,) = tables(pdf(page))
    cells = {cell.text: (cell.row, cell.col, cell.rowspan, cell.colspan) for cell in table.cells}
    assert (table.rows, table.cols) == (6, 5)
    assert (cells["区分"], cells["令和五年度"], cells["令和六年度"]) == ((0, 0, 2, 1), (0, 1, 1, 2), (0, 3, 1, 2))


def test_a_rule_that_leaves_out_a_merged_cell_parts_the_others() -> None:
    page = rules(rules(Page(), 0, 1, 3, 5), 2, 4, x0=180)
    page = words(page, [["コース", "要件", "助成額"], ["育児", "取得時", "30万円"], ["", "復帰時", "20万円"]])
    page.text(64, TOP + 3 * ROW + 15, "介護", 10).text(220, TOP + 3 * ROW + 15, "休業時", 10)
    page.text(330, TOP + 3 * ROW + 15, "40万円", 10).text(220, TOP + 4 * ROW + 15, "短時間", 10)
    page.text(330, TOP + 4 * ROW + 15, "15万円", 10)
    (table,) = tables(pdf(page))
    merged = [(cell.text, cell.row) for cell in table.cells if cell.rowspan == 2]
    assert (table.rows, table.cols, merged) == (5, 3, [("育児", 1), ("介護", 3)])


def test_a_number_set_close_before_its_title_has_a_column_of_its_own() -> None:
    titles = ["旅費の基準", "基準日", "利用規約", "用語の説明", "会計の要領"]
    page = rules(Page(), *range(1, 5))
    for k, title in enumerate(titles):
        page.text(64, TOP + ROW * k + 15, f"{k + 8}", 10).text(84, TOP + ROW * k + 15, title, 10)
        page.text(480, TOP + ROW * k + 15, f"P.{k + 1}", 10)
    assert found(page) == [[[str(k + 8), title, f"P.{k + 1}"] for k, title in enumerate(titles)]]


def two_text_columns() -> Page:
    page = rules(Page(), 0, 8)
    page.line(300, TOP + 5, 300, TOP + 8 * ROW - 5)
    for k in range(7):
        page.text(64, TOP + ROW * k + 18, PROSE[:22], 10).text(310, TOP + ROW * k + 18, PROSE[10:32], 10)
    return page


def bar_of_a_chart() -> Page:
    page = Page()
    for n, color in enumerate(("0.3 0.4 0.6 rg", "0.5 0.7 0.7 rg", "0.7 0.8 0.9 rg", "0.9 0.9 1 rg")):
        page.box(100 + 90 * n, TOP, 190 + 90 * n, TOP + ROW, color + " 0 G", "B").text(110 + 90 * n, TOP + 15, "25%")
    return page


def search_box() -> Page:
    page = borders(rules(Page(), 0, 1, x0=200, x1=400), 200, 340, 400, last=1)
    return page.text(206, TOP + 15, "みどり市 創業支援", 10).text(350, TOP + 15, "検索", 10)


def plan_of_a_year() -> Page:
    page = borders(rules(Page(), 0, 1), *range(60, 541, 40), last=1)
    for k in range(12):
        page.text(66 + 40 * k, TOP + 15, f"{(k + 3) % 12 + 1}月", 10)
    for row, (x0, x1, step) in enumerate(((60, 180, "募集"), (140, 220, "審査"), (220, 500, "事業の実施")), 1):
        page.box(x0, TOP + ROW * row + 4, x1, TOP + ROW * row + 18, "1 0.8 0.6 rg").text(
            x0 + 5, TOP + ROW * row + 15, step, 9
        )
    return page


def contents_between_rules() -> Page:
    page = rules(Page(), 0, 5)
    for k in range(5):
        page.text(64, TOP + ROW * k + 15, f"第{k + 1}章 総則", 10).text(180, TOP + ROW * k + 15, "." * 50, 10)
        page.text(500, TOP + ROW * k + 15, f"{3 * k + 1}", 10)
    return page


def headings_on_bands() -> Page:
    page = bands(Page(), 0, 3, 6)
    for k, title in enumerate(("目的", "対象者", "期間")):
        page.text(64, TOP + 3 * ROW * k + 15, title, 10).text(64, TOP + 3 * ROW * k + 35, PROSE, 10)
    return page


def boxes_one_below_the_other() -> Page:
    page = Page()
    for k, words_ in enumerate(("支援機関", "申請者（補助事業者）")):
        page.box(LEFT, TOP + 90 * k, RIGHT, TOP + 90 * k + 40, "0.8 g 0 G", "B").text(
            240, TOP + 90 * k + 25, words_, 10
        )
    for k in range(3):
        page.text(160, TOP + 52 + 14 * k, "・申請の支援", 10).text(380, TOP + 52 + 14 * k, "・設備の購入", 10)
    return page.line(300, TOP + 130, 300, TOP + 180)


def axes_with_quadrants() -> Page:
    page = Page().line(80, 120, 80, 360).line(80, 360, 480, 360).line(280, 120, 280, 360).line(80, 240, 480, 240)
    for x, y, text in ((120, 170, "製造"), (330, 190, "建設"), (380, 300, "小売"), (150, 310, "飲食")):
        page.text(x, y, text, 9)
    return page


def chart_lines() -> Page:
    page = rules(Page(), 0, 2, 4, 6, 8)
    for k in range(5):
        page.text(36, TOP + 2 * ROW * k + 3, f"{400 - 100 * k}", 9)
        page.text(100 + 80 * k, TOP + 160 - 25 * k, f"{60 * k}", 9).text(
            100 + 80 * k, TOP + 130 - 20 * k, f"{70 * k}", 9
        )
    return page


@pytest.mark.parametrize(
    "drawn",
    [
        two_text_columns,
        bar_of_a_chart,
        plan_of_a_year,
        search_box,
        contents_between_rules,
        headings_on_bands,
        boxes_one_below_the_other,
        axes_with_quadrants,
        chart_lines,
    ],
)
def test_text_and_drawings_between_rules_are_no_table(drawn: Callable[[], Page]) -> None:
    assert found(drawn()) == []


def test_a_merged_cell_cut_by_the_page_end_has_its_words_on_either_page() -> None:
    def part(top_rows: int, bottom_rows: int, first: str, second: str) -> Page:
        rows = top_rows + bottom_rows + 1
        page = borders(
            rules(rules(Page(), 0, 1, 1 + top_rows, rows), *range(rows), x0=200), LEFT, 200, RIGHT, last=rows
        )
        page.text(64, TOP + 15, "区分", 10).text(220, TOP + 15, "内容", 10)
        page.text(64, TOP + ROW + 15, first, 10).text(64, TOP + ROW * (1 + top_rows) + 15, second, 10)
        for k in range(1, rows):
            page.text(220, TOP + ROW * k + 15, f"費目{first}{k}", 10)
        return page

    (table,) = (b for b in parse_pdf(pdf(part(2, 2, "商工費", ""), part(3, 1, "農業費", "林業費")), name="t").blocks)
    assert [(c.text, c.rowspan) for c in table.cells if c.col == 0] == [
        ("区分", 1),
        ("商工費", 2),
        ("農業費", 5),
        ("林業費", 1),
    ]


def matrix_below(page: Page, top: float, rows: list[tuple[str, str, str]]) -> float:
    """A head above its rule, rows parted by rules that leave out cells merged downwards (""); returns where it ends."""
    xs = (60.0, 220.0, 340.0, 530.0)
    for x, words in zip(xs, ("対象者", "補助率", "上限額"), strict=False):
        page.text(x + 2, top + 12, words, 9)
    page.line(60, top + 18, 530, top + 18, 1.5)
    for k, row in enumerate(rows):
        below = rows[k + 1] if k + 1 < len(rows) else ("1", "1", "1")
        for x, right, words, next_words in zip(xs, xs[1:], row, below, strict=False):
            if words:
                page.text(x + 2, top + 34 + 22 * k, words, 9)
            if next_words:
                page.line(x, top + 40 + 22 * k, right, top + 40 + 22 * k, 0.5)
    return top + 18 + 22 * len(rows)


def test_matrices_under_a_head_rule_stand_apart_from_label_rows_and_from_each_other() -> None:
    page = Page()
    for k, (label, value) in enumerate((("概要", "市内企業の設備を更新"), ("対象者", "市内の企業"), ("期間", "随時"))):
        page.line(60, 80 + 22 * k, 530, 80 + 22 * k, 0.5).text(62, 94 + 22 * k, label, 9)
        page.text(150, 94 + 22 * k, value, 9)
    page.line(60, 146, 530, 146, 0.5)
    end = matrix_below(page, 150, [("中小企業者", "1/2", "50万円"), ("小規模企業者", "2/3", "")])
    page.text(62, end + 22, "2. 連携コース", 9).text(62, end + 38, "複数の企業で行う事業", 9)
    matrix_below(page, end + 46, [("中小企業者", "1/2", "80万円"), ("", "2/3", "90万円"), ("小規模企業者", "3/4", "")])
    blocks = parse_pdf(pdf(page), name="t.pdf").blocks
    assert [(block.rows, block.cols) for block in blocks if block.kind == "table"] == [(3, 2), (3, 3), (4, 3)]
    assert [block.text for block in blocks if block.kind != "table"] == ["2. 連携コース", "複数の企業で行う事業"]
    last = next(block for block in reversed(blocks) if block.kind == "table")
    spans = {cell.text: cell.rowspan for cell in last.cells}
    assert (spans["中小企業者"], spans["90万円"]) == (2, 2)


def test_a_caption_between_rules_of_one_length_parts_two_tables() -> None:
    rows = [HEAD, *BODY[:2], [], HEAD, *BODY[2:]]
    page = words(rules(Page(), *range(8)), rows).text(200, TOP + ROW * 3 + 18, "表２　地区ごとの受付件数", 10)
    assert found(page) == [[HEAD, *BODY[:2]], [HEAD, *BODY[2:]]]


@pytest.mark.parametrize("heading", [rules, bands], ids=["over a rule", "on a bar"])
def test_a_heading_parts_tables_of_its_width(heading: Callable[..., Page]) -> None:
    page = rules(heading(Page(), 4 if heading is rules else 3), *range(4), 4.4, 5.4, 6.4, 7.4)
    words(page, [HEAD, *BODY[:2], ["２　支所の一覧"]])
    for k, row in enumerate([HEAD, *BODY[2:]]):
        for x, text in zip(COLUMNS, row, strict=True):
            page.text(x, TOP + ROW * (k + 4.4) + 15, text, 10)
    assert found(page) == [[HEAD, *BODY[:2]], [HEAD, *BODY[2:]]]


def test_a_head_centred_above_the_first_rule_may_stand_over_the_white_between_columns() -> None:
    body = [["月", "中小企業診断士", "税理士"], ["水", "社会保険労務士", "なし"], ["金", "弁理士", "税理士"]]
    page = words(rules(Page(), 0, 1, 2, 3), body, (64, 110, 400))
    for x, name in ((80, "曜日"), (230, "午前"), (460, "午後")):
        page.text(x, TOP - 8, name, 10)
    assert found(page) == [[["曜日", "午前", "午後"], *body]]
