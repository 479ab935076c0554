"""The year of a date that names none: supplied only by what is named, and marked as inferred."""

from datetime import date

from pipeline.normalize import parse_periods, resolve_year


def one(text: str):
    (period,) = parse_periods(text)
    return period


def test_a_heading_supplies_the_year() -> None:
    period = resolve_year(one("9月22日(月)～10月31日(金)"), year=2025)
    assert (period.start, period.end, period.weekday_ok) == (date(2025, 9, 22), date(2025, 10, 31), True)
    assert (period.is_inferred, period.inference, period.warnings) == (True, "year from heading", ())


def test_the_fiscal_year_runs_from_april() -> None:
    period = resolve_year(one("5月1日～2月27日まで"), fiscal_year=2025)
    assert (period.start, period.end, period.inference) == (
        date(2025, 5, 1),
        date(2026, 2, 27),
        "year from fiscal year",
    )
    assert resolve_year(one("3月末まで"), fiscal_year=2025).end == date(2026, 3, 31)


def test_the_day_before_supplies_the_next_such_day() -> None:
    floor = date(2025, 10, 3)
    assert resolve_year(one("2月5日まで"), not_before=floor).end == date(2026, 2, 5)
    assert resolve_year(one("10月31日まで"), not_before=floor).end == date(2025, 10, 31)


def test_the_weekday_decides_between_years() -> None:
    period = resolve_year(one("9月22日（月）"), weekday=[2024, 2025, 2026])
    assert (period.start, period.inference) == (date(2025, 9, 22), "year from weekday")
    assert resolve_year(one("9月22日（月）"), weekday=[2024, 2026]).start is None
    assert resolve_year(one("9月22日"), weekday=[2024, 2025]).start is None
    assert resolve_year(one("9月22日（月）"), weekday=[2014, 2025]).start is None  # both are Mondays


def test_a_wrong_weekday_shows_after_the_year_is_supplied() -> None:
    period = resolve_year(one("9月22日（火）まで"), year=2025)
    assert (period.end, period.weekday_ok, period.warnings) == (date(2025, 9, 22), False, ("weekday-mismatch",))


def test_what_is_printed_is_never_overruled() -> None:
    dated = one("令和8年4月1日")
    assert resolve_year(dated, year=2020) is dated
    short = one("25年4月1日まで")
    assert resolve_year(short, year=2026).end is None
    assert resolve_year(short, year=2025).end == date(2025, 4, 1)
    half = one("4月1日～令和8年5月22日")
    assert resolve_year(half, year=2026).end == date(2026, 5, 22)


def test_a_day_that_the_year_lacks_stays_undated() -> None:
    period = resolve_year(one("2月29日まで"), year=2025)
    assert period.end is None
    assert "no-such-day" in period.warnings


def test_a_day_without_a_month_stays_undated() -> None:
    assert resolve_year(one("28日（月）～30日（水）"), year=2025).start is None


def test_a_day_written_as_a_fraction_takes_its_year() -> None:
    assert resolve_year(one("提出期限 4/5まで"), year=2026).end == date(2026, 4, 5)
