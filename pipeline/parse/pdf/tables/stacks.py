"""Tables without vertical rules: horizontal rules and coloured bands of equal length part the rows, white corridors the columns."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from pipeline.parse.pdf.content import Floats, PageContent
from pipeline.parse.pdf.tables.charts import has_bars, is_axis
from pipeline.parse.pdf.tables.columns import (
    baselines,
    between_lines,
    corridors,
    flush_borders,
    head_spans,
    keeps_to,
    narrow_pieces,
    pitch_of,
    reads_as_prose,
    row_cuts,
    spans,
    under_heads,
    unnamed,
    within,
)
from pipeline.parse.pdf.tables.edges import (
    box_of,
    count_rules,
    heading_bars,
    is_ruled,
    label_grounds,
    parted,
    stacks_of,
    trimmed,
    wider_than,
    with_feet,
    with_foot,
    with_top_and_bottom,
)
from pipeline.parse.pdf.tables.grid import Grid, grid_of
from pipeline.parse.pdf.tables.partings import Edge, is_head_of_others, is_title, rows_of, tables_in
from pipeline.parse.pdf.tables.rules import REACH, TOUCH, Lines, snap_and_join
from pipeline.parse.pdf.tables.walls import LOWEST_ROW, SAME_END, is_part, walls_in, with_ends, with_merged_columns
from pipeline.parse.pdf.text.piece import Piece
from pipeline.records import Box

_LEADING = 2.0
"""Lines of one cell stand no further apart, in em."""
_APART = 2.5
"""Words so many em below others stand in a cell of their own where a row ends between them."""
_FEW = 4
"""A table with at most so many rules has some at head and foot only: its rows are told by its printed lines."""
_LINES_OF_A_CELL = 5
"""So many lines between two rules of a table that rules part elsewhere are one row, unless each of them fills most columns."""
_THREE_LINES = 24.0
"""Nothing lower holds a head and two rows (points)."""
_HIGHEST_BAND = 60.0
_AXIS_WORDS = 12.0
"""The words below a chart's lowest line end so many points under it."""
_INSET = 1.5
"""Words in a cell stand in from the side of its ground by so many points; a marked word begins with its colour."""


def tables_of_rows(
    across: Lines, edges_of_bands: Lines, taken: list[Grid], frames: list[Box], content: PageContent
) -> list[Grid]:
    """Horizontal rules of no grid and no single box, with the bands between them → the grids they make with the text there."""
    boxes = [grid.box for grid in taken]
    rules = _unframed(_free(across, boxes), frames)
    if len(rules) < (1 if len(edges_of_bands) else 2):
        return []
    bands = _unframed(_free(edges_of_bands, boxes), frames)
    grounds = _unframed(_free(band_edges(content, _HIGHEST_BAND, content.height), boxes), frames)
    edges = [lines for lines in (rules, bands, grounds) if len(lines)]
    fills = content.shades
    stacks = stacks_of(snap_and_join(np.concatenate(edges)) if len(edges) > 1 else rules, fills, content)
    stacks = [with_foot(with_top_and_bottom(stack, fills), rules) for stack in stacks]
    tall = [stack for stack in stacks if stack[-1][0] - stack[0][0] >= _THREE_LINES]
    stacks = [stack for stack in tall if count_rules(rules, stack)]
    return _grids(stacks, rules, bands, taken, frames, content)


def tables_of_bands(
    across: Lines, edges_of_bands: Lines, taken: list[Grid], frames: list[Box], content: PageContent
) -> list[Grid]:
    """Coloured bands in no grid → the grids they make: every other row coloured, no rule anywhere."""
    boxes = [grid.box for grid in taken]
    bands = _unframed(_free(edges_of_bands, boxes), frames)
    stacks = [stack for stack in stacks_of(bands, content.tinted, content) if len(stack) > _FEW]
    return _grids(stacks, _free(across, boxes), bands, taken, frames, content)


