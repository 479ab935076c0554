"""Runs inside the peers' environment: reads {"dates": [...], "numbers": [...]} and answers what each peer reads, how fast."""

import json
import sys
import time
from calendar import monthrange


def spans(value: str) -> list[str]:
    """Write a TIMEX value (2021-07-XX, FY2021, 2021-XX-XX) as its first and last day."""
    if value.startswith("FY") and value[2:].isdigit():
        return [f"{value[2:]}-04-01", f"{int(value[2:]) + 1}-03-31"]
    parts = value.split("-")
    if len(parts) != 3 or not parts[0].isdigit():
        return []
    if parts[1] == "XX":
        return [f"{parts[0]}-01-01", f"{parts[0]}-12-31"]
    if parts[2] == "XX":
        try:
            return [f"{parts[0]}-{parts[1]}-01", f"{parts[0]}-{parts[1]}-{monthrange(int(parts[0]), int(parts[1]))[1]}"]
        except ValueError:
            return [value]
    return [value]


def ja_timex():
    from ja_timex import TimexParser

    parser = TimexParser()
    return lambda text: [day for found in parser.parse(text) if found.type == "DATE" for day in spans(found.value)]


def dateparser():
    from dateparser import parse

    settings = {"REQUIRE_PARTS": ["day", "month", "year"]}

    def read(text):
        day = parse(text, languages=["ja"], settings=settings)
        return [day.date().isoformat()] if day else []

    return read


def japanera():
    from japanera import EraDate

    formats = ("%-K%-Y年%m月%d日", "%-K%-N年%-m月%-d日", "%-h%-Y.%m.%d", "%-h%-Y/%m/%d", "%-h%-Y-%m-%d")

    def read(text):
        for form in formats:
            try:
                found = EraDate.strptime(text, form)
            except Exception:
                continue
            if found:
                day = found[0]
                return [f"{day.year:04}-{day.month:02}-{day.day:02}"]
        return []

    return read


def pynormalizenumexp_dates():
    from pynormalizenumexp.normalize_numexp import NormalizeNumexp

    normalizer = NormalizeNumexp("ja")

    def day(moment):
        parts = (moment.year, moment.month, moment.day)
        return "{:04}-{:02}-{:02}".format(*map(int, parts)) if all(abs(part) < 10**4 for part in parts) else None

    def read(text):
        found = [one for one in normalizer.normalize(text) if one.type == "abstime"]
        return [word for one in found for word in (day(one.value_lower_bound), day(one.value_upper_bound)) if word]

    return read


def pynormalizenumexp():
    from pynormalizenumexp.normalize_numexp import NormalizeNumexp

    normalizer = NormalizeNumexp("ja")

    def read(text):
        found = [one for one in normalizer.normalize(text) if one.type == "numerical"]
        return [str(value) for one in found for value in dict.fromkeys((one.value_lower_bound, one.value_upper_bound))]

    return read


def kanjize():
    from kanjize import kanji2number

    return lambda text: [str(kanji2number(text.removesuffix("円")))]


PEERS = {
    "dates": {
        "ja-timex": ja_timex,
        "pynormalizenumexp": pynormalizenumexp_dates,
        "dateparser": dateparser,
        "japanera": japanera,
    },
    "numbers": {"pynormalizenumexp": pynormalizenumexp, "kanjize": kanjize},
}


def main() -> None:
    corpora = json.load(sys.stdin)
    answer: dict = {}
    for kind, peers in PEERS.items():
        for name, make in peers.items():
            try:
                read = make()
            except Exception as problem:
                answer[f"{kind}/{name}"] = {"failed": str(problem)}
                continue
            results, started = [], time.process_time()
            for text in corpora[kind]:
                try:
                    results.append(read(text))
                except Exception:
                    results.append([])
            answer[f"{kind}/{name}"] = {
                "results": results,
                "speed": len(corpora[kind]) / (time.process_time() - started),
            }
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    main()
