"""Words under covers of any shape are left out and told; what a reader sees through, beside or upon them stays."""

from __future__ import annotations

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from pipeline.parse.pdf import parse_pdf
from pipeline.records import DocumentRefused
from tests.parse.pdf_making import Page, pdf, ruled_page
from tests.parse.test_pdf_text import words

SECRET = "申請者の氏名"
HIDDEN = f"BT /J 11 Tf 60 400 Td <{SECRET.encode('utf-16-be').hex()}> Tj ET"
"""SECRET from 60 to 126 pt, its baseline at 400 of the user space."""


def resources(document: pikepdf.Pdf) -> None:
    """What the cases below draw with: a picture, one seen through, a form that says SECRET, and masks."""
    shared = document.pages[0].Resources

    def picture(grey: bytes) -> pikepdf.Object:
        made = document.make_stream(grey * 4, Type=Name.XObject, Subtype=Name.Image, Width=2, Height=2)
        made.ColorSpace, made.BitsPerComponent = Name.DeviceGray, 8
        return made

    def form(content: bytes) -> pikepdf.Object:
        made = document.make_stream(content, Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 595, 842]))
        made.Resources, made.Group = Dictionary(Font=shared.Font), Dictionary(S=Name.Transparency, CS=Name.DeviceGray)
        return made

    glass = picture(b"\x80")
    glass.SMask = picture(b"\x20")
    shade = form(b"/Blue sh")
    shade.BBox = Array([0, 380, 300, 430])
    del shade.Group
    shared.XObject = Dictionary(Solid=picture(b"\x80"), Glass=glass, Words=form(HIDDEN.encode()), Shade=shade)
    nothing, everything = (
        Dictionary(SMask=Dictionary(S=Name.Luminosity, G=form(grey + b" g 0 0 595 842 re f"))) for grey in (b"0", b"1")
    )
    blend = Dictionary(FunctionType=2, Domain=Array([0, 1]), C0=Array([0, 0, 0.3]), C1=Array([0.1, 0.2, 0.5]), N=1)
    shared.Shading = Dictionary(
        Blue=Dictionary(ShadingType=2, ColorSpace=Name.DeviceRGB, Coords=Array([0, 0, 595, 0]), Function=blend)
    )
    shade.Resources.Shading = shared.Shading
    tiles = document.make_stream(
        b"0.1 0.2 0.3 rg 0 0 9 9 re f", PatternType=1, PaintType=1, TilingType=1, XStep=9, YStep=9
    )
    tiles.BBox, tiles.Resources = Array([0, 0, 9, 9]), Dictionary()
    shared.Pattern = Dictionary(Blue=Dictionary(PatternType=2, Shading=shared.Shading.Blue), Tiles=tiles)
    shared.XObject.Dark = form(b"0.1 0.2 0.3 rg 50 390 90 30 re f")
    shared.ExtGState = Dictionary(
        Multiply=Dictionary(BM=Name.Multiply), Clear=Dictionary(ca=0, CA=0), Nothing=nothing, Everything=everything
    )


