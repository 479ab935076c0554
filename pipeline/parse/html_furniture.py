"""What of an HTML page is no content: site furniture and unseen text, told by structure and never by a theme's class names."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from typing import TYPE_CHECKING

from pipeline.parse.html_toggles import text_of

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_ROLES = ("navigation", "banner", "contentinfo", "search", "menu", "menubar", "dialog", "alertdialog", "doc-toc")
_OUTSIDE = (
    "//nav|//*[" + " or ".join(f"@role='{role}'" for role in _ROLES) + "]"
    "|//header[not(ancestor::main or ancestor::article or descendant::main or descendant::article)]"
    "|//footer[not(ancestor::main or ancestor::article or descendant::main or descendant::article)]"
    "|//aside|//*[@role='complementary']"
)
# display:none  visibility: hidden  font-size:0  clip: rect(0 0 0 0)  clip-path: inset(50%)  text-indent:-9999px  left:-9999px  opacity:0
_INVISIBLE = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?:px|em|rem|%)?\s*(?:;|!|$)|clip\s*:\s*rect\(\s*[01](?:px)?[\s,]|clip-path\s*:\s*inset\(\s*(?:50|100)%"
    r"|text-indent\s*:\s*-\d{3,}|left\s*:\s*-\d{3,}|(?<![-\w])opacity\s*:\s*0(?:\.0+)?\s*(?:;|!|$)",
    re.IGNORECASE,
)
# .acd-content { display: none }, #menu.hidden{…}: one rule of a style sheet
_RULE = re.compile(r"([^{}@;]+)\{([^{}]*)\}")
# div.acd-content, .a.b, #panel: the simple selectors that are followed here
_SIMPLE = re.compile(r"^([a-z][a-z0-9]*)?((?:[.#][\w-]+)+)$", re.IGNORECASE)
_PRINT = re.compile(r"@media[^{]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}")


def furniture(root: Element) -> set[Element]:
    """The elements of a page that are site furniture: navigation, banner, footer, side column, table of contents, …"""
    found = {element for element in root.xpath(_OUTSIDE) if not _holds_most(element, root)}
    found.update(_tables_of_contents(root))
    return found


def unseen(root: Element, panels: Container[Element]) -> set[Element]:
    """The elements a reader never sees (hidden attribute, inline style, style sheet), except the panels of toggles."""
    hidden = {element for element in root.xpath("//*[@hidden]") if not _opens(element, panels)}
    for element in root.xpath("//*[@style]"):
        if _INVISIBLE.search(element.get("style")) and not _opens(element, panels):
            hidden.add(element)
    for element in root.xpath("//i[@aria-hidden='true']|//span[@aria-hidden='true']"):
        hidden.add(element)
    for path in _hiding_selectors(root):
        hidden.update(element for element in root.xpath(path) if not _opens(element, panels))
    return hidden


def _opens(element: Element, panels: Container[Element]) -> bool:
    """True for the panel of a toggle: found as one, named by a control, after a check box, or inside `details`."""
    if element in panels or next(element.iterancestors("details"), None) is not None:
        return True
    name = element.get("id")
    if name and element.getroottree().xpath(
        "boolean(//*[@aria-controls=$id or @href=$ref or @data-target=$ref or @data-bs-target=$ref])",
        id=name,
        ref=f"#{name}",
    ):
        return True
    return (
        bool(element.xpath("boolean(preceding-sibling::input[@type='checkbox' or @type='radio'])"))
        or element.get("role") == "tabpanel"
    )


def _hiding_selectors(root: Element) -> Iterator[str]:
    """The simple selectors that style elements hide, as XPath; a rule elsewhere that shows them again makes a toggle."""
    sheet = _PRINT.sub("", "\n".join(style.text or "" for style in root.iter("style")))
    if not _INVISIBLE.search(sheet):
        return
    rules = [(selector.strip(), body) for selectors, body in _RULE.findall(sheet) for selector in selectors.split(",")]
    for selector, body in rules:
        match = _SIMPLE.match(selector)
        if match is None or not _INVISIBLE.search(body):
            continue
        shown = any(
            selector in other and other != selector and re.search(r"display\s*:\s*(?!none)", rule)
            for other, rule in rules
        )
        if not shown:
            tests = [
                f"@id='{name}'" if mark == "#" else f"contains(concat(' ', normalize-space(@class), ' '), ' {name} ')"
                for mark, name in re.findall(r"([.#])([\w-]+)", match.group(2))
            ]
            yield f"//{match.group(1) or '*'}[{' and '.join(tests)}]"


def _tables_of_contents(root: Element) -> Iterator[Element]:
    """Lists that hold nothing but links into the page itself, with the caption they stand under."""
    seen: set[Element] = set()
    for anchor in root.xpath("//a[starts-with(@href, '#') and string-length(@href) > 1]"):
        listing = next(anchor.iterancestors("ul", "ol", "div", "p", "nav"), None)
        if listing is None or listing in seen:
            continue
        seen.add(listing)
        if listing.tag == "div" or not _only_anchors(listing):
            continue
        while (
            (parent := listing.getparent()) is not None
            and parent.tag in ("div", "li", "ul", "ol", "nav", "section", "details", "aside")
            and (len(text_of(parent)) - len(text_of(listing)) <= 12)
        ):
            listing = parent
        yield listing


def _only_anchors(listing: Element) -> bool:
    anchors = list(listing.iter("a"))
    inner = [anchor for anchor in anchors if (anchor.get("href") or "").startswith("#")]
    words = len(text_of(listing))
    return (
        len(inner) >= 2
        and len(inner) == len(anchors)
        and sum(len(text_of(anchor)) for anchor in anchors) >= 0.8 * words
    )


def _holds_most(element: Element, root: Element) -> bool:
    """Furniture that holds more than half of the page's words is its content in a wrong element."""
    return len(text_of(element)) * 2 > len(text_of(root)) or (
        element.tag not in ("nav",) and next(element.iter("h1"), None) is not None and element.tag == "aside"
    )
