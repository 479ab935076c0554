"""Which lines at the heads and feet of a print's pages are running heads: their words repeat from page to page."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping

from pipeline.folding import squeeze

# 支援ガイド 12, 12 支援ガイド, 支援ガイド － 12 －: a page number beside a running head, on its left or its right
_PAGE_NUMBER = re.compile(r"^[-―–－\s]*\d{1,4}[-―–－]*\s+|\s+[-―–－\s]*\d{1,4}[-―–－\s]*$")
_SAME_PLACE = 4.0
"""Running heads stand this close (points) to one another's height."""


def edge_words(text: str) -> str:
    """A line at a page's edge → its words without a page number: those of a running head are equal on every page."""
    return squeeze(_PAGE_NUMBER.sub("", text))


def running_words(edges: Mapping[int, Iterable[tuple[str, float]]], least: int = 3) -> frozenset[str]:
    """Page number → lines at its head and foot with their heights; returns the `edge_words` that only repeat.

    A running head or foot stands at one height on at least `least` pages, and on half of those from its first to its last.
    """
    heights: dict[str, dict[int, float]] = defaultdict(dict)
    for page, lines in edges.items():
        for line, height in lines:
            heights[edge_words(line)][page] = height
    found = set()
    for words, on in heights.items():
        usual = sorted(on.values())[len(on) // 2]
        same = [page for page, height in on.items() if abs(height - usual) <= _SAME_PLACE]
        if words and len(same) >= least and 2 * len(same) >= max(same) - min(same) + 1:
            found.add(words)
    return frozenset(found)
