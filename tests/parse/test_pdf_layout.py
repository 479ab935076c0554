"""Reading order, headings, margins, and tables that go on over pages."""

from __future__ import annotations

import pickle

import pytest

from pipeline.parse.pdf import assemble, parse_pdf, read_pages
from pipeline.records import Block
from tests.parse.pdf_making import Page, pdf, ruled_page


def read(*pages: Page) -> list[Block]:
    return list(parse_pdf(pdf(*pages), name="t.pdf").blocks)


def test_facilities_side_by_side_are_read_one_after_the_other() -> None:
    page = Page().text(60, 80, "市内の施設をご利用いただけます。どなたでもお申し込みになれます。")
    for x, name, phone in ((60, "◇ものづくり会館", "076-255-1518"), (310, "◇研修会館", "076-240-1934")):
        page.text(x, 120, name, 13).text(x, 145, "金沢市本町1-1").text(x, 160, "休館日：年末年始").text(
            x, 175, f"TEL：{phone}"
        )
    page.text(60, 200, "その他の支援", 16).text(60, 220, "詳しくはお問い合わせください。")
    assert [block.text.split("\n")[0] for block in read(page)] == [
        "市内の施設をご利用いただけます。どなたでもお申し込みになれます。",
        "◇ものづくり会館",
        "金沢市本町1-1",
        "◇研修会館",
        "金沢市本町1-1",
        "その他の支援",
        "詳しくはお問い合わせください。",
    ]


def test_boxes_side_by_side_go_on_overleaf_in_their_own_columns() -> None:
    above, below = Page(), Page().text(250, 40, "支援ガイド", 9)
    for x, name, hours, phone in ((60, "◇甲館", "9時", "076-255-1518"), (310, "◇乙館", "10時", "076-240-1934")):
        above.text(x, 760, name, 13).text(x, 785, f"開館時間：{hours}から")
        below.text(x, 80, "休館日：年末年始").text(x, 95, f"TEL：{phone}")
    below.text(60, 130, "その他の支援", 16).text(60, 160, "詳しくはお問い合わせください。")
    text = "\n".join(block.text for block in read(above, below))
    assert [text.index(word) for word in ("甲館", "9時", "1518", "乙館", "10時", "1934", "その他")] == sorted(
        text.index(word) for word in ("甲館", "9時", "1518", "乙館", "10時", "1934", "その他")
    )


def test_a_character_left_over_from_a_title_belongs_to_it() -> None:
    name, text = "◇例示市ものづくり研修交流センター分", "市内の施設をご利用いただけます。"
    page = Page(width=300).text(50, 80, name, 11).text(50, 95, "館", 11)
    for k in range(4):
        page.text(50, 120 + 16 * k, f"{text[:3]}{text}", 10)
    assert [block.text for block in read(page) if block.kind == "heading"] == [f"{name}館"]


def test_titles_side_by_side_with_hardly_more_than_a_space_between_are_two() -> None:
    """Both wrap, and a character or two are left over."""
    page, words = Page(), ("金沢市武蔵町14-31", "開館時間：10:00～22:00", "休館日：年末年始")
    for x, title, rest in ((60, "◇金沢ビジネスプラザ", "武蔵"), (230, "◇金沢未来のまち創造", "館")):
        page.text(x, 100, title, 15).text(x, 122, rest, 15)
        for k, line in enumerate(words):
            page.text(x, 150 + 14 * k, line, 10)
    blocks = parse_pdf(pdf(page), name="guide.pdf").blocks
    assert [block.text for block in blocks if block.kind == "heading"] == [
        "◇金沢ビジネスプラザ武蔵",
        "◇金沢未来のまち創造館",
    ]


