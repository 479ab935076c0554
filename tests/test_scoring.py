"""The scorer itself: perfect tables score 1, and each kind of fault is seen where it is."""

import copy
import csv

import pytest

from tests import labelled
from tests.labelled import SOURCES, load_labels
from tests.published_rows import only, plain, read_folder
from tests.scoring import JUDGED, report, score


def published(labels):
    """What a faultless pipeline would publish for the labels."""
    tables = {name: [] for name in ("programs", "rates", "amounts", "periods", "relations", "findings")}
    for number, label in enumerate(labels["programs"]):
        owner = {"program_id": str(number)}
        tables["programs"].append({**label, **owner})
        for kind in ("rates", "amounts", "periods"):
            tables[kind] += [{**fact, **owner, "condition_text": fact.get("condition")} for fact in label[kind]]
        tables["relations"] += [{**row, **owner, "target_text": row["target"]} for row in label["relations"]]
        tables["findings"] += [{**owner, "check": check} for check in label["expected_findings"]]
    tables["findings"] += labels["findings"]
    return copy.deepcopy({**tables, "facilities": labels["facilities"], "contacts": labels["contacts"]})


@pytest.mark.parametrize("source", SOURCES)
def test_what_the_labels_say_scores_one(source):
    labels = load_labels(source)
    result = score(labels, published(labels))
    assert not [f"− {kind} {line}" for kind, f1 in result.items() for line in f1.misses], report(result)
    assert not [line for kind in JUDGED for line in result[kind].inventions]
    assert {kind: f1.value for kind, f1 in result.items()} == dict.fromkeys(result, 1.0)


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [
        ("programs", "name", "別の制度"),
        ("programs", "call_round", 99),
        ("programs", "area_codes", ["131016"]),
        ("programs", "is_rolling", True),
        ("programs", "is_combinable", False),
        ("rates", "num", 7),
        ("rates", "applicant_class", "large"),
        ("rates", "basis", "other"),
        ("amounts", "yen", 1),
        ("amounts", "kind", "floor"),
        ("amounts", "applicant_class", "large"),
        ("periods", "kind", "announcement"),
        ("periods", "end", "2001-01-01"),
        ("periods", "end_time", "09:59"),
    ],
)
def test_a_wrong_value_is_a_miss_and_an_invention(table, column, value):
    labels = load_labels("ishikawa_subsidy")
    tables = published(labels)
    tables[table][0][column] = value
    kind = {"name": "programs", "call_round": "rounds", "area_codes": "areas"}.get(column, table)
    kind = "flags" if column.startswith("is_") else kind
    result = score(labels, tables)[kind]
    assert result.inventions
    assert result.value < 1


@pytest.mark.parametrize("table", ["programs", "rates", "amounts", "periods"])
def test_rows_lost_or_said_twice_are_counted(table):
    labels = load_labels("ishikawa_subsidy")
    lost, doubled = published(labels), published(labels)
    del lost[table][0]
    doubled[table].append(doubled[table][0])
    assert len(score(labels, lost)[table].misses) == 1
    assert len(score(labels, doubled)[table].inventions) >= 1


def test_readings_that_are_as_good_are_no_fault():
    labels = load_labels("ishikawa_subsidy")
    tables = published(labels)
    fact = next(row for row in tables["rates"] if row.get("accept"))
    fact |= fact["accept"][0]
    tables["periods"] = [row for row in tables["periods"] if not row.get("optional") and row["end"]]
    tables["periods"].append({**tables["periods"][0], "kind": "other"})
    result = score(labels, tables)
    assert [result[kind].value for kind in JUDGED] == [1.0] * len(JUDGED)


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_a_published_folder_is_read_back(tmp_path, kind):
    labels = load_labels("kanazawa_guide")
    tables = published(labels)
    for name in ("programs", "rates", "amounts", "periods"):
        rows = [{key: value for key, value in row.items() if not isinstance(value, list)} for row in tables[name]]
        if name == "programs":
            rows = [{**row, "source_id": "kanazawa_guide", "area_codes": "172014"} for row in rows]
        if kind == "csv":
            columns = list(dict.fromkeys(key for row in rows for key in row))
            with (tmp_path / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(file, columns)
                writer.writeheader()
                writer.writerows(rows)
        else:
            import pyarrow as pa
            import pyarrow.parquet as pq

            pq.write_table(
                pa.Table.from_pylist([plain(row) | {"area_codes": ["172014"]} for row in rows]),
                tmp_path / f"{name}.parquet",
            )
    result = score(labels, only("kanazawa_guide", read_folder(tmp_path)))
    assert [result[kind].value for kind in JUDGED] == [1.0] * len(JUDGED)


def test_a_label_says_what_is_usual_by_leaving_it_out(tmp_path, monkeypatch):
    monkeypatch.setattr(labelled, "LABELS", tmp_path)
    for name in ("contacts", "facilities", "findings"):
        (tmp_path / f"{name}.jsonl").write_text("")
    (tmp_path / "x.jsonl").write_text(
        '{"name": "例示補助金", "rates": [{"num": 1, "den": 2}], "amounts": [{"yen": 5}]}\n'
    )
    (label,) = load_labels("x")["programs"]
    assert (label["listing_status"], label["rates"][0]["basis"], label["amounts"][0]["kind"]) == ("open", "cost", "cap")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('{"name": "例示補助金", "rate": []}', "x.jsonl:1: rate"),
        ('{"name": "例示補助金", "rates": [{"numerator": 1}]}', "x.jsonl:1: rates.numerator"),
        ('{"rates": []}', "x.jsonl:1: no name"),
        ("{name}", "no JSON"),
        (None, "x.jsonl is missing"),
    ],
)
def test_a_label_that_nobody_reads_is_an_error(line, said, tmp_path, monkeypatch):
    monkeypatch.setattr(labelled, "LABELS", tmp_path)
    if line is not None:
        (tmp_path / "x.jsonl").write_text(line)
    with pytest.raises(labelled.BadLabelsError, match=said):
        load_labels("x")
