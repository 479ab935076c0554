"""Rules drawn in every way printers draw them give the same table."""

from __future__ import annotations

import pytest

from pipeline.folding import fold
from pipeline.parse.pdf import parse_pdf
from pipeline.records import Block
from tests.parse.pdf_making import BORDER, LABELS, LEFT, RIGHT, ROW, TOP, VALUES, Page, pdf, ruled_page

BOTTOM = TOP + 5 * ROW


def tables(data: bytes) -> list[Block]:
    return [block for block in parse_pdf(data, name="t.pdf").blocks if block.kind == "table"]


def grid(table: Block) -> list[list[str]]:
    """The words of a table slot by slot; fails where a slot is covered twice or not at all."""
    slots: dict[tuple[int, int], str] = {}
    for cell in table.cells:
        for row in range(cell.row, cell.row + cell.rowspan):
            for col in range(cell.col, cell.col + cell.colspan):
                assert (row, col) not in slots
                slots[row, col] = cell.text
    assert len(slots) == table.rows * table.cols
    return [[slots[row, col] for col in range(table.cols)] for row in range(table.rows)]


def squeeze(words: str) -> str:
    return "".join(words.split())


def dotted(page: Page) -> Page:
    for k in range(6):
        for n in range(157):
            page.line(LEFT + 3 * n, TOP + ROW * k, LEFT + 3 * n + 1.2, TOP + ROW * k)
    for x in (LEFT, BORDER, RIGHT):
        for n in range(47):
            page.line(x, TOP + 3 * n, x, TOP + 3 * n + 1.2)
    return page


def double(gap: float) -> Page:
    page = Page()
    for k in range(6):
        for shift in (-gap / 2, gap / 2):
            page.line(LEFT, TOP + ROW * k + shift, RIGHT, TOP + ROW * k + shift)
    for x in (LEFT, BORDER, RIGHT):
        for shift in (-gap / 2, gap / 2):
            page.line(x + shift, TOP, x + shift, BOTTOM)
    return page


def slim_boxes(pen: float = 0.8) -> Page:
    page, half = Page(), pen / 2
    for k in range(6):
        page.box(LEFT, TOP + ROW * k - half, RIGHT, TOP + ROW * k + half, "0 g")
    for x in (LEFT, BORDER, RIGHT):
        page.box(x - half, TOP, x + half, BOTTOM, "0 g")
    return page


def dashes_and_dots() -> Page:
    """The chain line of a word processor, each dash and each dot a filled box: 8 pt, 3 pt white, 1 pt, 3 pt white."""
    page = Page()
    for k in range(6):
        for n in range(31):
            x, y = LEFT + 15 * n, TOP + ROW * k
            page.box(x, y, x + 8, y + 0.5, "0 g").box(x + 11, y, x + 12, y + 0.5, "0 g")
    for x in (LEFT, BORDER, RIGHT):
        for n in range(9):
            y = TOP + 15 * n
            page.box(x, y, x + 0.5, y + 8, "0 g").box(x, y + 11, x + 0.5, y + 12, "0 g")
    return page


def dots_as_boxes() -> Page:
    page = Page()
    for k in range(6):
        for n in range(235):
            page.box(LEFT + 2 * n, TOP + ROW * k, LEFT + 2 * n + 0.8, TOP + ROW * k + 0.8, "0 g")
    for x in (LEFT, BORDER, RIGHT):
        for n in range(70):
            page.box(x, TOP + 2 * n, x + 0.8, TOP + 2 * n + 0.8, "0 g")
    return page


def round_dots() -> Page:
    page = Page()
    places = [(LEFT + 3 * n, TOP + ROW * k) for k in range(6) for n in range(157)]
    places += [(x, TOP + 3 * n) for x in (LEFT, BORDER, RIGHT) for n in range(47)]
    curves = (
        "0.4 0.2 0.2 0.4 0 0.4 c -0.2 0.4 -0.4 0.2 -0.4 0 c -0.4 -0.2 -0.2 -0.4 0 -0.4 c 0.2 -0.4 0.4 -0.2 0.4 0 c h f"
    )
    for x, y in places:
        page.raw(f"q 1 0 0 1 {x} {page.height - y} cm 0.4 0 m {curves} Q")
    return page


def short_of_corners(gap: float) -> Page:
    page = Page()
    for k in range(6):
        page.line(LEFT + gap, TOP + ROW * k, BORDER - gap, TOP + ROW * k)
        page.line(BORDER + gap, TOP + ROW * k, RIGHT - gap, TOP + ROW * k)
        if k < 5:
            for x in (LEFT, BORDER, RIGHT):
                page.line(x, TOP + ROW * k + gap, x, TOP + ROW * (k + 1) - gap)
    return page


