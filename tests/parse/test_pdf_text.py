"""Characters come out as a reader sees them: nothing hidden, nothing doubled, nothing in the wrong order."""

from __future__ import annotations

import numpy as np
import pikepdf
import pytest
from pikepdf import Array

from pipeline.parse.pdf import parse_pdf
from pipeline.parse.pdf.content import Glyphs, Style
from pipeline.parse.pdf.text.characters import is_wide, repair
from pipeline.parse.pdf.text.doubles import without_doubles
from pipeline.parse.pdf.text.lines import first_word, opens_item
from pipeline.records import Document
from tests.parse.pdf_making import BORDER, LABELS, LEFT, ROW, TOP, VALUES, Page, pdf, ruled_page


def words(document: Document) -> str:
    parts = [block.text or "\n".join(cell.text for cell in block.cells) for block in document.blocks]
    return "\n".join(parts)


@pytest.mark.parametrize(
    ("code", "char"),
    [
        (0x2FA6, "金"), (0x2ED1, "長"), (0x2F29, "小"), (0x2EE9, "黄"), (0x2215, "/"), (0x2027, "・"), (0xF06C, "●"),
        (0xF0B7, "•"), (0x9AD9, "髙"), (0xFA11, "﨑"), (0x2460, "①"), (0xFF11, "１"), (0xFF76, "ｶ"), (0xFF5E, "～"),
        (0x3000, " "), (0xA0, " "), (0x200B, " "), (0xFFFD, ""), (0x01, ""), (0xE000, ""), (0xD83D, ""), (0xF731, "1"), (0xF761, "a"),
    ],
)  # fmt: skip
def test_code_points_become_the_characters_one_sees(code: int, char: str) -> None:
    assert repair(code) == char


@pytest.mark.parametrize(
    ("char", "wide"), [("県", True), ("ア", True), ("①", True), ("：", True), ("ｱ", False), ("A", False), ("1", False)]
)
def test_full_width_characters(char: str, wide: bool) -> None:
    assert is_wide(char) is wide


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("展費", "展"),
        ("す。）次に", "す。）"),
        ("（自社で", "（自"),
        ("1,000万円", "1,000"),
        ("「はたらく」", "「は"),
        ("Zoomによる", "Zoom"),
    ],
)
def test_the_first_word_is_what_a_line_break_may_not_part(text: str, word: str) -> None:
    assert first_word(text) == word


@pytest.mark.parametrize(
    ("text", "opens"),
    [
        ("①国内開催の", True), ("・市内に", True), ("※消費税", True), ("(1)対象", True), ("（ア）次の", True), ("1. 産学", True),
        ("補助率：1/2", True), ("第3条 補助", True), ("【その他】", True), ("1.5%の賃上げ", False), ("https://example.jp", False),
        ("令和7年度", False), ("（自社で作成", False), ("-5度", False), ("10万円", False),
    ],
)  # fmt: skip
def test_list_marks_and_labels_open_a_line(text: str, opens: bool) -> None:
    assert opens_item(text) is opens


HIDDEN = {
    "white": lambda page: page.text(60, 400, "見えない", extra="1 1 1 rg"),
    "white on a white box": lambda page: page.box(50, 380, 200, 420, "1 g").text(60, 400, "見えない", extra="1 1 1 rg"),
    "render mode 3": lambda page: page.text(60, 400, "見えない", extra="3 Tr"),
    "covered by a box": lambda page: page.text(60, 400, "見えない").box(50, 380, 200, 420, "1 g"),
    "half a point large": lambda page: page.text(60, 400, "見えない", 0.5),
    "off the page": lambda page: page.text(700, 400, "見えない"),
    "clipped away": lambda page: page.raw("q 300 300 10 10 re W n").text(60, 400, "見えない").raw("Q"),
    "slanted watermark": lambda page: page.raw(
        f"BT 0.9 g /J 60 Tf 0.7 0.7 -0.7 0.7 100 100 Tm <{'見えない'.encode('utf-16-be').hex()}> Tj ET"
    ),
}


