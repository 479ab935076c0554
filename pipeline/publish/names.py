"""Whether two printed names mean the same programme: their telling words compared, generic words aside."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

ALIKE = 90.0
"""Per cent: 中小企業持続化 and 中小企業者持続化 are alike (95), 小規模事業者持続化 is another (78)."""

# 石川県 なりわい… · 「災害支援枠(令和6年能登半島地震)」 · 令和7年8月大雨 被災事業者…
SPLIT = re.compile(r"[\s　()（）〔〕「」『』【】<>＜＞〈〉\[\]、,／/]+")
# What every programme is called: …事業費補助金, …支援事業, …助成金
GENERIC = re.compile(r"事業費|事業|補助金?|助成金?|奨励金?|給付金|支援金|制度|費$")
# A year or a disaster that a name begins with tells the edition, not the programme: 令和7年度 · 令和6年能登半島地震等
EDITION = re.compile(r"(?:令和|平成|R)\s*(?:元|\d+)\s*年度?(?:版)?")


@dataclass(frozen=True, slots=True)
class Telling:
    """The words that tell a programme: `parts` without areas, years and generic words; `editions` the dated ones."""

    parts: tuple[str, ...]
    editions: tuple[str, ...]

    @property
    def joined(self) -> str:
        """All telling parts in one string."""
        return "".join(self.parts)


def telling(name: str, areas: Iterable[str]) -> Telling:
    """A name taken apart; `areas` are names of places, left out where a part begins with one."""
    parts: list[str] = []
    editions: list[str] = []
    for piece in SPLIT.split(unicodedata.normalize("NFKC", name)):
        words = piece
        for area in areas:
            words = words.removeprefix(area)
        dated = EDITION.match(words)
        if dated and "年度" not in dated.group():
            editions.append(words)  # 令和6年能登半島地震等: all of it is an occasion
            continue
        core = GENERIC.sub("", words[dated.end() :] if dated else words)
        if core:
            parts.append(core)
    return Telling(tuple(parts), tuple(editions))


def same_programme(one: Telling, other: Telling) -> float:
    """How alike two names are in per cent; 0 where their telling words differ."""
    from rapidfuzz import fuzz

    if not one.parts or not other.parts:
        return 0.0
    score = float(fuzz.ratio(one.joined, other.joined))
    return score if score >= ALIKE else 0.0


def mentions(mention: Telling, name: Telling) -> float:
    """How well a mention (持続化補助金(災害支援枠)) fits a full name: every part of it must be there; then likeness."""
    from rapidfuzz import fuzz

    if not mention.parts or len(mention.joined) < 3:
        return 0.0
    for part in mention.parts:
        if max((fuzz.ratio(part, there) for there in (*name.parts, name.joined)), default=0.0) < ALIKE:
            return 0.0
    return float(fuzz.ratio(mention.joined, name.joined))
