"""What is drawn on and around tables — underlines, call-outs, frames, tiles, charts — and what it must not do to them."""

from __future__ import annotations

import numpy as np
import pytest

from pipeline.parse.pdf.tables.rules import split_directions
from tests.parse.pdf_making import BORDER, LABELS, LEFT, RIGHT, ROW, TOP, VALUES, Page, pdf, ruled_page
from tests.parse.test_pdf_tables import grid, squeeze, tables

BOTTOM = TOP + 5 * ROW
USUAL = [[squeeze(label), squeeze(value)] for label, value in zip(LABELS, VALUES, strict=True)]


def squeezed(page: Page) -> list[list[list[str]]]:
    """The tables of a page, their words without spaces (ASCII and full-width forms as drawn)."""
    return [[[squeeze(words) for words in row] for row in grid(table)] for table in tables(pdf(page))]


def underlined_to_both_borders() -> Page:
    """The text of a cell fills it, and its underline goes on under a blank up to five points from the border."""
    page = Page().across().down()
    for k, label in enumerate(LABELS):
        page.text(LEFT + 6, TOP + ROW * k + 18, label)
        page.text(BORDER + 6, TOP + ROW * k + 11, "経" * 34)
        page.box(BORDER + 6, TOP + ROW * k + 12.5, RIGHT - 6, TOP + ROW * k + 13.1, "0 g")
    return page


def underlined_spread_letters() -> Page:
    """Spread letters leave more white than ink above their underline."""
    page = Page().across().down()
    for k, label in enumerate(LABELS):
        page.text(LEFT + 6, TOP + ROW * k + 18, label)
        for n, letter in enumerate("賃金を十八パーセント以上増額"):
            page.text(BORDER + 8 + 20 * n, TOP + ROW * k + 11, letter)
        page.line(BORDER + 8, TOP + ROW * k + 12.5, BORDER + 8 + 20 * 13 + 10.5, TOP + ROW * k + 12.5)
    return page


def struck_out() -> Page:
    """A value is struck out by a line longer than it."""
    return ruled_page().line(154, 211.5, 330, 211.5)


@pytest.mark.parametrize("draw", [underlined_to_both_borders, underlined_spread_letters, struck_out])
def test_underlines_are_no_rules(draw) -> None:
    (table,) = tables(pdf(draw()))
    assert (table.rows, table.cols, len(table.cells)) == (5, 2, 10)


def test_a_call_out_over_a_table_draws_no_cells() -> None:
    page = ruled_page()
    outline = "180 636 m 527 636 l 527 568 l 180 568 l 180 590 l 156 600 l 180 610 l h"  # a box with a pointer
    page.raw(f"q 0.5 w {outline} S Q")
    assert squeezed(page) == [USUAL]


def test_a_text_box_across_a_tables_border_draws_no_cells() -> None:
    page = ruled_page().box(BORDER + 5, BOTTOM - 9, RIGHT - 5, BOTTOM + 30, "0.8 g 0 G 0.7 w", "B")
    page.text(BORDER + 30, BOTTOM + 18, "記入例をご覧ください")
    assert squeezed(page) == [USUAL]


@pytest.mark.parametrize("margin", [4.5, 6.0, 15.0])
def test_a_table_that_touches_the_frame_around_it_stays_apart(margin: float) -> None:
    page = Page().across(x0=LEFT + margin, x1=RIGHT - margin, rows=2)
    page.down((LEFT + margin, BORDER, RIGHT - margin), bottom=TOP + 2 * ROW)
    for k in range(2):
        page.text(LEFT + margin + 4, TOP + ROW * k + 18, LABELS[k]).text(BORDER + 6, TOP + ROW * k + 18, VALUES[k])
    for y in (TOP - 0.6, TOP + 3 * ROW, TOP + 4 * ROW):  # the frame goes on below with a row of its own
        page.line(LEFT, y, RIGHT, y)
    page.down((LEFT, RIGHT), top=TOP - 0.6, bottom=TOP + 4 * ROW).text(LEFT + 6, TOP + 3 * ROW + 18, "②広報費")
    found = sorted(squeezed(page), key=len)
    assert [[squeeze("②広報費")]] == found[1][1:] or [squeeze("②広報費")] in found[0] + found[1]
    assert USUAL[:2] in found
    assert len(found) == 2


