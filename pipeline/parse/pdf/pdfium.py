"""Reads pages through pdfium's C interface: every glyph with its box, every drawn rule, in a few calls per object.

Speed comes from three habits: prototypes with plain integers for pointers, results written into one reused buffer, and
`map` over the calls, so that no Python frame runs per glyph (0.25 µs a call).
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from itertools import repeat
from typing import Any

import numpy as np

from pipeline.parse.pdf.content import Floats, Glyphs, Ints, PageContent, Style

_POINTER, _INT, _UINT, _FLOAT = ctypes.c_void_p, ctypes.c_int, ctypes.c_uint, ctypes.c_float
_PROTOTYPES: dict[str, tuple[Any, ...]] = {
    "FPDFText_LoadPage": (_POINTER, _POINTER),
    "FPDFText_ClosePage": (None, _POINTER),
    "FPDFText_CountChars": (_INT, _POINTER),
    "FPDFText_GetUnicode": (_UINT, _POINTER, _INT),
    "FPDFText_GetLooseCharBox": (_INT, _POINTER, _INT, _POINTER),
    "FPDFText_GetTextObject": (_POINTER, _POINTER, _INT),
    "FPDFText_GetFontSize": (ctypes.c_double, _POINTER, _INT),
    "FPDFText_GetMatrix": (_INT, _POINTER, _INT, _POINTER),
    "FPDFTextObj_GetFont": (_POINTER, _POINTER),
    "FPDFTextObj_GetTextRenderMode": (_INT, _POINTER),
    "FPDFFont_GetBaseFontName": (ctypes.c_size_t, _POINTER, _POINTER, ctypes.c_size_t),
    "FPDFFont_GetWeight": (_INT, _POINTER),
    "FPDFPage_CountObjects": (_INT, _POINTER),
    "FPDFPage_GetObject": (_POINTER, _POINTER, _INT),
    "FPDFPage_GetRotation": (_INT, _POINTER),
    "FPDF_GetPageBoundingBox": (_INT, _POINTER, _POINTER),
    "FPDFFormObj_CountObjects": (_INT, _POINTER),
    "FPDFFormObj_GetObject": (_POINTER, _POINTER, ctypes.c_ulong),
    "FPDFPageObj_GetType": (_INT, _POINTER),
    "FPDFPageObj_GetBounds": (_INT, _POINTER, _POINTER, _POINTER, _POINTER, _POINTER),
    "FPDFPageObj_GetMatrix": (_INT, _POINTER, _POINTER),
    "FPDFPageObj_GetFillColor": (_INT, _POINTER, _POINTER, _POINTER, _POINTER, _POINTER),
    "FPDFPageObj_GetStrokeWidth": (_INT, _POINTER, _POINTER),
    "FPDFPath_CountSegments": (_INT, _POINTER),
    "FPDFPath_GetPathSegment": (_POINTER, _POINTER, _INT),
    "FPDFPath_GetDrawMode": (_INT, _POINTER, _POINTER, _POINTER),
    "FPDFPathSegment_GetPoint": (_INT, _POINTER, _POINTER, _POINTER),
    "FPDFPathSegment_GetType": (_INT, _POINTER),
    "FPDFPathSegment_GetClose": (_INT, _POINTER),
}


class Pdfium:
    """The C functions this reader needs, with buffers that every page reuses (one instance per process)."""

    def __init__(self) -> None:
        import pypdfium2.raw as raw

        for name, (result, *arguments) in _PROTOTYPES.items():
            address = ctypes.cast(getattr(raw, name), ctypes.c_void_p).value
            setattr(self, name, ctypes.CFUNCTYPE(result, *arguments)(address))
        self.floats = np.zeros(8, np.float32)
        self.ints = np.zeros(8, np.int32)
        self.f = [self.floats.ctypes.data + 4 * i for i in range(8)]
        self.i = [self.ints.ctypes.data + 4 * i for i in range(8)]
        self.boxes = np.zeros((0, 4), np.float32)
        self.slots: list[int] = []

    def __getattr__(self, name: str) -> Any:  # the prototypes set in __init__, for the type checker
        raise AttributeError(name)

    def room_for(self, count: int) -> list[int]:
        """Addresses of `count` four-float slots of `boxes`, which grows as needed."""
        if count > len(self.boxes):
            self.boxes = np.zeros((count + 1024, 4), np.float32)
            base = self.boxes.ctypes.data
            self.slots = [base + 16 * k for k in range(len(self.boxes))]
        return self.slots


_TEXT, _PATH, _IMAGE, _SHADING, _FORM = 1, 2, 3, 4, 5
_LINE_TO, _BEZIER_TO, _MOVE_TO = 0, 1, 2
THIN = 2.5
"""A box at most this many points thick is a rule; a thicker one without a stroke is shading (reference, rules filter)."""
_DEEPEST_FORM = 12

Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def _times(m: Matrix, n: Matrix) -> Matrix:
    """The matrix that applies `m` first and `n` after it."""
    return (
        m[0] * n[0] + m[1] * n[2],
        m[0] * n[1] + m[1] * n[3],
        m[2] * n[0] + m[3] * n[2],
        m[2] * n[1] + m[3] * n[3],
        m[4] * n[0] + m[5] * n[2] + n[4],
        m[4] * n[1] + m[5] * n[3] + n[5],
    )


def _matrix_of(lib: Pdfium, obj: int) -> Matrix:
    lib.FPDFPageObj_GetMatrix(obj, lib.f[0])
    a, b, c, d, e, f = lib.floats[:6].tolist()
    return (a, b, c, d, e, f)


def _box_through(box: tuple[float, float, float, float], m: Matrix) -> tuple[float, float, float, float]:
    xs = [m[0] * x + m[2] * y + m[4] for x in (box[0], box[2]) for y in (box[1], box[3])]
    ys = [m[1] * x + m[3] * y + m[5] for x in (box[0], box[2]) for y in (box[1], box[3])]
    return (min(xs), min(ys), max(xs), max(ys))


class Drawing:
    """What one walk over a page's objects collects, in PDF user space: rules, fills, pictures and drawing order."""

    def __init__(self) -> None:
        self.rules: list[tuple[float, float, float, float]] = []
        self.fills: list[tuple[float, float, float, float]] = []
        self.fill_colors: list[int] = []
        self.fill_order: list[int] = []
        self.pictures: list[tuple[float, float, float, float]] = []
        self.picture_order: list[int] = []
        self.text_order: dict[int, int] = {}
        self.count = 0


