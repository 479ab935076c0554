"""HTML source → a light tree of block elements whose inline content stays one string; lxml repairs what is not well formed.

Building a Python object for every element is what makes HTML slow to read (a tree of lxml proxies costs as much as three parses). Most
pages are well formed where it matters, so the source itself is cut at its block tags by one regular expression; wherever the
nesting is not plain, lxml's tree, written out again, is cut instead. Both give the paths that lxml's own tree has.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import unescape
from typing import NamedTuple

from pipeline.records import Notice

CUT, BOLD, THIN = "\x1e", "\x02", "\x03"
"""Marks within inline source and words: a line ends here, bold begins, bold ends."""
LEAVES = "p|li|h[1-6]|td|th|dt|dd|summary|figcaption|caption|legend|address|pre"
_CONTAINERS = (
    "div|ul|ol|section|article|main|header|footer|nav|aside|details|figure|dl|table|tbody|thead|tfoot|tr|blockquote|form|fieldset|center|menu|dir|"
    "hgroup|search|hr|body|html|x-around"
)
BLOCKS = frozenset(f"{LEAVES}|{_CONTAINERS}".replace("h[1-6]", "h1|h2|h3|h4|h5|h6").split("|")) - {
    "colgroup",
    "html",
    "x-around",
}
HEADINGS = {f"h{level}": level for level in range(1, 7)}

_ATTRIBUTES = r"""[^<>"']*+(?:"[^"]*+"[^<>"']*+|'[^']*+'[^<>"']*+)*+"""
# <br>, <br />, <strong>, </strong>: the inline tags that a page is full of
MARK = r"<(?:br ?/?|/?strong)>"
# an inline tag begins with a small letter: <P>, <DIV> are left to lxml
_INLINE = rf"[^<]*+(?:(?:{MARK}|<(?!/?(?:{LEAVES}|{_CONTAINERS})[\s/>])/?+[a-z]{_ATTRIBUTES}>)[^<]*+)*+"
# <li>words</li><li>words</li>: a list of nothing but words, which is a leaf too
_WORDS_ONLY = rf"\s*+(?:<li>[^<]*+(?:{MARK}[^<]*+)*+</li>\s*+)++"
# words<p class="x">words <b>inline</b></p>  or  words<div id="y">  or  words</div>: the pieces a page is cut into. Each place is
# passed once: where no piece fits, a single `<` is taken, and at the end nothing.
_TOKEN = re.compile(
    rf"({_INLINE})(?:<(?:((?:{LEAVES})|(ul|ol))((?:\s{_ATTRIBUTES})?)>((?(3){_WORDS_ONLY}|{_INLINE}))</\2\s*+>|(/?)({LEAVES}|{_CONTAINERS})((?:[\s/]{_ATTRIBUTES})?)>)|<|\Z)"
)
UNREAD = "script|style|noscript|template|svg|iframe|object|video|audio|canvas|math|select|textarea|map"
# <!-- … -->, <!DOCTYPE html>, <?xml …?>, <script>…</script>: what holds no words of the document; what never ends goes up to the
# end and is a group of its own. Each name is an alternative, which is refused at its first letter.
_MACHINERY = re.compile(
    r"<(?:!--.*?(?:-->|(\Z))|[!?](?!--)[^<>]*>|"
    + "|".join(rf"{tag}\b(?:[^<>]*[^<>/])?>.*?(?:</{tag}\s*>|(\Z))" for tag in UNREAD.split("|"))
    + ")",
    re.DOTALL,
)
# <a href="x">, </span>, <br/>: one tag of inline markup
TAG = re.compile(rf"<(/?)([a-zA-Z][^\s/<>]*)({_ATTRIBUTES})>")
# href="x", hidden, id=toc: one attribute
_ATTRIBUTE = re.compile(r"""([^\s=/"'<>]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?""")
VOIDS = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"]
)

_ANYWHERE = frozenset(
    [
        "p",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "pre",
        "address",
        "div",
        "ul",
        "ol",
        "section",
        "article",
        "main",
        "header",
        "footer",
        "nav",
        "aside",
        "details",
        "figure",
        "dl",
        "table",
        "blockquote",
        "form",
        "fieldset",
    ]
)
_NOTHING: frozenset[str] = frozenset()
_ALLOWED = {
    **dict.fromkeys(
        [
            "body",
            "div",
            "section",
            "article",
            "main",
            "header",
            "footer",
            "nav",
            "aside",
            "details",
            "figure",
            "fieldset",
            "li",
            "td",
            "th",
            "dd",
            "blockquote",
            "summary",
            "figcaption",
            "form",
        ],
        _ANYWHERE,
    ),
    "div": _ANYWHERE | {"dt", "dd"},
    "dl": frozenset(("dt", "dd", "div")),
    "details": _ANYWHERE | {"summary"},
    "figure": _ANYWHERE | {"figcaption"},
    "fieldset": _ANYWHERE | {"legend"},
    **dict.fromkeys(("ul", "ol"), frozenset(("li",))),
    "table": frozenset(("caption", "thead", "tbody", "tfoot", "tr")),
    **dict.fromkeys(("thead", "tbody", "tfoot"), frozenset(("tr",))),
    "tr": frozenset(("td", "th")),
}
"""Which block may stand in which without a parser of HTML 4, which lxml's is, moving or closing anything."""
AROUND = "x-around"
"""The name under which an inline element that holds blocks is written out; its `step` attribute keeps its own."""
_DEEPEST = 120


class Node:
    """A block element: its children in order (nodes and inline source), or the inline source of a leaf in `content`."""

    __slots__ = ("attributes", "children", "content", "parent", "position", "size", "step", "tag")

    tag: str
    attributes: str
    step: str
    """The step of a path that leads here from the parent: p[3]."""
    parent: Node | None
    position: int
    """The place among the parent's children."""
    content: str | None
    children: Sequence[Node | str]
    size: int
    """Characters of inline source in here, inline tags included: a measure of how much is said."""

    def get(self, name: str) -> str | None:
        """An attribute's value, "" where it has none, None where it is missing."""
        return attributes_of(self.attributes).get(name) if self.attributes else None

    def nodes(self) -> Iterator[Node]:
        """The nodes below, in document order."""
        for child in self.children:
            if not isinstance(child, str):
                yield child
                yield from child.nodes()

    def ancestors(self) -> Iterator[Node]:
        """The nodes above, innermost first."""
        node = self.parent
        while node is not None:
            yield node
            node = node.parent

    def path(self) -> str:
        """The XPath of this element in lxml's tree: /html/body/div[2]/p[1]."""
        steps = [self.step, *(node.step for node in self.ancestors())]
        return "/" + "/".join(reversed(steps))


def new_node(
    tag: str, attributes: str, step: str, parent: Node | None, position: int, content: str | None, size: int
) -> Node:
    """A node without children (a constructor would be called at a higher price; a page has a thousand nodes)."""
    node = Node()
    node.tag = tag
    node.attributes = attributes
    node.step = step
    node.parent = parent
    node.position = position
    node.content = content
    node.children = ()
    node.size = size
    return node


class Page(NamedTuple):
    """A page taken apart; `nodes` are all in document order, `containers` those with children, `marked` those with attributes."""

    root: Node
    """The body, or html where a broken page says something outside of its body."""
    nodes: list[Node]
    containers: list[Node]
    marked: list[Node]
    tagged: list[tuple[Node, int]]
    """Where inline source with tags stands between blocks: the parent and the place among its children."""
    head: str
    styles: str
    source: str
    """What the nodes were cut from; its machinery may still stand in it."""

    def release(self) -> None:
        """Cut the nodes from their children, so that the page goes at once and not when the garbage collector comes."""
        for node in self.containers:
            node.children = ()


class _NotPlain(Exception):
    """The source is not nested plainly; lxml must repair it."""


def page_of(text: str, *, repair: bool = False) -> tuple[Page, tuple[Notice, ...]]:
    """The text of an HTML file → its page and notices; `repair` takes the way through lxml even where none is needed."""
    if not repair:
        try:
            return _plain_page(text), ()
        except _NotPlain:
            pass
    from pipeline.parse.html_repair import repaired

    source, styles, notices = repaired(text)
    start = source.find("<body")
    head = source[:start] if start >= 0 else source
    return _build(head, source, start if start >= 0 else len(source), styles, strict=False), notices


def _plain_page(text: str) -> Page:
    """The page of a text that is nested plainly; the text is long, and copied only where machinery stands in its body."""
    start = text.find("<body")
    styles: list[str] = []
    head = _without_machinery(text[:start], styles)
    if start < 0 or "<html" not in head or head.partition("</head>")[2].strip():
        raise _NotPlain
    if _MACHINERY.search(text, start):
        text, start = _without_machinery(text[start:], styles), 0
    return _build(head, text, start, "\n".join(styles), strict=True)


def _without_machinery(source: str, styles: list[str]) -> str:
    """The source without its machinery, of which the style sheets are put aside; what never ends is left to lxml."""

    def left_out(machinery: re.Match[str]) -> str:
        if machinery.lastindex:
            raise _NotPlain
        if machinery[0].startswith("<style"):
            styles.append(machinery[0].partition(">")[2].rpartition("<")[0])
        return ""

    return _MACHINERY.sub(left_out, source)


def _build(head: str, source: str, start: int, styles: str, *, strict: bool) -> Page:
    """Head, source, and where in the source the body starts → the page."""
    inside = source.find(">", start) + 1 or len(source)
    page = Page(new_node("html", "", "html", None, 0, None, 0), [], [], [], [], head, styles, source)
    body = _nest(page, source[start + len("<body") : inside - 1], _TOKEN.finditer(source, inside), strict=strict)
    if len(page.root.children) == 1:
        return page._replace(root=body)
    body.step = "body[1]"
    return page


def _nest(page: Page, body_attributes: str, tokens: Iterator[re.Match[str]], *, strict: bool) -> Node:
    """Hang the cut pieces under their parents and return the body; raises _NotPlain where strict and the source leaves doubt."""
    root, nodes, containers, marked, tagged, *_ = page
    node = body = new_node("body", body_attributes, "body", root, 0, None, 0)
    containers.append(body)
    outer: list[Node | str] = [body]
    root.children = outer
    children: list[Node | str] = []
    node.children = children
    counts: dict[str, int] = {}
    allowed = _ALLOWED["body"]
    size = 0
    stack: list[tuple[Node, list[Node | str], dict[str, int], frozenset[str]]] = [(root, outer, {"body": 1}, _NOTHING)]
    for token in tokens:
        loose, leaf, _, leaf_attributes, content, end, tag, attributes = token.groups()
        if loose and not loose.isspace():
            if "<" in loose:
                if strict and not _is_balanced(loose):
                    raise _NotPlain
                tagged.append((node, len(children)))
            size += len(loose)
            children.append(loose)
        if leaf:
            if strict and leaf not in allowed:
                raise _NotPlain
            count = counts[leaf] = counts.get(leaf, 0) + 1
            length = len(content)
            child = new_node(leaf, leaf_attributes, f"{leaf}[{count}]", node, len(children), content, length)
            size += length
            children.append(child)
            nodes.append(child)
            if leaf_attributes:
                marked.append(child)
        elif end:
            if tag != node.tag or not stack:
                if strict and tag != "html":
                    raise _NotPlain
                continue
            node.size += size
            node, children, counts, allowed = stack.pop()
        elif tag and tag != "hr":
            if strict and (tag not in allowed or len(stack) > _DEEPEST):
                raise _NotPlain
            count = counts[tag] = counts.get(tag, 0) + 1
            step = f"{tag}[{count}]" if tag != AROUND else attributes_of(attributes)["step"]
            child = new_node(tag, attributes, step, node, len(children), None, -size)
            children.append(child)
            nodes.append(child)
            if attributes:
                marked.append(child)
            if not attributes.endswith("/"):
                containers.append(child)
                stack.append((node, children, counts, allowed))
                node, children, counts = child, [], {}
                child.children = children
                allowed = _ALLOWED.get(tag, _NOTHING)
            else:
                child.size = 0
        elif strict and not tag and token.end() < len(token.string):
            raise _NotPlain
    root.size = size
    if strict and (node is not root or len(outer) > 1):
        raise _NotPlain
    return body


def _is_balanced(source: str) -> bool:
    """True where every inline element in the source closes in it."""
    opened: list[str] = []
    for end, tag, attributes in TAG.findall(source):
        if tag in VOIDS or attributes.endswith("/"):
            continue
        if not end:
            opened.append(tag)
        elif not opened or opened.pop() != tag:
            return False
    return not opened


def attributes_of(source: str) -> dict[str, str]:
    """The attributes of a tag as written → their values with entities resolved; the first of a name counts."""
    found: dict[str, str] = {}
    for name, double, single, bare in _ATTRIBUTE.findall(source):
        found.setdefault(name.lower(), unescape(double or single or bare))
    return found
