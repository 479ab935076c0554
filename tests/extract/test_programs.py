"""Columns of a programme that its own words give: texts, flags, year, status, relations, areas, contacts, facilities."""

from __future__ import annotations

from datetime import date

import pytest

from pipeline.extract.areas import foreign_places, read_area
from pipeline.extract.contacts import e164, read_contacts
from pipeline.extract.facilities import read_facility
from pipeline.extract.outline import Section
from pipeline.extract.programs import (
    fiscal_year,
    is_combinable,
    relations,
    status,
    texts,
    unknown_end,
)
from pipeline.records import Block, Cell, Line, Passage, Programme, Unreadable
from pipeline.rows import PeriodRow


def lines(*words: str) -> tuple[Line, ...]:
    return tuple(Line(text, f"L{number}") for number, text in enumerate(words, start=1))


def programme(name: str, *passages: tuple[str, str], headings: tuple[str, ...] = ()) -> Programme:
    cut = tuple(Passage(label, "", lines(words)) for label, words in passages)
    return Programme(name, "L1", cut, headings)


def window(start: date | None, end: date | None, kind: str = "application") -> PeriodRow:
    return PeriodRow(kind=kind, start_date=start, end_date=end, period_text="…", locator="L9")


def test_texts_go_to_their_columns() -> None:
    found = texts(
        Programme(
            "甲補助金",
            "L1",
            (
                Passage("概要", "", lines("設備を支援する。")),
                Passage("対 象 者", "", lines("中小企業者", "市税の滞納がない者")),
                Passage("補助内容", "", lines("補助率:1/2", "対象経費:機械装置費")),
                Passage("対象経費", "出展コース", lines("小間料")),
                Passage("申請方法(申請先・必要書類)", "", lines("申請先:商工課", "必要書類:申請書")),
                Passage("専門家コメント", "", lines("おすすめです。")),
            ),
        )
    )
    assert found == {
        "summary": "設備を支援する。",
        "eligibility": "中小企業者\n市税の滞納がない者",
        "eligible_projects": None,
        "eligible_costs": "機械装置費\n＜出展コース＞\n小間料",
        "conditions": None,
        "application_method": "申請先:商工課",
        "required_documents": "申請書",
    }


@pytest.mark.parametrize(
    ("label", "words", "expected"),
    [
        ("その他", "他の助成制度との重複は認められません。", False),
        ("その他", "他の助成制度と重ねて利用することはできません。", False),
        ("条件", "国の補助金との併用不可", False),
        ("補助率等", "※ほか、石川県からの利子助成も併用できます。", True),
        ("補助率等", "※石川県が行う利子助成と併せて利用できます。", True),
        ("対象店舗", "新たに空き家を転用する店舗(住宅併用可)", None),
        ("専門家コメント", "他の補助制度との併用不可です。", None),
        ("概要", "制度を紹介します。", None),
    ],
)
def test_may_it_be_combined(label: str, words: str, expected: bool | None) -> None:
    assert is_combinable(programme("甲補助金", (label, words))) is expected


def test_the_fiscal_year_comes_from_the_name_the_document_or_the_opening() -> None:
    may = window(date(2025, 5, 1), date(2026, 4, 30))
    assert fiscal_year("令和8年度 甲補助金", [may], 2025) == 2026
    assert fiscal_year("甲補助金", [may], 2024) == 2024
    assert fiscal_year("甲補助金", [may], None) == 2025
    assert fiscal_year("甲補助金", [window(None, date(2026, 3, 31))], None) == 2025
    assert fiscal_year("甲補助金", [window(date(2025, 6, 2), None, "consultation")], None) == 2025
    assert fiscal_year("甲補助金", [window(date(2025, 6, 2), None, "project")], None) is None


@pytest.mark.parametrize(
    ("periods", "is_closed", "is_rolling", "expected"),
    [
        ([], False, False, "unknown"),
        ([], True, False, "closed"),
        ([], False, True, "rolling"),
        ([window(date(2025, 4, 1), date(2025, 11, 30))], False, False, "closed"),
        ([window(date(2025, 4, 1), date(2025, 12, 1))], False, False, "open"),
        ([window(date(2025, 4, 1), date(2025, 12, 1))], False, True, "rolling"),
        ([window(date(2026, 1, 23), date(2026, 3, 31))], False, False, "upcoming"),
        ([window(None, date(2026, 3, 31))], False, False, "open"),
        ([window(date(2025, 4, 1), date(2025, 10, 31)), window(None, date(2025, 12, 5))], False, False, "open"),
        ([window(None, date(2026, 3, 31))], True, False, "closed"),
    ],
)
def test_status_on_a_day(periods: list[PeriodRow], is_closed: bool, is_rolling: bool, expected: str) -> None:
    assert status(periods, is_closed=is_closed, is_rolling=is_rolling, as_of=date(2025, 12, 1)) == expected


