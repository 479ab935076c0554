"""Statistics as yearbooks print them: many lines of figures between a rule under the head and one at the foot."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.parse.pdf_making import Page, pdf
from tests.parse.test_pdf_tables import grid, tables

LEFT, RIGHT, TOP, PITCH = 60.0, 540.0, 160.0, 15.0
COLUMNS = (64.0, 200.0, 290.0, 380.0, 470.0)
HEAD = ["地区", "世帯数", "総人口", "転入", "転出"]
AREAS = ["緑丘町", "白川町", "東野村", "南台市", "北浜町", "西原市", "若松町", "大原町", "三島市", "平泉村", "金山町"]
AREAS += ["富岡市", "鶴見町", "音羽町"]


def _figures(label: str, number: int) -> list[str]:
    return [label, f"{number},245", f"{3 * number},870", str(90 + number), f"△{number}"]


ROWS = [_figures(label, number) for number, label in enumerate(AREAS, 11)]


def _page(rows: list[list[str]], *, label_head: float = COLUMNS[0], feet: tuple[int, ...] = ()) -> Page:
    """Rows under a head, with rules around the head, above the rows numbered in `feet` and at the foot."""
    page = Page().text(LEFT, 100, "地区ごとの世帯と人口の動きは次のとおりである。", 10)
    for row in (0, 1, *(1 + foot for foot in feet), 1 + len(rows)):
        page.line(LEFT, TOP + PITCH * row, RIGHT, TOP + PITCH * row)
    for k, row in enumerate([HEAD, *rows]):
        for x, text in zip((label_head if k == 0 else COLUMNS[0], *COLUMNS[1:]), row, strict=False):
            if text:
                page.text(x, TOP + PITCH * k + 11, text, 9)
    return page.text(LEFT, TOP + PITCH * (len(rows) + 1) + 14, "資料：市民課", 8)


PAGES: dict[str, Callable[[], tuple[Page, list[list[str]]]]] = {
    "more rows than one could be high": lambda: (_page(ROWS), ROWS),
    "a sum at the foot": lambda: (_page(ROWS, feet=(13,)), ROWS),
    "the head of the labels stands behind them": lambda: (_page(ROWS, label_head=120.0), ROWS),
    "names of groups": lambda: (_page(_grouped()), _grouped()),
    "names of groups and a sum": lambda: (_page(_grouped(), feet=(15,)), _grouped()),
}


def _grouped() -> list[list[str]]:
    return [["県央の地区", "", "", "", ""], *ROWS[:6], ["県北の地区", "", "", "", ""], *ROWS[6:]]


@pytest.mark.parametrize("drawn", PAGES.values(), ids=PAGES.keys())
def test_lines_of_figures_between_two_rules_are_rows(drawn: Callable[[], tuple[Page, list[list[str]]]]) -> None:
    page, rows = drawn()
    assert [grid(table) for table in tables(pdf(page))] == [[HEAD, *rows]]


def test_a_line_that_stands_off_is_none_of_the_row_above_it() -> None:
    rows = [*ROWS[:6], [], ["", "", "うち市部"], [], *ROWS[6:]]
    ((head, *found),) = [grid(table) for table in tables(pdf(_page(rows)))]
    assert (head, found) == (HEAD, [*ROWS[:6], ["", "", "うち市部", "", ""], *ROWS[6:]])


def test_running_text_between_two_rules_of_one_length_is_no_table() -> None:
    page = Page().line(LEFT, TOP, RIGHT, TOP).line(LEFT, TOP + 300, RIGHT, TOP + 300)
    for row in range(18):
        page.text(
            LEFT,
            TOP + PITCH * row + 14,
            "市内の事業者が行う販路の開拓や生産性の向上に取り組む費用の一部を支援します。",
            10,
        )
    assert not tables(pdf(page))


def test_tables_of_one_width_above_and_below_narrower_ones_stay_apart() -> None:
    page = Page()
    for top, rows, xs, x1 in ((120, 3, COLUMNS, RIGHT), (190, 13, COLUMNS[:3], 360.0), (410, 3, COLUMNS, RIGHT)):
        for k in range(rows + 1):
            page.line(LEFT, top + PITCH * k, x1, top + PITCH * k)
        for k, row in enumerate([HEAD, *ROWS][:rows]):
            for x, text in zip(xs, row, strict=False):
                page.text(x, top + PITCH * k + 11, text, 9)
    assert sorted((table.rows, table.cols) for table in tables(pdf(page))) == [(3, 5), (3, 5), (13, 3)]


def test_two_columns_below_a_head_are_rows_however_many() -> None:
    rows = [[row[0], row[3]] for row in ROWS]
    page = Page()
    for row in (0, 1, 1 + len(rows)):
        page.line(LEFT, TOP + PITCH * row, 320, TOP + PITCH * row)
    for k, row in enumerate([["地区", "転入"], *rows]):
        page.text(64, TOP + PITCH * k + 11, row[0], 9).text(240, TOP + PITCH * k + 11, row[1], 9)
    assert [grid(table) for table in tables(pdf(page))] == [[["地区", "転入"], *rows]]