def test_columns_whose_first_lines_stand_a_little_apart_are_columns() -> None:
    page = Page().text(320, 80, "◇右の支援事業", 9).text(60, 87, "製品開発", 13)
    for k in range(4):
        page.text(60, 110 + 16 * k, f"左の段の{k}行目の文です。", 9).text(
            320, 98 + 16 * k, f"右の段の{k}行目の文です。", 9
        )
    words = "".join(block.text for block in read(page))
    assert (
        words.index("製品開発")
        < words.index("左の段の3行目")
        < words.index("右の支援事業")
        < words.index("右の段の0行目")
    )


@pytest.mark.parametrize(
    "labels",
    [
        ("対象者", "補助率", "申請先"),
        ("１ 対象者", "２ 補助率", "３ 申請先"),
        ("(1) 対象者", "(2) 補助率", "(3) 申請先"),
        ("・対象者", "・補助率", "・申請先"),
        ("対象者：", "補助率：", "申請先："),
        ("第１回対象者", "第２回補助率（予定）", "申請先"),
    ],
)
def test_labels_without_rules_are_read_across(labels: tuple[str, ...]) -> None:
    page, values = Page(), ("市内の中小企業者", "1/2以内", "工業振興係")
    for k, (label, value) in enumerate(zip(labels, values, strict=True)):
        page.text(60, 100 + 20 * k, label).text(185, 100 + 20 * k, value)
    assert [block.text for block in read(page)] == [words for row in zip(labels, values, strict=True) for words in row]


def test_the_line_below_labels_and_their_values_is_the_next_of_the_text() -> None:
    page = Page().text(60, 80, "1 補助金額")
    for y, name, value in ((96, "(1) 単独開発", "経費の3分の2以内"), (112, "(2) 共同開発", "経費の4分の3以内")):
        page.text(72, y, name).text(180, y, value)
    page.text(60, 128, "2 補助対象期間").text(
        72, 144, "交付決定の日から令和8年3月13日まで（2か年度の場合は令和9年3月12日まで）"
    )
    page.text(60, 160, "3 受付期間").text(72, 176, "令和7年4月10日から5月15日まで")
    assert [line.text for block in read(page) for line in block.lines] == [
        "1 補助金額",
        "(1) 単独開発",
        "経費の3分の2以内",
        "(2) 共同開発",
        "経費の4分の3以内",
        "2 補助対象期間",
        "交付決定の日から令和8年3月13日まで（2か年度の場合は令和9年3月12日まで）",
        "3 受付期間",
        "令和7年4月10日から5月15日まで",
    ]


def test_columns_of_list_items_are_read_one_after_the_other() -> None:
    page = Page()
    for k, (left, right) in enumerate(
        [("・設備の更新", "・販路の開拓に要する経費"), ("・研修への参加や開催", "・展示会"), ("・広告", "・調査")]
    ):
        page.text(60, 100 + 20 * k, left).text(205, 100 + 20 * k, right)
    assert [block.text for block in read(page)][:3] == ["・設備の更新", "・研修への参加や開催", "・広告"]


def test_headings_by_size_band_and_mark_with_levels() -> None:
    page = Page().text(60, 60, "支援ガイド", 22)
    page.box(40, 80, 540, 105, "0.04 0.43 0.56 rg").text(50, 98, "販路開拓", 15, extra="1 1 1 rg")
    page.text(60, 130, "◇海外販路開拓支援事業", 13).text(60, 150, "海外展開をめざす企業に！", 9.5, extra="0.8 0 0 rg")
    page.text(60, 175, "＜見本市等出展＞", 11)
    for k in range(6):
        page.text(60, 200 + 14 * k, "海外への販路開拓を目的として行う見本市への出展に要する経費の一部を", 9.5)
    blocks = read(page)
    assert [(b.kind, b.level, b.text[:8]) for b in blocks] == [
        ("heading", 1, "支援ガイド"),
        ("heading", 2, "販路開拓"),
        ("heading", 3, "◇海外販路開拓支"),
        ("paragraph", 0, "海外展開をめざす"),
        ("heading", 4, "＜見本市等出展＞"),
        ("paragraph", 0, "海外への販路開拓"),
    ]
    assert len(blocks[-1].lines) == 1


