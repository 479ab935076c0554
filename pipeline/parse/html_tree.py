"""HTML source → a light tree of block elements whose inline content stays one string; lxml repairs what is not well formed.

Building a Python object for every element is what makes HTML slow to read (a tree of lxml proxies costs as much as three parses). Most
pages are well formed where it matters, so the source itself is cut at its block tags by one regular expression; wherever the
nesting is not plain, lxml's tree, written out again, is cut instead. Both give the paths that lxml's own tree has.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from pipeline.records import Notice

LEAVES = "p|li|h[1-6]|td|th|dt|dd|summary|figcaption|caption|legend|address|pre"
_CONTAINERS = (
    "div|ul|ol|section|article|main|header|footer|nav|aside|details|figure|dl|table|tbody|thead|tfoot|tr|blockquote|form|fieldset|center|menu|dir|"
    "hgroup|search|hr|body|html|colgroup"
)
BLOCKS = frozenset(f"{LEAVES}|{_CONTAINERS}".replace("h[1-6]", "h1|h2|h3|h4|h5|h6").split("|")) - {"colgroup"}
HEADINGS = {f"h{level}": level for level in range(1, 7)}

_ATTRIBUTES = r"""[^<>"']*+(?:"[^"]*+"[^<>"']*+|'[^']*+'[^<>"']*+)*+"""
_INLINE = rf"[^<]*+(?:<(?!/?(?:{LEAVES}|{_CONTAINERS})[\s/>]){_ATTRIBUTES}>[^<]*+)*+"
# words<p class="x">words <b>inline</b></p>  or  words<div id="y">  or  words</div>: the pieces a page is cut into
_TOKEN = re.compile(
    rf"({_INLINE})<(?:({LEAVES})((?:\s{_ATTRIBUTES})?)>({_INLINE})</\2\s*+>|(/?)({LEAVES}|{_CONTAINERS})((?:[\s/]{_ATTRIBUTES})?)>)"
)
_UNREAD = ("script", "style", "noscript", "template", "svg", "iframe", "object", "video", "audio", "canvas", "math", "select", "textarea", "map")
# <!-- … -->, <script>…</script>, <!DOCTYPE html>, <?xml …?>: what holds no words of the document
_MACHINERY = re.compile(
    rf"<!--.*?-->|<({'|'.join(_UNREAD)})\b(?:[^>]*[^>/])?>.*?</\1\s*>|<[!?][^>]*>", re.DOTALL | re.IGNORECASE
)
# <DIV>, <P>: tags in capitals are left to lxml
_CAPITAL = re.compile("</?[A-Z]")
_STYLE = re.compile(r"<style\b[^>]*>(.*?)</style\s*>", re.DOTALL | re.IGNORECASE)
# <a href="x">, </span>, <br/>: one tag of inline markup
TAG = re.compile(rf"<(/?)([a-zA-Z][^\s/<>]*)({_ATTRIBUTES})>")
# href="x", hidden, id=toc: one attribute
_ATTRIBUTE = re.compile(r"""([^\s=/"'<>]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?""")
VOIDS = frozenset("area base br col embed hr img input link meta param source track wbr".split())

_FLOW = frozenset("body div section article main header footer nav aside details figure fieldset li td th dd blockquote summary figcaption".split())
_PARENTS = {
    "li": frozenset(("ul", "ol", "menu")),
    "dt": frozenset(("dl", "div")),
    "dd": frozenset(("dl", "div")),
    "tr": frozenset(("table", "tbody", "thead", "tfoot")),
    "td": frozenset(("tr",)),
    "th": frozenset(("tr",)),
    **dict.fromkeys(("thead", "tbody", "tfoot", "caption", "colgroup"), frozenset(("table",))),
    "summary": frozenset(("details",)),
    "figcaption": frozenset(("figure",)),
    "legend": frozenset(("fieldset",)),
    "div": _FLOW | {"dl", "form"},
}
_FLOW_PARENTS = _FLOW | {"form"}
_NEVER_OPEN = frozenset(("p", "pre", "address", "html", "body", "menu", "dir", "center", *HEADINGS))
"""Elements that the source must close at once, or before which it must stand alone, to be read without repair."""
_EMPTY = ("hr", "colgroup")
_DEEPEST = 120


class Node:
    """A block element: its children in order (nodes and inline source), or the inline source of a leaf in `content`."""

    __slots__ = ("attributes", "children", "content", "index", "parent", "tag")

    def __init__(self, tag: str, attributes: str, index: int, parent: Node | None, content: str | None = None) -> None:
        self.tag = tag
        self.attributes = attributes
        self.index = index
        self.parent = parent
        self.content = content
        self.children: list[Node | str] | tuple[()] = () if content is not None else []

    def get(self, name: str) -> str | None:
        """An attribute's value, "" where it has none, None where it is missing."""
        return attributes_of(self.attributes).get(name) if self.attributes else None

    def nodes(self) -> Iterator[Node]:
        """The nodes below, in document order."""
        for child in self.children:
            if isinstance(child, Node):
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
        steps = [self, *self.ancestors()]
        return "".join("/" + step_of(node.tag, node.index) for node in reversed(steps))


class Page:
    """A page taken apart: its body, all nodes in document order, the source of its head, its style sheets."""

    __slots__ = ("body", "head", "nodes", "styles")

    def __init__(self, body: Node, nodes: list[Node], head: str, styles: str) -> None:
        self.body = body
        self.nodes = nodes
        self.head = head
        self.styles = styles


class _NotPlain(Exception):
    """The source is not nested plainly; lxml must repair it."""


def page_of(text: str, *, repair: bool = False) -> tuple[Page, tuple[Notice, ...]]:
    """The text of an HTML file → its page and notices; `repair` takes the way through lxml even where none is needed."""
    styles = "\n".join(_STYLE.findall(text)) if "<style" in text or "<STYLE" in text else ""
    if not repair:
        try:
            return _build(_MACHINERY.sub("", text), styles, strict=True), ()
        except _NotPlain:
            pass
    repaired, notices = _repaired(text)
    return _build(_MACHINERY.sub("", repaired), styles, strict=False), notices


def _repaired(text: str) -> tuple[str, tuple[Notice, ...]]:
    """The source as lxml's tree writes it: every element closed, every attribute quoted."""
    from lxml import etree

    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True)
    data = text.replace("\0", "").encode("utf-8", "replace")
    try:
        root = etree.fromstring(data, parser) if data.strip() else None
    except etree.XMLSyntaxError:
        root = None
    if root is None:
        return "", ()
    etree.strip_elements(root, *_UNREAD, with_tail=False)
    broken = [entry.message for entry in parser.error_log if entry.level_name == "FATAL"]
    notices = [Notice("warning", "broken-html", f"HTML の途中までしか読めません: {message}") for message in broken[:1]]
    return etree.tostring(root, encoding="unicode", method="xml"), tuple(notices)


def _build(source: str, styles: str, *, strict: bool) -> Page:
    head, _, rest = source.partition("<body")
    attributes, _, rest = rest.partition(">")
    body = Node("body", attributes, 1, Node("html", "", 1, None))
    if strict and ("<html" not in head or head.partition("</head>")[2].strip() or _CAPITAL.search(source)):
        raise _NotPlain
    pieces = _TOKEN.split(rest)
    if strict and any(piece and not piece.isspace() for piece in pieces[::8]):
        raise _NotPlain
    return Page(body, _Builder(body, strict=strict).build(pieces), head, styles)


class _Builder:
    """Hangs the cut pieces under their parents; raises _NotPlain where strict and the source leaves room for doubt."""

    def __init__(self, body: Node, *, strict: bool) -> None:
        self._strict = strict
        self._nodes: list[Node] = []
        self._node = body
        self._children: list[Node | str] = []
        body.children = self._children
        self._counts: dict[str, int] = {}
        self._stack: list[tuple[Node, list[Node | str], dict[str, int]]] = []

    def build(self, pieces: list[str]) -> list[Node]:
        """The pieces of a body, as the token pattern splits it → its nodes in document order."""
        strict = self._strict
        nodes = self._nodes
        parts = iter(pieces)
        next(parts)
        for loose, leaf, leaf_attributes, content, end, tag, attributes, _ in zip(*[parts] * 8, strict=False):
            if loose and not loose.isspace():
                if "<" in loose:
                    self._loose(loose)
                else:
                    self._children.append(loose)
            if leaf:
                if strict and self._node.tag not in _PARENTS.get(leaf, _FLOW_PARENTS):
                    raise _NotPlain
                counts = self._counts
                index = counts[leaf] = counts.get(leaf, 0) + 1
                child = Node(leaf, leaf_attributes, index, self._node, content)
                self._children.append(child)
                nodes.append(child)
            elif end:
                if tag == "body":
                    break
                self._close(tag)
            elif tag not in _EMPTY:
                if strict and (tag in _NEVER_OPEN or self._node.tag not in _PARENTS.get(tag, _FLOW_PARENTS) or len(self._stack) > _DEEPEST):
                    raise _NotPlain
                self._open(tag, attributes)
        if strict and (self._stack or any(piece and not piece.isspace() for piece in parts if piece not in ("/", "html"))):
            raise _NotPlain
        return nodes

    def _open(self, tag: str, attributes: str) -> None:
        index = self._counts[tag] = self._counts.get(tag, 0) + 1
        child = Node(tag, attributes, index, self._node)
        self._children.append(child)
        self._nodes.append(child)
        if not attributes.endswith("/"):
            self._stack.append((self._node, self._children, self._counts))
            self._node, self._children, self._counts = child, [], {}
            child.children = self._children

    def _close(self, tag: str) -> None:
        if tag == self._node.tag:
            self._node, self._children, self._counts = self._stack.pop()
        elif self._strict:
            raise _NotPlain

    def _loose(self, source: str) -> None:
        """Inline source between blocks; an inline element that goes on around blocks becomes a node (repaired sources only)."""
        opened: list[tuple[str, str, int, int]] = []
        begin = 0
        for match in TAG.finditer(source):
            end, tag, attributes = match.groups()
            if tag in VOIDS or attributes.endswith("/"):
                continue
            if not end:
                opened.append((tag, attributes, match.start(), match.end()))
            elif opened and opened[-1][0] == tag:
                opened.pop()
                if not opened:
                    self._counts[tag] = self._counts.get(tag, 0) + 1
            elif self._strict:
                raise _NotPlain
            elif not opened:
                self._children.append(source[begin : match.start()])
                self._close(tag)
                begin = match.end()
        if opened and self._strict:
            raise _NotPlain
        for tag, attributes, start, after in opened:
            self._children.append(source[begin:start])
            self._open(tag, attributes)
            begin = after
        self._children.append(source[begin:])


def step_of(tag: str, index: int) -> str:
    """One step of a path; html and body stand alone."""
    return tag if tag in ("html", "body") else f"{tag}[{index}]"


def attributes_of(source: str) -> dict[str, str]:
    """The attributes of a tag as written → their values with entities resolved; the first of a name counts."""
    found: dict[str, str] = {}
    for name, double, single, bare in _ATTRIBUTE.findall(source):
        found.setdefault(name.lower(), unescape(double or single or bare))
    return found
