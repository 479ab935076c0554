"""What a call says again, and what it says of another part with the same value; all made up."""

import pytest

from pipeline.extract.outline.generic import outline_generic
from pipeline.extract.terms import read_terms
from pipeline.parse import parse_document

_TWICE = ["1/2", "1/2"]


def found(text: str) -> tuple[list[str], list[int | None]]:
    (programme,) = outline_generic(parse_document(f"見本補助金\n{text}".encode(), name="call.txt"))
    terms = read_terms(programme)
    return (
        [f"{r.numerator}/{r.denominator}" for r in terms.rates],
        [a.yen for a in terms.amounts if a.kind in ("cap", "total_cap")],
    )


@pytest.mark.parametrize(
    ("text", "shares", "caps"),
    [
        # the same share with another cap, the same cap with another share
        ("■補助率\n1/2以内\n■補助上限額\n50万円\n■補助率\n1/2以内\n■補助上限額\n30万円", _TWICE, [500_000, 300_000]),
        ("補助率は、費用の2分の1です。ただし、10万円を限度とします。\n初めての事業は、費用の10分の10の額（限度額：10万円まで）です。",
         ["1/2", "1/1"], [100_000, 100_000]),
        ("助成額\n1kW当たり4万円\n上限20万円\n温水器　費用の1/4\n上限10万円\n1kWh当たり1万円\n上限10万円",
         ["1/4"], [200_000, 100_000, 100_000]),
        # the same terms under heads of their own
        ("■補助内容\n1.新商品開発\n補助率：2分の1以内\n補助上限額：100万円\n2.販路開拓\n補助率：2分の1以内\n補助上限額：100万円\n3.人材の育成\n補助率：2分の1以内",
         [*_TWICE, "1/2"], [1_000_000, 1_000_000]),
        ("■補助率（中小企業者）\n2分の1以内\n■補助率（創業者）\n2分の1以内", _TWICE, []),
        ("■補助率・上限額\n国内：補助率1/2、上限20万円\n海外：補助率1/2、上限50万円\n※同一年度内の上限は、合計50万円",
         _TWICE, [200_000, 500_000, 500_000]),
        # said again: one cap of a list has its share above it, a headline bounds more than each of its parts
        ("■補助上限額\n補助額は経費に2分の1を乗じた額とし、上限額は次のとおりとします。\n(1)会員：15万円\n(2)会員でない者：10万円\n■補助率\n経費の2分の1",
         ["1/2"], [150_000, 100_000]),
        ("■補助率\n50％\n上限金額・助成額300万円\n■補助金額\n対象経費の1/2以内。ただし、特許の上限は150万円、商標の上限は60万円です。1社の総額は300万円以内です。",
         ["1/2"], [3_000_000, 1_500_000, 600_000]),
        ("■補助率\n1/3\n■補助限度額\n5,000万円\n※改修を行う場合は2,500万円\nを限度に加算。", ["1/3"], [50_000_000]),
    ],
)  # fmt: skip
def test_the_same_value_of_another_part_is_a_fact_of_its_own(text: str, shares: list[str], caps: list[int]) -> None:
    assert found(text) == (shares, caps)


def test_a_label_says_of_whom_it_speaks() -> None:
    text = "見本補助金\n■補助率（中小企業者）\n2分の1以内\n■補助率（小規模企業者）\n3分の2以内\n■補助率（特別枠）\n4分の3以内\n■補助率（中小企業者）\n5分の1（5分の2）"
    (programme,) = outline_generic(parse_document(text.encode(), name="call.txt"))
    said = [(r.applicant_class, r.course) for r in read_terms(programme).rates]
    assert said == [("sme", None), ("small", None), ("any", "特別枠"), ("any", None), ("sme", None)]
