"""One walk over a page's objects: rules, filled boxes, pictures, and the order in which everything is drawn."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice, repeat

import numpy as np
from numpy.typing import NDArray

from pipeline.parse.pdf.content import DEEPEST_FORM, Floats, Ints
from pipeline.parse.pdf.page.clip import clips_at_edges, cropped
from pipeline.parse.pdf.page.pdfium import IDENTITY, Handle, Matrix, Pdfium, matrix_of, pointers, times
from pipeline.parse.pdf.page.shapes import Shape, joined, no_cells
from pipeline.records import Box, DocumentRefused

_TEXT, _PATH, _IMAGE, _SHADING, _FORM = 1, 2, 3, 4, 5
_LINE_TO, _BEZIER_TO, _MOVE_TO = 0, 1, 2
THIN = 3.3
"""A box at most this many points thick is a rule; a thicker one without a stroke is shading (reference, rules filter)."""
MOST_OBJECTS = 150_000
"""Objects on one page beyond which nobody draws a document: a bomb, or a map to be looked at, not read."""
_BAR = 4.0
"""A pen of so many points covers small type."""
_MOST_CORNERS = 24
"""What is drawn to cover words has few corners; an outline of more segments is a picture or lettering."""
_LOW = 30.0
"""A filled outline no higher may be squares or strips, of five segments each, that cover a line or two."""
_MITRES = 130.0
"""Bounds grow by up to so many times the pen where a line turns back sharply."""
_MOST_SEGMENTS = 20_000
_MOST_OF_DOT = 14
"""Segments of a round dot: three points for each of four curves, where it begins and what closes it."""
_GLANCE = 16
"""Segments of a filled outline to look at before reading all: lettering has a curve among them."""
_SLANT = 3.0
"""A side that rises and runs by so many points makes its outline a call-out or a curve of a chart, no table's border."""