@pytest.mark.parametrize("gap", [1.0, 3.5, 5.0])
def test_cells_drawn_as_single_boxes_with_gaps_are_a_table(gap: float) -> None:
    page = Page()
    for k, (label, value) in enumerate(zip(LABELS, VALUES, strict=True)):
        top = TOP + (ROW + gap) * k
        page.box(LEFT, top, BORDER, top + ROW, "0 G 0.7 w", "S").text(LEFT + 6, top + 18, label)
        page.box(BORDER + gap, top, RIGHT, top + ROW, "0 G 0.7 w", "S").text(BORDER + gap + 6, top + 18, value)
    assert squeezed(page) == [USUAL]


def test_filled_cells_with_gaps_are_a_table_though_grounds_of_headings_stand_on_their_page() -> None:
    page = Page()
    for k, top in enumerate((TOP - 60, 400, 440, 480)):
        page.box(LEFT - 6 * k, top, RIGHT, top + 20 + k, "0.5 0.2 0 rg")
    for n in range(2):
        y = TOP + 20 * n
        page.box(LEFT, y, BORDER - 1.5, y + 18.5, "0.95 g").text(LEFT + 6, y + 14, f"小規模企業者{n}")
        page.box(380, y, RIGHT, y + 18.5, "0.95 g").text(386, y + 14, f"{n}00万円")
    page.box(BORDER, TOP, 378.5, TOP + 38.5, "0.95 g").text(BORDER + 6, TOP + 24, "対象経費")
    assert squeezed(page) == [[[f"小規模企業者{n}", "対象経費", f"{n}00万円"] for n in range(2)]]


def test_a_page_s_end_leaves_merged_cells_longer_or_shorter_than_their_rows() -> None:
    xs = [LEFT, 160, 240, 330, RIGHT]
    page = Page()
    rows = [
        (TOP, "年度 区分 補助率 限度額"),
        (TOP + 24.0, "全企業 重点分野 2/3 900万円"),
        (TOP + 60, "団体 その他  500万円"),
    ]
    depths = [(18.5,) * 4, (33.0, 33.0, 95.0, 33.0), (40.0, 60.5, 0.0, 40.0)]
    for (y, texts), deep in zip(rows, depths, strict=True):
        for k, words in enumerate(texts.split(" ")):
            top = y - 1.5 * k if y == TOP + 24.0 else y
            if deep[k]:
                page.box(xs[k], top, xs[k + 1] - 1.5, y + deep[k], "0.95 g").text(xs[k] + 5, y + 14, words)
    assert squeezed(page) == [
        [
            ["年度", "区分", "補助率", "限度額"],
            ["全企業", "重点分野", "2/3", "900万円"],
            ["団体", "その他", "2/3", "500万円"],
        ]
    ]


def test_filled_cells_above_and_below_a_heading_are_two_tables() -> None:
    page = Page().text(LEFT, TOP + 2 * ROW + 20, "見本市出展", 12)
    for k in range(4):
        y = TOP + ROW * k + (40 if k > 1 else 0)
        page.box(LEFT, y, BORDER - 1.5, y + ROW - 1.5, "0.85 0.9 0.95 rg").text(LEFT + 6, y + 16, LABELS[k])
        page.box(BORDER, y, RIGHT, y + ROW - 1.5, "0.95 g").text(BORDER + 6, y + 16, VALUES[k])
    assert squeezed(page) == [USUAL[:2], USUAL[2:4]]


def test_boxes_in_a_rounded_frame_are_no_table() -> None:
    page = Page().line(LEFT, TOP + 6, LEFT, BOTTOM - 6).line(BORDER + 20, TOP + 6, BORDER + 20, BOTTOM - 6)
    page.line(LEFT + 6, TOP, BORDER + 14, TOP).line(LEFT + 6, BOTTOM, BORDER + 14, BOTTOM)
    for top, words in ((TOP + 12, "中小企業者"), (BOTTOM - 52, "販売事業者")):
        page.box(LEFT + 2.3, top, BORDER + 17.7, top + 40, "0 G 0.7 w", "S").text(LEFT + 10, top + 20, words)
    page.text(LEFT + 30, TOP + 72, "相談と支援")
    assert squeezed(page) == []