def _walk(
    lib: Pdfium, objects: Iterator[int], matrix: Matrix, drawing: Drawing, depth: int
) -> None:
    type_of, bounds, f = lib.FPDFPageObj_GetType, lib.FPDFPageObj_GetBounds, lib.f
    f0, f1, f2, f3 = f[:4]
    box4 = lib.floats[:4]
    for obj in objects:
        kind = type_of(obj)
        drawing.count += 1
        if kind == _TEXT:
            drawing.text_order[obj] = drawing.count
        elif kind == _PATH:
            bounds(obj, f0, f1, f2, f3)
            x0, y0, x1, y1 = box4.tolist()
            _path(lib, obj, (x0, y0, x1, y1), matrix, drawing)
        elif kind in (_IMAGE, _SHADING):
            bounds(obj, f0, f1, f2, f3)
            x0, y0, x1, y1 = box4.tolist()
            drawing.pictures.append(_box_through((x0, y0, x1, y1), matrix))
            drawing.picture_order.append(drawing.count)
        elif kind == _FORM and depth < _DEEPEST_FORM:
            inner = _times(_matrix_of(lib, obj), matrix)
            children = map(lib.FPDFFormObj_GetObject, repeat(obj), range(max(0, lib.FPDFFormObj_CountObjects(obj))))
            _walk(lib, children, inner, drawing, depth + 1)


def _path(lib: Pdfium, obj: int, box: tuple[float, float, float, float], matrix: Matrix, drawing: Drawing) -> None:
    """Sorts one path into rules and fills. pdfium's bounds of a stroked path include half the pen on every side."""
    lib.FPDFPath_GetDrawMode(obj, lib.i[0], lib.i[1])
    filled, stroked = lib.ints[0] != 0, lib.ints[1] != 0
    if not (filled or stroked):
        return
    segments = lib.FPDFPath_CountSegments(obj)
    pen = 0.0
    if stroked:
        lib.FPDFPageObj_GetStrokeWidth(obj, lib.f[4])
        pen = float(lib.floats[4])
    x0, y0, x1, y1 = box
    thin = min(x1 - x0, y1 - y0) <= max(THIN, pen + 0.6)
    if matrix is not _IDENTITY:
        x0, y0, x1, y1 = _box_through(box, matrix)
    if thin and (segments <= 5):
        drawing.rules.append((x0, y0, x1, y1))
        return
    if stroked or segments > 5:
        _sides(lib, obj, segments, pen, stroked, matrix, drawing)
    if filled:
        lib.FPDFPageObj_GetFillColor(obj, lib.i[2], lib.i[3], lib.i[4], lib.i[5])
        red, green, blue, alpha = lib.ints[2:6].tolist()
        if alpha > 12:
            drawing.fills.append((x0, y0, x1, y1))
            drawing.fill_colors.append(red << 16 | green << 8 | blue)
            drawing.fill_order.append(drawing.count)


