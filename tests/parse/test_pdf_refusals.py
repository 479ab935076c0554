"""What cannot be read is refused in one line that names the file and the reason; partial trouble becomes a notice."""

from __future__ import annotations

import base64
import contextlib
import gc
import io
import time
import zlib

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from pipeline.parse.pdf import parse_pdf
from pipeline.records import DocumentRefused
from tests.parse.pdf_making import Page, pdf, ruled_page


def stream_pdf(packed: bytes, filters: str = "/FlateDecode") -> bytes:
    """A one-page PDF written by hand around a packed content stream."""
    parts = [
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n",
        b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>endobj\n",
        f"4 0 obj<</Length {len(packed)}/Filter {filters}>>stream\n".encode() + packed + b"\nendstream endobj\n",
        b"trailer<</Root 1 0 R/Size 5>>\n",
    ]
    return b"".join(parts)


def many_streams(count: int, packed: bytes) -> bytes:
    """A one-page PDF whose content is in parts."""
    parts = " ".join(f"{number} 0 R" for number in range(4, 4 + count))
    data = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    data += f"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents[{parts}]>>endobj\n".encode()
    for number in range(4, 4 + count):
        data += f"{number} 0 obj<</Length {len(packed)}/Filter/FlateDecode>>stream\n".encode() + packed
        data += b"\nendstream endobj\n"
    return data + b"trailer<</Root 1 0 R>>\n"


def image_page(document: pikepdf.Pdf) -> None:
    page = document.pages[0]
    picture = document.make_stream(bytes(100), Type=Name.XObject, Subtype=Name.Image, Width=10, Height=10)
    picture.ColorSpace, picture.BitsPerComponent = Name.DeviceGray, 8
    page.Resources.XObject = Dictionary(Im=picture)
    page.Contents = document.make_stream(b"q 595 0 0 842 0 0 cm /Im Do Q")


def numbered_image_page(document: pikepdf.Pdf) -> None:
    image_page(document)
    document.pages[0].contents_add(b"BT /J 9 Tf 290 20 Td <002D00200031002D> Tj ET")  # - 1-


def locked(data: bytes, **kind: str) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as document:
        document.save(out, encryption=pikepdf.Encryption(R=6, **kind))
    return out.getvalue()


def mute_font(document: pikepdf.Pdf) -> None:
    """A font whose codes are glyph numbers and that says nowhere what they mean."""
    page = document.pages[0]
    page.Contents = document.make_stream(b"BT /J 12 Tf 60 700 Td <0D0E0F101112131415161718191A1B1C> Tj ET")
    font = document.pages[0].Resources.Font.J
    font.Encoding = Name("/Identity-H")
    font.DescendantFonts[0].CIDSystemInfo = Dictionary(Registry=b"Adobe", Ordering=b"Identity", Supplement=0)


def giant_picture(document: pikepdf.Pdf) -> None:
    image_page(document)
    picture = document.pages[0].Resources.XObject.Im
    picture.Width, picture.Height = 60_000, 60_000


def forms_in_forms(document: pikepdf.Pdf) -> None:
    """Forms that each draw the next ten times, nine deep."""
    page = document.pages[0]
    form = document.make_stream(b"BT /J 12 Tf 60 60 Td <5185> Tj ET", Subtype=Name.Form, Resources=page.Resources)
    for _ in range(9):
        inner = Dictionary(XObject=Dictionary(Fm0=form))
        form = document.make_stream(b"/Fm0 Do " * 10, Subtype=Name.Form, Resources=inner)
        form.BBox = Array([0, 0, 595, 842])
    page.Resources.XObject = Dictionary(Fm0=form)
    page.contents_add(b"/Fm0 Do")


def nested(deep: int):
    """Moves all a page holds into a form in a form, so many deep."""

    def change(document: pikepdf.Pdf) -> None:
        page = document.pages[0]
        content, inner = page.Contents.read_bytes(), page.Resources
        for _ in range(deep):
            form = document.make_stream(content, Subtype=Name.Form, Resources=inner, BBox=Array([0, 0, 595, 842]))
            content, inner = b"/Fm0 Do", Dictionary(XObject=Dictionary(Fm0=form))
        page.Contents, page.Resources = document.make_stream(content), inner

    return change


def dust(document: pikepdf.Pdf) -> None:
    """A patch over the words of a table, filled with tiles of a hundredth of a point."""
    page = document.pages[0]
    tile = document.make_stream(b"0 0 1 1 re f", PatternType=1, PaintType=1, TilingType=1, XStep=0.1, YStep=0.1)
    tile.BBox, tile.Resources, tile.Matrix = Array([0, 0, 1, 1]), Dictionary(), Array([0.1, 0, 0, 0.1, 0, 0])
    page.Resources.Pattern = Dictionary(P=tile)
    page.contents_add(b"/Pattern cs /P scn 60 540 470 200 re f")


