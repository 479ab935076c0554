"""Matrices between horizontal rules with hardly any white between their columns: the rules beside merged cells tell the borders."""

from __future__ import annotations

from itertools import pairwise

import pytest

from tests.parse.pdf_making import Page, pdf
from tests.parse.test_pdf_tables import grid, tables

X0, X1, TOP, ROW = 60.0, 540.0, 140.0, 22.0
SECOND, THIRD, FOURTH = 230.0, 340.0, 395.0
"""The borders: nothing is drawn on them."""


def said(page: Page, row: float, *cells: str, xs: tuple[float, ...] = (X0, SECOND, THIRD, FOURTH)) -> Page:
    for x, text in zip(xs, cells, strict=True):
        page.text(x + 2, TOP + ROW * row + 15, text, 10)
    return page


def ruled(page: Page, *rows: float, x0: float = X0, x1: float = X1) -> Page:
    for row in rows:
        page.line(x0, TOP + ROW * row, x1, TOP + ROW * row)
    return page


def found(page: Page) -> list[list[list[str]]]:
    return [grid(table) for table in tables(pdf(page))]


def matrix() -> Page:
    """The rate (対象経費の2/3) fills its column to three points from the border, and stands for three rows."""
    page = ruled(Page(), 0, 1, 4)
    said(page, 0, "対象者", "事業区分", "補助率", "限度額")
    said(page, 1, "全企業", "重点分野", "対象経費の", "1,000万円／年度（最長3年度）")
    said(page, 2, "中小企業者", "重点分野以外", "2/3", "500万円／年度（最長2年度）")
    said(page, 3, "中小企業団体", "", "", "300万円／年度（単年度）")
    ruled(page, 2, x1=THIRD)
    ruled(page, 2, x0=FOURTH)
    ruled(page, 3, x1=SECOND)
    return ruled(page, 3, x0=FOURTH)


def test_rules_end_where_a_merged_cell_begins() -> None:
    ((head, *rows),) = found(matrix())
    assert head == ["対象者", "事業区分", "補助率", "限度額"]
    assert [row[0] for row in rows] == ["全企業", "中小企業者", "中小企業団体"]
    assert [row[3] for row in rows] == [
        "1,000万円／年度（最長3年度）",
        "500万円／年度（最長2年度）",
        "300万円／年度（単年度）",
    ]
    assert rows[0][2].replace("\n", "") == "対象経費の2/3"


def test_a_short_rule_over_the_middle_of_running_text_is_no_border() -> None:
    page = ruled(Page(), 0, 6)
    for row in range(6):
        page.text(SECOND, TOP + ROW * row + 15, "市内の事業者が行う取組を支援します。", 10)
    page.text(X0 + 4, TOP + 15, "80", 10)
    assert found(ruled(page, 1, x0=SECOND - 5, x1=500)) == []


def test_a_numbered_head_and_its_note_part_two_matrices() -> None:
    page = matrix()
    said(page, 5, "2. 単独企業コース", xs=(X0,)).text(X0 + 2, TOP + ROW * 6 + 10, "一社で行う開発", 10)
    ruled(page, 7, 8, 10)
    said(page, 7, "対象者", "事業区分", "補助率", "限度額")
    said(page, 8, "中小企業者", "全て", "1/2", "200万円")
    said(page, 9, "小規模企業者", "全て", "2/3", "200万円")
    ruled(page, 9, x1=FOURTH)
    first, second = found(page)
    assert len(first) == 4
    assert [row[2] for row in second] == ["補助率", "1/2", "2/3"]


def test_outer_columns_merged_beside_the_only_whole_rule_belong_to_the_table() -> None:
    """No border around, and one rule that reaches both sides: that under the head."""
    page = ruled(Page(), 1)
    for x in (SECOND, THIRD, FOURTH):
        page.line(x, TOP, x, TOP + 3 * ROW)
    ruled(page, 2, x0=SECOND, x1=FOURTH)
    said(page, 0, "対象者", "事業区分", "補助率", "限度額")
    said(page, 1, "中小企業者", "重点分野", "2/3", "400万円／年度（単年度）")
    said(page, 2, "", "重点分野以外", "1/2", "")
    (table,) = tables(pdf(page))
    assert (table.rows, table.cols) == (3, 4)
    assert [(cell.text, cell.col) for cell in table.cells if cell.rowspan == 2] == [
        ("中小企業者", 0),
        ("400万円／年度（単年度）", 3),
    ]


def label_rows(rows: list[tuple[str, list[str]]], *, last: bool, top: float = TOP) -> Page:
    """Labels and values with a rule above each row; one below the last where `last`."""
    page, y = Page(), top
    for label, values in rows:
        page.line(X0, y, X1, y).text(X0 + 2, y + 14, label, 10)
        for k, value in enumerate(values):
            page.text(X0 + 82, y + 14 + 15 * k, value, 10)
        y += 15 * len(values) + 6
    return page.line(X0, y, X1, y) if last else page


