"""The glyphs of a page through pdfium: their characters put right, their boxes, and how they are set."""

from __future__ import annotations

import math
from collections import Counter, deque
from dataclasses import dataclass
from itertools import repeat

import numpy as np
from numpy.typing import NDArray

from pipeline.parse.pdf.characters import is_doubtful, is_wide, repair
from pipeline.parse.pdf.content import Floats, Glyphs, Style
from pipeline.parse.pdf.drawing import Drawing
from pipeline.parse.pdf.pdfium import IDENTITY, Matrix, Pdfium, box_through
from pipeline.records import Box

_ASCENT, _DESCENT = 0.88, 0.12
"""The em box around the baseline, where a font does not say (CJK fonts: 880/120 of 1000)."""
_SMALLEST = 2.0
"""Type below this many points cannot be read on paper: it is hidden text."""
LookKey = tuple[int, float, tuple[float, float, float, float], tuple[int, ...], int]
_UNKNOWN = "〓"
"""The printers' sign for a character that is not at hand."""
_INVISIBLE_MODES = (3, 7)


@dataclass(frozen=True, slots=True)
class Look:
    """What text objects of one font, size, matrix and colour have in common; `hidden` says why it cannot be seen.

    `along` and `up` are the unit of advance and of height in user space, `em` the type size along the line.
    """

    style: Style
    quarter: int
    along: tuple[float, float]
    up: tuple[float, float]
    em: float
    hidden: str


@dataclass(frozen=True, slots=True)
class Run:
    """One text object: its look, when it is drawn, and the box it is clipped to."""

    look: Look
    order: int
    clip: Box | None

    @property
    def style(self) -> Style:
        """How its glyphs are set."""
        return self.look.style


@dataclass(frozen=True, slots=True)
class RawText:
    """Glyphs in PDF user space with their runs; `unmapped` counts glyphs without a character, by font.

    `is_doubtful` tells that several characters are of scripts one does not expect: the fonts want checking.
    """

    glyphs: Glyphs
    runs: tuple[Run, ...]
    unmapped: Counter[str]
    is_doubtful: bool = False


def read_text(lib: Pdfium, page: int, drawing: Drawing) -> RawText:
    """A loaded page's handle → its glyphs as drawn, boxes in user space (left, bottom, right, top)."""
    text_page = lib.FPDFText_LoadPage(page)
    try:
        count = max(0, lib.FPDFText_CountChars(text_page))
        pages, indices = repeat(text_page, count), range(count)
        owners = np.fromiter(map(lib.FPDFText_GetTextObject, pages, indices), np.uint64, count)
        every_code = np.fromiter(map(lib.FPDFText_GetUnicode, repeat(text_page, count), indices), np.uint32, count)
        deque(map(lib.FPDFText_GetLooseCharBox, repeat(text_page, count), indices, lib.room_for(count)), maxlen=0)
        keep = np.nonzero(owners)[0]  # glyphs without an object are pdfium's own spaces
        boxes = lib.boxes[keep][:, [0, 3, 2, 1]]  # FS_RECTF is left, top, right, bottom
        owners, codes = owners[keep], every_code[keep].tolist()
        first = np.ones(len(keep), bool)
        first[1:] = owners[1:] != owners[:-1]
        run = (np.cumsum(first) - 1).astype(np.int32)
        looks: dict[LookKey, Look] = {}
        clips: dict[int, Box] = {}
        runs = [
            _run(lib, text_page, index, owner, drawing, looks, clips)
            for index, owner in zip(keep[first].tolist(), owners[first].tolist(), strict=True)
        ]
        texts, unmapped = _characters(codes, run, runs)
        _mend_boxes(lib, text_page, keep, boxes, run, runs, texts)
    finally:
        lib.FPDFText_ClosePage(text_page)
    styles = list(dict.fromkeys(look.style for look in looks.values()))
    numbers = {id(look): styles.index(look.style) for look in looks.values()}
    of_run = np.array([numbers[id(item.look)] for item in runs], np.int32)
    style = of_run[run] if runs else run
    doubtful = sum(count for code, count in Counter(codes).items() if is_doubtful(code)) >= 5
    return RawText(Glyphs(texts, boxes, style, run, tuple(styles)), tuple(runs), unmapped, doubtful)


def _run(
    lib: Pdfium,
    text_page: int,
    index: int,
    owner: int,
    drawing: Drawing,
    looks: dict[LookKey, Look],
    clips: dict[int, Box],
) -> Run:
    font = lib.FPDFTextObj_GetFont(owner)
    lib.FPDFText_GetMatrix(text_page, index, lib.f[0])
    lib.FPDFPageObj_GetFillColor(owner, lib.i[0], lib.i[1], lib.i[2], lib.i[3])
    a, b, c, d = lib.four_floats.tolist()
    key: LookKey = (
        font,
        lib.FPDFText_GetFontSize(text_page, index),
        (a, b, c, d),
        tuple(lib.four_ints.tolist()),
        lib.FPDFTextObj_GetTextRenderMode(owner),
    )
    look = looks.get(key)
    if look is None:
        look = looks[key] = _look(lib, *key)
    clip = _clip(lib, owner, drawing.text_matrix.get(owner, IDENTITY), clips)
    return Run(look, drawing.text_order.get(owner, 0), clip)