@pytest.mark.parametrize("how", HIDDEN)
def test_text_that_nobody_sees_is_left_out_and_reported(how: str) -> None:
    page = HIDDEN[how](ruled_page())
    document = parse_pdf(pdf(page), name="t.pdf")
    assert "見えない" not in words(document)
    assert [block.kind for block in document.blocks] == ["heading", "table"]
    assert [notice.check for notice in document.notices] == ["hidden-text"]


SEEN = {
    "white, drawn by a black pen": lambda page: page.text(60, 400, "見えている", extra="1 g 0 G 1 Tr"),
    "a size and a matrix turned about": lambda page: page.raw(
        f"BT /J -12 Tf -1 0 0 -1 60 442 Tm <{'見えている'.encode('utf-16-be').hex()}> Tj ET"
    ),
    "white in a circle under a white arc": lambda page: (
        page.raw("1 0.6 0 rg 50 440 m 50 470 90 500 110 500 c 130 500 170 470 170 440 c 170 410 50 410 50 440 c f")
        .raw("1 g 40 380 m 40 520 180 520 180 380 c 180 510 40 510 40 380 c f").text(60, 400, "見えている", extra="1 g")
    ),
    "a stencil for a picture": lambda page: (
        page.raw("q").raw(f"BT 7 Tr /J 12 Tf 60 442 Td <{'見えている'.encode('utf-16-be').hex()}> Tj ET")
        .raw("q 200 0 0 40 50 430 cm BI /W 1 /H 1 /BPC 8 /CS /G ID A EI Q Q")
    ),
}  # fmt: skip


@pytest.mark.parametrize("how", SEEN)
def test_text_that_one_sees_is_read_however_it_is_drawn(how: str) -> None:
    document = parse_pdf(pdf(SEEN[how](ruled_page())), name="t.pdf")
    assert "見えている" in words(document)
    assert not document.notices


@pytest.mark.parametrize("unseen", ["3 Tr", "/T gs", "1 1 1 rg"], ids=["invisible", "transparent", "white"])
def test_recognised_text_under_a_scan_is_read_and_told(unseen: str) -> None:
    def transparent(document: pikepdf.Pdf) -> None:
        document.pages[0].Resources.ExtGState = pikepdf.Dictionary(T=pikepdf.Dictionary(ca=0))

    page = Page().text(60, 100, "販路開拓補助金の募集のお知らせ", extra=unseen)
    page.text(60, 130, "申請は窓口へお持ちください。", extra=unseen)
    page.raw("q 595 0 0 842 0 0 cm BI /W 1 /H 1 /BPC 8 /CS /G ID \xfb EI Q").text(280, 820, "- 1 -", 9)
    document = parse_pdf(pdf(page, change=transparent), name="t.pdf")
    assert "申請は窓口へお持ちください。" in words(document)
    assert [notice.check for notice in document.notices] == ["ocr-layer"]


@pytest.mark.parametrize(
    ("before", "after", "whole"),
    [
        ("詳しくは産業政策課 TEL:076-000-", "0000へお尋ねください。", "TEL:076-000-0000へ"),
        ("詳しくは産業政策課 TEL:076-000-000", "1）まで", "TEL:076-000-0001）"),
        ("詳しくは産業政策課 TEL:０７６－０００－００", "０１）まで", "TEL:０７６－０００－０００１）"),
        ("詳しくは市役所本庁舎 産業政策課 TEL:076-", "000-0001へお尋ねください。", "TEL:076-000-0001へ"),
        ("詳しくは産業政策課 TEL：（０７６）２６７－１１７", "４へ", "（０７６）２６７－１１７４へ"),
        ("詳しくは産業政策課 TEL：（０７", "６）２６７－１１７４へ", "（０７６）２６７－１１７４へ"),
        ("市内の会館の連絡先 TEL：076-240-1934", "１５０人規模の研修に", "1934\n１５０人"),
        ("市内の会館の連絡先 TEL：０７６－２４０－１９３４", "１５０人規模の研修に", "１９３４\n１５０人"),
        ("市内の会館の連絡先 TEL：０７６（２４０）１９３", "４へ", "０７６（２４０）１９３４へ"),
        ("市内の会館の連絡先 TEL：076(240)1934", "１５０人規模の研修に", "1934\n１５０人"),
        ("補助金の限度額は最長3年度で 最大3,00", "0万円", "最大3,000万円"),
        ("会議室が広く研修にも使えます。1", "40人規模まで", "。140人規模"),
        ("会議室の利用時間 開館時間：9:0", "0から", "：9:00から"),
        ("会議室の利用時間 開館時間：９:００～２", "１:００から", "～２１:００から"),
        ("限度額は一年度 最長 2 年度 50", "0 万円とします", "年度 500 万円"),
        ("用途の広い研修の施設です。最大 1", "30 台を収容します", "最大 130 台"),
        ("証明書等の発行手数料 35", "350円×100件", "35 350円"),
        ("対象となる設備の番号は次のとおり 101", "102", "101 102"),
        ("対象となる設備の番号は 101,", "102,103", "101, 102,103"),
        ("内訳は 1,000", "2,000", "1,000\n2,000"),
    ],
)
def test_a_number_torn_at_the_end_of_a_line_is_whole(before: str, after: str, whole: str) -> None:
    width = sum(10 if ord(letter) > 0xFF else 5 for letter in before)
    page = ruled_page().box(60, 600, 64 + width, 660, "0 g", "S")
    page.text(62, 620, before, 10).text(62, 636, after, 10)
    assert whole in words(parse_pdf(pdf(page), name="t.pdf"))


