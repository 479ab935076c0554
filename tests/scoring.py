"""Judge published tables against the hand-made labels: F1 per kind of fact, and every miss and invention in words."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.labelled import BadLabelsError, load_labels
from tests.published_rows import Fact, canon, fold, only, plain, read_folder, squeeze

JUDGED = ("programs", "rates", "amounts", "periods", "areas", "rounds", "flags")
"""The kinds that the tests hold to a limit."""
REPORTED = ("details", "names", "years", "relations", "findings", "facilities", "contacts")


@dataclass
class F1:
    """Counts of one kind of fact, with a line for each labelled fact missed and each published fact invented."""

    tp: int = 0
    misses: list[str] = field(default_factory=list)
    inventions: list[str] = field(default_factory=list)

    @property
    def value(self) -> float:
        """The F1 in 0…1; 1.0 where there is nothing to find and nothing was found."""
        total = 2 * self.tp + len(self.misses) + len(self.inventions)
        return 2 * self.tp / total if total else 1.0

    def add(self, other: F1) -> None:
        self.tp += other.tp
        self.misses += other.misses
        self.inventions += other.inventions


def score(labels: Mapping[str, Sequence[Fact]], tables: Mapping[str, Iterable[Any]]) -> dict[str, F1]:
    """Labels of one source and its tables (rows as dicts or row records) → F1 per kind of fact.

    A labelled `accept` lists readings as good as the labelled one; an `optional` fact may be there or not. What the
    contract leaves free (a period without a date, a period of kind `other`) is never an invention.
    """
    rows = {name: [plain(row) for row in table] for name, table in tables.items()}
    result = {kind: F1() for kind in (*JUDGED, *REPORTED)}
    for label, program in _pair_programs(labels["programs"], rows["programs"]):
        own = {name: [row for row in table if _owner(row) == _owner(program)] for name, table in rows.items()}
        for kind, found in _score_program(label, program, own).items():
            result[kind].add(found)
    result["findings"].add(_recall("document", [row["check"] for row in labels["findings"]], rows.get("findings", [])))
    for kind, columns in _BESIDE.items():
        got = [_columns(row, columns) for row in rows.get(kind, []) if row.get("phone")]
        result[kind].add(_sets("document", [_columns(plain(row), columns) for row in labels[kind]], got))
    return result


def report(result: Mapping[str, F1]) -> str:
    """The scores as lines to read: F1 and counts, then every miss (−) and invention (+)."""
    lines = []
    for kind, f1 in result.items():
        lines.append(f"{kind:<11} F1 {f1.value:.3f}  tp {f1.tp}  fn {len(f1.misses)}  fp {len(f1.inventions)}")
    for kind, f1 in result.items():
        lines += [f"− {kind} {line}" for line in f1.misses] + [f"+ {kind} {line}" for line in f1.inventions]
    return "\n".join(lines)


# ---- one programme


def _score_program(label: Fact, program: Fact, own: Mapping[str, list[Fact]]) -> dict[str, F1]:
    """What one programme says, wanted and got; an empty label or row stands for a programme that has none."""
    title = str((label or program)["name"])
    found = {
        "programs": _sets(title, ["programme"] if label else [], ["programme"] if program else []),
        "areas": _areas(title, label, program),
        "rounds": _sets(title, _said(label, "call_round"), _said(program, "call_round")),
        "flags": _sets(title, _flags(label), _flags(program)),
        "years": _sets(title, _said(label, *_YEARS), _said(program, *_YEARS)),
        "relations": _relations(title, label.get("relations", ()), own.get("relations", ()) if program else ()),
        "findings": _recall(title, label.get("expected_findings", ()), own.get("findings", ()) if program else ()),
        "details": F1(),
    }
    if label and program:
        is_clean = squeeze(label["name"]) == squeeze(program["name"])
        found["names"] = F1(1) if is_clean else F1(0, [f"{label['name']} ≠ {program['name']}"])
    for kind, key in _KEYS.items():
        rows = [row for row in own.get(kind, ()) if program and _is_judged(kind, row)]
        wanted = [fact for fact in label.get(kind, ()) if _is_judged(kind, fact)]
        pairs = _pair_facts(wanted, rows, key)
        found[kind] = F1(
            sum(1 for i in pairs if not wanted[i].get("optional")),
            [
                f"{title}: {' '.join(map(str, key(plain(fact))))} {''.join(_binding(fact))}"
                for i, fact in enumerate(wanted)
                if i not in pairs and not fact.get("optional")
            ],
            [
                f"{title}: {' '.join(map(str, key(row)))} [{_quote(kind, row)}]"
                for j, row in enumerate(rows)
                if j not in pairs.values() and row.get("kind") != "other"
            ],
        )
        for i, j in pairs.items():
            found["details"].add(_details(title, kind, wanted[i], rows[j]))
    return found


def _rate_key(row: Fact) -> tuple[Any, ...]:
    share = (row.get("num", row.get("numerator")), row.get("den", row.get("denominator")))
    return (f"{share[0]}/{share[1]}", row["applicant_class"], row["basis"])


def _amount_key(row: Fact) -> tuple[Any, ...]:
    return ("unlimited" if row["is_unlimited"] == "true" else row["yen"], row["kind"], row["applicant_class"])


def _period_key(row: Fact) -> tuple[Any, ...]:
    start, end = row.get("start", row.get("start_date")), row.get("end", row.get("end_date"))
    return (row["kind"], start, end, row.get("end_time"))


_KEYS: dict[str, Callable[[Fact], tuple[Any, ...]]] = {
    "rates": _rate_key,
    "amounts": _amount_key,
    "periods": _period_key,
}
_DETAILS = {
    "rates": ("qualifier",),
    "amounts": ("per", "max_years", "rounding"),
    "periods": ("precision", "deadline_rule", "is_inferred"),
}
_YEARS = ("fiscal_year", "listed_end_month", "category")
_WORDS = ("course", "condition_text", "cost_item", "applicant_text")
_BESIDE = {
    "facilities": ("opens", "closes", "closed_days", "phone", "capacity_people", "parking_spaces"),
    "contacts": ("phone",),
}


def _is_judged(kind: str, row: Fact) -> bool:
    return kind != "periods" or any(_period_key(row)[1:3])


def _readings(label: Fact) -> list[Fact]:
    """The labelled reading, and those that are as good."""
    return [plain({**label, **other}) for other in ({}, *label.get("accept", ()))]


def _pair_facts(labels: Sequence[Fact], rows: Sequence[Fact], key: Callable[[Fact], tuple[Any, ...]]) -> dict[int, int]:
    """Pair labels with rows of the same key, required and exact ones first, then those whose words agree best."""
    candidates = []
    for i, label in enumerate(labels):
        keys = [key(reading) for reading in _readings(label)]
        for j, row in enumerate(rows):
            if key(row) in keys:
                text = _words(row)
                agreement = sum(len(word) / len(text) for word in _binding(label) if word in text)
                candidates.append((bool(label.get("optional")), key(row) != keys[0], -agreement, i, j))
    pairs: dict[int, int] = {}
    for *_, i, j in sorted(candidates):
        if i not in pairs and j not in pairs.values():
            pairs[i] = j
    return pairs


def _binding(label: Fact) -> list[str]:
    """The words that say which part of the programme a label belongs to."""
    course = (label.get("course") or "").split(" > ")[-1]
    return [fold(word) for word in (course, label.get("condition"), label.get("cost_item")) if word]


def _words(row: Fact) -> str:
    return fold(" ".join(row[column] for column in _WORDS if row.get(column)))


def _quote(kind: str, row: Fact) -> str:
    return f"{row.get(kind[:-1] + '_text')} @ {row.get('locator')}"


def _details(title: str, kind: str, label: Fact, row: Fact) -> F1:
    """What a matched fact says beside its key: per, precision … and the words that bind it (a row may say more)."""
    result = F1()
    for column in _DETAILS[kind]:
        readings = {reading.get(column) for reading in _readings(label)}
        _tell(
            result,
            row.get(column) in readings,
            f"{title}: {column} {readings} ≠ {row.get(column)} [{_quote(kind, row)}]",
        )
    for word in _binding(label):
        _tell(result, word in _words(row), f"{title}: {word!r} not in {_words(row)!r} [{_quote(kind, row)}]")
    return result


def _tell(result: F1, is_right: bool, words: str) -> None:
    result.add(F1(1) if is_right else F1(0, [words]))


# ---- what a programme says as a whole


def _flags(program: Fact) -> list[str]:
    flags = [name for name in ("is_rolling", "is_budget_limited", "is_new") if canon(program.get(name)) == "true"]
    closed = ["closed"] if program.get("listing_status") == "closed" else []
    return flags + closed + (["not combinable"] if canon(program.get("is_combinable")) == "false" else [])


def _said(row: Fact, *columns: str) -> list[str]:
    return [f"{column}={canon(row[column])}" for column in columns if row.get(column) is not None]


def _areas(title: str, label: Fact, program: Fact) -> F1:
    got = sorted(program.get("area_codes") or ())
    readings = [label.get("area_codes", []), *label.get("accept_areas", ())]
    return _sets(title, next((codes for codes in readings if sorted(codes) == got), readings[0]), got)


def _relations(title: str, labels: Iterable[Fact], rows: Iterable[Fact]) -> F1:
    left, result = [(row["kind"], fold(row["target_text"])) for row in rows], F1()
    for label in labels:
        kind, target = label["kind"], fold(label["target"])
        hit = next((pair for pair in left if pair[0] == kind and (target in pair[1] or pair[1] in target)), None)
        if hit:
            left.remove(hit)
        _tell(result, hit is not None, f"{title}: {kind} {target}")
    result.inventions += [f"{title}: {kind} {text}" for kind, text in left]
    return result


def _recall(title: str, checks: Iterable[str], rows: Iterable[Fact]) -> F1:
    """Findings are scored for recall alone: more of them may always be worth a look."""
    result, seen = F1(), {row["check"] for row in rows}
    for check in checks:
        _tell(result, check in seen, f"{title}: {check}")
    return result


def _sets(title: str, wanted: Iterable[str], got: Iterable[str]) -> F1:
    left, result = list(got), F1()
    for item in wanted:
        _tell(result, item in left, f"{title}: {item}")
        if item in left:
            left.remove(item)
    result.inventions += [f"{title}: {item}" for item in left]
    return result


def _columns(row: Fact, columns: Iterable[str]) -> str:
    return " ".join(str(row.get(column)) for column in columns)


def _owner(row: Fact) -> str | None:
    return row.get("program_id")


def _pair_programs(labels: Sequence[Fact], rows: Sequence[Fact]) -> list[tuple[Fact, Fact]]:
    """Labels with rows of the same name and round, else of the same name; the rest with an empty partner."""
    pairs: list[tuple[Fact, Fact]] = []
    lost, extra = list(labels), list(rows)
    for is_same in (
        lambda a, b: fold(a["name"]) == fold(b["name"]) and canon(a["call_round"]) == b["call_round"],
        lambda a, b: fold(a["name"]) == fold(b["name"]),
    ):
        for label in list(lost):
            row = next((row for row in extra if is_same(label, row)), None)
            if row is not None:
                pairs.append((label, row))
                lost.remove(label)
                extra.remove(row)
    return pairs + [(label, {}) for label in lost] + [({}, row) for row in extra]


def main(folder: Path) -> int:
    """Print the scores of each source published in `folder`; 1 where one has no labels."""
    published = read_folder(folder)
    status = 0
    for source in sorted(row["source_id"] for row in published["sources"]):
        try:
            print(f"== {source}\n{report(score(load_labels(source), only(source, published)))}\n")
        except BadLabelsError as error:
            print(f"== {source}\n{error}\n")
            status = 1
    return status


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
