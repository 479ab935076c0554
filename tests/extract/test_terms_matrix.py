"""Matrices of terms: merged cells reach every row, and what a cell says of its own condition stays with it."""

from pipeline.extract.outline.passages import passages_of
from pipeline.extract.terms import read_terms
from pipeline.records import Block, Cell, Line, Passage
from tests.extract.programmes import programme, table

_HEADER = ("対象者", "事業区分", "補助率", "補助金限度額、事業期間")


def test_merged_cells_give_a_rate_and_a_cap_for_every_row():
    block = table(
        _HEADER,
        (("中小企業者", 2, 1), "重点分野(※)", "対象経費の2/3", ("200万円/年度(単年度)", 2, 1)),
        ("重点分野以外", "対象経費の1/2"),
        ("小規模企業者", "全て", "対象経費の2/3", "200万円/年度(最長2年度 300万円)"),
        cols=4,
    )
    found = read_terms(programme(Passage("", "単独コース", (), block)))
    assert [(r.course, r.applicant_class, r.condition_text, r.numerator, r.denominator) for r in found.rates] == [
        ("単独コース", "sme", "重点分野(※)", 2, 3),
        ("単独コース", "sme", "重点分野以外", 1, 2),
        ("単独コース", "small", None, 2, 3),
    ]
    assert [(a.kind, a.applicant_class, a.condition_text, a.yen, a.per, a.max_years) for a in found.amounts] == [
        ("cap", "sme", "重点分野(※)", 2_000_000, "fiscal_year", 1),
        ("cap", "sme", "重点分野以外", 2_000_000, "fiscal_year", 1),
        ("cap", "small", None, 2_000_000, "fiscal_year", 2),
        ("total_cap", "small", None, 3_000_000, None, 2),
    ]


def test_a_note_in_a_cell_holds_under_its_own_condition():
    block = table(
        _HEADER,
        ("全企業", "全て", "1/2", "450万円／年度（単年度）\n※小規模企業者が加わる場合\n最長 2 年度 600 万円"),
        cols=4,
    )
    cap, total = read_terms(programme(Passage("", "", (), block))).amounts
    assert (cap.applicant_class, cap.kind, cap.condition_text) == ("any", "cap", None)
    assert (total.applicant_class, total.kind, total.yen, total.condition_text) == (
        "any",
        "total_cap",
        6_000_000,
        "小規模企業者が加わる場合",
    )


def test_a_line_of_a_cell_names_the_kind_of_the_lines_below_it():
    text = "経費の30％\n次のうち低い額を上限とする\n・1企業あたり80万円\n・社員1人あたり10万円"
    block = table(("区分", "支給額"), ("導入", text), ("定着", "経費の20％"), cols=2)
    found = read_terms(programme(Passage("", "", (), block)))
    assert [(r.condition_text, r.numerator, r.denominator) for r in found.rates] == [("導入", 3, 10), ("定着", 1, 5)]
    assert [(a.kind, a.yen, a.per) for a in found.amounts] == [
        ("cap", 800_000, "applicant"),
        ("cap", 100_000, "person"),
    ]


def test_a_table_takes_its_kind_from_the_label_above_it():
    rates = table(("区分", "中小企業", "大企業"), ("設備", "1/2", "1/3"), ("研修", "45％（60％）", "30％"), cols=3)
    found = read_terms(programme(Passage("助成率", "", (), rates)))
    assert [(r.applicant_class, r.condition_text or r.cost_item, r.numerator, r.denominator) for r in found.rates] == [
        ("sme", "設備", 1, 2),
        ("large", "設備", 1, 3),
        ("sme", "研修", 9, 20),
        ("sme", "研修", 3, 5),
        ("large", "研修", 3, 10),
    ]


def test_tables_of_other_things_give_nothing():
    prices = table(("品名", "価格"), ("電球", "1,000円"), ("空調", "20%引き"), cols=2)
    assert read_terms(programme(Passage("対象経費", "", (), prices))).amounts == ()


