"""The glyphs of a page through pdfium: their characters put right, their boxes, and how they are set."""

from __future__ import annotations

import ctypes
import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline.parse.pdf.blank import INK
from pipeline.parse.pdf.content import Floats, Glyphs, Ints, Style
from pipeline.parse.pdf.page.clip import clip_box
from pipeline.parse.pdf.page.drawing import Drawing
from pipeline.parse.pdf.page.pdfium import IDENTITY, Handle, Pdfium, box_through, pointers
from pipeline.parse.pdf.text.characters import UNKNOWN, are_implausible, has_doubtful, has_rare, repaired, wide_mask
from pipeline.records import Box

_ASCENT, _DESCENT = 0.88, 0.12
"""The em box around the baseline, where a font does not say (CJK fonts: 880/120 of 1000)."""
_HALF = 0.5
"""The advance of a glyph whose font does not say."""
_NARROWEST = 0.2
"""How much of an em characters take on average where they stand side by side, at the least."""
_SMALLEST = 2.0
"""Type below this many points cannot be read on paper: it is hidden text."""
Points = NDArray[np.int64]
"""Code points of characters."""
_SETTING = np.dtype([("font", "u8"), ("size", "f8"), ("matrix", "f4", 4), ("color", "i4", 4), ("mode", "i4")])
"""What a look is made of: a font's address, size, matrix, colour (red, green, blue, alpha) and rendering mode."""
_WINGDINGS = re.compile(r"wingdings(?![ -]?[23])")  # ABCDEF+Wingdings-Regular, not Wingdings3, whose signs are others
_PRIVATE = 0xF000
"""Where the characters of symbol fonts stand in the private-use area: U+F06C is the sign under l."""
_SOME_SIGN = 0xF020
"""Where `repair` knows no sign and gives a bullet."""
_PART = 0x110000
"""In the place of a code point: the glyph has none of its own, it is half of the one before or says how that one is cut."""
_OUTLINED, _INVISIBLE, _STENCIL = 1, 3, 7
"""Text rendering modes (PDF 32000-1, 9.3.6): drawn with the pen alone, not at all, and to clip what is drawn next."""


@dataclass(frozen=True, slots=True)
class Look:
    """What text objects of one font, size, matrix and colour have in common; `hidden` says why it cannot be seen.

    `font` is the font's address. `along` and `up` are the unit of advance and of height in user space, `em` the type size
    along the line.
    """

    font: int
    style: Style
    quarter: int
    along: tuple[float, float]
    up: tuple[float, float]
    em: float
    hidden: str


@dataclass(frozen=True, slots=True)
class Runs:
    """The text objects of a page as columns of equal length: number of the look, when it is drawn, and its clip.

    `clip` is n×4 in user space, None where nothing is clipped; `veiled` tells what is drawn through a mask or in part;
    `addresses` are those of the objects themselves, good until the page is closed.
    """

    looks: tuple[Look, ...]
    look: Ints
    order: Ints
    clip: Floats | None
    veiled: NDArray[np.bool_]
    addresses: list[int]


@dataclass(frozen=True, slots=True)
class RawText:
    """Glyphs in PDF user space with their runs; `unmapped` counts glyphs without a character, by font.

    `is_doubtful` tells that some characters are of scripts one does not expect: the fonts want checking.
    """

    glyphs: Glyphs
    runs: Runs
    unmapped: Counter[str]
    is_doubtful: bool = False


