"""What the pipeline reads out of both documents, against the facts that a person read in them."""

import pytest

from tests.labelled import SOURCES, load_labels
from tests.published_rows import plain
from tests.reading_truth import ROOT, assert_read_as_labelled, assert_scores, scores_of, snapshot, tables_of
from tests.scoring import JUDGED, report

WORD_FOR_WORD = ROOT / ".." / "shared" / "sources"
ORIGINAL = {"kanazawa_guide": "kanazawa_guide_r7.pdf", "ishikawa_subsidy": "ishikawa_subsidy.html"}
FACTS = {
    "programs": ("name", "call_round", "fiscal_year", "category", "area_codes", "listing_status", "listed_end_month"),
    "rates": ("applicant_class", "numerator", "denominator", "qualifier", "basis"),
    "amounts": ("applicant_class", "kind", "yen", "is_unlimited", "per", "max_years"),
    "periods": ("kind", "call_round", "start_date", "end_date", "precision", "end_time", "deadline_rule"),
    "facilities": ("name", "address", "opens", "closes", "phone", "capacity_people", "parking_spaces"),
}


def read_original(source_id):
    path = WORD_FOR_WORD / ORIGINAL[source_id]
    if not path.exists():
        pytest.skip("the word-for-word documents are not beside this checkout")
    return path.read_bytes(), path.name


@pytest.mark.parametrize("source_id", SOURCES)
def test_the_shipped_facsimile_says_what_a_person_read(source_id):
    assert_read_as_labelled(source_id, snapshot(source_id))


@pytest.mark.parametrize("source_id", SOURCES)
def test_the_word_for_word_document_says_what_a_person_read(source_id):
    assert_scores(scores_of(*read_original(source_id), source_id), 0.97)


@pytest.mark.parametrize("source_id", SOURCES)
def test_both_wordings_give_the_same_facts(source_id):
    def facts(data, name):
        tables = tables_of(data, name, source_id)
        rows = {kind: [plain(row) for row in tables[kind]] for kind in FACTS}
        rows["periods"] = [row for row in rows["periods"] if row["start_date"] or row["end_date"]]
        return {kind: sorted(str([row[c] for c in columns]) for row in rows[kind]) for kind, columns in FACTS.items()}

    original = facts(*read_original(source_id))
    path = snapshot(source_id)
    facsimile = facts(path.read_bytes(), path.name)
    for kind in FACTS:
        assert facsimile[kind] == original[kind]


def test_all_eleven_matrix_rows_are_right():
    path = snapshot("kanazawa_guide")
    result = scores_of(path.read_bytes(), path.name, "kanazawa_guide")
    title = load_labels("kanazawa_guide")["programs"][0]["name"]
    about = [
        line
        for kind in ("rates", "amounts", "details")
        for line in (*result[kind].misses, *result[kind].inventions)
        if line.startswith(title)
    ]
    assert not about, "\n".join(about)


@pytest.mark.parametrize("source_id", SOURCES)
def test_what_stands_beside_the_programmes_is_read(source_id):
    path = snapshot(source_id)
    result = scores_of(path.read_bytes(), path.name, source_id)
    beside = {kind: result[kind] for kind in ("findings", "facilities", "contacts", "years") if result[kind].misses}
    assert not beside, "\n" + report(beside)
    assert set(JUDGED) <= set(result)