def test_dates_one_below_the_other_in_a_cell_stay_apart_however_full_it_is() -> None:
    page = Page().box(60, 100, 118, 160, "0 0 0 RG 0.7 w", "S").box(118, 100, 300, 160, "0 0 0 RG 0.7 w", "S")
    for k, date in enumerate(("1935年11月", "1936年９月")):
        page.text(62, 120 + 14 * k, date, 10)
    page.text(122, 120, "工場を開く", 10).text(122, 134, "本店を移す", 10)
    [table] = parse_pdf(pdf(page), name="t.pdf").blocks
    assert [cell.text for cell in table.cells] == ["1935年11月\n1936年９月", "工場を開く\n本店を移す"]


@pytest.mark.parametrize(
    ("lines", "whole"),
    [
        (["総合職　200,700", "一般職　196,200"], "総合職 200,700\n一般職 196,200"),
        (["中小企業　2/3", "小規模　3/4以内"], "中小企業 2/3\n小規模 3/4以内"),
        (["保育の負担金　8,523", "私立の分（５人）"], "保育の負担金 8,523\n私立の分（５人）"),
        (["001 監査委員　3人　13,626", "002 一般職"], "001 監査委員 3人 13,626\n002 一般職"),
        (["１級", "２級", "３級"], "１級\n２級\n３級"),
        (["第1回", "第2回"], "第1回\n第2回"),
        (["62,387 38 -0.06", "62,424 37 -0.06"], "62,387 38 -0.06\n62,424 37 -0.06"),
        (["補助の上限額は　1,000", "万円とします"], "補助の上限額は 1,000万円とします"),
        (["補助の上限額は　1,000", "を超えない額"], "補助の上限額は 1,000を超えない額"),
    ],
)
def test_entries_of_a_list_in_a_cell_stay_lines_however_full_it_is(lines: list[str], whole: str) -> None:
    right = 64.0 + max(sum(10 if ord(letter) > 0xFF else 5 for letter in line) for line in lines)
    page = (
        Page().box(60, 100, right, 160, "0 0 0 RG 0.7 w", "S").box(right, 100, right + 90, 160, "0 0 0 RG 0.7 w", "S")
    )
    for k, line in enumerate(lines):
        page.text(62, 120 + 14 * k, line, 10)
    page.text(right + 4, 120, "備考なし", 10)
    [table] = parse_pdf(pdf(page), name="t.pdf").blocks
    assert table.cells[0].text == whole


def test_what_stands_at_the_right_of_a_cell_begins_no_line_at_its_left() -> None:
    page = Page().box(60, 100, 150, 160, "0 0 0 RG 0.7 w", "S").box(150, 100, 240, 160, "0 0 0 RG 0.7 w", "S")
    page.text(126, 118, "千円", 10).text(63, 134, "市税 14,181,000", 10)
    page.text(196, 118, "年月日", 10).text(153, 134, "区　分", 10)
    [table] = parse_pdf(pdf(page), name="t.pdf").blocks
    assert [cell.text for cell in table.cells] == ["千円\n市税 14,181,000", "年月日\n区 分"]