def read_text(lib: Pdfium, page: Handle, drawing: Drawing) -> RawText:
    """A loaded page → its glyphs as drawn, boxes in user space (left, bottom, right, top)."""
    text_page = lib.FPDFText_LoadPage(page)
    try:
        count = max(0, lib.FPDFText_CountChars(text_page))
        pages, indices = pointers([text_page.value or 0]) * count, range(count)
        owners = np.fromiter(map(lib.FPDFText_GetTextObject, pages, indices), np.uint64, count)
        every_code = _code_points(lib, text_page, count)
        keep = ((owners != 0) & (every_code != _PART)).nonzero()[0]  # glyphs without an object are pdfium's own spaces
        keep = keep[~_blanks(lib, owners[keep], every_code[keep])]
        boxes = lib.results(lib.FPDFText_GetLooseCharBox, pages, keep.tolist())[:, :4].copy()
        boxes[:, 1], boxes[:, 3] = boxes[:, 3], boxes[:, 1].copy()  # FS_RECTF is left, top, right, bottom
        owners, codes = owners[keep], every_code[keep]
        first = _first_of_each(owners)
        run = (np.cumsum(first) - 1).astype(np.int32)
        runs = _runs(lib, pages, keep[first].tolist(), owners[first].tolist(), drawing)
        if _has_mute_font(lib, text_page, keep[first], runs):
            codes[np.fromiter(map(lib.FPDFText_HasUnicodeMapError, pages, keep.tolist()), np.int32, len(keep)) > 0] = 0
        codes = _with_dingbats(codes, every_code[keep], run, runs)
        points, unmapped = _characters(codes, run, runs)
        _mend_boxes(lib, text_page, keep, boxes, run, runs, points)
    finally:
        lib.FPDFText_ClosePage(text_page)
    styles = tuple(dict.fromkeys(look.style for look in runs.looks))
    style_of_look = np.array([styles.index(look.style) for look in runs.looks], np.int32)
    glyphs = Glyphs(points, boxes, style_of_look[runs.look[run]], run, styles)
    return RawText(glyphs, runs, unmapped, has_doubtful(codes))


def _first_of_each(owners: NDArray[np.integer[Any]]) -> NDArray[np.bool_]:
    """Which are the first of those in a row that have one owner: of the glyphs of a text object."""
    first = np.empty(len(owners), bool)
    first[:1] = True
    np.not_equal(owners[1:], owners[:-1], out=first[1:])
    return first


def _blanks(lib: Pdfium, owners: NDArray[np.uint64], codes: Points) -> NDArray[np.bool_]:
    """Which glyphs are the single space of a text object: set to move on, it says nothing of where words end.

    Of several spaces pdfium gives one: how wide their object is tells them apart.
    """
    first = _first_of_each(owners)
    blank: NDArray[np.bool_] = first & ((codes == 0x20) | (codes == 0xA0) | (codes == 0x3000))
    blank[:-1] &= first[1:]
    if not np.count_nonzero(blank):
        return blank
    bounds = lib.results(lib.FPDFPageObj_GetBounds, pointers(owners[blank].tolist()), columns=range(4))
    sides = bounds[:, [2, 3]] - bounds[:, [0, 1]]
    blank[blank] = sides.max(axis=1) < 2 * sides.min(axis=1)  # the ink of one glyph is square, see `blank`
    return blank


def _code_points(lib: Pdfium, text_page: Handle, count: int) -> Points:
    """The code point of each glyph, `_PART` for what belongs to the one before: all in one call, where each is a unit.

    FPDFText_GetText writes U+FFFE for a hyphen at a line's end as well as for a glyph without a character.
    """
    units = np.zeros(2 * count + 2, np.uint16)  # UTF-16
    written = lib.FPDFText_GetText(text_page, 0, count, ctypes.c_void_p(units.ctypes.data)) - 1  # the last is a NUL
    units = units[:count]
    odd = ((units >= 0xD800) & (units < 0xE000)) | (units & 0xFFF0 == 0xFE00) | (units == 0xFFFE)
    if written == count and not np.count_nonzero(odd):
        return units.astype(np.int64)
    codes = np.fromiter(map(lib.FPDFText_GetUnicode, [text_page] * count, range(count)), np.int64, count)
    high = ((codes[:-1] >> 10 == 0xD800 >> 10) & (codes[1:] >> 10 == 0xDC00 >> 10)).nonzero()[0]  # 𠮷, in two halves
    codes[high] = 0x10000 + ((codes[high] & 0x3FF) << 10) + (codes[high + 1] & 0x3FF)
    codes[high + 1] = _PART
    codes[(codes & ~0xF == 0xFE00) | ((codes >= 0xE0100) & (codes < 0xE01F0))] = _PART  # which form of 葛
    return codes


