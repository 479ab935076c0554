"""Inline HTML source → the words of its lines: `<br>` cuts, ruby readings left out, bold labels told apart, links collected."""

from __future__ import annotations

import re
from functools import lru_cache
from html import unescape
from typing import NamedTuple

from pipeline.parse.html.tags import TAG, VOIDS, attributes_of
from pipeline.parse.lines import MARKS, depth_of, indent_of, is_heading_line, opens_item, unwrapped
from pipeline.parse.quick import new_line
from pipeline.records import Line

_LAID_OUT = "\r\n\t "
"""What indents source and no words: only &nbsp; and U+3000 are seen."""
CUT, BOLD, THIN = "\x1e", "\x02", "\x03"
"""Marks within inline source and words: a line ends here, bold begins, bold ends."""
STRUCK = ("s", "del", "strike")
"""Elements whose words the author has taken back: the old end of a call beside the new one."""
THROUGH = "line-through"
_STRUCK_ENDS = re.compile(rf"</(?:{'|'.join(STRUCK)})>")
# <p style="text-decoration: line-through">, <span class="line-through">, but no rule of a style sheet
_STRUCK_BY = re.compile(rf"<[a-z][^<>]*\b{THROUGH}\b", re.IGNORECASE)
_UNSEEN = frozenset(
    (
        "rt",
        "rp",
        "rtc",
        "option",
        "datalist",
        "progress",
        "meter",
        "dialog",
        "title",
        "embed",
        "applet",
        "head",
        *STRUCK,
    )
)
"""Inline elements that show no words of the document: the readings of ruby, form controls, what is struck out."""

# display:none  visibility: hidden  font-size:0  clip: rect(0 0 0 0)  clip-path: inset(50%)  text-indent:-9999px  left:-9999px  opacity:0
INVISIBLE = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?:px|em|rem|%)?\s*(?:;|!|$)|clip\s*:\s*rect\(\s*[01](?:px)?[\s,]"
    r"|clip-path\s*:\s*inset\(\s*(?:50|100)%|text-indent\s*:\s*-\d{3,}|left\s*:\s*-\d{3,}|(?<![-\w])opacity\s*:\s*0(?:\.0+)?\s*(?:;|!|$)",
    re.IGNORECASE,
)
# font-weight: bold / 700
_BOLD_STYLE = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)")
# <i class="material-icons">arrow_forward</i>, <span class="material-symbols-outlined">: words that a font draws as a picture
_ICON = re.compile(r"\bmaterial-(?:icons|symbols)")
# <br>, <br/>, <br class="x">
_BREAK = re.compile(r"<br\b([^<>]*)>")
# href="/a.pdf" …: an address that comes first among the attributes
_QUOTED_HREF = re.compile(r'\s*href="([^"]*)"')
# <a href="x">words</a>: a link without markup in it
_PLAIN_LINK = re.compile(r"<a\s([^<>]*)>([^<>]*)</a>")
# what is bold for emphasis and labels nothing: a sentence, a note, a value
_EMPHASIS = re.compile(
    r"[。！!?？、，]$|。|^[※＊*注→⇒]|(?:です|ます|ません|ください|(?<!ひと)こと)$|[0-9０-９]\s*(?:円|万円|億円|％|%|割)|[0-9０-９]\s*[/／]\s*[0-9０-９]"
    r"|https?:"
)
# 2026年4月から: bold for emphasis too, but in a name: 令和7年8月大雨 再建支援補助金【2026年3月終了予定】
_DATED = re.compile(r"[0-9０-９]年[0-9０-９]+月|[0-9０-９]+月[0-9０-９]+日")
_NAME = re.compile(r"(?:[金度枠]|事業|補助|助成|支援)(?:[＞>]|\s*[【〔（(＜<][^【】]{1,30}[】〕）)＞>])*$")
_LONGEST_LABEL, _LONGEST_NAME = 40, 80


def has_struck(source: str) -> bool:
    """Whether words of a page may be struck out."""
    return _STRUCK_ENDS.search(source) is not None or (THROUGH in source and _STRUCK_BY.search(source) is not None)


class Anchor(NamedTuple):
    """A link: its words, its address as written, and that it is the n-th `a` of its piece of source (1-based)."""

    words: str
    href: str
    number: int


def words_of(
    source: str, hidden: frozenset[str] = frozenset(), *, controls: bool = False
) -> tuple[str, tuple[Anchor, ...]]:
    """Inline source → its words (with CUT, BOLD and THIN marks) and its links.

    `hidden` holds the selectors that the page's style sheets hide; a button's words are read only where `controls` asks.
    """
    if "<" in source:
        source = marked(source)
        if "<" in source:
            return read_tags(source, hidden, controls)
    return (unescape(source) if "&" in source else source), _NO_ANCHORS


