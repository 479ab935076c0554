"""What a print repeats at the edges of its pages (title, edition, address), told apart from what the pages say."""

from __future__ import annotations

from collections import defaultdict

from pipeline.records import Block
from pipeline.running_heads import edge_words, running_words

_DEPTH = 2
"""How many blocks from the head or foot of its page a running head or foot may stand."""


def running_heads(blocks: tuple[Block, ...]) -> frozenset[int]:
    """Positions of the blocks that are a running head or foot of a print; none in a document without pages."""
    pages: dict[int, list[tuple[float, int]]] = defaultdict(list)
    for i, block in enumerate(blocks):
        if block.page is not None and block.bbox is not None and block.kind != "link":
            pages[block.page].append((block.bbox[1], i))
    edges = {page: _edges([i for _, i in sorted(places)], blocks) for page, places in pages.items()}
    words = running_words({page: [_placed(blocks[i]) for i in places] for page, places in edges.items()})
    return frozenset(i for places in edges.values() for i in places if edge_words(blocks[i].text) in words)


def _edges(downwards: list[int], blocks: tuple[Block, ...]) -> list[int]:
    near = {*downwards[:_DEPTH], *downwards[-_DEPTH:]}
    return [i for i in near if blocks[i].kind != "table"]


def _placed(block: Block) -> tuple[str, float]:
    return block.text, block.bbox[1] if block.bbox else 0.0
