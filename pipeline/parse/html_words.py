"""Inline HTML → the words of its lines: `<br>` cuts, ruby readings left out, bold labels told apart, links collected."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipeline.parse.lines import depth_of, fold, indent_of
from pipeline.records import Line

if TYPE_CHECKING:
    from collections.abc import Container

    from lxml.etree import _Element as Element

CUT, BOLD, THIN = "\x1e", "\x02", "\x03"
"""Marks within gathered words: a line ends here, bold begins, bold ends."""

UNSEEN = frozenset(
    "script style template noscript head title meta link base iframe frame frameset noframes object embed applet param svg math canvas audio video "
    "source track map area select textarea input option optgroup datalist progress meter output dialog rt rp rtc button".split()
)
"""Elements that show no words of the document: machinery, drawings, form controls, the readings of ruby."""

HEADINGS = {f"h{level}": level for level in range(1, 7)}
BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details dir div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header "
    "hgroup hr legend li main menu nav ol p pre search section summary table tbody td tfoot th thead tr ul xmp".split()
)
BLOCK_TAGS = tuple(sorted(BLOCKS))

_BOLD_TAGS = frozenset(("strong", "b"))
# font-weight: bold / 700
_BOLD_STYLE = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)")
# <strong>補助率</strong>:1/2以内, <strong>補助率：</strong>1/2以内, <strong>【補助率】</strong>1/2以内, <strong>募集期間</strong>
_LABEL = re.compile(
    rf"\s*{BOLD}\s*(?P<label>[^{BOLD}{THIN}]*[^\s{BOLD}{THIN}])\s*{THIN}(?P<gap>\s*[:：]\s*|[\u3000\xa0]+|\s*)(?P<rest>.*)$",
    re.DOTALL,
)
# what is bold for emphasis and labels nothing: a sentence, a note, a value
_EMPHASIS = re.compile(
    r"[。！!?？、，]$|。|^[※＊*注→⇒]|(?:です|ます|ません|ください|こと)$|[0-9０-９]\s*(?:円|万円|億円|％|%|割)|[0-9０-９]\s*[/／]\s*[0-9０-９]"
    r"|[0-9０-９]年[0-9０-９]+月|[0-9０-９]+月[0-9０-９]+日|https?:"
)
_INDENTS = frozenset(" \u3000\xa0\t")
_MARKS = frozenset("・･•‣◦∙▪▫–‐−‒—-*+(（0123456789０１２３４５６７８９アイウエオカキクケコ") | {
    chr(n) for n in (*range(0x2460, 0x24FF), *range(0x2776, 0x2780), *range(0x3251, 0x325F), *range(0x32D0, 0x32FE))
}


def gather(element: Element, words: list[str], links: list[tuple[Element, str]], dropped: Container[Element]) -> None:
    """Append the words inside an element to `words` (with CUT, BOLD and THIN marks) and its anchors to `links`.

    A block inside inline markup begins and ends a line of its own; images speak by their alternative text only in links.
    """
    text = element.text
    if text:
        words.append(text)
    for child in element:
        tag = child.tag
        if tag == "br":
            words.append(CUT)
        elif tag in _BOLD_TAGS:
            words.append(BOLD)
            gather(child, words, links, dropped)
            words.append(THIN)
        elif tag in UNSEEN or not isinstance(tag, str) or child in dropped:
            pass
        elif tag == "a":
            gather_link(child, words, links, dropped)
        elif tag in BLOCKS:
            words.append(CUT)
            gather(child, words, links, dropped)
            words.append(CUT)
        elif is_bold(child):
            words.append(BOLD)
            gather(child, words, links, dropped)
            words.append(THIN)
        else:
            gather(child, words, links, dropped)
        tail = child.tail
        if tail:
            words.append(tail)


def gather_link(
    anchor: Element, words: list[str], links: list[tuple[Element, str]], dropped: Container[Element]
) -> None:
    """Append an anchor's words, and the anchor itself where it leads somewhere."""
    own: list[str] = []
    gather(anchor, own, links, dropped)
    label = "".join(own)
    words.append(label)
    if anchor.get("href"):
        links.append((anchor, plain(label)))


def is_bold(element: Element) -> bool:
    """True where an inline element is bold by its own style attribute."""
    style = element.get("style")
    return style is not None and _BOLD_STYLE.search(style) is not None


def plain(raw: str) -> str:
    """Gathered words → one line without marks."""
    return fold(raw.replace(CUT, " ").replace(BOLD, "").replace(THIN, ""))


def lines_of(raw: str, locator: str, depth: int = 0) -> list[Line]:
    """Gathered words → their non-empty lines; list marks and indentation deepen a line below `depth`."""
    lines: list[Line] = []
    previous = 0
    for part in raw.replace(BOLD, "").replace(THIN, "").split(CUT):
        words = fold(part)
        if not words:
            continue
        own = 0
        if words[0] in _MARKS or (previous and part.lstrip("\r\n")[0] in _INDENTS):
            own = depth_of(words, indent_of(part.lstrip("\r\n")), previous)
        lines.append(Line(words, locator, depth + own))
        previous = own
    return lines


def groups_of(raw: str, locator: str) -> list[tuple[str, list[Line]]]:
    """Gathered words of a paragraph → its stretches (label, lines): the words before any label have the label ""."""
    groups: list[tuple[str, list[Line]]] = []
    pending: list[str] = []
    label = ""
    for part in raw.split(CUT):
        found = label_at(part) if BOLD in part else None
        if found is None:
            pending.append(part)
            continue
        _close(groups, label, pending, locator)
        label, pending = found[0], [found[1]]
    _close(groups, label, pending, locator)
    return groups


def label_at(line: str) -> tuple[str, str] | None:
    """(label, rest) where a gathered line opens with a bold label, else None."""
    match = _LABEL.match(line.replace(THIN + BOLD, ""))
    if match is None:
        return None
    words, rest = fold(match["label"]), match["rest"].replace(BOLD, "").replace(THIN, "")
    label = words.rstrip(":： ")
    closed = bool(match["gap"].strip() or "\u3000" in match["gap"]) or label != words or words[-1] in "】》〕］"
    if not label or len(label) > 40 or _EMPHASIS.search(label) or (rest.strip() and not closed):
        return None
    return label, rest


def _close(groups: list[tuple[str, list[Line]]], label: str, parts: list[str], locator: str) -> None:
    lines = lines_of(CUT.join(parts), locator) if parts else []
    if label or lines:
        groups.append((label, lines))
