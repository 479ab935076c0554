"""Which class of applicants a phrase names, and which phrases name nobody."""

import pytest

from pipeline.extract.terms.words import sort_subject
from pipeline.normalize.applicants import applicant_class, applicant_phrase


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("小規模事業者", "small"),
        ("小規模企業者等", "small"),
        ("従業員が１０人以下（小売業は３人以下）の小規模製造事業者", "small"),
        ("中小企業者", "sme"),
        ("①中小企業者及び中小企業団体", "sme"),
        ("ほかの中小企業者 と組んで取り組む 中小企業者、中小企業団体", "sme"),
        ("一般の中小企業", "sme"),
        ("中小企業の場合は", "sme"),
        ("中小企業・小規模事業者", "sme"),
        ("中堅企業等", "mid"),
        ("大企業", "large"),
        ("大企業及び中小企業", "any"),
        ("全企業", "any"),
        ("②「①」以外", "any"),
        ("個人事業主", "individual"),
        ("中小企業等のグループ", "group"),
        ("商店街組織", "group"),
    ],
)
def test_phrases_that_name_a_class(phrase, expected):
    assert applicant_class(phrase) == expected


@pytest.mark.parametrize(
    "phrase",
    [
        "小規模事業者持続化補助金(災害枠)",
        "小規模企業者を含む場合",
        "重点分野以外",
        "整備費",
        "大雨で被災した事業者",
        "",
    ],
)
def test_phrases_that_name_no_class(phrase):
    assert applicant_class(phrase) is None


def test_a_part_of_the_call_stands_beside_the_class_that_it_helps():
    assert sort_subject("連携型 中小企業者") == ("sme", "中小企業者", "連携型", None)
    assert sort_subject("中小企業者 小規模企業者") == ("sme", "中小企業者 小規模企業者", None, None)


def test_the_words_that_name_the_applicants():
    assert applicant_phrase("中堅企業等は") == "中堅企業"
    assert applicant_phrase("空き店舗の改修費") is None