def test_what_a_programme_tops_up_and_what_shuts_it_out() -> None:
    found = relations(
        programme(
            "海辺市 なりわい再生支援補助金",
            ("概要", "石川県の「なりわい再建支援補助金」や被災した事業者向けの災害支援型補助金に市が上乗せする制度。"),
            (
                "対象者",
                "石川県なりわい再建支援補助金、小規模事業者持続化補助金(災害支援枠)の交付確定を受けた者。本補助金は1回限り。",
            ),
            ("対象者", "石川県起業促進補助金を利用して起業する者は対象外"),
        ),
        "海辺市 なりわい再生支援補助金",
    )
    assert [(one.kind, one.target_text) for one in found] == [
        ("tops_up", "石川県なりわい再建支援補助金"),
        ("tops_up", "小規模事業者持続化補助金(災害支援枠)"),
        ("excludes", "石川県起業促進補助金"),
    ]
    assert relations(programme("甲補助金", ("概要", "石川県チャレンジ支援補助金とは別の制度です。")), "甲補助金") == ()


def test_what_is_topped_up_may_be_named_among_the_applicants_alone() -> None:
    said = programme(
        "海辺市 窯元再開補助金",
        ("概要", "窯元の再開に取り組む人へ、県の補助金に上乗せして支援。"),
        ("対象者", "石川県焼物産地復興補助金の交付決定を受けた市内の窯元"),
    )
    assert [(one.kind, one.target_text) for one in relations(said, "海辺市 窯元再開補助金")] == [
        ("tops_up", "石川県焼物産地復興補助金")
    ]


def test_another_programme_is_not_topped_up_because_some_other_passage_speaks_of_more() -> None:
    guide = programme(
        "例示持続化補助金＜通常枠＞",
        ("賃上げ特例", "50万円上乗せ"),
        ("主な注意", "設備の導入には、北国ものづくり補助金もあります。"),
        ("重複", "前に交付を受けた又は申請中の北国事業再構築補助金と経費が重ならないこと。"),
        ("概要", "例示持続化補助金の額の確定を受けた後に請求します。"),
    )
    assert relations(guide, "例示持続化補助金＜通常枠＞") == ()


@pytest.mark.parametrize(
    ("name", "headings", "default", "level", "names"),
    [
        (
            "七尾市、輪島市、能登町 商店街復旧事業",
            ("他の市町村の補助金",),
            "石川県",
            "municipality",
            ("七尾市", "輪島市", "能登町"),
        ),
        ("<再掲>志賀町 企業立地補助金", (), "石川県", "municipality", ("志賀町",)),
        ("企業立地補助金", ("2. 各市町村", "白山市の補助金"), "石川県", "municipality", ("白山市",)),
        ("令和6年能登半島地震等 営業再開支援補助金", ("1. 県全域",), "石川県", "prefecture", ("石川県",)),
        ("◇海外販路開拓支援事業", ("販路開拓",), "金沢市", "municipality", ("金沢市",)),
        ("【愛知県大府市】省エネ補助金", (), "", "municipality", ("大府市",)),
        ("省エネ補助金", (), "", None, ()),
    ],
)
def test_where_it_holds(
    name: str, headings: tuple[str, ...], default: str, level: str | None, names: tuple[str, ...]
) -> None:
    area = read_area(programme(name, headings=headings), default=default)
    assert (area.level, area.names) == (level, names)
    assert len(area.codes) == len(area.names)


def test_a_town_of_another_prefecture_among_the_requirements_is_a_finding() -> None:
    one = programme("七尾市 再生補助金", ("対象者", "七尾市内に本店登記地がある法人、または八尾市内住所の個人事業主"))
    (notice,) = foreign_places(one, read_area(one, default="石川県"))
    assert notice.check == "foreign-place-name"
    assert "八尾市" in notice.message
    far = programme("七尾市 再生補助金", ("対象者", "富山県富山市の見本市に出展する者"))
    assert foreign_places(far, read_area(far, default="石川県")) == []


def test_a_listing_behind_its_own_text_is_a_finding() -> None:
    late = programme("金沢市 甲補助金【終了予定不明】")
    assert unknown_end(late, [window(None, date(2026, 3, 31))]).check == "end-month-contradiction"  # type: ignore[union-attr]
    assert unknown_end(late, []) is None
    assert unknown_end(programme("甲補助金"), [window(None, date(2026, 3, 31))]) is None


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("（金沢市 産業政策課 TEL:076-220-2204）",), [("金沢市", "産業政策課", "+81762202204")]),
        (
            ("詳細は金沢市 産業政策課（TEL:076-220-2204）までお問い合わせください。",),
            [("金沢市", "産業政策課", "+81762202204")],
        ),
        (
            ("一般社団法人石川県鉄工機電協会 電話：076-268-0121",),
            [("一般社団法人石川県鉄工機電協会", None, "+81762680121")],
        ),
        (
            ("〒926-8611 石川県七尾市袖ケ江町イ部25番地", "七尾市 産業部 産業振興課", "TEL:0767-53-8565"),
            [("七尾市", "産業部 産業振興課", "+81767538565")],
        ),
        (
            ("金沢市経済局商工労働課 工業振興係（TEL：076-220-2205）",),
            [("金沢市", "経済局商工労働課 工業振興係", "+81762202205")],
        ),
        (("ファックス 076-260-7191",), []),
        (("見本町 産業課 電話 076-2200-22051", "見本町 産業課 TEL:0767-533-8565"), [("見本町", "産業課", None)]),
        (("整理番号 0767-533-8565",), []),
        (("令和7年4月1日から", "3-2-1号"), []),
    ],
)
def test_contacts(words: tuple[str, ...], expected: list[tuple[str | None, str | None, str | None]]) -> None:
    assert [(one.organisation, one.department, one.phone) for one in read_contacts(lines(*words))] == expected