def _look(
    lib: Pdfium, font: int, size: float, matrix: tuple[float, float, float, float], color: tuple[int, ...], mode: int
) -> Look:
    name, bold = lib.font(font)
    a, b, c, d = matrix
    red, green, blue, alpha = color
    angle = math.degrees(math.atan2(b, a)) if a or b else 0.0
    quarter = round(angle / 90) % 4
    wide, high = abs(size) * math.hypot(a, b), abs(size) * max(math.hypot(c, d), 1e-3)
    hidden = ""
    if mode in _INVISIBLE_MODES:
        hidden = "invisible"
    elif high < _SMALLEST:
        hidden = "tiny"
    elif alpha < 13 and mode in (0, 4):
        hidden = "transparent"
    elif abs(angle - 90 * round(angle / 90)) > 8:
        hidden = "slanted"
    style = Style(name, round(high, 1), bold or mode == 2, red << 16 | green << 8 | blue, quarter)
    along = math.hypot(a, b) or 1.0
    return Look(style, quarter, (a / along, b / along), (c * abs(size), d * abs(size)), wide, hidden)


def _clip(lib: Pdfium, owner: int, matrix: Matrix, clips: dict[int, Box]) -> Box | None:
    """The box that clips a text object in page space; None where nothing does. Objects share clip data: read it once."""
    path = lib.FPDFPageObj_GetClipPath(owner)
    count = lib.FPDFClipPath_CountPaths(path) if path else 0
    if count <= 0:
        return None
    box: Box | None = None
    for number in range(count):
        segments = lib.FPDFClipPath_CountPathSegments(path, number)
        if segments <= 0:
            continue
        first = lib.FPDFClipPath_GetPathSegment(path, number, 0) or 0
        if first not in clips:
            clips[first] = box_through(_clip_box(lib, path, number, min(segments, 400)), matrix)
        one = clips[first]
        box = (
            one if box is None else (max(box[0], one[0]), max(box[1], one[1]), min(box[2], one[2]), min(box[3], one[3]))
        )
    return box


def _clip_box(lib: Pdfium, path: int, number: int, segments: int) -> Box:
    xs: list[float] = []
    ys: list[float] = []
    for k in range(segments):
        lib.FPDFPathSegment_GetPoint(lib.FPDFClipPath_GetPathSegment(path, number, k), lib.f[6], lib.f[7])
        xs.append(float(lib.floats[6]))
        ys.append(float(lib.floats[7]))
    return (min(xs), min(ys), max(xs), max(ys))


def _characters(codes: list[int], run: NDArray[np.int32], runs: list[Run]) -> tuple[list[str], Counter[str]]:
    """pdfium's code points → characters; those without a meaning become 〓 and are counted by font.

    A font many of whose glyphs have none does not say its characters at all: the letters pdfium gives for the others (Ä for
    対) are as meaningless.
    """
    known = {code: repair(code) for code in set(codes)}
    texts = [known[code] or _UNKNOWN for code in codes]
    unmapped: Counter[str] = Counter()
    if _UNKNOWN in texts:
        fonts = [item.style.font for item in runs]
        unmapped.update(fonts[run[k]] for k, text in enumerate(texts) if text == _UNKNOWN)
        total = Counter(fonts[run[k]] for k, text in enumerate(texts) if text != " ")
        mute = {font for font, count in unmapped.items() if count >= 3 and count >= 0.15 * total[font]}
        if mute:
            texts = [_UNKNOWN if text != " " and fonts[run[k]] in mute else text for k, text in enumerate(texts)]
            unmapped.update({font: total[font] - unmapped[font] for font in mute})
    return texts, unmapped


def _mend_boxes(
    lib: Pdfium,
    text_page: int,
    keep: NDArray[np.int64],
    boxes: Floats,
    run: NDArray[np.int32],
    runs: list[Run],
    texts: list[str],
) -> None:
    """Gives glyphs without font metrics, and turned ones, the em box around their origin.

    pdfium's loose box is as high as the type is large; where it is not, it fell back to the ink of the glyph.
    """
    if not runs:
        return
    em = np.array([item.look.em for item in runs], np.float32)[run]
    turned = np.array([item.look.quarter for item in runs], np.int32)[run] != 0
    odd = np.abs(boxes[:, 3] - boxes[:, 1] - em) > 0.03 * em + 0.06
    upright = np.nonzero(odd & ~turned)[0]
    if len(upright):
        origins = np.zeros((len(upright), 2), np.float64)
        at = range(origins.ctypes.data, origins.ctypes.data + 16 * len(upright), 16)
        places = (keep[upright].tolist(), at, range(at.start + 8, at.stop + 8, 16))
        deque(map(lib.FPDFText_GetCharOrigin, repeat(text_page, len(upright)), *places), maxlen=0)
        wide = np.fromiter((is_wide(texts[k]) for k in upright.tolist()), bool, len(upright))
        rise = np.array([item.look.up[1] for item in runs])[run[upright]]
        left, base = origins[:, 0], origins[:, 1]
        right = np.where(wide, left + em[upright], np.maximum(boxes[upright, 2], left))
        boxes[upright] = np.stack((left, base - _DESCENT * rise, right, base + _ASCENT * rise), axis=1)
    for position in np.nonzero(turned)[0].tolist():
        index, look = int(keep[position]), runs[run[position]].look
        ax, ay = look.along
        lib.FPDFText_GetCharOrigin(text_page, index, lib.d[0], lib.d[1])
        x, y = lib.doubles[:2].tolist()
        if is_wide(texts[position]):
            advance = look.em
        else:
            lib.FPDFText_GetCharBox(text_page, index, lib.d[0], lib.d[1], lib.d[2], lib.d[3])
            x0, x1, y0, y1 = lib.doubles.tolist()
            advance = max((px - x) * ax + (py - y) * ay for px in (x0, x1) for py in (y0, y1))
        ux, uy = look.up
        xs = [x + ux * t + s * ax * advance for t in (_ASCENT, -_DESCENT) for s in (0, 1)]
        ys = [y + uy * t + s * ay * advance for t in (_ASCENT, -_DESCENT) for s in (0, 1)]
        boxes[position] = (min(xs), min(ys), max(xs), max(ys))
