"""HTML source → a light tree of block elements whose inline content stays one string; lxml repairs what is not well formed.

Building a Python object for every element is what makes HTML slow to read (a tree of lxml proxies costs as much as three parses). Most
pages are well formed where it matters, so the source itself is cut at its block tags by one regular expression; wherever the
nesting is not plain, lxml's tree, written out again, is cut instead. Both give the paths that lxml's own tree has.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from pipeline.parse.html.pieces import NotPlain, Piece, has_machinery, pieces_of, without_machinery
from pipeline.parse.html.tags import ALLOWED, AROUND, NEVER_IN_LINKS, TAG, VOIDS, attributes_of
from pipeline.records import Notice

_DEEPEST = 120
_NOTHING: frozenset[str] = frozenset()


class Node:
    """A block element: its children in order (nodes and inline source), or the inline source of a leaf in `content`."""

    __slots__ = ("attributes", "children", "content", "parent", "path", "position", "size", "tag")

    tag: str
    attributes: str
    path: str
    """The XPath of this element in lxml's tree: /html/body/div[2]/p[1]."""
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

    def is_step(self, name: str) -> bool:
        """True where the last step of the path has the given name: a for /html/body/a[2]."""
        return self.path.rpartition("/")[2].startswith(f"{name}[")


def new_node(
    tag: str, attributes: str, path: str, parent: Node | None, position: int, content: str | None, size: int
) -> Node:
    """A node without children (a constructor would be called at a higher price; a page has a thousand nodes)."""
    node = Node()
    node.tag = tag
    node.attributes = attributes
    node.path = path
    node.parent = parent
    node.position = position
    node.content = content
    node.children = ()
    node.size = size
    return node


class Page(NamedTuple):
    """A page taken apart; `nodes` are all in document order, `containers` those with children."""

    root: Node
    """The body, or html where a broken page says something outside of its body."""
    nodes: list[Node]
    containers: list[Node]
    dressed: dict[tuple[str, str], list[Node]]
    """The nodes that have attributes, by tag and attributes: pages repeat a few of them."""
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


def page_of(text: str, *, repair: bool = False) -> tuple[Page, tuple[Notice, ...]]:
    """The text of an HTML file → its page and notices; `repair` takes the way through lxml even where none is needed."""
    if not repair:
        try:
            return _plain_page(text), ()
        except NotPlain:
            pass
    from pipeline.parse.html.repair import repaired

    source, styles, notices = repaired(text)
    start = source.find("<body")
    head = source[:start] if start >= 0 else source
    return _build(head, source, start if start >= 0 else len(source), styles, strict=False), notices


def _plain_page(text: str) -> Page:
    """The page of a text that is nested plainly; the text is long, and copied only where machinery stands in its body."""
    start = text.find("<body")
    styles: list[str] = []
    head = without_machinery(text[:start], styles)
    if start < 0 or "<html" not in head or head.partition("</head>")[2].strip():
        raise NotPlain
    if has_machinery(text, start):
        text, start = without_machinery(text[start:], styles), 0
    return _build(head, text, start, "\n".join(styles), strict=True)


def _build(head: str, source: str, start: int, styles: str, *, strict: bool) -> Page:
    """Head, source, and where in the source the body starts → the page."""
    inside = source.find(">", start) + 1 or len(source)
    attributes = source[start + len("<body") : inside - 1]
    pieces = pieces_of(source, inside, strict=strict)
    for step in ("body", "body[1]"):
        root = new_node("html", "", "/html", None, 0, None, 0)
        body = new_node("body", attributes, f"/html/{step}", root, 0, None, 0)
        page = Page(root, [], [body], defaultdict(list), [], head, styles, source)
        _nest(page, body, pieces, strict=strict)
        if len(root.children) == 1:
            body.parent = None
            return page._replace(root=body)
    return page


def _nest(page: Page, body: Node, pieces: Iterable[Piece], *, strict: bool) -> None:
    """Hang the cut pieces under their parents, the body at first; raises NotPlain where strict and the source leaves doubt."""
    root, nodes, containers, dressed, tagged, *_ = page
    node, path = body, body.path
    outer: list[Node | str] = [body]
    root.children = outer
    children: list[Node | str] = []
    node.children = children
    counts: dict[str, int] = {}
    allowed = ALLOWED["body"]
    size = 0
    stack: list[tuple[Node, list[Node | str], dict[str, int], frozenset[str]]] = [(root, outer, {"body": 1}, _NOTHING)]
    for leaf, _, leaf_attributes, content, end, tag, attributes, loose in pieces:
        if leaf:
            if strict and leaf not in allowed:
                raise NotPlain
            count = counts[leaf] = counts.get(leaf, 0) + 1
            length = len(content)
            child = Node()  # as new_node does, without the price of a call
            child.tag = leaf
            child.attributes = leaf_attributes
            child.path = f"{path}/{leaf}[{count}]"
            child.parent = node
            child.position = len(children)
            child.content = content
            child.children = ()
            child.size = length
            size += length
            children.append(child)
            nodes.append(child)
            if leaf_attributes:
                dressed[leaf, leaf_attributes].append(child)
        elif end:
            if tag != node.tag or not stack or (tag == AROUND and strict and not _closes(node, attributes)):
                if strict and tag != "html":
                    raise NotPlain
                continue
            node.size += size
            node, children, counts, allowed = stack.pop()
            path = node.path
        elif tag == "hr":
            if strict and not allowed:  # it closes a paragraph
                raise NotPlain
        elif tag:
            if strict and ((tag not in allowed and tag != AROUND) or len(stack) > _DEEPEST):
                raise NotPlain
            written = attributes
            if tag == AROUND:
                written = _with_step(attributes, node) if strict else attributes
                step = attributes_of(written)["step"]
            else:
                count = counts[tag] = counts.get(tag, 0) + 1
                step = f"{tag}[{count}]"
            child = new_node(tag, written, f"{path}/{step}", node, len(children), None, -size)
            children.append(child)
            nodes.append(child)
            if written:
                dressed[tag, written].append(child)
            if not written.endswith("/"):
                containers.append(child)
                stack.append((node, children, counts, allowed))
                node, children, counts = child, [], {}
                child.children = children
                path = child.path
                allowed = ALLOWED.get(tag, _NOTHING) if tag != AROUND else allowed - NEVER_IN_LINKS
            else:
                child.size = 0
        elif loose:
            if not loose.isspace():
                if "<" in loose:
                    tagged.append((node, len(children)))
                size += len(loose)
                children.append(loose)
        elif strict:
            raise NotPlain
    root.size = size
    if strict and (node is not root or len(outer) > 1):
        raise NotPlain


def _with_step(attributes: str, parent: Node) -> str:
    """The attributes of an inline element around blocks, with the step to it: its place among its like in what comes before."""
    name = attributes_of(attributes)["around"]
    if name == "a" and parent.is_step("a"):  # a link in a link ends it
        raise NotPlain
    count = 1
    for part in parent.children:
        if isinstance(part, str):
            depth = 0
            for end, tag, rest in TAG.findall(part):
                if tag not in VOIDS and not rest.endswith("/"):
                    count += tag == name and not end and depth == 0
                    depth += -1 if end else 1
        else:
            count += part.is_step(name)
    return f' step="{name}[{count}]"{attributes}'  # first: an open `href=` at the end would swallow it


def _closes(node: Node, attributes: str) -> bool:
    """True where an end tag is that of the inline element around blocks, in which no other of its name stands next to blocks."""
    name = attributes_of(attributes)["around"]
    return node.is_step(name) and not any(isinstance(part, str) and f"<{name}" in part for part in node.children)
