"""Two pages printed on one sheet, and tables in frames: what belongs together though it stands apart, and the other way round."""

from __future__ import annotations

import pytest

from pipeline.parse.pdf import parse_pdf
from tests.parse.pdf_making import Page, pdf
from tests.parse.test_pdf_tables import grid, tables


def sheet(width: float) -> Page:
    """Two columns of lines; a heading stands where the lines of the other column leave white."""
    page = Page(width, 842.0 if width < 700 else 595.0)
    for k in range(20):
        if k not in (9, 10):
            page.text(60, 80 + 22 * k, f"左{k:02}の行の言葉です。", 10)
            page.text(width / 2 + 30, 80 + 22 * k, f"右{k:02}の行の言葉です。", 10)
    return page.text(60, 290, "左の章", 16)


def test_a_wide_page_that_nothing_crosses_is_two_pages() -> None:
    text = "\n".join(block.text for block in parse_pdf(pdf(sheet(842.0)), name="t.pdf").blocks)
    assert text.index("左の章") < text.index("左19") < text.index("右00")


def sections(*, bar: bool) -> Page:
    """Two sections of two columns each; the heading of the second may stand on a bar as wide as both, no larger than the words."""
    page = Page()
    for first, section in ((100, "甲"), (320, "乙")):
        page.text(310, first - 9, f"{section}の右の見出し", 10)  # right above the first line of the left column
        for k in range(8):
            page.text(60, first + 3 + 16 * k, f"{section}の左の{k}行目です。", 10)
            page.text(310, first + 7 + 16 * k, f"{section}の右の{k}行目です。", 10)
    if bar:
        page.box(56, 276, 540, 294, "0.8 0.85 0.95 rg").text(60, 289, "第二の章", 10)
    return page


def test_a_heading_on_a_bar_over_both_columns_parts_them() -> None:
    words = "".join(block.text for block in parse_pdf(pdf(sections(bar=True)), name="t.pdf").blocks)
    order = (
        "甲の左の7",
        "甲の右の見出し",
        "甲の右の0",
        "甲の右の7",
        "第二の章",
        "乙の左の7",
        "乙の右の見出し",
        "乙の右の7",
    )
    assert [words.index(one) for one in order] == sorted(words.index(one) for one in order)


def framed(*, corner: float) -> Page:
    """A box whose corners are round, and in it a heading above rows that rules part without reaching its sides."""
    x0, top, x1, bottom = 60.0, 100.0, 540.0, 280.0
    page = Page().line(x0 + corner, top, x1 - corner, top).line(x0 + corner, bottom, x1 - corner, bottom)
    page.line(x0, top + corner, x0, bottom - corner).line(x1, top + corner, x1, bottom - corner)
    page.text(x0 + 8, top + 24, "◇ 試作支援事業", 14)
    rows = [("概要", "試作にかかる費用を支援"), ("対象者", "市内の中小企業者"), ("補助率", "2/3"), ("募集期間", "随時")]
    for k, (label, value) in enumerate([*rows, ("その他", "審査があります")]):
        y = top + 50 + 24 * k
        page.text(x0 + 8, y + 15, label, 10).text(x0 + 90, y + 15, value, 10)
        if k < len(rows):
            page.line(x0 + 7, y + 24, x1 - 7, y + 24, 0.5)
    return page


def test_rules_that_stop_at_one_margin_in_a_frame_part_the_rows_of_a_table() -> None:
    for corner in (0.0, 6.0):
        data = pdf(framed(corner=corner))
        (table,) = tables(data)
        assert [row[0] for row in grid(table)] == ["概要", "対象者", "補助率", "募集期間", "その他"]
        assert [block.text for block in parse_pdf(data, name="t.pdf").blocks if block.kind == "heading"] == [
            "◇ 試作支援事業"
        ]


def matrix(top: float, *rows: str) -> Page:
    """A ruled table of three columns."""
    xs = (60.0, 220.0, 380.0, 530.0)
    page = Page().across(top=top, rows=len(rows)).down(xs, top=top, bottom=top + 28 * len(rows))
    for k, row in enumerate(rows):
        for x, words in zip(xs, row.split("|"), strict=False):
            page.text(x + 6, top + 18 + 28 * k, words)
    return page


