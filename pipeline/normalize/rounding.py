"""Rounding rules, which name a unit and are no sum: 千円未満切り捨て, 1円未満の端数は四捨五入, 千円単位."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from pipeline.folding import fold
from pipeline.normalize.numerals import NUMBER, read_number

# what follows the unit: 円未満切り捨て · 円未満の端数が生じた場合は、これを切り捨てる · 円未満四捨五入 · 円単位（千円未満切捨）
_RULE = re.compile(
    r" ?円 ?(?:(?:未満|以下)(?:の?端数|の?金額|の?額)?[^。\n\d円]{0,24}?(?P<mode>切り?捨て?|切り?下げ|四捨五入|切り?上げ)(?:る|た)?"
    r"|単位(?!の?(?:価|補助))|未満の?端数)"
)
_UNIT = re.compile(rf"{NUMBER}$")
_LONGEST_UNIT = 12  # characters: 1, 000, 000


@dataclass(frozen=True, slots=True)
class Rounding:
    """A rounding rule: to `unit` yen, by which mode (None where only the unit is said)."""

    text: str
    unit: int
    mode: Literal["floor", "half_up", "ceil"] | None
    span: tuple[int, int]


def find_roundings(text: str) -> list[Rounding]:
    """Return the rounding rules of the text, in order, with their words and places."""
    folded = fold(text)
    found: list[Rounding] = []
    how: Literal["floor", "half_up", "ceil"] | None
    for match in _RULE.finditer(folded):
        number = _UNIT.search(folded, max(0, match.start() - _LONGEST_UNIT), match.start())
        unit = read_number(number[0].replace(" ", "")) if number else 1
        if unit is None or unit.denominator != 1:
            continue
        mode = match["mode"] or ""
        how = "half_up" if "五入" in mode else "ceil" if "上" in mode else "floor" if mode else None
        span = (number.start() if number else match.start(), match.end())
        found.append(Rounding(text[slice(*span)], int(unit), how, span))
    return found
