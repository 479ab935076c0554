"""What of an HTML page is the site's furniture and no content, told by structure and never by a theme's class names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from pipeline.parse.html.parts import SECTIONS
from pipeline.parse.html.tags import HEADINGS
from pipeline.parse.html.tree import Node, Page
from pipeline.parse.html.words import line_of, marked, read_tags, words_of

_MENUS = frozenset(["nav", "search", "navigation", "menu", "menubar", "dialog", "alertdialog", "doc-toc"])
_FRAME = frozenset(["header", "footer", "aside", "banner", "contentinfo", "complementary"])
"""Elements and roles of a site: menus are no content anywhere, a frame is none outside the main part."""
_SITE_TAGS = frozenset(["nav", "search", "header", "footer", "aside"])
# twitter.com/share, facebook.com/sharer.php, b.hatena.ne.jp/add, line.me/R/msg: addresses that only share a page
_SHARE = re.compile(
    r"//(?:[\w.]*twitter\.com/(?:share|intent)|x\.com/intent|[\w.]*facebook\.com/(?:share|dialog)|[\w.]*line\.me/(?:R/msg|lineit)"
    r"|b\.hatena\.ne\.jp|getpocket\.com)"
)
# 目次, Contents, この記事の内容, [非表示]: what stands above a table of contents
_CONTENTS = re.compile(
    r"^(?:\W|目次|もくじ|contents|index|table of contents|.{0,8}の内容|閉じる|開く|表示|非表示|hide|show)*$",
    re.IGNORECASE,
)
# > » / ｜: what separates the steps of a breadcrumb trail
_BETWEEN = re.compile(r"[\s>›»＞≫/|｜:：・→▶-]+")
# https://www.example.lg.jp/, /index.html, ./: where the name of a site leads
_HOME = re.compile(r"(?:https?://[^/]+)?(?:/|\.{1,2}/|/?index\.\w+)*")
# <input type="radio" name="q1">, <input name="q">: what a reader fills in, in contrast to hidden values and buttons
_FIELD = re.compile(r"""<input\b(?![^<>]*\btype=["']?(?:hidden|submit|button|image|reset)\b)""")
_CRUMB_WORDS = 8
"""A breadcrumb trail has at most this many characters of its own: 現在の位置, あなたの現在地."""
_MENU_WORDS = 120
"""A menu has at most this many characters outside its links."""


class Measure(NamedTuple):
    """Characters said outside links, and in links."""

    said: int
    linked: int


def find_furniture(page: Page) -> set[Node]:
    """The nodes of a page that are furniture: navigation, banner, footer, table of contents, share buttons, questions to the reader."""
    furniture = {node for node in page.containers if node.tag in _SITE_TAGS and _is_site(node, node.tag, page)}
    for (_, attributes), nodes in page.dressed.items():
        if "role=" in attributes:
            furniture.update(node for node in nodes if _is_site(node, node.get("role") or "", page))
    furniture.update(_with_caption(node) for node in page.containers if node.tag in ("ul", "ol") and _is_contents(node))
    furniture.update(node for node in page.containers if node.tag == "form" and _asks(node, page))
    if _SHARE.search(page.source):
        furniture.update(node for node in page.nodes if node.content and _is_share(node.content))
    return furniture


def find_content(page: Page, dropped: set[Node]) -> Node:
    """The node that holds the content: the one `main` where little is said outside of it, else the body.

    Adds to `dropped` what stands beside the column of running text and is nearly all links, and what leads to the title.
    """
    mains = [
        node
        for node in page.containers
        if node.tag == "main" or ("role=" in node.attributes and node.get("role") == "main")
    ]
    content = page.root
    if len(mains) == 1 and _said_outside(mains[0], dropped) * 2 <= mains[0].size:
        content = mains[0]
    else:
        _drop_side_columns(content, dropped)
    _drop_above_title(page, content, dropped)
    return content


def _measure(node: Node, known: dict[Node, Measure]) -> Measure:
    """What a node says; each node below that is no leaf of mere words is measured once."""
    if node.content is not None and "<" not in node.content:
        return Measure(len(node.content), 0)
    if node in known:
        return known[node]
    said = linked = 0
    for source in (node.content,) if node.content is not None else node.children:
        if isinstance(source, Node) and source.content is not None and "<" not in source.content:
            said += len(source.content)
            continue
        more = _measure(source, known) if isinstance(source, Node) else _measure_source(source)
        said += more.said
        linked += more.linked
    known[node] = Measure(said, linked)
    return known[node]


def _measure_source(source: str) -> Measure:
    if "<" in source:
        source = marked(source)
    if "<" not in source:
        return Measure(len(source), 0)
    words, anchors = read_tags(source, frozenset(), False)
    linked = sum(len(anchor.words) for anchor in anchors)
    return Measure(len(line_of(words)) - linked, linked)


def _is_site(node: Node, kind: str, page: Page) -> bool:
    """True for furniture by its element or role; within the main part an aside is furniture where it is mostly links."""
    if kind in _MENUS:
        return node.size * 2 <= page.root.size
    if kind not in _FRAME or any(below.tag in ("main", "article") for below in node.nodes()):
        return False
    if any(up.tag in ("main", "article") for up in node.ancestors()):
        measure = _measure(node, {})
        return kind in ("aside", "complementary") and measure.linked > measure.said
    return node.size * 2 <= page.root.size


def _is_contents(listing: Node) -> bool:
    """True for a list that holds nothing but two or more links into the page itself."""
    first = listing.children[0] if listing.children else None
    if not isinstance(first, Node) or "#" not in (first.content or "#"):
        return False
    leaves = _sources(listing)
    anchors = [anchor for leaf in leaves for anchor in words_of(leaf)[1]]
    linked = sum(len(anchor.words) for anchor in anchors)
    is_inner = all(anchor.href.startswith("#") for anchor in anchors)
    return len(anchors) >= 2 and is_inner and linked >= 0.8 * sum(sum(_measure_source(leaf)) for leaf in leaves)


def _sources(node: Node) -> list[str]:
    """All inline source in a node, that of leaves and that between blocks."""
    leaves = [below.content for below in node.nodes() if below.content is not None]
    return leaves + [child for up in (node, *node.nodes()) for child in up.children if isinstance(child, str)]


def _asks(form: Node, page: Page) -> bool:
    """True for a form that the reader fills in and that holds no part of the page: a questionnaire, a search."""
    if form.size * 2 > page.root.size or any(below.tag in SECTIONS for below in form.nodes()):
        return False
    return any(map(_FIELD.search, _sources(form)))


def _with_caption(listing: Node) -> Node:
    """The wrapper around a table of contents and its caption (目次), where it holds nothing else."""
    node = listing
    while node.parent is not None and node.parent.tag in (
        "div",
        "nav",
        "section",
        "details",
        "aside",
        "li",
        "ul",
        "ol",
    ):
        if not all(_CONTENTS.match(_words(child)) for child in node.parent.children if child is not node):
            break
        node = node.parent
    return node


def _words(child: Node | str) -> str:
    if isinstance(child, str):
        return line_of(words_of(child)[0])
    return _words(child.content) if child.content is not None else " ".join(_words(each) for each in child.children)


def _is_share(source: str) -> bool:
    """True for words that are all links to share the page."""
    if not _SHARE.search(source):
        return False
    words, anchors = words_of(source)
    return (
        all(_SHARE.search(anchor.href) for anchor in anchors)
        and len(line_of(words)) <= sum(len(a.words) for a in anchors) + 4
    )


def _said_outside(content: Node, dropped: set[Node]) -> int:
    """How much is said outside a node, furniture and links left out."""
    total = 0
    node = content
    while node.parent is not None:
        for sibling in node.parent.children:
            if isinstance(sibling, str):
                total += _measure_source(sibling).said
            elif sibling is not node and sibling not in dropped:
                total += _measure(sibling, {}).said
        node = node.parent
    return total


def _drop_side_columns(body: Node, dropped: set[Node]) -> None:
    """Follow the running text (words outside links) down to its column; what stands beside it and is nearly all links goes."""
    known: dict[Node, Measure] = {}
    node = body
    while True:
        children = [child for child in node.children if isinstance(child, Node) and child not in dropped]
        if not children or any(child.tag in HEADINGS or child.tag in ("p", "table") for child in children):
            return
        said = {child: _measure(child, known).said for child in children}
        column = max(children, key=lambda child: said[child])
        if said[column] < 0.6 * sum(said.values()) or column.content is not None:
            return
        for child in children:
            is_text = said[child] > _MENU_WORDS or any(
                below.tag in ("h1", "table") for below in (child, *child.nodes())
            )
            if child is not column and not is_text and _measure(child, known).linked > said[child]:
                dropped.add(child)
        node = column


def _drop_above_title(page: Page, content: Node, dropped: set[Node]) -> None:
    """What leads to the page's title is no content: breadcrumbs, skip links, menus, and a title that is the site's own name."""
    titles = [
        node
        for node in page.nodes
        if node.tag == "h1" and content in node.ancestors() and dropped.isdisjoint((node, *node.ancestors()))
    ]
    own = [node for node in titles if not _leads_home(node)]
    if not own:
        return
    dropped.update(node for node in titles if node not in own)
    title = _words(own[0])
    for node in _until(content, own[0]):
        source = (
            node.content
            if node.content is not None
            else " ".join(child for child in node.children if isinstance(child, str))
        )
        words, anchors = words_of(source)
        rest = line_of(words)
        for known in (*(anchor.words for anchor in anchors), title):
            rest = rest.replace(known, "", 1) if known else rest
        if anchors and (len(_BETWEEN.sub("", rest)) <= _CRUMB_WORDS or _measure_source(source).linked > len(rest)):
            dropped.add(node)


def _leads_home(title: Node) -> bool:
    words, anchors = words_of(title.content or "")
    return len(anchors) == 1 and anchors[0].words == line_of(words) and _HOME.fullmatch(anchors[0].href) is not None


def _until(content: Node, stop: Node) -> Iterator[Node]:
    """The nodes below `content` that begin before `stop` and do not hold it."""
    above = set(stop.ancestors())
    for node in content.nodes():
        if node is stop:
            return
        if node not in above:
            yield node
