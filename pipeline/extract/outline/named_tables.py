"""Programmes without a heading: named by the caption or first row of their table, in the rows of a long one, by a bold line."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import zip_longest

from pipeline.extract.labels import label_kind
from pipeline.extract.naming import PROGRAMME_NOUN
from pipeline.extract.outline.label_tables import columns_upright, is_label_table
from pipeline.extract.outline.listed_tables import heading, is_name, listed
from pipeline.records import Block, Line

_BRACKETED = re.compile(r"【[^】]{1,30}】")
_MARKS = ("◇", "◆", "■", "□", "●", "◎", "★", "▼", "▶")
_DEEPEST = 6


def with_names(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Blocks → the same with each such name as a heading before what its programme says, one level below the heading it follows.

    Only where more of them than headings of one level are named like a programme: else a table's head is about its words.
    """
    heads = [block for block in blocks if block.kind == "heading" and not label_kind(block.text)]
    headings = Counter(block.level for block in heads if PROGRAMME_NOUN.search(block.text))
    unfolded: list[Block] = []
    caption: Block | None = None
    level = below = named = 0
    for block, following in zip_longest(blocks, blocks[1:]):
        if block.kind == "heading" and not label_kind(block.text) and (not below or block.level <= level):
            level, below = block.level, 0
        if following is not None and _is_caption(block, following):
            caption = block
            continue
        parts = list(_parts(block, caption, min(_DEEPEST, level + 1)))
        found = sum(part.kind == "heading" and bool(PROGRAMME_NOUN.search(part.text)) for part in parts)
        below, named = below + found, named + found
        unfolded.extend(parts or ([block] if caption is None else [caption, block]))
        caption = None
    return tuple(unfolded) if named > max(headings.values(), default=0) else tuple(blocks)


def headed(table: Block) -> tuple[tuple[Line, ...], Block] | None:
    """A table whose first row is one cell over all columns → the lines of that cell, and the table below it."""
    first = table.cells[0] if table.cells else None
    if first is None or table.rows < 2 or table.cols < 2 or (first.rowspan, first.colspan) != (1, table.cols):
        return None
    cells = tuple(cell._replace(row=cell.row - 1) for cell in table.cells[1:])
    return first.lines, table._replace(rows=table.rows - 1, cells=cells, row_pages=table.row_pages[1:])


def _is_caption(block: Block, table: Block) -> bool:
    return table.kind == "table" and block.kind == "paragraph" and block.locator.startswith(f"{table.locator}/caption")


def _parts(block: Block, caption: Block | None, level: int) -> Iterator[Block]:
    """The heading of a programme's table and what stands below it; of a list of programmes, each row's; else nothing."""
    if programmes := listed(block, level):
        yield from programmes
        return
    if name := _bold_name(block):
        yield Block("heading", block.locator, (name,), block.page, block.bbox, level=level)
        return
    is_alone = block.rows * block.cols == 1 or (block.kind == "paragraph" and "/caption" in block.locator)
    lines, rest = (caption.lines, block) if caption is not None else headed(block) or ((), block)
    if is_alone and not lines:
        lines = block.cells[0].lines if block.cells else block.lines
        if PROGRAMME_NOUN.search("".join(line.text for line in lines)) and is_name(lines):
            yield heading(lines, block, level)  # a name, and nothing said of it yet
    elif lines and is_name(lines) and is_label_table(columns_upright(rest)):
        yield heading(lines, block, level)
        yield rest


def _bold_name(block: Block) -> Line | None:
    """**◆甲市創業支援補助金**, a bold line with no words of its own but 【3月終了】, or a marked one: a name that is no heading."""
    if block.kind == "field" and all(_BRACKETED.fullmatch(line.text) for line in block.lines):
        line = Line(" ".join((block.label, *(line.text for line in block.lines))), block.locator)
    elif block.kind == "paragraph" and len(block.lines) == 1 and block.lines[0].text.startswith(_MARKS):
        line = block.lines[0]
    else:
        return None
    return line if PROGRAMME_NOUN.search(line.text) and is_name((line,)) else None
