"""Tables without vertical rules: horizontal rules and coloured bands of equal length part the rows, white corridors the columns."""

from __future__ import annotations

from collections import Counter

import numpy as np

from pipeline.parse.pdf.content import Floats, PageContent, centres
from pipeline.parse.pdf.tables.charts import has_bars, is_axis
from pipeline.parse.pdf.tables.columns import (
    narrow_pieces,
    within,
)
from pipeline.parse.pdf.tables.edges import (
    box_of,
    count_rules,
    heading_marks,
    is_ruled,
    label_grounds,
    parted,
    stacks_of,
    trimmed,
    with_feet,
    with_foot,
    with_tops_and_bottoms,
    without_merged,
    without_unseen,
)
from pipeline.parse.pdf.tables.grid import Grid
from pipeline.parse.pdf.tables.head_bands import has_words_apart
from pipeline.parse.pdf.tables.lone_heads import grounds_below, with_foot_below
from pipeline.parse.pdf.tables.page_ends import page_ends
from pipeline.parse.pdf.tables.partings import Edge, tables_in
from pipeline.parse.pdf.tables.rules import REACH, TOUCH, Lines, snap_and_join
from pipeline.parse.pdf.tables.stacked import FEW, grid_of_stack
from pipeline.parse.pdf.tables.walls import LOWEST_ROW, walls_in
from pipeline.parse.pdf.text.piece import Piece
from pipeline.records import Box

_THREE_LINES = 24.0
"""Nothing lower holds a head and two rows (points)."""
_HIGHEST_BAND = 60.0
_FEWEST_LABELS = 3
_AXIS_WORDS = 12.0
"""The words below a chart's lowest line end so many points under it."""


def tables_of_rows(
    across: Lines, edges_of_bands: Lines, taken: list[Grid], frames: list[Box], content: PageContent
) -> list[Grid]:
    """Horizontal rules of no grid and no single box, with the bands between them → the grids they make with the text there."""
    boxes = [grid.box for grid in taken]
    rules = ruled = _unframed(free_of(across, boxes), frames)
    if len(rules) < (1 if len(edges_of_bands) else 2):
        return []
    bands = _unframed(free_of(edges_of_bands, boxes), frames)
    if len(edges_of_bands) and len(ends := page_ends(rules, boxes, content)):
        rules = np.concatenate([rules, ends])
    grounds = _unframed(free_of(band_edges(content, _HIGHEST_BAND, content.height), boxes), frames)
    bands, grounds = (without_merged(without_unseen(lines, rules, content), rules) for lines in (bands, grounds))
    edges = [lines for lines in (rules, bands, grounds) if len(lines)]
    fills = content.shades
    stacks = stacks_of(snap_and_join(np.concatenate(edges)) if len(edges) > 1 else rules, fills, content)
    stacks = [with_foot(with_tops_and_bottoms(stack, fills), ruled) for stack in stacks]
    tall = [stack for stack in stacks if stack[-1][0] - stack[0][0] >= _THREE_LINES]
    stacks = [stack for stack in tall if count_rules(rules, stack)]
    return _grids(stacks, rules, ruled, bands, taken, frames, content, fewest_rules=1)


def tables_of_bands(
    across: Lines, edges_of_bands: Lines, taken: list[Grid], frames: list[Box], content: PageContent
) -> list[Grid]:
    """Coloured bands in no grid → the grids they make: every other row coloured, no rule anywhere."""
    boxes = [grid.box for grid in taken]
    free = free_of(edges_of_bands, boxes)
    framed = [stack for frame in frames if (stack := _stack_in(frame, free))]
    bands = _unframed(free_of(free, [box_of(stack) for stack in framed]), frames)
    stacks = [*framed, *stacks_of(bands, content.tinted, content)]
    if not stacks:
        return []
    box = content.glyphs.box[content.glyphs.code != 0x20]
    words = (box, centres(box))
    stacks = [
        one
        for one in stacks
        if len(one) > FEW
        or (len(one) == FEW and has_words_apart(box_of(one[:2]), *words))
        or any(len(grounds_below(one[k:], bands)) for k in range(len(one)))
    ]
    rules = free_of(across, boxes)
    return _grids(stacks, rules, rules, bands, taken, frames, content)


