"""Tables at a page's end: what stands on the next page, and merged cells that the end tears."""

from __future__ import annotations

from pipeline.parse.pdf import parse_pdf
from tests.parse.pdf_making import LEFT, RIGHT, TOP, VALUES, Page, pdf
from tests.parse.test_pdf_tables import grid, tables

HEAD = ("対象者", "区分", "補助率", "限度額")
COLUMNS = (60.0, 170.0, 300.0, 400.0, 530.0)
ROW = 28.0


def said(page: Page, top: float, *cells: str) -> Page:
    for x, words in zip(COLUMNS, cells, strict=False):
        page.text(x + 5, top + 18, words, 10)
    return page


def boxes(page: Page, top: float, *heights: float) -> Page:
    """Rows of four cells with all their rules."""
    bottom = top
    for height in (0.0, *heights):
        bottom += height
        page.line(COLUMNS[0], bottom, COLUMNS[-1], bottom)
    return page.down(COLUMNS, top=top, bottom=bottom)


def test_a_heading_over_a_rule_on_the_next_page_is_no_row_of_a_table_with_borders() -> None:
    """販路開拓 at the right is a running head, and stands where the second column did."""
    first = boxes(said(said(Page(), 700, *HEAD), 728, "中小企業者", "重点", "2/3", "400万円"), 700, ROW, ROW)
    second = Page().text(440, 60, "販路開拓", 8).text(LEFT, 84, "販路開拓", 16)
    second.line(LEFT, 92, RIGHT, 92).line(LEFT, 94, RIGHT, 94).text(LEFT, 160, VALUES[0] * 2)
    document = parse_pdf(pdf(first, second), name="guide.pdf")
    assert [grid(block)[-1][0] for block in document.blocks if block.kind == "table"] == ["中小企業者"]
    assert [block.text for block in document.blocks if block.page == 2][:2] == ["販路開拓", "販路開拓"]


def test_a_heading_with_the_running_head_beside_it_is_no_row_of_a_table_without_borders() -> None:
    first = said(said(Page(), 700, *HEAD[:2]), 728, "中小企業者", "重点")
    for y in (700, 728, 756):
        first.line(LEFT, y, 300, y)
    second = Page().text(180, 80, "販路開拓", 8).text(LEFT, 84, "販路開拓", 16)
    second.line(LEFT, 92, 300, 92).text(LEFT, 160, VALUES[0] * 2)
    blocks = parse_pdf(pdf(first, second), name="guide.pdf").blocks
    assert [len(grid(block)) for block in blocks if block.kind == "table"] == [2]


def test_merged_cells_torn_where_they_fill_their_line_are_one() -> None:
    """The head is repeated; the words of the others have ended on each page."""
    first = said(
        said(Page(), 700, *HEAD), 728, "中小企業者及び中小企", "重点", "対象経費の2/3", "400万円／年度(単年度)"
    )
    second = said(said(Page(), 60, *HEAD), 88, "業団体", "重点以外", "対象経費の1/2", "※小規模企業者は200万円")
    second.text(LEFT, 200, "中小企業団体には組合を含みます。")
    found = grid(tables(pdf(boxes(first, 700, ROW, ROW), boxes(second, 60, ROW, ROW)))[0])
    assert [row[0] for row in found] == ["対象者", *["中小企業者及び中小企業団体"] * 2]
    assert [row[1] for row in found] == ["区分", "重点", "重点以外"]
    assert found[1][3] == found[2][3]
    assert found[1][3].endswith("※小規模企業者は200万円")


def test_words_that_fill_their_cells_on_both_pages_are_two_rows_where_no_word_is_torn() -> None:
    first = said(
        said(Page(), 700, *HEAD), 728, "製造業を営む中小企業", "重点", "対象経費の2/3", "400万円／年度(単年度)"
    )
    second = said(said(Page(), 60, *HEAD), 88, "建設業", "重点以外", "対象経費の1/2", "200万円／年度(単年度)")
    found = grid(tables(pdf(boxes(first, 700, ROW, ROW), boxes(second, 60, ROW, ROW)))[0])
    assert [row[0] for row in found] == ["対象者", "製造業を営む中小企業", "建設業"]


def test_a_boxed_heading_right_above_a_table_as_wide_is_no_row_of_it() -> None:
    """The marks of its sides end above those of the table begin, with less white between than in a dashed rule."""
    page = Page().table_text()
    page.across(pen=2).line(LEFT - 1, TOP - 24, RIGHT + 1, TOP - 24, 2).line(LEFT - 1, TOP - 5, RIGHT + 1, TOP - 5, 2)
    for x in (LEFT, RIGHT):
        page.line(x, TOP - 25, x, TOP - 4, 2).line(x, TOP - 2, x, TOP + 5 * ROW, 2)
    page.line(150, TOP, 150, TOP + 5 * ROW).text(LEFT + 6, TOP - 10, "設備投資促進補助金", 12)
    document = parse_pdf(pdf(page), name="guide.pdf")
    assert [len(grid(block)) for block in document.blocks if block.kind == "table"] == [5]
    assert document.blocks[0].text == "設備投資促進補助金"


def labelled(page: Page, top: float, *rows: tuple[str, ...]) -> Page:
    """Rows of a label and its value, or of a title over both."""
    for k, row in enumerate(rows):
        for x, words in zip((LEFT, 150.0), row, strict=False):
            page.text(x + 6, top + ROW * k + 18, words)
        page.line(LEFT, top + ROW * k, RIGHT, top + ROW * k).down(
            (LEFT, 150, RIGHT) if len(row) == 2 else (LEFT, RIGHT), top=top + ROW * k, bottom=top + ROW * (k + 1)
        )
    return page.line(LEFT, top + ROW * len(rows), RIGHT, top + ROW * len(rows))


OTHER = (("概要", "工場の設備を更新します。"), ("対象経費", "機械の購入費"), ("限度額", "50万円"))


def test_a_title_over_the_labels_at_the_head_of_a_page_begins_the_next_programmes_table() -> None:
    first = labelled(Page(), 700, ("概要", "試作を支援します。"), ("対象者", "中小企業者"), ("補助率", "1/2"))
    second = labelled(Page(), 60, ("設備支援助成金",), *OTHER)
    assert [table.rows for table in tables(pdf(first, second))] == [3, 4]


def test_a_section_at_the_head_of_a_page_goes_on_with_a_table_of_sections() -> None:
    first = labelled(Page(), 672, ("甲コース",), ("概要", "試作"), ("乙コース",), ("概要", "展示"))
    second = labelled(Page(), 60, ("丙コース",), *OTHER)
    assert [table.rows for table in tables(pdf(first, second))] == [8]
