"""The Japanese fiscal year, April to March: the one that words print, and the one that a day lies in."""

from __future__ import annotations

import re
from datetime import date

from pipeline.folding import fold
from pipeline.normalize.eras import ERA_BY_WORD, western_year

# 令和7年度, R7年度版, 平成 元 年度, 2025年度
_FISCAL_YEAR = re.compile(r"(?P<era>令和|平成|(?<![A-Za-z])[RH])?\s*(?P<count>元|\d{1,4})\s*年度")


def printed_fiscal_year(text: str) -> int | None:
    """The fiscal year a text names first (`令和7年度版` → 2025), None where it names none or a bare `7年度`."""
    match = _FISCAL_YEAR.search(fold(text))
    if match is None:
        return None
    if match["era"]:
        return year_in_era(match["era"], match["count"])
    return int(match["count"]) if match["count"] != "元" and int(match["count"]) >= 1900 else None


def year_in_era(era: str, count: str) -> int:
    """A year as printed, 令和 and 元 or digits of either width → the western year."""
    return western_year(ERA_BY_WORD[era], 1 if count == "元" else int(count))


def fiscal_year_of(day: date) -> int:
    """The fiscal year a day lies in."""
    return day.year if day.month >= 4 else day.year - 1