def _sides(
    lib: Pdfium, obj: int, segments: int, pen: float, stroked: bool, matrix: Matrix, drawing: Drawing
) -> None:
    """The straight upright sides of a path: every side of a stroked one, slim sub-boxes only of a filled one."""
    m = matrix if not stroked and matrix is _IDENTITY else matrix
    own = _times(_matrix_of(lib, obj), m)
    a, b, c, d, e, g = own
    get_segment, get_point, get_type = lib.FPDFPath_GetPathSegment, lib.FPDFPathSegment_GetPoint, lib.FPDFPathSegment_GetType
    get_close = lib.FPDFPathSegment_GetClose
    f0, f1, point = lib.f[0], lib.f[1], lib.floats[:2]
    start = here = (0.0, 0.0)
    part: list[tuple[float, float]] = []
    curved = False

    def finish() -> None:
        if not stroked and part and not curved:
            xs, ys = [p[0] for p in part], [p[1] for p in part]
            box = (min(xs), min(ys), max(xs), max(ys))
            if min(box[2] - box[0], box[3] - box[1]) <= THIN:
                drawing.rules.append(box)

    for k in range(min(segments, 20_000)):
        segment = get_segment(obj, k)
        kind = get_type(segment)
        get_point(segment, f0, f1)
        x, y = point.tolist()
        there = (a * x + c * y + e, b * x + d * y + g)
        if kind == _MOVE_TO:
            finish()
            part, curved, start = [there], False, there
        else:
            part.append(there)
            curved = curved or kind == _BEZIER_TO
            if stroked and kind == _LINE_TO:
                _side(here, there, pen, drawing)
            if get_close(segment):
                if stroked:
                    _side(there, start, pen, drawing)
                there = start if stroked else there
        here = there
    finish()


def _side(p: tuple[float, float], q: tuple[float, float], pen: float, drawing: Drawing) -> None:
    dx, dy = abs(p[0] - q[0]), abs(p[1] - q[1])
    if min(dx, dy) <= 1.0 and max(dx, dy) > 0.3:
        half = min(pen, THIN) / 2
        if dx >= dy:
            y = (p[1] + q[1]) / 2
            drawing.rules.append((min(p[0], q[0]), y - half, max(p[0], q[0]), y + half))
        else:
            x = (p[0] + q[0]) / 2
            drawing.rules.append((x - half, min(p[1], q[1]), x + half, max(p[1], q[1])))


class Viewport:
    """From PDF user space to the displayed page: crop box, /Rotate, then the turn that brings content upright."""

    def __init__(self, box: tuple[float, float, float, float], rotation: int) -> None:
        self.left, self.bottom, self.right, self.top = box
        self.rotation = rotation % 4
        wide, high = self.right - self.left, self.top - self.bottom
        self.width, self.height = (wide, high) if self.rotation % 2 == 0 else (high, wide)

    def place(self, boxes: Floats) -> Floats:
        """n×4 (left, bottom, right, top) of user space → n×4 (x0, top, x1, bottom) as displayed."""
        if not len(boxes):
            return boxes.reshape(0, 4).astype(np.float32)
        x0, y0, x1, y1 = boxes[:, 0], boxes[:, 1], boxes[:, 2], boxes[:, 3]
        if self.rotation == 0:
            columns = (x0 - self.left, self.top - y1, x1 - self.left, self.top - y0)
        elif self.rotation == 1:
            columns = (y0 - self.bottom, x0 - self.left, y1 - self.bottom, x1 - self.left)
        elif self.rotation == 2:
            columns = (self.right - x1, y0 - self.bottom, self.right - x0, y1 - self.bottom)
        else:
            columns = (self.top - y1, self.right - x1, self.top - y0, self.right - x0)
        return np.stack(columns, axis=1).astype(np.float32)


