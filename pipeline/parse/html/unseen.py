"""What of an HTML page nobody reads: blocks struck out, or hidden by attribute, style or style sheet, but for the panels of toggles."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from pipeline.folding import squeeze
from pipeline.parse.html.tables import ROW_GROUPS
from pipeline.parse.html.tags import AROUND, attributes_of
from pipeline.parse.html.toggles import Toggles, asks_to_open
from pipeline.parse.html.tree import Node, Page
from pipeline.parse.html.words import INVISIBLE, STRUCK, THROUGH, is_hidden

# div.acd-content, .sr-only, #panel: the simple selectors that are followed here
_SIMPLE = re.compile(r"^(?:[a-z][a-z0-9]*)?[.#][\w-]+$", re.IGNORECASE)
# #tab1:checked ~ .c1: a rule of a state that shows the last of its elements
_STATE, _LAST, _NAME = re.compile(r":(?:checked|target)\b"), re.compile(r"^.*[\s>+~]"), re.compile(r"[.#][\w-]+")
# /* … */: a comment of a style sheet
_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_SHOWN = re.compile(r"display\s*:\s*(?!none)|visibility\s*:\s*visible|opacity\s*:\s*1")
# max-width:600px, min-width:48em: a bound of the widths that rules are for
_WIDTH = re.compile(r"(max|min)-width:(\d{1,5}(?:\.\d{1,5})?)(px|r?em)")
# screen, onlyscreenand(min-width:768px)and(max-width:1024px), all: a query of nothing but widths, without its blanks
_QUERY = re.compile(rf"(?:(?:only)?(?:screen|all))?(?:(?:and)?\({_WIDTH.pattern}\))*")
_SCREEN, _EM = 1280, 16
"""Pixels of the screen that a page is read on, and of an em."""
# aria-controls="p1", data-bs-target="#p1", href="#p1", aria-controls=":r1:": the panel a control opens
_CONTROLS = re.compile(r"""(?:aria-controls=|data-(?:bs-)?target=["']?#|href=["']?#)["']?([^\s"'<>]+)""")

_ROWS = frozenset(("tr", *ROW_GROUPS))


def hiding_rules(styles: str) -> frozenset[str]:
    """Style sheets → the simple selectors (.sr-only, #x, div.y) whose elements nobody sees.

    A selector that another rule shows again (`:checked ~ .panel`, `.is-open .panel`) is a toggle's and hides nothing for good;
    `!.c1` stands for what such a rule shows by another name (`#tab1:checked ~ .c1`).
    """
    if not INVISIBLE.search(styles):
        return frozenset()
    rules = list(_rules(_COMMENT.sub("", styles)))
    shown = [selector for selector, body, _ in rules if _SHOWN.search(body)]
    hidden: set[str] = set()
    for selector, body, condition in rules:
        if not _SIMPLE.match(selector) or not _is_met(condition):
            continue
        if INVISIBLE.search(body):
            hidden.add(selector)
        elif _SHOWN.search(body):
            hidden.discard(selector)
    toggled = {
        f"!{name}" for selector in shown if _STATE.search(selector) for name in _NAME.findall(_LAST.sub("", selector))
    }
    return frozenset(
        selector for selector in hidden if not any(selector in other and other != selector for other in shown)
    ) | (toggled if hidden else set())


def _rules(styles: str) -> Iterator[tuple[str, str, str]]:
    """(selector, declarations, condition) of each rule of a style sheet; a condition is what follows its `@`."""
    condition = ""
    for chunk in styles.split("}"):
        head, brace, body = chunk.rpartition("{")
        outer, _, selectors = head.rpartition("{")
        if not brace:
            condition = ""
        elif outer:
            condition = outer.rpartition("@")[2].lower()
        if brace:
            yield from ((selector.strip(), body, condition) for selector in selectors.rpartition(";")[2].split(","))


@lru_cache(maxsize=64)
def _is_met(condition: str) -> bool:
    """True for the rules of a wide screen: under no condition, one of widths alone, or one that browsers of today meet."""
    kind, _, queries = condition.partition("media")
    if kind:
        return kind.startswith(("supports", "layer"))
    return any(_is_wide(squeeze(query)) for query in queries.split(","))


def _is_wide(query: str) -> bool:
    if not _QUERY.fullmatch(query):
        return False
    sizes = [(bound, float(size) * (1 if unit == "px" else _EM)) for bound, size, unit in _WIDTH.findall(query)]
    return all(size >= _SCREEN if bound == "max" else size <= _SCREEN for bound, size in sizes)


def find_unseen(page: Page, toggles: Toggles, hidden: frozenset[str]) -> set[Node]:
    """The nodes of a page that are struck out, or hidden for good; of a table's rows what is in them."""
    unread = _struck_in(page) | _hidden_in(page, toggles, hidden)
    return unread.union(*(node.nodes() for node in unread if node.tag in _ROWS))


def _struck_in(page: Page) -> set[Node]:
    """The blocks that are struck out by a style, or stand in an element that says so: <del><p>…</p></del>."""
    return {
        node
        for (tag, source), nodes in page.dressed.items()
        if THROUGH in source or (tag == AROUND and attributes_of(source)["step"].partition("[")[0] in STRUCK)
        for node in nodes
    }


def _hidden_in(page: Page, toggles: Toggles, hidden: frozenset[str]) -> set[Node]:
    unseen = [node for dress, nodes in page.dressed.items() if is_hidden(*dress, hidden) for node in nodes]
    if not unseen:
        return set()
    panels = toggles.panels().union(_rests(set(unseen)))
    controlled = _controlled(page, {name for node in unseen if (name := node.get("id"))})
    return {node for node in unseen if not _opens(node, panels, controlled)}


def _rests(unseen: set[Node]) -> Iterator[Node]:
    """Of the unseen nodes those before or after words that ask to open them: <div hidden>…</div><p><button>もっと読む</button></p>."""
    for parent in {node.parent for node in unseen if node.parent is not None}:
        box = parent.parent if parent.tag == "tbody" and parent.parent is not None else parent
        after = box.parent.children[box.position + 1 : box.position + 2] if box.parent is not None else ()
        for step in (1, -1):
            beside = next(iter(after), None) if step < 0 else None
            for child in parent.children[::step]:
                if child in unseen and beside is not None and asks_to_open(beside):
                    yield child
                elif child not in unseen and (isinstance(child, str) or child.size):
                    beside = child


def _controlled(page: Page, ids: set[str]) -> frozenset[str]:
    """Those of the ids that controls name as theirs, and perhaps others."""
    if not any(page.source.count(name) > 1 for name in ids):
        return frozenset()
    sources = [attributes for _, attributes in page.dressed] + [node.content for node in page.nodes if node.content]
    sources += [child for node in page.containers for child in node.children if isinstance(child, str)]
    return frozenset(name for source in sources if "=" in source for name in _CONTROLS.findall(source))


def _opens(node: Node, panels: set[Node], controlled: frozenset[str]) -> bool:
    """True for the panel of a toggle: found as one, named by a control, a tab's, or within `details`."""
    if node in panels or node.get("id") in controlled or node.get("role") == "tabpanel":
        return True
    return any(up.tag == "details" for up in node.ancestors())
