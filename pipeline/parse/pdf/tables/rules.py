"""Cleans a page's drawn rules: snaps them to common positions, joins pieces, and sorts them into connected groups."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from statistics import median

import numpy as np
from numpy.typing import NDArray

from pipeline.parse.pdf.content import Floats

SNAP = 2.0
"""Rules of one direction this close are one rule: drawn twice, as a double line 1.5 pt apart, or as a slim box."""
JOIN = 3.1
"""Pieces of one rule may lie this far apart: dashes and dots with 3 pt of white between them."""
TOUCH = 3.0
"""A rule that ends this close to another one touches it."""
REACH = 8.0
"""A loose end (it touches nothing) this close to a rule was meant to reach it: rules that stop short of the corner."""
SHORTEST = 4.0
TICK = 9.0
"""A mark shorter than this that meets rules at one place only is a tick, not the side of a cell."""
_LONGEST_GAP = 1.2
"""White of so many em inside an underlined text or at its ends: an underline may go on under a blank."""
_STRUCK = 1.5
"""A rule so near to the middles of glyphs strikes them out."""
_FEWEST_STRUCK = 4
MOST_RULES = 20_000
MOST_CROSSINGS = 1_500_000
"""Pairs of a horizontal and a vertical rule that are compared; joined rules of a dense form make some 100,000."""
_HATCH = 12.0
_DOT = 3.4
"""A mark no larger than this on both sides is a dot of a dotted rule, or the corner of rules 3 pt thick."""

Lines = NDArray[np.float64]
"""n×3: position (y of a horizontal rule, x of a vertical one), start, end."""


@dataclass(frozen=True)
class RuleGroup:
    """Rules that touch one another: the skeleton of a table, a frame or a chart."""

    across: Lines
    down: Lines

    @cached_property
    def box(self) -> tuple[float, float, float, float]:
        """x0, top, x1, bottom in points."""
        heights, starts, ends = zip(*self.across.tolist(), strict=True)
        places, tops, bottoms = zip(*self.down.tolist(), strict=True)
        return (
            min(*starts, *places),
            min(*tops, *heights),
            max(*ends, *places),
            max(*bottoms, *heights),
        )


def with_pictures(rules: Floats, pictures: Floats) -> Floats:
    """Rules and pictures of a page → the rules, and the slim pictures: borders, or the dots of one, printed as images.

    The strips that a large picture is sent in lie side by side: they are no rules.
    """
    sides = pictures[:, 2:] - pictures[:, :2]
    slim = pictures[sides.min(axis=1, initial=np.inf) <= _DOT]
    if not len(slim):
        return rules
    alone = (slim[:, 2:] - slim[:, :2]).max(axis=1) <= _DOT
    for k in (~alone).nonzero()[0].tolist():
        x0, top, x1, bottom = slim[k]
        near = (slim[:, 0] <= x1 + 1) & (slim[:, 2] >= x0 - 1) & (slim[:, 1] <= bottom + 1) & (slim[:, 3] >= top - 1)
        shared = np.minimum(slim[:, 2:], (x1, bottom)) - np.maximum(slim[:, :2], (x0, top))
        alone[k] = (near & (shared.max(axis=1) > 0.5 * max(x1 - x0, bottom - top))).sum() == 1  # itself
    return np.concatenate([rules.reshape(-1, 4), slim[alone]])


def split_directions(rules: Floats) -> tuple[Lines, Lines]:
    """n×4 boxes of thin marks → horizontal and vertical rules, snapped and joined. Dots count for both directions."""
    if not len(rules):
        return np.zeros((0, 3)), np.zeros((0, 3))
    boxes = rules.astype(np.float64)
    wide, high = boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1]
    dot = (wide <= _DOT) & (high <= _DOT)
    flat, steep = (wide >= high) & ~dot, (high > wide) & ~dot
    rows, columns = _lines_of(boxes[flat], 0), _lines_of(boxes[steep], 1)
    if np.count_nonzero(dot):  # a dot belongs to the row and to the column of dots it stands in
        rows = np.concatenate([rows, snap_and_join(_lines_of(boxes[dot], 0), 0.6, 0.0)])
        columns = np.concatenate([columns, snap_and_join(_lines_of(boxes[dot], 1), 0.6, 0.0)])
    return _without_hatching(snap_and_join(rows), snap_and_join(columns))


def _lines_of(boxes: NDArray[np.float64], axis: int) -> Lines:
    """n×4 boxes of thin marks → n×3 rules along `axis` (0: horizontal): their middle, start and end."""
    lines = np.empty((len(boxes), 3))
    lines[:, 0] = (boxes[:, 1 - axis] + boxes[:, 3 - axis]) / 2
    lines[:, 1], lines[:, 2] = boxes[:, axis], boxes[:, axis + 2]
    return lines


def _without_hatching(across: Lines, down: Lines) -> tuple[Lines, Lines]:
    """Rules of a page → the same, or only the long ones of a page that short strokes fill (maps, hatched drawings)."""
    if len(across) * len(down) > MOST_CROSSINGS:
        across, down = (lines[lines[:, 2] - lines[:, 1] >= _HATCH] for lines in (across, down))
    if len(across) * len(down) > MOST_CROSSINGS:
        return across[:0], down[:0]
    return across, down


def snap_and_join(lines: Lines, snap: float = SNAP, shortest: float = SHORTEST) -> Lines:
    """Rules near one position are moved to their mean position, in which ticks have no say; pieces that (nearly) meet become one."""
    if not len(lines):
        return lines
    lines = lines[lines[:, 0].argsort(kind="stable")]
    group = _clusters(lines[:, 0], snap)
    weights = np.where(lines[:, 2] - lines[:, 1] >= TICK, 1.0, 1e-6)
    means = np.bincount(group, lines[:, 0] * weights) / np.bincount(group, weights)
    order = np.lexsort((lines[:, 1], group))
    group, starts, ends = group[order], lines[order, 1], lines[order, 2]
    shift = group * (ends.max() - starts.min() + 2 * JOIN)  # each position has a stretch of its own: one maximum does
    furthest = np.maximum.accumulate(ends + shift) + JOIN
    opens = np.concatenate(([0], (starts[1:] + shift[1:] > furthest[:-1]).nonzero()[0] + 1))
    joined = np.empty((len(opens), 3))
    joined[:, 0], joined[:, 1] = means[group[opens]], starts[opens]
    joined[:, 2] = np.maximum.reduceat(ends, opens)
    long: Lines = joined[joined[:, 2] - joined[:, 1] >= shortest]
    return long


def borders_of(boxes: NDArray[np.float64]) -> RuleGroup:
    """n×4 boxes of cells → their sides as rules, snapped and joined."""
    across: Lines = np.concatenate([boxes[:, [1, 0, 2]], boxes[:, [3, 0, 2]]])
    down: Lines = np.concatenate([boxes[:, [0, 1, 3]], boxes[:, [2, 1, 3]]])
    return RuleGroup(snap_and_join(across), snap_and_join(down))


def _clusters(positions: NDArray[np.float64], snap: float) -> NDArray[np.int64]:
    """Sorted positions → the number of the cluster each belongs to; a cluster is at most 1.5 × `snap` wide."""
    opens = np.empty(len(positions), np.bool_)
    opens[0] = True
    np.greater(positions[1:] - positions[:-1], snap, out=opens[1:])
    while True:
        numbers: NDArray[np.int64] = opens.cumsum() - 1
        wide = positions - positions[opens][numbers] > 1.5 * snap
        if not np.count_nonzero(wide):
            return numbers
        opens[1:] |= wide[1:] & ~wide[:-1]  # the first of each cluster that lies too far off opens the next


def without_underlines(across: Lines, down: Lines, boxes: Floats) -> Lines:
    """Horizontal rules but those that only underline words, or strike them out: as long as the glyphs they run along.

    A rule hung between two others is none, nor one as long as a rule that has no words above it (the head of its column), or
    beside such a rule, where it begins or ends as others do.
    """
    if not len(across):
        return across
    is_line = np.zeros(len(across), bool)
    boxes = boxes[boxes[:, 3].argsort()]
    firsts = boxes[:, 3].searchsorted(across[:, 0] - 4.0, side="right")
    lasts = boxes[:, 3].searchsorted(across[:, 0] + 4.5)
    middles = (boxes[:, 1] + boxes[:, 3]) / 2
    near = ((lasts > firsts) | _at_middles(across[:, 0], middles)).nonzero()[0]
    y, start, end = across[near].T[:, :, None]
    spans = (down[:, 1] <= y + TOUCH) & (down[:, 2] >= y - TOUCH)
    hung = (spans & (np.abs(start - down[:, 0]) <= TOUCH)).any(axis=1)
    hung &= (spans & (np.abs(end - down[:, 0]) <= TOUCH)).any(axis=1)
    walled = (spans & (start > down[:, 0])).any(axis=1) & (spans & (end < down[:, 0])).any(axis=1)
    for k, is_walled in zip(near[~hung].tolist(), walled[~hung].tolist(), strict=True):
        above = boxes[firsts[k] : lasts[k]]
        is_line[k] = _runs_along(across[k], above[above[:, 1] < across[k, 0] - 2.0])
        if is_walled and not is_line[k]:
            is_line[k] = _strikes(across[k], boxes[np.abs(middles - across[k, 0]) <= _STRUCK])
    heads = across[~is_line]
    for k in is_line.nonzero()[0].tolist():
        ends = np.abs(heads[:, 1:] - across[k, 1:]) <= 1.5
        is_level = (np.abs(heads[:, 0] - across[k, 0]) <= 1.0).any()
        is_line[k] = not (ends.all(axis=1).any() or (is_level and ends.any()))
    return across[~is_line]


def _at_middles(positions: NDArray[np.float64], middles: Floats) -> NDArray[np.bool_]:
    """Which of some (sorted) heights are those of the middles of glyphs."""
    count = len(positions) + 1
    firsts, lasts = (positions.searchsorted(middles + reach) for reach in (-_STRUCK, _STRUCK))
    begun, ended = (np.bincount(found, minlength=count).cumsum() for found in (firsts, lasts))
    return (begun > ended)[:-1]


def _runs_along(rule: NDArray[np.float64], glyphs: Floats) -> bool:
    """Whether glyphs stand all along a rule: letters may be spread, a blank may be underlined."""
    _, start, end = rule.tolist()
    middle = (glyphs[:, 0] + glyphs[:, 2]) / 2
    words = glyphs[(middle > start) & (middle < end)]
    if not len(words):
        return False
    words = words[words[:, 0].argsort()]
    em = median((words[:, 3] - words[:, 1]).tolist())
    gaps = np.diff(np.concatenate(([start], words[:, [0, 2]].ravel(), [end])))[::2]
    return bool(gaps.max() <= _LONGEST_GAP * em)


def _strikes(rule: NDArray[np.float64], glyphs: Floats) -> bool:
    """Whether a rule strikes out more than it leaves white, of glyphs whose middles it meets."""
    _, start, end = rule.tolist()
    words = glyphs[(glyphs[:, 0] > start - TOUCH) & (glyphs[:, 2] < end + TOUCH)]
    return len(words) >= _FEWEST_STRUCK and bool((words[:, 2] - words[:, 0]).sum() > 0.5 * (end - start))


def group_rules(across: Lines, down: Lines) -> list[RuleGroup]:
    """Connected groups of crossing or touching rules, top to bottom; loose ends are drawn on to the rule they aim at."""
    distance = _distance(across, down)
    touch = distance <= TOUCH
    ticks = _ticks(across, touch, down), _ticks(down, touch.T, across)
    across, down = across[~ticks[0]], down[~ticks[1]]
    if not len(across) or not len(down):
        return []
    if np.count_nonzero(ticks[0]) or np.count_nonzero(ticks[1]):
        distance = distance[np.ix_(~ticks[0], ~ticks[1])]
        touch = distance <= TOUCH
    near = (distance <= REACH) & ~touch
    near &= ~_in_frames(across, down, touch, near)[:, None]
    if np.count_nonzero(near):
        near &= ~(_before_boxes(across, down, touch) | _before_boxes(down, across, touch.T).T)
        across, down, touch = _reach(across, down, touch, near)
    return _components(across, down, touch)


def _distance(across: Lines, down: Lines) -> NDArray[np.float64]:
    """How far each horizontal and each vertical rule fall short of crossing, whichever falls shorter."""
    x0, x1, y = across[:, 1, None], across[:, 2, None], across[:, 0, None]
    y0, y1, x = down[None, :, 1], down[None, :, 2], down[None, :, 0]
    return np.maximum(np.maximum(np.maximum(x0 - x, x - x1), np.maximum(y0 - y, y - y1)), 0)


def _ticks(lines: Lines, touch: NDArray[np.bool_], crossing: Lines) -> NDArray[np.bool_]:
    """Short marks that hang on a rule by one end or cross it alone: ticks on the axis of a chart."""
    short = lines[:, 2] - lines[:, 1] < TICK
    ticks = np.zeros(len(lines), bool)
    for k in short.nonzero()[0].tolist():
        met = crossing[touch[k], 0]
        ticks[k] = not len(met) or met.max() - met.min() <= TOUCH
    return ticks


def _in_frames(across: Lines, down: Lines, touch: NDArray[np.bool_], near: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Which horizontal rules stop at one margin from both sides of a closed frame, and meet no rule: a table without borders."""
    framed = np.zeros(len(across), bool)
    meets = touch | near
    for i in (~touch.any(axis=1) & (near.sum(axis=1) == 2)).nonzero()[0].tolist():
        left, right = sorted(near[i].nonzero()[0].tolist(), key=lambda j: float(down[j, 0]))
        before, behind = across[i, 1] - down[left, 0], down[right, 0] - across[i, 2]
        heights = across[meets[:, left] & meets[:, right], 0]
        tops, bottoms = down[[left, right], 1], down[[left, right], 2]
        closed = all((np.abs(heights - end) <= REACH).any() for end in (*tops.tolist(), *bottoms.tolist()))
        within = tops.max() + REACH < across[i, 0] < bottoms.min() - REACH
        framed[i] = closed and within and min(before, behind) > TOUCH and abs(before - behind) <= 1
    return framed


