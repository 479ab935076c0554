"""What elements say they are: a `div` that is called a heading, and the tabs that name the panels of a page."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.folding import squeeze
from pipeline.parse.html.parts import source_of
from pipeline.parse.html.tags import ATTRIBUTES, HEADINGS, attributes_of
from pipeline.parse.html.tree import Node, Page
from pipeline.parse.html.words import line_of, words_of

_CALLED = "heading"
_PANELS = frozenset(("div", "section", "article"))
_TABS = '="tab"'
# <button role="tab" id="t1" aria-controls="p1">県全域</button>, <a data-bs-toggle="tab" href="#p1">市町村</a>
_TAB = re.compile(rf"<([a-z]+)(?=[^<>]*{_TABS})({ATTRIBUTES})>(.*?)</\1>", re.DOTALL)


def name_headings(page: Page) -> None:
    """Give the elements that say `role="heading"` the tag that they stand for (level 2 where they name none)."""
    for (_, attributes), nodes in page.dressed.items():
        if _CALLED in attributes and (said := attributes_of(attributes)).get("role") == _CALLED:
            level = said.get("aria-level", "")
            for node in nodes:
                node.tag = f"h{min(6, max(1, int(level)))}" if level.isdecimal() and level.isascii() else "h2"


def tab_panels(page: Page) -> Iterator[tuple[Node, str]]:
    """Panels with the words of the tab that shows them, where no heading in them says these words."""
    panels = [
        node
        for (tag, attributes), nodes in page.dressed.items()
        if tag in _PANELS and ("id=" in attributes or "aria-labelledby=" in attributes)
        for node in nodes
    ]
    if not panels or _TABS not in page.source:
        return
    tabs: dict[str, str] = {}
    for _, written, content in _TAB.findall(page.source):
        said = attributes_of(written)
        words = line_of(words_of(content, controls=True)[0])
        ids = (said.get(name, "") for name in ("aria-controls", "href", "data-target", "data-bs-target", "id"))
        tabs.update((name.removeprefix("#"), words) for name in ids if name and words)
    for node in panels:
        title = tabs.get(node.get("id") or "") or tabs.get(node.get("aria-labelledby") or "")
        if title and not any(below.tag in HEADINGS and _says(below, title) for below in node.nodes()):
            yield node, title


def _says(heading: Node, words: str) -> bool:
    return squeeze(words) in squeeze(line_of(words_of(source_of(heading), controls=True)[0]))