@pytest.mark.parametrize(("gap", "found"), [(10.0, 1), (24.0, 2)])
def test_a_head_of_boxes_just_above_a_table_of_its_columns_belongs_to_it(gap: float, found: int) -> None:
    xs = [LEFT, BORDER, 340.0, RIGHT]
    page = Page().across(rows=1).down(xs, bottom=TOP + ROW)
    page.across(top=TOP + ROW + gap, rows=2).down(xs, top=TOP + ROW + gap, bottom=TOP + gap + 3 * ROW)
    for k, (y, words) in enumerate(((TOP, "年度"), (TOP + ROW + gap, "策定"), (TOP + 2 * ROW + gap, "実施"))):
        for n in range(3):
            page.text(xs[n] + 6, y + 18, f"{words}{k}{n}")
    tables_found = squeezed(page)
    assert len(tables_found) == found
    assert [row for table in tables_found for row in table] == [
        [f"{words}{k}{n}" for n in range(3)] for k, words in enumerate(("年度", "策定", "実施"))
    ]


def slide(*, hole: bool = False) -> Page:
    """A table of a slide: every cell a filled box, a coloured head, and rules only between the rows of the body."""
    page = Page()
    for k in range(5):
        for x0, x1 in ((LEFT, BORDER), (BORDER, RIGHT)):
            if not (hole and k == 3 and x0 == LEFT):
                page.box(x0, TOP + ROW * k, x1, TOP + ROW * (k + 1), "0 0.2 0.6 rg" if k == 0 else "1 g")
        if k > 1:
            page.line(LEFT, TOP + ROW * k, RIGHT, TOP + ROW * k)
    page.line(BORDER, TOP + 2 * ROW, BORDER, BOTTOM)
    return page


def test_the_boxes_of_a_slide_draw_its_grid_where_rules_leave_gaps() -> None:
    page = slide()
    for k, (label, value) in enumerate(zip(LABELS, VALUES, strict=True)):
        color = "1 g" if k == 0 else "0 g"
        page.text(LEFT + 6, TOP + ROW * k + 18, label, extra=color)
        page.text(BORDER + 6, TOP + ROW * k + 18, value, extra=color)
    assert squeezed(page) == [USUAL]


def test_one_cell_of_a_slide_may_have_no_ground() -> None:
    assert squeezed(slide(hole=True).table_text().box(0, 0, 1, 1))[0][4] == USUAL[4]


def test_white_boxes_under_printed_lines_are_no_cells() -> None:
    page = Page()
    for k in range(10):
        page.box(LEFT, TOP + 14 * k, BORDER, TOP + 14 * (k + 1), "1 g").box(
            BORDER, TOP + 14 * k, RIGHT, TOP + 14 * (k + 1), "1 g"
        )
    page.across().down().table_text()
    assert squeezed(page) == [USUAL]


def line_chart(side: str) -> Page:
    page = Page()
    for k in range(6):
        page.line(LEFT, TOP + ROW * k, RIGHT, TOP + ROW * k)
        x = LEFT - 24 if side == "left" else RIGHT + 6
        page.text(x, TOP + ROW * k + 3.5, f"{500 - 100 * k}", 9)
    page.down((LEFT, RIGHT))
    for k in range(4):
        page.text(LEFT + 60 + 100 * k, TOP + 20 + 25 * k, f"{480 - 90 * k}", 9)
    return page


@pytest.mark.parametrize("side", ["left", "right"])
def test_grid_lines_with_the_figures_of_an_axis_are_no_table(side: str) -> None:
    assert tables(pdf(line_chart(side))) == []


