"""Real calls of all kinds, as text and some as pages, read without a profile, against their labels (where the samples are at hand)."""

import json
from collections import Counter
from pathlib import Path

import pytest

from pipeline.extract.facts import ScheduleContext
from pipeline.extract.outline.generic import outline_generic
from pipeline.extract.schedule import read_schedule
from pipeline.extract.terms import read_terms
from pipeline.parse import parse_document

SAMPLES = Path(__file__).parents[2] / ".." / "shared" / "samples"
LABELS = SAMPLES / "texts.jsonl"
needs_samples = pytest.mark.skipif(not LABELS.exists(), reason="../shared/samples is not here")
LEAST = {"rates": 0.97, "caps": 0.96, "windows": 0.95}


def _read(path: Path, fiscal_year: int | None) -> dict[str, Counter[tuple[object, ...]]]:
    found: dict[str, Counter[tuple[object, ...]]] = {kind: Counter() for kind in LEAST}
    for each in outline_generic(parse_document(path.read_bytes(), name=path.name)):
        terms = read_terms(each)
        schedule = read_schedule(each, context=ScheduleContext(fiscal_year=fiscal_year))
        found["rates"].update((rate.numerator, rate.denominator) for rate in terms.rates)
        found["caps"].update((amount.yen,) for amount in terms.amounts if amount.kind in ("cap", "total_cap"))
        found["windows"].update(
            (str(period.start_date or ""), str(period.end_date or ""))
            for period in schedule.periods
            if period.kind == "application" and (period.start_date or period.end_date)
        )
    return found


def _wanted(facts: dict[str, list[dict[str, object]]]) -> dict[str, Counter[tuple[object, ...]]]:
    return {
        "rates": Counter((rate["num"], rate["den"]) for rate in facts["rates"]),
        "caps": Counter((cap["yen"],) for cap in facts["caps"]),
        "windows": Counter(
            (window["start"] or "", window["end"] or "")
            for window in facts["windows"]
            if window["kind"] == "application"
        ),
    }


@needs_samples
def test_real_calls_reach_their_f1():
    right, missed, invented = Counter[str](), Counter[str](), Counter[str]()
    lines: list[str] = []
    for row in map(json.loads, LABELS.read_text("utf-8").splitlines()):
        for path in sorted((SAMPLES / "texts").glob(f"{row['id']}.*")):
            got, wanted = _read(path, row["facts"].get("fiscal_year")), _wanted(row["facts"])
            for kind in LEAST.keys() - set(row["unscored"]):
                right[kind] += (wanted[kind] & got[kind]).total()
                missed[kind] += (wanted[kind] - got[kind]).total()
                invented[kind] += (got[kind] - wanted[kind]).total()
                if wanted[kind] != got[kind]:
                    told = f"−{dict(wanted[kind] - got[kind])} +{dict(got[kind] - wanted[kind])}"
                    lines.append(f"{path.name} {kind} {told}")
    f1 = {kind: 2 * right[kind] / (2 * right[kind] + missed[kind] + invented[kind]) for kind in LEAST}
    assert all(f1[kind] >= LEAST[kind] for kind in LEAST), f"{f1}\n" + "\n".join(lines)
