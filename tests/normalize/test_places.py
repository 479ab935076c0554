"""Places in running text, with their codes."""

from __future__ import annotations

import pytest

from pipeline.normalize.places import find_places, place, with_check_digit

ISHIKAWA = {
    "石川県": "170003", "金沢市": "172014", "七尾市": "172022", "小松市": "172031", "輪島市": "172049", "珠洲市": "172057",
    "加賀市": "172065", "羽咋市": "172073", "かほく市": "172090", "白山市": "172103", "能美市": "172111", "野々市市": "172120",
    "川北町": "173240", "津幡町": "173614", "内灘町": "173657", "志賀町": "173843", "宝達志水町": "173860", "中能登町": "174076",
    "穴水町": "174611", "能登町": "174637",
}  # fmt: skip


@pytest.mark.parametrize(("name", "code"), ISHIKAWA.items())
def test_codes_carry_the_official_check_digit(name: str, code: str) -> None:
    found = place(name)
    assert found is not None
    assert found.code == code
    assert with_check_digit(code[:5]) == code


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "七尾市、輪島市、珠洲市、志賀町、穴水町、能登町の商店街",
            ["七尾市", "輪島市", "珠洲市", "志賀町", "穴水町", "能登町"],
        ),
        ("中能登町と能登町", ["中能登町", "能登町"]),
        ("野々市市内の事業者", ["野々市市"]),
        ("石川県金沢市広坂", ["石川県", "金沢市"]),
        ("市内の事業者、町内会、都市部", []),
        ("会津市場", []),
        ("東京都府中市", ["東京都", "府中市"]),
        ("大津市", ["大津市"]),
        ("市町村発行の罹災証明", []),
    ],
)
def test_places_are_found_whole(text: str, names: list[str]) -> None:
    assert [mention.place.name for mention in find_places(text)] == names


def test_a_shared_name_needs_its_prefecture() -> None:
    assert place("府中市") is None
    assert place("府中市", "広島県").code == "342084"  # type: ignore[union-attr]
    assert find_places("府中市")[:1] == []
    assert find_places("広島県府中市")[1].place.prefecture == "広島県"


def test_the_table_is_whole() -> None:
    from pipeline.normalize.places import _places

    known = [one for places in _places().values() for one in places]
    assert sum(one.level == "prefecture" for one in known) == 47
    assert sum(one.level == "municipality" for one in known) == 1741  # 1,718 and Tokyo's 23 wards
    assert len({one.code for one in known}) == len(known)
