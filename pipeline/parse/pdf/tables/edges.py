"""Stacks of horizontal edges, rules and the tops and bottoms of bands: which belong together, and where a table's begin and end."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from pipeline.parse.pdf.content import WHITE, Floats, PageContent, centres
from pipeline.parse.pdf.tables.columns import within
from pipeline.parse.pdf.tables.partings import LOWEST_GAP, Edge, is_phrase, rows_of
from pipeline.parse.pdf.tables.rules import MOST_CROSSINGS, REACH, TOUCH, Lines
from pipeline.parse.pdf.tables.walls import LOWEST_ROW, SAME_END
from pipeline.parse.pdf.text.piece import Piece
from pipeline.records import Box

TALLEST_ROW = 180.0
_SHORTEST = 60.0
_SHORTEST_PART = 30.0
_SLIM = 8.0
"""No cell is so narrow (points)."""
_MOSTLY = 0.6
_TWO_BANDS = 4
"""The tops and bottoms of a head on colour and a row on colour."""
_FURTHEST = 60.0
"""Rows between two rules further apart than one row stand so many points apart at most."""


def stacks_of(edges: Lines, fills: Floats, content: PageContent) -> list[list[Edge]]:
    """Edges one below the other that begin and end alike; between two far apart stands one of the coloured `fills`, or rows."""
    stacks: list[list[Edge]] = []
    for edge in sorted(edges.tolist()):
        if edge[2] - edge[1] < _SHORTEST:
            continue
        for stack in stacks:
            last = stack[-1]
            alike = abs(last[1] - edge[1]) <= SAME_END and abs(last[2] - edge[2]) <= SAME_END
            alike = alike and not are_shifted(last, edge)
            near = edge[0] - last[0] <= TALLEST_ROW
            if alike and (
                near or _is_ground(fills, last, edge) or _are_rows(content, last, edge, below_head=len(stack) > 1)
            ):
                stack.append(edge)
                break
        else:
            stacks.append([edge])
    return stacks


def without_unseen(edges: Lines, rules: Lines, content: PageContent) -> Lines:
    """Tops and bottoms of coloured boxes but those that run on beyond a rule between boxes of one colour, where nobody sees them."""
    if len(edges) * len(rules) > MOST_CROSSINGS:
        return edges
    level = np.abs(edges[:, 0, None] - rules[:, 0]) <= 2
    before, behind = rules[:, 1] - edges[:, 1, None], edges[:, 2, None] - rules[:, 2]
    level &= (np.minimum(before, behind) >= -TOUCH) & (np.maximum(before, behind) > REACH)
    kept = np.ones(len(edges), np.bool_)
    for k, n in np.argwhere(level).tolist():
        (y, x0, x1), (_, start, end) = edges[k].tolist(), rules[n].tolist()
        beyond = [(a + b) / 2 for a, b in ((x0, start), (end, x1)) if b - a > REACH]
        kept[k] &= any(_ground(x, y - TOUCH, content) != _ground(x, y + TOUCH, content) for x in beyond)
    return edges[kept]


def without_merged(edges: Lines, rules: Lines) -> Lines:
    """Tops and bottoms of coloured rows but those at whose height rules end some cells only: merged ones go on over the colour.

    Rules as long as they end other such rows.
    """
    if not len(rules) or len(edges) * max(len(edges), len(rules)) > MOST_CROSSINGS:
        return edges
    level = (np.abs(edges[:, 0, None] - rules[:, 0]) <= 2) & (rules[:, 1] >= edges[:, 1, None] - SAME_END)
    level &= rules[:, 2] <= edges[:, 2, None] + SAME_END
    drawn = (level * (rules[:, 2] - rules[:, 1])).sum(axis=1)
    whole = drawn >= edges[:, 2] - edges[:, 1] - 2 * SAME_END
    alike = (np.abs(edges[:, None, 1:] - edges[whole, 1:]) <= SAME_END).all(axis=2).sum(axis=1) >= 2
    kept: Lines = edges[whole | (drawn < _SHORTEST_PART) | ~alike]
    return kept


def _ground(x: float, y: float, content: PageContent) -> int:
    """The colour at a point."""
    fills = content.fills
    over = (fills[:, 0] <= x) & (fills[:, 2] >= x) & (fills[:, 1] <= y) & (fills[:, 3] >= y)
    return int(content.fill_colors[over][-1]) if np.count_nonzero(over) else WHITE


def are_shifted(one: Edge, other: Edge) -> bool:
    """Whether both ends of an edge stand to the same side of another's: one is a heading's, the other a table's."""
    left, right = one[1] - other[1], one[2] - other[2]
    return min(abs(left), abs(right)) > TOUCH and left * right > 0