def _grids(
    stacks: list[list[Edge]],
    rules: Lines,
    bands: Lines,
    taken: list[Grid],
    frames: list[Box],
    content: PageContent,
) -> list[Grid]:
    if not stacks:
        return []
    taken_boxes = [grid.box for grid in taken]
    walls = np.concatenate([walls_in(stack, rules, content.glyphs.box) for stack in stacks])
    grounds = [
        (x, stack[0][0], stack[-1][0]) for stack in stacks for x in {e[2] for e in label_grounds(stack, content.tinted)}
    ]
    walls = np.concatenate([walls, np.array(grounds, np.float64).reshape(-1, 3)])
    found = _outside(narrow_pieces(content, walls), taken_boxes)
    drawn = [stack for stack in stacks_of(rules, content.tinted, content) if len(stack) > 2]
    charts = [box_of(lines) for lines in drawn if is_axis([line[0] for line in lines], lines[0][1], found)]
    others = [*taken_boxes, *charts]
    about = [*frames, *((x0, top, x1, bottom + _AXIS_WORDS) for x0, top, x1, bottom in charts)]
    lines, outside = np.concatenate([rules, bands]), _free(rules, charts)
    parts = [
        trimmed(part, rules, content.tinted, found)
        for stack in stacks
        for one in with_feet(
            tables_in(stack, found, [*others, *wider_than(lines, stack), *heading_bars(content.tinted, stack)]), outside
        )
        for part in parted(one, rules, found)
    ]
    tall = [part for part in parts if len(part) > _FEW or is_ruled(part, rules, found)]
    built = [_grid(part, rules, bands, about, content.tinted, found) for part in tall]
    if any(slot.colspan > 1 for grid in built if grid for slot in grid.slots):
        found = _outside(
            narrow_pieces(content, np.concatenate([walls, *map(_borders, filter(None, built))])), taken_boxes
        )
        built = [_grid(part, rules, bands, about, content.tinted, found) for part in tall]
    grids = [grid for grid in built if grid is not None and not has_bars(grid, content)]
    widest = sorted(grids, key=lambda grid: grid.box[0] - grid.box[2])
    return [grid for n, grid in enumerate(widest) if not any(_reaches_into(grid, other) for other in widest[:n])]


def _outside(found: list[Piece], boxes: list[Box]) -> list[Piece]:
    theirs = {id(piece) for box in boxes for piece in within(found, box)}
    return [piece for piece in found if id(piece) not in theirs]


def _borders(grid: Grid) -> Lines:
    """The inner borders of a grid's columns, where two words may stand close to one another (x, top, bottom)."""
    return np.array([(x, grid.ys[0], grid.ys[-1]) for x in grid.xs[1:-1].tolist()], np.float64).reshape(-1, 3)


def _reaches_into(one: Grid, other: Grid) -> bool:
    """Whether a grid reaches into a wider one: rules that part some columns of it line up like a table."""
    a, b = one.box, other.box
    return min(a[2], b[2]) - max(a[0], b[0]) > 3 and min(a[3], b[3]) - max(a[1], b[1]) > 3


def band_edges(content: PageContent, lowest: float = LOWEST_ROW, highest: float = _HIGHEST_BAND) -> Lines:
    """A page's content → tops and bottoms of coloured boxes, by default one row high; those of neighbouring cells joined."""
    boxes = content.shades.astype(np.float64)
    high = boxes[:, 3] - boxes[:, 1]
    boxes = boxes[(high >= lowest) & (high <= highest)]
    if not len(boxes):
        return np.zeros((0, 3))
    return snap_and_join(np.concatenate([boxes[:, [1, 0, 2]], boxes[:, [3, 0, 2]]]))


def _free(lines: Lines, boxes: list[Box]) -> Lines:
    free = np.ones(len(lines), bool)
    for x0, y0, x1, y1 in boxes:
        free &= ~((lines[:, 0] >= y0 - 3) & (lines[:, 0] <= y1 + 3) & (lines[:, 1] < x1) & (lines[:, 2] > x0))
    return lines[free]


def _unframed(lines: Lines, frames: list[Box]) -> Lines:
    """Those that are no side of a single box drawn around text; round corners shorten its sides."""
    for x0, top, x1, bottom in frames:
        side = (np.abs(lines[:, 0] - top) <= TOUCH) | (np.abs(lines[:, 0] - bottom) <= TOUCH)
        lines = lines[~(side & (np.abs(lines[:, 1] - x0) <= REACH) & (np.abs(lines[:, 2] - x1) <= REACH))]
    return lines


