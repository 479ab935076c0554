"""HTML source → the pieces that a tree is made of: leaves with their inline source, starts and ends of containers, and what is loose between."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from pipeline.parse.html.tags import AROUND, ATTRIBUTES, CONTAINERS, LEAVES, MAY_HOLD_BLOCKS, TAG, UNREAD, VOIDS

# <br>, <br />, <strong>, </strong>: the inline tags that a page is full of
_MARK = "br>|/?+strong>|br ?/>"
# an inline tag begins with a small letter: <P>, <DIV> are left to lxml
_TAGGED = rf"(?:<(?:{_MARK}|(?!/?+(?:{LEAVES}|{CONTAINERS})[\s/>])/?+[a-z]{ATTRIBUTES}>)[^<]*+)"
_INLINE = rf"[^<]*+{_TAGGED}*+"
# <li>words</li><li>words</li>: a list of nothing but words, which is a leaf too
_WORDS_ONLY = rf"\s*+(?:<li>[^<]*+(?:<(?:{_MARK})[^<]*+)*+</li>\s*+)++"
# <p class="x">words <b>inline</b></p>  or  <div id="y">  or  </div>  or  words <b>inline</b>: the pieces a page is cut into. Each
# place is passed once: where no piece fits, a single `<` is taken.
_TOKEN = re.compile(
    rf"\s*+<(?:((?:{LEAVES})|(ul|ol))((?:\s{ATTRIBUTES})?+)>((?(2){_WORDS_ONLY}|{_INLINE}))</\1\s*+>|(/?)({LEAVES}|{CONTAINERS})((?:[\s/]{ATTRIBUTES})?+)>)"
    rf"|([^<]++{_TAGGED}*+|{_TAGGED}++)|<"
)
# <!-- … -->, <!DOCTYPE html>, <?xml …?>, <script>…</script>: what holds no words of the document; what never ends goes up to the
# end and is a group of its own. Each name is an alternative, which is refused at its first letter.
_MACHINERY = re.compile(
    r"<(?=[!?acimnostv])(?:!--.*?(?:-->|(\Z))|[!?](?!--)[^<>]*>|"
    + "|".join(rf"{tag}\b(?:[^<>]*[^<>/])?>.*?(?:</{tag}\s*>|(\Z))" for tag in UNREAD.split("|"))
    + ")",
    re.DOTALL,
)


Piece = tuple[str, str, str, str, str, str, str, str]
"""A leaf, its listing, attributes and content; or an end sign, a tag and its attributes; or loose source; nothing for a stray `<`: the groups of _TOKEN."""


class NotPlain(Exception):
    """The source is not nested plainly; lxml must repair it."""


def pieces_of(source: str, start: int, *, strict: bool) -> Iterable[Piece]:
    """The pieces of HTML source from a place on; raises NotPlain where `strict` and inline elements overlap with others."""
    pieces: list[Piece] = _TOKEN.findall(source, start)
    tagged = [piece[7] for piece in pieces if "<" in piece[7]]
    return _cut_around_blocks(pieces) if strict and any(map(_unbalanced, tagged)) else pieces


def has_machinery(source: str, start: int) -> bool:
    """True where scripts, styles, comments or the like stand in the source."""
    return _MACHINERY.search(source, start) is not None


def without_machinery(source: str, styles: list[str]) -> str:
    """The source without its machinery, of which the style sheets are put aside; what never ends is left to lxml."""

    def left_out(machinery: re.Match[str]) -> str:
        if machinery.lastindex:
            raise NotPlain
        if machinery[0].startswith("<style"):
            styles.append(machinery[0].partition(">")[2].rpartition("<")[0])
        return ""

    return _MACHINERY.sub(left_out, source)


def _cut_around_blocks(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """The pieces, cut where an inline element opens or closes around blocks: `<a href="x"><h3>…</h3></a>`."""
    for piece in pieces:
        loose = piece[7]
        if "<" not in loose or not (tags := _unbalanced(loose)):
            yield piece
            continue
        start = 0
        for tag in tags:
            end, name, attributes = tag.groups()
            if name not in MAY_HOLD_BLOCKS:
                raise NotPlain
            if start < tag.start():
                yield "", "", "", "", "", "", "", loose[start : tag.start()]
            yield "", "", "", "", end, AROUND, f' around="{name}"{attributes}', ""
            start = tag.end()
        if start < len(loose):
            yield "", "", "", "", "", "", "", loose[start:]


def _unbalanced(source: str) -> list[re.Match[str]]:
    """The tags of inline source that close nothing or are not closed in it; raises NotPlain where elements overlap."""
    opened: list[re.Match[str]] = []
    odd: list[re.Match[str]] = []
    for tag in TAG.finditer(source):
        end, name, attributes = tag.groups()
        if name in VOIDS or attributes.endswith("/"):
            continue
        if not end:
            opened.append(tag)
        elif not opened:
            odd.append(tag)
        elif opened.pop()[2] != name:
            raise NotPlain
    return odd + opened
