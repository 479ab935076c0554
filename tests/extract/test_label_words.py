"""What is a label, what kind it is, and what is none."""

from __future__ import annotations

import pytest

from pipeline.extract.labels import bare_label, label_kind, split_inline

READ = {
    "summary": ["概 要", "事業概要", "目的", "制度の趣旨", "■ 事業の目的及び内容"],
    "eligibility": [
        "対 象 者",
        "補助対象者",
        "2 補助対象者",
        "対象企業",
        "【対象者】",
        "支援の対象となる方",
        "申請資格",
    ],
    "eligible_projects": ["対象事業", "補助対象事業", "対象製品", "対象となる空き店舗", "対象設備", "対象作物"],
    "eligible_costs": ["対象経費", "補助対象経費", "対象となる費用", "交付対象経費", "(3) 対象経費"],
    "terms": [
        "補助率等",
        "奨 励 金",
        "補助内容(補助上限額・補助率・対象経費)",
        "補助額・補助率",
        "補助率及び補助限度額",
        "限度額等",
        "軽減率等",
        "助成率",
        "◆補助金の額",
    ],
    "schedule": [
        "募集期間",
        "募集期間(第6次公募)",
        "募集・事前相談期間等",
        "事業実施・報告期限",
        "申請期限 / タイミング",
        "スケジュール(※期限に注意)",
        "設備取得期間",
        "受付締切",
        "第8次公募におけるスケジュール",
        "登録申込受付期間",
        "提案書類の提出期限",
        "推薦書の発行期限",
        "電子申請の締切日時",
        "申出期限",
        "今後のスケジュール",
    ],
    "application_method": ["申請方法", "申請方法(申請先・必要書類)", "申請の流れ / 提出書類", "提出先", "応募方法"],
    "required_documents": ["必要書類", "申請の際に必要な書類", "添付書類", "必要書類例"],
    "conditions": ["そ の 他", "回数制限", "主な条件", "審 査 の ポイント", "備考", "留意事項"],
    "contact": ["お問い合わせ先", "問合せ先", "担当課"],
    "links": ["公式リンク", "詳細ページ", "参照ホームページ"],
    "commentary": ["専門家コメント", "編集部コメント"],
}

NOT_A_LABEL = [
    "",
    "申請期間は要領で定める",
    "報告を求める期間",
    "1. 産学連携コース",
    "＜見本市等出展＞",
    "小松市 なりわい再建支援補助金",
    "事業完了後には、成果報告会を行います。",
    "1/2",
    "令和8年3月31日まで",
    "通常枠",
    "実績報告",
    "金沢市",
]


@pytest.mark.parametrize(("kind", "text"), [(kind, text) for kind, texts in READ.items() for text in texts])
def test_a_label_says_what_follows(kind: str, text: str) -> None:
    assert label_kind(text) == kind


@pytest.mark.parametrize("text", NOT_A_LABEL)
def test_other_words_are_no_label(text: str) -> None:
    assert label_kind(text) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("補助率：1/2以内", ("補助率", "1/2以内")),
        ("・対象経費:機械装置 等", ("・対象経費", "機械装置 等")),
        ("■補助額上限　300万円", ("補助額上限", "300万円")),
        ("■補助率　3分の1", ("補助率", "3分の1")),
        ("◎受付期間　　R8.7.1～R8.8.31", ("受付期間", "R8.7.1～R8.8.31")),
        ("補助限度額　80万円", ("補助限度額", "80万円")),
        ("補助金額　市長が定める額", None),
        ("■ 対 象 者", None),
        ("補助率及び上限額　新築：4分の1以内・60万円", ("補助率及び上限額", "新築：4分の1以内・60万円")),
        ("【受付期間】令和8年4月1日から", ("受付期間", "令和8年4月1日から")),
        ("申請先:石川県(経由:商工団体等)", ("申請先", "石川県(経由:商工団体等)")),
        (
            "補助内容(補助率・上限額・対象経費):補助対象経費の1/2",
            ("補助内容(補助率・上限額・対象経費)", "補助対象経費の1/2"),
        ),
        ("対象者:", ("対象者", "")),
        ("https://example.jp/", None),
        ("9:00から17:00まで", None),
        ("整備費:補助率1/2", None),
        ("設備取得期間 計画の認定日～ 令和9年3月31日 まで", ("設備取得期間", "計画の認定日～ 令和9年3月31日 まで")),
        ("募集期間 は令和9年3月31日までです", None),
        ("補助率等 対象経費の2分の1", ("補助率等", "対象経費の2分の1")),
        ("補助率等 補助率：2/3", ("補助率等", "補助率：2/3")),
        ("補助金 は1/2です", None),
    ],
)
def test_a_line_may_open_with_its_label(text: str, expected: tuple[str, str] | None) -> None:
    assert split_inline(text) == expected


def test_marks_brackets_and_layout_spaces_are_taken_off() -> None:
    assert bare_label("■ 【補　助　率】：") == "補助率"
    assert bare_label("（3）対象経費(税抜)") == "対象経費"