def _before_boxes(lines: Lines, crossing: Lines, touch: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Which pairs are the side of a box, both corners of which turn away, and a rule that ends before it: not of one table."""
    at, first, last = lines[:, 0, None], crossing[None, :, 1], crossing[None, :, 2]
    corners = [touch & (np.abs(crossing[None, :, 0] - lines[:, end, None]) <= TOUCH) for end in (1, 2)]
    before, behind = last <= at + TOUCH, first >= at - TOUCH
    turns = [
        np.logical_and.reduce([(c & away).any(axis=1) & ~(c & ~away).any(axis=1) for c in corners])
        for away in (before, behind)
    ]
    pairs: NDArray[np.bool_] = (behind & turns[0][:, None]) | (before & turns[1][:, None])
    return pairs


def _reach(
    across: Lines, down: Lines, touch: NDArray[np.bool_], near: NDArray[np.bool_]
) -> tuple[Lines, Lines, NDArray[np.bool_]]:
    across, down, touch = across.copy(), down.copy(), touch.copy()
    for i, j in zip(*np.nonzero(near), strict=True):
        x, y = down[j, 0], across[i, 0]
        across_ok = across[i, 1] - TOUCH <= x <= across[i, 2] + TOUCH or _is_loose(across[i], x, down[touch[i], 0])
        down_ok = down[j, 1] - TOUCH <= y <= down[j, 2] + TOUCH or _is_loose(down[j], y, across[touch[:, j], 0])
        if across_ok and down_ok:
            across[i, 1:] = min(across[i, 1], x), max(across[i, 2], x)
            down[j, 1:] = min(down[j, 1], y), max(down[j, 2], y)
            touch[i, j] = True
    return across, down, touch


def _is_loose(line: NDArray[np.float64], position: float, met: NDArray[np.float64]) -> bool:
    """Whether the end of `line` that points to `position` touches none of the rules at `met`."""
    end = line[1] if position < line[1] else line[2]
    return not np.count_nonzero(np.abs(met - end) <= TOUCH)


def _components(across: Lines, down: Lines, touch: NDArray[np.bool_]) -> list[RuleGroup]:
    meets: list[list[int]] = [[] for _ in across]
    met_by: list[list[int]] = [[] for _ in down]
    for row, column in zip(*(found.tolist() for found in np.nonzero(touch)), strict=True):
        meets[row].append(column)
        met_by[column].append(row)
    groups: list[RuleGroup] = []
    seen: set[int] = set()
    for first in range(len(across)):
        if first in seen or not meets[first]:
            continue
        rows, columns, todo = {first}, set[int](), [first]
        while todo:
            for column in meets[todo.pop()]:
                if column not in columns:
                    columns.add(column)
                    fresh = [row for row in met_by[column] if row not in rows]
                    rows.update(fresh)
                    todo.extend(fresh)
        seen |= rows
        groups.append(RuleGroup(across[sorted(rows)], down[sorted(columns)]))
    return groups
