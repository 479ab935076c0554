"""One stack of horizontal edges with the words between them → the grid they make."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from pipeline.parse.pdf.content import Floats
from pipeline.parse.pdf.tables.centred import merged_by_middles
from pipeline.parse.pdf.tables.charts import is_axis
from pipeline.parse.pdf.tables.columns import (
    baselines,
    between_lines,
    corridors,
    flush_borders,
    keeps_to,
    pitch_of,
    reads_as_prose,
    row_cuts,
    spans,
    within,
)
from pipeline.parse.pdf.tables.edges import label_grounds
from pipeline.parse.pdf.tables.grid import Grid, grid_of
from pipeline.parse.pdf.tables.head_words import centred_borders, head_spans, under_heads, unnamed
from pipeline.parse.pdf.tables.partings import LARGER, Edge, is_head_of_others, is_title, rows_of
from pipeline.parse.pdf.tables.rules import REACH, TOUCH, Lines
from pipeline.parse.pdf.tables.walls import LOWEST_ROW, SAME_END, is_part, with_ends, with_merged_columns
from pipeline.parse.pdf.tables.wrapped import cuts_between, wrapped_rows
from pipeline.parse.pdf.text.piece import Piece
from pipeline.records import Box

# 対 象 者, 対 象 経 費
_SPREAD = re.compile(r"\S(?: \S){2,7}")
_FEWEST_LABELS = 3
FEW = 4
"""A table with at most so many rules has some at head and foot only: its rows are told by its printed lines."""
_LEADING = 2.0
"""Lines of one cell stand no further apart, in em."""
_APART = 2.5
"""Words so many em below others stand in a cell of their own where a row ends between them."""
_GROUPS = 0.25
"""So few rows may name a group in a column of their own that the head names."""
_LINES_OF_A_CELL = 5
"""So many lines between two rules of a table that rules part elsewhere are one row, unless each of them fills most columns."""
_INSET = 1.5
"""Words in a cell stand in from the side of its ground by so many points; a marked word begins with its colour."""


@dataclass(frozen=True, slots=True)
class _Body:
    """Heights of a stack's edges, those of rules in some columns only too (`levels`), sides of its columns, and its words.

    So many first words of a column as there are `heads` belong to the head.
    """

    rows: list[float]
    levels: NDArray[np.float64]
    xs: NDArray[np.float64]
    inside: list[Piece]
    heads: int


def grid_of_stack(
    stack: list[Edge], rules: Lines, bands: Lines, frames: list[Box], fills: Floats, found: list[Piece]
) -> Grid | None:
    """A stack of edges → its grid; None where its words make no columns.

    `rules`, edges of `bands` and `frames` stand anywhere on the page, `fills` are its coloured boxes, `found` its pieces.
    """
    x0, x1 = min(edge[1] for edge in stack), max(edge[2] for edge in stack)
    rows = [edge[0] for edge in stack]
    if _is_crossed(rows, x0, x1, rules) or is_axis(rows, x0, found):
        return None
    inside = [p for p in found if rows[0] < p.middle < rows[-1] and x0 - 2 <= p.x0 and p.x1 <= x1 + 2]
    if len(inside) < max(len(stack), 4):
        return None
    few, lines = len(stack) <= FEW, baselines(inside)
    parts = _parts(rows, x0, x1, rules, bands, inside)
    grounds = label_grounds(stack, fills) or _spread_labels(inside, rows[0], x0)
    body = _body(rows, (x0, x1), parts, grounds, inside)
    if len(body.xs) == 2 or (few and reads_as_prose(lines, body.xs)):
        return None
    sides = [(y, left, right) for left, top, right, bottom in frames for y in (top, bottom)]
    about = np.concatenate([rules, bands, np.array(sides, np.float64).reshape(-1, 3)])
    heights = about[(about[:, 1] < x1) & (about[:, 2] > x0), 0]
    pitch = max([1.2 * pitch_of(lines), *([float(np.median(np.diff(body.levels)))] if parts else [])])
    body = _with_rows_outside(body, pitch if few else None, heights, rows_of(found, stack), found)
    rows, xs, inside = sorted(body.rows), body.xs, body.inside
    open_rows = [pair for pair in pairwise(rows) if not _is_coloured_row(pair, xs, inside, fills)] if few else []
    cuts = [cut for pair in open_rows for cut in _cuts(lines, pair, parts, xs, len(rows) > 3)]
    cuts += _label_rows(parts, rules, xs, inside) if len(xs) == 3 else []
    levels_within = {round(edge[0]) for edge in parts}
    if max(len(stack), len(rows) * bool(parts)) + len(cuts) + len(levels_within) < 4 and len(stack) < 3:
        return None
    whole = [*rows, *cuts]
    ys = np.array(sorted([*whole, *(edge[0] for edge in parts)]))
    ys = ys[np.concatenate(([True], np.diff(ys) > 1))]
    if np.diff(ys).min() < LOWEST_ROW:
        return None  # no word fits between: boxes that overlap, arrows
    lower = [_wall(y, whole, parts, xs) for y in ys.tolist()]
    if parts:
        _part_cells(lower, ys, xs, inside)
        if len(ys) > 3 and not all(lower[2]) and all(lower[1]) and not _is_titled(rows[0], x0, x1, found):
            _part_rest(lower[2], lower[3], ys[1:4].tolist(), xs, inside)
    elif len(stack) >= FEW and not any(rows[0] + TOUCH < edge[0] < rows[-1] - TOUCH for edge in rules.tolist()):
        for border, col in merged_by_middles(ys, xs, inside, (stack[0][0], stack[-1][0])):
            lower[border][col] = False
    merged = spans(inside, xs, ys) | unnamed(inside, xs, ys)
    merged |= head_spans(inside, xs, ys, lower) | _section_rows(inside, xs, ys, fills)
    return grid_of(flush_borders(xs, inside), ys, merged, lower)


def _is_crossed(rows: list[float], x0: float, x1: float, rules: Lines) -> bool:
    """Whether a rule inside runs on at both sides: that of a larger drawing."""
    between = (rules[:, 0] > rows[0]) & (rules[:, 0] < rows[-1])
    return bool(np.count_nonzero(between & (rules[:, 1] < x0 - REACH) & (rules[:, 2] > x1 + REACH)))


def _body(
    rows: list[float], sides: tuple[float, float], parts: list[Edge], grounds: list[Edge], inside: list[Piece]
) -> _Body:
    """Heights of edges and what stands between them → the columns: white corridors, and where `parts` and `grounds` end."""
    few = len(rows) <= FEW
    levels = np.sort([*rows, *(edge[0] for edge in parts)])
    heads = int((levels < rows[1]).sum())
    heads = heads if heads < len(levels) - 1 else 1  # two rules: what stands between is no head alone
    top = [p for p in inside if p.middle < rows[1]]
    if few:
        borders = corridors(inside, between_lines(baselines(inside)), 0.4)
        if len(rows) > 2:
            borders = borders or corridors(inside, np.array(rows), 1.0)  # labels of rows with many lines
            borders = under_heads(borders, top, inside)
    else:
        borders = corridors(inside, levels, 0.5, heads)
        groups = corridors(inside, levels, _GROUPS, heads) if 2 < len(borders) + 2 == len(top) else borders
        borders = (
            groups
            if len(groups) == len(borders) + 1 and keeps_to([top], np.array([-np.inf, *groups, np.inf]))
            else borders
        )
    borders = [x for x in borders if all(x > ground[2] - SAME_END for ground in grounds)]  # 対 象 者 on one ground
    edges = [*parts, *grounds]
    ends = with_ends([], edges, sides, inside, heads) if edges else []
    as_head = len(top) == len(ends) + 1 > 2 and len(baselines(top)) == 1  # drawn borders as many as the head has
    borders = ends if as_head else with_ends(borders, edges, sides, inside, heads)
    if parts and borders:
        borders = with_merged_columns(borders, parts, rows, sides, inside)
    borders = centred_borders(top, sides, inside) or borders
    return _Body(rows, levels, np.array([sides[0], *borders, sides[1]]), inside, heads)


def _spread_labels(inside: list[Piece], top: float, left: float) -> list[Edge]:
    """Words of a stack → the ground of labels spread to one width (対　象　者), three or more at its left; else none."""
    spread = [p for p in inside if p.x0 - left <= _LEADING * p.size and _SPREAD.fullmatch(p.text)]
    ends = [p.x1 for p in spread]
    return [[top, left, max(ends) + 1]] if len(ends) >= _FEWEST_LABELS and max(ends) - min(ends) < 1 else []


def _with_rows_outside(
    body: _Body, pitch: float | None, heights: NDArray[np.float64], words: list[list[Piece]], found: list[Piece]
) -> _Body:
    """A table with rules between its rows only → with the row above its first rule, and the one below its last.

    `pitch` is how high a row is where printed lines tell, None where rules do; `heights` are those of what is drawn about the
    table, `words` the pieces of each of its rows.
    """
    x0, *borders, x1 = body.xs.tolist()
    first, last = body.rows[0], body.rows[-1]
    step = float(np.median(np.diff(body.rows))) if pitch is None else pitch
    for outer, reach in ((first, -step), (last, step)):
        far = _up_to_rule(outer, outer + reach, heights)
        beyond = within(found, (x0, min(outer, far), x1, max(outer, far)))
        if len(beyond) < len(body.xs) - 1 or is_head_of_others(baselines(beyond)[-1], words):
            continue
        if is_title(baselines(beyond)[0], x0) if reach > 0 else _is_larger(beyond, body.inside):
            continue
        inside = [*body.inside, *beyond]
        if pitch is None:
            borders = corridors(inside, np.sort(np.append(body.levels, far)), 0.5, body.heads)
        elif not keeps_to([beyond], body.xs):
            borders = corridors(inside, between_lines(baselines(inside)), 0.4)
        xs = np.array([x0, *borders, x1])
        if len(xs) == len(body.xs) and keeps_to([beyond], xs):
            far = _down_to(far, outer, xs, within(found, (x0, outer, x1, _next(outer, heights))))
            body = _Body([*body.rows, far], np.append(body.levels, far), xs, inside, body.heads)
    return body


def _is_larger(words: list[Piece], others: list[Piece]) -> bool:
    """Whether all words are set larger than others usually are: a title, no head."""
    return min(p.size for p in words) > LARGER * float(np.median([p.size for p in others]))


def _section_rows(
    inside: list[Piece], xs: NDArray[np.float64], ys: NDArray[np.float64], fills: Floats
) -> set[tuple[int, int]]:
    """(row, border) pairs of the rows that hold one title on one coloured box as wide as the table: merged over all columns."""
    box = fills[(np.abs(fills[:, 0] - xs[0]) <= SAME_END) & (np.abs(fills[:, 2] - xs[-1]) <= SAME_END)]
    merged: set[tuple[int, int]] = set()
    for row, (top, bottom) in enumerate(pairwise(ys.tolist())):
        boxed = ((np.abs(box[:, 1] - top) <= TOUCH) & (np.abs(box[:, 3] - bottom) <= TOUCH)).any()
        if boxed and sum(top < p.middle < bottom for p in inside) == 1:
            merged |= {(row, border) for border in range(1, len(xs) - 1)}
    return merged


def _up_to_rule(outer: float, far: float, heights: NDArray[np.float64]) -> float:
    """The far side of a row outside the rules: no further than the next rule, which is another table's."""
    if far < outer:
        return float(max([far, *(heights[heights < outer - 3] + 1).tolist()]))
    return float(min([far, *(heights[heights > outer + 3] - 1).tolist()]))


