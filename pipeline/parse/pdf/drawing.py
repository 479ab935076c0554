"""One walk over a page's objects: rules, filled boxes, pictures, and the order in which everything is drawn."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import repeat

from pipeline.parse.pdf.pdfium import IDENTITY, Matrix, Pdfium, box_through, matrix_of, times
from pipeline.parse.pdf.shapes import Shape, without_shapes
from pipeline.records import Box, DocumentRefused

_TEXT, _PATH, _IMAGE, _SHADING, _FORM = 1, 2, 3, 4, 5
_LINE_TO, _BEZIER_TO, _MOVE_TO = 0, 1, 2
THIN = 2.5
"""A box at most this many points thick is a rule; a thicker one without a stroke is shading (reference, rules filter)."""
DEEPEST_FORM = 12
MOST_OBJECTS = 150_000
"""Objects on one page beyond which nobody draws a document: a bomb, or a map to be looked at, not read."""
_MOST_SEGMENTS = 20_000
_SLANT = 3.0
"""A side that rises and runs by so many points makes its outline a call-out or a curve of a chart, no table's border."""

Point = tuple[float, float]


@dataclass(slots=True)
class Drawing:
    """What the walk collects, in PDF user space (y upwards); `*_order` counts objects in drawing order.

    `fill_boxes` holds the handle of each fill that is a plain box (0 for other shapes), good until the page is closed.
    """

    rules: list[Box] = field(default_factory=list)
    fills: list[Box] = field(default_factory=list)
    fill_colors: list[int] = field(default_factory=list)
    fill_order: list[int] = field(default_factory=list)
    fill_boxes: list[int] = field(default_factory=list)
    pictures: list[Box] = field(default_factory=list)
    picture_order: list[int] = field(default_factory=list)
    shapes: list[Shape] = field(default_factory=list)
    text_order: dict[int, int] = field(default_factory=dict)
    text_matrix: dict[int, Matrix] = field(default_factory=dict)
    count: int = 0


def draw_page(lib: Pdfium, page: int) -> Drawing:
    """A loaded page's handle → what is drawn on it besides glyphs. Form objects are walked with their matrix."""
    drawing = Drawing()
    count = max(0, lib.FPDFPage_CountObjects(page))
    _walk(lib, map(lib.FPDFPage_GetObject, repeat(page, count), range(count)), count, IDENTITY, drawing, 0)
    drawing.rules = without_shapes(drawing.rules, drawing.shapes)
    return drawing


def _walk(lib: Pdfium, objects: Iterable[int], count: int, matrix: Matrix, drawing: Drawing, depth: int) -> None:
    if drawing.count + count > MOST_OBJECTS:
        raise DocumentRefused(f"描画要素が多すぎます({drawing.count + count:,}個、上限{MOST_OBJECTS:,}個)")
    type_of, bounds = lib.FPDFPageObj_GetType, lib.FPDFPageObj_GetBounds
    f0, f1, f2, f3 = lib.f[:4]
    box4 = lib.four_floats
    for obj in objects:
        kind = type_of(obj)
        drawing.count += 1
        if kind == _TEXT:
            drawing.text_order[obj] = drawing.count
            if matrix is not IDENTITY:
                drawing.text_matrix[obj] = matrix
        elif kind == _PATH:
            bounds(obj, f0, f1, f2, f3)
            x0, y0, x1, y1 = box4.tolist()
            _path(lib, obj, (x0, y0, x1, y1), matrix, drawing)
        elif kind in (_IMAGE, _SHADING):
            bounds(obj, f0, f1, f2, f3)
            x0, y0, x1, y1 = box4.tolist()
            drawing.pictures.append(box_through((x0, y0, x1, y1), matrix))
            drawing.picture_order.append(drawing.count)
        elif kind == _FORM and depth < DEEPEST_FORM:
            inner = times(matrix_of(lib, obj), matrix)
            inside = max(0, lib.FPDFFormObj_CountObjects(obj))
            children = map(lib.FPDFFormObj_GetObject, repeat(obj, inside), range(inside))
            _walk(lib, children, inside, inner, drawing, depth + 1)


