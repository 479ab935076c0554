"""Looks through a file's packed data before any reader unpacks it: bombs, damaged pieces, and words told in advance."""

from __future__ import annotations

import base64
import math
import re
import zlib
from dataclasses import dataclass

from pipeline.parse.pdf.content import DEEPEST_FORM
from pipeline.parse.pdf.file.forms import FORM_COST, breaks_off

LARGEST_STREAM = 64_000_000
"""Bytes one content stream may unpack to: the busiest real page of the samples has 2 MB."""
_DEFLATE_LIMIT = 1_032
"""Deflate packs at most 1,032 bytes into one: smaller streams cannot pass LARGEST_STREAM."""
_HOLLOW = 100
"""Data that unpacks to so many times its size says next to nothing (pages: 3 to 20 times): many such make a bomb too."""
START = re.compile(rb"stream\r?\n")  # << /Length 300 /Filter /FlateDecode >> stream
_IMAGE = re.compile(rb"/Subtype\s*/Image")
_SIDE = re.compile(rb"/(?:Width|Height)\s+(\d+)")  # /Width 2480 /Height 3508
_BILEVEL_PAGE = re.compile(rb"\x30\x00.\x00\x00\x00\x13(.{4})(.{4})", re.S)  # the page information segment: its sides
_MOST_PIXELS = 2_500_000_000
"""Pixels of one picture: A0 scanned with 1,200 dpi has 2.2 thousand million, which are 280 MB of black and white."""
_FORM = re.compile(rb"/Subtype\s*/Form")
_TILE = re.compile(rb"/PatternType\s+1\b")
_STEP = re.compile(rb"/[XY]Step\s+(-?[\d.]+)")  # /XStep 8 /YStep 8
_SCALE = re.compile(rb"/Matrix\s*\[\s*(-?[\d.]+)\s+(-?[\d.]+)\s+(-?[\d.]+)\s+(-?[\d.]+)\s")
_SMALLEST_TILE = 0.005
"""Square points: a page has a hundred million tiles of this size, which pdfium draws one by one."""
_COMPOSITE = re.compile(rb"/Subtype\s*/Type0(?!\w)")
_LAYERS, _UNITS = b"/OCProperties", b"/UserUnit"
_APPEARANCE = re.compile(rb"/AP\s*(?:<<|\d)")  # /AP << /N 12 0 R >>: how an annotation is drawn


@dataclass(slots=True)
class Survey:
    """What a file's bytes say: whether they are a bomb, how many contents cannot be unpacked, what else to see to."""

    is_bomb: bool = False
    damaged: int = 0
    has_layers: bool = False
    has_units: bool = False
    has_notes: bool = False
    """Annotations that are drawn into their page."""
    pages: int = 0
    """How many objects are pages: as many as the document has or more, where an older version of some is kept."""
    lost_fonts: int = 0
    """How many composite fonts have no part that draws: pdfium passes over their words."""
    longest_form: int = 0
    most_drawn: int = 1
    nests: int = 0
    """Forms that draw something."""
    copies: int = 1
    """At most so many times any form is drawn by forms on one drawing of theirs; a page draws at most `most_drawn` itself."""
    may_break_off: bool = False
    """Content ends in the middle of an operation, or goes on in another stream."""
    has_dust: bool = False
    """Patterns of tiles too small to be drawn in a reasonable time."""

    def note(self, objects: bytes, *, in_full: bool) -> None:
        """Add what objects say, as they stand in the file or are unpacked from a stream of them."""
        self.has_layers |= _LAYERS in objects
        self.has_units |= _UNITS in objects
        self.has_notes |= _APPEARANCE.search(objects) is not None
        if in_full:
            self.pages += _count_pages(objects)
            self.lost_fonts += _count_lost_fonts(objects)

    def note_content(self, content: bytes, head: bytes) -> None:
        """Add what the content of a page or form draws (`/Fm0 Do`); `head` is its stream's dictionary."""
        drawn = content.count(b"Do")
        self.may_break_off |= breaks_off(content)
        if _FORM.search(head):
            self.longest_form = max(self.longest_form, len(content))
            self.copies *= max(1, drawn)
            self.nests += drawn > 0
        else:
            self.most_drawn = max(self.most_drawn, drawn)

    @property
    def may_multiply(self) -> bool:
        """Whether forms may draw each other so often, or so deep, that a page grows beyond bounds."""
        return (
            self.nests >= DEEPEST_FORM
            or (self.longest_form + FORM_COST) * self.copies * self.most_drawn > LARGEST_STREAM
        )