GOOD = pdf(ruled_page())
JBIG2_PAGE = bytes.fromhex("00000000 30 00 01 00000013 000186a0 000186a0") + bytes(11)  # 100,000 × 100,000
WORDS = zlib.compress(b"BT /F 12 Tf 60 700 Td (Words) Tj ET")
BOMB = zlib.compress(b" " * 80_000_000, 9)
REFUSED = {
    "empty": (b"", "空のファイル"),
    "text": (b"just words, no PDF at all", "PDFではありません"),
    "html": (b"<!DOCTYPE html><html><body>404 Not Found</body></html>", "HTML"),
    "html behind a remark": (b"<!-- saved -->\n<!DOCTYPE html><html>404</html>", "HTML"),
    "ruined by a text decoder": (GOOD.decode("utf-8", "replace").encode() + b"\xef\xbf\xbd" * 40, "U+FFFD"),
    "truncated before its pages": (GOOD[: len(GOOD) // 6], "壊れていて"),
    "locked": (locked(GOOD, user="himitsu", owner="owner"), "--password"),
    "zip bomb": (stream_pdf(BOMB), "圧縮爆弾"),
    "zip bomb packed twice": (stream_pdf(zlib.compress(BOMB, 9), "[/FlateDecode /FlateDecode]"), "圧縮爆弾"),
    "zip bomb that nothing ends": (stream_pdf(BOMB).partition(b"\nendstream")[0], "圧縮爆弾"),
    "zip bomb by another name": (stream_pdf(BOMB, "/Fl#61teDecode"), "圧縮爆弾"),
    "zip bomb in letters": (stream_pdf(base64.a85encode(BOMB) + b"~>", "[/ASCII85Decode /FlateDecode]"), "圧縮爆弾"),
    "damaged letters": (
        stream_pdf(b"{" + base64.a85encode(WORDS) + b"~>", "[/ASCII85Decode /FlateDecode]"),
        "壊れていて",
    ),
    "zip bomb in parts": (many_streams(8, zlib.compress(b" " * 20_000_000, 9)), "圧縮爆弾"),
    "forms in forms": (pdf(ruled_page(), change=forms_in_forms), "図形の入れ子"),
    "forms in forms, locked": (locked(pdf(ruled_page(), change=forms_in_forms), user="", owner="o"), "図形の入れ子"),
    "forms deeper than they are drawn": (pdf(ruled_page(), change=nested(41)), "図形の入れ子"),
    "tiles of dust": (pdf(ruled_page(), change=dust), "模様"),
    "zip bomb, locked": (locked(stream_pdf(BOMB), user="", owner="o"), "圧縮爆弾"),
    "giant picture": (pdf(ruled_page(), change=giant_picture), "圧縮爆弾"),
    "giant picture as content": (stream_pdf(JBIG2_PAGE, "/JBIG2Decode"), "圧縮爆弾"),
    "taken for Latin text": (GOOD.decode("latin-1").encode("utf-8"), "壊れていて"),
    "unknown lock": (GOOD.replace(b"/Root", b"/Encrypt<</Filter/Other/V 4>>/Root", 1), "方式で暗号化"),
    "seen by nobody": (pdf(Page().text(60, 100, "見えない文字", extra="3 Tr")), "透明な文字を6字"),
    "a page of 200,000 boxes": (stream_pdf(zlib.compress(b"1 1 2 2 re f\n" * 200_000)), "p.1 描画要素"),
    "scanned": (pdf(Page(), change=image_page), "OCRが必要): p.1"),
    "scanned, with its page number": (pdf(Page(), change=numbered_image_page), "OCRが必要): p.1"),
    "blank": (pdf(Page(), Page()), "p.1-2"),
    "a page number alone": (pdf(Page().text(290, 820, "3")), "読める文字がありません"),
    "mute font": (pdf(ruled_page(), change=mute_font), "フォント「HeiseiKakuGo-W5」"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_refused_in_one_line_that_names_file_and_reason(case: str) -> None:
    data, reason = REFUSED[case]
    started = time.process_time()
    with pytest.raises(DocumentRefused) as refusal:
        parse_pdf(data, name="案内.pdf")
    message = str(refusal.value)
    assert message.startswith("案内.pdf: ")
    assert reason in message
    assert "\n" not in message
    assert time.process_time() - started < 5


@pytest.mark.parametrize(
    "data",
    [
        locked(GOOD, user="", owner="owner"),
        GOOD.replace(b"startxref\n", b"startxref\n9"),
        b"junk before the header\n" + GOOD,
        pdf(ruled_page(), change=nested(40)),
    ],
    ids=["owner password only", "wrong startxref", "junk prefix", "forms in forms"],
)
def test_small_damage_is_read_through(data: bytes) -> None:
    assert [block.kind for block in parse_pdf(data, name="t.pdf").blocks] == ["heading", "table"]


@pytest.mark.parametrize(
    ("end", "told"),
    [
        ("", []),
        ("q BT /J 12 Tf 60 60 Td <518552", ["damaged"]),
        ("60 300 m 530", ["damaged"]),
        ("q BT /J 12 Tf 60 60 Td", ["damaged"]),
        ("q 60 300 m 530 300 l S Q % the end", []),
    ],
    ids=["whole", "in a string", "in a line", "before its words", "a remark"],
)
def test_content_that_breaks_off_is_told(end: str, told: list[str]) -> None:
    assert [notice.check for notice in parse_pdf(pdf(ruled_page().raw(end)), name="t.pdf").notices] == told


def test_content_in_parts_that_go_on_with_each_other_is_whole() -> None:
    def part(document: pikepdf.Pdf) -> None:
        content = document.pages[0].Contents.read_bytes()
        at = content.index(b"Td" if b"Td" in content else b"Tm")
        halves = (content[:at], content[at:])
        document.pages[0].Contents = Array([document.make_stream(half) for half in halves])

    assert not parse_pdf(pdf(ruled_page(), change=part), name="t.pdf").notices


def test_a_file_cut_off_behind_its_last_object_is_read() -> None:
    (block,) = parse_pdf(stream_pdf(WORDS).partition(b"trailer")[0], name="t.pdf").blocks
    assert block.text == "Words"


def test_a_locked_document_opens_with_its_password_only() -> None:
    data = locked(GOOD, user="himitsu", owner="owner")
    assert parse_pdf(data, name="t.pdf", password="himitsu").page_count == 1
    with pytest.raises(DocumentRefused, match="指定されたパスワード"):
        parse_pdf(data, name="t.pdf", password="wrong")


def test_a_page_whose_content_breaks_off_is_reported() -> None:
    def spoil(document: pikepdf.Pdf) -> None:
        content = document.pages[1].Contents
        packed = zlib.compress(content.read_bytes())
        half = len(packed) // 2
        content.write(packed[:half] + b"\x07\xff" * 20 + packed[half + 40 :], filter=Name.FlateDecode)

    document = parse_pdf(pdf(ruled_page(), ruled_page(), change=spoil), name="t.pdf")
    assert [(notice.severity, notice.check) for notice in document.notices] == [("warning", "damaged")]


def test_a_page_whose_content_stops_short_is_reported() -> None:
    """All that is there can be unpacked, as where a download was cut and the file was closed behind it."""

    def cut(document: pikepdf.Pdf) -> None:
        content = document.pages[0].Contents
        packed = zlib.compress(content.read_bytes())
        content.write(packed[: len(packed) * 2 // 3], filter=Name.FlateDecode)

    assert [notice.check for notice in parse_pdf(pdf(ruled_page(), change=cut), name="t.pdf").notices] == ["damaged"]


def test_content_without_its_checksum_is_whole() -> None:
    assert not parse_pdf(stream_pdf(WORDS[:-4]), name="t.pdf").notices[1:]  # truncated: it has no %%EOF


def test_a_font_without_the_part_that_draws_is_told() -> None:
    def lose(document: pikepdf.Pdf) -> None:
        del document.pages[0].Resources.Font.V["/DescendantFonts"]

    page = ruled_page().text(60, 400, "読めない文字", font="V")
    (notice,) = parse_pdf(pdf(page, change=lose), name="t.pdf").notices
    assert (notice.check, "フォントが1個" in notice.message) == ("damaged", True)


def test_pages_beyond_the_count_of_their_tree_are_read() -> None:
    data = pdf(ruled_page(), ruled_page(), ruled_page())
    assert data.count(b"/Count 3") == 1
    document = parse_pdf(data.replace(b"/Count 3", b"/Count 1"), name="t.pdf")
    assert [block.page for block in document.blocks if block.kind == "heading"] == [1, 2, 3]
    assert [notice.check for notice in document.notices] == ["repaired"]


def test_pages_without_text_are_reported_and_the_others_read() -> None:
    document = parse_pdf(pdf(Page(), ruled_page(), change=image_page), name="t.pdf")
    assert [(n.check, n.message.split(":")[0]) for n in document.notices] == [("needs-ocr", "p.1")]
    assert [block.page for block in document.blocks] == [2, 2]


@pytest.mark.parametrize(
    ("lines", "size", "told"),
    [(3, 10.5, ["needs-ocr"]), (40, 10.5, []), (9, 32, [])],
    ids=["a heading", "a page of text", "a cover"],
)
def test_a_scan_in_strips_below_a_few_words_is_told(lines: int, size: float, told: list[str]) -> None:
    def scan(document: pikepdf.Pdf) -> None:
        content = document.pages[0].Contents.read_bytes()
        image_page(document)
        strips = "".join(f"q 515 0 0 70 40 {60 + 70 * k} cm /Im Do Q\n" for k in range(10))
        document.pages[0].Contents = document.make_stream(strips.encode() + content)

    page = Page()
    for k in range(lines):
        page.text(60, 40 + 1.8 * size * k, "令和七年度の募集要項（写し）", size)
    assert [notice.check for notice in parse_pdf(pdf(page, change=scan), name="t.pdf").notices] == told


def test_cells_that_hold_a_picture_in_place_of_words_are_told() -> None:
    def paste(document: pikepdf.Pdf) -> None:
        content = document.pages[0].Contents.read_bytes()
        image_page(document)
        placed = "".join(f"q 200 0 0 20 {x} {842 - 166 - 28 * k} cm /Im Do Q\n" for k in (0, 3) for x in (156, 320))
        document.pages[0].Contents = document.make_stream(content + placed.encode())

    page = Page().across().down().table_text(values=("", "市内の中小企業者", "2/3以内", "", "工業振興課"))
    (notice,) = parse_pdf(pdf(page, change=paste), name="t.pdf").notices
    assert (notice.check, "表の2欄" in notice.message) == ("needs-ocr", True)


def test_cells_that_hold_outlined_lettering_in_place_of_words_are_told() -> None:
    page = Page().across().down().table_text(values=("", "市内の中小企業者", "2/3以内", "", "工業振興課"))
    for x in range(156, 260, 11):  # shapes of many curves in a value's place, an arrow in the other's
        waves = " ".join(f"{x + k} {676 + k} {x + k + 1} {678 - k} {x + k} {680 + k % 3} c" for k in range(9))
        page.raw(f"{x} 676 m {waves} {x + 9} 676 l f")
    page.raw("160 590 m 190 590 l 190 585 l 200 595 l 190 605 l 190 600 l 160 600 l f")
    (notice,) = parse_pdf(pdf(page), name="t.pdf").notices
    assert (notice.check, "表の1欄" in notice.message) == ("needs-ocr", True)


def test_a_gradient_below_a_few_words_is_no_scan() -> None:
    def shade(document: pikepdf.Pdf) -> None:
        rise = Dictionary(FunctionType=2, Domain=Array([0, 1]), C0=Array([1, 1, 1]), C1=Array([0.8, 0.9, 1]), N=1)
        blue = Dictionary(ShadingType=2, ColorSpace=Name.DeviceRGB, Coords=Array([0, 0, 595, 842]), Function=rise)
        page = document.pages[0]
        page.Resources.Shading = Dictionary(Blue=blue)
        page.contents_add(b"q 0 0 595 842 re W n /Blue sh Q", prepend=True)

    assert not parse_pdf(pdf(ruled_page(), change=shade), name="t.pdf").notices


def test_pages_whose_content_is_lost_are_told() -> None:
    def lose(document: pikepdf.Pdf) -> None:
        for page in document.pages[1:3]:
            del page.obj["/Contents"]

    document = parse_pdf(pdf(*[ruled_page()] * 4, change=lose), name="t.pdf")
    (notice,) = document.notices
    assert (notice.severity, notice.check, notice.message[-5:]) == ("info", "blank-page", "p.2-3")


def test_a_giant_of_a_page_is_refused() -> None:
    with pytest.raises(DocumentRefused, match=r"^t.pdf: p.1 ページが大きすぎます\(一辺1,000,000,000pt"):
        parse_pdf(pdf(Page(), change=lambda d: setattr(d.pages[0], "MediaBox", Array([0, 0, 1e9, 1e9]))), name="t.pdf")


def test_a_giant_of_pages_is_refused() -> None:
    def many(document: pikepdf.Pdf) -> None:
        one = document.pages[0].obj
        document.Root.Pages.Kids = Array([one] * 4_000)
        document.Root.Pages.Count = 4_000

    with pytest.raises(DocumentRefused, match="ページが多すぎます"):
        parse_pdf(pdf(Page(), change=many), name="t.pdf")


@pytest.mark.parametrize("data", [pdf(ruled_page()), b"%PDF-1.4 nothing"], ids=["read", "refused"])
def test_the_garbage_collector_works_again_and_finds_nothing(data: bytes) -> None:
    for _ in range(2):  # the first time imports leave something
        gc.collect()
        with contextlib.suppress(DocumentRefused):
            parse_pdf(data, name="t.pdf")
        assert gc.isenabled()
    assert gc.collect() < 100  # the type of a buffer for the title; a page with cycles would leave hundreds
