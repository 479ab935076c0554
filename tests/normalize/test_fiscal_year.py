"""The fiscal year that words print."""

from __future__ import annotations

import pytest

from pipeline.normalize.fiscal_year import printed_fiscal_year


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("令和7年度版", 2025),
        ("令和元年度", 2019),
        ("２０２６年度", 2026),
        ("平成30年度補正", 2018),
        ("Ｒ７年度 設備導入補助金", 2025),
        ("DX H30年度", 2018),
        ("VR7年度", None),
        ("令和6年能登半島地震", None),
        ("7年度", None),
    ],
)
def test_a_printed_fiscal_year(text: str, year: int | None) -> None:
    assert printed_fiscal_year(text) == year
