"""Leaves out the sides of drawn shapes that are no cells: call-outs, polylines, and boxes laid across a table's rules."""

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
        if crossing.any():
            gone[first:end] = True
    return gone


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