@pytest.mark.parametrize(
    ("before", "after", "room", "whole"),
    [
        ("小規模企業者の場合、最長", "2 年度 400 万円", 7, "最長2 年度"),  # the author sets blanks around figures
        ("小規模企業者の場合、最長", "2年度400万円", 7, "最長\n2年度"),
        ("補助する割合は対象経費の２／", "３とします", 20, "の２／３と"),
        ("補助する割合は対象経費の２分の", "１とします", 20, "の２分の１と"),
    ],
)
def test_a_line_ends_before_its_room_does(before: str, after: str, room: float, whole: str) -> None:
    page = ruled_page().box(60, 600, 64 + 10 * len(before) + room, 660, "0 g", "S")
    page.text(62, 620, before, 10).text(62, 636, after, 10)
    assert whole in words(parse_pdf(pdf(page), name="t.pdf"))


def test_an_item_that_happens_to_stand_in_the_middle_of_its_number_s_line_stays_a_line() -> None:
    page = Page().box(60, 100, 160, 160, "0 0 0 RG 0.7 w", "S").box(160, 100, 300, 160, "0 0 0 RG 0.7 w", "S")
    page.text(62, 120, "3 職員手当等", 10).text(72, 134, "期末手当", 10).text(164, 120, "10,052", 10)
    [table] = parse_pdf(pdf(page), name="t.pdf").blocks
    assert table.cells[0].text == "3 職員手当等\n期末手当"


def test_figures_one_below_the_other_in_a_cell_stay_apart_however_full_it_is() -> None:
    page = Page()
    for y in (100, 116, 172):
        page.line(60, y, 200, y)
    for x in (60, 140, 170, 200):
        page.line(x, 100, x, 172)
    for k, row in enumerate(
        [("区分", "甲", "乙"), ("緑丘町", "247", "0.2"), ("白川町", "84,141", "68.0"), ("東野村", "4,300", "△3.5")]
    ):
        for x, text in zip((64, 142, 172), row, strict=True):
            page.text(x, 112 + 18 * k, text, 9)
    (table,) = [block for block in parse_pdf(pdf(page), name="t.pdf").blocks if block.kind == "table"]
    assert [cell.text for cell in table.cells[-2:]] == ["247\n84,141\n4,300", "0.2\n68.0\n△3.5"]


@pytest.mark.parametrize(("before", "after"), [("3年間、課税標準", "を 1/2 に軽減"), ("対象となる方を決めま", "す。")])
def test_no_line_begins_anew_with_what_no_phrase_begins_with(before: str, after: str) -> None:
    page = ruled_page().box(60, 600, 260, 660, "0 g", "S").text(62, 620, before, 10).text(62, 636, after, 10)
    assert before + after in words(parse_pdf(pdf(page), name="t.pdf"))


def test_white_text_on_a_dark_band_is_a_heading() -> None:
    page = ruled_page().box(40, 50, 540, 75, "0.04 0.43 0.56 rg").text(50, 68, "製品開発", 15, extra="1 1 1 rg")
    first = parse_pdf(pdf(page), name="t.pdf").blocks[0]
    assert (first.kind, first.level, first.text) == ("heading", 1, "製品開発")


def test_bold_drawn_twice_is_read_once_and_real_repeats_stay() -> None:
    page = Page()
    for shift in (0, 0.3, 0.6):
        page.text(60 + shift, 100, "対象者", 12)
    page.text(60, 140, "人々のいろいろな声、スーパーー")
    assert words(parse_pdf(pdf(page), name="t.pdf")).split("\n") == ["対象者", "人々のいろいろな声、スーパーー"]


@pytest.mark.parametrize("shifts", [(0, 0.3), (0.3, 0, 0.1), (0.6, 0, 0.3, 0.9)])
def test_of_a_letter_struck_several_times_the_first_stays(shifts: tuple[float, ...]) -> None:
    count = len(shifts)
    box = np.array([(60 + shift, 100, 72 + shift, 112) for shift in shifts], np.float32)
    every = np.zeros(count, np.int32)
    glyphs = Glyphs(np.full(count, ord("補")), box, every, every, (Style("J", 12, False, 0),))
    assert without_doubles(glyphs).box[:, 0].tolist() == [box[0, 0]]


