"""Finds the tables of a page: rules first, open sides closed, filled boxes as cells only where nothing is ruled."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.parse.pdf.content import WHITE, Floats, Glyphs, PageContent, centres
from pipeline.parse.pdf.tables.charts import has_axis
from pipeline.parse.pdf.tables.columns import keeps_to, page_pieces, within
from pipeline.parse.pdf.tables.grid import Grid, build_grid, with_slots
from pipeline.parse.pdf.tables.head_bands import tables_below_bands
from pipeline.parse.pdf.tables.heading_rules import heading_boxes, under_headings
from pipeline.parse.pdf.tables.heads import with_colored_heads
from pipeline.parse.pdf.tables.nested import part_frames, part_insets
from pipeline.parse.pdf.tables.plain import plain_tables
from pipeline.parse.pdf.tables.rows import wants_borders, with_banded_rows, with_missing_borders, with_outer_rows
from pipeline.parse.pdf.tables.rules import (
    MOST_RULES,
    TOUCH,
    Lines,
    RuleGroup,
    borders_of,
    group_rules,
    split_directions,
    with_pictures,
    without_underlines,
)
from pipeline.parse.pdf.tables.sections import join_sections, lacks_sides
from pipeline.parse.pdf.tables.stacks import band_edges, free_of, tables_of_bands, tables_of_rows
from pipeline.parse.pdf.tables.strips import is_calendar, is_strip
from pipeline.parse.pdf.tables.tabs import tables_of_tabs
from pipeline.parse.pdf.tables.tiles import overlap, prefer_tiles, tiled_grids
from pipeline.records import Box

_FEWEST_FILLS = 4
"""Filled boxes that make a table without rules: two labels and their values."""
_FURTHEST_BAND = 60.0
"""A row between two coloured ones is no higher."""
_HEAD_GAP = 15.0
"""A row of boxes so many points above a table of the same columns is its head."""
_AROUND = 100.0
"""What stands further from a grid (points) says nothing of what it is."""
_GROWTH = np.array([-2.25, -2.25, 2.25, 2.25])
"""Boxes drawn singly, some 3 to 6 points apart, meet when each grows by so much on every side."""


@dataclass(frozen=True, slots=True)
class FoundTables:
    """The grids of a page, for each glyph the number of its cell, and single boxes drawn around text.

    Cells are numbered through all grids: those of grid k start at `offsets[k]`; -1 is text outside tables.
    `loose` are the horizontal rules outside, and those of the first grid where its words alone tell its columns.
    """

    grids: tuple[Grid, ...]
    offsets: tuple[int, ...]
    cell: NDArray[np.int32]
    frames: tuple[Box, ...]
    loose: Lines


def find_tables(content: PageContent) -> FoundTables:
    """A page's content → the tables on it. Nested tables claim their glyphs from the table around them."""
    box = content.glyphs.box
    middles = centres(box)
    kept: list[Grid] = []
    frames: list[Box] = []
    is_open: set[int] = set()
    across: Lines = np.zeros((0, 3))
    down = across
    bands = band_edges(content)
    rules = with_pictures(content.rules, content.pictures)
    if len(rules) <= MOST_RULES:
        across, down = split_directions(rules)
        boxes, rest = heading_boxes(rules, across, down)
        if boxes:
            across, down = split_directions(rest)
        across = without_underlines(across, down, box)
        foreign = under_headings(across, down)
        headings = [*across[foreign, 0].tolist(), *(float(marks[:, 1].min()) for marks in boxes)]
        across = across[~foreign]
        groups = [part for group in group_rules(across, down) for part in part_frames(group, middles)]
        groups = [part for group in groups for part in part_insets(group, middles)]
        groups = join_sections(groups, headings, middles)
        groups += [RuleGroup(*split_directions(marks)) for marks in boxes]
        built = [build_grid(group, middles) for group in groups]
        is_open = {id(grid) for grid, group in zip(built, groups, strict=True) if grid and lacks_sides(group)}
        kept, frames = _sort_out(built, box)
        kept = [grid for grid in kept if grid.rows > 1 or not is_strip(grid, id(grid) in is_open, content)]
        if any(_lacks_rows(grid) for grid in kept):
            kept = [with_banded_rows(grid, bands) if _lacks_rows(grid) else grid for grid in kept]
        kept += [grid for grid in tables_of_tabs(across, content.tinted, kept) if is_table(grid, box, 0.9)]
        kept = _with_rows_below_heads(kept, across, bands, frames, content)
    kept = with_colored_heads(kept, content)
    tiled = [grid for grid in tiled_grids(content, middles) if is_table(grid, box)]
    kept = prefer_tiles(kept, tiled)
    kept += _filled(content, kept)
    if len(frames) >= _FEWEST_FILLS:
        boxed = _side_by_side(np.array(frames) + _GROWTH, box)
        kept += boxed
        frames = [one for one in frames if not any(_lies_in(one, grid) for grid in boxed)]
    for grid in [one for one in kept if len(bands) > one.rows and _is_zebra(one, bands, content)]:
        others = [one for one in kept if one is not grid]
        whole = [one for one in tables_of_bands(across, bands, others, frames, content) if _goes_on(grid, one)]
        kept = [*others, whole[0]] if whole and is_table(whole[0], box, 0.6) else kept
    kept += [grid for grid in tables_of_bands(across, bands, kept, frames, content) if is_table(grid, box, 0.6)]
    kept += [grid for grid in tables_below_bands(kept, content) if is_table(grid, box, 0.6)]
    if any(id(grid) in is_open or wants_borders(grid) for grid in kept):
        found = page_pieces(content)
        kept = [
            with_outer_rows(with_missing_borders(grid, True, found), across, found)
            if id(grid) in is_open
            else with_missing_borders(grid, False, found)
            for grid in kept
        ]
    for grid, head in plain_tables(content, kept, frames):
        if is_table(grid, box, 0.6):
            kept = [*(one for one in kept if one is not head), grid]
    for row in [grid for grid in kept if grid.rows == 1 and grid.cols >= 3]:
        kept = _with_head(kept, row, middles)
    kept = sorted((grid for grid in kept if not is_calendar(grid, content)), key=_area, reverse=True)
    cell = np.full(len(box), -1, np.int32)
    offsets: list[int] = []
    offset = 0
    for grid in kept:
        own = grid.cell_of(middles)
        cell[own >= 0] = own[own >= 0] + offset
        offsets.append(offset)
        offset += len(grid.slots)
    first = min(kept, key=lambda grid: grid.ys[0], default=None)
    loose = free_of(across, [grid.box for grid in kept if grid is not first or _is_drawn(grid, down)])
    return FoundTables(tuple(kept), tuple(offsets), keep_words_whole(content.glyphs, cell), tuple(frames), loose)