def cell_boxes() -> Page:
    page = Page()
    for k in range(5):
        top, bottom = TOP + ROW * k, TOP + ROW * (k + 1)
        page.box(LEFT, top, BORDER, bottom, "0.7 w 0 G", "S").box(BORDER, top, RIGHT, bottom, "0.7 w 0 G", "S")
    return page


def filled(gap: float, label: str = "0.85 0.92 0.95 rg", value: str = "0.95 g") -> Page:
    page = Page()
    for k in range(5):
        top, bottom = TOP + ROW * k + gap / 2, TOP + ROW * (k + 1) - gap / 2
        page.box(LEFT, top, BORDER - gap / 2, bottom, label).box(BORDER + gap / 2, top, RIGHT, bottom, value)
    return page


def highlighted() -> Page:
    """Shading behind labels, white boxes behind values and a marker under some words: none of them is a rule."""
    page = Page().box(LEFT, TOP, BORDER, BOTTOM, "0.9 g")
    for k in range(5):
        page.box(BORDER + 5, TOP + ROW * k + 6, BORDER + 120, TOP + ROW * k + 21, "1 1 0 rg")
        page.box(BORDER + 1, TOP + ROW * k + 1, RIGHT - 1, TOP + ROW * k + 4, "1 g")
    return page.across().down()


def underlined() -> Page:
    page = Page().across().down()
    for k, value in enumerate(VALUES):
        width = sum(5.25 if char.isascii() else 10.5 for char in value)
        page.line(BORDER + 6, TOP + ROW * k + 20, BORDER + 6 + width, TOP + ROW * k + 20, 0.5)
    return page


WAYS = {
    "lines": Page().across().down(),
    "slim boxes": slim_boxes(),
    "slim boxes 3 pt": slim_boxes(3.0),
    "dashes and dots as boxes": dashes_and_dots(),
    "a box per cell": cell_boxes(),
    "dashed": Page().across(extra="[4 2] 0 d").down(extra="[4 2] 0 d"),
    "dotted as segments": dotted(Page()),
    "round dots": round_dots(),
    "dotted as boxes": dots_as_boxes(),
    "double 1.5 pt": double(1.5),
    "double 4 pt": double(4.0),
    "drawn twice": Page().across().down().across().down(),
    "2 pt short of the corner": short_of_corners(2.0),
    "6 pt short of the corner": short_of_corners(6.0),
    "open sides": Page().across().down((BORDER,)),
    "open top and bottom": Page().across(top=TOP + ROW, rows=3).down(),
    "horizontal rules only": Page().across(),
    "rules between rows only": Page().across(top=TOP + ROW, rows=3),
    "filled cells, 1 pt apart": filled(1.0),
    "filled cells, 2 pt apart": filled(2.0),
    "filled labels, white values": filled(2.0, value="1 g"),
    "thick rules": Page().across(pen=3).down(pen=3),
    "hairlines": Page().across(pen=0).down(pen=0),
    "shading and highlights": highlighted(),
    "underlined values": underlined(),
}


@pytest.mark.parametrize("way", WAYS)
def test_every_way_of_drawing_rules_gives_the_same_table(way: str) -> None:
    page = WAYS[way]
    words = Page(ops=[*page.ops, *Page().text(60, 128, "◇ 設備投資促進補助金", 14).table_text().ops])
    (table,) = tables(pdf(words))
    assert (table.rows, table.cols) == (5, 2)
    assert [[squeeze(cell) for cell in row] for row in grid(table)] == [
        [squeeze(label), squeeze(value)] for label, value in zip(LABELS, VALUES, strict=True)
    ]