def _is_ground(fills: Floats, upper: Edge, lower: Edge) -> bool:
    """Whether a coloured box reaches from one edge to the next, the ground of a cell, or those of cells of every other row do.

    So do the grounds of labels, one right below the other.
    """
    within = (fills[:, 0] >= upper[1] - SAME_END) & (fills[:, 2] <= upper[2] + SAME_END)
    if np.count_nonzero(within & (np.abs(fills[:, 1] - upper[0]) <= TOUCH) & (np.abs(fills[:, 3] - lower[0]) <= TOUCH)):
        return True
    own = fills[within & (fills[:, 1] >= upper[0] - TOUCH) & (fills[:, 3] <= lower[0] + TOUCH)]
    firsts, lasts = own[:, 0] - upper[1] <= SAME_END, upper[2] - own[:, 2] <= SAME_END
    if _are_tiled(own[firsts], upper[0], lower[0]):
        return True
    if np.count_nonzero(firsts & lasts) or set(own[firsts, 1].round().tolist()).isdisjoint(
        own[lasts, 1].round().tolist()
    ):
        return False
    return bool(np.diff(np.sort(np.concatenate([[upper[0], lower[0]], own[:, 1], own[:, 3]]))).max() <= TALLEST_ROW)


def _are_tiled(fills: Floats, top: float, bottom: float) -> bool:
    """Whether coloured boxes of one width stand one right below the other from `top` to `bottom`."""
    if not len(fills) or np.ptp(fills[:, 2]) > TOUCH:
        return False
    ends = np.sort(fills[:, [1, 3]], axis=0)  # those drawn twice as well
    return bool(np.abs(np.append(ends[:, 0], bottom) - np.insert(ends[:, 1], 0, top)).max() <= TOUCH)


def _are_rows(content: PageContent, upper: Edge, lower: Edge, *, below_head: bool) -> bool:
    """Whether nothing but words stands between two edges, most lines hold three of them, and none is far from the next.

    Below a head each line may hold two, on both sides of one white corridor.
    """
    x, y = centres(content.rules).T
    if np.count_nonzero((y > upper[0] + TOUCH) & (y < lower[0] - TOUCH) & (x > upper[1]) & (x < upper[2])):
        return False
    box = content.glyphs.box[content.glyphs.code != 0x20]
    inside = (box[:, 1] > upper[0] - TOUCH) & (box[:, 3] < lower[0] + TOUCH)
    box = box[inside & (box[:, 0] > upper[1] - TOUCH) & (box[:, 2] < upper[2] + TOUCH)]
    if not len(box):
        return False
    box = box[(box[:, 1] + box[:, 3]).argsort()]
    high = box[:, 3] - box[:, 1]
    line = np.concatenate(([0], np.cumsum(np.diff(box[:, 3]) > 0.5 * high[1:])))
    ends = np.concatenate(([upper[0]], box[:, 3], [lower[0]]))
    order = np.lexsort((box[:, 0], line))
    box, line = box[order], line[order]
    gap = (box[1:, 0] - box[:-1, 2] > high[order][1:]) & (line[1:] == line[:-1])
    if np.diff(ends).max() > _FURTHEST:
        return False
    gaps = np.bincount(line[1:][gap], minlength=int(line[-1]) + 1)
    if (gaps >= 2).mean() >= _MOSTLY:
        return True
    across = box[box[:, 0].argsort()]
    white = across[1:, 0] - np.maximum.accumulate(across[:, 2])[:-1]
    return below_head and bool((gaps >= 1).all() and np.count_nonzero(white > np.median(high)))


def with_tops_and_bottoms(stack: list[Edge], fills: Floats) -> list[Edge]:
    """A stack with the tops and bottoms of tables that no rule draws, where the grounds of a coloured column reach beyond rules.

    A ground of that column fills a row of the stack from rule to rule as well.
    """
    if len(stack) < 3 or not len(fills):
        return stack
    _, x0, x1 = stack[0]
    aside = (np.abs(fills[:, 0] - x0) <= SAME_END) != (np.abs(fills[:, 2] - x1) <= SAME_END)
    column = fills[aside & (fills[:, 0] >= x0 - SAME_END) & (fills[:, 2] <= x1 + SAME_END)]
    rows = np.array([edge[0] for edge in stack])
    if len(column) * max(len(column), len(rows)) > MOST_CROSSINGS:
        return stack
    tops, bottoms = (np.abs(column[:, side, None] - rows) <= TOUCH for side in (1, 3))
    above, below = bottoms & ~tops.any(axis=1)[:, None], tops & ~bottoms.any(axis=1)[:, None]
    if not (above.any() or below.any()):
        return stack
    whole = tops[:, :-1] & bottoms[:, 1:]
    alike = (np.abs(column[:, None, [0, 2]] - column[:, [0, 2]]) <= TOUCH).all(axis=2)
    filled = alike @ whole  # rows with a ground of the same column
    beside, nowhere = filled.any(axis=1)[:, None], np.zeros((len(column), 1), bool)
    is_first, is_last = np.hstack([beside, filled[:, 1:], nowhere]), np.hstack([nowhere, filled[:, :-1], beside])
    ends = {*column[(above & is_first).any(axis=1), 1].tolist(), *column[(below & is_last).any(axis=1), 3].tolist()}
    both = [(np.abs(column[:, side] - y) <= TOUCH).any() for y in ends for side in (1, 3)]
    inner = {y for k, y in enumerate(ends) if both[2 * k] and both[2 * k + 1]}  # the next row's ground begins there
    return sorted([*stack, *([y, x0, x1] for y in ends - inner)])