def _is_drawn(grid: Grid, down: Lines) -> bool:
    """Whether a vertical rule stands in a grid or at its sides."""
    x0, top, x1, bottom = grid.box
    within_sides = (down[:, 0] > x0 - TOUCH) & (down[:, 0] < x1 + TOUCH)
    return bool((within_sides & (down[:, 1] < bottom) & (down[:, 2] > top)).any())


def _with_rows_below_heads(
    kept: list[Grid], across: Lines, bands: Lines, frames: list[Box], content: PageContent
) -> list[Grid]:
    """Ruled grids → the same with the tables of horizontal rules; a lone row of cells above such a table is its head."""
    tall = [grid for grid in kept if grid.rows > 1]
    found = [
        grid
        for grid in tables_of_rows(across, bands, tall, frames, content)
        if is_table(grid, content.glyphs.box, 0.6)
        and all(grid.cols == head.cols for head in kept if head.rows == 1 and overlap(head, grid))
    ]
    return [*tall, *(one for one in kept if one.rows == 1 and not any(overlap(one, grid) for grid in found)), *found]


def _with_head(kept: list[Grid], head: Grid, middles: Floats) -> list[Grid]:
    """The grids of a page, with a row of boxes joined to a grid of its columns that begins a little below it."""
    x0, _, x1, y0 = head.box
    for grid in kept:
        gap = grid.ys[0] - y0
        if grid.cols == head.cols and 0 < gap <= _HEAD_GAP and np.abs(grid.xs - head.xs).max() <= TOUCH:
            between = (middles[:, 1] > y0) & (middles[:, 1] < grid.ys[0]) & (middles[:, 0] > x0) & (middles[:, 0] < x1)
            if between.any():
                continue
            ys = np.concatenate([head.ys[:1], [y0 + gap / 2], grid.ys[1:]])
            slots = [*head.slots, *(slot._replace(row=slot.row + 1) for slot in grid.slots)]
            return [with_slots(grid, ys, slots), *(one for one in kept if one is not grid and one is not head)]
    return kept


