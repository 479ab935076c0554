"""What a font says about its characters is believed where it is complete, completed where it can be, and else told."""

from __future__ import annotations

import struct

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from pipeline.parse.pdf import parse_pdf
from pipeline.records import Document, DocumentRefused
from tests.parse.pdf_making import Page, pdf
from tests.parse.test_pdf_text import words

PLAIN = "補助金の申請は市役所の窓口へ"


def read_coded(codes: str, meaning: dict[int, str] | None = None, *, to_unicode: str | None = None) -> Document:
    """A page of two-byte codes (hex) in a font whose map says the `meaning` of some, between characters of PLAIN.

    PLAIN has the codes from 2001 on. `to_unicode` is a name in the place of a map.
    """
    known = {0x2001 + k: char for k, char in enumerate(PLAIN)} | (meaning or {})
    rows = [f"<{code:04X}> <{text.encode('utf-16-be', 'surrogatepass').hex()}>" for code, text in known.items()]
    cmap = f"begincmap 1 begincodespacerange <0000> <FFFF> endcodespacerange {len(rows)} beginbfchar {' '.join(rows)}"

    def change(document: pikepdf.Pdf) -> None:
        font = document.pages[0].Resources.Font.J
        font.Encoding = Name("/Identity-H")
        font.DescendantFonts[0].CIDSystemInfo = Dictionary(Registry=b"Adobe", Ordering=b"Identity", Supplement=0)
        font.ToUnicode = Name(to_unicode) if to_unicode else document.make_stream(f"{cmap} endbfchar endcmap".encode())

    before = "".join(f"{0x2001 + k:04X}" for k in range(len(PLAIN))) if not to_unicode else ""
    return parse_pdf(pdf(Page().raw(f"BT /J 12 Tf 60 700 Td <{before}{codes}> Tj ET"), change=change), name="t.pdf")


@pytest.mark.parametrize(
    ("meaning", "text"),
    [
        ({0x3001: "\U00020bb7", 0x3002: "野"}, "𠮷野"),
        ({0x3001: "葛\U000e0100", 0x3002: "城"}, "葛城"),
        ({0x3001: "☎\ufe0e", 0x3002: "一"}, "☎一"),
        ({0x3001: "ありがとう", 0x3002: "様"}, "ありがとう様"),
        ({0x3001: "\0", 0x3002: "円"}, "〓円"),
        ({0x3001: "\ufffe", 0x3002: "円"}, "〓円"),
    ],
    ids=[
        "beyond the basic plane",
        "form of a kanji",
        "form of a sign",
        "several for one glyph",
        "no character",
        "a noncharacter",
    ],
)
def test_what_a_map_says_for_one_glyph(meaning: dict[int, str], text: str) -> None:
    assert words(read_coded("30013002", meaning)).endswith(text)


def test_a_map_that_gives_ideographs_nobody_writes_is_not_believed() -> None:
    said = "市内中小企業設備投資支援事業対象者補助率上限申請期間令和年月日工業振興課問合先"
    for shift in (1, 2, 7):
        meaning = {0x3001 + k: chr(ord(char) + shift) for k, char in enumerate(said)}
        with pytest.raises(DocumentRefused, match="正しい文字の対応表"):
            read_coded("".join(f"{code:04X}" for code in meaning), meaning)


@pytest.mark.parametrize(
    "text", ["髙橋﨑山邉渡濵田", "珈琲鰻薔薇葡萄", "设备投资补助金额企业对象费用", "國學會經濟發展獎勵"]
)
def test_rare_names_and_texts_of_neighbours_are_believed(text: str) -> None:
    meaning = {0x3001 + k: char for k, char in enumerate(text)}
    assert words(read_coded("".join(f"{code:04X}" for code in meaning), meaning)).endswith(text)


def test_a_code_that_a_map_leaves_out_is_no_letter() -> None:
    document = read_coded("0C2D", {})  # pdfium takes the glyph's number for a letter: U+0C2D is Telugu
    assert words(document).endswith("窓口へ〓")
    assert [notice.check for notice in document.notices] == ["unmapped-glyph"]


def test_a_map_by_name_says_that_codes_are_characters() -> None:
    assert words(read_coded(PLAIN.encode("utf-16-be").hex(), to_unicode="/Identity-H")) == PLAIN


