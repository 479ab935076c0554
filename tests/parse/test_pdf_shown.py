"""What stands on a page is what a viewer shows on it: no hidden layer, every annotation that is drawn, sizes in points."""

from __future__ import annotations

import math
import warnings
from collections.abc import Callable

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Object

from pipeline.parse.pdf import parse_pdf
from pipeline.records import DocumentRefused
from tests.parse.pdf_making import Page, pdf, ruled_page
from tests.parse.test_pdf_text import words


def member(*layers: Object, policy: Name = Name.AnyOn) -> Object:
    return Dictionary(Type=Name.OCMD, OCGs=Array(layers), P=policy)


def expression(*parts: object) -> Object:
    return Dictionary(Type=Name.OCMD, VE=Array(parts))


def print_only(draft: Object, plain: Object, config: Object) -> Object:
    draft.Usage = Dictionary(Print=Dictionary(PrintState=Name.ON), View=Dictionary(ViewState=Name.OFF))
    return draft


def off(which: str, mark: Callable[[Object, Object], Object]) -> Callable[[Object, Object, Object], Object]:
    def change(draft: Object, plain: Object, config: Object) -> Object:
        config.OFF = Array([draft if which == "draft" else plain])
        return mark(draft, plain)

    return change


def off_by_default(draft: Object, plain: Object, config: Object) -> Object:
    config.BaseState, config.ON = Name.OFF, Array([plain])
    return draft


LAYERS = {
    "switched off": (off("draft", lambda draft, plain: draft), False),
    "off by default": (off_by_default, False),
    "for printing only": (print_only, False),
    "both of two must be on": (off("draft", lambda d, p: member(d, p, policy=Name.AllOn)), False),
    "shown where one is off": (off("plain", lambda d, p: member(d, policy=Name.AnyOff)), False),
    "not the other": (off("draft", lambda d, p: expression(Name.Not, p)), False),
    "nested expression": (off("draft", lambda d, p: expression(Name.And, Array([Name.Or, d]), p)), False),
    "the other is off": (off("plain", lambda draft, plain: draft), True),
    "one of two is on": (off("plain", member), True),
    "shown where all are off": (off("draft", lambda d, p: member(d, policy=Name.AllOff)), True),
}


@pytest.mark.parametrize("case", LAYERS)
def test_a_layer_is_read_where_a_screen_shows_it(case: str) -> None:
    change, shown = LAYERS[case]

    def layer(document: pikepdf.Pdf) -> None:
        draft, plain = (document.make_indirect(Dictionary(Type=Name.OCG, Name=name)) for name in ("draft", "plain"))
        document.Root.OCProperties = Dictionary(OCGs=Array([draft, plain]), D=Dictionary())
        mark = change(draft, plain, document.Root.OCProperties.D)
        document.pages[0].Resources.Properties = Dictionary(L=mark)

    page = ruled_page().raw("/OC /L BDC").text(60, 400, "下書きの文字").raw("EMC").text(60, 440, "見える文字です。")
    document = parse_pdf(pdf(page, change=layer), name="t.pdf")
    assert "見える文字です。" in words(document)
    assert ("下書き" in words(document)) is shown
    assert any("レイヤー" in notice.message for notice in document.notices) is not shown


def annotated(subtype: str, flags: int = 4, *, drawn: bool = True, **content: object) -> Callable[[pikepdf.Pdf], None]:
    """A change that puts one annotation on the first page, which says 受付番号四二."""

    def change(document: pikepdf.Pdf) -> None:
        page = document.pages[0]
        one = Dictionary(
            Type=Name.Annot, Subtype=Name(f"/{subtype}"), Rect=Array([60, 420, 260, 440]), F=flags, **content
        )
        if drawn:
            shown = "受付番号四二".encode("utf-16-be").hex()
            look = document.make_stream(f"BT /J 11 Tf 2 5 Td <{shown}> Tj ET".encode(), Type=Name.XObject)
            look.Subtype, look.BBox, look.Resources = Name.Form, Array([0, 0, 200, 20]), page.Resources
            one.AP = Dictionary(N=look)
        page.Annots = Array([document.make_indirect(one)])
        document.Root.AcroForm = Dictionary(Fields=page.Annots)

    return change