def test_index_tabs_and_page_numbers_are_no_text() -> None:
    page = ruled_page().text(290, 815, "- 3 -").box(575, 200, 595, 290, "0.9 0.5 0 rg")
    for k, char in enumerate("販路開拓"):
        page.text(579, 220 + 18 * k, char, extra="1 1 1 rg")
    assert [block.kind for block in read(page)] == ["heading", "table"]


def first_part(rows: list[str], *, bottom: float = 780) -> Page:
    return table_page(rows, bottom - 28 * len(rows))


def table_page(rows: list[str], top: float) -> Page:
    page = Page().across(top=top, rows=len(rows)).down((60.0, 150.0, 530.0), top=top, bottom=top + 28 * len(rows))
    for k, row in enumerate(rows):
        label, value = row.split("|")
        page.text(66, top + 18 + 28 * k, label).text(156, top + 18 + 28 * k, value)
    return page


@pytest.mark.parametrize(
    ("one", "two", "rows", "pages"),
    [
        (["概要|開発", "対象者|市内"], ["補助率|1/2", "期間|随時"], 4, (1, 1, 2, 2)),
        (["区分|金額"], ["一般|50万円", "特別|100万円"], 3, (1, 2, 2)),
        (["区分|金額", "一般|50万円"], ["区分|金額", "特別|100万円"], 3, (1, 1, 2)),
    ],
    ids=["goes on", "head alone at the foot", "head repeated"],
)
def test_a_table_over_two_pages_is_one(one: list[str], two: list[str], rows: int, pages: tuple[int, ...]) -> None:
    (table,) = read(first_part(one), table_page(two, 60))
    assert (table.rows, table.row_pages, table.pages) == (rows, pages, (1, 2))
    assert [page for page, _ in table.page_bboxes] == [1, 2]
    assert table.cells[-1].locator.startswith("p.2 ")


def test_words_in_rows_without_rules_are_read_across() -> None:
    page = Page()
    rows = (
        ("区分", 60, "補助率", 110, "上限額", 160),
        ("通常枠", 60, "1/2", 110, "50万円", 158),
        ("特別枠", 60, "2/3", 110, "100万円", 158),
    )
    for k, (*row,) in enumerate(rows):
        for words, x in zip(row[::2], row[1::2], strict=True):
            page.text(x, 100 + 18 * k, words, 10)
    assert [block.text for block in read(page)] == [*rows[0][::2], *rows[1][::2], *rows[2][::2]]


def test_the_last_of_a_numbered_list_is_no_heading_but_a_number_over_words_is() -> None:
    page = Page().text(60, 80, "1. 法人　20万円", 10).text(60, 96, "2. 個人　10万円", 10)
    page.text(60, 150, "3. 申請の方法", 10).text(60, 166, "窓口へお持ちください。", 10)
    assert [(block.kind, block.text) for block in read(page)] == [
        ("list_item", "1. 法人 20万円"),
        ("list_item", "2. 個人 10万円"),
        ("heading", "3. 申請の方法"),
        ("paragraph", "窓口へお持ちください。"),
    ]


def test_a_repeated_heading_that_says_so_joins_and_another_parts() -> None:
    head, more = ["番号|内容", "1|甲"], ["番号|内容", "2|乙"]
    joined = read(first_part(head), table_page(more, 100).text(60, 80, "◇ 一覧表（続き）", 14))
    assert [(b.kind, b.rows) for b in joined] == [("table", 3)]
    apart = read(first_part(head), table_page(more, 100).text(60, 80, "◇ 別の一覧表", 14))
    assert [(b.kind, b.rows) for b in apart] == [("table", 2), ("heading", 0), ("table", 2)]