def survey(data: bytes, *, in_full: bool = True) -> Survey:
    """A PDF's bytes → what its packed data holds, unpacked within bounds.

    Pictures and fonts are not looked into, unless they are large enough for a bomb: a picture is left packed by every
    later step as well. Not `in_full`, contents are left alone too (for a file that is opened again). What is encrypted
    cannot be unpacked here: it counts as sound, and as having layers and annotations where objects are packed (`engine` bounds the memory
    that reading it may take).
    """
    is_locked = b"/Encrypt" in data
    found = Survey()
    found.note(data, in_full=in_full)
    hollow = 0
    view = memoryview(data)
    for opening in START.finditer(data):
        start = opening.end()
        if data[opening.start() - 3 : opening.start()] == b"end":
            continue
        head = data[max(0, opening.start() - 1500) : opening.start()]
        head = head[head.rfind(b" obj") :]
        filters = head.count(b"Flate") + head.count(b"/Fl ")
        is_picture = _IMAGE.search(head) is not None
        found.has_dust |= _TILE.search(head) is not None and _is_dust(head)
        if _is_giant(head if is_picture else b"", view[start : start + 64] if b"/JBIG2" in head else b""):
            return Survey(is_bomb=True)
        if filters <= 1 and is_picture:
            continue
        end = data.find(b"endstream", start)
        packed: bytes | memoryview = view[start : end if end >= 0 else len(data)]
        if b"/ASCII85Decode" in head and not is_locked:
            packed = _of_letters(bytes(packed))
        is_objects = b"/ObjStm" in head
        if in_full and not filters and not is_locked and _is_content(head):
            found.note_content(bytes(packed), head)
        if is_locked:
            found.has_layers |= is_objects
            found.has_notes |= is_objects
        elif filters == 1 and b"ASCIIHex" not in head and (is_objects or (in_full and _is_content(head))):
            worker = zlib.decompressobj()
            try:
                unpacked = worker.decompress(packed, LARGEST_STREAM)
            except zlib.error:
                found.damaged += 1
                continue
            found.damaged += not worker.eof and _is_cut(packed)
            if len(unpacked) > _HOLLOW * len(packed):
                hollow += len(unpacked)
            if len(unpacked) >= LARGEST_STREAM or hollow > LARGEST_STREAM:
                return Survey(is_bomb=True)
            if is_objects:
                found.note(unpacked, in_full=in_full)
            else:
                found.note_content(unpacked, head)
        elif len(packed) * _DEFLATE_LIMIT ** max(1, filters) >= LARGEST_STREAM and _unpacks_past_limit(
            packed, max(1, filters)
        ):
            return Survey(is_bomb=True)
    return found


def _of_letters(packed: bytes) -> bytes:
    """Packed data written in letters (ASCII85: reportlab's way) → the bytes; some that cannot be unpacked where it is damaged."""
    try:
        return base64.a85decode(packed.partition(b"~>")[0])
    except ValueError:
        return b"damaged"


def _is_cut(packed: bytes | memoryview) -> bool:
    """Whether packed data breaks off; some writers leave out the four bytes that check it."""
    worker = zlib.decompressobj(-zlib.MAX_WBITS)
    worker.decompress(packed[2:], LARGEST_STREAM)
    return len(packed) > 8 and not worker.eof


def _count_pages(data: bytes) -> int:
    return sum(data.count(words) - data.count(words + b"s") for words in (b"/Type/Page", b"/Type /Page"))


def _count_lost_fonts(data: bytes) -> int:
    """How many more fonts call themselves composite than name their descendants (PDF 32000-1, 9.7.6)."""
    whole = data.count(b"/DescendantFonts")
    return max(0, len(_COMPOSITE.findall(data)) - whole) if data.count(b"/Type0") > whole else 0


def _is_giant(picture: bytes, bilevel: bytes | memoryview) -> bool:
    """Whether a picture's dictionary, or the first bytes of JBIG2 data whatever holds them, tell of too many pixels."""
    sides = [int(side) for side in _SIDE.findall(picture)]
    if page := _BILEVEL_PAGE.search(bilevel):
        sides = [int.from_bytes(side, "big") for side in page.groups()]
    return len(sides) == 2 and sides[0] * sides[1] > _MOST_PIXELS


def _is_dust(tile: bytes) -> bool:
    """Whether the dictionary of a pattern sets its tiles next to nothing apart."""
    try:
        area = math.prod(map(float, _STEP.findall(tile)))
        a, b, c, d = map(float, scale.groups()) if (scale := _SCALE.search(tile)) else (1, 0, 0, 1)
    except ValueError:  # 1.2.3
        return False
    return 0 < abs(area * (a * d - b * c)) < _SMALLEST_TILE


def _is_content(head: bytes) -> bool:
    """Whether a stream's dictionary is that of a page's or a form's content (or of a map): no picture, font or profile."""
    if b"/Length1" in head or b"/XRef" in head or b"/N " in head:
        return False
    return b"/Subtype" not in head or _FORM.search(head) is not None


def _unpacks_past_limit(packed: bytes | memoryview, times: int) -> bool:
    """Whether bytes packed by deflate, `times` over, grow beyond the limit; damaged ones are pdfium's to judge."""
    try:
        for _ in range(times - 1):
            packed = zlib.decompressobj().decompress(packed, LARGEST_STREAM)
            if len(packed) >= LARGEST_STREAM:
                return True
        worker = zlib.decompressobj()
        total = 0
        for start in range(0, len(packed), 4_096):  # 4 kB unpack to 4 MB at most
            total += len(worker.decompress(packed[start : start + 4_096]))
            if total > LARGEST_STREAM:
                return True
            if worker.eof:
                break
    except zlib.error:
        return False
    return False