@pytest.mark.parametrize(
    ("subtype", "flags", "read"),
    [("FreeText", 4, True), ("Stamp", 4, True), ("Widget", 4, True), ("FreeText", 2, False), ("Link", 4, False)],
)
def test_what_annotations_show_is_read(subtype: str, flags: int, read: bool) -> None:
    document = parse_pdf(pdf(ruled_page(), change=annotated(subtype, flags)), name="t.pdf")
    assert ("受付番号四二" in words(document)) is read
    assert document.blocks[1].kind == "table"


def test_annotations_take_no_fonts_from_a_page_that_inherits_them() -> None:
    """pdfium gives a page that it draws annotations into resources of its own (a form by Scribus came out as 〓 only)."""

    def change(document: pikepdf.Pdf) -> None:
        annotated("Widget")(document)
        document.Root.Pages.Resources = document.make_indirect(document.pages[0].obj.Resources)
        del document.pages[0].obj["/Resources"]

    document = parse_pdf(pdf(ruled_page(), change=change), name="t.pdf")
    assert "受付番号四二" in words(document)
    assert words(document).replace("\n受付番号四二", "") == words(parse_pdf(pdf(ruled_page()), name="t.pdf"))


def test_a_field_that_no_form_lists_is_read_without_a_word() -> None:
    def change(document: pikepdf.Pdf) -> None:
        annotated("Widget")(document)
        del document.Root.AcroForm
        document.pages[0].obj.UserUnit = 2

    with warnings.catch_warnings(action="ignore"):
        data = pdf(ruled_page(), change=change)
    with warnings.catch_warnings(action="error"):
        assert "受付番号四二" in words(parse_pdf(data, name="t.pdf"))


@pytest.mark.parametrize(("subtype", "drawn"), [("StrikeOut", True), ("Line", True), ("StrikeOut", False)])
def test_words_that_a_reviewer_struck_out_are_told(subtype: str, drawn: bool) -> None:
    def change(document: pikepdf.Pdf) -> None:
        annotated(subtype)(document)
        one = document.pages[0].Annots[0]
        one.Rect = Array([60, 436, 260, 456])  # over the words, whose middle is at 447
        one.AP.N.write(b"1 0 0 RG 1 w 0 10 m 63 10 l S")
        if not drawn:
            del one.AP

    document = parse_pdf(pdf(ruled_page().text(60, 400, "上限は五万円", 10.5), change=change), name="t.pdf")
    assert "上限は五万円" in words(document)
    assert [notice.check for notice in document.notices] == ["struck-out"]


@pytest.mark.parametrize(
    ("subtype", "content"),
    [("Widget", {"FT": Name.Tx, "V": "受付番号四二"}), ("FreeText", {"Contents": "受付番号四二"})],
)
def test_words_without_an_appearance_are_told(subtype: str, content: dict[str, object]) -> None:
    change = annotated(subtype, drawn=False, **content)
    document = parse_pdf(pdf(ruled_page(), change=change), name="t.pdf")
    assert [(notice.check, notice.message[:8]) for notice in document.notices] == [("form-field", "p.1: 入力欄")]


@pytest.mark.parametrize(("degrees", "told"), [(2, ["tilted"]), (-1, ["tilted"]), (0.2, []), (0, [])])
def test_a_page_that_lies_askew_is_told(degrees: float, told: list[str]) -> None:
    def change(document: pikepdf.Pdf) -> None:
        a, b = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
        document.pages[0].contents_add(f"{a:.5f} {b:.5f} {-b:.5f} {a:.5f} 9 -9 cm".encode(), prepend=True)

    assert [notice.check for notice in parse_pdf(pdf(ruled_page(), change=change), name="t.pdf").notices] == told