@pytest.mark.parametrize(
    ("above", "below", "rows"),
    [
        ("中小企業者及び中|新製品開発に向け|100万円／年度", "小企業団体|た基礎研究|（単年度）", 1),
        ("中小企業者及び中小企業団|新製品開発向け|2/3", "体|基礎研究|", 1),
        ("他の中小企業者又|対象経費の|年度当たり", "は中小企業団体|2/3|400万円", 1),
        ("中小企業者|対象経費の1/2|上限なし", "小規模企業者|対象経費の2/3|上限なし", 2),
        ("市内に住むこと|働くためのもの|1年", "補助率|年齢|2年", 2),
        ("一般枠|中小企業者|1/2以内", "|小規模事業者|2/3以内", 2),
    ],
)
def test_a_row_of_a_matrix_whose_words_a_page_end_tears_is_one(above: str, below: str, rows: int) -> None:
    (table,) = tables(pdf(matrix(720, "対象者|区分|内容", above), matrix(60, below, "誰でも|全て|50万円")))
    assert table.rows == rows + 2
    if rows == 1:
        whole = [a + b for a, b in zip(above.split("|"), below.split("|"), strict=True)]
        assert grid(table)[1] == whole


def test_words_of_a_stretched_line_are_one() -> None:
    page = Page()
    for x, words in (
        (60, "150"),
        (101, "人規模の研修にも"),
        (207, "10"),
        (243, "人程度の会議にも使える施設です。最大"),
        (449, "130"),
    ):
        page.text(x, 100, words, 10)
    page.text(60, 116, "台を収容する駐車場があります。", 10)
    (block,) = parse_pdf(pdf(page), name="t.pdf").blocks
    assert "人規模の研修にも 10 人程度の会議にも使える施設です。最大 130" in block.text


def test_the_tail_of_a_label_goes_on_the_line_above() -> None:
    page = Page().across(x1=248, top=100, rows=2).down((60, 150, 248), top=100, bottom=156).text(66, 118, "内容")
    page.text(156, 112, "利率のうち0.5% 限", 10).text(156, 125, "度額：年30万円", 10).text(66, 146, "期間").text(
        156, 146, "随時"
    )
    (table,) = tables(pdf(page))
    assert grid(table)[0] == ["内容", "利率のうち0.5% 限度額：年30万円"]


def test_labels_spread_as_wide_as_their_column_end_where_the_values_begin() -> None:
    labels, page = ("概要", "対象者", "対象経費", "募集期間", "その他"), Page().line(58, 100, 540, 100)
    for k, label in enumerate(labels):
        for n, letter in enumerate(label):
            page.text(60 + 90 * n / (len(label) - 1), 114 + 20 * k, letter, 10)
        page.text(166, 114 + 20 * k, f"{k}番目の値を述べる言葉です", 10).line(58, 120 + 20 * k, 540, 120 + 20 * k)
    (table,) = tables(pdf(page))
    assert [row[0].replace(" ", "") for row in grid(table)] == list(labels)
    assert [row[1] for row in grid(table)] == [f"{k}番目の値を述べる言葉です" for k in range(5)]


def test_coloured_cells_of_every_other_row_tell_rows_between_rules_far_apart() -> None:
    page = Page().line(60, 100, 540, 100).line(60, 320, 540, 320)
    for x0, top, x1, bottom in (
        (60, 190, 220, 230),
        (220, 190, 380, 270),
        (380, 190, 540, 230),
        (60, 270, 220, 320),
        (220, 270, 380, 320),
        (380, 270, 540, 320),
    ):
        page.box(x0, top, x1, bottom, "0.9 0.93 0.96 rg")
    rows = {
        128: "対象者|区分|限度額",
        174: "甲|重点|10万円",
        214: "乙||20万円",
        254: "丙||30万円",
        299: "丁|基礎|40万円",
    }
    for y, row in rows.items():
        for x, words in zip((110, 280, 430), row.split("|"), strict=True):
            page.text(x, y, words, 10) if words else page
    (table,) = tables(pdf(page.text(280, 234, "一般", 10)))
    assert [cell.text for cell in table.cells if cell.col == 2][-3:] == ["20万円", "30万円", "40万円"]


def test_the_end_of_a_verb_goes_on_the_line_above() -> None:
    page = Page().across(x1=400, top=100, rows=2).down((60, 150, 400), top=100, bottom=156).text(66, 118, "その他")
    page.text(156, 112, "ほかの制度と重ねて利用することはで", 10).text(156, 125, "きません。", 10)
    (table,) = tables(pdf(page.text(66, 146, "期間").text(156, 146, "随時")))
    assert grid(table)[0] == ["その他", "ほかの制度と重ねて利用することはできません。"]