LONG = (
    "対象設備",
    ["次のいずれかの設備", "①機械装置（160万円以上）", "②器具備品（30万円以上）", "③車両（50万円以上）"],
)


def test_a_last_row_goes_on_to_its_last_line() -> None:
    rows = [("概要", ["設備の更新を支援"]), ("対象者", ["市内の企業"]), ("期間", ["随時"]), ("窓口", ["本庁"]), LONG]
    page = label_rows(rows, last=False).text(X0, TOP + 250, "市内の事業者の皆様へ", 10)
    (table,) = found(page)
    assert table[-1] == ["対象設備", "\n".join(LONG[1])]


def test_two_labels_before_many_lines_are_a_column() -> None:
    (table,) = found(label_rows([LONG, ("窓口", ["本庁", "北支所", "南支所"])], last=True))
    assert [row[0] for row in table] == ["対象設備", "窓口"]


def test_words_wrap_at_the_side_of_their_column_however_wide_the_white_before_them() -> None:
    rows = [("概要", ["設備の更新にかかる費用について、その一部を一年度に一回に限り予算の内で補助しま", "す。"])]
    rows += [("対象者", ["市内の企業"]), ("期間", ["随時"]), ("窓口", ["本庁"]), ("備考", ["なし"])]
    (table,) = found(label_rows(rows, last=True))
    assert table[0][1].endswith("補助します。")


def test_rows_without_a_ground_between_coloured_ones_have_the_columns_of_the_head() -> None:
    """Every other row is coloured, no rule is drawn; the rate, on its ground, and a caseload without one reach over rows."""
    xs = (X0, SECOND, THIRD, FOURTH, X1)
    page = Page()
    for left, right in pairwise(xs):
        page.box(left, TOP, right, TOP + ROW, "0.1 0.3 0.5 rg")
    for k, (left, right) in enumerate(pairwise(xs)):
        page.box(left, TOP + ROW, right, TOP + ROW * (5 if k == 2 else 2))
    page.box(X0, TOP + 3 * ROW, SECOND, TOP + 4 * ROW).box(FOURTH, TOP + 3 * ROW, X1, TOP + 4 * ROW)
    page.text(X0 + 2, TOP + 15, "対象者", 10, extra="1 1 1 rg").text(SECOND + 2, TOP + 15, "区分", 10, extra="1 1 1 rg")
    page.text(THIRD + 2, TOP + 15, "率", 10, extra="1 1 1 rg").text(
        FOURTH + 2, TOP + 15, "限度額", 10, extra="1 1 1 rg"
    )
    said(page, 1, "全企業", "重点分野", "2/3", "1,000万円")
    said(page, 2, "中小企業者", "重点分野以外", "", "500万円")
    said(page, 3, "その他", "", "", "300万円")
    said(page, 4, "中小企業団体", "基礎研究", "", "100万円")
    (table,) = tables(pdf(page))
    assert (table.rows, table.cols) == (5, 4)
    assert {cell.text: cell.rowspan for cell in table.cells if cell.rowspan > 1} == {"2/3": 4, "重点分野以外": 2}
    assert [cell.text for cell in table.cells if cell.row == 4] == ["中小企業団体", "基礎研究", "100万円"]


def test_a_cell_cut_by_the_page_end_goes_on_without_a_rule() -> None:
    rows = [("概要", ["設備の更新を支援"]), ("対象者", ["市内の企業"]), ("期間", ["随時"]), ("窓口", ["本庁"])]
    first = label_rows([*rows, ("備考", ["予算がなくなり次第終了します。他の制度"])], last=True, top=650)
    second = Page().text(X0 + 82, 60, "との重複は認められません。", 10).text(X0, 90, "市内の事業者の皆様へ", 10)
    (table,) = tables(pdf(first, second))
    assert table.cells[-1].text == "予算がなくなり次第終了します。他の制度との重複は認められません。"
    assert table.pages == (1, 2)


def test_a_head_alone_at_the_foot_of_a_page_is_that_of_the_table_on_the_next() -> None:
    xs = (X0, 180.0, 300.0, 420.0)
    first = Page().text(X0, 100, "1. 改良コース", 12)
    second = Page()
    for x, text in zip(xs, ("対象者", "事業区分", "補助率", "限度額"), strict=True):
        first.text(x + 20, 800, text, 10)
    for k, row in enumerate((("中小企業者", "全て", "1/2", "100万円"), ("小規模企業者", "全て", "2/3", "80万円"))):
        for x, text in zip(xs, row, strict=True):
            second.text(x + 10, 75 + ROW * k, text, 10)
    for k in range(3):
        second.line(X0, 60 + ROW * k, X1, 60 + ROW * k)
    for x in xs[1:]:
        second.line(x, 60, x, 60 + 2 * ROW)
    (table,) = tables(pdf(first, second))
    assert [row[0] for row in grid(table)] == ["対象者", "中小企業者", "小規模企業者"]
    assert table.row_pages == (1, 2, 2)


