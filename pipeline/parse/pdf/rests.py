"""The rest of a table without outer rules at the head of the next page: told by the columns that the table has before the page end."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby, pairwise
from typing import NamedTuple

import numpy as np

from pipeline.parse.pdf.cells import PageTable, page_table
from pipeline.parse.pdf.content import Frame, Glyphs
from pipeline.parse.pdf.tables.columns import cut_pieces
from pipeline.parse.pdf.tables.edges import TALLEST_ROW
from pipeline.parse.pdf.tables.grid import Grid, build_grid
from pipeline.parse.pdf.tables.rules import SNAP, Lines, RuleGroup
from pipeline.parse.pdf.tables.walls import SAME_END
from pipeline.parse.pdf.text.piece import Piece
from pipeline.parse.pdf.text.ruby import part_ruby
from pipeline.records import Box

_SLACK = 3.0
"""Words may reach over the border of their column by so many points."""
_APART = 2.2
_LIKE = 1.4
_LEADING = 1.5
"""Lines of one row stand so many em apart at most."""

Rule = tuple[float, float, float]
"""y, start, end of a horizontal rule."""


class Loose(NamedTuple):
    """Horizontal rules above the first drawn table of a page, downwards, and the glyphs above the last of them.

    `edges` are the rules and the tops and bottoms of coloured bands.
    """

    rules: tuple[Rule, ...]
    edges: tuple[Rule, ...]
    glyphs: Glyphs


def loose_of(rules: Lines, bands: Lines, grids: Sequence[Grid], glyphs: Glyphs) -> Loose | None:
    """A page's rules and edges of bands that draw no table, its grids and glyphs → what stands above the first grid without any."""
    ys = rules[:, 0]
    tops = [grid.ys[0] for grid in grids if not np.count_nonzero((ys > grid.ys[0] - SNAP) & (ys < grid.ys[-1] + SNAP))]
    above = sorted((y, start, end) for y, start, end in rules.tolist() if y < min(tops, default=np.inf))
    if not above:
        return None
    own = (glyphs.box[:, 1] < above[-1][0]).nonzero()[0]
    edges = sorted([*above, *((y, start, end) for y, start, end in bands.tolist() if y < above[-1][0])])
    return Loose(tuple(above), tuple(edges), glyphs.only(own)) if len(own) else None


def rest_of(table: PageTable, loose: Loose, frame: Frame, apart: Sequence[Box]) -> PageTable | None:
    """The last table of a page, and what is loose at the head of the next → the rows there that go on with it; None where none do.

    `apart` are the boxes of running heads and page numbers, whose words are not the table's.
    """
    if table.cols < 2:
        return None
    found = _rest_by(loose.rules, table, loose, frame, apart)
    if found is None and len(loose.edges) > len(loose.rules):
        found = _rest_by(loose.edges, table, loose, frame, apart)
    return found


def _rest_by(
    rules: Sequence[Rule], table: PageTable, loose: Loose, frame: Frame, apart: Sequence[Box]
) -> PageTable | None:
    """The rows that go on with a table between rules, or between the edges of coloured bands as well."""
    xs = _aligned(table.xs, loose.rules)
    walls = np.array([(x, 0.0, loose.rules[-1][0]) for x in xs[1:-1]])
    found = part_ruby(cut_pieces(loose.glyphs, walls))[0]
    words = [p for p in found if not any(b[1] <= p.middle <= b[3] and b[0] <= p.centre <= b[2] for b in apart)]
    top = _top(words, rules[0][0])
    if len({_column(p, xs) for p in words if p.middle < top} - {None}) >= 2:
        return None  # rows that no rule parts
    rules = _own_rules([rule for rule in rules if rule[0] > top + SNAP], words, xs, top)
    if not rules:
        return None
    bottom = rules[-1][0]
    across = np.array([(top, xs[0], xs[-1]), *rules])
    inside = [p for p in words if top < p.middle < bottom]
    if any(p.vertical for p in inside) or _are_unlike(inside, rules[0][0]):
        return None
    middles = np.array([(p.centre, p.middle) for p in inside])
    grid = build_grid(RuleGroup(across, np.array([(x, top, bottom) for x in xs])), middles)
    if grid is None or grid.cols != table.cols:
        return None
    cells: dict[int, list[Piece]] = {}
    for number, piece in zip(grid.cell_of(middles).tolist(), inside, strict=True):
        cells.setdefault(number, []).append(piece)
    return page_table(frame, np.zeros((0, 4)), grid, cells)


