"""Tables of labels and values whose labels stand on coloured grounds of their own."""

from __future__ import annotations

import pytest

from tests.parse.pdf_making import LABELS, VALUES, Page, pdf
from tests.parse.test_pdf_tables import grid, tables


@pytest.mark.parametrize("high", [40.0, 50.0])
def test_grounds_of_labels_part_the_rows_where_no_rule_does(high: float) -> None:
    """Only the first row has a rule below it; with high rows, the last rule is too far below to be of one table by itself."""
    page = Page()
    for k, (label, value) in enumerate(zip(LABELS, VALUES, strict=True)):
        top = 100 + (high * k if k else 0)
        page.box(60, top, 150, 100 + high * (k + 1), "0.9 0.9 0.9 rg").text(66, top + 16, label).text(
            156, top + 16, value
        )
        page.text(156, top + 32, VALUES[1])
    for y in (100, 100 + high, 100 + 5 * high):
        page.line(60, y, 530, y)
    rows = [
        [label.replace("\u3000", " "), f"{value}\n{VALUES[1]}"] for label, value in zip(LABELS, VALUES, strict=True)
    ]
    assert [grid(table) for table in tables(pdf(page))] == [rows]
