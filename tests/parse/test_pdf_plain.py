"""Tables of figures that draw nothing, and figures that are none: bars of a chart, axes, short lists."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.parse.pdf_making import Page
from tests.parse.test_pdf_unruled import PROSE, found


def figures(rows: int = 6, columns: tuple[float, ...] = (70.0, 190.0, 300.0, 420.0)) -> Page:
    """Rows of a label and figures with nothing drawn around them, under a head of two lines."""
    page = Page().text(64, 100, PROSE[:30], 10)
    for x, head in zip(
        columns[1:], (("前年度の", "利用者数"), ("本年度の", "利用者数"), ("増減", "（％）")), strict=False
    ):
        page.text(x - 14, 140, head[0], 10).text(x - 14, 152, head[1], 10)
    page.text(columns[0], 146, "施設名", 10)
    for k in range(rows):
        words = [f"第{k + 1}会館", f"{1200 + 37 * k:,}", f"{990 + 51 * k:,}人", f"△{k}.5"]
        for x, word in zip(columns, words, strict=False):
            page.text(x, 168 + 14 * k, word, 10)
    return page


def test_figures_in_columns_are_a_table_though_nothing_is_drawn() -> None:
    (table,) = found(figures())
    assert (len(table), table[0], table[6]) == (
        7,
        ["施設名", "前年度の\n利用者数", "本年度の\n利用者数", "増減\n（％）"],
        ["第6会館", "1,385", "1,245人", "△5.5"],
    )


def chart_of_shares() -> Page:
    page = figures()
    for k in range(6):
        page.box(186, 159 + 14 * k, 230 + 8 * k, 170 + 14 * k)
    return page


def axes() -> Page:
    page = Page()
    for k in range(5):
        for n in range(6):
            page.text(100 + 60 * n, 200 + 20 * k, f"{20 * n}%", 9)
    return page


@pytest.mark.parametrize(
    "draw",
    [chart_of_shares, axes, lambda: figures(3), lambda: figures(columns=(70.0, 190.0))],
    ids=["bars", "axes", "three rows", "two columns"],
)
def test_figures_of_charts_and_short_lists_are_no_table(draw: Callable[[], Page]) -> None:
    assert found(draw()) == []


def test_a_row_of_boxes_above_rows_of_figures_is_their_head() -> None:
    xs = (60.0, 180.0, 300.0, 420.0)
    page = Page().across(top=100, x1=420.0, rows=1).down(xs, top=100, bottom=128)
    rows = [[f"{1000 + 17 * k:,}", f"{900 + 31 * k}", f"{k}.5"] for k in range(10)]
    for n, head in enumerate(("四月", "五月", "増減")):
        page.text(xs[n] + 40, 118, head, 10)
    page.text(216, 144, "総数", 10)  # a title of rows, set between
    for k, row in enumerate(rows):
        for n, figure in enumerate(row):
            page.text(xs[n] + 70, 162 + 13 * k + 13 * (k > 4), figure, 10)  # a wider step after five rows
    page.line(60, 310, 420, 310)
    (table,) = found(page)
    assert table == [["四月", "五月", "増減"], ["", "総数", ""], *rows]