def _lacks_rows(grid: Grid) -> bool:
    """Whether a grid has several columns and one or two rows: bands of colour may part more."""
    return grid.rows <= 2 <= grid.cols


def is_table(grid: Grid, boxes: Floats, least_used: float = 0.0) -> bool:
    """Whether a grid holds text as tables do: more than one cell, and none of a chart's marks.

    A chart has many empty or tiny cells, bars whose sides are short pieces of its grid lines, or words across its lines.
    `least_used` is the share of cells that must hold text where rules alone do not make cells.
    """
    count = len(grid.slots)
    if count < 2:
        return False
    x0, y0, x1, y1 = grid.box
    near = (
        (boxes[:, 2] > x0 - _AROUND)
        & (boxes[:, 0] < x1 + _AROUND)
        & (boxes[:, 3] > y0 - _AROUND)
        & (boxes[:, 1] < y1 + _AROUND)
    )
    boxes = boxes[near]
    cell = grid.cell_of(centres(boxes))
    filled = np.bincount(cell[cell >= 0], minlength=count) > 0
    used = np.count_nonzero(filled) / count
    if not used or used < least_used:
        return False
    if count >= 12 and used < 0.1 and grid.coverage < 0.99 and not _is_form(grid, filled):
        return False
    if _crossed(grid, boxes) > (0.04 if count >= 5 else 0.15) or has_axis(grid, boxes):
        return False
    closed = sum(slot.closed for slot in grid.slots) / count
    if (count >= 10 and used < 0.4 and grid.coverage < 0.6) or (closed <= 0.55 and grid.coverage < 0.7):
        return False
    return count < 12 or sum(b[3] - b[1] < 6 or b[2] - b[0] < 6 for b in grid.boxes()) / count <= 0.6


def _is_form(grid: Grid, filled: NDArray[np.bool_]) -> bool:
    """Whether a well ruled grid is one to be filled in: every cell of its head is `filled`, or every label of its rows."""
    lines = (*grid.index[:2], grid.index[:, 0])
    return grid.coverage >= 0.9 and any(line[0] != line[-1] and filled[line].all() for line in lines)


def _crossed(grid: Grid, boxes: Floats) -> float:
    """The share of a grid's glyphs that a line between two rows strikes through."""
    x0, y0, x1, y1 = grid.box
    inside = boxes[(boxes[:, 0] > x0) & (boxes[:, 2] < x1) & (boxes[:, 1] > y0) & (boxes[:, 3] < y1)]
    if not len(inside):
        return 0.0
    high = inside[:, 3] - inside[:, 1]
    low = grid.ys.searchsorted(inside[:, 1] + 0.15 * high)
    struck = np.nonzero(grid.ys.searchsorted(inside[:, 3] - 0.15 * high) > low)[0]
    crossed = 0
    for k in struck.tolist():
        row = int(low[k])
        col = int(grid.xs.searchsorted((inside[k, 0] + inside[k, 2]) / 2)) - 1
        crossed += bool(grid.index[row - 1, col] != grid.index[row, col])
    return crossed / len(inside)


def _sort_out(grids: Iterable[Grid | None], boxes: Floats) -> tuple[list[Grid], list[Box]]:
    kept: list[Grid] = []
    frames: list[Box] = []
    for grid in grids:
        if grid is None or (grid.cols == 1 and grid.rows > 2 and _is_frame(grid, boxes)):
            continue
        if len(grid.slots) == 1:
            frames.append(grid.box)
        elif is_table(grid, boxes):
            kept.append(grid)
    return kept, frames


def _is_frame(grid: Grid, boxes: Floats) -> bool:
    """Whether rows of one column have none at head and foot: a frame with boxes in it."""
    cell = grid.cell_of(centres(boxes))
    return not ((cell == 0) | (cell == len(grid.slots) - 1)).any()