def test_a_row_may_have_no_upper_bound_and_name_its_cost():
    block = table(
        ("補助対象経費", "補助率", "補助上限額"),
        ("広告宣伝費", "1/2以内", "10万円"),
        ("店舗改装費", "1/3以内\n（小規模事業者は2/3以内）", "なし"),
        cols=3,
    )
    found = read_terms(programme(Passage("補助内容", "", (), block)))
    assert [(r.cost_item, r.applicant_class, r.numerator, r.denominator) for r in found.rates] == [
        ("広告宣伝費", "any", 1, 2),
        ("店舗改装費", "any", 1, 3),
        ("店舗改装費", "small", 2, 3),
    ]
    assert [(a.cost_item, a.kind, a.yen, a.is_unlimited) for a in found.amounts] == [
        ("広告宣伝費", "cap", 100_000, False),
        ("店舗改装費", "cap", None, True),
    ]


def test_rate_and_bound_may_share_a_column():
    block = table(("区分", "補助率（上限額）"), ("中小企業", "1/2（50万円）"), ("大企業", "1/3（100万円）"), cols=2)
    found = read_terms(programme(Passage("", "", (), block)))
    assert [(r.applicant_class, r.numerator, r.denominator) for r in found.rates] == [("sme", 1, 2), ("large", 1, 3)]
    assert [(a.applicant_class, a.kind, a.yen) for a in found.amounts] == [
        ("sme", "cap", 500_000),
        ("large", "cap", 1_000_000),
    ]


def test_columns_say_whose_they_are_and_a_row_may_part_them() -> None:
    block = table(
        ("助成内容", ("中小企業の助成額", 1, 2), ("大企業の助成額", 1, 2)),
        ("正社員コース", "重点対象", "それ以外", "重点対象", "それ以外"),
        ("正社員コース", "80万円", "40万円", "60万円", "30万円"),
        ("障害者コース", ("120万円", 1, 2), ("90万円", 1, 2)),
        ("時間延長コース", "小規模企業※1", "中小企業", ("大企業", 1, 2)),
        ("時間延長コース", "50万円", "40万円", ("30万円", 1, 2)),
        cols=5,
    )
    found = read_terms(programme(Passage("", "", (), block)))
    assert [(a.yen, a.applicant_class, a.course, a.condition_text) for a in found.amounts] == [
        (800_000, "sme", "正社員コース", "重点対象"),
        (400_000, "sme", "正社員コース", "それ以外"),
        (600_000, "large", "正社員コース", "重点対象"),
        (300_000, "large", "正社員コース", "それ以外"),
        (1_200_000, "sme", "障害者コース", None),
        (900_000, "large", "障害者コース", None),
        (500_000, "small", "時間延長コース", None),
        (400_000, "sme", "時間延長コース", None),
        (300_000, "large", "時間延長コース", None),
    ]


def test_sums_in_brackets_are_those_of_the_words_in_the_heads_brackets():
    block = table(
        ("従業員数", "補助上限額\n（賃上げを行う場合）"),
        ("５人以下", "200万円\n（300万円）"),
        ("６人以上", "400万円（500万円）"),
        cols=2,
    )
    found = read_terms(programme(Passage("", "", (), block)))
    assert [(a.yen, a.condition_text) for a in found.amounts] == [
        (2_000_000, "５人以下"),
        (3_000_000, "５人以下 / 賃上げを行う場合"),
        (4_000_000, "６人以上"),
        (5_000_000, "６人以上 / 賃上げを行う場合"),
    ]


def test_columns_of_money_set_aside_and_of_loans_are_no_conditions():
    block = table(
        ("区分", "補助率", "予算額", "限度額", "融資期間"), ("商店街", "2/3", "1,000万円", "300万円", "7年以内"), cols=5
    )
    found = read_terms(programme(Passage("", "", (), block)))
    assert [r.condition_text or r.applicant_text for r in found.rates] == ["商店街"]
    assert [(a.kind, a.yen) for a in found.amounts] == [("cap", 3_000_000)]


