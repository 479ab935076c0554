"""Boxes laid over a form (call-outs that say how to fill it in): their words are in none of its cells."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from pipeline.parse.pdf.content import PageContent, centres
from pipeline.parse.pdf.tables.rules import REACH, TOUCH, Lines, split_directions
from pipeline.records import Box

_LOWEST, _NARROWEST = 12.0, 30.0
"""A box of one line of words is at least so high and so wide (points)."""
_MOST = 200_000
"""Pairs of a fill and a rule that are compared."""


def overlays(content: PageContent) -> list[Box]:
    """A page's content → the filled boxes under which a border between two rows goes on, wall to wall.

    No glyph straddles the sides of such a box: else it is a ground or a figure that lies there.
    """
    sides = content.fills[:, 2:] - content.fills[:, :2]
    fills = content.fills[(sides[:, 0] >= _NARROWEST) & (sides[:, 1] >= _LOWEST)]
    if not len(fills) or len(fills) * len(content.rules) > _MOST:
        return []
    left, high, right, low = content.rules[content.rules[:, 2] - content.rules[:, 0] > TOUCH].T
    deep = (high > fills[:, 1, None] + TOUCH) & (low < fills[:, 3, None] - TOUCH)
    for x in (0, 2):
        deep_at = deep & (left < fills[:, x, None] - TOUCH) & (right > fills[:, x, None] + TOUCH)
        fills, deep = fills[deep_at.any(axis=1)], deep[deep_at.any(axis=1)]
    if not len(fills):
        return []
    across, down = split_directions(content.rules)
    box = content.glyphs.box
    found = []
    for x0, top, x1, bottom in fills.tolist():
        within = ((box[:, :2] > (x0 - 1, top - 1)) & (box[:, 2:] < (x1 + 1, bottom + 1))).all(axis=1)
        meets = ((box[:, 2:] > (x0 + 1, top + 1)) & (box[:, :2] < (x1 - 1, bottom - 1))).all(axis=1)
        if np.count_nonzero(meets) and (within | ~meets).all() and _lies_over((x0, top, x1, bottom), across, down):
            found.append((x0, top, x1, bottom))
    return found


def beneath(content: PageContent, boxes: list[Box]) -> tuple[PageContent, NDArray[np.int64]]:
    """A page's content and the boxes laid over it → what is beneath them, and which of the glyphs these are.

    What is drawn of a box, its frame, lies all within it; the borders beneath go on outside.
    """
    away = np.ones(len(content.glyphs), np.bool_)
    middles, rules = centres(content.glyphs.box), content.rules
    flat = rules[:, 2] - rules[:, 0] > rules[:, 3] - rules[:, 1]
    for x0, top, x1, bottom in boxes:
        away &= ~((middles > (x0, top)) & (middles < (x1, bottom))).all(axis=1)
        own = ((rules[:, :2] >= (x0 - TOUCH, top - TOUCH)) & (rules[:, 2:] <= (x1 + TOUCH, bottom + TOUCH))).all(axis=1)
        across, down = split_directions(rules)
        for lines, (start, end), axis in ((across, (x0, x1), 1), (down, (top, bottom), 0)):
            beyond = lines[(lines[:, 1] < start - TOUCH) | (lines[:, 2] > end + TOUCH), 0]
            place = (rules[:, axis] + rules[:, axis + 2]) / 2
            own &= (flat != bool(axis)) | (np.abs(place[:, None] - beyond) > TOUCH).all(axis=1)
        rules, flat = rules[~own], flat[~own]
    kept = away.nonzero()[0]
    return replace(content, glyphs=content.glyphs.only(kept), rules=rules), kept


def _lies_over(box: Box, across: Lines, down: Lines) -> bool:
    """Whether a border between walls goes on under a box, along whose sides no border but its own frame runs."""
    x0, top, x1, bottom = box
    passing = (across[:, 1] < x0 - TOUCH) & (across[:, 2] > x1 + TOUCH)
    beside = (np.abs(across[:, 0] - top) <= TOUCH) | (np.abs(across[:, 0] - bottom) <= TOUCH)
    walls = (down[:, 1] < top - TOUCH) & (down[:, 2] > bottom + TOUCH)
    near = (np.abs(down[:, 0] - x0) <= TOUCH) | (np.abs(down[:, 0] - x1) <= TOUCH)
    if np.count_nonzero(passing & beside) or np.count_nonzero(walls & near):
        return False
    ends = across[passing & (across[:, 0] > top + TOUCH) & (across[:, 0] < bottom - TOUCH), 1:]
    return bool((np.abs(ends[:, :, None] - down[walls, 0]).min(axis=2, initial=np.inf) <= REACH).all(axis=1).any())