def with_foot(stack: list[Edge], rules: Lines) -> list[Edge]:
    """A stack whose last row the page end leaves open, where merged cells go on: ended at the lowest rule between others' columns."""
    last, x0, x1 = stack[-1]
    below = rules[(rules[:, 0] >= last + LOWEST_ROW) & (rules[:, 1] < x1) & (rules[:, 2] > x0)]
    whole = (below[:, 1] - x0 <= SAME_END) & (x1 - below[:, 2] <= SAME_END)
    below = below[below[:, 0] < below[whole, 0].min(initial=np.inf)]
    inside = np.stack([below[:, 1] - x0, x1 - below[:, 2]])  # to a side of the table, or a column away from it
    fits = ((np.abs(inside) <= SAME_END) | (inside >= _SHORTEST_PART)).all(axis=0)
    parts = below[fits & (below[:, 2] - below[:, 1] >= _SHORTEST_PART)]
    if len(stack) < 2 or not len(parts) or len(parts) < len(below):
        return stack
    from_left, to_right = parts[:, 1] - x0 <= SAME_END, x1 - parts[:, 2] <= SAME_END
    y = float(parts[:, 0].max())
    level = parts[:, 0] == y
    closed = from_left[level].any() == to_right[level].any()  # an underline begins at the left
    is_near = np.diff([last, *np.unique(parts[:, 0])]).max() <= TALLEST_ROW
    return [*stack, [y, x0, x1]] if closed and is_near else stack


def with_feet(tables: list[list[Edge]], rules: Lines) -> list[list[Edge]]:
    """The edges of each table of a stack → the same with a foot where no rule ends the last row."""
    ends = [table[0][0] - LOWEST_ROW for table in tables[1:]]
    return [with_foot(table, rules[rules[:, 0] < end]) for table, end in zip(tables, [*ends, np.inf], strict=False)]


def count_rules(rules: Lines, stack: list[Edge]) -> int:
    """How many of a stack's edges are rules."""
    ys = np.array([edge[0] for edge in stack])
    return int((np.abs(rules[:, 0, None] - ys) <= 2).any(axis=0).sum())


def parted(stack: list[Edge], rules: Lines, fills: Floats, found: list[Piece]) -> list[list[Edge]]:
    """A stack → the stacks of its tables: where a rule and an edge of colour meet over a gap or a heading, another table begins.

    So it does where a coloured head begins below a heading, or below a gap as at the top of the stack.
    """
    pitch = float(np.median(np.diff([edge[0] for edge in stack])))
    parts = [[stack[0]]]
    for upper, edge in pairwise(stack):
        words, gap = rows_of(found, [upper, edge])[0], edge[0] - upper[0]
        is_between = is_phrase(words) and gap > 1.4 * pitch if words else LOWEST_GAP <= gap < 0.7 * pitch
        again = _is_head(fills, edge) and not _is_head(fills, upper) and (bool(words) or _is_head(fills, stack[0]))
        if is_between and (again or count_rules(rules, [upper]) != count_rules(rules, [edge])):
            parts.append([])
        parts[-1].append(edge)
    return [part for part in parts if len(part) >= 2]


def _is_head(fills: Floats, edge: Edge) -> bool:
    """Whether a coloured box begins at the left end of an edge."""
    y, x0, _ = edge
    return bool(np.count_nonzero((np.abs(fills[:, 1] - y) <= TOUCH) & (np.abs(fills[:, 0] - x0) <= TOUCH)))


def is_ruled(stack: list[Edge], rules: Lines, found: list[Piece]) -> bool:
    """Whether a stack's rows stand between rules, or between a head on colour (three labels or more side by side) and a rule.

    Another such row on colour does for a rule.
    """
    count = count_rules(rules, stack)
    if not count and len(stack) == _TWO_BANDS:
        head, _, row = map(_count_apart, rows_of(found, stack))
        return head >= 3 and row >= 2
    if count != 1 or len(stack) < 3 or not count_rules(rules, stack[-1:]):
        return count >= 2
    return _count_apart(rows_of(found, stack[:2])[0]) >= 3


