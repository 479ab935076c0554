"""Questions about a node of an HTML page: is it a section or one statement, a table of data or of layout."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from pipeline.parse.html.measure import measure, names_files, sources_in, words_in
from pipeline.parse.html.tables import Slot, grid_of
from pipeline.parse.html.tags import HEADINGS
from pipeline.parse.html.tree import Node
from pipeline.parse.html.words import BOLD, groups_of, lone_label, words_of

# <a href="x">, <a>
_LINK = re.compile(r"<a[\s>]")
# <span class="t">補助率</span><span class="d">1/2</span>: a style sheet sets the two apart
_LABELLED = re.compile(r"\s*(<span[^<>]*>[^<>：:]{1,30})(</span>\s*<(?:span|div)[\s>])")
SECTIONS = frozenset(("table", "dl", "details", "article", "section", *HEADINGS))
"""What makes the element around it a part of the page rather than one statement."""
_LARGEST_FRAME = 400_000
_FRAMED = 0.6
"""The share of a page that its content has in a table of layout."""
_CALENDAR = 5000
"""Characters of source that a calendar has at most."""
# 日 月 火 水 木 金 土, 月 火 水 木 金 土 日
_WEEK = re.compile(r"(?:日 )?月 火 水 木 金 土(?: 日)?")
# 2027年9月 日 月 火 水 木 金 土 1 2 3 … « 前月
_DAYS = re.compile(r"[\s\d年月日火水木金土祝前次翌先今のへ<>«»≪≫＜＞()（）・|]+")
_SAID, _MENU_LINKS = 20, 3
"""Characters beside a menu, and pieces of inline source that hold its links."""


def plain_items(content: str, path: str) -> list[tuple[str, str]]:
    """The source of a list that is a leaf, with nothing but words in it → the path and the words of each item."""
    items = content.replace("</li>", "").split("<li>")
    if "<span" in content:
        items = ["", *labelled(items[1:])]
    if "&" in content or content.count("<") > 2 * len(items) - 2:
        items = [words_of(item)[0] for item in items]
    return [(f"{path}/li[{number}]", items[number]) for number in range(1, len(items))]


def fields_of(content: str, path: str) -> list[tuple[str, str]]:
    """The source of a leaf list → the path and source of each item where all open with bold labels and some have several lines.

    <li><strong>公募期間</strong>: 5月12日～1月31日<br>※随時受付</li>; else nothing.
    """
    if "<br" not in content or "<li><strong>" not in content:
        return []
    items = [item.strip() for item in content.replace("</li>", "").split("<li>")]
    told = [item for item in items[1:] if lone_label(item)[0]]
    return (
        [(f"{path}/li[{number}]", item) for number, item in enumerate(told, 1)] if len(told) == len(items) - 1 else []
    )


def labelled(items: Sequence[str]) -> Sequence[str]:
    """The sources of a list's items → the same with a colon behind their first word, where each is a label and its words."""
    if len(items) < 2 or not all(map(_LABELLED.match, items)):
        return items
    return [_LABELLED.sub(r"\1：\2", item, count=1) for item in items]


def links_in(children: Iterable[Node | str]) -> int:
    """How many links stand in nodes and inline source, at any depth."""
    count = 0
    for child in children:
        source = child if isinstance(child, str) else child.content
        count += len(_LINK.findall(source)) if source is not None else 0
        if isinstance(child, Node):
            count += child.is_step("a") + links_in(child.children)
    return count


def links_before(node: Node, position: int, counted: dict[Node, tuple[int, int]]) -> int:
    """How many links stand before the inline source at `position`, where it has any itself: counted on from where it was
    asked last, which `counted` remembers."""
    source = node.children[position]
    if isinstance(source, Node) or "<a" not in source:
        return 0
    done, count = counted.get(node, (0, 0))
    count += links_in(node.children[done:position])
    counted[node] = (position, count)
    return count


def source_of(node: Node) -> str:
    """The inline source of a node, its blocks read as one line."""
    if node.content is not None:
        return node.content
    return " ".join(child if isinstance(child, str) else source_of(child) for child in node.children)


def entries(dl: Node) -> list[Node]:
    """The children of a definition list, through the `div` groups that HTML allows."""
    found: list[Node] = []
    for child in dl.children:
        if isinstance(child, Node):
            found.extend(entries(child) if child.tag == "div" else (child,))
    return found


def is_section(body: Node) -> bool:
    """True for a definition that is a part of the page: it holds headings, tables, or labelled paragraphs of its own."""
    labelled = 0
    for node in body.nodes():
        if node.tag in SECTIONS:
            return True
        if node.tag == "p" and node.content is not None:
            words, _ = words_of(node.content)
            labelled += (
                sum(1 for label, _ in groups_of(words, "") if label)
                if BOLD in words
                else ":" in words[:20] or "：" in words[:20]
            )
    return labelled >= 2


def is_layout(table: Node, slots: Sequence[Slot]) -> bool:
    """True for a table that only places things on the page: without header cells of its own (those of a table inside it
    do not count) it holds headings, or it is one cell of blocks."""
    below = {node.tag for node in table.nodes()}
    if not below.isdisjoint(HEADINGS) and all(slot.node is None or slot.node.tag != "th" for slot in slots):
        return True
    *_, root = table.ancestors()
    if is_frame(table, root):
        return True
    return len(slots) == 1 and not below.isdisjoint(("table", "p", "ul", "ol"))


def is_frame(table: Node, root: Node) -> bool:
    """True for a table without rules and header cells that makes up most of a page and places its content and menus: one
    cell is most of it and holds a table, or stands beside one of links."""
    if not root.size <= table.size * 2 <= _LARGEST_FRAME or (table.get("border") or "0") != "0":
        return False
    slots = grid_of(table)[2]
    if len(slots) < 2:
        return False
    said = {slot.node: measure(slot.node, {}).said for slot in slots if slot.node is not None}
    text = max(said, key=lambda cell: said[cell])
    if text.content is not None or said[text] < _FRAMED * sum(said.values()) or any(cell.tag == "th" for cell in said):
        return False
    rows = {slot.row for slot in slots if slot.node is text}
    beside = [slot.node for slot in slots if slot.row in rows and slot.node is not None and slot.node is not text]
    return any(node.tag == "table" for node in text.nodes()) or any(links_in((cell,)) >= _MENU_LINKS for cell in beside)


def is_calendar(table: Node) -> bool:
    """True for a table of nothing but weekdays and the days of a month."""
    if table.tag != "table" or not 20 < table.size < _CALENDAR:
        return False
    words = words_in(table)
    return _WEEK.search(words) is not None and _DAYS.fullmatch(words) is not None


def menus_in(slots: Sequence[Slot]) -> set[Node]:
    """The cells of a table of layout that hold nothing but links to other pages, beside one that says something."""
    found = [(slot.row, slot.node, measure(slot.node, {})) for slot in slots if slot.node is not None]
    telling = {row for row, _, one in found if one.said >= _SAID}
    menus = {cell for row, cell, one in found if row in telling and one.linked and not one.said}
    return {cell for cell in menus if len(sources_in(cell)) >= _MENU_LINKS and not names_files(cell)}