def test_a_table_that_says_it_goes_on_joins_and_one_with_the_same_labels_is_another() -> None:
    goes_on = first_part(["番号|内容", "1|甲"]).text(440, 830, "（次ページへ続く）", 9)
    assert [b.rows for b in read(goes_on, table_page(["番号|内容", "2|乙"], 60)) if b.kind == "table"] == [3]
    one, two = (["事業名|" + name, "対象者|市内", "期間|随時"] for name in ("甲", "乙"))
    assert [b.rows for b in read(first_part(one), table_page(two, 60), table_page(two, 60))] == [3, 3, 3]


def test_columns_whose_second_begins_one_line_above_are_columns() -> None:
    page = Page().text(60, 60, "お知らせ", 16)
    for x, top, name in ((60, 112, "左"), (240, 100, "中"), (420, 100, "右")):
        for k in range(5 if name != "左" else 4):
            page.text(x, top + 12 * k, f"{name}の{k}行目", 12)
    said = "".join(block.text for block in read(page))
    assert [said[k - 1] for k in range(len(said)) if said.startswith("の0行目", k)] == ["左", "中", "右"]


def test_a_running_head_and_foot_do_not_part_a_table() -> None:
    pages = [first_part(["概要|開発", "対象者|市内"], bottom=740), table_page(["補助率|1/2", "期間|随時"], 80), Page()]
    for number, page in enumerate(pages, start=1):
        page.text(300, 50, f"令和8年度版 支援ガイド {number}", 8).text(60, 790, "金沢市 商工労働課", 8)
    pages[2].text(60, 100, "お問い合わせは担当課まで")
    blocks = read(*pages)
    (table,) = (block for block in blocks if block.kind == "table")
    assert (table.rows, table.row_pages) == (4, (1, 1, 2, 2))
    assert [block.text for block in blocks if block.kind != "table"] == [
        "令和8年度版 支援ガイド 1",
        "金沢市 商工労働課",
        "令和8年度版 支援ガイド 2",
        "金沢市 商工労働課",
        "令和8年度版 支援ガイド 3",
        "お問い合わせは担当課まで",
        "金沢市 商工労働課",
    ]


def test_a_tab_within_the_margin_does_not_part_a_table() -> None:
    tab = first_part(["区分|金額"]).text(546, 766, "創業支援", 9, font="V")
    assert [(b.kind, b.rows) for b in read(tab, table_page(["一般|50万円"], 60))] == [("table", 2), ("paragraph", 0)]


def test_a_tab_read_before_the_rest_of_a_table_does_not_part_it() -> None:
    rest = table_page(["補助率|1/2"], 60)
    for k in range(8):
        rest.text(60, 110 + 16 * k, "市内に住所がある方は、詳しくは担当課へお問い合わせください。")
    rest.text(36, 160, "創業支援", 9, font="V")
    blocks = read(first_part(["概要|開発費", "対象者|市内"]), rest)
    assert [block.rows for block in blocks if block.kind == "table"] == [3]
    assert "創業支援" in [block.text for block in blocks]


def test_a_table_that_fills_a_column_goes_on_in_the_next() -> None:
    def column(page: Page, x: float, rows: list[str], top: float, bottom: float) -> Page:
        high = (bottom - top) / len(rows)
        page.down((x, x + 70, x + 220), top=top, bottom=bottom).line(x, bottom, x + 220, bottom)
        for k, row in enumerate(rows):
            page.line(x, top + high * k, x + 220, top + high * k)
            label, value = row.split("|")
            page.text(x + 6, top + 18 + high * k, label).text(x + 76, top + 18 + high * k, value)
        return page

    first = column(Page(), 310, ["概要|開発費", "対象者|市内"], 700, 780)
    second = column(Page(), 60, ["補助率|1/2", "上限|30万円", "その他|予算の枠に達した時"], 60, 780)
    column(second, 310, ["|点で終わります", "期間|随時"], 60, 116)
    blocks = read(first, second)
    assert [(block.rows, block.row_pages) for block in blocks if block.kind == "table"] == [(6, (1, 1, 2, 2, 2, 2))]