def _next(outer: float, heights: NDArray[np.float64]) -> float:
    """The rule below a height; far below the page where there is none."""
    return float(heights[heights > outer + 3].min(initial=1e5))


def _down_to(far: float, outer: float, xs: NDArray[np.float64], below: list[Piece]) -> float:
    """The foot of a last row that the page cuts: it goes on through the lines below its label, set as close as any."""
    if far < outer:
        return far
    last: Piece | None = None
    for line in baselines(below):
        is_close = last is None or line[0].middle - last.middle <= _LEADING * last.size
        if line[0].middle > far and not (is_close and all(p.x0 >= xs[1] - 2 for p in line)):
            break
        last = line[0]
        far = max(far, *(p.bottom + 1 for p in line))
    return far


def _parts(rows: list[float], x0: float, x1: float, rules: Lines, bands: Lines, inside: list[Piece]) -> list[Edge]:
    """Rules that part rows in some columns only, and bands that do: at a side of the table, or with white before their words."""
    beside = (bands[:, 1] - x0 <= SAME_END) | (x1 - bands[:, 2] <= SAME_END)
    edges = [*rules.tolist(), *bands[beside].tolist()]
    edges += [edge for edge in bands[~beside].tolist() if _is_ground(edge, inside)]
    return [edge for edge in edges if is_part(edge, rows, x0, x1)]