def test_merged_cells_reach_every_row_and_column_they_cover() -> None:
    xs = (60.0, 180.0, 300.0, 400.0, 530.0)
    page = Page().down(xs, top=100, bottom=128)
    page.line(60, 100, 530, 100).line(60, 128, 530, 128)
    page.down((60.0, 180.0, 300.0, 400.0, 530.0), top=128, bottom=212)
    page.line(60, 156, 300, 156).line(400, 156, 530, 156).line(60, 184, 180, 184).line(400, 184, 530, 184)
    page.line(60, 212, 530, 212).line(60, 240, 530, 240).down((60.0, 530.0), top=212, bottom=240)
    for x, y, words in [
        (66, 118, "対象者"), (186, 118, "事業区分"), (306, 118, "補助率"), (406, 118, "補助金限度額"),
        (66, 146, "全企業"), (186, 146, "重点分野"), (306, 174, "対象経費の2/3"), (406, 146, "1,000万円"),
        (66, 174, "中小企業者"), (186, 188, "重点分野以外"), (406, 174, "500万円"),
        (66, 202, "それ以外"), (406, 202, "100万円"), (66, 230, "※上限は年度ごとです。"),
    ]:  # fmt: skip
        page.text(x, y, words)
    (table,) = tables(pdf(page))
    assert grid(table) == [
        ["対象者", "事業区分", "補助率", "補助金限度額"],
        ["全企業", "重点分野", "対象経費の2/3", "1,000万円"],
        ["中小企業者", "重点分野以外", "対象経費の2/3", "500万円"],
        ["それ以外", "重点分野以外", "対象経費の2/3", "100万円"],
        ["※上限は年度ごとです。"] * 4,
    ]


def test_tables_side_by_side_and_nested_stay_apart() -> None:
    page = Page()
    for x in (60.0, 310.0):
        page.across(x0=x, x1=x + 220, rows=2).down((x, x + 80, x + 220), bottom=TOP + 2 * ROW)
        page.text(x + 6, TOP + 18, "区分").text(x + 86, TOP + 18, "金額").text(x + 6, TOP + 46, "一般").text(
            x + 86, TOP + 46, "50万円"
        )
    page.box(60, 300, 530, 500, "0.7 w 0 G", "S").line(150, 300, 150, 500).line(60, 330, 530, 330)
    page.text(66, 320, "項目").text(156, 320, "内容").text(66, 400, "内訳").text(156, 350, "次のとおりとします。")
    for y in (360, 390, 420):
        page.line(170, y, 500, y)
    for x in (170, 300, 500):
        page.line(x, 360, x, 420)
    page.text(176, 380, "上限").text(306, 380, "30万円").text(176, 410, "下限").text(306, 410, "5万円")
    found = tables(pdf(page))
    assert [(table.rows, table.cols) for table in found] == [(2, 2), (2, 2), (2, 2), (2, 2)]
    assert grid(found[-1]) == [["上限", "30万円"], ["下限", "5万円"]]
    assert grid(found[-2])[1] == ["内訳", "次のとおりとします。"]


def test_a_bar_chart_is_no_table() -> None:
    page = Page().box(80, 100, 500, 300, "0.7 w 0 G", "S")
    for k in range(1, 8):
        page.line(80, 100 + 25 * k, 500, 100 + 25 * k).text(50, 104 + 25 * k, str(100 - 10 * k), 8)
    for k in range(20):
        page.box(90 + 20 * k, 300 - 7 * (k % 9 + 3), 100 + 20 * k, 300, "0.5 w 0 G 0.3 0.5 0.9 rg", "B")
        page.text(90 + 20 * k, 312, str(k + 1), 7)
    assert tables(pdf(page)) == []


def test_a_frame_around_text_is_no_table() -> None:
    page = (
        Page()
        .box(60, 100, 530, 160, "0.7 w 0 G", "S")
        .text(70, 120, "お問い合わせは工業振興係まで")
        .text(70, 140, "電話 076-220-2205")
    )
    assert tables(pdf(page)) == []


def test_a_word_that_straddles_a_rule_stays_whole() -> None:
    page = Page().across(rows=1).down(bottom=TOP + ROW).text(70, TOP + 18, "事業に要する経費の額")
    page.text(300, TOP + 18, "100万円")
    (table,) = tables(pdf(page))
    assert grid(table) == [["事業に要する経費の額", "100万円"]]


def test_footnotes_stay_in_their_cell_and_soft_wraps_are_rejoined() -> None:
    page = Page().line(60, 100, 260, 100).line(60, 200, 260, 200).down((60.0, 120.0, 260.0), top=100, bottom=200)
    page.text(66, 120, "対象経費", 10)
    page.text(124, 120, "機械装置費、外注費、展示会出", 10).text(124, 134, "展費", 10)
    page.text(124, 148, "※消費税は対象外です。", 10).text(124, 162, "①広報費", 10).text(
        124, 176, "②旅費、会場費とレンタルサ", 10
    )
    page.text(124, 190, "ーバ代", 10)  # a long vowel at the head of a line is no dash
    (table,) = tables(pdf(page))
    assert [line.text for line in table.cells[1].lines] == [
        "機械装置費、外注費、展示会出展費",
        "※消費税は対象外です。",
        "①広報費",
        "②旅費、会場費とレンタルサーバ代",
    ]