@pytest.mark.parametrize("overleaf", [True, False])
def test_a_head_at_the_foot_of_a_column_is_that_of_the_table_at_the_head_of_the_next(overleaf: bool) -> None:
    first = Page(842, 595)
    second = Page(842, 595) if overleaf else first
    left, right = (450.0, 40.0) if overleaf else (40.0, 450.0)
    for k in range(24):
        first.text(left, 70 + 16 * k, "市内の事業者が行う取組に要する費用の一部を補助します。", 10)
    for k in range(20):
        second.text(right, 140 + 16 * k, "市内の事業者が行う取組に要する費用の一部を補助します。", 10)
    first.text(left, 470, "1. 改良コース", 12).text(left + 8, 500, "中小企業者等による事業", 10)
    for x, text in zip((10, 110, 190, 232), ("対象者", "事業区分", "補助率", "補助金限度額"), strict=True):
        first.text(left + x, 530, text, 10)
    for k, row in enumerate((("中小企業者", "全て", "1/2", "100万円"), ("小規模企業者", "全て", "2/3", "80万円"))):
        for x, text in zip((10, 110, 190, 240), row, strict=True):
            second.text(right + x, 75 + ROW * k, text, 10)
    for k in range(3):
        second.line(right, 60 + ROW * k, right + 300, 60 + ROW * k)
    for x in (0, 100, 180, 229, 300):
        second.line(right + x, 60, right + x, 60 + 2 * ROW)
    (table,) = tables(pdf(first, second) if overleaf else pdf(first))
    assert grid(table)[0] == ["対象者", "事業区分", "補助率", "補助金限度額"]
    assert [row[0] for row in grid(table)] == ["対象者", "中小企業者", "小規模企業者"]


def test_columns_merged_over_rows_that_rules_part_elsewhere_are_told_by_their_own_rows() -> None:
    xs = (X0, SECOND, 330.0, 410.0, 480.0)
    page = ruled(Page(), 0, 1, 2, 6)
    said(page, 0, "要件", "", "一人当たりの額", "", "", xs=xs)
    said(page, 1, "延長する時間", "昇給", "小規模企業", "中小企業", "大企業", xs=xs)
    said(page, 2, "五時間以上", "－", "50万円", "40万円", "30万円", xs=xs)
    for row, (hours, share) in enumerate((("四時間以上", "5％"), ("三時間以上", "10％"), ("二時間以上", "15％")), 3):
        said(ruled(page, row, x1=330.0), row, hours, share, "", "", "", xs=xs)
    (table,) = tables(pdf(page))
    spans = {(c.row, c.col): (c.rowspan, c.colspan, c.text) for c in table.cells if c.rowspan * c.colspan > 1}
    assert spans == {
        (0, 0): (1, 2, "要件"),
        (0, 2): (1, 3, "一人当たりの額"),
        (2, 2): (4, 1, "50万円"),
        (2, 3): (4, 1, "40万円"),
        (2, 4): (4, 1, "30万円"),
    }


def _two_years(head_xs: tuple[float, float]) -> Page:
    """Two columns for each of two years, with a rule under the years; the label of the first row is set in three lines."""
    xs = (X0, 160.0, 260.0, 360.0, 460.0)
    page = ruled(ruled(Page(), 0, 2, 5, 6), 1, x0=160.0)
    said(page, 0, "令和七年", "令和六年", xs=head_xs)
    said(page, 1, "", "申請（件）", "交付（件）", "申請（件）", "交付（件）", xs=xs)
    for k, label in enumerate(("市内に本店を置く", "中小企業者及び小", "規模企業者")):
        said(page, 2 + 0.6 * k, label, "", "", "", "", xs=xs)
    for k, values in enumerate((("1,245", "1,130", "1,198", "1,077"), ("（12）", "（11）", "（9）", "（7）"))):
        said(page, 2.3 + 0.6 * k, "", *values, xs=xs)
    return said(page, 5, "その他", "320", "298", "331", "300", xs=xs)


@pytest.mark.parametrize("head_xs", [(160.0, 360.0), (220.0, 420.0)], ids=["flush left", "centred"])
def test_years_stand_over_their_columns_and_ruled_rows_stay_whole(head_xs: tuple[float, float]) -> None:
    (table,) = tables(pdf(_two_years(head_xs)))
    spans = [(c.row, c.col, c.rowspan, c.colspan, c.text) for c in table.cells if c.rowspan * c.colspan > 1]
    assert (table.rows, table.cols) == (4, 5)
    assert spans == [(0, 0, 2, 1, ""), (0, 1, 1, 2, "令和七年"), (0, 3, 1, 2, "令和六年")]