def _grids(
    stacks: list[list[Edge]],
    rules: Lines,
    ruled: Lines,
    bands: Lines,
    taken: list[Grid],
    frames: list[Box],
    content: PageContent,
    fewest_rules: int = 0,
) -> list[Grid]:
    """Stacks of edges → the grids of their parts that have so many rules; `rules` have the ends that a page cuts, `ruled` are those alone that are drawn: feet."""
    if not stacks:
        return []
    taken_boxes = [grid.box for grid in taken]
    walls = np.concatenate([walls_in(stack, rules, content.glyphs.box) for stack in stacks])
    grounds = [
        (x, stack[0][0], stack[-1][0]) for stack in stacks for x in {e[2] for e in label_grounds(stack, content.tinted)}
    ]
    walls = np.concatenate([walls, np.array(grounds, np.float64).reshape(-1, 3)])
    found = narrow_pieces(content, walls)
    if spread := [wall for stack in stacks for wall in _walls_of_spread_labels(stack, found, content.glyphs.box)]:
        walls = np.concatenate([walls, np.array(spread, np.float64)])
        found = narrow_pieces(content, walls)
    found = _outside(found, taken_boxes)
    drawn = [stack for stack in stacks_of(rules, content.tinted, content) if len(stack) > 2]
    charts = [box_of(lines) for lines in drawn if is_axis([line[0] for line in lines], lines[0][1], found)]
    others = [*taken_boxes, *charts]
    about = [*frames, *((x0, top, x1, bottom + _AXIS_WORDS) for x0, top, x1, bottom in charts)]
    lines, outside = np.concatenate([rules, bands]), free_of(ruled, charts)
    parts = [
        trimmed(part, rules, content.tinted, found)
        for stack in stacks
        for one in with_feet(
            tables_in(stack, found, [*others, *heading_marks(lines, content.tinted, frames, stack, found)]), outside
        )
        for part in parted(one, rules, content.tinted, found)
    ]
    parts = [part for part in parts if count_rules(ruled, part) >= fewest_rules]
    tall = [part for part in parts if len(part) > FEW or is_ruled(part, rules, found)]
    heads = (with_foot_below(part, parts, rules, bands, found) for part in parts if part not in tall)
    tall += [head for head in heads if head]
    built = [grid_of_stack(part, rules, bands, about, content.tinted, found) for part in tall]
    if any(_is_crossed(grid, found) for grid in built if grid):
        found = _outside(
            narrow_pieces(content, np.concatenate([walls, *map(_borders, filter(None, built))])), taken_boxes
        )
        built = [grid_of_stack(part, rules, bands, about, content.tinted, found) for part in tall]
    grids = [grid for grid in built if grid is not None and not has_bars(grid, content)]
    widest = sorted(grids, key=lambda grid: grid.box[0] - grid.box[2])
    return [grid for n, grid in enumerate(widest) if not any(_reaches_into(grid, other) for other in widest[:n])]


def _walls_of_spread_labels(stack: list[Edge], found: list[Piece], glyphs: Floats) -> list[tuple[float, float, float]]:
    """A stack, the pieces of its page → the border behind labels spread so wide that their last letters stand with the values.

    対　　象　　者 市内の企業: three such letters or more begin and end alike, before values that begin alike.
    """
    _, top, x1, bottom = box_of(stack)
    torn = [p for p in found if p.text[1:2] == " " and top < p.middle < bottom and stack[0][1] + p.size < p.x0 < x1]
    if len(torn) < _FEWEST_LABELS:
        return []
    x0, count = Counter(round(p.x0) for p in torn).most_common(1)[0]
    ends = [float(glyphs[p.glyph, 2]) for p in torn if abs(p.x0 - x0) <= 1 and not p.vertical]
    return [(max(ends), top, bottom)] if count >= _FEWEST_LABELS and max(ends) - min(ends) < 1 else []


def _outside(found: list[Piece], boxes: list[Box]) -> list[Piece]:
    theirs = {id(piece) for box in boxes for piece in within(found, box)}
    return [piece for piece in found if id(piece) not in theirs]


def _is_crossed(grid: Grid, found: list[Piece]) -> bool:
    """Whether words run over a border of a grid, or of the rows that may stand outside its rules."""
    return any(
        piece.x0 < x - 1 and piece.x1 > x + 1 and top < piece.middle < bottom
        for x, top, bottom in _borders(grid).tolist()
        for piece in found
    )


def _borders(grid: Grid) -> Lines:
    """The inner borders of a grid's columns, where two words may stand close to one another (x, top, bottom): a row beyond its rules."""
    row = float(np.median(np.diff(grid.ys)))
    return np.array([(x, grid.ys[0] - row, grid.ys[-1] + row) for x in grid.xs[1:-1].tolist()], np.float64).reshape(
        -1, 3
    )


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


def free_of(lines: Lines, boxes: list[Box]) -> Lines:
    """Horizontal rules or edges → those in none of the boxes."""
    if not len(lines):
        return lines
    free = np.ones(len(lines), bool)
    for x0, y0, x1, y1 in boxes:
        free &= ~((lines[:, 0] >= y0 - 3) & (lines[:, 0] <= y1 + 3) & (lines[:, 1] < x1) & (lines[:, 2] > x0))
    return lines[free]


def _stack_in(frame: Box, edges: Lines) -> list[Edge]:
    """A single box and edges of bands → the box's top and bottom with the edges as long as it between; none where no two are."""
    x0, top, x1, bottom = frame
    alike = (np.abs(edges[:, 1] - x0) <= TOUCH) & (np.abs(edges[:, 2] - x1) <= TOUCH)
    inner = edges[alike & (edges[:, 0] > top + TOUCH) & (edges[:, 0] < bottom - TOUCH), 0].tolist()
    return [[y, x0, x1] for y in (top, *sorted(inner), bottom)] if len(inner) > 1 else []


def _unframed(lines: Lines, frames: list[Box]) -> Lines:
    """Those that are no side of a single box drawn around text; round corners shorten its sides."""
    for x0, top, x1, bottom in frames:
        side = (np.abs(lines[:, 0] - top) <= TOUCH) | (np.abs(lines[:, 0] - bottom) <= TOUCH)
        left, right = lines[:, 1] - x0, lines[:, 2] - x1
        shifted = (np.abs(left) > TOUCH) & (np.abs(right) > TOUCH) & (left * right > 0)
        lines = lines[~(side & ~shifted & (np.abs(left) <= REACH) & (np.abs(right) <= REACH))]
    return lines