def test_a_cell_below_several_heads_says_itself_whose_its_sums_are():
    block = table(
        ("助成内容", "", "中小企業の助成額", "大企業の助成額"),
        ("正社員コース", "有期", "80万円", "60万円"),
        ("正社員コース", ("※制度を新たに設けた場合に加算 20万円（大企業の場合、15万円）", 1, 3)),
        cols=4,
    )
    found = read_terms(programme(Passage("", "", (), block)))
    assert [(a.kind, a.yen, a.applicant_class) for a in found.amounts] == [
        ("grant", 800_000, "sme"),
        ("grant", 600_000, "large"),
        ("addon_cap", 200_000, "any"),
        ("addon_cap", 150_000, "large"),
    ]
    assert found.amounts[2].condition_text == "制度を新たに設けた場合に加算"


def test_a_row_named_over_two_columns_is_named_once():
    block = table(
        ("助成内容", "", "助成額"), (("併用コース", 1, 2), "50万円"), ("延長コース", "二年目", "30万円"), cols=3
    )
    assert [a.course for a in read_terms(programme(Passage("", "", (), block))).amounts] == ["併用コース", "延長コース"]


def test_a_row_of_one_cell_heads_the_rows_below_it():
    block = table(
        ("区分", "補助率", "上限額"),
        (("【通常枠】", 1, 3),),
        ("中小企業", "1/2", "100万円"),
        (("※消費税は除く", 1, 3),),
        ("小規模企業", "2/3", "50万円"),
        (("省エネ設備を入れる場合", 1, 3),),
        ("中小企業", "2/3", "200万円"),
        cols=3,
    )
    found = read_terms(programme(Passage("", "", (), block)))
    assert [(r.course, r.condition_text, r.applicant_class, r.numerator) for r in found.rates] == [
        ("通常枠", None, "sme", 1),
        ("通常枠", None, "small", 2),
        (None, "省エネ設備を入れる場合", "sme", 2),
    ]


def test_a_cell_over_the_columns_of_terms_heads_the_rows_beside_the_same_label():
    block = table(
        ("助成内容", "", "中小企業の助成額", "大企業の助成額"),
        (("転換コース", 3, 1), ("① 重度の障害がある場合", 1, 3)),
        ("有期→正規", "120万円", "90万円"),
        (("② それ以外の場合", 1, 3),),
        (("定着コース", 2, 1), ("対象外", 1, 3)),
        ("一年目", "40万円", "10万円"),
        ("延長コース", "二年目", "30万円", "20万円"),
        cols=4,
    )
    found = read_terms(programme(Passage("", "", (), block)))
    assert [(a.course, a.condition_text, a.yen) for a in found.amounts] == [
        ("転換コース", "① 重度の障害がある場合 / 有期→正規", 1_200_000),
        ("転換コース", "① 重度の障害がある場合 / 有期→正規", 900_000),
        ("定着コース", "一年目", 400_000),
        ("定着コース", "一年目", 100_000),
        ("延長コース", "二年目", 300_000),
        ("延長コース", "二年目", 200_000),
    ]


def test_terms_in_the_first_column_are_a_matrix_on_its_side() -> None:
    rows = [("区分", "取得", "賃借"), ("補助率", "10％", "30％"), ("上限額", "1,000万円", "月額10万円")]
    cells = [Cell(r, c, 1, 1, (Line(text, "/td"),), "/td") for r, row in enumerate(rows) for c, text in enumerate(row)]
    (turned,) = passages_of([Block("table", "/table", rows=3, cols=3, cells=tuple(cells))])
    found = read_terms(programme(turned))
    assert [(r.numerator, r.denominator, r.condition_text or r.cost_item) for r in found.rates] == [
        (1, 10, "取得"),
        (3, 10, "賃借"),
    ]
    assert [(a.yen, a.condition_text or a.cost_item) for a in found.amounts] == [
        (10_000_000, "取得"),
        (100_000, "賃借"),
    ]


