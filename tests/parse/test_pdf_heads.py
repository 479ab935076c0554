"""Rows that the rules of a table leave out: heads that colour alone sets apart, and sections that no border crosses."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import pytest

from tests.parse import test_pdf_unruled as unruled
from tests.parse.pdf_making import Page, pdf
from tests.parse.test_pdf_tables import tables

XS = (60.0, 200.0, 330.0, 540.0)
TOP, ROW = 200.0, 24.0
BODY = [["本庁", "1,245", "申請書は窓口へ"], ["北支所", "320", "郵送でも可"], ["南支所", "411", "電子申請のみ"]]


def _body(page: Page) -> Page:
    for k in range(len(BODY) + 1):
        page.line(XS[0], TOP + ROW * k, XS[-1], TOP + ROW * k)
    for x in XS:
        page.line(x, TOP, x, TOP + ROW * len(BODY))
    for k, row in enumerate(BODY):
        _words(page, k, row)
    return page


def _words(page: Page, row: int, names: list[str]) -> Page:
    for x, name in zip(XS, names, strict=False):
        page.text(x + 5, TOP + ROW * row + 16, name, 10)
    return page


def _spans(page: Page) -> list[list[tuple[int, int, int, int, str]]]:
    return [
        [(c.row, c.col, c.rowspan, c.colspan, c.text) for c in table.cells if c.row < table.rows - len(BODY)]
        for table in tables(pdf(page))
    ]


def _bar(page: Page, top: float, *sides: float) -> Page:
    for x0, x1 in pairwise(sides):
        page.box(x0, top, x1, top + ROW)
    return page


HEADS = [(0, 0, 1, 1, "窓口"), (0, 1, 1, 1, "件数"), (0, 2, 1, 1, "備考")]


@pytest.mark.parametrize("sides", [XS, (XS[0], XS[-1])], ids=["a box for each cell", "one bar"])
def test_a_coloured_row_on_a_ruled_table_is_its_head(sides):
    page = _words(_bar(_body(Page()), TOP - ROW, *sides), -1, ["窓口", "件数", "備考"])
    assert _spans(page) == [HEADS]


def test_a_head_of_two_coloured_rows_keeps_its_merged_cells():
    page = _body(Page()).box(XS[0], TOP - 2 * ROW, XS[1], TOP)
    page.box(XS[1], TOP - 2 * ROW, XS[-1], TOP - ROW, "0.7 0.8 1 rg").text(XS[1] + 5, TOP - ROW - 8, "令和七年度", 10)
    page = _words(_bar(page, TOP - ROW, *XS[1:]), -1, ["窓口", "件数", "備考"])
    assert _spans(page) == [
        [(0, 0, 2, 1, "窓口"), (0, 1, 1, 2, "令和七年度"), (1, 1, 1, 1, "件数"), (1, 2, 1, 1, "備考")]
    ]


@pytest.mark.parametrize(
    "page",
    [
        _bar(Page(), TOP - ROW, XS[0], XS[-1]).text(XS[0] + 5, TOP - 8, "申請の受付状況", 10),
        _words(_bar(Page(), TOP - ROW - 20, XS[0], XS[-1]), -2, ["窓口", "件数", "備考"]),
        _words(_bar(Page(), TOP - ROW, XS[0], 300.0, XS[-1]), -1, ["窓口", "件数", "備考"]),
        Page().box(XS[1] + 3, TOP - 8, XS[1] + 6, TOP),
    ],
    ids=["the bar of a heading", "a bar further up", "boxes of other columns", "a box narrower than any rule is long"],
)
def test_other_coloured_boxes_above_a_table_are_none_of_it(page):
    assert _spans(_body(page)) == [[]]


def _open_table(section_height: float, borders: tuple[float, ...], below: Sequence[list[str]] = BODY[1:]) -> Page:
    """Rows without outer rules; the third one, so many points high, has no border of a column."""
    page, y = Page(), TOP
    page.line(XS[0], y, XS[-1], y)
    for k, row in enumerate([*BODY[:2], ["発送について"], *below]):
        bottom = y + (section_height if k == 2 else ROW)
        page.line(XS[0], bottom, XS[-1], bottom)
        for x in borders if k != 2 else ():
            page.line(x, y, x, bottom)
        for x, name in zip((XS[0], *borders), row, strict=False):
            page.text(x + 5, y + 16, name, 10)
        y = bottom
    return page


def test_a_row_that_names_a_section_joins_the_parts_of_a_table_without_outer_rules():
    (table,) = tables(pdf(_open_table(ROW, XS[1:3])))
    assert (table.rows, table.cols) == (5, 3)
    assert [(c.row, c.colspan, c.text) for c in table.cells if c.colspan > 1] == [(2, 3, "発送について")]


@pytest.mark.parametrize(
    ("height", "borders"), [(2 * ROW, XS[1:3]), (ROW, XS[1:2])], ids=["it stands free", "labels and values"]
)
def test_a_title_between_two_tables_without_outer_rules_joins_none(height, borders):
    assert [table.rows for table in tables(pdf(_open_table(height, borders)))] == [2, 2]


def test_a_title_over_the_same_head_begins_another_table():
    found = tables(pdf(_open_table(ROW, XS[1:3], [BODY[0], BODY[2]])))
    assert [[c.text for c in table.cells if c.row == 0] for table in found] == [BODY[0], BODY[0]]


def test_a_wide_cell_of_several_lines_is_no_running_text_between_two_tables() -> None:
    page, wide = unruled.bands(Page(), 0, 4), "製造業（自動車及び航空機に用いる部品を含み、繊維及び木材の加工"
    page.box(unruled.LEFT, unruled.TOP + 2 * unruled.ROW, unruled.RIGHT, unruled.TOP + 4 * unruled.ROW)
    rows = [
        ["業種", "資本金", "従業員"],
        ["卸売業", "1億円", "100人"],
        [wide],
        ["業を除く）"],
        ["小売業", "5千円", "50人"],
    ]
    unruled.words(page, [*rows, ["旅館業", "6千円", "80人"]], (64.0, 400.0, 480.0))
    page.text(400, unruled.TOP + 3 * unruled.ROW + 4, "3億円", 10).text(
        480, unruled.TOP + 3 * unruled.ROW + 4, "900人", 10
    )
    labels = ["".join(row[0].split()) for table in unruled.found(page) for row in table]
    assert labels == ["業種", "卸売業", f"{wide}業を除く）", "小売業", "旅館業"]
