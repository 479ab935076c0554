"""An HTML table → the cells of its grid: spans clipped to the table, every slot covered exactly once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pipeline.parse.html.tree import Node

ROW_GROUPS = ("thead", "tbody", "tfoot")
MOST_COLUMNS = 200
MOST_SLOTS = 200_000
"""Limits of a grid (HTML allows colspan 1000 and rowspan 65534, which bombs use)."""


class Slot(NamedTuple):
    """Where a cell stands in the grid; `node` is None for a slot that no cell of the source covers."""

    row: int
    col: int
    rowspan: int
    colspan: int
    node: Node | None


def grid_of(table: Node) -> tuple[int, int, list[Slot]]:
    """A table element → rows, columns and the slots in reading order.

    Follows the table model of HTML: a rowspan ends with its row group, overlapping spans yield to the earlier cell, holes
    become empty cells, and columns at the end in which no cell begins (an error of that model, colspan=100 over two
    columns) are none. Beyond the limits spans count as 1
    and holes stay open.
    """
    taken: set[tuple[int, int]] = set()
    slots: list[Slot] = []
    row = 0
    for rows in _row_groups(table):
        last = row + len(rows)
        for tr in rows:
            col = 0
            for cell in _children(tr, ("td", "th")):
                while (row, col) in taken:
                    col += 1
                height = width = 1
                if "span" in cell.attributes.lower():  # rowspan, COLSPAN, colSpan
                    height = min(_span(cell, "rowspan", last - row), last - row)
                    width = min(_span(cell, "colspan", 1), MOST_COLUMNS)
                    width = next((w for w in range(1, width) if (row, col + w) in taken), width)
                    if height * width + len(taken) > MOST_SLOTS:
                        height = width = 1
                    taken.update((r, c) for r in range(row, row + height) for c in range(col, col + width))
                else:
                    taken.add((row, col))
                slots.append(Slot(row, col, height, width, cell))
                col += width
            row += 1
    cols = max((slot.col + 1 for slot in slots), default=0)
    slots = [s if s.col + s.colspan <= cols else s._replace(colspan=cols - s.col) for s in slots]
    if row * cols <= MOST_SLOTS:
        slots += [Slot(r, c, 1, 1, None) for r in range(row) for c in range(cols) if (r, c) not in taken]
    return row, cols, sorted(slots)  # by row and column, of which no two slots have the same


def _span(cell: Node, name: str, zero: int) -> int:
    """A span attribute as a browser reads it: 1 where it is no number; rowspan=0 reaches the end of its group."""
    digits = (cell.get(name) or "1").strip()
    value = int(digits[:5]) if digits[:5].isdecimal() and digits.isascii() else 1
    return value or max(1, zero)


def _row_groups(table: Node) -> Iterator[list[Node]]:
    loose: list[Node] = []
    for child in _children(table, ("tr", *ROW_GROUPS)):
        if child.tag == "tr":
            loose.append(child)
            continue
        if loose:
            yield loose
            loose = []
        yield list(_children(child, ("tr",)))
    if loose:
        yield loose


def _children(parent: Node, tags: tuple[str, ...]) -> Iterator[Node]:
    return (child for child in parent.children if not isinstance(child, str) and child.tag in tags)