def test_a_row_that_names_applicants_says_whose_the_columns_are():
    block = table(
        ("", "通常枠", "特別枠"),
        ("対象者", "中小企業", "小規模事業者"),
        ("補助率", "1/2", "2/3"),
        ("申請方法", "郵送", "電子申請"),
        cols=3,
    )
    matrix, *others = passages_of([block])
    found = read_terms(programme(matrix))
    assert [(r.course, r.applicant_class, r.numerator) for r in found.rates] == [
        ("通常枠", "sme", 1),
        ("特別枠", "small", 2),
    ]
    assert {p.label for p in others} == {"対象者", "申請方法"}


def test_columns_of_courses_may_have_labels_two_columns_deep():
    block = table(
        (("", 1, 2), "通常枠", "賃上げ枠"),
        (("補助率", 2, 1), "中小企業", "1/2", "2/3"),
        ("小規模企業", "2/3", "3/4"),
        (("補助上限額", 1, 2), "100万円", "200万円"),
        cols=4,
    )
    found = read_terms(programme(*passages_of([block])))
    assert [(r.course, r.applicant_class, r.numerator, r.denominator) for r in found.rates] == [
        ("通常枠", "sme", 1, 2),
        ("通常枠", "small", 2, 3),
        ("賃上げ枠", "sme", 2, 3),
        ("賃上げ枠", "small", 3, 4),
    ]
    assert [(a.course, a.condition_text, a.yen) for a in found.amounts] == [
        ("通常枠", None, 1_000_000),
        ("賃上げ枠", None, 2_000_000),
    ]


def test_courses_side_by_side_have_their_terms_and_the_rows_besides_their_words() -> None:
    block = table(
        ("枠", ("普及枠", 1, 2), "導入枠"),
        ("類型", "一般類型", "連携類型", "－"),
        ("補助率", ("1/2以内", 1, 2), "2/3以内"),
        ("補助額", "5万円～150万円未満", "150万円以上450万円以下", "～100万円"),
        ("対象経費", ("機械の購入費", 1, 2), "使用料"),
        ("申請方法", ("電子申請", 1, 3)),
        cols=4,
    )
    matrix, *labelled = passages_of([block])
    found = read_terms(programme(matrix))
    assert [(r.course, r.numerator, r.denominator) for r in found.rates] == [
        ("普及枠 > 一般類型", 1, 2),
        ("普及枠 > 連携類型", 1, 2),
        ("導入枠", 2, 3),
    ]
    assert [(a.course, a.kind, a.yen) for a in found.amounts] == [
        ("普及枠 > 一般類型", "cap", 1_500_000),
        ("普及枠 > 連携類型", "floor", 1_500_000),
        ("普及枠 > 連携類型", "cap", 4_500_000),
        ("導入枠", "cap", 1_000_000),
    ]
    assert [(p.label, [line.text for line in p.lines]) for p in labelled] == [
        ("対象経費", ["機械の購入費", "使用料"]),
        ("申請方法", ["電子申請"]),
    ]


def test_columns_under_a_caption_may_be_courses_and_a_head_may_name_a_case() -> None:
    block = table(("", "普及枠", "導入枠"), ("中小企業", "1/2", "2/3"), ("小規模企業", "2/3", "3/4"), cols=3)
    found = read_terms(programme(Passage("補助率", "", (), block)))
    assert [(r.course, r.applicant_class, r.numerator, r.denominator) for r in found.rates] == [
        ("普及枠", "sme", 1, 2),
        ("導入枠", "sme", 2, 3),
        ("普及枠", "small", 2, 3),
        ("導入枠", "small", 3, 4),
    ]
    block = table(("対象者", "上限額", "賃上げを行う場合の上限額"), ("中小企業", "100万円", "150万円"), cols=3)
    found = read_terms(programme(Passage("", "", (), block)))
    assert [(a.yen, a.condition_text) for a in found.amounts] == [(1_000_000, None), (1_500_000, "賃上げを行う場合")]


def test_a_table_that_states_terms_of_columns_nobody_names_is_told() -> None:
    block = table(("枠", "普及枠", ""), ("", "５人以下", "６人以上"), ("補助率", "2/3", "1/2"), cols=3)
    found = read_terms(programme(Passage("", "", (), block)))
    assert (found.rates, [notice.check for notice in found.notices]) == ((), ["unread-rate"])