@pytest.mark.parametrize("label", ["stacked", "turned"])
def test_labels_written_vertically_read_downwards(label: str) -> None:
    page = Page().box(60, 100, 530, 240, "0.7 w 0 G", "S").line(90, 100, 90, 240).text(100, 130, "書類審査と面接")
    if label == "stacked":
        for k, char in enumerate("審査方法"):
            page.text(70, 130 + 25 * k, char)
    else:
        code = "審査方法".encode("utf-16-be").hex()
        page.raw(f"BT /J 10.5 Tf 0 -1 1 0 70 {842 - 130} Tm <{code}> Tj ET")
    (table,) = tables(pdf(page))
    assert grid(table) == [["審査方法", "書類審査と面接"]]


def test_both_engines_read_the_same_table() -> None:
    data = pdf(ruled_page())
    one = parse_pdf(data, name="t.pdf")
    other = parse_pdf(data, name="t.pdf", engine="pdfplumber")
    words = [[[fold(c.text) for c in block.cells] for block in document.blocks] for document in (one, other)]
    assert words[0] == words[1]


def open_table(page: Page, top: float, rows: list[tuple[str, list[str]]]) -> float:
    """Draws labels and values with rules between the rows only; returns the height at which it ends."""
    page.line(LEFT, top, RIGHT, top)
    for label, values in rows:
        for k, value in enumerate(values):
            page.text(BORDER, top + 12 + 13 * k, value, 9)
        page.text(LEFT + 6, top + 12, label, 9)
        top += 5 + 13 * len(values)
        page.line(LEFT, top, RIGHT, top)
    return top


LONG = "市内に主たる事業所を有する中小企業者のうち、製造業または情報サービス業を営む方"


@pytest.mark.parametrize(
    ("words", "size"),
    [("次の支援事業", 13), ("◇次の支援事業", 9), ("※詳しくは窓口へ", 9)],
    ids=["larger", "marked", "note"],
)
def test_a_heading_or_note_between_rules_of_one_length_parts_two_tables(words: str, size: float) -> None:
    page = Page()
    end = open_table(
        page, 80, [("対象者", [LONG, "で、1年以上営む方"]), ("補助率", ["1/2以内"]), ("限度額", ["50万円"])]
    )
    page.text(LEFT + 6, end + 20, words, size)
    open_table(page, end + 30, [("対象者", ["市内の商店"]), ("補助率", ["2/3以内"]), ("限度額", ["30万円"])])
    blocks = parse_pdf(pdf(page), name="t.pdf").blocks
    assert [(block.kind, block.rows) for block in blocks if block.kind == "table"] == [("table", 3), ("table", 3)]
    assert [block.text for block in blocks if block.kind != "table"] == [words]


def test_rows_without_rules_end_where_a_ruled_table_begins() -> None:
    page = Page()
    end = open_table(page, 80, [("対象者", ["市内の企業"]), ("補助率", ["1/2以内"]), ("申請期間", ["随時"])])
    page.across(top=end + 6, rows=2).down(top=end + 6, bottom=end + 6 + 2 * ROW)
    for k, (left, right) in enumerate((("区分", "上限額"), ("一般枠", "20万円"))):
        page.text(LEFT + 6, end + 22 + ROW * k, left).text(BORDER + 6, end + 22 + ROW * k, right)
    assert [grid(table) for table in tables(pdf(page))] == [
        [["対象者", "市内の企業"], ["補助率", "1/2以内"], ["申請期間", "随時"]],
        [["区分", "上限額"], ["一般枠", "20万円"]],
    ]


def test_white_rules_on_one_ground_part_its_rows() -> None:
    page = Page().box(LEFT, 80, BORDER, 164).box(BORDER, 80, RIGHT, 164, "0.95 g")
    for k, (label, value) in enumerate((("対象者", LONG), ("補助率", "1/2以内"), ("限度額", "50万円"))):
        page.text(LEFT + 6, 98 + ROW * k, label, 9).text(BORDER + 6, 98 + ROW * k, value, 9)
    for k in (1, 2):
        page.line(LEFT, 80 + ROW * k, RIGHT, 80 + ROW * k, 2, "1 G")
    (table,) = tables(pdf(page))
    assert grid(table) == [["対象者", LONG], ["補助率", "1/2以内"], ["限度額", "50万円"]]