def test_a_bar_chart_with_percentages_over_its_lines_is_no_table() -> None:
    page = Page()
    for k in range(6):
        x = LEFT + 90 * k
        page.line(x, TOP, x, BOTTOM).text(x - 9, TOP - 4, f"{20 * k}％", 9)
    for k in range(3):
        page.box(LEFT, TOP + 10 + 45 * k, LEFT + 300 - 60 * k, TOP + 30 + 45 * k, "0.4 0.4 1 rg")
        page.text(LEFT + 30 + 90 * k, TOP + 24 + 45 * k, f"{66 - 13 * k}.6％", 9)
    page.line(LEFT, TOP, LEFT + 450, TOP).line(LEFT, BOTTOM, LEFT + 450, BOTTOM)
    assert tables(pdf(page)) == []


def test_boxes_joined_by_lines_are_a_diagram_and_no_table() -> None:
    page = Page().box(100, 100, 500, 140, "1 g 0 G 1 w", "B").text(240, 124, "導入支援事業者")
    page.box(100, 220, 240, 250, "1 g 0 G 1 w", "B").text(130, 240, "取引先")
    page.box(320, 220, 500, 250, "1 g 0 G 1 w", "B").text(370, 240, "申請者")
    page.line(170, 140, 170, 220, 3).line(410, 140, 410, 220, 3).text(190, 180, "・申請の支援")
    assert tables(pdf(page)) == []


@pytest.mark.parametrize("titles", [0, 1])
def test_an_empty_form_is_a_table(titles: int) -> None:
    """Above the head may stand a row that is one cell."""
    xs = [LEFT + 94 * k for k in range(6)]
    page = (
        Page().across(rows=14 + titles).down(xs[::5]).down(xs, top=TOP + titles * ROW, bottom=TOP + (14 + titles) * ROW)
    )
    for k in range(5):
        page.text(xs[k] + 30, TOP + titles * ROW + 18, f"第{k + 3}回")
    (table,) = tables(pdf(page))
    assert (table.rows, table.cols) == (14 + titles, 5)


def test_lines_that_cross_and_run_on_are_no_table() -> None:
    page = Page().line(40, 200, 520, 200).line(120, 120, 120, 320).line(300, 120, 300, 320)
    page.text(130, 190, "日本語").text(310, 190, "あいうえお").text(130, 220, "縦書き")
    assert tables(pdf(page)) == []