def test_a_column_of_notes_is_no_case() -> None:
    rows = (("項目", "内容", "備考"), ("補助率", "1/2以内", "千円未満切捨て"), ("申請方法", "電子申請", "郵送も可"))
    assert {p.label for p in passages_of([table(*rows, cols=3)])} >= {"補助率", "申請方法"}


def test_a_column_of_costs_that_are_helped_states_terms():
    block = table(
        ("", "経費助成", "賃金助成"),
        ("中小企業", "45％（賃上げを行う場合60％）", "760円"),
        ("大企業", "30％", "380円"),
        cols=3,
    )
    found = read_terms(programme(Passage("", "", (), block)))
    assert [(r.applicant_class, str(r.percent)) for r in found.rates] == [
        ("sme", "45.00"),
        ("sme", "60.00"),
        ("large", "30.00"),
    ]


def test_rows_beside_one_label_of_dates_or_terms_keep_their_names():
    block = table(
        (("補助率", 3, 1), "中小企業", "1/2以内"),
        ("小規模事業者", "2/3以内\n（上限50万円）"),
        ("委託費", "定額（上限10万円）"),
        (("申請期間", 2, 1), "前期", "令和7年4月1日～9月30日"),
        ("後期", "令和7年10月1日～令和8年2月27日"),
        (("補助内容", 2, 1), "補助率", "1/2以内"),
        ("補助上限額", "100万円"),
        cols=3,
    )
    assert [(p.label, [line.text for line in p.lines]) for p in passages_of([block])] == [
        ("補助率", ["中小企業　1/2以内", "小規模事業者　2/3以内", "（上限50万円）", "委託費　定額（上限10万円）"]),
        ("申請期間", ["前期　令和7年4月1日～9月30日", "後期　令和7年10月1日～令和8年2月27日"]),
        ("補助内容", ["補助率", "1/2以内"]),
        ("補助上限額", ["100万円"]),
    ]


def test_sums_alone_are_no_condition_and_sums_that_say_for_whom_no_help():
    block = table(
        ("企業規模", "訓練経費助成率", "賃金助成（1人1時間）"), ("中小企業", "45％", "800円（1,000円）"), cols=3
    )
    found = read_terms(programme(Passage("", "", (), block)))
    assert [(r.applicant_class, r.condition_text, str(r.percent)) for r in found.rates] == [("sme", None, "45.00")]
    assert [(a.kind, a.yen, a.per) for a in found.amounts] == [("grant", 800, "person"), ("grant", 1000, "person")]
    block = table(
        ("対象", "金額"), ("投下固定資産額1億円以上", "100万円"), ("新規雇用5人以上", "1人につき30万円"), cols=2
    )
    found = read_terms(programme(Passage("奨励金", "", (), block)))
    assert [(a.kind, a.yen, a.per, a.condition_text) for a in found.amounts] == [
        ("grant", 1_000_000, None, "投下固定資産額1億円以上"),
        ("grant", 300_000, "person", "新規雇用5人以上"),
    ]


def test_items_of_a_cell_lose_their_marks_and_menus_are_courses():
    block = table(
        ("メニュー", "対象経費", "補助率"),
        ("創業", "・機械装置費\n・工具器具費", "1/2"),
        ("承継", "・外注費", "2/3"),
        cols=3,
    )
    (matrix,) = passages_of([Block("heading", "h", level=2, lines=(Line("補助メニュー", "h"),)), block])
    found = read_terms(programme(matrix))
    assert [(r.course, r.cost_item, r.numerator) for r in found.rates] == [
        ("創業", "機械装置費、工具器具費", 1),
        ("承継", "外注費", 2),
    ]


def test_a_numbered_heading_names_its_course_without_the_number():
    heading = Block("heading", "h", level=3, lines=(Line("1 通常枠", "h"),))
    (found,) = passages_of([heading, Block("field", "f", label="補助率", lines=(Line("1/2", "f"),))])
    assert found.course == "通常枠"


