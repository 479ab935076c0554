"""Tell a change of meaning in a programme's text from a change of wording, and show it in few words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher

from pipeline.folding import squeeze

# Marks, spaces and kana endings carry wording: 行う者→おこなう者、「助成する」→「助成します」
WORDING = re.compile(r"[ぁ-んー・、。，．,.「」『』（）()\[\]【】〈〉<>:：;；~～\-‐－/／*※■●◆○◎\s]*")
# One Chinese letter spelled out, or the reverse: 行う→おこなう, 有する→もつ, 等→など
KANJI, KANA = re.compile(r"[一-鿿][ぁ-ん]{0,3}"), re.compile(r"[ぁ-ん]{1,4}")
# Words that turn a sentence round even though they are all kana or short: 除く, ない, のみ, または, かつ
TURNING = re.compile(r"除|ない|ません|のみ|だけ|以外|以上|以下|未満|超|または|又は|かつ|および|及び|不要|必要|必須")
REWRITTEN = 0.5
"""Texts that share less than this part of their letters are shown whole: another text stands there."""


@dataclass(frozen=True, slots=True)
class Edit:
    """One differing stretch: what stood there, what stands there now, with a little of what surrounds it."""

    old: str
    new: str
    shown: str
    near: str
    """Both stretches with two letters on each side, where a turning word may have been cut in two (ます→ません)."""


def edits(old: str, new: str, explained: Iterable[tuple[str, str]] = ()) -> list[Edit]:
    """The stretches in which two texts differ, white space aside.

    `explained` holds (old words, new words) of facts already reported as changed; a stretch inside them is left out.
    A text written anew is one stretch.
    """
    before, after = squeeze(old), squeeze(new)
    spans_before, spans_after = [], []
    for words_before, words_after in explained:
        spans_before += _spans(before, squeeze(words_before))
        spans_after += _spans(after, squeeze(words_after))
    found = []
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for op, a0, a1, b0, b1 in matcher.get_opcodes():
        if op == "equal":
            continue
        if _inside(a0, a1, spans_before) and _inside(b0, b1, spans_after):
            continue
        lead, tail = before[max(0, a0 - 6) : a0], before[a1 : a1 + 6]
        shown = f"「{lead}{_short(before[a0:a1])}{tail}」→「{lead}{_short(after[b0:b1])}{tail}」"
        if not before or not after:
            shown = f"「{_short(before or after)}」を{'削除' if before else '追加'}"
        near = f"{before[max(0, a0 - 2) : a1 + 2]} {after[max(0, b0 - 2) : b1 + 2]}"
        found.append(Edit(before[a0:a1], after[b0:b1], shown, near))
    if len(found) > 2 and matcher.ratio() < REWRITTEN:  # the letters two sentences happen to share tell nobody anything
        return [Edit(before, after, f"「{_short(before)}」→「{_short(after)}」", f"{before} {after}")]
    return found


def is_wording(edit: Edit) -> bool:
    """Whether an edit leaves the meaning alone: width, marks, spaces and kana only, and no word that turns it round."""
    old, new = (unicodedata.normalize("NFKC", text) for text in (edit.old, edit.new))
    if old == new:
        return True
    if TURNING.search(edit.near):
        return False
    respelled = (KANJI.fullmatch(old) and KANA.fullmatch(new)) or (KANA.fullmatch(old) and KANJI.fullmatch(new))
    return bool(respelled) or bool(WORDING.fullmatch(old) and WORDING.fullmatch(new))


def _spans(text: str, words: str) -> list[tuple[int, int]]:
    if not words:
        return []
    return [(found.start(), found.end()) for found in re.finditer(re.escape(words), text)]


def _inside(start: int, end: int, spans: Iterable[tuple[int, int]]) -> bool:
    if start == end:
        return True
    return any(first <= start and end <= last for first, last in spans)


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:20]}…{text[-20:]}"
