"""Tables in the cells of another one, which follow it as blocks of their own: put back where they stand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.records import Block, Cell


def with_nested(blocks: Sequence[Block]) -> Iterator[Block]:
    """Blocks of a print → the same, with the rows of a table around others taken apart, and these in their places.

    A table in a table leaves a row over all columns empty; one that has as many of these rows as tables in it is taken apart:
    its rows over all columns become paragraphs, the others tables.
    """
    position = 0
    while position < len(blocks):
        outer = blocks[position]
        inner = list(_inside(outer, blocks[position + 1 :]))
        holes = sum(_is_whole(cell, outer) and not cell.lines for cell in outer.cells)
        if inner and holes == len(inner):
            yield from _apart(outer, inner)
            position += len(inner)
        else:
            yield outer
        position += 1


def _inside(outer: Block, following: Sequence[Block]) -> Iterator[Block]:
    boxes = dict(outer.page_bboxes)
    for block in following:
        around = boxes.get(block.page or 0)
        if block.kind != "table" or block.bbox is None or around is None:
            return
        x0, top, x1, bottom = block.bbox
        if x0 < around[0] or top < around[1] - 1 or x1 > around[2] or bottom > around[3] + 1:
            return
        yield block


def _is_whole(cell: Cell, table: Block) -> bool:
    return table.cols > 1 and cell.colspan == table.cols and cell.rowspan == 1


def _apart(outer: Block, inner: Sequence[Block]) -> Iterator[Block]:
    start, tables = 0, iter(inner)
    for whole in [*(cell for cell in outer.cells if _is_whole(cell, outer)), None]:
        end = whole.row if whole is not None else outer.rows
        if end > start:
            cells = tuple(cell._replace(row=cell.row - start) for cell in outer.cells if start <= cell.row < end)
            yield outer._replace(rows=end - start, cells=cells, row_pages=outer.row_pages[start:end])
        if whole is not None and whole.lines:
            yield Block("paragraph", whole.lines[0].locator, whole.lines, outer.page, outer.bbox)
        elif whole is not None:
            yield next(tables)
        start = end + 1
