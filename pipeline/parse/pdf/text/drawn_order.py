"""Glyphs of one line that were drawn in another order than they are read: words filled into the gaps of others."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from pipeline.parse.pdf.content import Floats

WIDEST = 4.0
"""Characters spread evenly over a cell, across or down, are no more than so many em apart."""
_ROOM = 0.4
"""A gap of so many em has room for a glyph."""
_SAME_LINE = 0.3
_AT_ONCE = 1_000_000
"""Pairs of a gap and a stretch on its line that are compared at one time."""


def reading_places(
    box: Floats, sizes: Floats, cell: NDArray[np.int32], cut: NDArray[np.bool_]
) -> NDArray[np.int64] | None:
    """Glyphs as drawn, and where their stretches are cut → their places in reading order; None where they are drawn in it.

    A stretch may leave gaps that another fills (令和　年　月　日 of a form, and its figures): such a line is read from left to
    right, whatever it was drawn first; the others stay as they are.
    """
    gap = (box[1:, 0] - box[:-1, 2]) / sizes[:-1]
    gaps = ((gap > _ROOM) & (gap <= WIDEST)).nonzero()[0]
    starts = np.append(cut.nonzero()[0] + 1, 0)
    if not len(gaps) or len(starts) < 2:
        return None
    middle = (box[:, 1] + box[:, 3]) / 2
    level = np.abs(middle[gaps + 1] - middle[gaps]) <= _SAME_LINE * sizes[gaps]
    gaps = gaps[level & (cell[gaps + 1] == cell[gaps])]
    centre = (box[:, 0] + box[:, 2]) / 2
    starts = starts[middle[starts].argsort()]
    heights, reach = middle[starts], _SAME_LINE * sizes[gaps]
    firsts, lasts = heights.searchsorted(middle[gaps] - reach), heights.searchsorted(middle[gaps] + reach, side="right")
    counts = lasts - firsts
    filled: list[int] = []
    step = max(1, len(gaps) * _AT_ONCE // max(1, int(counts.sum())))
    for part in (slice(k, k + step) for k in range(0, len(gaps), step)):
        gap = gaps[part].repeat(counts[part])
        near = starts[np.arange(len(gap)) + (lasts[part] - counts[part].cumsum()).repeat(counts[part])]
        within = (centre[near] > box[gap, 2]) & (centre[near] < box[gap + 1, 0]) & (cell[near] == cell[gap])
        filled += gap[within].tolist()
    if not filled:
        return None
    order = np.lexsort((middle, cell))
    is_new = (np.diff(cell[order]) > 0) | (np.diff(middle[order]) > _SAME_LINE * sizes[order[1:]])
    line = np.empty(len(box), np.int64)
    line[order] = np.cumsum(np.append(False, is_new))
    drawn = np.arange(len(box))
    first = np.full(len(box), len(box))
    np.minimum.at(first, line, drawn)
    mixed = np.isin(line, line[filled])
    places: NDArray[np.int64] = np.lexsort((np.where(mixed, centre, 0), np.where(mixed, first[line], drawn)))
    return places