def columns_under(heads: Sequence[Box], loose: Loose) -> tuple[float, ...]:
    """Words of a head at a page's foot, and what is loose on the next page → the borders about which they are centred; else ().

    Where all words begin at one distance from the border before them, that tells the borders as well.
    """
    wide = [rule for rule in loose.rules if rule[1] <= heads[0][0] and heads[-1][2] <= rule[2]]
    if not wide:
        return ()
    _, x0, x1 = wide[0]
    centred = [x0]
    for left, _, right, _ in heads:
        centred.append(left + right - centred[-1])
    flush = [x0, *(head[0] - heads[0][0] + x0 for head in heads[1:]), x1]
    for xs in (centred, flush) if abs(centred[-1] - x1) <= SAME_END else (flush,):
        if all(a <= head[0] and head[2] <= b for (a, b), head in zip(pairwise(xs), heads, strict=True)):
            return tuple(xs)
    return ()


def _top(words: Sequence[Piece], rule: float) -> float:
    """Where the lines right above the first rule begin; the rule itself where none stands close."""
    top = rule
    for piece in sorted((p for p in words if p.middle < rule), key=lambda p: -p.bottom):
        if top - piece.bottom > _LEADING * piece.size:
            break
        top = min(top, piece.top - 1)
    return top


def _are_unlike(words: Sequence[Piece], rule: float) -> bool:
    """Whether words above the first rule differ in size as those of a row do not: a heading and the running head beside it."""
    sizes = [p.size for p in words if p.middle < rule]
    return bool(sizes) and max(sizes) > _LIKE * min(sizes)


def _aligned(xs: Sequence[float], rules: Sequence[Rule]) -> list[float]:
    """Borders of columns → the same where the first rule as long as the table begins: margins of left and right pages differ."""
    wide = xs[-1] - xs[0]
    moved = next((start - xs[0] for _, start, end in rules if abs(end - start - wide) <= _SLACK), 0.0)
    return [x + moved for x in xs]


def _own_rules(rules: Sequence[Rule], words: Sequence[Piece], xs: Sequence[float], top: float) -> list[Rule]:
    """Rules from `top` downwards → those between whose heights all words keep to the columns, and two columns or more have some."""
    own: list[Rule] = []
    pending: list[Rule] = []
    filled: set[int] = set()
    last = top
    for level in (list(group) for _, group in groupby(rules, key=lambda rule: round(rule[0] / SNAP))):
        y = level[0][0]
        here = [p for p in words if last < p.middle < y]
        columns = {_column(p, xs) for p in here}
        fits = all(min(abs(x - end) for x in xs) <= SAME_END for rule in level for end in rule[1:])
        if not fits or None in columns or y - last > TALLEST_ROW or _are_rows(here, xs):
            break
        filled |= {column for column in columns if column is not None}
        pending += level
        last = y
        if len(filled) >= 2 and _covers(level, xs):
            own, pending, filled = [*own, *pending], [], set()
    return [*own, *pending] if len(filled) >= 2 else own


def _column(piece: Piece, xs: Sequence[float]) -> int | None:
    """The column that a piece keeps to; None where it crosses a border."""
    fits = (k for k in range(len(xs) - 1) if xs[k] - _SLACK <= piece.x0 and piece.x1 <= xs[k + 1] + _SLACK)
    return next(fits, None)


def _are_rows(words: Sequence[Piece], xs: Sequence[float]) -> bool:
    """Whether words of one column stand further apart than lines of a cell: rows that no rule parts."""
    for col in range(len(xs) - 1):
        own = sorted((p for p in words if _column(p, xs) == col), key=lambda p: p.middle)
        if any(below.middle - above.middle > _APART * below.size for above, below in pairwise(own)):
            return True
    return False


def _covers(level: Sequence[Rule], xs: Sequence[float]) -> bool:
    """Whether rules of one height run from side to side."""
    return sum(end - start for _, start, end in level) >= xs[-1] - xs[0] - 2 * SAME_END
