"""Prefectures and municipalities named in a text, with their six-digit 全国地方公共団体コード."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

_TABLE = Path(__file__).with_name("municipalities.txt")
# the last character of a place's name; each one in a text may end a mention
_END = re.compile(r"[都道府県市区町村]")
_LONGEST = 7  # いちき串木野市, かすみがうら市
_KANJI = re.compile(r"[一-鿿々]")
# 石川県金沢市, 鳳珠郡能登町, 旧松任市: kanji that may stand before a short name without being a part of a longer word
_MAY_PRECEDE = frozenset("都道府県郡国旧各市町村及日月年等内外")


@dataclass(frozen=True, slots=True)
class Place:
    """A prefecture or municipality; `code` is six digits with the check digit (金沢市 172014)."""

    code: str
    name: str
    level: Literal["prefecture", "municipality"]
    prefecture: str


@dataclass(frozen=True, slots=True)
class Mention:
    """A place named at [start, end) of a text."""

    place: Place
    start: int
    end: int


def with_check_digit(code: str) -> str:
    """Five digits of JIS X 0401/0402 → six with the check digit (総務省: (11 − Σ digit·weight mod 11) mod 10)."""
    total = sum(int(digit) * weight for digit, weight in zip(code, (6, 5, 4, 3, 2), strict=True))
    return f"{code}{(11 - total % 11) % 10}"


@cache
def _places() -> dict[str, tuple[Place, ...]]:
    """Name → the places of that name (府中市 is two)."""
    found: dict[str, tuple[Place, ...]] = {}
    for row in _TABLE.read_text(encoding="utf-8").splitlines():
        if row.startswith("#"):
            continue
        number, prefecture, *cities = row.split(" ")
        found[prefecture] = (Place(with_check_digit(f"{number}000"), prefecture, "prefecture", prefecture),)
        for city in cities:
            place = Place(with_check_digit(number + city[:3]), city[3:], "municipality", prefecture)
            found[place.name] = (*found.get(place.name, ()), place)
    return found


def place(name: str, prefecture: str | None = None) -> Place | None:
    """The place of exactly this name, or None where there is none or more than one and `prefecture` decides nothing."""
    candidates = _places().get(name, ())
    if len(candidates) > 1:
        candidates = tuple(one for one in candidates if one.prefecture == prefecture)
    return candidates[0] if len(candidates) == 1 else None


def find_places(text: str, *, prefecture: str | None = None) -> list[Mention]:
    """All places named in a text, in order; a name shared by several is settled by `prefecture` or one named before it."""
    mentions: list[Mention] = []
    known = _places()
    hint = prefecture
    last = 0
    for match in _END.finditer(text):
        end = match.end()
        for start in range(max(last, end - _LONGEST), end - 1):
            name = text[start:end]
            if name not in known or not _stands_alone(text, start, name):
                continue
            found = place(name, hint)
            if found is not None:
                mentions.append(Mention(found, start, end))
                hint = found.prefecture if found.level == "prefecture" else hint
                last = end
            break
    return mentions


def _stands_alone(text: str, start: int, name: str) -> bool:
    """False for 津市 in 会津市 or 町 names inside other words: a short name must not continue a kanji word."""
    if start == 0 or len(name) > 3:
        return True
    before = text[start - 1]
    return before in _MAY_PRECEDE or not _KANJI.match(before)
