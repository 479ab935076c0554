"""What of an HTML page nobody sees: blocks hidden by attribute, style or style sheet, except the panels that toggles open."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.parse.html.toggles import Toggles
from pipeline.parse.html.tree import Node, Page
from pipeline.parse.html.words import INVISIBLE, is_hidden

# div.acd-content, .sr-only, #panel: the simple selectors that are followed here
_SIMPLE = re.compile(r"^(?:[a-z][a-z0-9]*)?[.#][\w-]+$", re.IGNORECASE)
# /* … */: a comment of a style sheet
_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_SHOWN = re.compile(r"display\s*:\s*(?!none)|visibility\s*:\s*visible|opacity\s*:\s*1")
# aria-controls="p1", data-bs-target="#p1", href="#p1": the panel a control opens
_CONTROLS = re.compile(r"""(?:aria-controls=|data-(?:bs-)?target=["']?#|href=["']?#)["']?([\w-]+)""")


def hiding_rules(styles: str) -> frozenset[str]:
    """Style sheets → the simple selectors (.sr-only, #x, div.y) whose elements nobody sees.

    A selector that another rule shows again (`:checked ~ .panel`, `.is-open .panel`) is a toggle's and hides nothing for good.
    """
    if not INVISIBLE.search(styles):
        return frozenset()
    rules = list(_rules(_COMMENT.sub("", styles)))
    shown = [selector for selector, body in rules if _SHOWN.search(body)]
    return frozenset(
        selector
        for selector, body in rules
        if _SIMPLE.match(selector)
        and INVISIBLE.search(body)
        and not any(selector in other and other != selector for other in shown)
    )


def _rules(styles: str) -> Iterator[tuple[str, str]]:
    """(selector, declarations) of each rule of a style sheet; those for print are none."""
    media = ""
    for chunk in styles.split("}"):
        head, brace, body = chunk.rpartition("{")
        outer, _, selectors = head.rpartition("{")
        if not brace:
            media = ""
        elif outer:
            media = outer[-80:]
        if brace and "print" not in media:
            yield from ((selector.strip(), body) for selector in selectors.rpartition(";")[2].split(","))


def find_unseen(page: Page, toggles: Toggles, hidden: frozenset[str]) -> set[Node]:
    """The nodes of a page that are hidden for good."""
    unseen = [node for dress, nodes in page.dressed.items() if is_hidden(*dress, hidden) for node in nodes]
    if not unseen:
        return set()
    panels, controlled = toggles.panels(), _controlled(page, {name for node in unseen if (name := node.get("id"))})
    return {node for node in unseen if not _opens(node, panels, controlled)}


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