def _has_mute_font(lib: Pdfium, text_page: Handle, firsts: NDArray[np.int64], runs: Runs) -> bool:
    """Whether pdfium had to take a code for the character at the first glyph of any look: its font does not say which.

    A font without a name draws its letters itself (Type 3), and may name some of them only.
    """
    if not len(firsts):
        return False
    if any(not look.style.font for look in runs.looks):
        return True
    one_of_each = firsts[_first_of_each(np.maximum.accumulate(runs.look))].tolist()  # looks are numbered as they come
    return any(error > 0 for error in map(lib.FPDFText_HasUnicodeMapError, [text_page] * len(firsts), one_of_each))


def _with_dingbats(codes: Points, drawn: Points, run: Ints, runs: Runs) -> Points:
    """The signs of dingbat fonts in the place of the letters they are kept under: l is ●, in an unknown set a bullet."""
    fonts = [look.style.font.lower() for look in runs.looks]
    for number, font in enumerate(fonts):
        if "ingdings" in font or "webdings" in font:
            kept_under = (runs.look[run] == number) & (drawn > 0x20) & (drawn < 0x100)
            codes = np.where(kept_under, _PRIVATE + drawn if _WINGDINGS.search(font) else _SOME_SIGN, codes)
    return codes


def _runs(lib: Pdfium, pages: list[Any], firsts: list[int], owners: list[int], drawing: Drawing) -> Runs:
    """The text objects `owners` (addresses), each with the index of its first glyph on the text page."""
    objects, count = pointers(owners), len(owners)
    settings = np.zeros(count, _SETTING)
    settings["font"] = np.fromiter(map(lib.FPDFTextObj_GetFont, objects), np.uint64, count)
    settings["size"] = np.fromiter(map(lib.FPDFText_GetFontSize, pages, firsts), np.float64, count)
    settings["matrix"] = lib.results(lib.FPDFText_GetMatrix, pages, firsts)[:, :4]
    settings["color"] = lib.results(lib.FPDFPageObj_GetFillColor, objects, columns=range(4)).view(np.int32)[:, :4]
    settings["mode"] = np.fromiter(map(lib.FPDFTextObj_GetTextRenderMode, objects), np.int32, count)
    for k in (settings["mode"] == _OUTLINED).nonzero()[0].tolist():
        pen = lib.results(lib.FPDFPageObj_GetStrokeColor, [objects[k]], columns=range(4))
        settings["color"][k] = pen.view(np.int32)[0, :4]
    keys: list[bytes] = settings.view(f"V{_SETTING.itemsize}").tolist()
    numbers = {key: number for number, key in enumerate(dict.fromkeys(keys))}
    looks = tuple(_look(lib, *np.frombuffer(key, _SETTING)[0].item()) for key in numbers)
    look = np.fromiter(map(numbers.__getitem__, keys), np.int32, count)
    order = np.array([drawing.text_order.get(owner, 0) for owner in owners], np.int32)
    veiled = np.fromiter(map(lib.FPDFPageObj_HasTransparency, objects), np.bool_, count)
    for first, end in drawing.veils:
        veiled |= (order >= first) & (order < end)
    return Runs(looks, look, order, _clips(lib, objects, owners, drawing), veiled, owners)