def test_a_running_head_and_foot_on_two_pages_do_not_part_a_table() -> None:
    def both(second: list[str]) -> list[int]:
        pages = [first_part(["事業名|甲", "対象者|市内", "補助率|1/2"], bottom=740), table_page(second, 80)]
        for number, page in enumerate(pages, start=1):
            page.text(300, 50, "一覧", 8).text(290, 800, f"ページ {number}", 8)
        return [block.rows for block in read(*pages) if block.kind == "table"]

    assert both(["上限|30万円", "期間|随時"]) == [5]
    assert both(["事業名|乙", "対象者|市内", "期間|随時"]) == [3, 3]


def test_columns_of_other_width_are_another_table() -> None:
    other = (
        Page()
        .across(top=60, rows=1)
        .down((60.0, 250.0, 530.0), top=60, bottom=88)
        .text(66, 78, "名称")
        .text(256, 78, "電話")
    )
    assert [(b.kind, b.rows) for b in read(first_part(["概要|開発"]), other)] == [("table", 1), ("table", 1)]


def test_every_block_is_located() -> None:
    for block in read(
        ruled_page().text(60, 400, "・市内に事業所を有すること").text(60, 430, "お問い合わせは工業振興係まで")
    ):
        assert block.page == 1
        assert block.locator == "p.1 " + ",".join(f"{value:.1f}" for value in block.bbox or ())
        for line in (*block.lines, *(line for cell in block.cells for line in cell.lines)):
            assert line.locator.startswith("p.1 ")


def test_a_row_cut_by_the_page_end_is_one_row() -> None:
    (table,) = read(
        first_part(["概要|開発費", "対象経費|機械装置費、外注費、展示会への出"]),
        table_page(["|展に要する経費", "期間|随時"], 60),
    )
    assert (table.rows, table.row_pages) == (3, (1, 1, 2))
    assert table.cells[3].text == "機械装置費、外注費、展示会への出展に要する経費"


def test_a_row_cut_after_few_words_goes_on_where_its_label_is_empty() -> None:
    (table,) = read(first_part(["概要|開発費", "要件|市内に"]), table_page(["|住所があること", "期間|随時"], 60))
    assert [cell.text for cell in table.cells[2:4]] == ["要件", "市内に住所があること"]


def test_a_short_row_with_a_blank_at_the_head_of_a_page_is_a_row_of_its_own() -> None:
    one, two = first_part(["中央公民館|緑区本町"]), table_page(["北部図書館|", "体育館|南区"], 60)
    (table,) = read(one, two)
    assert [cell.text for cell in table.cells] == ["中央公民館", "緑区本町", "北部図書館", "", "体育館", "南区"]


@pytest.mark.parametrize(
    ("above", "below", "whole"),
    [
        ("対象経費|機械装置費です。", "|※消費税は対象外です。", "機械装置費です。\n※消費税は対象外です。"),
        ("対象経費|", "|①機械装置費", "①機械装置費"),
        ("|①機械装置費", "対象経費|②外注費", "①機械装置費\n②外注費"),
    ],
)
def test_a_row_cut_where_every_other_has_a_label_is_one_row(above: str, below: str, whole: str) -> None:
    (table,) = read(first_part(["概要|開発費", above]), table_page([below, "期間|随時"], 60))
    assert [cell.text for cell in table.cells] == ["概要", "開発費", "対象経費", whole, "期間", "随時"]


def test_an_empty_cell_below_a_finished_one_is_a_row_of_its_own_where_others_are_empty() -> None:
    (table,) = read(
        first_part(["対象経費|装置費です。", "|外注費"]), table_page(["|※税は対象外です。", "期間|随時"], 60)
    )
    assert (table.rows, table.row_pages) == (4, (1, 1, 2, 2))


