"""Several labels set in one line, and a label with its words in one pair of brackets."""

from __future__ import annotations

import re

from pipeline.extract.labels import label_kind, split_inline
from pipeline.records import Line

# ■目的・概要 本事業は… ■公募期間 令和8年4月23日～…: sections set in one line, told by their mark
SECTION = re.compile(r"(?<=\S)[\s　]+(?=[■◆●◼][\s　]*\S)")
_LED = re.compile(r"^([■◆●◼][\s　]*\S{2,24})[\s　]+(\S.*)$")
# ＜募集期間：4月1日～4月30日＞; 【補助率：1/2】【上限額：50万円】
_WRAPPED = re.compile(r"^[【［\[〔＜<〈《≪]([^【】［］\[\]〔〕＜＞<>〈〉《》≪≫。]{4,80})[】］\]〕＞>〉》≫]$")
_BESIDE = re.compile(r"(?<=】)[\s　]*(?=【)")


def told_in(text: str) -> tuple[str, str] | None:
    """【募集期間：4月1日～4月30日】 → its label and its words."""
    wrapped = _WRAPPED.match(text)
    told = split_inline(wrapped.group(1)) if wrapped else None
    return told if told and told[1] and label_kind(told[0]) in ("schedule", "terms") else None


def sections(line: Line) -> list[Line]:
    """A line that holds several marked sections → each label, and the words behind it, as lines of their own."""
    beside = _BESIDE.split(line.text)
    if len(beside) > 1 and all(map(told_in, beside)):
        return [line._replace(text=text) for text in beside]
    texts: list[str] = []
    for piece in SECTION.split(line.text):
        led = _LED.match(piece)
        texts.extend(led.groups() if led and label_kind(led.group(1)) else (piece,))
    labels = sum(bool(label_kind(text)) for text in texts)
    return [line._replace(text=text) for text in texts] if labels > 1 else [line]
