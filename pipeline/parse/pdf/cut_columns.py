"""Boxes side by side that a page end cuts: what goes on at the head of the next page follows its own column."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from pipeline.records import Block

_LEVEL = 3.0
"""Points by which things that are set side by side, or one below the other, may differ."""
_MOST_LINES = 8
"""Lines below a title in a box that is cut; a column of running text has more, and goes on in the one beside it."""


def with_whole_columns(blocks: list[Block]) -> list[Block]:
    """Blocks in reading order → the same with ◇甲館 | ◇乙館 ⏎ (page end) ⏎ 休館日：… | 休館日：… as one column after the other.

    Only where the last titles of a page stand side by side, few lines follow each, and the next page goes on, without a
    title, below two of them at least.
    """
    ends = [at for at, (block, after) in enumerate(pairwise(blocks), start=1) if block.page != after.page]
    for end in reversed(ends):
        starts = _columns(blocks, end)
        if rests := _rests(blocks, end, [blocks[start] for start in starts]):
            moved = {at for column in rests for at in column}
            after = [block for at, block in enumerate(blocks[end:], start=end) if at not in moved]
            upper: list[Block] = []
            for (start, stop), rest in zip(pairwise([*starts, end]), rests, strict=True):
                upper += [*blocks[start:stop], *(blocks[at] for at in rest)]
            blocks = [*blocks[: starts[0]], *upper, *after]
    return blocks


def _columns(blocks: Sequence[Block], end: int) -> list[int]:
    """Where the titles stand that are the last of the page before `end`, side by side; [] for fewer than two."""
    page = blocks[end - 1].page
    titles: list[int] = []
    for at in range(end - 1, -1, -1):
        block = blocks[at]
        if block.page != page or block.bbox is None or block.kind == "table":
            break
        if block.kind == "heading":
            below = blocks[titles[0]] if titles else block
            if below.bbox is None or abs(below.bbox[1] - block.bbox[1]) > _LEVEL or below.level != block.level:
                break
            titles.insert(0, at)
    lines = [sum(len(block.lines) for block in blocks[a + 1 : b]) for a, b in pairwise([*titles, end])]
    is_cut = len(titles) > 1 and all(0 < count <= _MOST_LINES for count in lines)
    return titles if is_cut and all(_left(blocks[a]) < _left(blocks[b]) for a, b in pairwise(titles)) else []


def _rests(blocks: Sequence[Block], end: int, titles: Sequence[Block]) -> list[list[int]]:
    """Below each title the blocks at the head of the next page that go on in its column; [] where fewer than two do."""
    rests: list[list[int]] = [[] for _ in titles]
    for at in range(end, len(blocks)):
        block = blocks[at]
        if block.page != blocks[end].page or block.kind in ("heading", "table") or block.bbox is None:
            break
        for column, title in zip(rests, titles, strict=True):
            if abs(_left(block) - _left(title)) <= _LEVEL:
                column.append(at)
    tops = [blocks[column[0]].bbox for column in rests if column]
    heads = [box[1] for box in tops if box is not None]
    return rests if len(heads) > 1 and max(heads) - min(heads) <= _LEVEL else []


def _left(block: Block) -> float:
    return block.bbox[0] if block.bbox is not None else 0.0