class Fonts:
    """Names and weights of the fonts met so far, by pdfium's handle (one per document)."""

    def __init__(self, lib: Pdfium) -> None:
        self.lib = lib
        self.known: dict[int, tuple[str, bool]] = {}

    def look_up(self, font: int | None) -> tuple[str, bool]:
        if not font:
            return ("", False)
        if font not in self.known:
            buffer = ctypes.create_string_buffer(256)
            self.lib.FPDFFont_GetBaseFontName(font, ctypes.addressof(buffer), 256)
            name = buffer.value.decode("utf-8", "replace")
            weight = self.lib.FPDFFont_GetWeight(font)
            lowered = name.lower()
            bold = weight >= 600 or any(word in lowered for word in ("bold", "heavy", "black", "w6", "w7", "w8", "w9"))
            self.known[font] = (name, bold)
        return self.known[font]


def read_page(lib: Pdfium, page: int, number: int, fonts: Fonts) -> PageContent:
    """One loaded pdfium page (its handle as an integer) → its content in reading position."""
    lib.FPDF_GetPageBoundingBox(page, lib.f[0])
    left, top, right, bottom = lib.floats[:4].tolist()  # FS_RECTF is left, top, right, bottom
    view = Viewport((left, min(bottom, top), right, max(bottom, top)), lib.FPDFPage_GetRotation(page))

    drawing = Drawing()
    objects = map(lib.FPDFPage_GetObject, repeat(page), range(max(0, lib.FPDFPage_CountObjects(page))))
    _walk(lib, objects, _IDENTITY, drawing, 0)
    glyphs = _glyphs(lib, page, view, fonts)
    as_array = lambda boxes: view.place(np.array(boxes, np.float32).reshape(-1, 4))  # noqa: E731
    return PageContent(
        number=number,
        width=view.width,
        height=view.height,
        turn=0,
        glyphs=glyphs,
        rules=as_array(drawing.rules),
        fills=as_array(drawing.fills),
        fill_colors=np.array(drawing.fill_colors, np.int32),
        pictures=as_array(drawing.pictures),
    )


def _glyphs(lib: Pdfium, page: int, view: Viewport, fonts: Fonts) -> Glyphs:
    text_page = lib.FPDFText_LoadPage(page)
    try:
        count = max(0, lib.FPDFText_CountChars(text_page))
        slots = lib.room_for(count)
        owners = list(map(lib.FPDFText_GetTextObject, repeat(text_page, count), range(count)))
        codes = list(map(lib.FPDFText_GetUnicode, repeat(text_page, count), range(count)))
        list(map(lib.FPDFText_GetLooseCharBox, repeat(text_page, count), range(count), slots))
        raw = lib.boxes[:count]  # FS_RECTF: left, top, right, bottom
        keep = [k for k, owner in enumerate(owners) if owner]
        boxes = view.place(raw[keep][:, [0, 3, 2, 1]]) if keep else np.zeros((0, 4), np.float32)
        styles: dict[Style, int] = {}
        style = np.zeros(len(keep), np.int32)
        run = np.zeros(len(keep), np.int32)
        last, number, style_number = None, -1, 0
        for position, k in enumerate(keep):
            owner = owners[k]
            if owner != last:
                last, number = owner, number + 1
                style_number = styles.setdefault(_style(lib, text_page, k, owner, fonts), len(styles))
            style[position] = style_number
            run[position] = number
        return Glyphs([chr(codes[k]) for k in keep], boxes, style, run, tuple(styles))
    finally:
        lib.FPDFText_ClosePage(text_page)


def _style(lib: Pdfium, text_page: int, index: int, owner: int, fonts: Fonts) -> Style:
    name, bold = fonts.look_up(lib.FPDFTextObj_GetFont(owner))
    size = lib.FPDFText_GetFontSize(text_page, index)
    lib.FPDFText_GetMatrix(text_page, index, lib.f[0])
    a, b, c, d = lib.floats[:4].tolist()
    lib.FPDFPageObj_GetFillColor(owner, lib.i[0], lib.i[1], lib.i[2], lib.i[3])
    red, green, blue = lib.ints[:3].tolist()
    if lib.FPDFTextObj_GetTextRenderMode(owner) == 2:  # fill and stroke: bold made by a pen
        bold = True
    return Style(name, round(abs(size) * max((c * c + d * d) ** 0.5, 0.01), 1), bold, red << 16 | green << 8 | blue)
