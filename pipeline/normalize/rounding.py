"""Rounding rules, which name a unit and are no sum: 千円未満切り捨て, 1円未満の端数は四捨五入, 千円単位."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from pipeline.normalize.numerals import NUMBER, read_number
from pipeline.normalize.text import fold

# 千円未満切り捨て · 1,000円未満の端数が生じた場合は、これを切り捨てる · 百円未満四捨五入 · 千円単位（千円未満切捨）
_ROUNDING = re.compile(
    rf"(?<![\d万億])(?P<number>{NUMBER})? ?円 ?(?:未満|以下)(?P<what>の?端数|の?金額|の?額)?[^。\n\d円]{{0,24}}?"
    r"(?P<mode>切り?捨て?|切り?下げ|四捨五入|切り?上げ)(?:る|た|て)?|"
    rf"(?<![\d万億])(?P<unit>{NUMBER})? ?円(?:単位(?!の?(?:価|補助))|未満の?端数)"
)


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
    found = []
    for match in _ROUNDING.finditer(folded):
        unit = read_number((match["number"] or match["unit"] or "1").replace(" ", ""))
        if unit is None or unit.denominator != 1:
            continue
        mode = match["mode"] or ""
        how = "half_up" if "五入" in mode else "ceil" if "上" in mode else "floor" if mode else None
        found.append(Rounding(text[match.start() : match.end()], int(unit), how, match.span()))  # type: ignore[arg-type]
    return found
