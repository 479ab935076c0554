"""Outlines of letters are put out of the way before reading: nothing that is read may depend on them, or on the machine's fonts."""

from __future__ import annotations

import io
import random
import subprocess
import sys
import zlib
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Dictionary, Name

from pipeline.parse.pdf import blank, parse_pdf
from pipeline.parse.pdf.blank import blank_font
from pipeline.parse.pdf.file import inkless, intake
from pipeline.parse.pdf.file.inkless import without_ink
from tests.parse.pdf_making import Page, pdf
from tests.parse.test_pdf_text import words

ROOT = Path(__file__).parents[2]
DOCUMENTS = sorted((ROOT / "raw").rglob("*.pdf")) + sorted((ROOT / ".." / "shared" / "samples" / "pdfs").glob("*.pdf"))
PROGRAM = b"\0\1\0\0" + random.Random(1).randbytes(2000)


def with_program(*, simple: Dictionary | None = None, **save) -> bytes:
    """A PDF whose composite font has an embedded program; `simple` is another font that uses the same one."""

    def change(document: pikepdf.Pdf) -> None:
        descriptor = document.pages[0].Resources.Font.J.DescendantFonts[0].FontDescriptor
        descriptor.FontFile2 = document.make_indirect(pikepdf.Stream(document, PROGRAM))
        if simple is not None:
            simple.FontDescriptor = document.make_indirect(
                Dictionary(Type=Name.FontDescriptor, FontFile2=descriptor.FontFile2)
            )
            document.pages[0].Resources.Font.S = document.make_indirect(simple)

    plain = pdf(Page().text(60, 100, "補助率は1/2以内です。"), change=change)
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(plain)) as document:
        document.save(out, compress_streams=True, **save)
    return out.getvalue()


def program_of(data: bytes) -> bytes:
    with pikepdf.open(io.BytesIO(data)) as document:
        return document.pages[0].Resources.Font.J.DescendantFonts[0].FontDescriptor.FontFile2.read_bytes()


@pytest.mark.parametrize("mode", [pikepdf.ObjectStreamMode.disable, pikepdf.ObjectStreamMode.generate])
def test_a_composite_font_loses_its_outlines(mode: pikepdf.ObjectStreamMode) -> None:
    data = with_program(object_stream_mode=mode)
    light = without_ink(data)
    assert program_of(data) == PROGRAM
    assert program_of(light) == blank_font()
    assert len(light) == len(data)
    assert words(parse_pdf(data, name="t.pdf")) == "補助率は1/2以内です。"


@pytest.mark.parametrize(
    ("simple", "is_blank"),
    [
        (Dictionary(Type=Name.Font, Subtype=Name.TrueType), False),
        (Dictionary(Type=Name.Font, Subtype=Name.TrueType, Encoding=Name.WinAnsiEncoding), True),
        (Dictionary(Type=Name.Font, Subtype=Name.Type1, Encoding=Dictionary(Differences=[1, Name.A])), False),
        (Dictionary(Type=Name.Font, Subtype=Name.Type1, ToUnicode=Name("/Identity-H")), False),
    ],
    ids=["its program alone says", "encoding by name", "own names only", "a map that may name a few codes only"],
)
def test_a_program_that_says_characters_is_left(simple: Dictionary, is_blank: bool) -> None:
    assert (program_of(without_ink(with_program(simple=simple))) == blank_font()) is is_blank


def test_a_locked_file_is_left() -> None:
    data = with_program(encryption=pikepdf.Encryption(owner="o", user=""))
    assert without_ink(data) is data


def test_a_number_given_twice_is_left() -> None:
    """An incremental update may give a program's number to another stream."""
    data = with_program(object_stream_mode=pikepdf.ObjectStreamMode.disable)
    (number,) = [n for n, _ in inkless._survey(data)[0].items() if inkless._users(inkless._survey(data)[1])[n]]
    packed = zlib.compress(PROGRAM)
    again = data + b"\n%d 0 obj\n<</Filter/FlateDecode/Length %d>>\nstream\n%b\nendstream\nendobj\n" % (
        number,
        len(packed),
        packed,
    )
    assert without_ink(again) is again


def test_broken_object_streams_are_left() -> None:
    data = with_program(object_stream_mode=pikepdf.ObjectStreamMode.generate)
    place = data.index(b"stream\n", data.index(b"/ObjStm")) + 9
    for broken in (
        data[:place] + b"\xff\xff\xff" + data[place + 3 :],
        data[: place + 40],
        data.replace(b"/First", b"/Fist"),
    ):
        assert without_ink(broken) is broken


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_words_and_cells_do_not_depend_on_outlines(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if "SCANNED" in path.name or "fuji" in path.name:
        pytest.skip("no text" if "SCANNED" in path.name else "too long for this: 612 pages")
    data = path.read_bytes()
    light = parse_pdf(data, name=path.name)
    monkeypatch.setattr(intake, "without_ink", lambda data: data)
    inked = parse_pdf(data, name=path.name)
    seen = [
        [(b.kind, b.text, b.page, [(c.row, c.col, c.text) for c in b.cells]) for b in d.blocks] for d in (light, inked)
    ]
    unlike = sum(1 for one in seen[0] if one not in seen[1])
    assert unlike <= len(seen[0]) / 100, (
        f"{unlike} of {len(seen[0])}: a space, a gap that ink outside its box had closed"
    )


def test_installed_fonts_are_not_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []
    monkeypatch.setitem(blank._font_source()._usual, "MapFont", lambda *arguments: asked.append(arguments))
    data = pdf(
        Page().text(60, 100, "補助率は1/2以内です。").raw("BT /V 12 Tf 1 0 0 1 400 700 Tm <7533 8acb 3002> Tj ET")
    )
    assert sorted(block.text for block in parse_pdf(data, name="t.pdf").blocks) == ["申請。", "補助率は1/2以内です。"]
    assert not asked


def test_pages_are_drawn_with_the_fonts_of_the_machine_after_reading() -> None:
    script = """if True:
        import sys, pypdfium2
        from pipeline.parse.pdf import parse_pdf
        data = sys.stdin.buffer.read()
        def drawn():
            with pypdfium2.PdfDocument(data) as document:
                return bytes(document[0].render(scale=2).buffer)
        before = drawn()
        parse_pdf(data, name="t.pdf")
        assert drawn() == before
    """
    data = pdf(Page().text(60, 100, "補助率は1/2以内です。", 24))
    subprocess.run([sys.executable, "-c", script], input=data, cwd=ROOT, check=True)


@pytest.mark.parametrize("turn", ["0 1 -1 0 300 200", "0 -1 1 0 300 700", "-1 0 0 -1 500 300"])
def test_turned_figures_keep_together(turn: str) -> None:
    code = "1/2以内、照明はLED".encode("utf-16-be").hex()
    document = parse_pdf(pdf(Page().raw(f"BT /J 12 Tf {turn} Tm <{code}> Tj ET")), name="t.pdf")
    assert words(document) == "1/2以内、照明はLED"
    x0, top, x1, bottom = document.blocks[0].bbox
    assert max(x1 - x0, bottom - top) == pytest.approx(
        6 * 12 + 6 * 6, abs=0.3
    )  # full-width letters, and half-width ones


def test_a_space_set_alone_parts_no_words() -> None:
    page = (
        Page()
        .text(60, 100, "補助率")
        .text(91.5, 100, "　")
        .text(92, 100, "等")
        .text(60, 140, "概")
        .text(70.5, 140, "　　")
    )
    assert words(parse_pdf(pdf(page.text(91.5, 140, "要")), name="t.pdf")) == "補助率等\n概 要"
