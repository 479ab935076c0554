"""Vertical text is read downwards and from right to left, tier after tier, whatever pieces the page draws it in."""

from __future__ import annotations

import pikepdf
import pytest
from pikepdf import Dictionary, Name

from pipeline.parse.pdf import parse_pdf
from tests.parse.pdf_making import Page, pdf, ruled_page
from tests.parse.test_pdf_text import words

MARKS = "「」（）、。"


def column(page: Page, x: float, top: float, text: str, size: float = 11, pitch: float = 11) -> None:
    """Glyphs one below the other, runs of figures set across, marks half as high as the others."""
    for part in text.split("|"):
        if part.isascii():
            page.text(x + size / 2 - len(part) * size / 4, top + 0.88 * size, part, size)
            top += pitch
            continue
        for char in part:
            lift = 0.5 * size if char in "「（" else 0
            page.text(x, top + 0.88 * size - lift, char, size)
            top += pitch / 2 if char in MARKS else pitch


def read(*columns: tuple[float, float, str], **setting: float) -> str:
    page = Page()
    for x, top, text in columns:
        column(page, x, top, text, **setting)
    return words(parse_pdf(pdf(page), name="t.pdf")).replace("\n", "")


def test_marks_that_take_half_an_em_part_no_column() -> None:
    first, second = "町では「空き店舗（事務所も含む）」を使う方に", "奨励金を出します。詳しくは、（町の）窓口まで。"
    assert read((500, 60, first), (482, 60, second)) == first + second


@pytest.mark.parametrize(
    "text",
    [
        "受付は令和|11|年|10|月|15|日から始まります",
        "|30|人以下の会社に限ります",
        "上限は|90|万円",
    ],
)
def test_figures_across_a_column_belong_to_it(text: str) -> None:
    assert (
        read((500, 60, text), (480, 60, "申請書の様式は窓口にあります"))
        == text.replace("|", "") + "申請書の様式は窓口にあります"
    )


def test_a_mark_of_no_fixed_width_stays_in_its_column() -> None:
    assert (
        read((500, 60, "独立行政法人（※１）の職員"), (480, 60, "支援する機関の方"))
        == "独立行政法人（※１）の職員支援する機関の方"
    )


def test_a_title_of_one_character_comes_before_the_columns_left_of_it() -> None:
    lines = ["この手引きは町の商いを", "続ける人のために編まれ", "ました。皆様のお役に立"]
    assert read((530, 60, "序"), *((480 - 20 * k, 60, text) for k, text in enumerate(lines))) == "序" + "".join(lines)


def test_a_running_head_above_the_columns_reads_across() -> None:
    page = Page().text(60, 40, "町公報第三号").text(400, 40, "九月一日（号外）")
    for k, text in enumerate(["この手引きは町の商いを", "続ける人のために編まれ"]):
        column(page, 480 - 20 * k, 60, text)
    assert words(parse_pdf(pdf(page), name="t.pdf")).splitlines()[:2] == ["町公報第三号", "九月一日（号外）"]


@pytest.mark.parametrize("step", [18, 40])
def test_tiers_are_read_one_after_the_other(step: float) -> None:
    texts = [f"第{number}項は町の告示に定める" for number in "一二三四五六七八九十"]
    placed = [(500 - step * (k % 5), 60 + 250 * (k // 5), text) for k, text in enumerate(texts)]
    assert read(*placed, pitch=12.5) == "".join(texts)


def test_a_longer_title_beside_them_does_not_part_the_columns_of_a_sentence() -> None:
    page = Page()
    column(page, 520, 60, "空き店舗を使う方への奨励金の手引き", 13, 13)
    for k, text in enumerate(["町では空き店舗を使", "って商いを始める方", "に改装の費用の一部", "を助成いたします。"]):
        column(page, 490 - 17 * k, 60, text)
    assert words(parse_pdf(pdf(page), name="t.pdf")).splitlines()[1:] == [
        "町では空き店舗を使って商いを始める方に改装の費用の一部を助成いたします。"
    ]


def test_the_right_page_of_a_vertical_spread_comes_first() -> None:
    page = Page(1190, 842)
    for left, sign in ((60, "後"), (700, "先")):
        page.text(left + 164, 60, f"{sign}の紙面の見出しは横書きです", 14)
        for k in range(9):
            column(page, left + 300 - 17 * k, 100, f"{sign}の文の第{'一二三四五六七八九'[k]}列目です")
    read_in_order = words(parse_pdf(pdf(page), name="t.pdf"))
    assert read_in_order.rindex("先") < read_in_order.index("後")


def test_figures_on_their_side_stay_together() -> None:
    page = Page().raw("q 0 -1 1 0 0 842 cm BT /H 10 Tf 100 300 Td (11,710,100) Tj ET Q")

    def change(document: pikepdf.Pdf) -> None:
        font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
        document.pages[0].Resources.Font.H = document.make_indirect(font)

    assert words(parse_pdf(pdf(page, change=change), name="t.pdf")) == "11,710,100"


def test_brackets_on_their_side_belong_to_the_column() -> None:
    page = Page()
    column(page, 500, 60, "町の魅力")
    page.raw(f"q 0 -1 1 0 502 {842 - 106} cm BT /J 11 Tf 0 0 Td <0028> Tj ET Q")
    column(page, 500, 112, "ひと")
    page.raw(f"q 0 -1 1 0 502 {842 - 135} cm BT /J 11 Tf 0 0 Td <0029> Tj ET Q")
    column(page, 500, 142, "を伝える紙面")
    assert words(parse_pdf(pdf(page), name="t.pdf")) == "町の魅力(ひと)を伝える紙面"


def test_figures_below_a_heading_are_no_column() -> None:
    page = Page()
    for k, text in enumerate(["件", "11", "12", "13"]):
        page.text(300 - 3 * len(text), 100 + 14 * k, text)
    assert words(parse_pdf(pdf(page), name="t.pdf")).split() == ["件", "11", "12", "13"]


def test_columns_below_a_table_are_none_of_its_words() -> None:
    page = ruled_page()
    for x, column in ((180, "縦書きの案内文です。"), (160, "申請は市役所へ。")):
        page.text(x, 282, column, 12, font="V")
    *_, text = parse_pdf(pdf(page), name="t.pdf").blocks
    assert text.kind == "paragraph"
    assert "縦書きの案内文" in text.text


def test_labels_spread_down_a_cell_in_two_columns_are_read_from_the_right() -> None:
    page = Page().across(rows=0).across(top=262, rows=0).down(bottom=262).text(156, 200, "市内の会社")
    column(page, 106, 150, "支援の", pitch=30)
    column(page, 92, 165, "対象者", pitch=30)
    (table,) = parse_pdf(pdf(page), name="t.pdf").blocks
    assert [cell.text.replace("\n", "") for cell in table.cells if cell.col == 0] == ["支援の対象者"]
