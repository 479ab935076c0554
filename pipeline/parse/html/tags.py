"""HTML's tags: which are blocks and which hold no words, what may stand in what, and a tag's attributes as written."""

from __future__ import annotations

import re
from html import unescape

LEAVES = "p|li|h[1-6]|td|th|dt|dd|summary|figcaption|caption|legend|address|pre"
CONTAINERS = (
    "div|ul|ol|section|article|main|header|footer|nav|aside|details|figure|dl|table|tbody|thead|tfoot|tr|blockquote|form|fieldset|center|menu|dir|"
    "hgroup|search|hr|body|html|x-around"
)
BLOCKS = frozenset(f"{LEAVES}|{CONTAINERS}".replace("h[1-6]", "h1|h2|h3|h4|h5|h6").split("|")) - {
    "colgroup",
    "html",
    "x-around",
}
HEADINGS = {f"h{level}": level for level in range(1, 7)}
UNREAD = "script|style|noscript|template|svg|iframe|object|video|audio|canvas|math|select|textarea|map"
"""Elements without words of the document."""
VOIDS = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr")
)
ATTRIBUTES = r"""[^<>"']*+(?:"[^"]*+"[^<>"']*+|'[^']*+'[^<>"']*+)*+"""
# <a href="x">, </span>, <br/>: one tag of inline markup
TAG = re.compile(rf"<(/?)([a-zA-Z][^\s/<>]*)({ATTRIBUTES})>")
# href="x", hidden, id=toc: one attribute
_ATTRIBUTE = re.compile(r"""([^\s=/"'<>]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?""")

_ANYWHERE = frozenset(
    (
        *HEADINGS,
        *("p", "pre", "address", "div", "ul", "ol", "section", "article", "main", "header", "footer", "nav", "aside"),
        *("details", "figure", "dl", "table", "blockquote", "form", "fieldset"),
    )
)
ALLOWED = {
    **dict.fromkeys(("body", "section", "article", "main", "header", "footer", "nav", "aside"), _ANYWHERE),
    **dict.fromkeys(("li", "td", "th", "dd", "blockquote", "summary", "figcaption", "caption"), _ANYWHERE),
    "div": _ANYWHERE | {"dt", "dd"},
    "details": _ANYWHERE | {"summary"},
    "figure": _ANYWHERE | {"figcaption"},
    "fieldset": _ANYWHERE | {"legend"},
    "form": _ANYWHERE - {"form"},
    "address": frozenset(("p", "div")),
    "dt": _ANYWHERE - {"dl"},
    "legend": _ANYWHERE - {"fieldset"},
    "dl": frozenset(("dt", "dd", "div")),
    **dict.fromkeys(("ul", "ol"), frozenset(("li",))),
    "table": frozenset(("caption", "thead", "tbody", "tfoot", "tr")),
    **dict.fromkeys(("thead", "tbody", "tfoot"), frozenset(("tr",))),
    "tr": frozenset(("td", "th")),
}
"""Which block may stand in which without a parser of HTML 4, which lxml's is, moving or closing anything."""
AROUND = "x-around"
"""The name under which an inline element that holds blocks is written out; its `step` attribute keeps its own."""
MAY_HOLD_BLOCKS = frozenset(("a", "span", "font", "strong", "em", "label", "button", "ins", "del"))
NEVER_IN_LINKS = frozenset(("table", "fieldset"))
"""Inline elements that no block in them closes, but for links these two."""


def attributes_of(source: str) -> dict[str, str]:
    """The attributes of a tag as written → their values with entities resolved; the first of a name counts."""
    found: dict[str, str] = {}
    for name, double, single, bare in _ATTRIBUTE.findall(source):
        found.setdefault(name.lower(), unescape(double or single or bare))
    return found
