"""What stands among tables and is none, or parts none: maps, arrows, search boxes, double lines, notes, other tables."""

from __future__ import annotations

import numpy as np
import pytest

from pipeline.parse.pdf import parse_pdf
from pipeline.parse.pdf.tables.nested import part_frames
from pipeline.parse.pdf.tables.rules import RuleGroup
from tests.parse.pdf_making import Page, pdf, ruled_page
from tests.parse.test_pdf_tables import tables


def test_streets_that_cross_are_no_table_though_names_stand_between_them() -> None:
    page = Page()
    for n in range(3):
        page.line(330, 652 + 45 * n, 530, 652 + 45 * n, 2).line(360 + 60 * n, 630, 360 + 60 * n, 770, 2)
    for x, y, words in ((366, 690, "市役所"), (426, 720, "図書館"), (484, 690, "駅"), (430, 645, "保健センター")):
        page.text(x, y, words, 8)
    assert tables(pdf(page)) == []


def test_a_dotted_arrow_from_a_box_to_the_next_makes_no_cells() -> None:
    page = Page().box(60, 190, 196, 267, "0.5 w 0 G", "S").line(294, 142, 294, 250)
    for n in range(23):
        page.box(198 + 4 * n, 214, 200 + 4 * n, 216, "0 g")
    page.text(80, 225, "町の事務局", 10).text(210, 208, "各種の指導", 9).text(210, 232, "申請と報告", 9)
    assert tables(pdf(page)) == []


@pytest.mark.parametrize(("right", "down"), [(120, 0), (0, 60)])
def test_boxes_that_lines_join_are_steps_and_no_table(right: float, down: float) -> None:
    page = Page()
    for n, step in enumerate(("申請書の提出", "書類の審査", "交付の決定")):
        x, y = 100 + right * n, 100 + down * n
        page.box(x, y, x + 90, y + 30, "0.7 w 0 G", "S").text(x + 8, y + 19, step, 10)
        if n:
            page.line(*((x - 30, y + 15, x, y + 15) if right else (x + 45, y - 30, x + 45, y)))
    assert tables(pdf(page)) == []


def test_a_search_box_and_the_button_beside_it_are_no_table() -> None:
    page = Page().box(300, 200, 394, 216, "0.5 w 0 G", "S").box(400, 200, 440, 216, "0.5 w 0 G", "S")
    page.line(292, 208, 300, 208).line(394, 200, 400, 200).line(394, 216, 400, 216)
    page.text(306, 212, "みどり町 補助金", 10).text(406, 212, "検索", 10)
    assert tables(pdf(page)) == []


def test_a_table_between_double_lines_far_apart_is_in_no_frame() -> None:
    outer, inner, cells = (47.1, 1134.5), (49.8, 1131.8), (51.0, 1130.5)  # a sheet printed on paper twice as large
    ends = {137: outer, 139.7: inner, 169: cells, 269: inner, 271.7: inner, 291: cells, 756.4: inner, 759.1: outer}
    down = [[47.7, 136, 760], [50.5, 139, 757], [1131.1, 139, 757], [1133.8, 136, 760]]
    down += [[x, top, bottom] for x in (213.3, 344.6) for top, bottom in ((140, 268.3), (272.2, 755.8))]
    group = RuleGroup(np.array([[y, *sides] for y, sides in ends.items()]), np.array(down))
    assert len(part_frames(group, np.zeros((0, 2)))) == 1


def test_the_end_of_a_coloured_table_is_no_foot_of_the_ruled_one_above_it() -> None:
    page = Page()
    for y in (106, 146, 225):
        page.line(56, y, 540, y, 1.5)
    for k, line in enumerate(
        (("区分", "件数", "金額"), ("新規", "12", "3,600"), ("継続", "30", "6,000"), ("計", "42", "9,600"))
    ):
        for x, words in zip((60, 250, 420), line, strict=True):
            page.text(x, (130, 162, 188, 214)[k], words, 10)
    for k, line in enumerate((("区分", "割合"), ("新規", "29%"), ("継続", "71%"))):
        y = 260 + 20 * k
        page.box(137, y, 457, y + 20, "0.6 0.8 0.9 rg" if k % 2 == 0 else "0.95 g")
        page.text(142, y + 14, line[0], 10).text(320, y + 14, line[1], 10)
    first = tables(pdf(page))[0]
    assert (first.rows, first.cols, first.cells[0].text) == (4, 3, "区分")


