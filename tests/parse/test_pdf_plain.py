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


def statistics(lines: int, last: str = "{k}.5", step: float = 13.0) -> Page:
    """A head, the sum of all, and one ruled row with all others in it, one below the other; the last column has its own step."""
    xs, bottom = (60.0, 160.0, 250.0, 340.0, 430.0), 160 + 13 * lines
    page = Page().down(xs, top=100, bottom=bottom)
    for y in (100, 128, 156, bottom):
        page.line(60, y, 430, y)
    for n, (head, total) in enumerate((("地域", "合計"), ("総数", "9,876"), ("男", "4,321"), ("女", "5,555"))):
        page.text(xs[n] + 8, 118, head, 10).text(xs[n] + 8, 146, total, 10)
    for k in range(lines):
        for n, words in enumerate((f"第{k + 1}区", f"{1000 + 17 * k:,}", f"△{900 + 31 * k}")):
            page.text(xs[n] + 8, 168 + 13 * k, words, 10)
        if 168 + step * k < bottom:
            page.text(xs[3] + 8, 168 + step * k, last.format(k=k), 10)
    return page


@pytest.mark.parametrize(
    ("page", "rows"),
    [(statistics(9), 11), (statistics(9, "{k}号館"), 11), (statistics(2), 3), (statistics(9, "窓口は町民課", 19.0), 3)],
    ids=["nine lines", "names beside", "two lines", "running text beside"],
)
def test_figures_stacked_in_every_column_of_a_ruled_row_are_rows(page: Page, rows: int) -> None:
    (table,) = found(page)
    assert (len(table), table[1]) == (rows, ["合計", "9,876", "4,321", "5,555"])
    assert rows != 11 or table[10][:3] == ["第9区", "1,136", "△1148"]


def test_labels_and_heads_outside_a_box_of_figures_belong_to_its_table() -> None:
    xs, bottom = [140.0 + 40 * n for n in range(6)], 128 + 12 * 8
    page = Page().down((140.0, 340.0), top=128, bottom=bottom)
    for y in (128, bottom - 12, bottom):
        page.line(140, y, 340, y)
    page.down(xs, top=bottom - 12, bottom=bottom + 9)  # the sums have borders, with stubs below them
    rows = [[f"0.{1000 + 37 * k + 11 * n}" for n in range(5)] for k in range(8)]
    for n in range(5):
        page.text(xs[n] + 3, 124, f"→{2015 + 5 * n}年", 8)
    for k, row in enumerate(rows):
        if k < 7:
            page.text(100, 137 + 12 * k, f"{5 * k}～{5 * k + 4}歳", 8)
        for n, figure in enumerate(row):
            page.text(xs[n] + 5, 137 + 12 * k, figure, 8)
    (table,) = found(page)
    assert table[0] == ["", *(f"→{2015 + 5 * n}年" for n in range(5))]
    assert table[1] == ["0～4歳", *rows[0]]
    assert table[8] == ["", *rows[7]]
    assert len(table) == 9


def test_a_title_between_stacked_figures_has_a_row_over_all_of_them() -> None:
    xs = (60.0, 160.0, 250.0, 340.0, 430.0)
    page = Page().line(60, 100, 430, 100).line(60, 128, 430, 128).line(60, 330, 430, 330)
    page.down(xs[2:], top=100, bottom=128).down((160.0,), top=100, bottom=330)
    for n, head in enumerate(("年齢", "四月", "五月", "六月")):
        page.text(xs[n] + 8, 118, head, 10)
    page.text(232, 142, "総人口の内訳", 10)  # over the border that the head has at 250
    for k in range(12):
        page.text(68, 158 + 14 * k, f"{5 * k}～{5 * k + 4}歳", 10)
        for n in range(3):
            page.text(xs[n + 1] + 30, 158 + 14 * k, f"{1200 + 31 * k + n:,}", 10)
            page.text(xs[n + 1] + 58, 154 + 14 * k, "注" if k == 3 else "", 5)
    (table,) = found(page)
    assert [row[0] for row in table] == ["年齢", "", *(f"{5 * k}～{5 * k + 4}歳" for k in range(12))]
    assert table[1][1:] == ["総人口の内訳"] * 3
    assert table[13][1:] == ["1,541", "1,542", "1,543"]
