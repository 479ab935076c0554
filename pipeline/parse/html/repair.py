"""HTML that is not nested plainly, as lxml's tree writes it: every element closed, every attribute quoted."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipeline.parse.html.tags import AROUND, BLOCKS, UNREAD
from pipeline.records import Notice

if TYPE_CHECKING:
    from lxml.etree import _Element

# href, data-x, xml:lang: names that elements and attributes have, in contrast to what is left of broken tags
_NAME = re.compile(r"[\w:.-]+$")
# control characters, which no XML may hold; tabs and line ends stay
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def repaired(text: str) -> tuple[str, str, tuple[Notice, ...]]:
    """The source as lxml's tree writes it (every element closed, every attribute quoted, inline elements around blocks renamed), its styles."""
    from lxml import etree

    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True)
    data = _CONTROL.sub("", text).encode("utf-8", "replace")
    try:
        root = etree.fromstring(data, parser) if data.strip() else None
    except etree.XMLSyntaxError:
        root = None
    if root is None:
        return "", "", ()
    etree.strip_elements(root, *(tag for tag in UNREAD.split("|") if tag != "style"), with_tail=False)
    styles = "\n".join(style.text or "" for style in root.iter("style"))
    etree.strip_elements(root, "style", with_tail=False)
    around = {element: _step(element) for element in _around_blocks(root)}
    for element in root.iter():
        if any(not _NAME.match(str(name)) for name in element.attrib):
            kept = [(str(n), _CONTROL.sub("", str(v))) for n, v in element.attrib.items() if _NAME.match(str(n))]
            element.attrib.clear()  # one by one would fail on names that hold control characters
            element.attrib.update(kept)
        if not _NAME.match(str(element.tag)):
            element.tag = "x-odd"
    for element, step in around.items():
        element.tag = AROUND
        element.set("step", step)
    broken = [entry.message for entry in parser.error_log if entry.level_name == "FATAL"]
    notices = [Notice("warning", "broken-html", f"HTML の途中までしか読めません: {message}") for message in broken[:1]]
    return etree.tostring(root, encoding="unicode", method="xml"), styles, tuple(notices)


def _step(element: _Element) -> str:
    """The last step of an element's path; a name with a colon (o:p) is no step of an XPath, its position is."""
    same = str(element.tag) if _NAME.match(str(element.tag)) and ":" not in str(element.tag) else "*"
    return f"{same}[{sum(1 for _ in element.itersiblings(same, preceding=True)) + 1}]"


def _around_blocks(root: _Element) -> set[_Element]:
    """The inline and unknown elements that hold block elements."""
    found: set[_Element] = set()
    for block in root.iter(*BLOCKS):
        element = block.getparent()
        while element is not None and element.tag not in BLOCKS and element.tag != "html" and element not in found:
            found.add(element)
            element = element.getparent()
    return found
