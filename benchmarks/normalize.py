"""Dates, shares and sums against the libraries that read Japanese: right, wrong without a word, and strings per second.

The corpora are ../shared/samples where they are at hand, and expressions made here where they are not. Speed is measured
over each corpus as it is: no string is remembered from one pass to the next.
"""

import json
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks import peers  # noqa: E402
from pipeline.normalize import Unreadable, parse_amounts, parse_number, parse_periods, parse_rates  # noqa: E402

SAMPLES = ROOT / ".." / "shared" / "samples"
PASSES = 20


def corpora() -> dict[str, list[tuple[str, list[str]]]]:
    """Return (text, what it says) by kind: days as ISO dates, numbers as whole numbers or fractions in order."""
    if not (SAMPLES / "dates.jsonl").exists():
        return made()
    dates = [json.loads(line) for line in (SAMPLES / "dates.jsonl").read_text(encoding="utf-8").splitlines()]
    numbers = [json.loads(line) for line in (SAMPLES / "numbers.jsonl").read_text(encoding="utf-8").splitlines()]
    found: dict[str, list[tuple[str, list[str]]]] = {"dates": [], "numbers": []}
    for row in dates:
        expect = row["expect"]
        days = [day for day in (expect["start"], expect["end"]) if day]
        if expect["precision"] == "year":
            days = [f"{expect['year']}-01-01", f"{expect['year']}-12-31"]
        found["dates"].append((row["text"], sorted(set(days))))
    for row in numbers:
        expect = row["expect"]
        found["numbers"].append((row["text"], expect.get("ints") or [*expect.get("yen", []), *expect.get("rates", [])]))
    return found


def made() -> dict[str, list[tuple[str, list[str]]]]:
    """Make corpora of the same kinds."""
    days = [date(2019, 5, 1) + timedelta(days=37 * step) for step in range(100)]
    dates = [(f"令和{day.year - 2018}年{day.month}月{day.day}日まで", [day.isoformat()]) for day in days]
    dates += [(f"{day.year}/{day.month}/{day.day}", [day.isoformat()]) for day in days]
    numbers = [(f"上限{step}万円", [str(step * 10**4)]) for step in range(1, 100)]
    numbers += [(f"{step}分の1以内", [f"1/{step}"]) for step in range(2, 10)]
    return {"dates": dates, "numbers": numbers}


def read_dates(text: str) -> list[str]:
    periods = parse_periods(text)
    return sorted({day.isoformat() for period in periods for day in (period.start, period.end) if day})


def read_numbers(text: str) -> list[str]:
    try:
        return [str(parse_number(text))]
    except Unreadable:
        values = [*parse_amounts(text), *parse_rates(text)]
        return [str(value.yen if hasattr(value, "yen") else value.share) for value in values if _has_value(value)]


def _has_value(value: object) -> bool:
    return getattr(value, "yen", None) is not None or getattr(value, "share", None) is not None


def speed(read: Callable[[str], object], texts: list[str]) -> float:
    started = time.process_time()
    for _ in range(PASSES):
        for text in texts:
            read(text)
    return PASSES * len(texts) / (time.process_time() - started)


def score(results: list[list[str]], expected: list[list[str]], *, as_set: bool) -> tuple[int, int]:
    """Return how many are right, and how many say something else than the text does."""
    pairs = [(sorted(set(got)) if as_set else got, want) for got, want in zip(results, expected, strict=True)]
    return sum(got == want for got, want in pairs), sum(bool(got) and got != want for got, want in pairs)


def main() -> None:
    data = corpora()
    names = (ROOT / "benchmarks" / "requirements-peers.txt").read_text(encoding="utf-8").split()
    failed = peers.ready(*names)
    texts = {kind: [text for text, _ in rows] for kind, rows in data.items()}
    worker = ROOT / "benchmarks" / "normalize_peers.py"
    answer = subprocess.run(
        [str(peers.PYTHON), str(worker)], input=json.dumps(texts), capture_output=True, text=True, check=True
    )
    others = json.loads(answer.stdout.splitlines()[-1])
    for kind, readers in (
        ("dates", {"parse_periods": parse_periods}),
        ("numbers", {"parse_rates": parse_rates, "parse_amounts": parse_amounts}),
    ):
        expected = [want for _, want in data[kind]]
        own = score(
            [(read_dates if kind == "dates" else read_numbers)(text) for text in texts[kind]],
            expected,
            as_set=kind == "dates",
        )
        print(f"{kind}: {len(expected)} strings\n{'reader':28}{'right':>7}{'wrong':>7}{'strings/s':>12}")
        base = max(
            (one["speed"] for key, one in others.items() if key == f"{kind}/{BASE[kind]}" and "speed" in one),
            default=0.0,
        )
        for name, read in readers.items():
            rate = speed(read, texts[kind])
            times = f"  = {rate / base:.0f} x {BASE[kind]}" if base else ""
            print(f"{'hojokin ' + name:28}{own[0]:7}{own[1]:7}{rate:12,.0f}{times}")
        for key, one in others.items():
            if not key.startswith(kind):
                continue
            name = key.split("/")[1]
            if "failed" in one:
                print(f"{name:28}  not measured: {failed.get(name, one['failed'])}")
                continue
            right, wrong = score(one["results"], expected, as_set=kind == "dates")
            print(f"{name:28}{right:7}{wrong:7}{one['speed']:12,.0f}")
        print()


BASE = {"dates": "ja-timex", "numbers": "pynormalizenumexp"}

if __name__ == "__main__":
    main()
