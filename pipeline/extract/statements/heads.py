"""Heads: which lines head what follows, with their marks, labels and kinds of term, and which heads a line closes."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.extract.courses import COURSE_NOUN
from pipeline.extract.labels import LabelKind, bare_label, label_kind
from pipeline.extract.statements.keywords import MONEY_UNIT, TermKind, kinds_of
from pipeline.folding import single_spaced

# heads by their form, outermost marks first: ### ■補助率, **Aタイプ**, ■補助率, 【上限】, ＜通常枠＞, (1)蓄電池, ①, ・補助率
_FORMS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("#", re.compile(r"^#{1,6}\s*(?P<words>.+?)\s*#*$")),
    ("*", re.compile(r"^\*\*(?P<words>.+?)\*\*$")),
    ("■", re.compile(r"^[■□◆◇●▼▲★☆◎◉▶►◼]\s*(?P<words>.+)$")),
    ("【", re.compile(r"^【(?P<words>[^】]+)】(?P<rest>.*)$")),
    ("＜", re.compile(r"^[＜<〈《≪](?P<words>[^＞>〉》≫]{1,40})[＞>〉》≫]$")),
    ("〔", re.compile(r"^[〔［\[](?P<words>[^〕］\]]{1,40})[〕］\]](?![\s　]*[×xXの])(?P<rest>.*)$")),
    ("1.", re.compile(r"^(?:[0-9０-９]{1,2}[.．、](?![0-9０-９])|第[0-9０-９]{1,2}[\s　])\s*(?P<words>.+)$")),
    ("(1)", re.compile(r"^[(（][0-9０-９一二三四五六七八九十]{1,2}[)）]\s*(?P<words>.+)$")),
    ("①", re.compile(r"^[①-⑳]\s*(?P<words>.+)$")),
    ("○", re.compile(r"^[○〇◯]\s*(?P<words>.+)$")),
    ("・", re.compile(r"^[・•*＊]\s*(?P<words>.+)$")),
    ("-", re.compile(r"^[\-–—‐ー−－]\s+(?P<words>.+)$")),
)
ITEM_FORMS = frozenset({"(1)", "①", "1."})
_DIGIT = re.compile(
    r"[0-9０-９一二三四五六七八九十百千万億]+(?:[.,，][0-9０-９]+)?\s*(?:[万千億百]?円|％|%|分の|[/／][0-9０-９]|割)"
)
# 2 離島で講習を開く場合 ⏎ 1か所当たり20万円
_CASE = re.compile(r"[ぁ-ん](?:場合|とき)$")
# ○改修費（100万円以上の工事）: a value that only says what the head takes in
_CONDITIONED = re.compile(r"[(（][^()（）]*(?:以上|以下|未満|超)[^()（）]*[)）]")
_OF_TARGET = re.compile(r"対象|要件|資格|条件|応募|申請")
_SENTENCE = re.compile(r"[。]|(?:です|ます|ください|する|した|あり|こと|もの)$")
# 補助率 ⏎ 定額: what a label says in a word
_SAID = re.compile(r"(?:原則)?(?:定額|全額|半額|上限なし|なし)(?:補助|助成)?")
# ※申請期限 ⏎ 令和8年5月29日, ※補助率 ⏎ 1/2; ※申込用紙の請求期間 is a remark
_STARRED = re.compile(
    r"※[\s　]*(?:(?:申請|応募|申込み?|募集|公募|受付)(?:受付)?(?:期間|期限|締め?切り?日?|〆切)|(?:補助|助成)(?:率|金?額|(?:金の?)?(?:上限|限度)額?))[:：]?"
)
# 公募説明会 ⏎ 2026年4月8日（水）14:00～15:00
_EVENT = re.compile(
    r"[^、。:：]{0,8}(?:説明会|セミナー|相談会|講習会|選考会|審査会)(?:の?(?:開催|日程|日時)|を開催(?:し|いたし|致し)ます)?"
)
# 2. 補助率10/10の強力な資金支援: a headline that praises, no label of terms
_PRAISES = re.compile(
    r"[0-9０-９](?:円|[%％])?の[^、。0-9０-９]{2,12}な[^、。0-9０-９]{0,8}(?:支援|サポート|補助|助成)$"
)


@dataclass(frozen=True, slots=True)
class Head:
    """A line that heads the lines below it."""

    form: str
    depth: int
    words: str
    label: LabelKind | None
    kinds: frozenset[TermKind]
    is_printed: bool
    """Whether the mark stands in the text; a list item of HTML has its depth alone."""
    has_children: bool = False
    is_fresh: bool = True
    """Nothing has come below it yet."""


def form_of(text: str) -> tuple[str, str, str]:
    """(form, words, rest behind a bracketed head)."""
    for form, pattern in _FORMS:
        if match := pattern.match(text.strip()):
            words = match.group("words").strip().rstrip("■□◆◇●▼▲★☆◎◉")
            if form in ("#", "*"):
                inner, inner_words, rest = form_of(words)
                return (inner, inner_words, rest) if inner not in ("plain", "・") else (form, words.strip("*"), "")
            return form, words, (match.groupdict().get("rest") or "").strip()
    return "plain", text.strip(), ""


def is_valued(text: str) -> bool:
    """Whether a line states a value: 限度額50万円, not 限度額（万円） nor 改修費（100万円以上の工事）."""
    return _DIGIT.search(MONEY_UNIT.sub("", _CONDITIONED.sub("", text))) is not None


def is_head(form: str, words: str, *, valued: bool) -> bool:
    """Whether a line heads what follows: by its mark, a colon, a case, a label, or what parts of a programme are called."""
    if words.endswith((":", "：")) or form in ("【", "＜", "〔", "#", "*"):
        return True
    if (_CASE.search(words) and not valued) or _STARRED.fullmatch(words) or _EVENT.fullmatch(words):
        return True
    if len(words) > 40 or _SENTENCE.search(words) or words.startswith("※"):
        return False  # ※申込用紙の請求期間 is a remark
    if valued or _SAID.fullmatch(words):
        return False
    if label_kind(words) is not None or (kinds_of(words) and len(words) <= 24):
        return True
    if form in ("■", "○", "(1)", "①", "1."):
        return len(words) <= 40
    return bool(COURSE_NOUN.search(bare_label(words))) and len(words) <= 24


def head_of(form: str, depth: int, words: str, *, is_printed: bool) -> Head:
    """The head that a line makes, with the label and the kinds of term in its words."""
    bare = words.strip().rstrip(":：").strip()
    label, kinds = label_kind(bare), frozenset[TermKind]() if _PRAISES.search(bare) else kinds_of(bare)
    if label and form != "passage" and not is_label(label, bare) and not (label == "terms" and len(bare) <= 8):
        label = None  # 資格取得・更新に関する助成 is a part of the programme, 補助内容 a label
    return Head(form, depth, single_spaced(bare), label, kinds, is_printed)


def is_label(label: LabelKind, words: str) -> bool:
    """対象設備: labels its line, 設備: and 法人: say of what and of whom it speaks."""
    if label == "terms":
        return bool(kinds_of(words))
    return label not in ("eligibility", "eligible_projects", "eligible_costs") or bool(_OF_TARGET.search(words))


def _is_item_above(head: Head, form: str) -> bool:
    return head.depth < 0 and not head.label and not head.kinds and form_of(head.words)[0] == form


def close(stack: list[Head], form: str, depth: int) -> None:
    """Take off the heads that a line of this form and depth is not under."""
    if form in ITEM_FORMS:  # 2.広告費：… named the passage, 3.登記費：…
        stack[:] = [head for head in stack if not _is_item_above(head, form)]
    for position, head in enumerate(stack):
        is_plain = form == "plain" or (form == "name" and bool(head.kinds) and head.form in ITEM_FORMS)
        deeper = head.depth > depth and not (head.is_printed and is_plain)
        same = head.form == form and form != "plain" and head.depth >= depth
        level = head.form in ("name", "item") and head.depth == depth > 0 and (head.has_children or not head.label)
        if head.form != "passage" and (deeper or same or level):
            del stack[position:]
            return
