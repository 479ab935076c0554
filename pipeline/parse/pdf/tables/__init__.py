"""Finds the tables of a page: rules first, open sides closed, filled boxes as cells only where nothing is ruled."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from pipeline.parse.pdf.content import Floats, PageContent, centres
from pipeline.parse.pdf.tables.claims import claimed
from pipeline.parse.pdf.tables.columns import keeps_to, page_pieces, within
from pipeline.parse.pdf.tables.filled import boxed_tables, filled_tables
from pipeline.parse.pdf.tables.grid import Grid, build_grid, with_slots
from pipeline.parse.pdf.tables.head_bands import tables_below_bands
from pipeline.parse.pdf.tables.heading_rules import heading_boxes, parted, under_headings
from pipeline.parse.pdf.tables.heads import with_colored_heads
from pipeline.parse.pdf.tables.judge import is_table
from pipeline.parse.pdf.tables.nested import part_frames, part_insets
from pipeline.parse.pdf.tables.overlays import beneath, overlays
from pipeline.parse.pdf.tables.plain import plain_tables
from pipeline.parse.pdf.tables.rows import wants_borders, with_banded_rows, with_missing_borders, with_outer_rows
from pipeline.parse.pdf.tables.rules import (
    MOST_RULES,
    TOUCH,
    Lines,
    RuleGroup,
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

_FURTHEST_BAND = 60.0
"""A row between two coloured ones is no higher."""
_MOSTLY = 0.6
"""The least share of cells that hold words where rules alone do not make them."""
_ROOM, _MOST_BOXES = 30.0, 60
"""A box at least so wide and high (pt) holds lines of its own, unlike those for single characters."""
_HEAD_GAP = 15.0
"""A row of boxes so many points above a table of the same columns is its head."""


@dataclass(frozen=True, slots=True)
class FoundTables:
    """The grids of a page, for each glyph the number of its cell, and single boxes drawn around text.

    Cells are numbered through all grids: those of grid k start at `offsets[k]`; -1 is text outside tables, less in boxes side by side.
    `walled` tells in or beside which grids vertical rules stand. `loose` are the horizontal rules outside, and those of the first grid where its words alone tell its columns; `bands` the
    edges of coloured bands there.
    """

    grids: tuple[Grid, ...]
    offsets: tuple[int, ...]
    cell: NDArray[np.int32]
    walled: tuple[bool, ...]
    frames: tuple[Box, ...]
    loose: Lines
    bands: Lines


@dataclass(frozen=True, slots=True)
class _Ruled:
    """What the rules of a page make: grids, those of them without rules at their sides, single boxes, and the rules themselves."""

    grids: list[Grid]
    is_open: set[int]
    """The `id` of each open grid."""
    frames: list[Box]
    across: Lines
    down: Lines


def find_tables(content: PageContent) -> FoundTables:
    """A page's content → the tables on it; the words of boxes laid over them are outside."""
    if not (over := overlays(content)):
        return _find_tables(content)
    below, kept = beneath(content, over)
    found = _find_tables(below)
    cell = np.full(len(content.glyphs), -1, np.int32)
    cell[kept] = found.cell
    return replace(found, cell=cell)


def _find_tables(content: PageContent) -> FoundTables:
    """A page's content → the tables on it. Nested tables claim their glyphs from the table around them."""
    box = content.glyphs.box
    middles = centres(box)
    bands = band_edges(content)
    ruled = _ruled(content, middles, bands)
    kept = with_colored_heads(ruled.grids, content)
    tiled = [grid for grid in tiled_grids(content, middles) if is_table(grid, box)]
    kept = prefer_tiles(kept, tiled)
    kept += filled_tables(content, kept)
    frames = ruled.frames
    if boxed := boxed_tables(frames, box):
        kept += boxed
        frames = [one for one in frames if not any(_lies_in(one, grid) for grid in boxed)]
    kept = _with_bands(kept, ruled.across, bands, frames, content)
    kept = _with_borders(kept, ruled, content)
    for grid, head in plain_tables(content, kept, frames):
        if is_table(grid, box, _MOSTLY):
            kept = [*(one for one in kept if one is not head), grid]
    for row in [grid for grid in kept if grid.rows == 1 and grid.cols >= 3]:
        kept = _with_head(kept, row, middles)
    kept = sorted((grid for grid in kept if not is_calendar(grid, content)), key=_area, reverse=True)
    cell, offsets = claimed(kept, content.glyphs, middles)
    for number, one in enumerate(_side_by_side(frames), start=2):
        cell[(cell < 0) & (middles > one[:2]).all(axis=1) & (middles < one[2:]).all(axis=1)] = -number
    first = min(kept, key=lambda grid: grid.ys[0], default=None)
    walled = _are_walled(kept, ruled.down)
    drawn = [grid.box for grid, has_walls in zip(kept, walled, strict=True) if grid is not first or has_walls]
    loose = free_of(ruled.across, drawn)
    return FoundTables(
        tuple(kept), offsets, cell, walled, tuple(frames), loose, free_of(bands, drawn) if len(loose) else loose
    )