def _path(lib: Pdfium, obj: int, box: Box, matrix: Matrix, drawing: Drawing) -> None:
    """Sorts one path into rules and fills. pdfium's bounds of a stroked path include half the pen on every side."""
    lib.FPDFPath_GetDrawMode(obj, lib.i[0], lib.i[1])
    filled, stroked = lib.int_view[0] != 0, lib.int_view[1] != 0
    if not (filled or stroked):
        return
    segments = lib.FPDFPath_CountSegments(obj)
    pen = 0.0
    if stroked:
        lib.FPDFPageObj_GetStrokeWidth(obj, lib.f[4])
        pen = lib.float_view[4]
    thin = min(box[2] - box[0], box[3] - box[1]) <= max(THIN, min(pen, 6.0) + 0.6)
    if matrix is not IDENTITY:
        box = box_through(box, matrix)
    if thin and segments <= 5:
        drawing.rules.append(box)
        return
    if stroked or segments > 5:
        first = len(drawing.rules)
        _sides(lib, obj, segments, pen, stroked, matrix, drawing)
        if stroked and len(drawing.rules) - first == 4:
            drawing.shapes.append((first, first + 4, box))
    if filled:
        lib.FPDFPageObj_GetFillColor(obj, lib.i[2], lib.i[3], lib.i[4], lib.i[5])
        red, green, blue, alpha = lib.int_view[2:6].tolist()
        if alpha > 12:
            drawing.fills.append(box)
            drawing.fill_colors.append(red << 16 | green << 8 | blue)
            drawing.fill_order.append(drawing.count)
            drawing.fill_boxes.append(obj if segments in (4, 5) else 0)


def _sides(lib: Pdfium, obj: int, segments: int, pen: float, stroked: bool, matrix: Matrix, drawing: Drawing) -> None:
    """The upright sides of a path: every straight side of a stroked one, only slim sub-boxes of a filled one."""
    a, b, c, d, e, g = times(matrix_of(lib, obj), matrix)
    segment_of, point_of, type_of = (
        lib.FPDFPath_GetPathSegment,
        lib.FPDFPathSegment_GetPoint,
        lib.FPDFPathSegment_GetType,
    )
    closes = lib.FPDFPathSegment_GetClose
    f0, f1, point = lib.f[0], lib.f[1], lib.float_view[:2]
    start: Point = (0.0, 0.0)
    here: Point = start
    part: list[Point] = []
    first, slanted = len(drawing.rules), False
    for k in range(min(segments, _MOST_SEGMENTS)):
        segment = segment_of(obj, k)
        kind = type_of(segment)
        if kind == _BEZIER_TO and not stroked:
            return  # a filled outline: lettering, a map, a logo
        point_of(segment, f0, f1)
        x, y = point.tolist()
        there = (a * x + c * y + e, b * x + d * y + g)
        if kind == _MOVE_TO:
            if not stroked:
                _slim_box(part, drawing)
            if slanted:
                del drawing.rules[first:]
            first, slanted = len(drawing.rules), False
            part, start = [there], there
        else:
            part.append(there)
            if stroked and kind == _LINE_TO:
                _side(here, there, pen, drawing)
                slanted = slanted or min(abs(there[0] - here[0]), abs(there[1] - here[1])) > _SLANT
            if closes(segment):
                if stroked:
                    _side(there, start, pen, drawing)
                there = start
        here = there
    if not stroked:
        _slim_box(part, drawing)
    if slanted:
        del drawing.rules[first:]


def _slim_box(points: list[Point], drawing: Drawing) -> None:
    if len(points) < 2:
        return
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    box = (min(xs), min(ys), max(xs), max(ys))
    if min(box[2] - box[0], box[3] - box[1]) <= THIN:
        drawing.rules.append(box)


def _side(p: Point, q: Point, pen: float, drawing: Drawing) -> None:
    dx, dy = abs(p[0] - q[0]), abs(p[1] - q[1])
    if min(dx, dy) > max(0.3, 0.012 * max(dx, dy)) or max(dx, dy) <= 0.3:  # slanted, or a dot without length
        return
    half = min(pen, THIN) / 2
    if dx >= dy:
        y = (p[1] + q[1]) / 2
        drawing.rules.append((min(p[0], q[0]), y - half, max(p[0], q[0]), y + half))
    else:
        x = (p[0] + q[0]) / 2
        drawing.rules.append((x - half, min(p[1], q[1]), x + half, max(p[1], q[1])))