def test_attached_files_are_told_by_name() -> None:
    def attach(document: pikepdf.Pdf) -> None:
        document.attachments["別紙.csv"] = b"a,b"

    (notice,) = parse_pdf(pdf(ruled_page(), change=attach), name="t.pdf").notices
    assert (notice.check, "別紙.csv" in notice.message) == ("attachments", True)


def test_a_form_that_only_a_viewer_can_make_is_refused() -> None:
    def dynamic(document: pikepdf.Pdf) -> None:
        document.Root.AcroForm = Dictionary(Fields=Array(), XFA=document.make_stream(b"<xdp/>"))
        document.Root.NeedsRendering = True

    with pytest.raises(DocumentRefused, match="XFA"):
        parse_pdf(pdf(Page().text(60, 100, "Please wait..."), change=dynamic), name="t.pdf")


def test_a_page_in_units_of_its_own_is_read_in_points() -> None:
    def plan(document: pikepdf.Pdf) -> None:
        page = document.pages[0]
        page.UserUnit, page.MediaBox = 10, Array([0, 0, 59.5, 84.2])
        page.contents_add(b"q 0.1 0 0 0.1 0 0 cm", prepend=True)
        page.contents_add(b"Q")

    usual, scaled = (parse_pdf(pdf(ruled_page(), change=change), name="t.pdf") for change in (None, plan))
    assert [block.locator for block in scaled.blocks] == [block.locator for block in usual.blocks]


def test_a_crop_box_beside_the_page_is_as_none() -> None:
    def crop(document: pikepdf.Pdf) -> None:
        document.pages[0].CropBox = Array([1000, 1000, 1500, 1800])

    usual, cropped = (parse_pdf(pdf(ruled_page(), change=change), name="t.pdf") for change in (None, crop))
    assert [block.locator for block in cropped.blocks] == [block.locator for block in usual.blocks]


def test_a_mark_without_operands_does_not_stop_the_reading() -> None:
    def layer(document: pikepdf.Pdf) -> None:
        draft = document.make_indirect(Dictionary(Type=Name.OCG, Name="draft"))
        document.Root.OCProperties = Dictionary(OCGs=Array([draft]), D=Dictionary(OFF=Array([draft])))

    document = parse_pdf(pdf(ruled_page().raw("BDC EMC"), change=layer), name="t.pdf")
    assert [block.kind for block in document.blocks] == ["heading", "table"]


def test_rules_beyond_their_clip_are_none() -> None:
    """A browser goes on drawing a table below the end of the page's text, where its clip hides it."""
    page = ruled_page()
    page.raw("q 50 70 500 700 re W n")  # all but the margins
    for k in range(4):
        page.raw(f"60 {60 - 12 * k} 200 12 re S 260 {60 - 12 * k} 270 12 re S")
    page.raw("Q").text(290, 815, "- 2 -", 8)
    kinds = [block.kind for block in parse_pdf(pdf(page), name="t.pdf").blocks]
    assert kinds == ["heading", "table"]


@pytest.mark.parametrize(
    ("line", "count"),
    [
        ((60, 96.5, 123, 96.5), 6),  # through 令和八年五月
        ((81, 96.5, 102, 96.5), 2),  # through two of them
        ((60, 101.5, 123, 101.5), 0),  # below
        ((40, 96.5, 400, 96.5), 0),  # a border runs on
        ((60, 96.5, 123, 96.5, 4.0), 0),  # a highlight
    ],
)
def test_words_that_a_line_strikes_out_are_told(line: tuple[float, ...], count: int) -> None:
    page = Page().text(60, 100, "令和八年五月末日まで").line(*line)
    document = parse_pdf(pdf(page), name="t.pdf")
    assert "".join(block.text for block in document.blocks) == "令和八年五月末日まで"
    told = [notice.message for notice in document.notices if notice.check == "struck-out"]
    assert [f"文字が{count}字" in message for message in told] == [True] * bool(count)
