"""Finds the tables of a page: rules first, open sides closed, filled boxes as cells only where nothing is ruled."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.parse.pdf.content import Floats, PageContent
from pipeline.parse.pdf.grid import Grid, build_grid
from pipeline.parse.pdf.rules import MOST_RULES, group_rules, split_directions
from pipeline.records import Box


@dataclass(frozen=True, slots=True)
class FoundTable:
    """A grid on a page; `members` are the positions of the glyphs inside and `cell` the cell of each of them."""

    grid: Grid
    cell: NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class FoundTables:
    """The tables of a page, for each glyph the number of its table (-1: none), and single boxes drawn around text."""

    tables: list[FoundTable]
    owner: NDArray[np.int32]
    frames: list[Box]


def find_tables(content: PageContent) -> FoundTables:
    """A page's content → the tables on it. Nested tables claim their glyphs from the table around them."""
    box = content.glyphs.box
    centres: Floats = np.stack([(box[:, 0] + box[:, 2]) / 2, (box[:, 1] + box[:, 3]) / 2], axis=1)
    owner = np.full(len(box), -1, np.int32)
    tables: list[FoundTable] = []
    frames: list[Box] = []
    if len(content.rules) > MOST_RULES:
        return FoundTables(tables, owner, frames)
    across, down = split_directions(content.rules)
    grids = [grid for group in group_rules(across, down) if (grid := build_grid(group, centres))]
    kept: list[tuple[Grid, NDArray[np.int32]]] = []
    for grid in grids:
        cell = grid.cell_of(centres)
        if is_table(grid, cell):
            kept.append((grid, cell))
        elif len(grid.slots) == 1:
            frames.append(grid.box)
    kept.sort(key=lambda pair: _area(pair[0]), reverse=True)
    for grid, cell in kept:
        owner[cell >= 0] = len(tables)
        tables.append(FoundTable(grid, cell))
    return FoundTables(tables, owner, frames)


def is_table(grid: Grid, cell: NDArray[np.int32]) -> bool:
    """Whether a grid holds text as tables do: more than one cell, and not the many tiny or empty cells of a chart."""
    count = len(grid.slots)
    if count < 2:
        return False
    used = len(np.unique(cell[cell >= 0]))
    if used == 0:
        return False
    if count >= 12 and used / count < 0.1:
        return False
    boxes = [grid.slot_box(slot) for slot in grid.slots]
    tiny = sum(1 for b in boxes if b[3] - b[1] < 6 or b[2] - b[0] < 6)
    return not (count >= 12 and tiny / count > 0.6)


def _area(grid: Grid) -> float:
    x0, y0, x1, y1 = grid.box
    return (x1 - x0) * (y1 - y0)