def test_shadows_below_and_beside_words_are_not_read() -> None:
    lines = [f"{number}件の補助制度" for number in "一二三四五六七八"]
    page = Page()
    for shift, color in ((1.2, "0.6 g"), (0, "0 g")):
        for k, line in enumerate(lines):
            page.text(60 + shift, 110 + shift + 40 * k, line, 12, extra=color)  # tops: 99.4 and 100.6
    assert words(parse_pdf(pdf(page), name="t.pdf")).split("\n") == lines


def test_a_ligature_is_all_its_letters() -> None:
    page = Page().text(60, 100, "O\ufb00ice A\ufb03x \ufb01t")
    assert words(parse_pdf(pdf(page), name="t.pdf")) == "Office Affix fit"


def test_a_glyph_that_stands_for_several_letters_is_all_of_them() -> None:
    def say(document: pikepdf.Pdf) -> None:
        code = "々".encode("utf-16-be").hex()
        words = "コココ".encode("utf-16-be").hex()
        cmap = f"1 begincodespacerange <0000> <FFFF> endcodespacerange 1 beginbfchar <{code}> <{words}> endbfchar"
        document.pages[0].Resources.Font.J.ToUnicode = document.make_stream(cmap.encode())

    assert words(parse_pdf(pdf(Page().text(60, 100, "々"), change=say), name="t.pdf")) == "コココ"


def test_lines_of_contents_stay_lines() -> None:
    page = Page()
    for k, words_of in enumerate(("趣旨", "位置づけ", "対象期間")):
        page.text(60, 100 + 20 * k, f"{words_of} {'・' * (36 - len(words_of))} {k + 1}", 12)
    assert len(words(parse_pdf(pdf(page), name="t.pdf")).split("\n")) == 3


def test_ruby_is_set_apart() -> None:
    page = Page().text(60, 100, "補助金の申請期限は令和七年です。", 12)
    page.text(60, 88, "ほじょきん", 6).text(108, 88, "しんせい", 6).text(156, 88, "• •", 6)
    document = parse_pdf(pdf(page), name="t.pdf")
    assert words(document) == "補助金の申請期限は令和七年です。"
    assert [notice.check for notice in document.notices] == ["ruby"]


def test_vertical_writing_reads_from_right_to_left() -> None:
    page = (
        Page()
        .text(300, 100, "補助金の対象者は市内の中小企業者です。", font="V")
        .text(280, 100, "申請書を提出してください。", font="V")
    )
    assert (
        words(parse_pdf(pdf(page), name="t.pdf")).replace("\n", "")
        == "補助金の対象者は市内の中小企業者です。申請書を提出してください。"
    )


@pytest.mark.parametrize("degrees", [90, 180, 270])
@pytest.mark.parametrize("how", ["page turned", "content sideways"])
def test_turned_pages_read_alike_and_locators_lie_on_the_displayed_page(degrees: int, how: str) -> None:
    page = ruled_page()
    if how == "content sideways":
        wide, high = page.width, page.height
        matrix = {90: f"0 -1 1 0 0 {wide}", 180: f"-1 0 0 -1 {wide} {high}", 270: f"0 1 -1 0 {high} 0"}[degrees]
        size = (high, wide) if degrees != 180 else (wide, high)
        page = Page(*size, ops=[f"q {matrix} cm", *page.ops, "Q"])
        data = pdf(page)
    else:
        data = pdf(page, change=lambda document: document.pages[0].rotate(degrees, relative=False))
    document = parse_pdf(data, name="t.pdf")
    heading, table = document.blocks
    assert heading.text == "◇ 設備投資促進補助金"
    assert ["".join(cell.text.split()) for cell in table.cells[:4]] == [
        "".join(text.split()) for text in (LABELS[0], VALUES[0], LABELS[1], VALUES[1])
    ]
    box = (LEFT, TOP, 530.0, TOP + 5 * ROW)
    wide, high = 595.0, 842.0
    expected = {
        90: (high - box[3], box[0], high - box[1], box[2]),
        180: (wide - box[2], high - box[3], wide - box[0], high - box[1]),
        270: (box[1], wide - box[2], box[3], wide - box[0]),
    }[degrees]
    assert table.bbox == pytest.approx(expected, abs=1.5)
    assert any(notice.check == "sideways" for notice in document.notices)


