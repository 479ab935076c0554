"""What elements say they are: a `div` that is called a heading or a table, and the tabs that name the panels of a page."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.folding import squeeze
from pipeline.parse.html.measure import inline_source
from pipeline.parse.html.parts import source_of
from pipeline.parse.html.tags import ATTRIBUTES, HEADINGS, attributes_of
from pipeline.parse.html.tree import Node, Page, new_node
from pipeline.parse.html.words import line_of, words_of

_PANELS = frozenset(("div", "section", "article"))
# <button role="tab" id="t1" aria-controls="p1">県全域</button>, <a data-bs-toggle="tab" href="#p1">市町村</a>
# <a class="tab" href="#p1">, but no <ul class="tab" role="tablist"> around them
_TAB = re.compile(
    rf"""<([a-z]+)\b(?:(?:(?<=<a)|(?<=<button))(?=[^<>]*=["']?tab\b)|(?=[^<>]*(?:role|toggle)=["']?tab\b))({ATTRIBUTES})>(.*?)</\1>""",
    re.DOTALL,
)
_TABBED = ('="tab"', "role=tab ", "role=tab>")
_TABLE_ROLES = {
    **{"table": "table", "rowgroup": "tbody", "row": "tr"},
    **{"cell": "td", "gridcell": "td", "columnheader": "th", "rowheader": "th"},
}
# <span role="cell">全額</span>
_INLINE_CELL = re.compile(rf"<(span)\b({ATTRIBUTES})>((?:(?!</?span\b).)*+)</span>", re.DOTALL)


def name_roles(page: Page) -> None:
    """Give the elements that say `role="heading"` (level 2 where they name none), "table", "row", "cell" the tags that they stand for."""
    for (_, attributes), nodes in page.dressed.items():
        if "role=" not in attributes:
            continue
        said = attributes_of(attributes)
        role = said.get("role", "")
        tag = _TABLE_ROLES.get(role, "")
        if role == "heading":
            level = said.get("aria-level", "")
            tag = f"h{min(6, max(1, int(level)))}" if level.isdecimal() and level.isascii() else "h2"
        for node in nodes if tag else ():
            node.tag = tag
            if tag == "tr" and (source := inline_source(node)):
                node.children = [*_inline_cells(node, source)]


def _inline_cells(row: Node, source: str) -> Iterator[Node]:
    """The cells of a row that are inline elements: <span role="cell">全額</span>."""
    for place, (name, attributes, content) in enumerate(_INLINE_CELL.findall(source)):
        tag = _TABLE_ROLES.get(attributes_of(attributes).get("role", ""), "td")
        yield new_node(tag, attributes, f"{row.path}/{name}[{place + 1}]", row, place, content, len(content))


def tab_panels(page: Page) -> Iterator[tuple[Node, str]]:
    """Panels with the words of the tab that shows them, where no heading in them says these words."""
    panels = [
        node
        for (tag, attributes), nodes in page.dressed.items()
        if tag in _PANELS and ("id=" in attributes or "aria-labelledby=" in attributes)
        for node in nodes
    ]
    is_tabbed = any("='tab" in attributes for _, attributes in page.dressed) or any(
        said in page.source for said in _TABBED
    )
    if not panels or not is_tabbed:
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