def test_a_table_without_a_header_has_the_kind_of_its_label() -> None:
    block = table(("世帯", "100万円"), ("単身", "60万円"), cols=2)
    found = read_terms(programme(Passage("支援金の額", "", (), block)))
    assert [(a.condition_text, a.kind, a.yen) for a in found.amounts] == [
        ("世帯", "grant", 1_000_000),
        ("単身", "grant", 600_000),
    ]
    assert read_terms(programme(Passage("対象者", "", (), block))).amounts == ()
    assert read_terms(programme(Passage("世帯の収入の限度額", "", (), block))).amounts == ()
    beside = table(("世帯", "100万円", "単身", "60万円"), ("学生", "20万円", "", ""), cols=4)
    found = read_terms(programme(Passage("支援金の額", "", (), beside)))
    assert [(a.condition_text, a.yen) for a in found.amounts] == [
        ("世帯", 1_000_000),
        ("単身", 600_000),
        ("学生", 200_000),
    ]


def test_kinds_of_grant_are_courses_and_requirements_are_no_applicants() -> None:
    block = table(
        ("助成金の種類", "交付要件", "助成額"),
        ("用地取得助成金", "3年以内に操業", "1億円"),
        ("雇用助成金", "中小企業者", "300万円"),
        cols=3,
    )
    found = read_terms(programme(Passage("", "", (), block)))
    assert [(a.course, a.condition_text, a.applicant_text) for a in found.amounts] == [
        ("用地取得助成金", "3年以内に操業", None),
        ("雇用助成金", None, "中小企業者"),
    ]


def test_what_a_row_is_of_stays_beside_the_base_of_its_rate() -> None:
    block = table(
        ("補助対象経費", "補助金額"), ("充放電設備", "設備費の1/3"), ("家賃（敷金を除く）", "家賃の1/2"), cols=2
    )
    found = read_terms(programme(Passage("", "", (), block)))
    assert [(r.condition_text, r.cost_item) for r in found.rates] == [
        ("充放電設備", "設備費"),
        (None, "家賃（敷金を除く）"),
    ]


def test_the_kinds_of_a_column_are_courses_where_one_of_them_is_called_so() -> None:
    block = table(("事業区分", "補助率"), ("デジタル化支援", "1/2"), ("DX推進", "2/3"), cols=2)
    found = read_terms(programme(Passage("", "", (), block)))
    assert [rate.course for rate in found.rates] == ["デジタル化支援", "DX推進"]
    plain = table(("事業区分", "補助率"), ("重点分野", "1/2"), ("その他", "2/3"), cols=2)
    assert {rate.course for rate in read_terms(programme(Passage("", "", (), plain))).rates} == {None}


def test_a_column_of_help_with_fees_states_rates() -> None:
    block = table(
        ("資金名", "融資利率", "信用保証料補助"),
        ("一般資金", "年1.90％", "50％"),
        ("創業資金", "年1.50％", "全額"),
        cols=3,
    )
    interest = Passage("利子補給", "", (Line("支払利子の2分の1を3年間補給します。", "p.1"),))
    found = read_terms(programme(Passage("", "", (), block), interest))
    assert {(rate.condition_text, rate.numerator, rate.denominator, rate.basis) for rate in found.rates} == {
        ("一般資金", 1, 2, "fee"),
        ("創業資金", 1, 1, "fee"),
        (None, 1, 2, "interest"),
    }


def test_rows_of_additions_and_of_the_sum_say_so() -> None:
    block = table(
        ("区分", "上限額"), ("基本額", "50万円"), ("子育て世帯加算", "20万円"), ("合計", "最大70万円"), cols=2
    )
    found = read_terms(programme(Passage("", "", (), block)))
    assert [(a.condition_text, a.kind, a.yen) for a in found.amounts] == [
        ("基本額", "cap", 500_000),
        ("子育て世帯加算", "addon_cap", 200_000),
        (None, "total_cap", 700_000),
    ]