def marked(source: str) -> str:
    """Inline source with the marks of its plain breaks and bold words in place of their tags."""
    if "<br" in source:
        source = source.replace("<br>", CUT)
        if "<br" in source:
            source = source.replace("<br/>", CUT).replace("<br />", CUT)
    if "<strong>" in source and "<strong " not in source:  # <strong hidden>: its end must stay the tag that it is
        source = source.replace("<strong>", BOLD).replace("</strong>", THIN)
    return source


AFTER_LABEL = frozenset(("", CUT, ":", "："))
"""What may follow the label of a field in bold."""
_NO_ANCHORS: tuple[Anchor, ...] = ()


@lru_cache(maxsize=2048)
def read_tags(source: str, hidden: frozenset[str], controls: bool) -> tuple[str, tuple[Anchor, ...]]:
    """What `words_of` gives, of source that is marked and holds tags still."""
    if "<br" in source:
        source = _BREAK.sub(lambda found: "" if is_hidden("br", found[1], hidden) else CUT, source)
    return _read_links(source, hidden) or _read_marked(source, hidden, controls)


def _read_links(source: str, hidden: frozenset[str]) -> tuple[str, tuple[Anchor, ...]] | None:
    """What `words_of` gives, of source with no tags but those of links that are seen; None of any other."""
    pieces = _PLAIN_LINK.split(source)
    if any("<" in piece for piece in pieces[::3]) or any(is_hidden("a", piece, hidden) for piece in pieces[1::3]):
        return None
    pieces = [unescape(piece) if "&" in piece else piece for piece in pieces]
    hrefs = [_href(attributes) for attributes in pieces[1::3]]
    links = zip(pieces[2::3], hrefs, strict=True)
    del pieces[1::3]
    anchors = (Anchor(line_of(words), href, number) for number, (words, href) in enumerate(links, start=1) if href)
    return "".join(pieces), tuple(anchors)


def _read_marked(source: str, hidden: frozenset[str], controls: bool) -> tuple[str, tuple[Anchor, ...]]:
    """What `words_of` gives, of source with any inline tags."""
    words: list[str] = []
    anchors: list[Anchor] = []
    opened: list[tuple[str, str]] = []
    unseen = count = end = 0
    begun: tuple[int, str] | None = None
    """Where the words of the open link begin, and its address."""

    def end_link() -> None:
        nonlocal begun
        if begun is not None:
            anchors.append(Anchor(line_of(unescape("".join(words[begun[0] :]))), begun[1], count))
            begun = None

    for match in TAG.finditer(source):
        if unseen == 0 and match.start() > end:
            words.append(source[end : match.start()])
        end = match.end()
        closing, tag, attributes = match.groups()
        tag = tag.lower()
        if closing:
            while opened and any(name == tag for name, _ in opened):
                name, effect = opened.pop()
                unseen -= effect == "unseen"
                if effect == "bold" and not unseen:
                    words.append(THIN)
                if name == "a":
                    end_link()
                if name == tag:
                    break
        elif tag == "img":
            if unseen == 0 and begun is not None and not line_of("".join(words[begun[0] :])):
                words.append(attributes_of(attributes).get("alt", ""))
        elif tag == "a":
            end_link()  # a link in a link ends it
            count += 1
            if attributes.endswith("/"):  # <a href="x"/>, as XML writes an empty link
                anchors.append(Anchor("", "" if unseen else _href(attributes), count))
            else:
                opened.append((tag, ""))
                begun = (len(words), _href(attributes)) if not unseen else None
        elif tag not in VOIDS and not attributes.endswith("/"):
            effect = _effect(tag, attributes, hidden, controls)
            opened.append((tag, effect))
            unseen += effect == "unseen"
            if effect == "bold" and not unseen:
                words.append(BOLD)
    if unseen == 0:
        words.append(source[end:])
    end_link()
    return unescape("".join(words)), tuple(anchor for anchor in anchors if anchor.href)


def _href(attributes: str) -> str:
    match = _QUOTED_HREF.match(attributes)
    return match[1] if match and "&" not in match[1] else attributes_of(attributes).get("href", "")


def _effect(tag: str, attributes: str, hidden: frozenset[str], controls: bool) -> str:
    """What an inline element does to its words: nothing, makes them bold or unseen."""
    if (
        tag in _UNSEEN
        or THROUGH in attributes
        or (tag == "button" and not controls)
        or ("material-" in attributes and _ICON.search(attributes))
        or (attributes and is_hidden(tag, attributes, hidden, inline=True))
    ):
        return "unseen"
    if tag in ("strong", "b") or ("font-weight" in attributes and _BOLD_STYLE.search(attributes)):
        return "bold"
    return ""


def is_hidden(tag: str, source: str, hidden: frozenset[str], *, inline: bool = False) -> bool:
    """True for an element that no reader sees: by its hidden attribute, its style, or a style sheet's rule for its class."""
    if not (hidden or "hidden" in source or "style" in source or "popover" in source):
        return False
    return _is_hidden(tag, source, hidden, inline)