def test_a_map_that_hands_glyph_numbers_on_is_not_believed() -> None:
    def change(document: pikepdf.Pdf) -> None:
        font = document.pages[0].Resources.Font.J
        font.Encoding = Name("/Identity-H")
        font.DescendantFonts[0].CIDSystemInfo = Dictionary(Registry=b"Adobe", Ordering=b"Identity", Supplement=0)
        font.ToUnicode = document.make_stream(b"begincmap 1 beginbfrange <0000> <FFFF> <0000> endbfrange endcmap")

    with pytest.raises(DocumentRefused, match="文字を特定できません"):
        parse_pdf(
            pdf(Page().raw("BT /J 12 Tf 60 700 Td <07CF05CB0DD505F8026105A1> Tj ET"), change=change), name="t.pdf"
        )


def small_font(characters: dict[int, int]) -> bytes:
    """A TrueType program that has only a table of which glyph is whose (OpenType specification, `cmap`, format 12)."""
    groups = b"".join(struct.pack(">III", code, code, glyph) for code, glyph in sorted(characters.items()))
    subtable = struct.pack(">HHIII", 12, 0, 16 + len(groups), 0, len(characters)) + groups
    table = struct.pack(">HHHHI", 0, 1, 3, 10, 12) + subtable
    return struct.pack(">IHHHH", 0x10000, 1, 16, 0, 0) + b"cmap" + struct.pack(">III", 0, 28, len(table)) + table


def test_of_the_characters_of_one_glyph_the_usual_one_is_meant() -> None:
    same = ("-‐‒", "⼯工", "〜～", "ʻ‘", "〇", "補")  # in many fonts the first ones are drawn alike

    def change(document: pikepdf.Pdf) -> None:
        font = document.pages[0].Resources.Font.J
        font.Encoding = Name("/Identity-H")
        child = font.DescendantFonts[0]
        child.Subtype = Name.CIDFontType2
        child.CIDSystemInfo = Dictionary(Registry=b"Adobe", Ordering=b"Identity", Supplement=0)
        program = small_font({ord(char): 7 + k for k, chars in enumerate(same) for char in chars})
        child.FontDescriptor.FontFile2 = document.make_stream(program)

    page = Page().raw("BT /J 12 Tf 60 700 Td <000C000B0007000800090008000A> Tj ET")
    assert words(parse_pdf(pdf(page, change=change), name="t.pdf")) == "補〇-工～工‘"


def test_an_encoding_that_differs_in_shapes_only() -> None:
    def change(document: pikepdf.Pdf) -> None:
        document.pages[0].Resources.Font.J.Encoding = Name("/UniJIS2004-UTF16-H")

    assert words(parse_pdf(pdf(Page().text(60, 100, PLAIN), change=change), name="t.pdf")) == PLAIN


def drawn_letters(document: pikepdf.Pdf, known: dict[int, str], called: str = "g0 g1 g2 g3 g4 g5 g6 g7") -> None:
    """A font T (Type 3) that draws the codes 33 to 40 itself and says which characters the `known` ones are."""
    box = document.make_stream(b"1000 0 0 0 900 900 d1 0 0 900 900 re f")
    font = Dictionary(Type=Name.Font, Subtype=Name.Type3, FirstChar=33, LastChar=40, Widths=Array([1000] * 8))
    font.FontBBox, font.FontMatrix = Array([0, 0, 1000, 1000]), Array([0.001, 0, 0, 0.001, 0, 0])
    names = [Name(f"/{name}") for name in called.split()]
    font.Encoding = Dictionary(Type=Name.Encoding, Differences=Array([33, *names]))
    font.CharProcs = Dictionary({str(name): box for name in names})
    rows = " ".join(f"<{code:02X}> <{char.encode('utf-16-be').hex()}>" for code, char in known.items())
    cmap = (
        f"begincmap 1 begincodespacerange <00> <FF> endcodespacerange {len(known)} beginbfchar {rows} endbfchar endcmap"
    )
    if known:
        font.ToUnicode = document.make_stream(cmap.encode())
    document.pages[0].Resources.Font.T = document.make_indirect(font)


@pytest.mark.parametrize("called", ["g0 g1 g2 g3 g4 g5 g6 g7", "A B C D E F G H", "one 2 3 4 5 6 7 8"])
def test_drawn_letters_without_names_are_no_text(called: str) -> None:
    data = pdf(
        Page().raw("BT /T 12 Tf 60 700 Td (!\"#$%&'!) Tj ET"), change=lambda made: drawn_letters(made, {}, called)
    )
    with pytest.raises(DocumentRefused, match=r"名前のないフォント.*文字を特定できません"):
        parse_pdf(data, name="t.pdf")


@pytest.mark.parametrize(
    ("called", "said"),
    [
        ("uni88DC uni52A9 uni7387 one slash two percent .notdef", "補助率1/2"),
        ("! quotedbl one slash two & .notdef .notdef", '!"1/2&'),
    ],
)
def test_drawn_letters_with_the_names_of_characters(called: str, said: str) -> None:
    page = Page().raw('BT /T 12 Tf 60 700 Td (!"#$%&) Tj ET')
    document = parse_pdf(pdf(page, change=lambda made: drawn_letters(made, {}, called)), name="t.pdf")
    assert words(document) == said


