"""What a programme would pay, step by step, and when the data does not say it."""

from __future__ import annotations

import pytest

from pipeline.publish.calc import calc, in_words
from pipeline.records import PipelineError
from tests.publish.builder import amount, city, period, program, rate, release


@pytest.fixture(scope="module")
def dataset(tmp_path_factory):
    rows = [
        *city(),
        program("third", "三分の一補助金"), rate("third", "third", 1, 3), amount("third", "third", 10**9, rounding="千円未満切り捨て"),
        program("courses", "コース補助金"),
        rate("c1", "courses", 2, 3, course="産学連携コース", applicant_class="any"), rate("c2", "courses", 1, 2, course="単独コース"),
        amount("c1", "courses", 10_000_000, course="産学連携コース"), amount("c2", "courses", 5_000_000, course="単独コース"),
        program("focus", "重点補助金"), rate("f1", "focus", 1, 2), rate("f2", "focus", 2, 3, condition_text="重点分野"),
        amount("f1", "focus", 1_000_000), amount("f3", "focus", 200_000, "addon_cap"),
        program("flat", "奨励金"), amount("flat", "flat", 200_000, "grant"),
        program("cars", "車両奨励金"), amount("cars", "cars", 100_000, "grant", per="vehicle"),
        program("prior", "上乗せ補助金"), rate("prior", "prior", 1, 2, basis="prior", basis_text="国補助金の額"),
        program("budget", "県全体の補助金"), rate("budget", "budget", 1, 2), amount("budget", "budget", 1_500_000_000, condition_text="県全体枠"),
        program("least", "下限のある補助金"), rate("least", "least", 1, 2), amount("least", "least", 500_000, "floor"),
        program("years", "複数年度補助金"), rate("years", "years", 1, 1, qualifier="full", rate_text="10/10"),
        amount("years1", "years", 3_000_000, per="fiscal_year"), amount("years2", "years", 2_000_000, "total_cap", max_years=2),
        program("none", "相談窓口"), period("none", "none", None, None),
        program("man", "万円単位補助金"), rate("man", "man", 1, 3), amount("man", "man", 10**9, rounding="1万円未満切捨て"),
        program("near", "四捨五入補助金"), rate("near", "near", 2, 3), amount("near", "near", 10**9, rounding="千円未満四捨五入"),
        program("up", "切上げ補助金"), rate("up", "up", 1, 3), amount("up", "up", 10**9, rounding="百円未満切上げ"),
        program("odd", "端数補助金"), rate("odd", "odd", 1, 3), amount("odd", "odd", 10**9, rounding="端数は規程による"),
    ]  # fmt: skip
    return release(tmp_path_factory.mktemp("calc"), rows)


SAID = [
    ("robot", 3_000_000, "small", None, 500_000, ["2/3以内（小規模企業者）", "上限額 50万円 を超える"]),
    ("robot", 600_000, "small", None, 400_000, ["2/3以内"]),
    ("robot", 600_001, "sme", None, 300_000, ["1/2以内", "端数処理"]),
    ("robot", 299_999, "small", None, 0, ["下限 30万円 に届かない"]),
    ("third", 1_000_000, None, None, 333_000, ["1/3以内", "端数処理"]),
    ("man", 1_000_000, None, None, 330_000, ["端数処理（1万円未満切捨て）"]),
    ("near", 1_000_000, None, None, 667_000, ["端数処理（千円未満四捨五入）"]),
    ("up", 1_000_000, None, None, 333_400, ["端数処理（百円未満切上げ）"]),
    ("odd", 1_000_000, None, None, 333_333, []),
    ("courses", 30_000_000, None, "産学連携", 10_000_000, ["2/3以内（産学連携コース）", "上限額"]),
    ("courses", 30_000_000, "sme", "単独コース", 5_000_000, ["1/2以内（単独コース）"]),
    ("focus", 900_000, None, None, 450_000, ["1/2以内"]),
    ("focus", 900_000, None, "重点分野", 600_000, ["2/3以内（重点分野）"]),
    ("flat", 1, None, None, 200_000, ["定額 20万円"]),
    ("budget", 400_000, None, None, 200_000, ["1/2以内"]),
    ("least", 800_000, None, None, 0, ["下限額 50万円 に届かない"]),
    ("years", 9_000_000, None, None, 2_000_000, ["全額", "上限額 300万円/年度", "総額の上限 200万円"]),
    ("later", 0, None, None, None, []),
]


@pytest.mark.parametrize(("key", "cost", "applicant", "course", "yen", "steps"), SAID)
def test_the_grant_and_its_steps(dataset, key, cost, applicant, course, yen, steps):
    found = calc(dataset, f"prg_{key}", cost, applicant, course)
    assert found.yen == yen
    for words in steps:
        assert any(words in step.what for step in found.steps), found.steps
    assert all(step.words and step.locator and step.url for step in found.steps)


UNSAID = [
    ("robot", None, None, "--applicant"),
    ("robot", "large", None, "大企業への補助率は資料にありません"),
    ("courses", None, None, "--course に次のどれか"),
    ("cars", None, None, "数が分からない"),
    ("prior", None, None, "「国補助金の額」に対するもの"),
    ("none", None, None, "補助率も定額の交付額も資料にありません"),
]


@pytest.mark.parametrize(("key", "applicant", "course", "reason"), UNSAID)
def test_why_it_cannot_be_said(dataset, key, applicant, course, reason):
    found = calc(dataset, f"prg_{key}", 3_000_000, applicant, course)
    assert found.yen is None
    assert reason in found.reason
    assert "計算できません" in in_words(found)


def test_a_programme_is_found_by_its_name_or_a_part_of_it(dataset):
    assert calc(dataset, "ロボット 導入", 600_000, "small").program_id == "prg_robot"
    words = in_words(calc(dataset, "ロボット導入支援補助金", 3_000_000, "small"))
    assert "対象経費 3,000,000円 → 500,000円" in words
    assert "「2/3以内」 https://example.jp/guide.pdf#page=1" in words


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (("補助金", 1), "件あります"),
        (("ロポット導入支援補助金", 1), "近い名前"),
        (("prg_robot", -1), "0 円以上"),
        (("prg_robot", 1, "giant"), "区分がありません"),
        (("prg_courses", 1, None, "宇宙コース"), "コースが見つかりません"),
    ],
)
def test_bad_input_is_one_clear_line(dataset, given, message):
    with pytest.raises(PipelineError, match=message) as raised:
        calc(dataset, *given)
    assert "\n" not in str(raised.value)
