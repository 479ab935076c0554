"""Parts the rules of a table from the frame around it or the cell it stands in, which touches it or lies within a point of its border."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from pipeline.parse.pdf.content import Floats
from pipeline.parse.pdf.tables.rules import TOUCH, Lines, RuleGroup, group_rules

_WIDEST_MARGIN = 30.0
"""Points between a frame and the table in it; a wider strip is a column."""
_THICKEST_PEN = 4.0
_FEWEST_ROWS = 3
"""Horizontal rules of the smallest table in a cell."""


def part_frames(group: RuleGroup, centres: Floats) -> list[RuleGroup]:
    """Connected rules and the centres of the page's glyphs → the frame's rules and those of each table in it.

    A table in a frame has margins without text on both sides, and a head or foot rule that stops at its own sides.
    """
    left, right = _sides(group)
    at_left, at_right = (np.abs(group.down[:, 0] - side) <= TOUCH for side in (left, right))
    outer_down = at_left | at_right
    first, last = (
        group.down[at_left, 0].max(initial=left),
        group.down[at_right, 0].min(initial=right),
    )  # of a double line
    whole = (group.across[:, 1] <= first + TOUCH) & (group.across[:, 2] >= last - TOUCH)
    within, own = group.down[~outer_down], group.across[~whole]
    if not len(within) or not len(own):
        return [group]
    frame = RuleGroup(group.across[whole], group.down[outer_down])
    found = []
    for top, bottom in zip(frame.across[:-1, 0].tolist(), frame.across[1:, 0].tolist(), strict=True):
        sides = within[(within[:, 1] >= top - TOUCH) & (within[:, 2] <= bottom + TOUCH)]
        rows = own[(own[:, 0] > top) & (own[:, 0] < bottom)]
        if len(sides) and len(rows):
            table = _closed(sides, rows, top, bottom)
            if not _has_margins(table, left, right, centres):
                return [group]
            found += group_rules(table.across, table.down)
        elif len(sides) or len(rows):
            return [group]
    if len(within) != sum(len(table.down) for table in found):
        return [group]
    return [frame, *found]


def _sides(group: RuleGroup) -> tuple[float, float]:
    """Where the outermost verticals stand; the ends of rules drawn with a thick pen reach beyond by half of it."""
    left, _, right, _ = group.box
    first, last = float(group.down[:, 0].min()), float(group.down[:, 0].max())
    return (first if first - left <= _THICKEST_PEN else left), (last if right - last <= _THICKEST_PEN else right)


def _closed(sides: Lines, rows: Lines, top: float, bottom: float) -> RuleGroup:
    """The rules of a table in a frame, with the head or foot that it shares with the frame given back."""
    first, last = float(sides[:, 0].min()), float(sides[:, 0].max())
    shared = [(y, first, last) for y, ends in ((top, sides[:, 1]), (bottom, sides[:, 2])) if _meet(ends, y)]
    return RuleGroup(np.concatenate([rows, np.array(shared, np.float64).reshape(-1, 3)]), sides)


def _meet(ends: NDArray[np.float64], y: float) -> bool:
    return bool((np.abs(ends - y) <= TOUCH).sum() >= 2)


def _has_margins(table: RuleGroup, left: float, right: float, centres: Floats) -> bool:
    x0, y0, x1, y1 = table.box
    if not (TOUCH < x0 - left <= _WIDEST_MARGIN and TOUCH < right - x1 <= _WIDEST_MARGIN):
        return False
    x, y = centres[:, 0], centres[:, 1]
    beside = (y > y0) & (y < y1) & (((x > left) & (x < x0 - 1)) | ((x > x1 + 1) & (x < right)))
    return not np.count_nonzero(beside)


def part_insets(group: RuleGroup, centres: Floats) -> list[RuleGroup]:
    """Connected rules and the centres of the page's glyphs → the same without the table in a cell that one side of it touches, and that.

    Such a table stands in from the other side of its cell: its head and foot rules begin at its own border, no words beside it.
    """
    if len(group.across) < _FEWEST_ROWS or len(group.down) < _FEWEST_ROWS or not _stand_in(group.down).any():
        return [group]
    inner = _inset(group.across, group.down, centres)
    if inner is None:
        across, down = _mirrored(group.across, group.down)
        other = _inset(across, down, centres * (-1, 1))
        inner = _mirrored(*other) if other else None
    if inner is None:
        return [group]
    rest = RuleGroup(_without(group.across, inner[0]), _without(group.down, inner[1]))
    return [*part_insets(rest, centres), RuleGroup(*inner)]


def _stand_in(down: Lines) -> NDArray[np.bool_]:
    """Which vertical rules reach neither the top nor the bottom of all."""
    stands: NDArray[np.bool_] = (down[:, 1] > down[:, 1].min() + TOUCH) & (down[:, 2] < down[:, 2].max() - TOUCH)
    return stands


def _without(lines: Lines, own: Lines) -> Lines:
    left: Lines = lines[~(lines[:, None, :] == own).all(axis=2).any(axis=1)]
    return left


def _mirrored(across: Lines, down: Lines) -> tuple[Lines, Lines]:
    """Horizontal and vertical rules → the same with left and right changed."""
    return across[:, [0, 2, 1]] * (1, -1, -1), down * (-1, 1, 1)


def _inset(across: Lines, down: Lines, centres: Floats) -> tuple[Lines, Lines] | None:
    """The rules of a table in a cell that stands in from its left side and touches its right one."""
    down = down[down[:, 0].argsort(kind="stable")]
    first, end = (down[:, 0].searchsorted(down[:, 0] - margin) for margin in (_WIDEST_MARGIN, TOUCH))
    starts = np.sort(across[:, 1])
    few = starts.searchsorted(down[:, 0] + TOUCH, "right") - starts.searchsorted(down[:, 0] - TOUCH) < _FEWEST_ROWS
    for own in (_stand_in(down) & (end > first) & ~few).nonzero()[0].tolist():
        x, top, bottom = down[own].tolist()
        outer = down[first[own] : end[own]]
        outer = outer[(outer[:, 1] < top - TOUCH) & (outer[:, 2] > bottom + TOUCH)]
        if not len(outer):
            continue
        side = float(outer[-1, 0])
        level = (across[:, 0] > top - TOUCH) & (across[:, 0] < bottom + TOUCH) & (across[:, 2] > side + TOUCH)
        rows = across[level]
        ends = [(np.abs(rows[:, 0] - y) <= TOUCH).any() for y in (top, bottom)]
        if (
            len(rows) < _FEWEST_ROWS
            or not all(ends)
            or np.count_nonzero(np.abs(rows[:, 1] - x) > TOUCH)
            or np.ptp(rows[:, 2]) > TOUCH
        ):
            continue
        beside = (centres[:, 0] > side) & (centres[:, 0] < x) & (centres[:, 1] > top) & (centres[:, 1] < bottom)
        within = (down[:, 1] >= top - TOUCH) & (down[:, 2] <= bottom + TOUCH) & (down[:, 0] >= x - TOUCH)
        if not np.count_nonzero(beside):
            right = float(rows[:, 2].max())
            return rows, np.concatenate([down[within & (down[:, 0] <= right + TOUCH)], [(right, top, bottom)]])
    return None