Point = tuple[float, float]
_Outline = tuple[int, list[Handle], list[int]]
"""A path's number, its segments and their types."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """What is drawn on a page besides glyphs, boxes in PDF user space (y upwards); `*_order` counts in drawing order.

    `fill_is_box` tells the fills that are plain boxes from other shapes; `outlines` are those that may be lettering. `covers` is the ground of all that may lie upon
    what was drawn before it: plain fills, pictures, strokes of a thick pen. `gradients` are those of the pictures that
    fill a box, with their order. `veils` are spans of the order, [first, end), drawn
    through a mask, in part or not at all. `handles` are the objects themselves, good until the page is closed.
    """

    rules: Floats
    fills: Floats
    fill_colors: Ints
    fill_order: Ints
    fill_is_box: NDArray[np.bool_]
    outlines: Floats
    pictures: Floats
    picture_order: Ints
    gradients: list[tuple[Box, int]]
    covers: Floats
    cover_order: Ints
    veils: list[tuple[int, int]]
    handles: list[Handle]
    text_order: dict[int, int]
    text_matrix: dict[int, Matrix]


@dataclass(slots=True)
class _Objects:
    """A page's objects in drawing order, those inside forms too, as columns; `matrices` lead to the page's space."""

    handles: list[Handle] = field(default_factory=list)
    kinds: list[int] = field(default_factory=list)
    matrices: list[Matrix] = field(default_factory=list)
    veils: list[tuple[int, int]] = field(default_factory=list)
    seen: int = 0


@dataclass(frozen=True, slots=True)
class _Paths:
    """The paths of a page that are drawn, as columns; `at` is the position among its objects, `pen` 0 without a stroke."""

    at: Ints
    handles: list[Handle]
    box: Floats
    segments: Ints
    filled: NDArray[np.bool_]
    stroked: NDArray[np.bool_]
    pen: Floats
    thin: NDArray[np.bool_]
    plain: NDArray[np.bool_]
    """Thin ones of few segments, and dots: rules, or what dotted ones are made of."""


def draw_page(lib: Pdfium, page: Handle, shown: Box) -> Drawing:
    """A loaded page and the box it shows → what is drawn on it besides glyphs; DocumentRefused beyond MOST_OBJECTS."""
    objects = _Objects()
    count = max(0, lib.FPDFPage_CountObjects(page))
    pages = pointers([page.value or 0]) * count
    _collect(lib, map(lib.FPDFPage_GetObject, pages, range(count)), count, IDENTITY, objects, 0)
    kinds = np.array(objects.kinds, np.int32)
    texts = {objects.handles[k].value or 0: k for k in (kinds == _TEXT).nonzero()[0].tolist()}
    pictures = ((kinds == _IMAGE) | (kinds == _SHADING)).nonzero()[0].tolist()
    paths = _read_paths(lib, objects, (kinds == _PATH).nonzero()[0])
    rules, owners = _rules(lib, paths, objects.matrices)
    areas = (paths.filled & ~paths.plain).nonzero()[0]
    has_forms = objects.seen > count  # what they hold has clips in their own space
    clips = None if has_forms else clips_at_edges(lib, paths.handles, paths.box, shown)
    if clips is not None:
        rules, seen = cropped(rules, clips[owners])
        rules = rules[seen]
        paths.box[areas], seen = cropped(paths.box[areas], clips[areas])
        areas = areas[seen]
    fills = [paths.handles[k] for k in areas.tolist()]
    colors = lib.results(lib.FPDFPageObj_GetFillColor, fills, columns=range(4)).view(np.int32)
    seen = colors[:, 3] > 12  # alpha
    areas, colors = areas[seen], colors[seen]
    picture_boxes = _boxes(lib, [objects.handles[k] for k in pictures], [objects.matrices[k] for k in pictures])
    simple = paths.segments <= _MOST_CORNERS
    wide = (paths.pen >= _BAR) | ((paths.segments == 2) & ~paths.thin)  # a pen of 1.6 in a space ten times as large
    sides = paths.box[:, 2:] - paths.box[:, :2]
    low = sides.min(axis=1, initial=np.inf) <= _LOW
    scribbled = (paths.segments * paths.pen > sides[:, 0]) & (sides[:, 1] < _LOW + _MITRES * paths.pen)
    bars = (paths.stroked & ~paths.filled & np.where(simple, wide, scribbled)).nonzero()[0]
    patches = (simple | (low & (paths.segments % 5 == 0)))[areas]
    later = (paths.plain & (paths.at > next(iter(texts.values()), len(objects.kinds)))).nonzero()[0]
    covers, last = joined(paths.box[later], _BAR)
    return Drawing(
        rules,
        paths.box[areas],
        colors[:, 0] << 16 | colors[:, 1] << 8 | colors[:, 2],
        paths.at[areas],
        (paths.segments[areas] == 4) | (paths.segments[areas] == 5),
        paths.box[areas][~simple[areas]],
        picture_boxes,
        np.array(pictures, np.int32),
        [(tuple(picture_boxes[k].tolist()), at) for k, at in enumerate(pictures) if _fills_a_box(lib, objects, at)],
        np.concatenate((paths.box[areas][patches], picture_boxes, paths.box[bars], covers)),
        np.concatenate((paths.at[areas][patches], pictures, paths.at[bars], paths.at[later][last])).astype(np.int32),
        objects.veils,
        objects.handles,
        texts,
        {address: objects.matrices[k] for address, k in texts.items() if objects.matrices[k] is not IDENTITY},
    )


def _collect(lib: Pdfium, found: Iterable[Handle], count: int, matrix: Matrix, objects: _Objects, depth: int) -> None:
    """Adds the objects of a page or form to `objects`, what forms hold in their place; their matrix is multiplied."""
    objects.seen += count
    if objects.seen > MOST_OBJECTS:
        raise DocumentRefused(f"描画要素が多すぎます({objects.seen:,}個、上限{MOST_OBJECTS:,}個)")
    handles = list(found)
    kinds = list(map(lib.FPDFPageObj_GetType, handles))
    forms = [k for k, kind in enumerate(kinds) if kind == _FORM]
    start = 0
    for end in (*forms, count):
        objects.handles += handles[start:end]
        objects.kinds += kinds[start:end]
        objects.matrices += [matrix] * (end - start)
        if end < count and depth < DEEPEST_FORM:
            form = handles[end]
            inside = max(0, lib.FPDFFormObj_CountObjects(form))
            children = map(lib.FPDFFormObj_GetObject, repeat(form, inside), range(inside))
            first = len(objects.handles)
            _collect(lib, children, inside, times(matrix_of(lib, form), matrix), objects, depth + 1)
            if lib.FPDFPageObj_HasTransparency(form):
                objects.veils.append((first, len(objects.handles)))
        start = end + 1


def _fills_a_box(lib: Pdfium, objects: _Objects, at: int) -> bool:
    """Whether an object is a gradient that nothing shines through, in no clip but upright boxes.

    What clips a form is not known of the gradients in it: those are often drawn far beyond what is shown of them.
    """
    one = objects.handles[at]
    in_form = objects.matrices[at] is not IDENTITY
    if objects.kinds[at] != _SHADING or in_form or lib.FPDFPageObj_HasTransparency(one):
        return False
    clip = lib.FPDFPageObj_GetClipPath(one)
    corners = (lib.FPDFClipPath_CountPathSegments(clip, k) for k in range(lib.FPDFClipPath_CountPaths(clip)))
    return all(count <= 5 for count in corners) and not any(first <= at < end for first, end in objects.veils)


def _read_paths(lib: Pdfium, objects: _Objects, numbers: NDArray[np.int64]) -> _Paths:
    """The objects of a page and the positions of its paths among them → those that are drawn."""
    at = numbers.astype(np.int32)
    handles = [objects.handles[k] for k in at.tolist()]
    modes = lib.results(lib.FPDFPath_GetDrawMode, handles, columns=(0, 1)).view(np.int32)[:, :2] != 0
    drawn = modes.any(axis=1).nonzero()[0]
    at, modes, handles = at[drawn], modes[drawn], [handles[k] for k in drawn.tolist()]
    filled, stroked = modes[:, 0], modes[:, 1]
    pen = np.zeros(len(at))
    penned = [handle for handle, is_stroked in zip(handles, stroked.tolist(), strict=True) if is_stroked]
    pen[stroked] = lib.results(lib.FPDFPageObj_GetStrokeWidth, penned)[:, 0]
    matrices = [objects.matrices[k] for k in at.tolist()]
    box = _boxes(lib, handles, matrices)
    if matrices.count(IDENTITY) < len(matrices):
        a, b, c, d, _, _ = np.array(matrices).T
        pen *= np.sqrt(np.abs(a * d - b * c))
    side = np.minimum(box[:, 2] - box[:, 0], box[:, 3] - box[:, 1])
    thin = side <= np.maximum(THIN, np.minimum(pen, 6.0) + 0.6)  # bounds hold half the pen on every side
    segments = np.fromiter(map(lib.FPDFPath_CountSegments, handles), np.int32, len(handles))
    is_dot = (segments <= _MOST_OF_DOT) & ((box[:, 2:] - box[:, :2]).max(axis=1) <= THIN) if len(box) else thin
    return _Paths(at, handles, box, segments, filled, stroked, pen, thin, thin & ((segments <= 5) | is_dot))


def _boxes(lib: Pdfium, handles: list[Handle], matrices: list[Matrix]) -> Floats:
    """The bounds of objects, each through its matrix: n×4 (left, bottom, right, top)."""
    bounds = lib.results(lib.FPDFPageObj_GetBounds, handles, columns=range(4))[:, :4]
    return _through(bounds.astype(np.float64), matrices)


def _through(boxes: Floats, matrices: list[Matrix]) -> Floats:
    """The upright boxes around `boxes`, each after its matrix."""
    if matrices.count(IDENTITY) == len(matrices):
        return boxes
    a, b, c, d, e, f = np.array(matrices).T[:, :, None]
    x, y = boxes[:, [0, 0, 2, 2]], boxes[:, [1, 3, 1, 3]]
    x, y = a * x + c * y + e, b * x + d * y + f
    return np.stack((x.min(axis=1), y.min(axis=1), x.max(axis=1), y.max(axis=1)), axis=1)


def _rules(lib: Pdfium, paths: _Paths, matrices: Sequence[Matrix]) -> tuple[Floats, NDArray[np.int64]]:
    """The thin paths, and the sides of the others, but those of shapes that are no cells; and of which path each is."""
    plain = paths.plain
    owners = plain.nonzero()[0].tolist()
    first = len(owners)
    sides: list[Box] = []
    shapes: list[Shape] = []
    wanted = (~plain & (paths.stroked | (paths.segments > 5))).nonzero()[0].tolist()
    outlines = [outline for k in wanted if (outline := _outline(lib, paths, k))]
    for (k, *_), found in zip(outlines, _sides(lib, paths, outlines, matrices), strict=True):
        if paths.stroked[k] and len(found) == 4:
            x0, y0, x1, y1 = paths.box[k].tolist()
            shapes.append((first + len(sides), first + len(sides) + 4, (x0, y0, x1, y1)))
        sides += found
        owners += [k] * len(found)
    rules = np.concatenate([paths.box[plain], np.array(sides).reshape(-1, 4)])
    kept = ~no_cells(rules, shapes)
    return rules[kept], np.array(owners, np.int64)[kept]


def _outline(lib: Pdfium, paths: _Paths, number: int) -> _Outline | None:
    """A path with its segments and their types; None for a filled outline with curves: lettering, a map, a logo."""
    obj, stroked = paths.handles[number], bool(paths.stroked[number])
    count = min(int(paths.segments[number]), _MOST_SEGMENTS)
    segments = map(lib.FPDFPath_GetPathSegment, repeat(obj, count), range(count))
    parts = list(islice(segments, _GLANCE))
    kinds = list(map(lib.FPDFPathSegment_GetType, parts))
    if not stroked and _BEZIER_TO in kinds:
        return None
    rest = list(segments)
    kinds += map(lib.FPDFPathSegment_GetType, rest)
    if not parts or (not stroked and _BEZIER_TO in kinds):
        return None
    return number, parts + rest, kinds


def _sides(lib: Pdfium, paths: _Paths, outlines: Sequence[_Outline], matrices: Sequence[Matrix]) -> Iterator[list[Box]]:
    """The upright sides of each outline: every straight side of a stroked one, only slim parts of a filled one."""
    if not outlines:
        return
    handles = [paths.handles[number] for number, *_ in outlines]
    own = lib.results(lib.FPDFPageObj_GetMatrix, handles)[:, :6].tolist()
    through = [times(tuple(m), matrices[paths.at[number]]) for m, (number, *_) in zip(own, outlines, strict=True)]
    counts = [len(parts) for _, parts, _ in outlines]
    a, b, c, d, e, f = np.repeat(np.array(through), counts, axis=0).T
    segments = [part for _, parts, _ in outlines for part in parts]
    x, y = lib.results(lib.FPDFPathSegment_GetPoint, segments, columns=(0, 1))[:, :2].astype(np.float64).T
    points = np.stack((a * x + c * y + e, b * x + d * y + f), axis=1)
    start = 0
    for number, parts, kinds in outlines:
        own_points = points[start : start + len(parts)]
        start += len(parts)
        if paths.stroked[number]:
            closed = list(map(lib.FPDFPathSegment_GetClose, parts))
            yield _pen_sides(kinds, own_points.tolist(), closed, float(paths.pen[number]))
        else:
            yield _slim_boxes(kinds, own_points.tolist())


def _pen_sides(kinds: list[int], points: list[Point], closed: list[int], pen: float) -> list[Box]:
    """The upright sides that a pen draws; none of an outline with a slanted side."""
    sides: list[Box] = []
    start = here = (0.0, 0.0)
    first, slanted = 0, False
    for kind, point, is_closed in zip(kinds, points, closed, strict=True):
        there = point
        if kind == _MOVE_TO:
            if slanted:
                del sides[first:]
            first, slanted = len(sides), False
            start = there
        else:
            if kind == _LINE_TO:
                _side(here, there, pen, sides)
                slanted = slanted or min(abs(there[0] - here[0]), abs(there[1] - here[1])) > _SLANT
            if is_closed:
                _side(there, start, pen, sides)
                there = start
        here = there
    if slanted:
        del sides[first:]
    return sides


def _slim_boxes(kinds: list[int], points: list[Point]) -> list[Box]:
    """The boxes around those parts of a filled outline that are rules."""
    starts = [k for k, kind in enumerate(kinds) if kind == _MOVE_TO or k == 0]
    slim: list[Box] = []
    for start, end in zip(starts, [*starts[1:], len(kinds)], strict=True):
        xs, ys = zip(*points[start:end], strict=True)
        x0, y0, x1, y1 = min(xs), min(ys), max(xs), max(ys)
        if end - start >= 2 and min(x1 - x0, y1 - y0) <= THIN:
            slim.append((x0, y0, x1, y1))
    return slim


def _side(p: Point, q: Point, pen: float, sides: list[Box]) -> None:
    dx, dy = abs(p[0] - q[0]), abs(p[1] - q[1])
    if min(dx, dy) > max(0.3, 0.012 * max(dx, dy)) or max(dx, dy) <= 0.3:  # slanted, or a dot without length
        return
    half = min(pen, THIN) / 2
    if dx >= dy:
        y = (p[1] + q[1]) / 2
        sides.append((min(p[0], q[0]), y - half, max(p[0], q[0]), y + half))
    else:
        x = (p[0] + q[0]) / 2
        sides.append((x - half, min(p[1], q[1]), x + half, max(p[1], q[1])))
