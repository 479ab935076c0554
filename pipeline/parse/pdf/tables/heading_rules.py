"""The rules of headings that (nearly) touch a table below or above them: boxes around a line of words, and rules under one."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from pipeline.parse.pdf.content import Floats
from pipeline.parse.pdf.tables.rules import MOST_CROSSINGS, TOUCH, Lines
from pipeline.records import Box

_LOWEST, _HIGHEST = 8.0, 40.0
_MOST_SIDES = 200
"""A page with more short upright rules is drawn, not written."""
_SHORTEST = 60.0
_LEVEL = 1.5
"""Both sides of a box begin and end within so many points."""
_CORNER = 2.0
"""Rules of a box end within so many points of its sides, by half a thick pen."""
_NEXT = 4.0
"""A heading stands so close to a table that it touches it."""
_DOUBLE, _GAP = 4.0, 8.0
"""Two rules further apart are no double rule, and so far apart at most leave no room for words."""
_ASIDE = 12.0
"""Headings begin within so many points of the left side of the tables below them."""


def heading_boxes(rules: Floats, across: Lines, down: Lines) -> tuple[list[Floats], Floats]:
    """n×4 marks of a page with its joined rules → those of each box that stands on a table of other sides, and all others."""
    boxes: list[Floats] = []
    high = down[:, 2] - down[:, 1]
    short = down[(high >= _LOWEST) & (high <= _HIGHEST)]
    if not 2 <= len(short) <= _MOST_SIDES:
        return boxes, rules
    level = (np.abs(short[:, None, 1:] - short[:, 1:]) <= _LEVEL).all(axis=2)
    paired = level & (level.sum(axis=1) == 2)[:, None]
    for i, j in np.argwhere(paired & (short[:, 0] - short[:, 0, None] >= _SHORTEST)).tolist():
        x0, top, bottom = short[i].tolist()
        own = _marks_of((x0, top, float(short[j, 0]), bottom), rules, across, down)
        if np.count_nonzero(own):
            boxes.append(rules[own])
            rules = rules[~own]
    return boxes, rules


def _marks_of(box: Box, rules: Floats, across: Lines, down: Lines) -> NDArray[np.bool_]:
    """Which marks draw a box; none but where it is all that stands there and begins about where a rule right above or below does."""
    x0, top, x1, bottom = box
    close = (np.abs(across[:, 0] - top) <= _NEXT) | (np.abs(across[:, 0] - bottom) <= _NEXT)
    shift = across[:, 1:] - (x0, x1)
    apart = (np.abs(shift) > TOUCH).any(axis=1) | (shift.prod(axis=1) < -1)  # or longer at both ends
    near = across[close & apart & (across[:, 1] < x1) & (across[:, 2] > x0)]
    left, right = near[:, 1].min(initial=np.inf), near[:, 2].max(initial=-np.inf)
    level = np.minimum(down[:, 2], bottom) - np.maximum(down[:, 1], top) > TOUCH
    is_alone = np.count_nonzero(level & (down[:, 0] > left - _ASIDE) & (down[:, 0] < right + _ASIDE)) == 2
    x, y = (rules[:, 0] + rules[:, 2]) / 2, (rules[:, 1] + rules[:, 3]) / 2
    flat = rules[:, 2] - rules[:, 0] > rules[:, 3] - rules[:, 1]
    ends = flat & (np.abs(rules[:, 0] - x0) <= _CORNER) & (np.abs(rules[:, 2] - x1) <= _CORNER)
    above, below = ends & (np.abs(y - top) <= TOUCH), ends & (np.abs(y - bottom) <= TOUCH)
    if not (is_alone and abs(left - x0) <= _ASIDE and np.count_nonzero(above) and below.any()):
        return np.zeros(len(rules), np.bool_)
    side = ~flat & ((np.abs(x - x0) <= _CORNER) | (np.abs(x - x1) <= _CORNER)) & (y > top) & (y < bottom)
    marks: NDArray[np.bool_] = above | below | side
    return marks


def parted(rules: Floats, across: Lines, down: Lines) -> Lines:
    """n×4 marks of a page with its joined rules → the vertical ones, cut where one table is closed right above another.

    Between two rules as long, further apart than a double rule, the marks of all borders end and begin anew.
    """
    step = np.diff(across[:, 0])
    for k in ((step > _DOUBLE) & (step <= _GAP)).nonzero()[0].tolist():
        (y0, *ends), (y1, *others) = across[k].tolist(), across[k + 1].tolist()
        if max(abs(ends[0] - others[0]), abs(ends[1] - others[1])) > _CORNER:
            continue
        x, top, bottom = (rules[:, 0] + rules[:, 2]) / 2, rules[:, 1], rules[:, 3]
        steep = (x > ends[0] - _CORNER) & (x < ends[1] + _CORNER) & (bottom - top > rules[:, 2] - rules[:, 0])
        near = steep & (bottom > y0) & (top < y1)
        above, below = near & (bottom < y1), near & (top > y0)
        long = bottom - top >= _LOWEST
        if (above ^ below)[near].all() and (above & long).any() and (below & long).any():
            through = (
                (down[:, 1] < y0)
                & (down[:, 2] > y1)
                & (down[:, 0] > ends[0] - _CORNER)
                & (down[:, 0] < ends[1] + _CORNER)
            )
            upper, lower = down[through], down[through]
            upper[:, 2], lower[:, 1] = y0, y1
            down = np.concatenate([down[~through], upper, lower])
    return down


def under_headings(across: Lines, down: Lines) -> NDArray[np.bool_]:
    """Which horizontal rules touch the next one by chance: no border ends there, but at the other, which is set aside."""
    foreign = np.zeros(len(across), np.bool_)
    step = np.diff(np.sort(across[:, 0]))
    if len(across) ** 2 > MOST_CROSSINGS or not np.count_nonzero((step > 0) & (step <= _NEXT)):
        return foreign
    gap = np.abs(across[:, 0, None] - across[:, 0])
    one, other = np.nonzero((gap > 0) & (gap <= _NEXT))
    shift = across[one, 1:] - across[other, 1:]
    aside = (np.abs(shift) > TOUCH).all(axis=1) & (np.abs(shift) <= _ASIDE).all(axis=1) & (shift.prod(axis=1) > 0)
    for i, j in zip(one[aside].tolist(), other[aside].tolist(), strict=True):
        foreign[i] |= not _meets(across[i], down) and _meets(across[j], down)
    return foreign


def _meets(rule: NDArray[np.float64], down: Lines) -> bool:
    """Whether borders end at a rule."""
    return bool(np.count_nonzero(np.abs(rule[0] - down[:, 1:]) <= 1))