def _ruled(content: PageContent, middles: Floats, bands: Lines) -> _Ruled:
    """A page's content, the middles of its glyphs and the edges of its bands → the grids that rules make."""
    box = content.glyphs.box
    rules = with_pictures(content.rules, content.pictures)
    if len(rules) > MOST_RULES:
        return _Ruled([], set(), [], np.zeros((0, 3)), np.zeros((0, 3)))
    across, down = split_directions(rules)
    boxes, rest = heading_boxes(rules, across, down)
    if boxes:
        across, down = split_directions(rest)
    down = parted(rules, across, down)
    across = without_underlines(across, down, box)
    foreign = under_headings(across, down)
    headings = [*across[foreign, 0].tolist(), *(float(marks[:, 1].min()) for marks in boxes)]
    across = across[~foreign]
    groups = [part for group in group_rules(across, down) for part in part_frames(group, middles)]
    groups = [part for group in groups for part in part_insets(group, middles)]
    groups = join_sections(groups, headings, middles, content)
    groups += [RuleGroup(*split_directions(marks)) for marks in boxes]
    built = [build_grid(group, middles) for group in groups]
    is_open = {id(grid) for grid, group in zip(built, groups, strict=True) if grid and lacks_sides(group)}
    kept, frames = _sort_out(built, box)
    kept = [grid for grid in kept if grid.rows > 1 or not is_strip(grid, id(grid) in is_open, content)]
    if any(_lacks_rows(grid) for grid in kept):
        kept = [with_banded_rows(grid, bands) if _lacks_rows(grid) else grid for grid in kept]
    kept += [grid for grid in tables_of_tabs(across, content.tinted, kept) if is_table(grid, box, 0.9)]
    return _Ruled(_with_rows_below_heads(kept, across, bands, frames, content), is_open, frames, across, down)


def _with_bands(kept: list[Grid], across: Lines, bands: Lines, frames: list[Box], content: PageContent) -> list[Grid]:
    """Grids → with those of coloured rows: tables of which only the upper rows are drawn, of bands alone, and below one band."""
    box = content.glyphs.box
    for grid in [one for one in kept if len(bands) > one.rows]:
        rows = band_edges(content, highest=_highest(grid))
        if not _is_zebra(grid, rows, content):
            continue
        others = [one for one in kept if one is not grid]
        whole = [one for one in tables_of_bands(across, rows, others, frames, content) if _goes_on(grid, one)]
        kept = [*others, whole[0]] if whole and is_table(whole[0], box, _MOSTLY) else kept
    kept = [
        *kept,
        *(one for one in tables_of_bands(across, bands, kept, frames, content) if is_table(one, box, _MOSTLY)),
    ]
    found = [one for one in tables_below_bands(kept, across, content) if is_table(one, box, _MOSTLY)]
    return [*(one for one in kept if not any(_lies_in(one.box, grid) for grid in found)), *found]


def _with_borders(kept: list[Grid], ruled: _Ruled, content: PageContent) -> list[Grid]:
    """Grids → with the borders that their words show where rules leave them out."""
    if not any(id(grid) in ruled.is_open or wants_borders(grid) for grid in kept):
        return kept
    found = page_pieces(content)
    return [
        with_outer_rows(with_missing_borders(grid, True, found), ruled.across, found)
        if id(grid) in ruled.is_open
        else with_missing_borders(grid, False, found)
        for grid in kept
    ]


def _are_walled(grids: Sequence[Grid], down: Lines) -> tuple[bool, ...]:
    """Whether a vertical rule stands in each grid or at its sides."""
    if not len(down):
        return (False,) * len(grids)
    x0, top, x1, bottom = np.array([grid.box for grid in grids]).reshape(-1, 4, 1).swapaxes(0, 1)
    within_sides = (down[:, 0] > x0 - TOUCH) & (down[:, 0] < x1 + TOUCH)
    stands: NDArray[np.bool_] = within_sides & (down[:, 1] < bottom) & (down[:, 2] > top)
    return tuple(np.logical_or.reduce(stands, axis=1).tolist())


