"""Accordions of any make in an HTML tree: what titles what, and which captions only say "open me"."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from pipeline.parse.html_words import BLOCK_TAGS, BLOCKS, HEADINGS
from pipeline.parse.lines import fold

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

# 制度詳細を見る, 詳しくはこちら, 開く, もっと見る ▼, 詳細, 続きを読む, +: what only asks for a click
_ACTION = re.compile(
    r"^(?:[\W_]*|.{0,30}(?:見る|みる|開く|ひらく|読む|よむ|閉じる|とじる|開閉(?:する)?|展開(?:する)?|表示(?:する|切替|切り替え)?|クリック(?:する)?|タップ(?:する)?|"
    r"詳しくは?こちら|もっと|続き)|詳細(?:情報)?|詳しく|こちら|more|details?|open|close|show|toggle)[\W_]*$",
    re.IGNORECASE,
)
_CONTROLS = (
    "//*[@aria-expanded or @aria-controls or @role='button' or @data-toggle or @data-bs-toggle or @data-target or @onclick or @data-onclick]"
    "|//label[@for]|//button|//*[@aria-hidden='true' or @hidden]/preceding-sibling::*[1]|//*[@aria-expanded]/*[1]"
)
_LONGEST_TITLE = 120


def find_titles(root: Element) -> dict[Element, Element | None]:
    """The elements that title a panel → that panel: label of a check box, button, click target, and pairs of one pattern.

    A `summary` or `dt` needs no finding. Headings stay what they are, also with a button inside.
    """
    titles: dict[Element, Element | None] = {}
    for control in root.xpath(_CONTROLS):
        panel = _panel(control)
        if panel is not None and _is_title(control):
            titles[control] = panel
    _add_pairs(root, titles)
    return {title: panel for title, panel in titles.items() if not any(up in titles for up in title.iterancestors())}


def generic_captions(captions: list[str]) -> frozenset[str]:
    """The captions that are no headings: bare action words, and the one caption that all toggles of a page share."""
    counts = Counter(captions)
    repeated = [caption for caption, count in counts.items() if count >= 3]
    shared = repeated if len(repeated) == 1 else []
    return frozenset({caption for caption in counts if _ACTION.match(caption)} | set(shared))


def text_of(element: Element) -> str:
    """All words of an element on one line, for comparing captions."""
    return fold("".join(element.itertext()))


def _panel(control: Element) -> Element | None:
    """What a control opens: the block that follows it, or that follows the wrapper it is alone in."""
    words = text_of(control)
    place = control
    for _ in range(3):
        following = next(
            (each for each in place.itersiblings() if isinstance(each.tag, str) and each.tag != "input"), None
        )
        if following is not None:
            opens = (
                following.tag in BLOCKS
                and following.tag not in HEADINGS
                and following.tag not in ("li", "tr", "td", "th", "dt", "hr")
            )
            return following if opens and text_of(following) else None
        parent = place.getparent()
        if parent is None or parent.tag in ("li", "td", "th", "body", "form") or text_of(parent) != words:
            return None
        place = parent
    return None


def _is_title(control: Element) -> bool:
    """True for a short inline element outside headings, lists of links and forms."""
    if (
        control.tag in HEADINGS
        or control.tag in ("details", "summary", "input", "li", "ul", "ol", "table", "tr", "td", "a")
        and not control.get("aria-controls")
    ):
        return False
    words = text_of(control)
    if not words or len(words) > _LONGEST_TITLE or next(control.iterdescendants(*BLOCK_TAGS), None) is not None:
        return False
    return not any(up.tag in HEADINGS or up.tag in ("summary", "nav", "a") for up in control.iterancestors())


def _add_pairs(root: Element, titles: dict[Element, Element | None]) -> None:
    """`<div><div>title</div><div>blocks …</div></div>`, at least twice in the same dress."""
    found: dict[tuple[str | None, ...], list[tuple[Element, Element]]] = {}
    for body in root.xpath("//div[count(*)=2]/*[2][self::div or self::section][p or ul or ol or table or dl or div]"):
        title = body.getprevious()
        if title is None or title.tag not in ("div", "p", "span") or not _is_title(title):
            continue
        words = text_of(title)
        blocks = sum(1 for _ in body.iter("p", "li", "tr", "dt", "h4", "h5", "h6"))
        if blocks >= 2 and not words.endswith("。") and len(words) <= 60 and next(title.iter("a"), None) is None:
            dress = (title.getparent().get("class"), title.tag, title.get("class"), body.get("class"))
            found.setdefault(dress, []).append((title, body))
    for pairs in found.values():
        if len(pairs) >= 2:
            titles.update(pairs)
