"""Tables that the colour of their head, their labels or of every other row tells, with merged cells and hardly any rule."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest

from pipeline.parse.pdf import parse_pdf
from tests.parse.pdf_making import Page, pdf
from tests.parse.test_pdf_tables import tables
from tests.parse.test_pdf_unruled import LEFT, PROSE, RIGHT, ROW, TOP, bands, found, rules, words

HEAD = ["対象者", "事業区分", "補助率", "限度額"]


def coloured_head(page: Page) -> Page:
    """A head on colour without a rule; the rule below the first row leaves out the cells merged downwards."""
    return words(bands(page, 0), [HEAD, ["中小企業者", "重点分野(※)", "2/3", "200万円"]])


def test_a_head_on_colour_and_rules_between_some_columns_make_a_table() -> None:
    page = words(coloured_head(Page()), [[], [], ["", "その他", "1/2", ""]])
    rules(rules(page, 2, x0=210, x1=430), 3)
    page.box(LEFT, TOP + 3 * ROW + 12, RIGHT, TOP + 4 * ROW + 12).text(LEFT + 9, TOP + 4 * ROW + 5, "販路開拓", 16)
    assert found(page) == [
        [
            HEAD,
            ["中小企業者", "重点分野(※)", "2/3", "200万円"],
            ["中小企業者", "その他", "1/2", "200万円"],
        ]
    ]


def test_a_row_that_the_page_end_leaves_open_goes_on_below_the_repeated_head() -> None:
    one = rules(coloured_head(Page().text(LEFT, TOP - 20, PROSE, 10)), 2, x0=210, x1=430)
    two = words(bands(Page(), 0), [HEAD, ["", "その他の分野", "1/2", ""]])
    (table,) = (b for b in parse_pdf(pdf(one, rules(two, 2)), name="t").blocks if b.kind == "table")
    assert [(c.text, c.rowspan) for c in table.cells if c.row == 1] == [
        ("中小企業者", 2),
        ("重点分野(※)", 1),
        ("2/3", 1),
        ("200万円", 2),
    ]


def test_every_other_row_on_colour_with_merged_cells() -> None:
    """A cell has the colour of the row that it begins in: the grounds stop at cells merged from above."""
    body = [["", "重点分野", "2/3", ""], ["", "重点分野以外", "1/2", ""], ["小規模企業者", "全て", "2/3", "300万円"]]
    page = rules(words(Page(), [HEAD, *body]), 0, 4)
    page.box(210, TOP + 2 * ROW, 430, TOP + 3 * ROW)
    page.text(64, TOP + 2 * ROW + 4, "中小企業者", 10).text(440, TOP + 2 * ROW + 4, "200万円", 10)
    page.ops.insert(0, page.ops.pop(-3))  # the ground first
    assert found(page) == [
        [
            HEAD,
            ["中小企業者", "重点分野", "2/3", "200万円"],
            ["中小企業者", "重点分野以外", "1/2", "200万円"],
            ["小規模企業者", "全て", "2/3", "300万円"],
        ]
    ]


@pytest.mark.parametrize("text", ["top", "middle"])
def test_rules_that_stop_at_merged_cells_tell_them_though_every_other_row_is_on_colour(text: str) -> None:
    page = bands(Page(), 0, 2)
    words(
        page, [HEAD, ["", "重点分野", "2/3", ""], ["", "重点分野以外", "1/2", ""], ["個人", "全て", "1/3", "300万円"]]
    )
    rules(rules(page, 0, 1, 3, 4), 2, x0=210, x1=430)
    y = TOP + ROW + (15 if text == "top" else ROW + 4)
    page.text(64, y, "中小企業者", 10).text(440, y, "200万円", 10)
    assert found(page) == [
        [
            HEAD,
            ["中小企業者", "重点分野", "2/3", "200万円"],
            ["中小企業者", "重点分野以外", "1/2", "200万円"],
            ["個人", "全て", "1/3", "300万円"],
        ]
    ]


@pytest.mark.parametrize("last", [True, False], ids=["coloured last", "white last"])
def test_words_in_the_middle_of_several_rows_on_colour_are_a_merged_cell(last: bool) -> None:
    """No rule anywhere; the label has two lines, each of them near the middle of a row."""
    page = bands(Page(), 0, 2)
    body = [["", "重点分野", "2/3", ""], ["", "重点分野以外", "1/2", ""]]
    words(page, [HEAD, *body, *([] if last else [["個人", "全て", "1/3", "300万円"]])])
    page.text(64, TOP + ROW + 18, "中小企業者と連", 10).text(64, TOP + ROW * 2 + 12, "携する団体", 10)
    page.text(440, TOP + ROW * 2 + 4, "200万円", 10)
    whole = [["中小企業者と連\n携する団体", *row[1:3], "200万円"] for row in body]
    assert found(page) == [[HEAD, *whole, *([] if last else [["個人", "全て", "1/3", "300万円"]])]]


def test_boxes_around_tables_with_every_other_row_on_colour_part_them() -> None:
    page = Page()
    rows = [
        HEAD,
        ["中小企業者", "重点分野", "2/3", "200万円"],
        ["個人", "全て", "1/2", "100万円"],
        ["団体", "全て", "1/3", "50万円"],
    ]
    for n in (0, 5):
        bands(page, n, n + 2).box(LEFT, TOP + ROW * n, RIGHT, TOP + ROW * (n + 4), "0 G 0.6 w", "S")
        words(page, [*[[]] * n, *rows])
    page.text(64, TOP + ROW * 4 + 15, "2. 連携コース", 10)
    assert found(page) == [rows, rows]


def test_coloured_cells_with_white_between_make_a_table_of_their_own_below_a_rule_as_wide() -> None:
    page = Page().text(LEFT, TOP - 12, "販路開拓支援", 14).line(LEFT, TOP - 6, RIGHT, TOP - 6, 2)
    for k, (label, value) in enumerate((("概要", PROSE), ("対象者", "企業"), ("補助率", "1/2"), ("期間", "随時"))):
        y = TOP + (ROW + 1.5) * k + 24 * (k // 2)
        page.box(LEFT, y, 140, y + ROW).box(141.5, y, RIGHT, y + ROW, "1 0.9 0.8 rg")
        page.text(LEFT + 4, y + 14, label, 10).text(146, y + 14, value, 10)
    page.text(250, TOP + 2 * ROW + 20, "＜見本市への出展＞", 11)
    assert found(page) == [[["概要", PROSE], ["対象者", "企業"]], [["補助率", "1/2"], ["期間", "随時"]]]


def test_labels_on_colour_close_to_their_values() -> None:
    page = words(Page(), [["募集のお知らせです。"]])
    for k, label in enumerate(("対象事業", "対象経費", "募集期間"), start=1):
        page.box(LEFT, TOP + ROW * k, LEFT + 46, TOP + ROW * (k + 1))
        page.text(LEFT + 3, TOP + ROW * k + 15, label, 10).text(LEFT + 48, TOP + ROW * k + 15, PROSE, 10)
    assert found(rules(page, 0, 1, 2, 3, 4)) == [[["対象事業", PROSE], ["対象経費", PROSE], ["募集期間", PROSE]]]


def test_a_boxed_heading_with_a_boxed_word_is_no_table() -> None:
    page = rules(Page(), 0, 1).line(LEFT, TOP, LEFT, TOP + ROW).line(RIGHT, TOP, RIGHT, TOP + ROW)
    page.line(240, TOP, 240, TOP + ROW).line(280, TOP, 280, TOP + ROW)
    page.text(LEFT + 6, TOP + 16, "◇販路開拓支援事業", 13).text(244, TOP + 16, "NEW", 10)
    assert found(page) == []


def test_a_badge_below_its_heading_is_a_word_of_it() -> None:
    page = Page().text(60, 100, "◇試作品開発支援事業", 14).text(60, 116, "NEW", 7).text(60, 136, PROSE, 10)
    blocks = parse_pdf(pdf(page), name="t.pdf").blocks
    assert [(block.kind, block.text) for block in blocks] == [
        ("heading", "◇試作品開発支援事業 NEW"),
        ("paragraph", PROSE),
    ]


def test_words_of_merged_cells_below_the_last_rule_of_a_page_go_on_overleaf() -> None:
    """A browser ends the rules where the page ends, within a merged cell; its words go on beside and below them."""

    def part(rows: int) -> Page:
        page = rules(words(Page(), [HEAD]), 0, 1).line(LEFT, TOP, LEFT, TOP + ROW * rows)
        for x in (210, 320, 430, RIGHT):
            page.line(x, TOP, x, TOP + ROW * rows)
        return page

    one = words(part(2), [[], ["連携する中小企業", "重点分野(※)", "経費の2/3", "400万円／年度"]])
    rules(one, 2, x0=210, x1=430).text(64, TOP + 2 * ROW + 8, "者又は中小企業団", 10).text(
        440, TOP + 2 * ROW + 8, "※小規模を含", 10
    )
    two = rules(words(part(2), [[], ["体のもの", "重点分野以外", "経費の1/2", "む場合は別"]]), 2)
    (table,) = parse_pdf(pdf(one, two), name="t.pdf").blocks
    assert [(c.text, c.rowspan) for c in table.cells if c.row == 1] == [
        ("連携する中小企業者又は中小企業団体のもの", 2),
        ("重点分野(※)", 1),
        ("経費の2/3", 1),
        ("400万円／年度\n※小規模を含む場合は別", 2),
    ]


def test_a_head_centred_over_words_set_flush_left() -> None:
    page = words(
        rules(Page(), 0, 1, 3),
        [["", "", "", ""], ["中小企業者", "全て", "1/2", "50万円"], ["小規模企業者", "", "", "80万円"]],
    )
    for x, label in zip((110, 255, 370, 480), HEAD, strict=True):
        page.text(x, TOP + 15, label, 10)
    rules(rules(page, 2, x0=LEFT, x1=210), 2, x0=430)
    assert found(page) == [[HEAD, ["中小企業者", "全て", "1/2", "50万円"], ["小規模企業者", "全て", "1/2", "80万円"]]]


def test_a_matrix_without_a_rule_at_its_foot_stands_above_another() -> None:
    """Rules between the rows only: merged cells alone have one at the foot."""
    page = words(
        bands(Page(), 0), [HEAD, ["中小企業者", "重点分野", "", "200万円"], ["小規模企業者", "全て", "", "100万円"]]
    )
    page.text(330, TOP + 2 * ROW + 4, "2/3", 10)
    rules(rules(rules(page, 2, x0=LEFT, x1=320), 2, x0=430), 3, x0=320, x1=430)
    page.text(LEFT, TOP + 4.5 * ROW, "2. 単独企業コース", 11).text(LEFT, TOP + 5.2 * ROW, "単独で行う事業", 10)
    page.box(LEFT, TOP + 6 * ROW, RIGHT, TOP + 7 * ROW)
    rows = [HEAD, ["全企業", "全て", "1/2", "50万円"]]
    for k, row in enumerate(rows):
        for x, text in zip((64, 220, 330, 440), row, strict=True):
            page.text(x, TOP + (6 + k) * ROW + 15, text, 10)
    assert found(rules(page, 8))[0] == [
        HEAD,
        ["中小企業者", "重点分野", "2/3", "200万円"],
        ["小規模企業者", "全て", "2/3", "100万円"],
    ]


def test_labels_halfway_down_beside_their_values_without_any_rule() -> None:
    page, y = Page(), 100.0
    for label, count in (("概要", 2), ("対象者", 1), ("募集期間", 3)):
        page.text(70, y + 7.5 * (count - 1), label, 10)
        for k in range(count):
            page.text(150, y + 15 * k, f"{label}の説明をここに書きます{k}", 10)
        y += 15 * count + 9
    words = [line.text for block in parse_pdf(pdf(page), name="t.pdf").blocks for line in block.lines]
    assert [word for word in words if "説明" not in word] == ["概要", "対象者", "募集期間"]
    assert [words.index(label) for label in ("概要", "対象者", "募集期間")] == [0, 3, 5]


def test_a_label_that_stands_out_to_the_left_is_a_line_of_its_own() -> None:
    page = Page().box(60, 80, 330, 200, "0 g", "S").text(66, 100, "対象者", 10).text(66, 148, "募集期間", 10)
    page.text(78, 116, "市内に事業所を持ち製造業を営む中小企業者等で専", 10).text(
        78, 132, "門家の助言を必要とし開発の計画を進めている方々", 10
    )
    page.text(78, 164, "随時", 10)
    lines = [line.text for block in parse_pdf(pdf(page), name="t.pdf").blocks for line in block.lines]
    assert lines[0] == "対象者"
    assert lines[-2:] == ["募集期間", "随時"]


@pytest.mark.parametrize("note", ["※税抜", "資料：見本市", "（注）見込み"])
def test_a_note_right_below_a_table_is_no_word_of_its_last_row(note: str) -> None:
    page = rules(words(Page(), [HEAD, ["小規模企業者", "重点分野", "2/3", "50万円"]]), 0, 1, 2)
    for x in (LEFT, 210, 320, 430, RIGHT):
        page.line(x, TOP, x, TOP + ROW * 2)
    document = parse_pdf(pdf(page.text(64, TOP + 2 * ROW + 8, note, 10)), name="t.pdf")
    assert [block.text for block in document.blocks if block.kind != "table"] == [note]


SHOWN = [HEAD, ["中小企業者", "重点分野", "2/3", "200万円"], ["個人", "全て", "1/2", "50万円"]]


def framed(page: Page) -> Page:
    rules(page, 0, 3)
    return page.line(LEFT, TOP, LEFT, TOP + 3 * ROW).line(RIGHT, TOP, RIGHT, TOP + 3 * ROW)


def banded(page: Page) -> Page:
    return bands(page, 2)


@pytest.mark.parametrize("drawn", [Page, framed, banded], ids=["alone", "in a frame", "and a row on colour"])
def test_a_head_on_colour_is_all_that_a_table_draws(drawn: Callable[..., Page]) -> None:
    page = drawn() if drawn is Page else drawn(Page())
    page = words(bands(page, 0), SHOWN).text(LEFT, TOP + 4 * ROW + 16, PROSE, 10)
    assert found(page) == [SHOWN]


@pytest.mark.parametrize(
    "rows",
    [[[PROSE], [PROSE]], [["募集のご案内です。"], ["中小企業者", "重点分野", "2/3", "200万円"]], [SHOWN[1]]],
    ids=["prose", "a line before one row", "one row"],
)
def test_a_bar_of_words_above_other_text_is_no_head(rows: list[list[str]]) -> None:
    assert found(words(bands(Page(), 0), [HEAD, *rows])) == []


WRAPPED = [
    ["中小企業者\n又は団体", "空き店舗の改装に\n要する費用のうち\n町長が認めるもの", "2/3", "200万円"],
    ["個人", "展示会への出展に\n要する小間料", "1/2", ""],
]


LISTED = [
    ["設備", "・機械の購入\n・設置の工事\n・仕組みの構築", "1/2", "200万円"],
    ["広報", "・冊子\n・看板の設置", "2/3", "50万円"],
]


def wrapped(page: Page, drop: float, gap: float = 8, rows: list[list[str]] = WRAPPED) -> Page:
    """Cells of several lines with nothing drawn between, the shorter ones set off by so much of the height they leave free."""
    top = TOP + ROW + 6
    for row in [[text.split("\n") for text in cells] for cells in rows]:
        most = max(map(len, row))
        for x, lines in zip((64, 220, 330, 440), row, strict=True):
            for k, line in enumerate(lines):
                page.text(x, top + 9 + 14 * (k + drop * (most - len(lines))), line, 10)
        top += 14 * most + gap
    return page.text(LEFT, top + 30, PROSE, 10)


@pytest.mark.parametrize("drop", [0.5, 0.0], ids=["about one middle", "from one top"])
@pytest.mark.parametrize(
    "drawn", [bands, lambda page, row: rules(page, row, row + 1, row + 6)], ids=["on colour", "ruled"]
)
def test_a_head_is_all_that_a_table_of_cells_of_several_lines_draws(drawn: Callable[..., Page], drop: float) -> None:
    read = [HEAD, *([text.replace("\n", "") for text in row] for row in WRAPPED)]
    assert [
        [[text.replace("\n", "") for text in row] for row in table]
        for table in found(wrapped(words(drawn(Page(), 0), [HEAD]), drop))
    ] == [read]


def test_one_cell_of_a_row_may_list_things_line_by_line() -> None:
    assert found(wrapped(words(bands(Page(), 0), [HEAD]), 0, 8, LISTED)) == [[HEAD, *LISTED]]


@pytest.mark.parametrize("kind", ["figures", "words"])
def test_a_head_of_two_rows_on_colour_is_all_that_a_table_draws(kind: str) -> None:
    xs = (LEFT, 140, 240, 340, 440, RIGHT)
    page = Page().box(xs[0], TOP, xs[1], TOP + 2 * ROW)
    for k in range(1, 5):
        page.box(xs[k], TOP + ROW, xs[k + 1], TOP + 2 * ROW)
        page.text(xs[k] + 5, TOP + ROW + 17, ["率", "上限"][(k + 1) % 2], 10)
    page.box(xs[1], TOP, xs[3], TOP + ROW).box(xs[3], TOP, xs[5], TOP + ROW).text(xs[0] + 5, TOP + ROW + 4, "区分", 10)
    page.text(xs[1] + 5, TOP + 17, "中小企業", 10).text(xs[3] + 5, TOP + 17, "小規模企業", 10)
    values = ["1/2", "100万円"] if kind == "figures" else ["二分の一以内", "予算による"]
    body = [[name, *values, *values] for name in ("設備", "広報", "研修", "委託")]
    for row, cells in enumerate(body, start=2):
        for x, text in zip(xs, cells, strict=False):
            page.text(x + 5, TOP + ROW * row + 17, text, 10)
    head = [["区分", "中小企業", "中小企業", "小規模企業", "小規模企業"], ["区分", "率", "上限", "率", "上限"]]
    assert found(page) == [[*head, *body]]


def test_a_label_halfway_between_two_rows_below_a_head_is_merged_over_both() -> None:
    rows = [
        ["", "改装", "1/2", "9万円"],
        ["", "広報", "2/3", "5万円"],
        ["", "機械", "1/2", "8万円"],
        ["", "研修", "2/3", "7万円"],
    ]
    page = words(bands(Page(), 0), [HEAD, *rows, ["個人", "全て", "1/2", "50万円"]])
    page.text(64, TOP + ROW * 2 + 4, "中小企業者", 10).text(64, TOP + ROW * 4 + 4, "団体", 10)
    (table,) = tables(pdf(page))
    labels = [(cell.row, cell.rowspan, cell.text) for cell in table.cells if cell.col == 0]
    assert labels == [(0, 1, "対象者"), (1, 2, "中小企業者"), (3, 2, "団体"), (5, 1, "個人")]
    assert [cell.text for cell in table.cells if cell.col == 1] == ["事業区分", "改装", "広報", "機械", "研修", "全て"]


@pytest.mark.parametrize(("drop", "gap"), [(0.2, 8), (0.5, 0)], ids=["at no level", "lines as close as rows"])
def test_lines_below_a_head_that_show_no_rows_are_no_cells(drop: float, gap: float) -> None:
    assert found(wrapped(words(bands(Page(), 0), [HEAD]), drop, gap)) == []


def test_a_coloured_head_centred_over_two_rows_flush_left_names_its_columns() -> None:
    page = bands(Page(), 0)
    for x, name in ((100, "回"), (235, "受付開始"), (440, "締切")):
        page.text(x, TOP + 15, name, 10)
    for k, row in enumerate((("第1回", "4月14日", "5月16日"), ("第2回", "7月1日", "8月8日")), start=1):
        for x, name in zip((64, 160, 360), row, strict=True):
            page.text(x, TOP + ROW * k + 15, name, 10)
    expected = [["回", "受付開始", "締切"], ["第1回", "4月14日", "5月16日"], ["第2回", "7月1日", "8月8日"]]
    assert found(page) == [expected]
    assert found(rules(page, 1, 2, 3)) == [expected]


def test_a_band_below_a_heading_begins_the_next_table() -> None:
    """Rows of several lines, centred beside one another, part where the next row is coloured."""
    page = words(bands(Page(), 0), [HEAD]).text(222, TOP + ROW + 10, "重点分野に取り組む", 10)
    page.text(64, TOP + ROW + 16, "中小企業者", 10).text(334, TOP + ROW + 16, "2/3", 10).text(
        444, TOP + ROW + 16, "200万円", 10
    )
    page.text(222, TOP + ROW + 22, "事業", 10).box(LEFT, TOP + ROW + 26, RIGHT, TOP + ROW + 42, "0.9 0.95 1 rg")
    for x, name in zip((64, 222, 334, 444), ("個人", "全て", "1/2", "50万円"), strict=True):
        page.text(x, TOP + ROW + 38, name, 10)
    page.text(64, TOP + ROW + 56, "2　募集の回", 12).box(LEFT, TOP + ROW + 62, RIGHT, TOP + 2 * ROW + 62)
    for k, row in enumerate((("回", "開始", "締切", "発表"), ("1", "4月", "5月", "6月"), ("2", "7月", "8月", "9月"))):
        for x, name in zip((64, 222, 334, 444), row, strict=True):
            page.text(x, TOP + ROW + 77 + ROW * k, name, 10)
    tables = found(page)
    assert [row[0] for row in tables[0]] == ["対象者", "中小企業者", "個人"]
    assert tables[0][1][1] == "重点分野に取り組む\n事業"
    assert [row[0] for row in tables[1]] == ["回", "1", "2"]


def test_heads_on_colour_below_numbered_titles_begin_tables_whose_rows_the_grounds_of_some_cells_part() -> None:
    page = Page()
    for k, title in enumerate(("1. 基本コース", "2. 連携コース")):
        y = TOP + 8 * ROW * k
        page.text(LEFT, y - 8, title, 10).box(LEFT, y, RIGHT, y + ROW).box(210, y + 2 * ROW, 430, y + 3 * ROW)
        page.text(64, y + 2 * ROW + 4, "中小企業者", 10).text(440, y + 2 * ROW + 4, "200万円", 10)
        rows = [HEAD, ["", "重点分野", "2/3", ""], ["", "その他", "1/2", ""], ["小規模企業者", "全て", "3/4", "50万円"]]
        for n, row in enumerate(rows):
            for x, text in zip((64, 220, 330, 440), row, strict=True):
                page.text(x, y + ROW * n + 15, text, 10)
    expected = [
        HEAD,
        ["中小企業者", "重点分野", "2/3", "200万円"],
        ["中小企業者", "その他", "1/2", "200万円"],
        ["小規模企業者", "全て", "3/4", "50万円"],
    ]
    assert found(page) == [expected, expected]


@pytest.mark.parametrize("below", [None, lambda page: page.box(LEFT, TOP + 4 * ROW, RIGHT, TOP + 5 * ROW)])
def test_merged_cells_between_two_rows_part_no_row_below_a_head_on_colour(below: Callable[[Page], Page] | None) -> None:
    page = Page().box(LEFT, TOP, RIGHT, TOP + ROW).box(LEFT, TOP + 2 * ROW, 210, TOP + 3 * ROW)
    page.box(430, TOP + 2 * ROW, RIGHT, TOP + 3 * ROW).text(220, TOP + 2 * ROW + 4, "全て", 10)
    page.text(330, TOP + 2 * ROW + 4, "1/2", 10)
    rows = [["対象者", "事業区分", "", "限度額"], ["中小企業者", "", "", "100万円"], ["小規模企業者", "", "", "50万円"]]
    for n, row in enumerate(rows):
        for x, text in zip((64, 220, 330, 440), row, strict=True):
            page.text(x, TOP + ROW * n + 15, text, 10)
    page.text(330, TOP + 10, "補助", 10).text(330, TOP + 21, "率", 10)
    page.box(LEFT, TOP - 60, RIGHT, TOP - 40, "0.9 g").text(64, TOP - 45, "＜改良部門＞", 11)
    page.text(64, TOP - 24, "1. 改良コース", 11).text(70, TOP - 8, "小規模企業者等による改良事業", 10)
    if below:
        below(page).text(64, TOP + 4 * ROW + 18, "◇別の事業", 12)
    assert found(page) == [
        [
            [*HEAD[:2], "補助\n率", HEAD[3]],
            ["中小企業者", "全て", "1/2", "100万円"],
            ["小規模企業者", "全て", "1/2", "50万円"],
        ],
    ]


def test_every_other_row_on_colour_may_hold_many_lines() -> None:
    """Coloured cell by cell, the first row higher than rows usually are."""
    page, tops = Page(), (TOP, TOP + ROW, TOP + ROW + 80, TOP + ROW + 120, TOP + ROW + 150)
    for k in (0, 1, 3):
        for x0, x1 in pairwise((LEFT, 210, 320, 430, RIGHT)):
            page.box(x0, tops[k], x1, tops[k + 1])
    body = [
        HEAD,
        ["中小企業者", "重点分野", "2/3", "200万円"],
        ["個人", "全て", "1/2", "50万円"],
        ["団体", "", "2/3", "9万円"],
    ]
    for row, (top, bottom) in zip(body, pairwise(tops), strict=True):
        for x, text in zip((64, 220, 330, 440), row, strict=True):
            page.text(x, (top + bottom) / 2 + 4, text, 10)
    for k in (-2, -1, 1, 2):
        page.text(220, TOP + ROW + 44 + 14 * k, "に取り組む", 10)
    body[1][1] = "に取り組む\nに取り組む\n重点分野\nに取り組む\nに取り組む"
    assert found(page) == [body]


def test_a_rule_between_rows_of_a_head_ends_where_the_colour_goes_on() -> None:
    """A head of two rows on one colour: only 予算額 and 決算額 stand over a rule, and the boxes beside it meet unseen."""
    page = bands(Page(), 0).box(LEFT, TOP + ROW, 150, TOP + 2 * ROW).box(470, TOP + ROW, RIGHT, TOP + 2 * ROW)
    page.box(150, TOP + ROW, 470, TOP + 2 * ROW)
    page.text(90, TOP + ROW + 4, "科目", 10).text(490, TOP + ROW + 4, "差引", 10)
    page.text(215, TOP + 15, "予算額", 10).text(375, TOP + 15, "決算額", 10)
    for x, name in ((180, "当初"), (260, "補正後"), (340, "見込"), (420, "確定")):
        page.text(x, TOP + ROW + 15, name, 10)
    for k, row in enumerate((("報償費", 1), ("旅費", 2), ("需用費", 3)), start=2):
        for x, name in zip((64, 182, 262, 342, 422, 492), (row[0], "100", "120", "118", "118", "2"), strict=True):
            page.text(x, TOP + ROW * k + 15, name, 10)
    assert found(rules(rules(page, 0, 2, 3, 4, 5), 1, x0=150, x1=470))[0][:2] == [
        ["科目", "予算額", "予算額", "決算額", "決算額", "差引"],
        ["科目", "当初", "補正後", "見込", "確定", "差引"],
    ]


def test_rows_of_tiles_part_within_a_merged_tile_above_the_rule_of_a_heading() -> None:
    body = [["毎月末日", "1/2", "納税証明書"], ["随時", "定額", "申請書"], ["6月中旬", "", "見積書"]]
    page, xs = Page(), (LEFT, 220.0, 380.0, RIGHT)
    for k, row in enumerate([["受付期間", "補助率", "提出書類"], *body]):
        for x0, x1, name in zip(xs, xs[1:], row, strict=False):
            high = 2 * ROW if name == "定額" else ROW
            if name:
                page.box(x0, TOP + ROW * k, x1 - 1.5, TOP + ROW * k + high - 1.5).text(
                    x0 + 4, TOP + ROW * k + 15, name, 10
                )
    page.box(LEFT, TOP + 5 * ROW - 10, LEFT + 5, TOP + 5 * ROW + 4).text(LEFT + 10, TOP + 5 * ROW, "対象と金額", 8)
    page.line(LEFT, TOP + 5 * ROW + 4, RIGHT - 1.5, TOP + 5 * ROW + 4)
    assert [row[1] for row in found(page)[0]] == ["補助率", "1/2", "定額", "定額"]


@pytest.mark.parametrize(("gap", "lead"), [(10, 13), (14, 15), (8, 20)])
def test_a_label_on_coloured_ground_stands_before_the_lines_beside_it(gap: float, lead: float) -> None:
    page, top = Page(), 90.0
    rows = {
        "対象者": ["市内に本店を有する中小企業者で、", "市税を完納しているもの"],
        "手続き": ["・申請書を4月1日から9月30日ま", "　でに出してください。", "・予算に達し次第、終了します。"],
        "注意点": ["ほかの補助金と", "あわせては受けられません。"],
    }
    for label, lines in rows.items():
        height = lead * len(lines) + 10
        middle = top + height / 2
        page.box(50, top, 545, top + height, "0.92 0.95 1 rg").box(58, middle - 13, 133, middle + 13, "0.1 0.3 0.7 rg")
        page.text(75, middle + 5, label, 13.5, extra="1 1 1 rg")
        for k, line in enumerate(lines):
            page.text(133 + gap, middle - lead * len(lines) / 2 + lead * k + 11, line)
        top += height + 8
    texts = [line.text for block in parse_pdf(pdf(page), name="t.pdf").blocks for line in block.lines]
    assert [text for text in texts if text in rows] == list(rows)
    assert "".join(texts).replace(" ", "") == "".join(
        label + "".join(lines).replace("　", "") for label, lines in rows.items()
    )


def test_a_label_on_coloured_ground_is_no_rest_of_a_full_line_above_it() -> None:
    full = "生産及び販売の用に直接供する設備であって中古の資産ではないこと"
    page = Page().text(60, 200, full, 10)
    page.box(60, 205, 372, 222).text(60, 217, "設備取得期間", 10).text(
        60, 234, "計画の認定日から令和9年3月31日まで", 10
    )
    texts = [line.text for block in parse_pdf(pdf(page), name="t.pdf").blocks for line in block.lines]
    assert texts == [full, "設備取得期間", "計画の認定日から令和9年3月31日まで"]