def test_the_crop_box_is_the_page() -> None:
    def crop(document: pikepdf.Pdf) -> None:
        document.pages[0].CropBox = Array([40, 300, 560, 742])

    page = ruled_page().text(60, 30, "トンボの外の文字").text(60, 700, "切り落とされた文字")
    document = parse_pdf(pdf(page, change=crop), name="t.pdf")
    assert "文字" not in words(document)
    assert document.blocks[-1].bbox == pytest.approx((LEFT - 40, TOP - 100, 530 - 40, TOP + 5 * ROW - 100), abs=1.5)


def test_an_offset_media_box_shifts_nothing() -> None:
    def shift(document: pikepdf.Pdf) -> None:
        document.pages[0].MediaBox = Array([-100, -200, 495, 642])
        document.pages[0].Contents = document.make_stream(
            b"1 0 0 1 -100 -200 cm\n" + document.pages[0].Contents.read_bytes()
        )

    document = parse_pdf(pdf(ruled_page(), change=shift), name="t.pdf")
    assert document.blocks[-1].bbox == pytest.approx((LEFT, TOP, 530, TOP + 5 * ROW), abs=1.5)


@pytest.mark.parametrize(
    ("words_said", "font"),
    [("支援します。相談もします。", "J"), ("difficult", "J"), ("支援します。相談もします。", "V")],
)
def test_text_said_in_place_of_glyphs_loses_no_letter_it_has_twice(words_said: str, font: str) -> None:
    """/ActualText (PDF 32000-1, 14.9.4), which pdfium gives one origin for all its characters."""
    said = ("\ufeff" + words_said).encode("utf-16-be").hex()
    page = Page().raw(f"/Span <</ActualText <{said}>>> BDC").text(60, 100, words_said, 10, font=font).raw("EMC")
    assert words(parse_pdf(pdf(page), name="t.pdf")) == words_said


def test_text_said_in_place_of_glyphs_ends_where_they_end() -> None:
    said = "\ufeff補助".encode("utf-16-be").hex()
    page = (
        Page()
        .raw(f"/Span <</ActualText <{said}>>> BDC")
        .text(60, 100, "補助", 10)
        .raw("EMC")
        .text(80, 100, "金です", 10)
    )
    assert words(parse_pdf(pdf(page), name="t.pdf")) == "補助金です"


def test_letters_on_a_grid_of_half_an_em_have_no_spaces_where_they_are_narrow() -> None:
    """A browser that lacks the font of a page sets another one's letters in the places of its letters."""
    page = Page().text(60, 100, "工場", 10)
    for k, char in enumerate("Plano(U.S.)"):
        page.text(100 + 5 * k, 100, char, 10)

    def widen(document) -> None:
        font = document.pages[0].Resources.Font.J.DescendantFonts[0]
        font.W = pikepdf.Array([1, pikepdf.Array([250 if k in (12, 14, 76) else 590 for k in range(94)])])

    assert words(parse_pdf(pdf(page, change=widen), name="t.pdf")) == "工場\nPlano(U.S.)"


def test_spread_labels_and_spaces_that_are_text() -> None:
    page = Page()
    for k, char in enumerate("対象者"):
        page.text(60 + 30 * k, 100, char)
    page.text(60, 260, "4").text(67.9, 260, "審査")
    page.text(BORDER, 140, "電話 076-220-2205 まで").text(60, 180, "1,000万円")
    for x, words in (
        (60, "創業から"),
        (102.3, "1"),
        (110.8, "990"),
        (127, "年"),
        (141, "15"),
        (154.5, "3"),
        (157.5, ")"),
    ):
        page.text(x, 220, words, 6 if words in "3)" else 10.5)  # a narrow 1 set as wide as the others; a note's number
    assert [block.text for block in parse_pdf(pdf(page), name="t.pdf").blocks] == [
        "対 象 者",
        "電話 076-220-2205 まで",
        "1,000万円",
        "創業から1990年 15 3)",
        "4 審査",
    ]


