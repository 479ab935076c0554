"""Pure readers of Japanese public notices: words → exact values, with their place; what cannot be read is refused."""

from pipeline.normalize.money import parse_amounts
from pipeline.normalize.numerals import parse_number
from pipeline.normalize.periods import parse_periods
from pipeline.normalize.rates import parse_rates
from pipeline.normalize.wareki import parse_wareki
from pipeline.normalize.years import resolve_year
from pipeline.records import Amount, Period, Rate, Unreadable

__all__ = [
    "Amount",
    "Period",
    "Rate",
    "Unreadable",
    "parse_amounts",
    "parse_number",
    "parse_periods",
    "parse_rates",
    "parse_wareki",
    "resolve_year",
]
