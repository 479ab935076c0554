"""The headings of a guide that open a programme or a facility: by the mark that its profile names, else as this edition sets them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence

from pipeline.extract.labels import label_kind
from pipeline.extract.outline.generic import PROGRAMME_NOUN
from pipeline.extract.outline.passage_signs import course_name
from pipeline.normalize.text import squeeze
from pipeline.records import Block

_MARKS = "◇◆■●□◎○★☆▼▶►"
_LONGEST = 60
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
    named = {id(block) for block in heads if block.level == level and count >= _FEWEST}
    return tuple(blocks), frozenset(i for i, block in enumerate(blocks) if id(block) in named), ""


def _unfolded(blocks: Sequence[Block], mark: str) -> tuple[Block, ...]:
    """Blocks with each box that opens with a marked line (a table of one column) as its heading and its paragraph."""
    plain: list[Block] = []
    for block in blocks:
        lines = tuple(line for cell in block.cells for line in cell.lines) if block.cols == 1 else ()
        if not lines or not lines[0].text.startswith(mark):
            plain.append(block)
            continue
        plain.append(Block("heading", lines[0].locator, lines[:1], block.page, block.bbox, level=6))
        if lines[1:]:
            plain.append(Block("paragraph", lines[1].locator, lines[1:], block.page, block.bbox))
    return tuple(plain)


def _bears(block: Block, mark: str) -> bool:
    is_line = block.kind in ("heading", "paragraph", "list_item")
    return is_line and block.text.startswith(mark) and len(block.text) <= _LONGEST


def _is_named(block: Block) -> bool:
    """Whether a heading is called a programme, and is neither a label nor a course."""
    return bool(PROGRAMME_NOUN.search(block.text)) and not label_kind(block.text) and not course_name(block.text)