def _is_ground(edge: Edge, inside: list[Piece]) -> bool:
    """Whether the top or bottom of a coloured box is that of a cell: its words stand in from the left, none crosses its sides."""
    y, x0, x1 = edge
    near = [p for p in inside if abs(p.middle - y) <= 2 * p.size and p.x1 > x0 - 1 and p.x0 < x1 + 1]
    return bool(near) and all(x0 + _INSET <= p.x0 and p.x1 <= x1 for p in near)


def _is_coloured_row(rows: tuple[float, float], xs: NDArray[np.float64], inside: list[Piece], fills: Floats) -> bool:
    """Whether what stands between two edges of a table of labels and values is one label on a ground as high."""
    top, bottom = rows
    level = (np.abs(fills[:, 1] - top) <= TOUCH) & (np.abs(fills[:, 3] - bottom) <= TOUCH)
    if len(xs) != 3 or not np.count_nonzero(level & (fills[:, 0] < xs[1]) & (fills[:, 2] > xs[0])):
        return False
    label = sorted((p for p in inside if top < p.middle < bottom and p.x1 <= xs[1] + 1), key=lambda p: p.middle)
    return bool(label) and all(b.middle - a.middle <= _LEADING * b.size for a, b in pairwise(label))


def _cuts(
    lines: list[list[Piece]],
    rows: tuple[float, float],
    parts: list[Edge],
    xs: NDArray[np.float64],
    is_ruled_within: bool,
) -> list[float]:
    """The heights at which printed lines part a stretch between two rules, where no shorter rule does."""
    top, bottom = rows
    own = [line for line in lines if top < line[0].middle < bottom]
    below = min((edge[0] for edge in parts if top < edge[0] < bottom), default=bottom)
    if below < bottom:  # merged cells begin here: a head that fills all columns stands above them
        first = [line for line in own if line[0].middle < below]
        is_full = first and first[0] is lines[0] and len(first[0]) == len(xs) - 1 > 2 and keeps_to(first[:1], xs)
        return [(first[0][0].middle + first[1][0].middle) / 2] if is_full and len(first) > 1 else []
    wrapped = wrapped_rows(own, xs)
    if wrapped and wrapped[-1][-1].middle >= own[-1][-1].middle:
        return cuts_between(wrapped)
    return row_cuts(own, xs, 1.0 if is_ruled_within and len(own) <= _LINES_OF_A_CELL else 0.6) if len(own) >= 3 else []