def test_spaces_typed_into_a_stretched_line_are_none() -> None:
    page = Page().text(60, 140, "所得額 1 2")
    for k, char in enumerate("所得額の計算方法について"):
        page.text(60 + 13 * k, 100, char + " " * (k > 6))
    text = "\n".join(block.text for block in parse_pdf(pdf(page), name="t.pdf").blocks)
    assert text == "所得額の計算方法について\n所得額 1 2"


def test_a_blank_line_in_a_cell_ends_what_stands_above_it() -> None:
    page = Page().box(60, 80, 252, 180, "0 G", "S").line(156, 80, 156, 180)
    lines = (
        ("市内の製造業者が対", 95),
        ("象です。なお第一種", 110),
        ("組合も対象とします", 140),
        ("が要件があります。", 155),
    )
    for words, y in lines:
        page.text(62, y, words, 10).text(158, y, "あ" * 9, 10)
    (table,) = parse_pdf(pdf(page), name="t.pdf").blocks
    assert table.cells[0].text == "市内の製造業者が対象です。なお第一種\n組合も対象としますが要件があります。"


def test_a_line_that_hangs_under_its_bullet_is_not_centred() -> None:
    page = Page().box(60, 80, 267, 180, "0 G", "S").line(60, 140, 267, 140)
    page.text(64, 95, "・", 10).text(74, 95, "経費の証拠となる書類は申請者のものだけが認", 9)
    page.text(74, 108, "められます。取引先の口座の明細や領収書の", 9).text(74, 121, "控えは認めません。", 9)
    page.text(64, 155, "ⅰ）経費の証拠となる書類は申請者のものに限る", 9).text(64, 168, "ⅱ）その控え", 9)
    (table,) = parse_pdf(pdf(page), name="t.pdf").blocks
    assert [len(cell.lines) for cell in table.cells] == [1, 2]


def test_a_paragraph_goes_on_over_words_of_another_colour() -> None:
    page = Page()
    page.text(60, 100, "•", extra="0.9 0.4 0 rg").text(
        72, 100, "経費の証拠となる書類は申請をする者のものに限ります。ご注意ください。令"
    )
    page.text(72, 116, "和9年3月末", extra="1 0 0 rg").text(119, 116, "までに出してください。")
    page.text(60, 132, "（注）経費の証拠となる書類は申請をする者のものに限りますので、ご注意くだ")
    page.text(92, 148, "さい。")
    page.text(60, 164, "別の色の行は", extra="1 0 0 rg").text(60, 180, "別の段落です。")
    blocks = parse_pdf(pdf(page), name="t.pdf").blocks
    assert [(block.kind, len(block.lines)) for block in blocks] == [
        ("list_item", 1),
        ("list_item", 1),
        ("paragraph", 1),
        ("paragraph", 1),
    ]
    assert blocks[0].text.endswith("令和9年3月末までに出してください。")


def test_long_lines_that_end_alike_were_wrapped_there() -> None:
    page, words = Page().text(60, 60, "あ" * 44), "経費の証拠となる書類は、申請をする者のものに限ります"
    for k in range(3):
        page.text(60, 100 + 16 * k, words).text(60, 200 + 16 * k, "本庁舎の北側にある産業部産業政策課の課内の産業係")
    page.text(60, 148, "ので注意してください。")
    texts = [line.text for block in parse_pdf(pdf(page), name="t.pdf").blocks for line in block.lines]
    assert texts[1] == 3 * words + "ので注意してください。"
    assert len(texts) == 5


@pytest.mark.parametrize(
    ("before", "after"),
    [("改装費：2/3、家", "賃：1/2（12か月分まで）"), ("開館時間：9:00～21:00、休館", "日：年末年始")],
)
def test_a_label_torn_before_its_last_character_is_whole(before: str, after: str) -> None:
    width = 10 * sum(0.5 if char.isascii() else 1 for char in before) + 8
    page = Page().text(64, 100, before, 10).text(64, 114, after, 10)
    for y in (86, 122):
        page.line(60, y, 60 + width, y).line(60 + width, y, 500, y)
    for x in (60, 60 + width, 500):
        page.line(x, 86, x, 122)
    page.text(80 + width, 105, "年度内", 10)
    (table,) = [block for block in parse_pdf(pdf(page), name="t.pdf").blocks if block.kind == "table"]
    assert table.cells[0].text == before + after


