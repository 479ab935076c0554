"""The same documents in other clothes give the same facts, and so do other editions: another year's guide, another week's page."""

import json
from datetime import date
from typing import Any

import pytest

from tests.clothes.page import DRESSES
from tests.clothes.tables import LAYOUTS
from tests.reading_truth import ROOT, assert_scores, scores_of, snapshot, tables_of
from tests.scoring import score

HERE = ROOT / "tests" / "clothes"
PRINTED = sorted((ROOT / "tests" / "documents" / "clothes").glob("guide-*.pdf"))
NEXT_PRINTED = sorted((ROOT / "tests" / "documents" / "clothes").glob("next-guide-*.pdf"))
NEXT_DRESSES = ("labels-in-cells", "labels-as-terms", "checkboxes", "shift-jis")


@pytest.mark.parametrize("dress", DRESSES)
def test_the_page_in_another_theme(dress):
    page = DRESSES[dress](snapshot("ishikawa_subsidy").read_bytes())
    assert_scores(scores_of(page, "page.html", "ishikawa_subsidy"), 0.97)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_page_in_another_layout(layout):
    page = LAYOUTS[layout](snapshot("ishikawa_subsidy").read_bytes())
    assert_scores(scores_of(page, "page.html", "ishikawa_subsidy"), 0.97)


@pytest.mark.parametrize("path", PRINTED, ids=lambda path: path.stem)
def test_the_guide_from_another_printer(path):
    assert_scores(scores_of(path.read_bytes(), path.name, "kanazawa_guide"), 0.97)


def test_there_are_printed_guides():
    assert len(PRINTED) >= 10
    assert len(NEXT_PRINTED) >= 4


def labels(name: str) -> dict[str, list[dict[str, Any]]]:
    """The facts of an invented edition, labelled by hand before it was read for the first time."""
    return json.loads((HERE / f"{name}.json").read_text("utf-8"))


@pytest.mark.parametrize("path", NEXT_PRINTED, ids=lambda path: path.stem)
def test_another_year_s_guide(path):
    """Sections, programmes and labels that this year's guide does not have."""
    tables = tables_of(path.read_bytes(), path.name, "kanazawa_guide", date(2026, 5, 1))
    assert_scores(score(labels("next_guide"), tables), 0.97)
    checks = {(row.check, row.text) for row in tables["findings"]}
    assert {("missing-section", "人材育成"), ("unknown-section", "人材育成・確保")} <= checks


@pytest.mark.parametrize("dress", [None, *NEXT_DRESSES])
def test_another_week_s_page(dress):
    """Other cities, calls that closed, that are new and that changed."""
    page = (HERE / "next_page.html").read_bytes()
    data = DRESSES[dress](page) if dress else page
    tables = tables_of(data, "page.html", "ishikawa_subsidy", date(2026, 2, 10))
    assert_scores(score(labels("next_page"), tables), 0.97)
