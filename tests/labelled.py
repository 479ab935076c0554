"""The facts that a person read in a document: tests/labels/<source_id>.jsonl, described in tests/labels/README.md."""

from __future__ import annotations

import json
from pathlib import Path

from tests.published_rows import Fact

LABELS = Path(__file__).parent / "labels"
SOURCES = ("kanazawa_guide", "ishikawa_subsidy")
"""The sources that this project ships."""

_LISTS = ("rates", "amounts", "periods", "relations")
_PART = {
    "course": None,
    "condition": None,
    "cost_item": None,
    "applicant_class": "any",
    "accept": (),
    "optional": False,
}
USUAL: dict[str, Fact] = {
    "program": {
        "name": None, "call_round": None, "category": None, "listing_status": "open", "listed_end_month": None, "fiscal_year": None,
        "area_level": "national", "area_codes": [], "accept_areas": (), "is_rolling": False, "is_budget_limited": False, "is_new": False,
        "is_combinable": None, "rates": (), "amounts": (), "periods": (), "links": 0, "relations": (), "expected_findings": [], "doubt": "",
    },
    "rates": {**_PART, "num": None, "den": None, "qualifier": "exact", "basis": "cost"},
    "amounts": {**_PART, "kind": "cap", "yen": None, "is_unlimited": False, "per": None, "max_years": None, "rounding": None},
    "periods": {
        **_PART, "kind": "application", "call_round": None, "start": None, "end": None, "end_time": None, "precision": "day",
        "deadline_rule": None, "is_inferred": False, "relative": False,
    },
    "relations": {"kind": None, "target": None},
}  # fmt: skip
"""What a label may say, with the value that a key has where it is left out."""


class BadLabelsError(Exception):
    """Labels that are not there yet, or say what nobody reads; its text names the file and the line."""


def load_labels(source_id: str) -> dict[str, list[Fact]]:
    """The labels of one source, with what a label may leave out: programs, and what stands beside them.

    tests/labels/README.md says what a line holds; a key it does not name is an error, and so is a file that is missing.
    """
    path = LABELS / f"{source_id}.jsonl"
    if not path.exists():
        raise BadLabelsError(
            f"tests/labels/{path.name} is missing: label the document by hand (CONTRIBUTING.md, step 4)"
        )
    programs = [_filled(label, f"{path.name}:{number}") for number, label in enumerate(_lines(path), 1)]
    beside = {
        n: [row for row in _lines(LABELS / f"{n}.jsonl") if row["source"] == source_id]
        for n in ("facilities", "contacts", "findings")
    }
    return {"programs": programs, **beside}


def _lines(path: Path) -> list[Fact]:
    try:
        return [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    except json.JSONDecodeError as error:
        raise BadLabelsError(f"tests/labels/{path.name}: no JSON on each line: {error}") from error


def _filled(label: Fact, place: str) -> Fact:
    """A label with the usual value of each key it leaves out; BadLabelsError for a key that is none."""
    usual = {name: USUAL[name] for name in _LISTS}
    odd = set(label) - set(USUAL["program"])
    odd |= {f"{name}.{key}" for name in _LISTS for fact in label.get(name, ()) for key in set(fact) - set(usual[name])}
    if odd or not label.get("name"):
        raise BadLabelsError(f"tests/labels/{place}: {', '.join(sorted(odd)) or 'no name'} (tests/labels/README.md)")
    facts = {name: [{**usual[name], **fact} for fact in label.get(name, ())] for name in _LISTS}
    return {**USUAL["program"], **label, **facts}