def _look(lib: Pdfium, font: int, size: float, matrix: Floats, color: Ints, mode: int) -> Look:
    name, bold = lib.font(font)
    a, b, c, d = (matrix if size >= 0 else -matrix).tolist()
    red, green, blue, alpha = color.tolist()
    angle = math.degrees(math.atan2(b, a)) if a or b else 0.0
    quarter = round(angle / 90) % 4
    wide, high = abs(size) * math.hypot(a, b), abs(size) * max(math.hypot(c, d), 1e-3)
    hidden = ""
    if mode == _INVISIBLE:
        hidden = "invisible"
    elif mode == _STENCIL:
        hidden = "stencil"
    elif high < _SMALLEST:
        hidden = "tiny"
    elif alpha < 13 and mode in (0, _OUTLINED, 4):
        hidden = "transparent"
    elif abs(angle - 90 * round(angle / 90)) > 8:
        hidden = "slanted"
    style = Style(name, round(high, 1), bold or mode == 2, red << 16 | green << 8 | blue, quarter)
    along = math.hypot(a, b) or 1.0
    return Look(font, style, quarter, (a / along, b / along), (c * abs(size), d * abs(size)), wide, hidden)


def _clips(lib: Pdfium, objects: list[Any], owners: list[int], drawing: Drawing) -> Floats | None:
    """The boxes that clip text objects, in page space; None where nothing does. Objects share clip data: read it once."""
    counts = list(map(lib.FPDFClipPath_CountPaths, map(lib.FPDFPageObj_GetClipPath, objects)))
    if not counts or max(counts) <= 0:
        return None
    known: dict[int, Box] = {}
    clips = np.full((len(objects), 4), (-1e9, -1e9, 1e9, 1e9), np.float32)
    for k, count in enumerate(counts):
        if count <= 0:
            continue
        path = lib.FPDFPageObj_GetClipPath(objects[k])
        boxes: list[Box] = []
        for number in range(count):
            if (segments := lib.FPDFClipPath_CountPathSegments(path, number)) > 0:
                first = lib.FPDFClipPath_GetPathSegment(path, number, 0).value or 0
                if first not in known:
                    matrix = drawing.text_matrix.get(owners[k], IDENTITY)
                    known[first] = box_through(clip_box(lib, path, number, min(segments, 400)), matrix)
                boxes.append(known[first])
        if boxes:
            left, bottom, right, top = zip(*boxes, strict=True)
            clips[k] = (max(left), max(bottom), min(right), min(top))
    return clips


def _characters(codes: Points, run: Ints, runs: Runs) -> tuple[Points, Counter[str]]:
    """pdfium's code points → those to publish; glyphs without a meaning become 〓 and are counted by font.

    A font many of whose glyphs have none does not say its characters at all: the letters pdfium gives for the others (Ä for
    対) are as meaningless. Nor does one whose map gives ideographs that nobody writes.
    """
    points = repaired(codes)
    unmapped: Counter[str] = Counter()
    may_be_wrong = has_rare(points)
    if np.count_nonzero(points == UNKNOWN) or may_be_wrong:
        fonts = np.array([look.style.font for look in runs.looks])[runs.look[run]]
        for font in np.unique(fonts if may_be_wrong else fonts[points == UNKNOWN]).tolist():
            inked = (fonts == font) & (points != 0x20)
            count, total = int((points[inked] == UNKNOWN).sum()), int(inked.sum())
            is_mute = (count >= 3 and count >= 0.15 * total) or (may_be_wrong and are_implausible(points[inked]))
            unmapped[font] = total if is_mute else count
            points[inked & is_mute] = UNKNOWN
    unmapped += Counter()  # without the fonts that have none
    return points, unmapped


