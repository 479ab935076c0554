"""Which glyphs leave a trace on the paper: a page is drawn with them and without them, and the two are compared."""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from itertools import accumulate
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from pipeline.parse.pdf.content import Floats
from pipeline.parse.pdf.page.pdfium import Handle
from pipeline.records import Box

_PIXELS = 2.0
"""Pixels per point: type of 2 pt, the smallest that is read, is 4 pixels high."""
_MOST_PIXELS = 3_000_000
_MOST_PICTURES = 40_000_000
"""Pixels of all pictures beyond which the others are not drawn: a page of A4 at 600 dpi has 35 million."""
_MOST_OBJECTS = 20_000
"""Beyond so many the page is not drawn: every word of it counts as seen."""
_FAINT = 24
"""A pixel whose channels all differ by less, of 255, is the same."""
_HARDLY = 0.25
"""A glyph is hidden where less than this share of its ink is seen: its rim may stick out from under a cover."""
_AWAY = -50_000.0
"""Points: outside of every page."""
_WHITE, _LILAC = 0xFFFFFFFF, 0xFFB48CC8
"""Grounds to draw on: paper, and a colour that hardly any text has."""


class _View(NamedTuple):
    """A part of a page as it is drawn: `area` in user space, unturned, `scale` in pixels per point, `size` in pixels."""

    page: Handle
    area: Box
    page_box: Box
    rotation: int
    scale: float
    size: tuple[int, int]


def without_trace(
    page: Handle,
    texts: Sequence[Handle],
    objects: Sequence[Handle],
    pictures: Sequence[Handle],
    boxes: Floats,
    page_box: Box,
    rotation: int,
) -> NDArray[np.bool_]:
    """Text objects of a page and boxes (n×4, user space) of their glyphs → which glyphs are not seen where they are drawn.

    `objects` are all of the page, `pictures` among them; `rotation` is the page's own, in clockwise quarter turns. The page
    is drawn with these texts and without, and the texts alone: what changes of their ink is what one sees of them.
    """
    if len(objects) > _MOST_OBJECTS:
        return np.zeros(len(boxes), bool)
    boxes = boxes.astype(np.float64)
    boxes[:, 1] -= 0.1 * (boxes[:, 3] - boxes[:, 1])  # where an underscore lies
    x0, y0, x1, y1 = boxes.T
    left, bottom, right, top = page_box
    area = (max(x0.min(), left), max(y0.min(), bottom), min(x1.max(), right), min(y1.max(), top))
    wide, high = max(area[2] - area[0], 1.0), max(area[3] - area[1], 1.0)
    scale = min(_PIXELS, (_MOST_PIXELS / (wide * high)) ** 0.5)
    view = _View(page, area, page_box, rotation, scale, (max(1, round(wide * scale)), max(1, round(high * scale))))
    activate(_costly(pictures), False)
    shown = _draw(view, _WHITE)
    activate(texts, False)
    seen = _differ(shown, _draw(view, _WHITE))
    activate(objects, False)
    bare = _draw(view, _LILAC)
    activate(texts, True)
    ink = seen | _differ(bare, _draw(view, _LILAC))  # white words are nothing upon a group that pdfium draws white
    activate(objects, True)
    columns = np.clip(np.stack((x0 - area[0], x1 - area[0])) * scale, 0, view.size[0]).round().astype(int)
    rows = np.clip(np.stack((area[3] - y1, area[3] - y0)) * scale, 0, view.size[1]).round().astype(int)
    found: NDArray[np.bool_] = _count(seen, columns, rows) <= _HARDLY * _count(ink, columns, rows)
    return found


def _differ(one: NDArray[np.uint8], other: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Which pixels (rows × columns) of two pictures are not the same."""
    different: NDArray[np.bool_] = one.view(np.uint32)[..., 0] != other.view(np.uint32)[..., 0]
    some, others = one[different].astype(np.int16), other[different].astype(np.int16)
    different[different] = (np.abs(some - others) >= _FAINT).any(axis=1)
    return different


def _count(marked: NDArray[np.bool_], columns: NDArray[np.int64], rows: NDArray[np.int64]) -> NDArray[np.int64]:
    """How many marked pixels lie in each box, from its first column and row to before its last."""
    sums = np.pad(marked.cumsum(axis=0, dtype=np.int32).cumsum(axis=1), ((1, 0), (1, 0)))
    (c0, c1), (r0, r1) = columns, rows
    counts: NDArray[np.int64] = sums[r1, c1] - sums[r0, c1] - sums[r1, c0] + sums[r0, c0]
    return counts


def _draw(view: _View, ground: int) -> NDArray[np.uint8]:
    """The pixels of the view (rows × columns × 4)."""
    from pypdfium2 import raw

    (left, bottom, right, top), area, scale, size = view.page_box, view.area, view.scale, view.size
    bitmap = raw.FPDFBitmap_CreateEx(*size, raw.FPDFBitmap_BGRx, None, 0)
    try:
        raw.FPDFBitmap_FillRect(bitmap, 0, 0, *size, ctypes.c_ulong(ground))
        corner = (round((left - area[0]) * scale), round((area[3] - top) * scale))
        whole = (round((right - left) * scale), round((top - bottom) * scale))
        page = _typed(view.page, raw.FPDF_PAGE)
        raw.FPDF_RenderPageBitmap(bitmap, page, *corner, *whole, -view.rotation % 4, 0)
        stride = raw.FPDFBitmap_GetStride(bitmap)
        data = ctypes.string_at(raw.FPDFBitmap_GetBuffer(bitmap), stride * size[1])
    finally:
        raw.FPDFBitmap_Destroy(bitmap)
    return np.frombuffer(data, np.uint8).reshape(size[1], stride // 4, 4)[:, : size[0]]


def activate(objects: Sequence[Handle], is_active: bool) -> None:
    """Objects of a page → they are drawn and read, or not."""
    from pypdfium2 import raw

    for one in objects:
        raw.FPDFPageObj_SetIsActive(_typed(one, raw.FPDF_PAGEOBJECT), is_active)


def bury(objects: Sequence[Handle]) -> None:
    """Takes objects away from a page: out of use, and out of the place where pdfium compares others with them."""
    from pypdfium2 import raw

    activate(objects, False)
    for one in objects:
        raw.FPDFPageObj_Transform(_typed(one, raw.FPDF_PAGEOBJECT), 1, 0, 0, 1, _AWAY, _AWAY)


def _costly(pictures: Sequence[Handle]) -> list[Handle]:
    """The gradients, whose making knows no bound, and the pictures beyond _MOST_PICTURES."""
    sizes = [_pixels(picture) for picture in pictures]
    return [
        one
        for one, size, so_far in zip(pictures, sizes, accumulate(sizes), strict=True)
        if not (size and so_far <= _MOST_PICTURES)
    ]


def _pixels(picture: Handle) -> int:
    from pypdfium2 import raw

    wide, high = ctypes.c_uint(0), ctypes.c_uint(0)
    raw.FPDFImageObj_GetImagePixelSize(_typed(picture, raw.FPDF_PAGEOBJECT), wide, high)
    return wide.value * high.value


def _typed(handle: Handle, kind: Any) -> Any:
    return ctypes.cast(handle, kind)
