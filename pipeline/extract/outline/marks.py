"""The headings of a guide that open a programme or a facility: by the mark that its profile names, else as this edition sets them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence

from pipeline.extract.labels import label_kind
from pipeline.extract.naming import PROGRAMME_NOUN
from pipeline.extract.outline.named_tables import headed
from pipeline.extract.outline.passage_signs import course_name
from pipeline.folding import squeeze
from pipeline.records import Block, Line

_MARKS = "◇◆■●□◎○★☆▼▶►"
_LONGEST = 60
_LONGEST_PLACE = 30
# 開館時間：9:00～21:00, 休館日：年末年始, TEL：000-000-0000
_OPENS = re.compile(r"(?:開館|利用|営業|開所)時間|休館日|TEL|電話")
_FEWEST = 3
"""So many headings alike are the programmes of a guide."""


def marked_headings(
    blocks: Sequence[Block], mark: str, known: Collection[str]
) -> tuple[tuple[Block, ...], frozenset[int], str]:
    """Blocks of a guide → the blocks with marked boxes unfolded, the positions of the marked headings, and their mark.

    Where no heading bears `mark`: another mark before several, else the headings of the level on which programmes are named
    (`known` are the keys of the bands, which are none of them), with "" for a mark; no position where neither is found.
    """
    plain = _unfolded(blocks, mark)
    found = frozenset(i for i, block in enumerate(plain) if _bears(block, mark))
    if found:
        return plain, found, mark
    first = next((i for i, block in enumerate(blocks) if block.kind == "heading" and squeeze(block.text) in known), 0)
    heads = [block for block in blocks[first:] if block.kind == "heading" and squeeze(block.text) not in known]
    marks = Counter(block.text[0] for block in heads if block.text[0] in _MARKS and len(block.text) <= _LONGEST)
    other, count = max(marks.items(), key=lambda item: item[1], default=("", 0))
    if count >= _FEWEST:
        plain = _unfolded(blocks, other)
        bearing = (i for i, block in enumerate(plain) if block.kind == "heading" and block.text.startswith(other))
        return plain, frozenset(bearing), other
    levels = Counter(block.level for block in heads if _is_named(block))
    level, count = max(levels.items(), key=lambda item: (item[1], -item[0]), default=(0, 0))
    if count < _FEWEST:
        return tuple(blocks), frozenset(), ""
    before = blocks.index(heads[0])
    plain = (*blocks[:before], *_with_titled_tables(_unfolded(blocks[before:], "", level), level))
    alike = ((i, b) for i, b in enumerate(plain) if i >= before and b.kind == "heading" and b.level == level)
    return plain, frozenset(i for i, b in alike if squeeze(b.text) not in known and not course_name(b.text)), ""


def _unfolded(blocks: Sequence[Block], mark: str, level: int = 6) -> tuple[Block, ...]:
    """Blocks with each box that opens with a marked line (a table of one column, or a first row over all) as its heading,
    its paragraph and the table below; without a mark, the boxes of a place with its hours or telephone."""
    plain: list[Block] = []
    for block in blocks:
        boxes, rest = _boxes(block, mark)
        if not boxes or not _opens_box(boxes[0], mark):
            plain.append(block)
            continue
        for lines in boxes:
            plain.append(Block("heading", lines[0].locator, lines[:1], block.page, block.bbox, level=level))
            if lines[1:]:
                plain.append(Block("paragraph", lines[1].locator, lines[1:], block.page, block.bbox))
        plain.extend(rest)
    return tuple(plain)


def _with_titled_tables(blocks: Sequence[Block], level: int) -> Iterator[Block]:
    """Blocks with the title of each further table of a programme as a heading, where it names one.

    Such a table begins with the label that one since the last heading has begun with: it is the next programme's.
    """
    firsts: set[str] = set()
    for block in blocks:
        if block.kind == "heading" and block.level <= level:
            firsts = set()
        lines, table = headed(block) or ((), block)
        first = squeeze(table.cells[0].text) if table.cells else ""
        title = Block("heading", lines[0].locator, lines, block.page, block.bbox, level=level) if lines else block
        if title is not block and first in firsts and _is_named(title) and len(title.text) <= _LONGEST:
            yield from (title, table)
        else:
            yield block
        firsts |= {first} if label_kind(first) else set()


def _boxes(block: Block, mark: str) -> tuple[list[tuple[Line, ...]], tuple[Block, ...]]:
    """The lines of a box, and the table below them; several where boxes stand side by side, or follow over a page's end."""
    if block.cols != 1:
        columns = [tuple(line for c in block.cells if c.col == col for line in c.lines) for col in range(block.cols)]
        if all(_opens_box(lines, mark) for lines in columns):
            return columns, ()
        lines: tuple[Line, ...] = ()
        while found := headed(block):
            lines, block = lines + found[0], found[1]
        return ([lines], (block,)) if lines else ([], ())
    boxes: list[tuple[Line, ...]] = []
    for cell in block.cells:
        if not boxes or (mark and cell.text.startswith(mark)):
            boxes.append(())
        boxes[-1] += cell.lines
    return [lines for lines in boxes if lines], ()


def _opens_box(lines: tuple[Line, ...], mark: str) -> bool:
    """Whether lines of a box open with the mark, or without one tell of a place."""
    return bool(lines) and (lines[0].text.startswith(mark) if mark else _is_place(lines))


def _is_place(lines: tuple[Line, ...]) -> bool:
    """研修会館 ⏎ 甲市本町1-1 ⏎ 開館時間：9:00～21:00: a name, and below it when or where to call."""
    name = lines[0].text
    is_name = len(name) <= _LONGEST_PLACE and not re.search("[。：:]", name) and not label_kind(name)
    return is_name and any(_OPENS.search(line.text) for line in lines[1:])


def _bears(block: Block, mark: str) -> bool:
    is_line = block.kind in ("heading", "paragraph", "list_item")
    return is_line and block.text.startswith(mark) and len(block.text) <= _LONGEST


def _is_named(block: Block) -> bool:
    """Whether a heading is called a programme, and is neither a label nor a course."""
    return bool(PROGRAMME_NOUN.search(block.text)) and not label_kind(block.text) and not course_name(block.text)