def _label_rows(parts: list[Edge], rules: Lines, xs: NDArray[np.float64], inside: list[Piece]) -> list[float]:
    """Where the grounds of labels meet without a rule, each with words beside it: rows of a table of labels and values."""
    words = sorted((p for p in inside if p.x0 > xs[1] - 1), key=lambda p: p.middle)
    own = {y for y, _, x1 in parts if x1 <= xs[1] + SAME_END and not (np.abs(rules[:, 0] - y) <= TOUCH).any()}
    rows = [y for y in sorted(own) if not any(p.top + 1 < y < p.bottom - 1 for p in words)]
    heights = [-np.inf, *rows, np.inf]
    return rows if all(any(a < p.middle < b for p in words) for a, b in pairwise(heights)) else []


def _wall(y: float, whole: list[float], parts: list[Edge], xs: NDArray[np.float64]) -> list[bool]:
    """In which columns a rule stands at a height."""
    if min(abs(y - row) for row in whole) <= 1:
        return [True] * (len(xs) - 1)
    here = [edge for edge in parts if abs(edge[0] - y) <= 1]
    return [any(edge[1] <= middle <= edge[2] for edge in here) for middle in ((xs[:-1] + xs[1:]) / 2).tolist()]


def _part_cells(lower: list[list[bool]], ys: NDArray[np.float64], xs: NDArray[np.float64], inside: list[Piece]) -> None:
    """Adds walls to `lower` where words of one column stand further apart than the lines of a cell, about one level of others.

    Where they stand about several, the lower ones begin the row whose words they are level with.
    """
    for col, (x0, x1) in enumerate(pairwise(xs.tolist())):
        own = sorted((p for p in inside if x0 - 1 <= p.x0 and p.x1 <= x1 + 1), key=lambda p: p.middle)
        for upper, word in pairwise(own):
            between = ((ys > upper.bottom - 1) & (ys < word.top + 1)).nonzero()[0].tolist()
            if not between or word.middle - upper.middle <= _APART * word.size or any(lower[k][col] for k in between):
                continue
            is_level = any(abs(p.middle - word.middle) < 0.15 * p.size and not x0 <= p.centre <= x1 for p in inside)
            if len(between) == 1 or is_level:
                lower[between[-1]][col] = True


def _is_titled(top: float, x0: float, x1: float, found: list[Piece]) -> bool:
    """Whether words stand right above a table: it does not go on from the page before."""
    return any(0 < top - p.middle <= _APART * p.size and x0 < p.centre < x1 for p in found)


def _part_rest(
    walls: list[bool], feet: list[bool], ys: list[float], xs: NDArray[np.float64], inside: list[Piece]
) -> None:
    """Adds walls below the first of two rows under a head, where the rest of cells that the last page began has no words.

    The words below such a rest stand in the middle of the second row, as those of the columns that are parted do; `feet`
    are the walls below it.
    """
    top, middle, bottom = ys
    cells = [
        [p for p in inside if top < p.middle < bottom and x0 - 1 <= p.x0 and p.x1 <= x1 + 1]
        for x0, x1 in pairwise(xs.tolist())
    ]
    below = [p for cell, wall in zip(cells, walls, strict=True) if wall for p in cell if p.middle > middle]
    for col, cell in enumerate(cells):
        if walls[col] or not feet[col] or not cell or not below or min(p.top for p in cell) < middle - 1:
            continue
        centres = [(min(p.top for p in words) + max(p.bottom for p in words)) / 2 for words in (cell, below)]
        walls[col] = abs(centres[0] - centres[1]) < 0.25 * cell[0].size