def test_a_note_in_a_cell_parts_no_table() -> None:
    page = Page()
    for y in (100, 120, 140, 160, 214, 234):
        page.line(60, y, 540, y)
    for k, label in enumerate(("業種", "卸売業", "小売業")):
        page.text(64, 114 + 20 * k, label, 10).text(300, 114 + 20 * k, f"資本金{k}千万円以下", 10)
    page.text(64, 174, "製造業（車両の部品を", 10).text(64, 190, "※）その組立てを除く。", 10).text(
        64, 206, "含む。）", 10
    )
    page.text(300, 182, "資本金３億円以下又は", 10).text(300, 198, "従業員９００人以下", 10)
    page.text(64, 228, "旅館業", 10).text(300, 228, "資本金５千万円以下", 10)
    assert [(table.rows, table.cols) for table in tables(pdf(page))] == [(5, 2)]


def test_a_caption_between_coloured_heads_parts_tables_without_outer_rules() -> None:
    page = Page()
    for top in (100, 200):
        for k, words in enumerate(("区分 件数 金額", "新規 12 3,600", "継続 30 6,000", "計 42 9,600")):
            if k == 0:
                page.box(60, top, 540, top + 20, "0.85 g")
            page.line(60, top + 20 * k, 540, top + 20 * k)
            for x, word in zip((66, 250, 400), words.split(), strict=True):
                page.text(x, top + 20 * k + 14, word, 10)
        page.line(60, top + 80, 540, top + 80).line(240, top, 240, top + 80).line(390, top, 390, top + 80)
    page.text(66, 194, "改正の後", 10)
    assert [(table.rows, table.cols) for table in tables(pdf(page))] == [(4, 3), (4, 3)]


def test_tables_in_a_frame_follow_from_top_to_bottom_though_the_lower_one_begins_further_left() -> None:
    page = Page().box(50, 100, 550, 500, "0.5 w 0 G", "S").line(50, 300, 550, 300).text(60, 114, "対象となる経費", 10)
    for x, top, words in ((76, 130, "旅費"), (73, 330, "借料")):
        for k in range(3):
            page.line(x, top + 30 * k, 530, top + 30 * k).line((x, 300, 530)[k], top, (x, 300, 530)[k], top + 60)
            if k < 2:
                page.text(x + 6, top + 30 * k + 20, f"{words}{k}", 10).text(310, top + 30 * k + 20, "対象", 10)
    page.text(60, 320, "対象とならない経費", 10)
    firsts = [table.cells[0].text for table in tables(pdf(page)) if table.cols == 2]
    assert firsts == ["旅費0", "借料0"]


def test_a_box_laid_over_a_form_keeps_its_words_out_of_the_cells() -> None:
    page = ruled_page().box(380, 206, 524, 236, "1 1 0.8 rg")
    for sides in ((380, 206, 400, 206), (430, 206, 524, 206), (380, 236, 524, 236), (380, 206, 380, 236)):
        page.line(*sides, extra="0 0 1 RG")  # a tail leads upwards from between 400 and 430
    page.text(386, 217, "登記のとおりに", 9).text(386, 230, "記入すること", 9)
    (table,) = tables(pdf(page))
    assert [cell.text for cell in table.cells] == [cell.text for cell in tables(pdf(ruled_page()))[0].cells]
    words = "".join(block.text for block in parse_pdf(pdf(page), name="form.pdf").blocks)
    assert "登記のとおりに記入すること" in words.replace("\n", "")
