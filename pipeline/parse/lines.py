"""White space, list marks and headings of one line of Japanese text: what the HTML and the text reader share."""

from __future__ import annotations

import re

from pipeline.folding import clean

# zero-width characters and soft hyphens, which are not words: 補助<ZWSP>金, subsi<SHY>dy; C0/C1 controls; the BOM
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\x00-\x08\x0e-\x1f\x7f-\x9f]+"
)
_WIDE = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uff9f"
# a source line that was wrapped between two wide characters, where Japanese has no space: 令和7年⏎4月1日
_WIDE_WRAP = re.compile(f"(?<=[{_WIDE}])[ \t]*[\r\n]+[ \t]*(?=[{_WIDE}])")
# ・補助率  ‐ 対象者  ①施設  (1) 設備  （ア）  1. 機械  ア 電気代: marks that open an item of a list
_ITEM = re.compile(
    r"(?:[・･•‣◦∙▪▫–‐−‒–—]|[-*+－][ \u3000]|[①-⑳㉑-㉟❶-❿⓵-⓾㋐-㋾]|[(（](?:[0-9０-９]{1,2}|[ア-ンa-zA-Z一二三四五六七八九十])[)）]"
    r"|[0-9０-９]{1,2}(?:[.．、](?![0-9０-９])|[)）])|[ア-コ](?:[ \u3000.．]|(?=[)）])))"
)
_SIGNS = "・･•‣◦∙▪▫–‐−‒—-－*+(（0123456789０１２３４５６７８９アイウエオカキクケコ"
_CIRCLED = ((0x2460, 0x2500), (0x2776, 0x2780), (0x3251, 0x3260), (0x32D0, 0x32FF))
MARKS = frozenset(_SIGNS) | {chr(code) for first, end in _CIRCLED for code in range(first, end)}
"""The characters that _ITEM may begin with: a line that begins with another one opens no item."""
# ■補助率  ●募集期間  【対象者】  ◆概要  ＜見本市等出展＞  ◎  ＃ 申請方法: a whole line that announces what follows
_HEADING_MARK = re.compile(r"[■□◆◇●◎▼▽▲△★☆▶►◼◾◉⬛]\s*(?=\S)")
_BRACKETED = re.compile(
    r"[【《≪＜〈<［\[〔](?P<words>[^【】《》≪≫＜＞〈〉<>［］\[\]〔〕]{1,30})[】》≫＞〉>］\]〕]\s*[:：]?$"
)
# ## 対象者: Markdown in a plain text
_MARKDOWN = re.compile(r"(?P<marks>#{1,6})\s+\S")
# １．概要  第1章 総則  Ⅱ 対象者  1 趣旨: a numbered short line
_NUMBERED = re.compile(
    r"(?:第[0-9０-９一二三四五六七八九十]{1,3}[章節]|[0-9０-９]{1,2}[.．、 \u3000]|[ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ]+[.．、 \u3000]?)\s*(?P<words>\S.{0,24})$"
)
# words that a heading does not hold: a sentence's end, a value (1/2, 100万円, 4月1日)
_NO_HEADING = re.compile(
    r"[。！!?？]|(?:です|ます|である|(?<!ひと)こと|する|した|もの|ください|さい|参照)$|[0-9０-９〇一二三四五六七八九十百千万億]+\s*(?:円|％|%|割|日|時|名|件|社|台|か?[年月]|年度)|[/／][0-9０-９]|分の|https?:"
)


# ⽀援⾦, ⻑: the UTF-8 of radicals (U+2E80 … U+2FD5) that fonts and converters hand out instead of 支, 金, 長
_RADICALS = re.compile(rb"\xe2(?:[\xba-\xbe][\x80-\xbf]|\xbf[\x80-\x95])")


def with_ideographs(text: str, data: bytes) -> str:
    """The text of a document with its radicals as the ideographs they stand for; `data` are its bytes, which are quicker to ask."""
    for radical in {each.decode() for each in _RADICALS.findall(data)}:
        text = text.replace(radical, clean(radical))
    return text


def unwrapped(text: str) -> str:
    """Verbatim words with their white space folded: runs of any space become one blank, none at the ends.

    A line break of the source between two wide characters is no space (CSS Text, segment break transformation).
    """
    text = text.strip()
    if text.isprintable():
        return text if "  " not in text else " ".join(text.split())
    if "\n" in text or "\r" in text:
        text = _WIDE_WRAP.sub("", text)
    return " ".join(_INVISIBLE.sub("", text).split())


def is_heading_line(text: str) -> int:
    """The level (2 … 6) of a plain line that is a heading by its own marks (■補助率, 【対象者】, １．概要), else 0."""
    if match := _MARKDOWN.match(text):
        return min(6, len(match.group("marks")) + 1)
    if len(text) > 40 or _NO_HEADING.search(text):
        return 0
    if _HEADING_MARK.match(text) and not any(mark in text for mark in "：:"):
        return 3
    if _BRACKETED.match(text):
        return 4
    return 2 if _NUMBERED.match(text) else 0


def indent_of(raw: str) -> int:
    """How many full-width columns a line is indented: one for U+3000 or a tab, one for two narrow spaces."""
    narrow = 0
    for character in raw:
        if character in "\u3000\t":
            narrow += 2
        elif character in " \xa0":
            narrow += 1
        else:
            break
    return narrow // 2


def opens_item(text: str) -> bool:
    """True where a line opens with the mark of a list item: ・, -, ①, (1), ア."""
    return _ITEM.match(text) is not None


def depth_of(text: str, indent: int, previous: int) -> int:
    """The nesting of a line within its list: 0 for running text, 1 for `・…`, one more for each column of indentation.

    A line without a mark that is indented below an item goes on with it; a paragraph's own first-line indent is none.
    """
    if opens_item(text):
        return 1 + indent
    return previous if indent and previous else 0