CASES = {
    "a thick line": (f"{HIDDEN} 16 w 55 404 m 135 404 l S", False),
    "a line thick by its scale": (f"{HIDDEN} q 10 0 0 10 0 0 cm 1.6 w 5.5 40.4 m 13.5 40.4 l S Q", False),
    "six corners": (f"{HIDDEN} 50 404 m 58 392 l 130 392 l 140 404 l 130 416 l 58 416 l f", False),
    "strips": (HIDDEN + "".join(f" 50 {396 + k} 90 1.05 re f" for k in range(16)), False),
    "strips side by side": (HIDDEN + "".join(f" 1.2 w {50 + k} 390 m {50 + k} 420 l S" for k in range(90)), False),
    "squares": (
        HIDDEN + "".join(f" {50 + 6 * (k % 15)} {394 + 6 * (k // 15)} 6 6 re" for k in range(60)) + " f",
        False,
    ),
    "a mosaic": (
        HIDDEN + "".join(f" 0.{k * 5 % 7} g {50 + 2 * (k % 45)} {390 + 2 * (k // 45)} 2 2 re f" for k in range(675)),
        False,
    ),
    "one line to and fro": (
        HIDDEN + " 1.6 w 50 388 m" + "".join(f" {50 + k * 0.6:.1f} {412 - 24 * (k % 2)} l" for k in range(150)) + " S",
        False,
    ),
    "one line to and fro with gaps": (
        HIDDEN + " 1 w 50 388 m" + "".join(f" {50 + k * 3} {412 - 24 * (k % 2)} l" for k in range(30)) + " S",
        True,
    ),
    "strips with gaps": (HIDDEN + "".join(f" 50 {396 + 2 * k} 90 1.05 re f" for k in range(8)), True),
    "a picture": (f"{HIDDEN} q 90 0 0 30 50 390 cm /Solid Do Q", False),
    "a form that is clear": ("q /Clear gs /Words Do Q", False),
    "a mask that shows nothing": (f"q /Nothing gs {HIDDEN} Q", False),
    "ground of the same dark colour": (f"0.1 0.2 0.5 rg 50 390 90 30 re f {HIDDEN}", False),
    "a patch": (f"{HIDDEN} 1 g 50 390 90 30 re f", False),
    "a gradient": (f"{HIDDEN} 50 390 90 30 re W n /Blue sh", False),
    "a faint gradient": (f"{HIDDEN} /Clear gs 50 390 90 30 re W n /Blue sh", True),
    "a form's gradient, clipped elsewhere": (f"{HIDDEN} 50 300 90 30 re W n /Shade Do", True),
    "a gradient below white words": (f"/Pattern cs /Blue scn 50 390 90 30 re f 1 g {HIDDEN}", True),
    "tiles below pale words": (f"/Pattern cs /Tiles scn 50 390 90 30 re f 0.75 g {HIDDEN}", True),
    "white words upon a group": (f"q /Multiply gs /Dark Do Q 1 g {HIDDEN} 8 w 30 330 m 300 470 l S", True),
    "white ground of white words": (f"1 g 50 390 90 30 re f {HIDDEN}", False),
    "a picture seen through": (f"{HIDDEN} q 90 0 0 30 50 390 cm /Glass Do Q", True),
    "a picture below": (f"q 90 0 0 30 50 390 cm /Solid Do Q {HIDDEN}", True),
    "a mask that shows all": (f"q /Everything gs {HIDDEN} Q", True),
    "within an angle": (f"{HIDDEN} 50 385 m 140 385 l 140 420 l 138 420 l 138 388 l 50 388 l f", True),
    "a line below": (f"{HIDDEN} 5 w 55 393 m 135 393 l S", True),
    "another ground between": (f"0 g 40 380 120 50 re f 0.8 1 1 rg 50 390 90 30 re f 0 g {HIDDEN}", True),
    "a box of the same colour that is clipped": (f"q 0 0 10 10 re W n 0 g 50 390 90 30 re f Q 0 g {HIDDEN}", True),
}


@pytest.mark.parametrize("turn", [0, 90])
@pytest.mark.parametrize("case", CASES)
def test_words_that_nobody_sees_are_left_out_and_told(case: str, turn: int) -> None:
    drawn, is_seen = CASES[case]

    def change(document: pikepdf.Pdf) -> None:
        resources(document)
        page = document.pages[0]
        page.Rotate, page.MediaBox = turn, Array([-20, -30, 595, 842])

    document = parse_pdf(pdf(ruled_page().raw(f"q {drawn} Q"), change=change), name="t.pdf")
    assert (SECRET in words(document)) is is_seen
    assert any(notice.check == "hidden-text" for notice in document.notices) is not is_seen


