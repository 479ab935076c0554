"""How much a node of an HTML page says, outside of links and in them."""

from __future__ import annotations

import re
from html import unescape
from typing import NamedTuple

from pipeline.parse.html.tags import AROUND
from pipeline.parse.html.tree import Node
from pipeline.parse.html.words import line_of, marked, read_tags, words_of

# href="/youkou.pdf", href="form.docx?x=1": an address of a file
_FILE = re.compile(r"""href=["']?[^"'<>]+\.(?:pdf|docx?|xlsx?|pptx?|jtdc?|zip|csv)\b""", re.IGNORECASE)


class Measure(NamedTuple):
    """Characters said outside links, and in links."""

    said: int
    linked: int


def measure(node: Node, known: dict[Node, Measure]) -> Measure:
    """What a node says; each node below that is no leaf of mere words is measured once. What is `known` counts as that."""
    if node in known:
        return known[node]
    if node.content is not None and "<" not in node.content:
        return Measure(_length(node.content), 0)
    said = linked = 0
    for source in (node.content,) if node.content is not None else node.children:
        if isinstance(source, Node) and source.content is not None and "<" not in source.content:
            if source not in known:
                said += _length(source.content)
            continue
        more = measure(source, known) if isinstance(source, Node) else measure_source(source)
        said += more.said
        linked += more.linked
    is_link = node.tag == AROUND and node.is_step("a")
    known[node] = Measure(0, said + linked) if is_link else Measure(said, linked)
    return known[node]


def measure_source(source: str) -> Measure:
    """What inline source says."""
    if "<" in source:
        source = marked(source)
    if "<" not in source:
        return Measure(_length(source), 0)
    words, anchors = read_tags(source, frozenset(), False)
    linked = sum(len(anchor.words) for anchor in anchors)
    return Measure(len(line_of(words)) - linked, linked)


def _length(source: str) -> int:
    """The characters of inline source without tags, the same however it is laid out."""
    return len((unescape(source) if "&" in source else source).strip())


def words_in(child: Node | str) -> str:
    """The words of a node or of inline source, on one line."""
    if isinstance(child, str):
        return line_of(words_of(child)[0])
    return words_in(child.content) if child.content is not None else " ".join(words_in(each) for each in child.children)


def inline_source(node: Node) -> str:
    """The source of a node that holds nothing but inline source, "" of others."""
    if node.content is not None:
        return node.content
    return "".join(map(str, node.children)) if all(isinstance(child, str) for child in node.children) else ""


def sources_in(node: Node) -> list[str]:
    """All inline source in a node, that of leaves and that between blocks, in document order by element."""
    nodes = (node, *node.nodes())
    return [source for one in nodes for source in (one.content, *one.children) if isinstance(source, str)]


def names_files(node: Node) -> bool:
    """Whether a link in a node leads to a file."""
    return any(map(_FILE.search, sources_in(node)))
