"""A programme's printed name taken apart: the clean name, its call round, listing marks and the keys hashed from it."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

from pipeline.folding import name_key, single_spaced
from pipeline.normalize import parse_periods
from pipeline.normalize.numerals import parse_number
from pipeline.records import Unreadable

# …補助金, …助成金, …奨励金, …支援事業, …制度, …融資
PROGRAMME_NOUN = re.compile(
    r"(?:補助金?|助成金?|補給金?|支援金|給付金|奨励金|交付金|協力金|祝い?金|見舞金|報[奨償]金|一時金|奨学金|支援事業|促進事業|応援事業|補助事業|助成事業|制度|融資|貸付|減免|軽減"
    r"|事業(?!主|者|所|場|計画)|支援)"  # 事業主の皆さまへ is whom a leaflet is for
)
"""What a programme is called."""
# 【2026年3月終了予定】 令和8年2月末締切予定 （終了予定不明）
_MONTH = r"(?:\d{4}|(?:令和|R)\s*\d{1,2})年\s*\d{1,2}月末?"
_ENDS = r"(?:募集|受付|申請|公募)?(?:終了|締め?切り?|〆切)(?:予定)?"
_END_MONTH = re.compile(rf"(?P<month>{_MONTH})\s*{_ENDS}")
_LISTING_MARK = re.compile(
    rf"[【<＜〈\[(（]\s*(?:再掲|(?:{_MONTH})?\s*{_ENDS}(?:不明)?|NEW|新規|新着|新設|更新|拡充|改正|受付中|募集中)\s*[】>＞〉\])）]"
)
_RELISTED = re.compile(r"[【<＜〈\[(（]\s*再掲\s*[】>＞〉\])）]")
# NEW, ＮＥＷ!, 【新規】, ＜新着＞, 試作支援事業 新規
_NEW = re.compile(r"(?<![A-Za-z])(?:NEW|ＮＥＷ)(?![A-Za-z])!?")
_NEW_MARK = re.compile(r"[【<＜〈\[]\s*新(?:規|着|設)\s*[】>＞〉\]]|(?<=[\s　])新(?:規|着|設)!?$")
_HEADING_MARK = re.compile(r"^[\s◇◆■□●○◎★☆▼▽・]+")
_NUMBER = r"([0-9０-９]{1,3}|[一二三四五六七八九十]{1,3})"
# 【第6次公募】 <3次> 7次公募 第9次公募 (第2回) 【12次】 第54回公募 第2回「
_ROUND = re.compile(
    rf"[【<＜〈\[(（「]?\s*(?:第\s*{_NUMBER}\s*[次回期](?:\s*(?:公募|募集|受付|締切))?|{_NUMBER}\s*次(?!元|代|産業|世|的)(?:\s*(?:公募|募集|受付|締切))?)\s*(?:分)?\s*[】>＞〉\])）」]?"
)
# 令和7年度 / 2025年度 / 令和７年 at the start or before 第N回
_YEAR = re.compile(r"(?:令和|平成|R)?\s*(?:元|[0-9０-９]{1,4})\s*年度\s*(?:版)?")
# 電気自動車購入費補助（令和7年度分）: which year's money it is stands in its fiscal year
_YEAR_ASIDE = re.compile(r"[(（]\s*(?:令和|平成|R)\s*(?:元|[0-9０-９]{1,2})\s*年度分?\s*[)）]$")
_BRACKETS = {
    "(": ")",
    "（": "）",
    "「": "」",
    "『": "』",
    "【": "】",
    "<": ">",
    "＜": "＞",
    "〈": "〉",
    "[": "]",
    "〔": "〕",
    "《": "》",
}
_CLOSERS = {closer: opener for opener, closer in _BRACKETS.items()}


@dataclass(frozen=True, slots=True)
class Name:
    """What a printed name says: `clean` has no round, listing mark or ◇; `raw_key` identifies the entry, `series_key` the programme."""

    clean: str
    raw_key: str
    series_key: str
    call_round: int | None
    listed_end_month: str | None
    is_new: bool
    is_relisted: bool
    is_unbalanced: bool


def read_name(text: str) -> Name:
    """A heading as printed → its parts. The keys are folded (NFKC, white space and marks removed), never cleaned of words."""
    words = _HEADING_MARK.sub("", text).strip()
    unmarked = _NEW.sub("", _NEW_MARK.sub("", _LISTING_MARK.sub("", words))).strip()
    round_match = _last_round(unmarked)
    clean = unmarked
    if round_match:
        kept = _kept_brackets(round_match.group())
        clean = f"{unmarked[: round_match.start()].rstrip()}{kept}{unmarked[round_match.end() :]}"
    clean = _YEAR_ASIDE.sub("", single_spaced(clean)).rstrip()
    series = _YEAR.sub("", clean)
    return Name(
        clean=clean,
        raw_key=name_key(unmarked),
        series_key=name_key(series).strip("「」()"),
        call_round=_round_number(round_match),
        listed_end_month=listed_end_month(words),
        is_new=bool(_NEW.search(words) or _NEW_MARK.search(words)),
        is_relisted=bool(_RELISTED.search(words)),
        is_unbalanced=bool(stray_brackets(words)),
    )


def listed_end_month(text: str) -> str | None:
    """The month in which a listing says that a call ends (`2025年11月終了予定` → 2025-11), or None."""
    match = _END_MONTH.search(text)
    found = parse_periods(match["month"]) if match else []
    return f"{found[0].end:%Y-%m}" if found and found[0].end else None


def stray_brackets(text: str) -> list[int]:
    """Positions of brackets that have no partner, in order; an arrow (->, =>, →) is no bracket."""
    open_at: list[tuple[str, int]] = []
    stray: list[int] = []
    for position, char in enumerate(text):
        if char in _BRACKETS:
            open_at.append((char, position))
        elif char in _CLOSERS and not (char == ">" and position and text[position - 1] in "-=−"):
            if open_at and open_at[-1][0] == _CLOSERS[char]:
                open_at.pop()
            else:
                stray.append(position)
    return sorted(stray + [position for _, position in open_at])


def stable_id(prefix: str, *parts: str) -> str:
    """A key hashed from raw identifying words: the same words give the same key in every run and edition."""
    digest = hashlib.sha256("\x1f".join(name_key(part) for part in parts).encode()).hexdigest()
    return f"{prefix}_{digest[:12]}"


def _last_round(text: str) -> re.Match[str] | None:
    matches = [match for match in _ROUND.finditer(text) if match.group().strip()]
    return matches[-1] if matches else None


def _kept_brackets(text: str) -> str:
    """第2回「 → 「: a bracket that the round only touches stays with its partner."""
    inner = text.strip()
    opener = inner[0] if inner[0] in _BRACKETS else ""
    closer = inner[-1] if inner[-1] in _CLOSERS else ""
    if opener and closer:
        return ""
    return opener + closer


def _round_number(match: re.Match[str] | None) -> int | None:
    if match is None:
        return None
    try:
        return int(parse_number(match.group(1) or match.group(2)))
    except Unreadable:
        return None