def _filled(content: PageContent, ruled: list[Grid]) -> list[Grid]:
    """Tables whose cells are filled boxes side by side, with a gap of a point or two instead of rules."""
    fills = content.fills.astype(np.float64)
    if len(fills) < _FEWEST_FILLS:
        return []
    wide, high = fills[:, 2] - fills[:, 0], fills[:, 3] - fills[:, 1]
    x, y = (fills[:, 0] + fills[:, 2]) / 2, (fills[:, 1] + fills[:, 3]) / 2
    free = (wide * high < 0.4 * content.width * content.height) & (wide > 6) & (high > 6)
    for taken in ruled:
        x0, y0, x1, y1 = taken.box
        free &= ~((x >= x0) & (x <= x1) & (y >= y0) & (y <= y1))
    sides = fills[free]
    if not _FEWEST_FILLS <= len(sides) <= 5_000 or (content.fill_colors[free] == WHITE).all():
        return []
    return _side_by_side(sides, content.glyphs.box)


def _is_zebra(grid: Grid, bands: Lines, content: PageContent) -> bool:
    """Whether coloured bands as long as the rows of a grid go on below it, behind a row of its columns without any."""
    x0, _, x1, bottom = grid.box
    alike = (np.abs(bands[:, 1] - x0) <= TOUCH) & (np.abs(bands[:, 2] - x1) <= TOUCH)
    below = bands[alike & (bands[:, 0] > bottom + TOUCH) & (bands[:, 0] <= bottom + _FURTHEST_BAND), 0]
    if not len(below) or not (np.abs(bands[alike, 0] - bottom) <= TOUCH).any():
        return False
    return keeps_to([within(page_pieces(content), (x0, bottom, x1, float(below.min())))], grid.xs)


def _goes_on(grid: Grid, banded: Grid) -> bool:
    return overlap(grid, banded) >= 0.9 and banded.cols == grid.cols and banded.rows > grid.rows


def _side_by_side(sides: NDArray[np.float64], glyph_boxes: Floats) -> list[Grid]:
    """Boxes with next to no gaps between them → the grids whose cells they are."""
    lefts, tops = np.round(
        sides[:, :2] / 2
    ).T.tolist()  # boxes in rows and columns share their left edges and their tops
    if len(set(lefts)) + len(set(tops)) > len(sides) + 1:
        return []
    borders = borders_of(sides)
    found: list[Grid] = []
    for group in group_rules(borders.across, borders.down):
        grid = build_grid(group, centres(glyph_boxes))
        if grid is None or grid.cols < 2 or grid.rows < 2 or not is_table(grid, glyph_boxes):
            continue
        closed = sum(slot.closed for slot in grid.slots)
        if closed >= 0.9 * len(grid.slots) and _filled_share(grid, sides) >= 0.9:
            found.append(grid)
    return found


def _lies_in(box: Box, grid: Grid) -> bool:
    """Whether the middle of a box lies in a grid."""
    x0, y0, x1, y1 = grid.box
    return x0 < (box[0] + box[2]) / 2 < x1 and y0 < (box[1] + box[3]) / 2 < y1


def _filled_share(grid: Grid, boxes: NDArray[np.float64]) -> float:
    """Which part of a grid's cells has a box of its own (not one lying under several cells)."""
    own = 0
    for cell in grid.boxes():
        own += bool((np.abs(boxes - cell).max(axis=1) <= 4).any())
    return own / len(grid.slots)


def keep_words_whole(glyphs: Glyphs, cell: NDArray[np.int32]) -> NDArray[np.int32]:
    """A word that straddles a rule belongs to the cell in which most of its glyphs lie."""
    if len(cell) < 2:
        return cell
    box = glyphs.box
    size = np.array([style.size for style in glyphs.styles], np.float32)[glyphs.style]
    gap = np.abs(box[1:, 0] - box[:-1, 2])
    level = np.abs(box[1:, 3] - box[:-1, 3])
    linked = (glyphs.run[1:] == glyphs.run[:-1]) & (gap < 0.15 * size[1:]) & (level < 0.3 * size[1:])
    blank = glyphs.code == 0x20
    linked &= ~blank[1:] & ~blank[:-1]
    torn = linked & (cell[1:] != cell[:-1])
    if not torn.any():
        return cell
    word = np.concatenate(([0], np.cumsum(~linked)))
    whole = cell.copy()
    for number in np.unique(word[1:][torn]).tolist():
        members = np.nonzero(word == number)[0]
        cells, counts = np.unique(cell[members], return_counts=True)
        whole[members] = cells[counts.argmax()]
    return whole


def _area(grid: Grid) -> float:
    x0, y0, x1, y1 = grid.box
    return (x1 - x0) * (y1 - y0)
