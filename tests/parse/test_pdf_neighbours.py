"""Tables of one width on one page, and one in another: a chart, a bar, a heading or other dress between them keeps them apart."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pipeline.parse.pdf import parse_pdf
from tests.parse.pdf_making import Page, pdf
from tests.parse.test_pdf_tables import grid, tables

LEFT, RIGHT, TOP, ROW = 60.0, 300.0, 140.0, 22.0
UPPER = [["対象者", "補助率"], ["小規模企業者", "2/3以内"], ["中小企業者", "1/2以内"]]
LOWER = [["事業区分", "限度額"], ["販路開拓", "50万円"], ["設備投資", "200万円"]]


def _words(page: Page, top: float, rows: list[list[str]]) -> Page:
    for k, row in enumerate(rows):
        for x, text in zip((LEFT + 4, 200), row, strict=True):
            page.text(x, top + ROW * k + 15, text, 10)
    return page


def _ruled(page: Page, top: float, rows: list[list[str]]) -> Page:
    for k in range(len(rows) + 1):
        page.line(LEFT, top + ROW * k, RIGHT, top + ROW * k)
    return _words(page, top, rows)


def _coloured(page: Page, top: float, rows: list[list[str]]) -> Page:
    for k in range(len(rows)):
        for x0, x1 in ((LEFT, 195.0), (196.0, RIGHT)):
            page.box(x0, top + ROW * k, x1, top + ROW * k + 21, "0.9 0.95 0.9 rg")
    return _words(page, top, rows)


def _bars(page: Page) -> Page:
    for k in range(5):
        page.line(LEFT + 30, 225 + 22 * k, RIGHT - 40, 225 + 22 * k, 0.3).text(
            LEFT + 10, 228 + 22 * k, f"{400 - 100 * k}", 7
        )
    for k, high in enumerate((30, 52, 71)):
        page.box(LEFT + 50 + 50 * k, 313 - high, LEFT + 75 + 50 * k, 313, "0.3 0.5 0.8 rg")
    return page


def _chart(page: Page) -> Page:
    return _ruled(_bars(page), 340, LOWER)


def _bar_of_the_page(page: Page) -> Page:
    page.box(LEFT, 225, 540, 241, "0.2 0.4 0.7 rg").text(LEFT + 6, 237, "２　金額", 10, extra="1 1 1 rg")
    return _ruled(page, 250, LOWER)


def _other_dress(page: Page) -> Page:
    return _coloured(page, 217, LOWER)


def _heading_and_other_dress(page: Page) -> Page:
    return _coloured(page.text(LEFT, 228, "２　事業ごとの限度額", 10), 242, LOWER)


@pytest.mark.parametrize("below", [_chart, _bar_of_the_page, _other_dress, _heading_and_other_dress])
def test_what_stands_between_tables_of_one_width_parts_them(below: Callable[[Page], Page]) -> None:
    assert [grid(table) for table in tables(pdf(below(_ruled(Page(), TOP, UPPER))))] == [UPPER, LOWER]


def test_boxes_of_a_flow_above_a_table_are_no_row_of_it() -> None:
    page = Page()
    for x, step in ((LEFT + 2, "申請"), (190.0, "審査")):
        page.box(x, TOP - 26, x + 40, TOP - 8, "0 G", "S").text(x + 6, TOP - 13, step, 10)
    assert [grid(table) for table in tables(pdf(_ruled(page, TOP, UPPER)))] == [UPPER]


def test_a_coloured_table_ends_above_a_chart() -> None:
    rows = [*UPPER, *LOWER[1:]]
    page = Page()
    for k in range(len(rows)):
        for x0, x1 in ((LEFT, 540.0),):
            page.box(x0, TOP - 44 + ROW * k, x1, TOP - 44 + ROW * k + 20.5, "0.9 0.95 0.9 rg")
    page.box(LEFT, 340, 540, 356, "0.2 0.4 0.7 rg").text(LEFT + 6, 352, "２　金額", 10, extra="1 1 1 rg")
    assert [grid(table) for table in tables(pdf(_bars(_words(page, TOP - 44, rows))))] == [rows]


def test_the_rule_below_a_heading_with_a_bar_is_not_the_tables_foot() -> None:
    page = _ruled(Page(), TOP, UPPER).box(LEFT, 210, LEFT + 5, 226, "0.8 0.3 0 rg")
    page.text(LEFT + 10, 222, "対象と金額", 10).line(LEFT, 227, RIGHT, 227)
    assert [grid(table) for table in tables(pdf(page))] == [UPPER]


def test_a_last_row_whose_value_stands_close_to_its_label_is_no_heading_above_the_next_bar() -> None:
    page = _ruled(Page(), TOP, UPPER).text(LEFT + 8, TOP + 3 * ROW + 15, "設備を取得する期間の定め", 10)
    page.text(200, TOP + 3 * ROW + 15, "3月末まで", 10).line(LEFT, TOP + 4 * ROW, RIGHT, TOP + 4 * ROW)
    page.box(LEFT, TOP + 4 * ROW + 8, RIGHT, TOP + 5 * ROW + 8, "0.2 0.4 0.7 rg")
    page.text(LEFT + 6, TOP + 4 * ROW + 23, "促進助成金", 10, extra="1 1 1 rg")
    page = _ruled(page, TOP + 5 * ROW + 16, LOWER)
    first, second = (grid(table) for table in tables(pdf(page)))
    assert first == [*UPPER, ["設備を取得する期間の定め", "3月末まで"]]
    assert second == LOWER


def test_the_years_below_the_bars_of_a_chart_are_no_row_of_the_table_below() -> None:
    page = _bars(Page())
    for x, year in ((LEFT + 50, "令和五年"), (LEFT + 150, "令和七年")):
        page.text(x, 322, year, 7)
    assert [grid(table) for table in tables(pdf(_ruled(page, 330, LOWER)))] == [LOWER]


COLUMNS = (LEFT, 150.0, 220.0, RIGHT)
BORDERS = {"closed": COLUMNS, "open": COLUMNS[1:-1], "none": ()}


def ruled(page: Page, top: float, borders: tuple[float, ...]) -> Page:
    """Two rows of three cells between rules, with some of the borders of their columns."""
    for k in range(3):
        page.line(LEFT, top + ROW * k, RIGHT, top + ROW * k)
    for x in borders:
        page.line(x, top, x, top + 2 * ROW)
    for k, row in enumerate((("窓口", "件数", "備考"), ("本庁", "1,245", "郵送も可"))):
        for x, name in zip(COLUMNS, row, strict=False):
            page.text(x + 5, top + ROW * k + 15, name, 10)
    return page


def boxed(page: Page, top: float) -> Page:
    """A heading in a box that stands out from both sides of the tables; half of its pen lies on the table above."""
    for y in (top, top + 17):
        page.line(LEFT + 3, y, RIGHT + 8, y, 2)
    for x in (LEFT + 4, RIGHT + 7):
        page.line(x, top - 1, x, top + 18, 2)
    return page.text(LEFT + 8, top + 13, "申請の窓口", 10)


def boxed_alike(page: Page, top: float) -> Page:
    return page.box(LEFT, top + 3, RIGHT, top + 15, "0 G", "S").text(LEFT + 8, top + 13, "申請の窓口", 10)


def underlined(page: Page, top: float) -> Page:
    return page.text(LEFT + 8, top + 13, "申請の窓口", 10).line(LEFT + 5, top + 16, RIGHT + 6, top + 16, 2)


def shaded(page: Page, top: float) -> Page:
    return page.box(LEFT + 5, top + 1, RIGHT + 5, top + 16).text(LEFT + 8, top + 13, "申請の窓口", 10)


HEADED = [(h, b) for h in (boxed, underlined) for b in BORDERS] + [
    (boxed_alike, "none"),
    (shaded, "closed"),
    (shaded, "none"),
]


@pytest.mark.parametrize(("heading", "borders"), HEADED)
def test_what_a_heading_between_tables_draws_is_none_of_theirs(heading: Callable[..., Page], borders: str) -> None:
    page = ruled(Page(), TOP, BORDERS[borders])
    heading(page, TOP + 2 * ROW + 1)
    ruled(page, TOP + 2 * ROW + 19.5, BORDERS[borders])
    rows = [["窓口", "件数", "備考"], ["本庁", "1,245", "郵送も可"]]
    assert [grid(table) for table in tables(pdf(page))] == [rows, rows]


def test_a_short_box_alone_at_the_left_holds_a_heading() -> None:
    """Rows of one height stand above and below it."""
    page = Page()
    for top in (TOP, TOP + 3 * ROW + 36):
        for k, row in enumerate(
            [("1,000万円", "登記事項証明書"), ("5万円/台", "納税証明書"), ("20万円", "見積書の写し")]
        ):
            page.line(LEFT, top + ROW * k, RIGHT, top + ROW * k)
            page.text(LEFT + 4, top + ROW * k + 15, row[0], 10).text(200, top + ROW * k + 15, row[1], 10)
        page.line(LEFT, top + 3 * ROW, RIGHT, top + 3 * ROW)
    page.box(LEFT, TOP + 3 * ROW + 11, LEFT + 80, TOP + 3 * ROW + 26, "0 G", "S")
    page.text(LEFT + 5, TOP + 3 * ROW + 22, "２　表のとおり", 8)
    assert [len(grid(table)) for table in tables(pdf(page))] == [3, 3]


@pytest.mark.parametrize(
    "inset", [(160.0, RIGHT), (LEFT + 80, RIGHT - 18)], ids=["touches the right", "touches the left"]
)
def test_a_table_in_a_cell_may_touch_one_side_of_it(inset: tuple[float, float]) -> None:
    page, (x0, x1), middle = Page(), inset, 225.0
    for y in (TOP, TOP + ROW, TOP + 5 * ROW, TOP + 6 * ROW):
        page.line(LEFT, y, RIGHT, y)
    for x in (LEFT, LEFT + 80, RIGHT):
        page.line(x, TOP, x, TOP + 6 * ROW)
    for k in (2, 3, 4):
        page.line(x0, TOP + ROW * k, x1, TOP + ROW * k)
    for x in (x0, middle, x1):
        page.line(x, TOP + 2 * ROW, x, TOP + 4 * ROW)
    for k, row in enumerate(
        [("項目", "説明"), ("補助率", "次のとおりとする。"), ("", ""), ("", ""), ("", ""), ("上限額", "100万円")]
    ):
        page.text(LEFT + 4, TOP + ROW * k + 15, row[0], 10).text(LEFT + 84, TOP + ROW * k + 15, row[1], 10)
    for k, row in enumerate([("台所", "2/3"), ("その他", "1/2")], start=2):
        page.text(x0 + 4, TOP + ROW * k + 15, row[0], 10).text(middle + 4, TOP + ROW * k + 15, row[1], 10)
    outer, inner = (grid(table) for table in tables(pdf(page)))
    assert outer == [["項目", "説明"], ["補助率", "次のとおりとする。"], ["上限額", "100万円"]]
    assert inner == [["台所", "2/3"], ["その他", "1/2"]]


def test_words_of_boxes_side_by_side_are_no_line() -> None:
    page = Page().box(60, 80, 296, 200, "0 g", "S").box(304, 80, 540, 230, "0 g", "S")
    page.text(102, 110, "申請は郵送でもできますか。消印は有効", 11).text(66, 113, "Q", 26)
    page.text(344, 110, "制度は来年も続きますか。", 11).text(310, 113, "Q", 26)
    lines = [line.text for block in parse_pdf(pdf(page), name="t.pdf").blocks for line in block.lines]
    assert lines == ["Q 申請は郵送でもできますか。消印は有効", "Q 制度は来年も続きますか。"]


def test_words_of_cards_close_to_each_other_stay_apart() -> None:
    cards = (
        "創業を目指す町内の方に、改装費と広告費を補助します。率は半分。",
        "事業を継ぐ方に、設備費を補助します。上限は百万円です。",
        "展示会に出る方に、小間料を補助します。年度に一度だけです。",
    )
    page = Page()
    for k, words in enumerate(cards):
        x = 60 + 109 * k
        page.box(x, 80, x + 100, 160, "0 g", "S")
        for line in range(0, len(words), 9):
            page.text(x + 5, 100 + 16 * line / 9, words[line : line + 9])
    texts = [block.text.replace("\n", "") for block in parse_pdf(pdf(page), name="t.pdf").blocks]
    assert texts == list(cards)