def _with_rows_below_heads(
    kept: list[Grid], across: Lines, bands: Lines, frames: list[Box], content: PageContent
) -> list[Grid]:
    """Ruled grids → the same with the tables of horizontal rules; a lone row of cells above such a table is its head."""
    tall = [grid for grid in kept if grid.rows > 1]
    found = [
        grid
        for grid in tables_of_rows(across, bands, tall, frames, content)
        if is_table(grid, content.glyphs.box, _MOSTLY)
        and all(
            grid.cols == head.cols and any(slot.row and slot.colspan < grid.cols for slot in grid.slots)
            for head in kept  # what stands on one rule below a lone row, a line over all columns, is a heading
            if head.rows == 1 and overlap(head, grid)
        )
    ]
    return [*tall, *(one for one in kept if one.rows == 1 and not any(overlap(one, grid) for grid in found)), *found]


def _with_head(kept: list[Grid], head: Grid, middles: Floats) -> list[Grid]:
    """The grids of a page, with a row of boxes joined to a grid of its columns that begins a little below it."""
    x0, _, x1, y0 = head.box
    for grid in kept:
        gap = grid.ys[0] - y0
        if grid.cols == head.cols and 0 < gap <= _HEAD_GAP and np.abs(grid.xs - head.xs).max() <= TOUCH:
            between = (middles[:, 1] > y0) & (middles[:, 1] < grid.ys[0]) & (middles[:, 0] > x0) & (middles[:, 0] < x1)
            if np.count_nonzero(between):
                continue
            ys = np.concatenate([head.ys[:1], [y0 + gap / 2], grid.ys[1:]])
            slots = [*head.slots, *(slot._replace(row=slot.row + 1) for slot in grid.slots)]
            return [with_slots(grid, ys, slots), *(one for one in kept if one is not grid and one is not head)]
    return kept


def _lacks_rows(grid: Grid) -> bool:
    """Whether a grid has several columns and one or two rows: bands of colour may part more."""
    return grid.rows <= 2 <= grid.cols


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


def _side_by_side(frames: list[Box]) -> Floats:
    """The boxes with room for lines that stand beside another, at one height: no line goes on from one to the next."""
    box = np.array(frames).reshape(-1, 4)
    box = box[((box[:, 2:] - box[:, :2]).min(axis=1, initial=np.inf) >= _ROOM)][:_MOST_BOXES]
    x0, top, x1, bottom = box.T
    apart = (x1[:, None] <= x0 + TOUCH) | (x0[:, None] + TOUCH >= x1)
    level = np.minimum(bottom[:, None], bottom) - np.maximum(top[:, None], top)
    beside = apart & (level > 0.5 * np.minimum((bottom - top)[:, None], bottom - top))
    found: Floats = box[beside.any(axis=1)]
    return found


def _is_frame(grid: Grid, boxes: Floats) -> bool:
    """Whether rows of one column have none at head and foot: a frame with boxes in it."""
    cell = grid.cell_of(centres(boxes))
    return not np.count_nonzero((cell == 0) | (cell == len(grid.slots) - 1))


def _is_zebra(grid: Grid, bands: Lines, content: PageContent) -> bool:
    """Whether coloured bands as long as the rows of a grid go on below it, behind a row of its columns without any."""
    x0, _, x1, bottom = grid.box
    alike = (np.abs(bands[:, 1] - x0) <= TOUCH) & (np.abs(bands[:, 2] - x1) <= TOUCH)
    below = bands[alike & (bands[:, 0] > bottom + TOUCH) & (bands[:, 0] <= bottom + _highest(grid)), 0]
    if not len(below) or not np.count_nonzero(np.abs(bands[alike, 0] - bottom) <= TOUCH):
        return False
    return keeps_to([within(page_pieces(content), (x0, bottom, x1, float(below.min())))], grid.xs)


def _highest(grid: Grid) -> float:
    """How high a row below a grid may be."""
    return max(_FURTHEST_BAND, float(np.diff(grid.ys).max()))


def _goes_on(grid: Grid, banded: Grid) -> bool:
    return overlap(grid, banded) >= 0.9 and banded.cols == grid.cols and banded.rows > grid.rows


def _lies_in(box: Box, grid: Grid) -> bool:
    """Whether the middle of a box lies in a grid."""
    x0, y0, x1, y1 = grid.box
    return x0 < (box[0] + box[2]) / 2 < x1 and y0 < (box[1] + box[3]) / 2 < y1


def _area(grid: Grid) -> float:
    x0, y0, x1, y1 = grid.box
    return (x1 - x0) * (y1 - y0)