@lru_cache(maxsize=2048)
def _is_hidden(tag: str, source: str, hidden: frozenset[str], inline: bool) -> bool:
    attributes = attributes_of(source)
    if (
        "popover" in attributes
        or attributes.get("hidden", "until-found") != "until-found"
        or INVISIBLE.search(attributes.get("style", ""))
    ):
        return True
    if inline and attributes.get("aria-hidden") == "true" and tag in ("i", "span"):
        return True
    names = {f".{name}" for name in attributes.get("class", "").split()} | {f"#{attributes.get('id', '')}"}
    is_toggled = any(f"!{name}" in hidden for name in names)
    return not is_toggled and bool(hidden & (names | {tag + name for name in names}))


def line_of(words: str) -> str:
    """Words with marks → one line without them."""
    if words.isprintable():
        return unwrapped(words)
    return unwrapped(words.replace(CUT, " ").replace(BOLD, "").replace(THIN, ""))


def lines_of(words: str, locator: str, depth: int = 0) -> tuple[Line, ...]:
    """Words → their non-empty lines; list marks and indentation deepen a line below `depth`."""
    text = words.strip()
    if text.isprintable() and (" " not in text or "  " not in text):  # one line, or none, without a mark in it
        if not text:
            return ()
        if text[0] in MARKS and opens_item(text):
            depth += 1 + indent_of(words[: words.index(text)].rpartition(CUT)[2].lstrip(_LAID_OUT))
        return (new_line(text, locator, depth),)
    if BOLD in words or THIN in words:
        words = words.replace(BOLD, "").replace(THIN, "")
    return tuple(_cut_lines(words.split(CUT), locator, depth))


def _cut_lines(parts: list[str], locator: str, depth: int) -> list[Line]:
    lines: list[Line] = []
    previous = 0
    for part in parts:
        text = part.strip()
        if not text.isprintable() or "  " in text:
            text = unwrapped(text)
        if not text:
            continue
        if previous or (text[0] in MARKS and opens_item(text)):
            previous = depth_of(text, indent_of(part.lstrip(_LAID_OUT)), previous)
        lines.append(new_line(text, locator, depth + previous))
    return lines


def lone_label(source: str) -> tuple[str, str]:
    """(label, rest) of inline source that opens with a plain label in bold, ("", source) for all other: the usual case, read quickly."""
    if source.startswith("<strong>"):
        bold, _, rest = source.partition("</strong>")
        if label := _plain_label(bold):
            return label, rest
    return "", source


@lru_cache(maxsize=1024)
def _plain_label(bold: str) -> str:
    label = bold.removeprefix("<strong>")
    is_plain = "<" not in label and "&" not in label and label == line_of(label.rstrip(":： "))
    return label if is_plain and _is_label(label) else ""


def groups_of(words: str, locator: str) -> list[tuple[str, list[Line]]]:
    """Words of a paragraph → its stretches (label, lines): the words before any label have the label ""."""
    groups: list[tuple[str, list[Line]]] = []
    pending: list[str] = []
    label = ""
    for part in words.split(CUT):
        if BOLD in part:
            if found := label_at(part):
                if label or pending:
                    _close(groups, label, pending, locator)
                label, rest = found
                pending = [rest] if rest else []
                continue
            part = part.replace(BOLD, "").replace(THIN, "")  # noqa: PLW2901
        elif THIN in part:
            part = part.replace(THIN, "")  # noqa: PLW2901
        pending.append(part)
    _close(groups, label, pending, locator)
    return groups


def label_at(line: str) -> tuple[str, str] | None:
    """(label, rest) where a line of words opens with a bold label, else None.

    <strong>補助率</strong>:1/2以内, <strong>補助率：</strong>1/2以内, <strong>【補助率】</strong>1/2以内, <strong>■補助率</strong> 1/2以内, <strong>募集期間</strong>
    """
    if THIN + BOLD in line:
        line = line.replace(THIN + BOLD, "")
    bold, _, rest = line.lstrip().partition(THIN)
    if bold[:1] != BOLD:
        return None
    words = unwrapped(bold.replace(BOLD, ""))
    label = words.rstrip(":： ")
    if not _is_label(label):
        return None
    if BOLD in rest or THIN in rest:
        rest = rest.replace(BOLD, "").replace(THIN, "")
    after = rest.lstrip(" \t\r\n")
    if after[:1] in ("", ":", "："):
        return label, after[1:]
    is_apart = label != words or words[-1] in "】》〕］" or rest[0] in "\u3000\xa0" or is_heading_line(words) == 3
    return (label, rest) if is_apart else None


@lru_cache(maxsize=1024)
def _is_label(words: str) -> bool:
    is_short = 0 < len(words) <= _LONGEST_LABEL and not _DATED.search(words)
    return (is_short or (len(words) <= _LONGEST_NAME and bool(_NAME.search(words)))) and not _EMPHASIS.search(words)


def _close(groups: list[tuple[str, list[Line]]], label: str, parts: list[str], locator: str) -> None:
    lines = _cut_lines(parts, locator, 0)
    if label or lines:
        groups.append((label, lines))