def test_words_that_repeat_those_below_their_patch_are_read() -> None:
    page = ruled_page()
    for k, old in enumerate("締切は七月三日です"):
        page.text(60 + 11 * k, 440, old, 11)
    page.box(55, 425, 200, 446, "1 g")
    for k, new in enumerate("締切は八月九日です"):
        page.text(60 + 11 * k, 440, new, 11)
    document = parse_pdf(pdf(page), name="t.pdf")
    assert words(document).splitlines()[-1] == "締切は八月九日です"
    assert [notice.message for notice in document.notices] == ["p.1: 図形に覆われた文字を9字読みませんでした"]


@pytest.mark.parametrize("halo", ["1 Tr 1 1 1 RG 2 w", "2 Tr 1 1 1 RG 1 1 1 rg 2 w", "1 1 1 rg", "3 Tr", "/Clear gs"])
def test_words_upon_a_halo_of_their_own_are_read(halo: str) -> None:
    page = ruled_page().text(60, 440, "白いふちの見出し", 14, extra=halo).text(60, 440, "白いふちの見出し", 14)
    document = parse_pdf(pdf(page, change=resources), name="t.pdf")
    assert words(document).count("白いふちの見出し") == 1


@pytest.mark.parametrize(("paint", "is_read"), [("0.9 g", False), ("0.3 g", True), ("/Faint gs", False)])
def test_a_large_faint_word_over_others_is_a_watermark(paint: str, is_read: bool) -> None:
    def change(document: pikepdf.Pdf) -> None:
        document.pages[0].Resources.ExtGState = Dictionary(Faint=Dictionary(ca=0.2))

    page = ruled_page().text(140, 240, "見　本", 64, extra=paint)
    page.box(60, 400, 530, 460, "0.1 0.3 0.3 rg").text(70, 450, "若者応援", 48, extra="1 g").text(80, 430, "募集", 9)
    document = parse_pdf(pdf(page, change=change), name="t.pdf")
    assert (any("見" in text for text in words(document).splitlines())) is is_read
    assert "若者応援" in words(document)
    assert [n.message for n in document.notices] == [] if is_read else ["p.1: 透かしの文字を2字読みませんでした"]


def test_a_table_in_a_form_of_another_scale() -> None:
    def shrink(document: pikepdf.Pdf) -> None:
        page = document.pages[0]
        content = b"q 5 0 0 5 0 0 cm " + page.Contents.read_bytes() + b" Q"
        form = document.make_stream(content, Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 2975, 4210]))
        form.Resources = page.Resources
        page.Resources = Dictionary(XObject=Dictionary(F=form))
        page.Contents = document.make_stream(b"q 0.2 0 0 0.2 0 0 cm /F Do Q")

    drawn = Page().text(60, 128, "◇ 設備投資促進補助金", 14).table_text()
    for k in range(6):
        drawn.box(60, 142 + 28 * k, 530, 142.7 + 28 * k, "0 g")
    for x in (60, 150, 530):
        drawn.box(x, 142, x + 0.7, 282, "0 g")
    usual, shrunk = (parse_pdf(pdf(drawn, change=change), name="t.pdf") for change in (None, shrink))
    assert [block.locator for block in shrunk.blocks] == [block.locator for block in usual.blocks]
    assert [block.kind for block in shrunk.blocks] == ["heading", "table"]


def test_words_below_a_patch_are_no_layer_of_a_scan() -> None:
    page = Page().text(60, 100, "見えない文字").box(50, 80, 300, 120, "1 g").raw("q 90 0 0 30 50 390 cm /Solid Do Q")
    with pytest.raises(DocumentRefused, match="文字がありません"):
        parse_pdf(pdf(page, change=resources), name="t.pdf")


def test_words_kept_below_the_picture_of_a_scan_are_read() -> None:
    page = Page().text(60, 100, "認識された文字の行です。").raw("q 595 0 0 842 0 0 cm /Solid Do Q")
    document = parse_pdf(pdf(page, change=resources), name="t.pdf")
    assert words(document) == "認識された文字の行です。"
    assert [notice.check for notice in document.notices] == ["ocr-layer"]