def test_a_sentence_narrower_than_the_tables_of_its_page_goes_on() -> None:
    """Two lines are too few to tell where the text was wrapped; a list of names stays one."""
    page = ruled_page().text(66, 400, "固定資産税の負担が、要件を満たすと最大で四分の一になります。特例の適用を受", 12)
    page.text(66, 416, "付する期間は令和9年3月末までです。", 12)
    for k in range(2):
        page.text(66, 500 + 16 * k, "市民産業部産業政策課工業振興係、市民産業部商業労政課商業係、市民生活部総務", 12)
    texts = [line.text for block in parse_pdf(pdf(page), name="t.pdf").blocks for line in block.lines]
    assert texts[1].endswith("適用を受付する期間は令和9年3月末までです。")
    assert len(texts) == 4


def test_no_phrase_begins_with_a_particle_or_the_end_of_a_verb() -> None:
    page = Page().text(60, 60, "あ" * 44)
    lines = (
        "補助の対象となる経費",
        "の証拠は要件を満たし",
        "ていない場合は交付され",
        "ません",
        "するが湾の会",
        "ただし、市内に限る",
    )
    for k, line in enumerate(lines):
        page.text(60 if k < 4 else 62, 100 + 16 * k, line)
    texts = [line.text for block in parse_pdf(pdf(page), name="t.pdf").blocks for line in block.lines]
    assert texts[1:] == ["補助の対象となる経費の証拠は要件を満たしていない場合は交付されません", *lines[4:]]


def test_a_line_hung_under_its_item_is_the_rest_of_it() -> None:
    page = Page().text(60, 60, "あ" * 42)
    lines = (
        "⚫" + "対象となる経費の証拠は、要件を満" * 2 + "たし証拠",
        "書類を添えた申請に限ります。",
        "別に定めるものとします。",
        "〇労働の生産性",
        "三年で上げます。",
    )
    for k, line in enumerate(lines):
        page.text(60 if k in (0, 3) else 72, 100 + 16 * k, line)
    texts = [line.text for block in parse_pdf(pdf(page), name="t.pdf").blocks for line in block.lines]
    assert texts[1:] == [lines[0] + lines[1], *lines[2:]]


def test_glyphs_of_a_line_are_read_from_left_to_right_whatever_is_drawn_first() -> None:
    page, lines = Page(), ("補助対象期間は交付決定日から電話番号まで", "次の行に書かれた文もこのように読みます。")
    pairs = [(k, k + 2) for k in range(20) if k % 4 < 2]  # a glyph and the next but one, in both lines
    for pair in pairs:
        for line, y in zip(lines, (100, 300), strict=True):
            for k in pair:
                page.text(60 + 10.5 * k, y, line[k])
    assert words(parse_pdf(pdf(page), name="x.pdf")) == "\n".join(lines)


def test_words_filled_into_the_gaps_of_others_stand_in_them() -> None:
    page = Page().raw("q BT /J 10.5 Tf 1 0 0 1 60 700 Tm [<4EE4548C> -1500 <5E74> -1500 <6708> -1500 <65E5>] TJ ET Q")
    for x, figure in ((83.5, "７"), (109.8, "４"), (136, "１")):
        page.text(x, 142, figure)
    assert words(parse_pdf(pdf(page), name="x.pdf")) == "令和７年４月１日"


@pytest.mark.parametrize(("at", "told"), [(105, 1), (105.4, 1), (240, 0)])
def test_a_character_drawn_between_two_others_is_told(at: float, told: int) -> None:
    strokes = "0 0 m 1 8 l 1 2 3 4 8 8 c 9 0 l " + "".join(f"{x} {x % 3 * 3} l " for x in range(8, 0, -1)) * 3
    shape = f"q 1 0 0 1 {at} 690 cm {strokes} h f Q"
    page = Page().text(42, 150, "施設の損失補").text(115.5, 150, "及び賠償金を支払います。").raw(shape)
    notices = [n.message for n in parse_pdf(pdf(page), name="t.pdf").notices if n.check == "unmapped-glyph"]
    assert notices == ["p.1: 文字の間に図形で描かれた字が1字あり、読めていません(外字など)"] * told
