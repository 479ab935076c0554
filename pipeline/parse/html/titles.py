"""Which heading is a page's own title, in contrast to the name of its site."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from pipeline.folding import squeeze
from pipeline.parse.html.parts import source_of
from pipeline.parse.html.tags import HEADINGS
from pipeline.parse.html.tree import Node, Page
from pipeline.parse.html.words import line_of, words_of
from pipeline.parse.lines import unwrapped

_TITLE = re.compile(r"<title\b[^<>]*>(.*?)(?:</title|\Z)", re.DOTALL | re.IGNORECASE)
# https://www.example.lg.jp/, /index.html, ./: where the name of a site leads
_HOME = re.compile(r"(?:https?://[^/]+)?(?:/|\.{1,2}/|/?index\.\w+)*")


# > » / ｜: what separates the steps of a breadcrumb trail
_BETWEEN = re.compile(r"[\s>›»＞≫/|｜:：・→▶-]+")
_CRUMB_WORDS = 8
"""A breadcrumb trail has at most this many characters of its own: 現在の位置, あなたの現在地."""


def is_trail(source: str, title: str) -> bool:
    """Whether inline source is nothing but links, what separates them, and the title they lead to."""
    words, anchors = words_of(source)
    rest = line_of(words)
    for known in (*(anchor.words for anchor in anchors), title):
        rest = rest.replace(known, "", 1) if known else rest
    return bool(anchors) and len(_BETWEEN.sub("", rest)) <= _CRUMB_WORDS


def title_of(page: Page) -> str:
    """The words of a page's `title` element, "" where it has none."""
    match = _TITLE.search(page.head)
    return unwrapped(unescape(match[1])) if match else ""


def own_titles(page: Page, content: Node, dropped: set[Node]) -> tuple[list[Node], list[Node]]:
    """The headings of level 1 below `content` that are not dropped: (titles of the page, names of the site that lead home)."""
    titles = [
        node for node in page.nodes if node.tag == "h1" and content in node.ancestors() and _is_shown(node, dropped)
    ]
    names = [node for node in titles if leads_home(node)]
    return [node for node in titles if node not in names], names


def named_title(page: Page, dropped: set[Node]) -> Node | None:
    """The heading below level 1 that is a page's title: the first that its `title` element begins with."""
    if not title_of(page):
        return None
    headings = (node for node in page.nodes if node.tag in HEADINGS and node.tag != "h1")
    return next((node for node in headings if opens_title(node, page) and _is_shown(node, dropped)), None)


def _is_shown(node: Node, dropped: set[Node]) -> bool:
    return dropped.isdisjoint((node, *node.ancestors()))


def opens_title(heading: Node, page: Page) -> bool:
    """True where a page's `title` element begins with the words of a heading: 設備の補助 | 丘の市."""
    words = squeeze(line_of(words_of(source_of(heading))[0]))
    return bool(words) and squeeze(title_of(page)).startswith(words) and not leads_home(heading)


def nodes_before(content: Node, stop: Node) -> Iterator[Node]:
    """The nodes below `content` that begin before `stop` and do not hold it."""
    above = set(stop.ancestors())
    for node in content.nodes():
        if node is stop:
            return
        if node not in above:
            yield node


def leads_home(title: Node) -> bool:
    """Whether a heading is but a link to the start of the site."""
    words, anchors = words_of(title.content or "")
    return len(anchors) == 1 and anchors[0].words == line_of(words) and _HOME.fullmatch(anchors[0].href) is not None