def test_drawn_letters_of_which_only_some_have_names() -> None:
    codes = '!"#$%' * 5
    known = dict(zip(range(33, 38), "来年度受付", strict=True))
    page = Page().text(60, 60, PLAIN).raw(f"BT /T 12 Tf 60 700 Td ({codes}&') Tj ET")
    document = parse_pdf(pdf(page, change=lambda made: drawn_letters(made, known)), name="t.pdf")
    assert words(document).splitlines()[-1] == "来年度受付" * 5 + "〓〓"
    assert [notice.check for notice in document.notices] == ["unmapped-glyph"]


@pytest.mark.parametrize(("name", "kind"), [("SampleGothic-Bold", "heading"), ("SampleGothic-Regular", "paragraph")])
def test_drawn_letters_have_the_weight_that_their_descriptor_names(name: str, kind: str) -> None:
    def change(document: pikepdf.Pdf) -> None:
        drawn_letters(document, dict(zip(range(33, 39), "創業支援事業", strict=True)))
        descriptor = Dictionary(Type=Name.FontDescriptor, FontName=Name(f"/ABCDEF+{name}"), Flags=4)
        document.pages[0].Resources.Font.T.FontDescriptor = document.make_indirect(descriptor)

    page = Page().raw('BT /T 12 Tf 60 742 Td (!"#$%&) Tj ET').text(60, 130, "対象者は市内の中小企業者です。", 12)
    document = parse_pdf(pdf(page, change=change), name="t.pdf")
    assert (document.blocks[0].kind, document.blocks[0].text) == (kind, "創業支援事業")


def test_a_bold_label_before_its_words_makes_no_heading_of_the_line() -> None:
    def change(document: pikepdf.Pdf) -> None:
        drawn_letters(document, dict(zip(range(33, 37), "申請期間", strict=True)))
        descriptor = Dictionary(Type=Name.FontDescriptor, FontName=Name("/ABCDEF+SampleGothic-Bold"), Flags=4)
        document.pages[0].Resources.Font.T.FontDescriptor = document.make_indirect(descriptor)

    page = Page().raw('BT /T 10 Tf 60 742 Td (!"#$) Tj ET').text(112, 100, "随時受け付けます", 10)
    page.text(60, 130, "対象者は市内の中小企業者です。", 10)
    document = parse_pdf(pdf(page, change=change), name="t.pdf")
    assert [block.kind for block in document.blocks] == ["paragraph"] * len(document.blocks)


@pytest.mark.parametrize(
    ("name", "text"),
    [("Wingdings-Regular", "●対象者"), ("Wingdings3", "•対象者"), ("Helvetica", "l対象者")],
)
def test_letters_of_a_dingbat_font_are_its_signs(name: str, text: str) -> None:
    def change(document: pikepdf.Pdf) -> None:
        font = Dictionary(Type=Name.Font, Subtype=Name.TrueType, BaseFont=Name(f"/{name}"), FirstChar=108, LastChar=108)
        font.Widths = Array([890])
        document.pages[0].Resources.Font.W = document.make_indirect(font)

    page = Page().raw("BT /W 12 Tf 60 742 Td (l) Tj ET").text(72, 100, "対象者は市内の中小企業者です。", 12)
    assert words(parse_pdf(pdf(page, change=change), name="t.pdf")).replace(" ", "").startswith(text)


@pytest.mark.parametrize("name", ["HG創英角ｺﾞｼｯｸUB", "HGS明朝E"])
def test_a_font_named_in_shift_jis_says_how_heavy_it_is(name: str) -> None:
    def add_font(document: pikepdf.Pdf) -> None:
        fonts = document.pages[0].Resources.Font
        named = pikepdf.Object.parse(b"/" + b"".join(b"#%02X" % byte for byte in name.encode("cp932")))
        fonts.B = document.make_indirect(pikepdf.Dictionary(fonts.J))
        fonts.B.DescendantFonts = pikepdf.Array([pikepdf.Dictionary(fonts.J.DescendantFonts[0])])
        fonts.B.BaseFont = fonts.B.DescendantFonts[0].BaseFont = named

    page = Page().text(60, 100, "総合戦略のイメージ", font="B").text(60, 130, "村の強みを活かした取組を進めます。")
    assert [block.kind for block in parse_pdf(pdf(page, change=add_font), name="t.pdf").blocks] == [
        "heading",
        "paragraph",
    ]