def test_a_merged_cell_cut_by_the_page_end_reaches_on() -> None:
    two = (
        Page()
        .line(60, 60, 530, 60)
        .line(150, 88, 530, 88)
        .line(60, 116, 530, 116)
        .down((60.0, 150.0, 530.0), top=60, bottom=116)
    )
    two.text(156, 78, "特別枠は100万円").text(156, 106, "加算枠は20万円")
    (table,) = read(first_part(["概要|開発費", "補助金額|一般枠は50万円"]), two)
    label = next(cell for cell in table.cells if cell.text == "補助金額")
    assert (table.rows, label.row, label.rowspan) == (4, 1, 3)


def matrix(rows: list[list[str]], top: float) -> Page:
    """A ruled table of three columns."""
    xs = (60.0, 200.0, 330.0, 530.0)
    page = Page().across(top=top, rows=len(rows)).down(xs, top=top, bottom=top + 28 * len(rows))
    for k, row in enumerate(rows):
        for x, words in zip(xs, row, strict=False):
            page.text(x + 6, top + 18 + 28 * k, words)
    return page


@pytest.mark.parametrize(("above", "spans"), [("50万円", (2, 1)), ("", (1, 1))], ids=["full", "with empty cells"])
def test_a_merged_cell_of_a_matrix_that_the_page_end_cut_to_one_row_reaches_on(
    above: str, spans: tuple[int, int]
) -> None:
    head = ["対象者", "区分", "限度額"]
    (table,) = read(
        matrix([head, ["中小企業者", "重点分野", above]], 724), matrix([head, ["", "重点分野以外", "30万円"]], 60)
    )
    cells = {cell.text: cell.rowspan for cell in table.cells if cell.text}
    assert (cells["中小企業者"], cells["重点分野"]) == spans


def test_a_row_of_sums_beside_a_page_end_has_empty_cells_of_its_own() -> None:
    head, row, total = ["団体", "補助率", "交付額"], ["商店会", "1/2", "30万円"], ["合　計", "", "90万円"]
    for above, below in ([row, total], [row]), ([row], [total]):
        (table,) = read(matrix([head, *above], 840 - 28 * (1 + len(above))), matrix([head, *below], 60))
        assert {cell.rowspan for cell in table.cells} == {1}


def test_a_row_cut_by_the_page_end_beside_a_merged_label_is_one_row() -> None:
    def part(top: float, rows: list[str], label: str) -> Page:
        xs, bottom = (60.0, 150.0, 430.0, 530.0), top + 28 * len(rows)
        page = Page().down(xs, top=top, bottom=bottom).text(66, (top + bottom) / 2, label)
        page.line(60, top, 530, top).line(60, bottom, 530, bottom)
        for k, row in enumerate(rows):
            document, mark = row.split("|")
            page.line(150, top + 28 * k, 530, top + 28 * k)
            page.text(156, top + 18 + 28 * k, document).text(436, top + 18 + 28 * k, mark)
        return page

    one = part(
        724, ["事業の承継を診断した書類|写し", "代表者の生年月日が分かる書類（番号は黒塗りしてく|写し"], "承継加点"
    )
    (table,) = read(one, part(60, ["ださい。）|", "後継者の氏名が分かる書類|写し"], ""))
    assert [(cell.row, cell.rowspan) for cell in table.cells if cell.col == 0] == [(0, 3)]
    assert [cell.text for cell in table.cells if cell.row == 1] == [
        "代表者の生年月日が分かる書類（番号は黒塗りしてください。）",
        "写し",
    ]
    one = part(724, ["事業の承継を診断した書類|写し", "生年月日が分かる書類。|"], "承継加点")
    (table,) = read(one, part(60, ["後継者の氏名が分かる書類|写し"], ""))  # the last row of the label, whole
    assert [(cell.row, cell.rowspan) for cell in table.cells if cell.col == 0] == [(0, 3)]


