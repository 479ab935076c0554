"""Drawn shapes that are no rules: call-outs, polylines, boxes laid across a table's rules, and strips that make one cover."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from pipeline.parse.pdf.content import Floats
from pipeline.records import Box

Shape = tuple[int, int, Box]
"""A closed box drawn with a pen: where its sides begin and end among the rules, and the box itself."""

_OVERHANG = 6.0
"""A rule that goes on for so many points on both sides of a box's side crosses it; cells end at their borders."""
_SMALLEST = 12.0
_MOST_SHAPES = 300
_HAIR = 0.2
"""Strips no further apart than so many points touch."""


def no_cells(rules: Floats, shapes: list[Shape]) -> NDArray[np.bool_]:
    """Rules of a page (n×4) → which are sides of a box that another rule crosses (a text box over a table's border)."""
    gone = np.zeros(len(rules), bool)
    if not shapes or len(shapes) > _MOST_SHAPES or len(rules) < 5:
        return gone
    sides = rules.astype(np.float32)
    for first, end, box in shapes:
        if min(box[2] - box[0], box[3] - box[1]) < _SMALLEST:
            continue
        crossing = _crosses(sides, box, 0) | _crosses(sides, box, 1)
        crossing[first:end] = False
        if np.count_nonzero(crossing):
            gone[first:end] = True
    return gone


def joined(strips: Floats, height: float) -> tuple[Floats, NDArray[np.int64]]:
    """Thin boxes (n×4) → those that strips of one length make, lying on or beside one another; words may be blackened so.

    Squares that lie on one another are a strip too (mosaics). Returns the boxes at least `height` points high and wide, with
    the number of the last strip of each.
    """
    boxes, lasts = [strips[:0]], [np.zeros(0, np.int64)]
    numbers = np.arange(len(strips))
    dots = ((strips[:, 2:] - strips[:, :2]).max(axis=1, initial=0) < height).nonzero()[0]
    piles, tops = _piled(strips[dots], dots, 0)
    strips, numbers = np.concatenate((strips, piles)), np.concatenate((numbers, tops))
    for axis in (0, 1):
        long = strips[:, axis + 2] - strips[:, axis] >= height
        found, last = _piled(strips[long], numbers[long], axis)
        large = (found[:, 2:] - found[:, :2]).min(axis=1, initial=np.inf) >= height
        boxes.append(found[large])
        lasts.append(last[large])
    return np.concatenate(boxes), np.concatenate(lasts)


def _piled(strips: Floats, numbers: NDArray[np.int64], axis: int) -> tuple[Floats, NDArray[np.int64]]:
    """Boxes that begin and end together along `axis` and touch → what they make, each with its last number; none where none do."""
    if len(strips) < 2:
        return strips[:0], numbers[:0]
    low, high = 1 - axis, 3 - axis
    steps = np.diff(np.sort(strips[:, low]))
    thickest = (strips[:, high] - strips[:, low]).max(initial=0) + _HAIR
    if not np.count_nonzero((steps > 0) & (steps <= thickest)):  # the usual page: none lies beside another
        return strips[:0], numbers[:0]
    sequence = np.lexsort((strips[:, low], *np.round(strips[:, [axis + 2, axis]]).T))
    laid = strips[sequence]
    ends = np.round(laid[:, [axis, axis + 2]])
    apart = (laid[1:, low] > laid[:-1, high] + _HAIR) | (ends[1:] != ends[:-1]).any(axis=1)
    starts = np.append(0, apart.nonzero()[0] + 1)
    piles = np.hstack((np.minimum.reduceat(laid, starts)[:, :2], np.maximum.reduceat(laid, starts)[:, 2:]))
    return piles, np.maximum.reduceat(numbers[sequence], starts)


def _crosses(sides: Floats, box: Box, axis: int) -> NDArray[np.bool_]:
    """Which rules along `axis` (0: horizontal) run through one of the two sides of a box that they meet."""
    other = 1 - axis
    at = (sides[:, other] + sides[:, other + 2]) / 2
    inside = (at > box[other] + _OVERHANG) & (at < box[other + 2] - _OVERHANG)
    through = np.zeros(len(sides), bool)
    for edge in (box[axis], box[axis + 2]):
        through |= (sides[:, axis] < edge - _OVERHANG) & (sides[:, axis + 2] > edge + _OVERHANG)
    through &= inside
    return through