def _grid(
    stack: list[Edge], rules: Lines, bands: Lines, frames: list[Box], fills: Floats, found: list[Piece]
) -> Grid | None:
    x0, x1 = min(edge[1] for edge in stack), max(edge[2] for edge in stack)
    rows = [edge[0] for edge in stack]
    crossing = (
        (rules[:, 0] > rows[0]) & (rules[:, 0] < rows[-1]) & (rules[:, 1] < x0 - REACH) & (rules[:, 2] > x1 + REACH)
    )
    if crossing.any() or is_axis(rows, x0, found):
        return None
    inside = [p for p in found if rows[0] < p.middle < rows[-1] and x0 - 2 <= p.x0 and p.x1 <= x1 + 2]
    if len(inside) < max(len(stack), 4):
        return None
    few = len(stack) <= _FEW
    lines = baselines(inside)
    parts = _parts(rows, x0, x1, rules, bands, inside)
    levels = np.sort([*rows, *(edge[0] for edge in parts)])
    heads = int((levels < rows[1]).sum())
    heads = heads if heads < len(levels) - 1 else 1  # two rules: what stands between is no head alone
    borders = corridors(inside, between_lines(lines), 0.4) if few else corridors(inside, levels, 0.5, heads)
    if few and len(rows) > 2 and not borders:
        borders = corridors(inside, np.array(rows), 1.0)  # labels of rows with many lines
    top = [p for p in inside if p.middle < rows[1]]
    if few and len(rows) > 2:
        borders = under_heads(borders, top, inside)
    edges = [*parts, *label_grounds(stack, fills)]
    ends = with_ends([], edges, (x0, x1), inside, heads) if edges else []
    as_head = len(top) == len(ends) + 1 > 2 and len(baselines(top)) == 1  # drawn borders as many as the head has
    borders = ends if as_head else with_ends(borders, edges, (x0, x1), inside, heads)
    if parts and borders:
        borders = with_merged_columns(borders, parts, rows, (x0, x1), inside)
    xs = np.array([x0, *borders, x1])
    if not borders or (few and reads_as_prose(lines, xs)):
        return None
    pitch = 1.2 * pitch_of(lines) if few else float(np.median(np.diff(rows)))
    sides = [(y, left, right) for left, top, right, bottom in frames for y in (top, bottom)]
    lines_about = np.concatenate([rules, bands, np.array(sides, np.float64).reshape(-1, 3)])
    above_and_below = lines_about[(lines_about[:, 1] < x1) & (lines_about[:, 2] > x0), 0]
    for outer, step in ((rows[0], -pitch), (rows[-1], pitch)):
        far = _up_to_rule(outer, outer + step, above_and_below)
        beyond = within(found, (x0, min(outer, far), x1, max(outer, far)))
        if len(beyond) < len(xs) - 1 or is_head_of_others(baselines(beyond)[-1], rows_of(found, stack)):
            continue
        if step > 0 and is_title(baselines(beyond)[0], x0):
            continue
        borders = borders if few else corridors([*inside, *beyond], np.sort(np.append(levels, far)), 0.5, heads)
        columns = np.array([x0, *borders, x1])
        if len(columns) == len(xs) and keeps_to([beyond], columns):
            far = _down_to(far, outer, columns, within(found, (x0, outer, x1, _next(outer, above_and_below))))
            rows.append(far)  # rules between the rows only: one more row outside
            levels = np.append(levels, far)
            inside += beyond
            xs = columns
    rows.sort()
    cuts = [cut for pair in pairwise(rows) for cut in _cuts(lines, pair, parts, xs, len(rows) > 3)] if few else []
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
    merged = spans(inside, xs, ys) | unnamed(inside, xs, ys)
    merged |= head_spans(inside, xs, ys, lower) | _section_rows(inside, xs, ys, fills)
    return grid_of(flush_borders(xs, inside), ys, merged, lower)


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
    return row_cuts(own, xs, 1.0 if is_ruled_within and len(own) <= _LINES_OF_A_CELL else 0.6) if len(own) >= 3 else []


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
            between = np.nonzero((ys > upper.bottom - 1) & (ys < word.top + 1))[0].tolist()
            if not between or word.middle - upper.middle <= _APART * word.size or any(lower[k][col] for k in between):
                continue
            is_level = any(abs(p.middle - word.middle) < 0.15 * p.size and not x0 <= p.centre <= x1 for p in inside)
            if len(between) == 1 or is_level:
                lower[between[-1]][col] = True