def test_chunks_of_pages_make_the_same_document() -> None:
    data = pdf(first_part(["概要|開発", "対象者|市内"]), table_page(["補助率|1/2"], 60), ruled_page())
    chunks = [read_pages(data, name="t.pdf", pages=pages) for pages in (range(1), range(1, 3))]
    assert assemble(pickle.loads(pickle.dumps(chunks)), name="t.pdf") == parse_pdf(data, name="t.pdf")


def test_tabs_at_the_side_are_left_out_and_told() -> None:
    page = ruled_page().box(567, 100, 595, 220, "0.2 0.4 0.8 rg")
    for k, char in enumerate("創業支援"):
        page.text(575, 120 + 26 * k, char, 12, extra="1 1 1 rg")
    document = parse_pdf(pdf(page), name="t.pdf")
    assert "創業支援" not in "".join(block.text for block in document.blocks)
    assert [(n.check, "「創業支援」p.1" in n.message) for n in document.notices] == [("margin", True)]


def test_numbers_of_pages_by_chapter_are_left_out() -> None:
    page = ruled_page().text(280, 820, "3－14", 9)
    assert [block.kind for block in read(page)] == ["heading", "table"]


def test_columns_at_the_side_of_a_page_set_in_columns_are_text() -> None:
    page = Page()
    for x in (570, 545, 520):
        page.text(x, 100, "村の広場で朝市を開きます。", 12, font="V")
    document = parse_pdf(pdf(page), name="t.pdf")
    assert "".join(block.text for block in document.blocks).count("村の広場") == 3
    assert not document.notices


def test_the_head_of_a_page_whose_table_lies_sideways_is_read() -> None:
    page = Page().text(60, 30, "資料二の制度一覧", 10).text(280, 830, "- 3 -", 10)
    page.raw("q 0 1 -1 0 595 100 cm")
    page.raw("\n".join(Page(height=500).across().down().table_text().ops)).raw("Q")
    document = parse_pdf(pdf(page), name="t.pdf")
    assert [(b.rows, b.cols) for b in document.blocks if b.kind == "table"] == [(5, 2)]
    assert [b.text for b in document.blocks if b.kind != "table"] == ["資料二の制度一覧"]


def test_a_page_number_further_in_is_no_text_and_parts_no_table() -> None:
    pages = [table_page([f"費目{n}{k}|内容" for k in range(3)], 100).text(280, 772, f"- {n} -") for n in (1, 2)]
    assert [(block.kind, block.rows) for block in read(*pages)] == [("table", 6)]


def test_figures_at_the_foot_of_one_page_are_text() -> None:
    pages = [ruled_page().text(280, 772, "12"), ruled_page()]
    assert [block.text for block in read(*pages) if block.kind == "paragraph"] == ["12"]


def test_the_figures_of_an_axis_are_no_headings_however_large() -> None:
    page = Page().text(60, 100, "利用者の推移", 16).text(60, 140, "1,000", 16).text(60, 300, "0% 50% 100%", 16)
    for k in range(6):
        page.text(60, 360 + 18 * k, "窓口とオンラインの利用者を年度ごとに比べたものです。", 10)
    assert [block.text for block in read(page) if block.kind == "heading"] == ["利用者の推移"]


def test_a_heading_of_two_lines_is_one() -> None:
    page = (
        Page()
        .text(60, 100, "地域の産業を担う人材の確保と育成に取り組む全事業者の皆さまへの", 14)
        .text(60, 122, "支援のご案内", 14)
    )
    for k in range(6):
        page.text(
            60,
            160 + 18 * k,
            "市内の事業者が取り組む設備の導入に必要な費用の一部を補助します。市内で開業する方も対象です。",
            9.5,
        )
    assert next((b.kind, b.text) for b in read(page)) == (
        "heading",
        "地域の産業を担う人材の確保と育成に取り組む全事業者の皆さまへの支援のご案内",
    )
