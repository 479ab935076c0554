"""The same documents in other clothes give the same facts: other themes' HTML, other printers' PDF."""

import pytest

from tests.clothes.page import DRESSES
from tests.reading_truth import ROOT, assert_scores, scores_of, snapshot

PRINTED = sorted((ROOT / "tests" / "documents" / "clothes").glob("guide-*.pdf"))


@pytest.mark.parametrize("dress", DRESSES)
def test_the_page_in_another_theme(dress):
    page = DRESSES[dress](snapshot("ishikawa_subsidy").read_bytes())
    assert_scores(scores_of(page, "page.html", "ishikawa_subsidy"), 0.95)


@pytest.mark.parametrize("path", PRINTED, ids=lambda path: path.stem)
def test_the_guide_from_another_printer(path):
    assert_scores(scores_of(path.read_bytes(), path.name, "kanazawa_guide"), 0.95)


def test_there_are_printed_guides():
    assert len(PRINTED) >= 5