def _mend_boxes(
    lib: Pdfium, text_page: Handle, keep: NDArray[np.int64], boxes: Floats, run: Ints, runs: Runs, points: Points
) -> None:
    """Gives glyphs without font metrics, and turned ones, the box of their advance and the em height around their origin.

    pdfium's loose box is as high as the type is large; where it is not, it fell back to the ink of the glyph.
    """
    if not len(run):
        return
    looks, look = runs.looks, runs.look[run]
    em = np.array([item.em for item in looks], np.float32)[look]
    odd = np.abs(boxes[:, 3] - boxes[:, 1] - em) > 0.03 * em + 0.06
    odd |= np.array([item.quarter != 0 for item in looks])[look]
    places = odd.nonzero()[0]
    if not len(places):
        return
    x, y = _origins(lib, text_page, keep[places]).T
    shares = _advances(lib, looks, look[places], points[places])
    along, up = (np.array([getattr(item, name) for item in looks])[look[places]].T for name in ("along", "up"))
    (ax, ay), (ux, uy) = along * (shares * em[places]), up
    xs = np.stack([x + ux * rise + ax * share for rise in (_ASCENT, -_DESCENT) for share in (0, 1)])
    ys = np.stack([y + uy * rise + ay * share for rise in (_ASCENT, -_DESCENT) for share in (0, 1)])
    mended = np.stack((xs.min(axis=0), ys.min(axis=0), xs.max(axis=0), ys.max(axis=0)), axis=1)
    inked = (np.abs(ax) > np.abs(ay)) & (ax > 0) & (boxes[places, 2] - x > 1.1 * INK * em[places]) & (shares < 1)
    mended[inked, 2] = boxes[places, 2][inked]
    shared = (np.diff(x) == 0) & (np.diff(y) == 0) & (boxes[places[1:], 0] > boxes[places[:-1], 0])
    if np.count_nonzero(shared):
        _part(boxes[places], mended, shared, ax)
    boxes[places] = mended


def _part(inked: Floats, mended: Floats, shared: NDArray[np.bool_], advances: Floats) -> None:
    """Gives characters that share their origin with the next one, as `shared` tells, the parts of what is drawn for them all.

    They stand for a marked stretch in place of its glyphs (/ActualText; PDF 32000-1, 14.9.4). pdfium parts its ink, which
    gives `inked`, evenly from left to right; where the characters' `advances` make up its width, those part it. Ink too narrow
    for its characters was written vertically.
    """
    numbers = np.concatenate(([0], np.cumsum(~shared)))
    for number in np.unique(numbers[:-1][shared]).tolist():
        own = (numbers == number).nonzero()[0]
        x0, bottom, _, top = mended[own[0]].tolist()
        width, em = inked[own[-1], 2] - x0, top - bottom
        ends = x0 + np.cumsum(advances[own])
        if -em / 2 < ends[-1] - x0 - width < em:  # the ink of the last one may be a dot, see `blank`
            mended[own[1:], 0], mended[own, 2] = ends[:-1], ends
        elif width >= _NARROWEST * len(own) * em:
            mended[own, 0], mended[own, 2] = inked[own, 0], inked[own, 2]
        else:
            tops = top - em * np.arange(len(own))
            mended[own] = np.stack(np.broadcast_arrays(x0, tops - em, x0 + em, tops), axis=1)


def _advances(lib: Pdfium, looks: Sequence[Look], look: Ints, points: Points) -> Floats:
    """How far glyphs advance, as shares of the type size: a full-width one by all of it, others by what their font says."""
    shares = np.ones(len(points))
    narrow = ~wide_mask(points)
    asked, place = np.unique(look[narrow] * np.int64(_PART) + points[narrow], return_inverse=True)
    fonts = [Handle(looks[number].font) for number in (asked // _PART).tolist()]
    codes = [ctypes.c_uint32(code) for code in (asked % _PART).tolist()]
    widths = lib.results(lib.FPDFFont_GetGlyphWidth, fonts, codes, [ctypes.c_float(1.0)] * len(codes))[:, 0]
    shares[narrow] = np.where(widths > 0, widths, _HALF)[place]
    return shares


def _origins(lib: Pdfium, text_page: Handle, indices: NDArray[np.int64]) -> Floats:
    """n×2: where glyphs stand on their baseline, in user space."""
    pages = [text_page] * len(indices)
    return lib.results(lib.FPDFText_GetCharOrigin, pages, indices.tolist(), columns=(0, 2)).view(np.float64)[:, :2]