def test_a_contact_keeps_address_fax_and_mail() -> None:
    (one,) = read_contacts(
        lines(
            "金沢市 経済局 商工労働課",
            "〒920-8577 金沢市広坂1丁目1番1号",
            "TEL : 076-220-2205 FAX : 076-260-7191",
            "E-mail : syoukou@city.kanazawa.lg.jp",
        )
    )
    assert (one.postal_code, one.address, one.fax, one.email) == (
        "920-8577",
        "金沢市広坂1丁目1番1号",
        "076-260-7191",
        "syoukou@city.kanazawa.lg.jp",
    )


def test_the_end_of_a_telephone_number_is_no_postal_code() -> None:
    (one,) = read_contacts(lines("試験町 産業課 電話 076-123-4567 〒920-8577 試験町本町1-1"))
    assert (one.postal_code, one.address) == ("920-8577", "試験町本町1-1")
    (one,) = read_contacts(lines("〒920-8577 試験町本町1-1 産業課 電話 076-123-4567"))
    assert (one.postal_code, one.address) == ("920-8577", "試験町本町1-1")


def test_numbers_that_are_no_telephone_are_refused() -> None:
    assert e164("（076）220-2199") == "+81762202199"
    assert [e164(text) for text in ("090-1234-5678", "0120-123-456", "0800-123-4567")] == [
        "+819012345678",
        "+81120123456",
        "+818001234567",
    ]
    for text in ("12-34", "076-240-193", "076-240-19345", "090-1234-567"):
        with pytest.raises(Unreadable):
            e164(text)


@pytest.mark.parametrize("phone", ["電話 076-240-1934", "☎ 076(240)1934", "TEL：（０７６）２４０－１９３４"])
def test_a_facility_s_telephone_is_read_however_it_is_set(phone: str) -> None:
    section = Section("研修会館", "p.9", (Block("paragraph", "p.9", lines(f"休館日：年末年始{phone}")),))
    fact = read_facility(section)
    assert (fact.phone, fact.closed_days) == ("+81762401934", "年末年始")


def test_a_facility_is_read_up_to_its_first_part() -> None:
    blocks = (
        Block(
            "paragraph", "p.9", lines("金沢市打木町東 1400 開館時間：9:00～21:00 休館日：年末年始 TEL：076-240-1934")
        ),
        Block("paragraph", "p.9", lines("150人規模の研修から10人程度の会議まで。最大130台の駐車場があります。")),
        Block("paragraph", "p.9", lines("夜間もご利用いただけます。", "＜相談コーナー＞", "定員200名")),
    )
    fact = read_facility(Section("金沢市異業種研修会館", "p.9", blocks))
    assert (fact.address, fact.opens, fact.closes, fact.closed_days) == (
        "金沢市打木町東1400",
        "09:00",
        "21:00",
        "年末年始",
    )
    assert (fact.phone, fact.capacity_people, fact.parking_spaces) == ("+81762401934", 150, 130)
    assert fact.description == "\n".join(
        ("150人規模の研修から10人程度の会議まで。最大130台の駐車場があります。", "夜間もご利用いただけます。")
    )


def test_a_facility_may_be_told_in_a_table_of_labels() -> None:
    rows = (
        ("所 在 地", "乙市本町 1-2"),
        ("利 用 時 間", "10:00～22:00"),
        ("休館日", "年末年始"),
        ("TEL", "076-224-0000"),
    )
    cells = tuple(Cell(r, c, 1, 1, lines(text), "p.9") for r, row in enumerate(rows) for c, text in enumerate(row))
    fact = read_facility(Section("会館", "p.9", (Block("table", "p.9", rows=4, cols=2, cells=cells),)))
    assert (fact.address, fact.opens, fact.closes) == ("乙市本町1-2", "10:00", "22:00")
    assert (fact.closed_days, fact.phone, fact.description) == ("年末年始", "+81762240000", None)


@pytest.mark.parametrize(
    "words",
    [
        "最大80人の講演会に使えるホールと10人の会議室",
        "セミナー室の定員は80名です。",
        "80人規模の研修",
        "収容人数：80人",
    ],
)
def test_a_facility_holds_the_most_people_it_names(words: str) -> None:
    assert read_facility(Section("会館", "p.9", (Block("paragraph", "p.9", lines(words)),))).capacity_people == 80
