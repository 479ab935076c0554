"""Accordions of any make: which words title which panel, and which captions only say "open me"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from pipeline.parse.html.measure import inline_source, words_in
from pipeline.parse.html.parts import SECTIONS, source_of
from pipeline.parse.html.roles import tab_panels
from pipeline.parse.html.tags import HEADINGS, TAG
from pipeline.parse.html.tree import Node, Page
from pipeline.parse.html.words import is_hidden, line_of, words_of

# 制度詳細を見る, 詳しくはこちら, 開く, もっと見る ▼, 詳細, 続きを読む, すべて表示, +: what only asks for a click, but not 申請手続き, 海外展開, 食品表示
_ACTION = re.compile(
    r"^(?:[\W_]*|.{0,30}(?:見る|みる|開く|ひらく|読む|よむ|閉じる|とじる|(?:開閉|展開|表示|クリック|タップ)する|表示(?:切替|切り替え)|確認する|折り(?:たた|畳)む"
    r"|(?:詳しく|詳細|続き|内容|全文)は?こちら)"
    r"|(?:.{0,30}[をでは\s/／])?(?:(?:すべて|全て|全文|全部|全件|詳細|詳しく|内容|一覧|さらに|もっと)の?)?(?:開閉|展開|非?表示|確認|クリック|タップ|もっと|続き)"
    r"|詳細(?:情報)?|詳しく|こちら|more|details?|open|close|show|toggle)[\W_]*$",
    re.IGNORECASE,
)
# aria-expanded="false", aria-controls="p1", role="button", data-bs-toggle="collapse", onclick="…", for="acd1": marks of a control
_CONTROL = re.compile(
    r"""\s(?:aria-expanded|aria-controls|role=["']?button|data-(?:\w+-)*toggle|data-target|(?:data-)?onclick|tabindex(?!=["']?-)|for)\b"""
)
# <input type="checkbox" class="x"/>: the state of an accordion, before its title
_STATE = re.compile(r"""\s*<input\b[^<>]*\btype=["']?(?:checkbox|radio)\b[^<>]*>\s*""")
# <a href="/form">, <input name="q">: what leads elsewhere or is filled in, whatever script counts its clicks
_LEADS = re.compile(r"""<(?:input\b|a\b[^<>]*\bhref=["']?(?!["'#]|javascript:))""")
# <a href="#" class="t">title</a>, <a href="javascript:void(0)">: a link that only a script answers
_NOWHERE = re.compile(
    r"""\s*<a\b(?=[^<>]*\bhref=["']?(?:#["'\s>]|javascript:))([^<>]*)>(?:(?!</a).)*</a>\s*""", re.DOTALL
)
_EXPANDS, _TAB = "aria-expanded", "aria-selected"
"""What a heading or term that opens a panel says; other marks of a control stand on any heading."""
_ICON = 300
"""Characters of source that an icon has at most."""
_LONGEST_TITLE, _LONGEST_SOURCE = 120, 960
_INLINE_ONLY = frozenset(("p", "div", "dt", "figcaption", "section", "header"))


_LONGEST_PAIRED = 60
_BOXES = frozenset(("div", "li", "section", "article"))
_NUMBER = re.compile(r"[0-9]+")
_PART = re.compile(r"<li>|<br\b")
_BODY_PARTS = frozenset(["p", "ul", "ol", "li", "tr", "dt", "h4", "h5", "h6"])


class Toggles(NamedTuple):
    """`titles`: title node → its panel; `loose`: panel → the inline words before it that title it; `generic`: captions to leave out."""

    titles: dict[Node, Node]
    loose: dict[Node, str]
    generic: frozenset[str]

    def panels(self) -> set[Node]:
        """The panels that toggles open."""
        return {*self.titles.values(), *self.loose}


def find_toggles(page: Page, hidden: frozenset[str]) -> Toggles:
    """A page and its hiding selectors → its toggles; `summary` needs no finding."""
    tabs = dict(tab_panels(page))
    titles = {title: panel for title, panel in _controls(page) if title not in tabs}
    captions = [caption_of(node) for node in titles]
    more = _pairs(page, titles)
    more.update(_before_hidden(page, hidden, titles | more))
    captions += [caption_of(node) for node in more if node.tag not in HEADINGS]
    titles.update(more)
    loose = dict(_loose_controls(page))
    said = {(panel, caption_of(title)) for title, panel in titles.items()} if tabs else set()
    loose.update(tab for tab in tabs.items() if tab not in said)
    captions += loose.values()
    for container in page.containers:
        if container.tag == "details":
            captions.extend(
                caption_of(node) for node in container.children if isinstance(node, Node) and node.tag == "summary"
            )
    return Toggles(titles, loose, generic_captions(captions))


def generic_captions(captions: list[str]) -> frozenset[str]:
    """The captions that are no headings: bare action words, and the one caption that all toggles of a page share."""
    counts = Counter(captions)
    repeated = [caption for caption, count in counts.items() if count >= 3]
    shared = set(repeated) if len(repeated) == 1 and counts[repeated[0]] * 5 >= len(captions) * 4 else set()
    return frozenset({caption for caption in counts if _ACTION.match(caption)} | shared)


def caption_of(node: Node) -> str:
    """The words of a node on one line; "" where it holds more than plain wrappers, but for a summary, which is a caption."""
    if node.content is not None:
        return _line(node.content)
    if node.tag == "summary" and not any(below.tag in SECTIONS for below in node.nodes()):
        caption = _line(source_of(node))
        return caption if _is_title(caption) else ""
    if node.size > _LONGEST_SOURCE or any(below.tag not in ("p", "div") for below in node.nodes()):
        return ""
    said = [child for child in node.children if not _is_icon(child)]
    if len(said) != 1:
        return ""
    return caption_of(said[0]) if isinstance(said[0], Node) else _line(said[0])


def _is_icon(child: Node | str) -> bool:
    """True for what says nothing: white space, the arrow beside a title."""
    source = child if isinstance(child, str) else source_of(child)
    return len(source) <= _ICON and not _line(source)


@lru_cache(maxsize=512)
def _line(source: str) -> str:
    """The words of inline source on one line; most toggles of a page say the same."""
    return line_of(words_of(source, controls=True)[0])


def _controls(page: Page) -> Iterator[tuple[Node, Node]]:
    """Block elements that are click targets, or come first in a wrapper that says aria-expanded, with the block after them."""
    found: list[Node] = []
    for (_, attributes), nodes in page.dressed.items():
        if "aria-expanded" in attributes:
            found.extend(
                child
                for node in nodes
                if not caption_of(node)
                for child in node.children[:1]
                if isinstance(child, Node)
            )
        if _CONTROL.search(attributes):
            found.extend(
                node for node in nodes if node.tag not in HEADINGS or _EXPANDS in attributes or _TAB in attributes
            )
    if _EXPANDS in page.source:
        names = (node for node in page.nodes if node.tag == "dt" or node.tag in HEADINGS)
        found.extend(node for node in names if _EXPANDS in inline_source(node))
    for parent, position in page.tagged:
        source, *after = parent.children[position : position + 2]
        if isinstance(source, str) and after and isinstance(after[0], Node) and _STATE.fullmatch(source):
            found.append(after[0])
        elif isinstance(source, str) and not after and position == 0 and _is_one_control(source):
            found.append(parent)
    for node in dict.fromkeys(found):
        if node.tag not in _INLINE_ONLY and node.tag not in HEADINGS:
            continue
        panel = _next(node) if _is_title(caption_of(node)) else None
        if panel is not None and (panel.content is None or node.tag not in HEADINGS):
            yield node, panel


def _is_one_control(source: str) -> bool:
    """Whether inline source is a control and leads nowhere else; a list of tabs holds several."""
    return not _LEADS.search(source) and sum(bool(_CONTROL.search(tag[0])) for tag in TAG.finditer(source)) == 1


def _before_hidden(page: Page, hidden: frozenset[str], known: dict[Node, Node]) -> dict[Node, Node]:
    """Headings and short blocks before hidden ones of one dress, at least twice: accordions that only a script knows of."""
    found: dict[tuple[str, str], list[tuple[Node, Node]]] = {}
    closed = [
        node
        for dress, nodes in page.dressed.items()
        if "aria-hidden" in dress[1] or is_hidden(*dress, hidden)
        for node in nodes
    ]
    for panel in closed:
        before = _sibling(panel, -1)
        if before is None or not _is_panel(panel) or (title := _heading_in(before)) in known:
            continue
        caption = caption_of(title)
        if title.tag in HEADINGS or (
            title.tag in _INLINE_ONLY and 0 < len(caption) <= 60 and not caption.endswith("。")
        ):
            found.setdefault((title.tag, _kind(panel)), []).append((title, panel))
    return {
        title: panel
        for pairs in found.values()
        for title, panel in pairs
        if len(pairs) >= 2 or "aria-expanded" in source_of(title)
    }


def _heading_in(box: Node) -> Node:
    """The one heading that a short box holds, beside an arrow or a few words; the box itself where it holds none or several."""
    headings = [node for node in box.nodes() if node.tag in HEADINGS] if box.size <= _LONGEST_SOURCE else []
    return headings[0] if len(headings) == 1 else box


def _loose_controls(page: Page) -> Iterator[tuple[Node, str]]:
    """`<input type=checkbox id=x><label for=x>title</label>`, `<button aria-controls=x>title</button>` before a block; links to nowhere, at least twice."""
    nowhere: dict[tuple[str, str], list[tuple[Node, str]]] = {}
    for parent, position in page.tagged:
        before, *rest = parent.children[position : position + 2]
        panel = rest[0] if rest else None
        if not isinstance(before, str) or not isinstance(panel, Node) or not _is_panel(panel):
            continue
        tags = [match for match in TAG.finditer(before) if not match[1] and match[2] != "input"]
        controls = [match for match in tags if match[2] == "button" or _CONTROL.search(match[3])]
        words = line_of(words_of(before, controls=True)[0])
        if not _is_title(words):
            continue
        is_first = len(controls) == 1 and not line_of(words_of(before[: controls[0].start()])[0])
        if is_first and panel.tag == "p" and not _CONTROL.search(controls[0][3]):
            continue  # <button>スキ</button><p>この記事が…</p>
        if is_first or ("<input" in before and parent.is_step("label")):
            yield panel, words
        elif link := _NOWHERE.fullmatch(before):
            nowhere.setdefault((_NUMBER.sub("", link[1]), _kind(panel)), []).append((panel, words))
    for found in nowhere.values():
        if len({words for _, words in found}) >= 2:
            yield from found


def _pairs(page: Page, known: dict[Node, Node]) -> dict[Node, Node]:
    """`<div><div>title</div><div>blocks …</div></div>`, at least twice in the same dress, each in a box of its own or all in one."""
    found: dict[tuple[str, ...], list[tuple[Node, Node]]] = {}
    for place, title, panel in (*_boxed(page), *_in_one_box(page)):
        if panel.tag in ("div", "section") and title not in known and _opens_panel(title):
            found.setdefault((place, _kind(title), _kind(panel)), []).append((title, panel))
    alike = (pair for pairs in found.values() if _are_alike(pairs) for pair in pairs)
    return {title: panel for title, panel in alike if _parts(panel) or not words_in(panel)}


def _boxed(page: Page) -> Iterator[tuple[str, Node, Node]]:
    """The kinds of boxes of two blocks, and their blocks."""
    for box in page.containers:
        if box.tag in _BOXES and 2 <= len(box.children) <= 5:
            nodes = [child for child in box.children if isinstance(child, Node)]
            if len(nodes) == 2 and (nodes[0].tag == "div" or (nodes[0].tag == "p" and nodes[0].attributes)):
                yield _kind(box), nodes[0], nodes[1]


def _in_one_box(page: Page) -> Iterator[tuple[str, Node, Node]]:
    """The paths of boxes, and in them the blocks of one dress each with the dressed block that follows."""
    for (tag, _), nodes in page.dressed.items():
        if tag not in ("div", "p") or len(nodes) < 2 or nodes[0].size > _LONGEST_SOURCE:
            continue
        for title in nodes:
            parent = title.parent
            if parent is not None and len(parent.children) >= 4 and (panel := _sibling(title, 1)) and panel.attributes:
                yield parent.path, title, panel


def _are_alike(pairs: list[tuple[Node, Node]]) -> bool:
    """Whether pairs of one dress are those of an accordion: several, one of them long, and no title or panel without the other."""
    if len(pairs) < 2 or not any(_parts(panel) >= 2 for _, panel in pairs):
        return False
    paired = {node for pair in pairs for node in pair}
    kinds = {_kind(node) for node in pairs[0]}
    parents = {title.parent for title, _ in pairs}
    beside = (node for parent in parents if parent is not None for node in parent.children if isinstance(node, Node))
    return all(node in paired or _kind(node) not in kinds for node in beside)


def _opens_panel(title: Node) -> bool:
    """Whether a block may title the one that follows it: it is short, and no sentence and no link."""
    caption = caption_of(title)
    return 0 < len(caption) <= _LONGEST_PAIRED and not caption.endswith("。") and "<a" not in _source(title)


def _kind(node: Node) -> str:
    """The tag and attributes of a node without the numbers that tell it from its like: <div class="pane pane7">."""
    return node.tag + _NUMBER.sub("", node.attributes.rstrip("/"))


def _parts(body: Node) -> int:
    """How many paragraphs and their lines, items and rows stand in a body; a list of mere words is a leaf."""
    parts = sum(node.tag in _BODY_PARTS for node in body.nodes())
    return parts + sum(len(_PART.findall(node.content)) for node in body.nodes() if node.content)


def _is_title(caption: str) -> bool:
    return 0 < len(caption) <= _LONGEST_TITLE


def _is_panel(node: Node) -> bool:
    return node.tag not in HEADINGS and node.tag not in ("li", "tr", "td", "th", "dt", "summary")


def _next(node: Node) -> Node | None:
    """The block that follows a title, or that follows the wrapper it is alone in."""
    following = _sibling(node, 1)
    if following is None and node.parent is not None and _sibling(node, -1) is None:
        following = _sibling(node.parent, 1)
    return following if following is not None and _is_panel(following) else None


def _sibling(node: Node, direction: int) -> Node | None:
    """The nearest node before (-1) or after (1) a node, with no words between that stand for themselves."""
    siblings = node.parent.children if node.parent is not None else ()
    for position in range(node.position + direction, len(siblings) if direction > 0 else -1, direction):
        sibling = siblings[position]
        if isinstance(sibling, Node):
            return sibling
    return None


def asks_to_open(child: Node | str) -> bool:
    """Whether a short block or inline source is nothing but a request to open what is beside it: もっと読む."""
    if (len(child) if isinstance(child, str) else child.size) > _LONGEST_SOURCE:
        return False
    source = child if isinstance(child, str) else source_of(child)
    words = _line(source)
    is_said = any(map(str.isalpha, words))  # a button alone, no ★
    return (is_said or "<button" in source) and _ACTION.match(words) is not None and not _LEADS.search(source)


def _source(node: Node) -> str:
    return (
        node.content
        if node.content is not None
        else "".join(child for child in node.children if isinstance(child, str))
    )