def _count_apart(words: list[Piece]) -> int:
    """How many words stand beside one another, those of several lines as one."""
    count, end = 0, -np.inf
    for piece in sorted(words, key=lambda p: p.x0):
        count += piece.x0 > end
        end = max(end, piece.x1)
    return count


def trimmed(stack: list[Edge], rules: Lines, fills: Floats, found: list[Piece]) -> list[Edge]:
    """A stack without what stands around its rows: edges of the next heading's band below, one line over a column on colour."""
    first, end = 0, len(stack)
    while end > 2 and not count_rules(rules, stack[end - 1 : end]) and not rows_of(found, stack[end - 2 : end])[0]:
        end -= 1
    while end - first > 2 and len(rows_of(found, stack[first : first + 2])[0]) == 1:
        if label_grounds(stack[first : first + 2], fills) or not label_grounds(stack[first + 1 : end], fills):
            break
        first += 1
    return stack[first:end]


def label_grounds(stack: list[Edge], fills: Floats) -> list[Edge]:
    """The top (y, start, end) of a coloured ground of the first column, as high as a row of the stack; none where they differ."""
    if not len(fills):
        return []
    (_, x0, x1), rows = stack[0], np.array([edge[0] for edge in stack])
    own = fills[(np.abs(fills[:, 0] - x0) <= SAME_END) & (fills[:, 2] < x1 - SAME_END)]
    of_row = (np.abs(own[:, 1, None] - rows[:-1]) <= TOUCH) & (np.abs(own[:, 3, None] - rows[1:]) <= TOUCH)
    grounds = own[of_row.any(axis=1)]
    if not len(grounds) or np.ptp(grounds[:, 2]) > TOUCH:
        return []
    ground: Edge = grounds[0, [1, 0, 2]].tolist()
    return [ground]


def box_of(stack: list[Edge]) -> Box:
    """x0, top, x1, bottom of a stack, in points."""
    return (stack[0][1], stack[0][0], stack[0][2], stack[-1][0])


def heading_marks(lines: Lines, fills: Floats, frames: list[Box], stack: list[Edge], found: list[Piece]) -> list[Box]:
    """Rules and bands' edges, coloured and single boxes, pieces of a page → where headings between a stack's tables are drawn."""
    return [*_wider_than(lines, stack), *_heading_bars(fills, stack), *_of_headings(frames, stack, found)]


def _wider_than(lines: Lines, stack: list[Edge]) -> list[Box]:
    """Rules and bands' edges that run on beyond a side of a stack, and over some of it, or stand aside: those of headings."""
    x0, top, x1, bottom = box_of(stack)
    between = (lines[:, 0] > top + TOUCH) & (lines[:, 0] < bottom - TOUCH) & (lines[:, 1] < x1) & (lines[:, 2] > x0)
    beyond = (lines[:, 1] < x0 - REACH) | (lines[:, 2] > x1 + REACH)
    alike = (np.abs(lines[:, 1] - x0) <= SAME_END) & (np.abs(lines[:, 2] - x1) <= SAME_END)
    shifted = [alike[k] and are_shifted(stack[0], line) for k, line in enumerate(lines.tolist())]
    return [(start, y, end, y) for y, start, end in lines[between & (beyond | np.array(shifted, np.bool_))].tolist()]


def _of_headings(boxes: list[Box], stack: list[Edge], found: list[Piece]) -> list[Box]:
    """Boxes that reach from one side of a stack to the other, or stand at its left with nothing beside them: those of headings."""
    x0, _, x1, _ = box_of(stack)
    at_left = [box for box in boxes if box[0] <= x0 + REACH]
    return [box for box in at_left if box[2] >= x1 - REACH or not within(found, (box[2] + 2, box[1], x1, box[3]))]


def _heading_bars(fills: Floats, stack: list[Edge]) -> list[Box]:
    """Slim coloured bars at the left end of a stack: those of headings over a rule as long as the table's, not of its rows."""
    x0, top, _, bottom = box_of(stack)
    wide, high = fills[:, 2] - fills[:, 0], fills[:, 3] - fills[:, 1]
    slim = (wide <= _SLIM) & (high > 2 * wide) & (np.abs(fills[:, 0] - x0) <= TOUCH)
    bars = fills[slim & (fills[:, 1] > top - TOUCH) & (fills[:, 3] < bottom + TOUCH)]
    return [tuple(bar) for bar in bars.tolist()] if 2 * len(bars) < len(stack) - 1 else []