def test_a_page_full_of_short_strokes_keeps_its_long_rules_only() -> None:
    k = np.arange(1600)
    x, y = 60 + 11.0 * (k % 40), 300 + 9.0 * (k // 40)
    strokes = [np.stack([x, y, x + 6, y + 0.3], 1), np.stack([x + 8, y, x + 8.3, y + 5.5], 1)]
    border = np.array([[60, 100, 530, 100.5], [60, 200, 530, 200.5], [60, 100, 60.5, 200], [530, 100, 530.5, 200]])
    across, down = split_directions(np.concatenate([*strokes, border]))
    assert (len(across), len(down)) == (2, 2)


def test_a_mark_beside_a_long_rule_does_not_move_it() -> None:
    _, down = split_directions(np.array([[100, 50, 100.5, 350], [101, 40, 102.6, 46]]))
    assert abs(down[0, 0] - 100.25) < 0.1


@pytest.mark.parametrize(("mark", "x", "rise"), [("※", 0.0, 7.0), ("1)", 1.0, 4.5), ("※２", -3.0, 8.5)])
def test_a_footnote_mark_above_a_words_end_stands_behind_it(mark: str, x: float, rise: float) -> None:
    page = Page().across(rows=2).down(bottom=TOP + 2 * ROW).text(LEFT + 6, TOP + 18, "小規模企業", 10)
    page.text(LEFT + 56 + x, TOP + 18 - rise, mark, 5).text(BORDER + 6, TOP + 18, "50万円")
    page.text(LEFT + 6, TOP + ROW + 18, "中小企業", 10).text(BORDER + 6, TOP + ROW + 18, "40万円")
    assert squeezed(page)[0][0][0] == squeeze("小規模企業" + mark)


def test_figures_in_columns_without_rules_stand_in_columns() -> None:
    page = Page().across(rows=6).down((BORDER,), bottom=TOP + 6 * ROW)
    figures = [["令和五年", "令和六年", "増減"], *([f"{1234 * k:,}", f"{987 * k:,}", f"△{k}.5"] for k in range(1, 6))]
    for k, row in enumerate(figures):
        page.text(LEFT + 6, TOP + ROW * k + 18, ["区分", *LABELS][k])
        for n, words in enumerate(row):
            page.text(BORDER + 30 + 120 * n, TOP + ROW * k + 18, words)
    (table,) = squeezed(page)
    assert table == [[squeeze(label), *row] for label, row in zip(["区分", *LABELS], figures, strict=True)]


@pytest.mark.parametrize("inner_only", [False, True])
def test_a_head_centred_over_short_labels_stays_in_its_column(inner_only: bool) -> None:
    heads, rows = (
        ["区分の名称", "令和五年", "令和六年"],
        [["製造", "1,234", "987"], ["卸売", "2,468", "1,974"], ["小売", "702", "61"]],
    )
    rows = [*rows, *([f"業種{k}", f"{k}20", f"{k}30"] for k in range(1, 10))]
    page = Page()
    for k in range(1 if inner_only else 0, 13 if inner_only else 14):
        page.line(LEFT, TOP + 20 * k, RIGHT, TOP + 20 * k)
    for n, head in enumerate(heads):
        page.text((LEFT + 112, LEFT + 240, LEFT + 370)[n], TOP + 14, head)
    for k, row in enumerate(rows, 1):
        for n, words in enumerate(row):
            page.text((LEFT + 4, LEFT + 250, LEFT + 380)[n], TOP + 20 * k + 14, words)
    assert squeezed(page) == [[heads, *rows]]


def chronicle() -> Page:
    """Dotted rules of tiny images between the rows, none at head and foot, and events on a ground that shades its lines too."""
    page, rows = Page(height=1000), [3, 1, 2, 1, 9, 2]
    y = TOP
    for k, lines in enumerate(rows):
        bottom = y + 24 * lines
        page.box(BORDER, y + 0.5, RIGHT, bottom - 0.5, "0.8 1 0.8 rg").text(
            LEFT + 6, y + 12 * lines + 4, f"平成{k + 2}年"
        )
        for n in range(lines):
            page.box(BORDER + 5, y + 24 * n + 0.5, RIGHT - 5, y + 24 * n + 23.5, "0.8 1 0.8 rg")
            page.text(BORDER + 9, y + 24 * n + 16, f"第{n + 1}公民館の完成")
        if k < len(rows) - 1:
            for dot in range(157):
                x = LEFT + 3 * dot
                page.raw(f"q 1 0 0 1.9 {x} {1000 - bottom} cm BI /W 1 /H 1 /BPC 1 /CS /G ID \x00 EI Q")
        y = bottom
    return page


def test_dots_drawn_as_images_part_the_rows_of_a_table_with_one_shaded_column() -> None:
    (table,) = squeezed(chronicle())
    assert [row[0] for row in table] == [f"平成{k + 2}年" for k in range(6)]
    assert [row[1].count("完成") for row in table] == [3, 1, 2, 1, 9, 2]


def picture(x0: float, top: float, x1: float, bottom: float) -> str:
    return f"q {x1 - x0} 0 0 {bottom - top} {x0} {842 - bottom} cm BI /W 1 /H 1 /BPC 1 /CS /G ID \x00 EI Q"


def test_borders_printed_as_images_are_rules() -> None:
    page = Page().table_text()
    for k in range(6):
        page.raw(picture(LEFT, TOP + ROW * k, RIGHT, TOP + ROW * k + 0.8))
    for x in (LEFT, BORDER, RIGHT):
        page.raw(picture(x, TOP, x + 0.8, TOP + 5 * ROW))
    assert squeezed(page) == [USUAL]


def test_the_strips_that_a_picture_is_sent_in_are_no_rules() -> None:
    page = ruled_page()
    for k in range(80):
        page.raw(picture(80, 500 + 2 * k, 400, 502 + 2 * k))
    page.text(90, 700, "写真の説明の文です。").raw(picture(80, 500, 82, 660)).raw(picture(398, 500, 400, 660))
    assert squeezed(page) == [USUAL]
