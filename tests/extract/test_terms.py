"""Statements of terms → rates and amounts with whom and what they speak of; the sentences are made up for the tests."""

import pytest

from pipeline.extract.facts import Terms
from pipeline.extract.statements.lines import mended
from pipeline.extract.terms import read_terms
from pipeline.records import Line
from tests.extract.programmes import passage, programme


def terms(label: str, text: str) -> Terms:
    return read_terms(programme(passage(label, text)))


def rates(found: Terms) -> list[str]:
    """`2/3 small`, with the condition, item or course behind it."""
    return [
        " ".join(
            filter(
                None, (f"{r.numerator}/{r.denominator}", r.applicant_class, r.condition_text or r.cost_item or r.course)
            )
        )
        for r in found.rates
    ]


def amounts(found: Terms) -> list[str]:
    """`cap 500000 small`, with what it counts per and its condition, item or course."""
    return [
        " ".join(
            filter(
                None,
                (
                    a.kind,
                    str(a.yen),
                    a.applicant_class,
                    a.per and f"/{a.per}",
                    a.condition_text or a.cost_item or a.course,
                ),
            )
        )
        for a in found.amounts
    ]


def test_a_number_alone_on_a_line_is_a_sum_only_where_it_is_set_as_one() -> None:
    assert amounts(terms("補助限度額", "500,000")) == ["cap 500000 any"]
    assert amounts(terms("補助額", "補助額を確定し、通知する。\n17")) == []


def test_help_that_is_refused_below_a_sum_has_it_for_its_floor() -> None:
    assert amounts(terms("補助額", "補助額が8万円未満になる申込みは、お受けできません。")) == ["floor 80000 any"]
    assert amounts(terms("補助額", "補助金の額が50万円未満の場合は、写しの提出を省略する。")) == []


def test_what_is_added_to_a_wage_is_none_of_the_help() -> None:
    assert amounts(terms("賃上げ枠", "歩合のある人は、基本給部分が＋30円になっていること。")) == []


@pytest.mark.parametrize(
    ("label", "text", "expected"),
    [
        # who: in front, behind an arrow, in brackets, as an exception in brackets, on a line of its own
        ("補助率", "小規模事業者 2/3、中小企業 1/2", ["2/3 small", "1/2 sme"]),
        ("補助上限額（大幅な賃上げを行う場合）", "1/2以下", ["1/2 any"]),
        ("補助率", "小規模事業者 → ２／３、一般の中小企業 → １／２", ["2/3 small", "1/2 sme"]),
        ("補助率", "2/3(小規模事業者)、1/2(中小企業)", ["2/3 small", "1/2 sme"]),
        ("補助率", "経費の1/2（小規模企業者は経費の3/4）", ["1/2 any", "3/4 small"]),
        ("補助率", "3/4(中堅企業等は1/2)", ["3/4 any", "1/2 mid"]),
        ("補助率", "1/2以内\nただし、小規模企業者は2/3以内", ["1/2 any", "2/3 small"]),
        ("補助率", "大企業 1/3以内、中小企業 1/2以内", ["1/3 large", "1/2 sme"]),
        ("", "補助率は、中小企業者が3分の1以内、小規模企業者が2分の1以内で、補助上限額は200万円。", ["1/3 sme", "1/2 small"]),
        ("", "課税相当額を3年間交付します（1年目60％、2年目40％）", ["3/5 any 1年目", "2/5 any 2年目"]),
        ("補助率", "国1/2、県1/4、市1/8", ["1/2 any 国", "1/4 any 県", "1/8 any 市"]),
        ("補助率", "大企業、中小企業それぞれ1/3、1/2", ["1/3 large", "1/2 sme"]),
        ("補助率", "1年目、2年目、3年目それぞれ 1/2、1/3、1/4", ["1/2 any 1年目", "1/3 any 2年目", "1/4 any 3年目"]),
        # when and what
        ("補助率", "１／２（過疎地域等は２／３）", ["1/2 any", "2/3 any 過疎地域等"]),
        ("補助率", "中小の店舗で面積が100㎡以下の場合：9/10以内", ["9/10 any 中小の店舗で面積が100㎡以下の場合"]),
        ("補助率", "・改修費：1/2\n・備品費：1/3", ["1/2 any 改修費", "1/3 any 備品費"]),
        ("補助額", "工事費の4分の1以内(3分の1以内)\n※（　）内は、離島の場合", ["1/4 any 工事費", "1/3 any 離島の場合"]),
        ("", "改修費（補助率2分の1、上限60万円）、賃借料（補助率3分の1、上限12万円）など。", ["1/2 any 改修費", "1/3 any 賃借料"]),
        ("補助率", "3分の1以内（賃上げ要件の達成で2分の1以内）", ["1/3 any", "1/2 any 賃上げ要件の達成"]),
        ("補助率", "1/2（賃上げ要件を満たす事業者は2/3）", ["1/2 any", "2/3 any 賃上げ要件を満たす事業者"]),
        ("補助率", "中小企業 2/3（6,000万円超は1/2）", ["2/3 sme", "1/2 sme 6,000万円超"]),
        ("補助率", "ア　小規模企業者　2/3以内\nイ　中小企業者（小規模企業者を除く）　1/2以内", ["2/3 small", "1/2 sme"]),
        ("補助内容", "家賃の2分の1、広告宣伝費の3分の1を補助", ["1/2 any 家賃", "1/3 any 広告宣伝費"]),
        ("補助率", "・街路灯の整備：区内は2分の1、その他は100分の35", ["1/2 any 街路灯の整備 区内", "7/20 any 街路灯の整備 その他"]),
        ("補助金額", "委託費の2分の1（上限80万円）", ["1/2 any 委託費"]),
        ("補助率", "外注費　対象経費の1/2以内", ["1/2 any 外注費"]),
        ("補助率", "県内企業は1/2、うち小規模企業は2/3", ["1/2 any 県内企業", "2/3 small"]),
        ("補助率", "補助率は1/2です（2/3ではありません）", ["1/2 any"]),
        ("補助率", "1/2以内（昨年度は2/3以内）", ["1/2 any"]),
        ("補助率", "2/3（令和6年度までは1/2）", ["2/3 any", "1/2 any 令和6年度まで"]),
        ("補助額", "5人以下：450万円、6～20人：700万円、21人以上：1,000万円（補助率1/2）", ["1/2 any"]),
        ("補助額", "創業枠：100万円（補助率2/3）、承継枠：200万円（補助率1/2）", ["2/3 any 創業枠", "1/2 any 承継枠"]),
        ("補給率", "年1.0パーセント以内（約定利率が1.0パーセントに満たない場合は当該利率）", ["1/100 any"]),
        ("補助率", "小規模2/3、中小1/2。賃上げを行う場合は、小規模3/4、中小2/3。",
         ["2/3 small", "1/2 sme", "3/4 small 賃上げを行う場合", "2/3 sme 賃上げを行う場合"]),
        ("補助額", "中小企業者は、設備費の1/2、改修費の1/3。大企業は、設備費1/4", ["1/2 sme 設備費", "1/3 sme 改修費", "1/4 large 設備費"]),
        ("", "補助金額＝（投資額－他の補助金額）×補助率10％（最大500万円）", ["1/10 any"]),
        ("", "A1 補助対象経費の3分の1を補助します。", ["1/3 any"]),
        ("補助額", "購入価格（税抜）の1/4", ["1/4 any 購入価格（税抜）"]),
        ("補助率", "2 蓄電池　設置費の4分の1", ["1/4 any 蓄電池 設置費"]),
        ("利子補給", "支払利子の1/2を3年間補給（上限20万円/年）", ["1/2 any"]),
        ("補助率", "・甲事業、乙事業：100分の5", ["1/20 any 甲事業、乙事業"]),
        ("", "補助金額は経費の2分の1以内（上限30万円）。ただし、若者の場合は3分の2以内（上限50万円）。", ["1/2 any", "2/3 any 若者の場合"]),
        ("", "対象経費の2分の1を補助する。ただし、女性や若者の場合は3分の2以内とする。", ["1/2 any", "2/3 any 女性や若者の場合"]),
        ("", "信用保証料は全額を市が補助する。", ["1/1 any 信用保証料"]),
        # said in other ways
        ("補助率", "定額", ["1/1 any"]),
        ("補助率", "10/10(100%補助)", ["1/1 any"]),
        ("補助内容", "診断料 全額補助", ["1/1 any 診断料"]),
        ("補助率", "3/4(国1/2+県1/4)", ["3/4 any"]),
        ("補助率", "10分の9（うち町負担 10分の1）", ["9/10 any"]),
        ("補助率", "0割～5割", ["1/2 any"]),
        ("補助率", "中小企業者 1/4(県分と合わせて3/4)", ["1/4 sme"]),
        ("補助率", "2分の1～3分の2（※）", ["1/2 any", "2/3 any"]),
        ("", "かかった費用の2分の1、最大25万円を交付する。", ["1/2 any かかった費用"]),
        ("概要", "補助率は経費の3分の2、上限は80万円", ["2/3 any"]),
        # in the brackets of a sum or behind a named rate, with the bound of their own sum, again for another part
        ("", "補助率は3分の1以内、上限額は80万円（賃上げをする事業者は2分の1以内、上限120万円）。", ["1/3 any", "1/2 any 賃上げをする事業者"]),
        ("補助上限額", "基準額（3,600円×日数）と実支出額の低い方に補助率（3/4）を乗じた額", ["3/4 any 実支出額の低い方"]),
        ("", "視察時の宿泊費の3分の1を支援", ["1/3 any 視察時の宿泊費"]),
        ("", "かかった費用の25％（「60万円」または「5万円×人数」のいずれか低い額が上限）", ["1/4 any かかった費用"]),
        # a size that only says which, and the bracket of a numbered item
        ("補助率", "2分の1（延べ床面積300㎡以上の倉庫は5分の1）", ["1/2 any", "1/5 any 延べ床面積300㎡以上の倉庫"]),
        ("補助率", "①導入　対象経費の1/2（小型機は1/4）　②改造　対象経費の1/2（小型機は1/4）",
         ["1/2 any 導入", "1/4 any 導入 / 小型機", "1/2 any 改造", "1/4 any 改造 / 小型機"]),
        ("", "充電設備は設置費の4分の1（上限10万円）。", ["1/4 any 充電設備"]),
        ("", "建設費に対して7％以内、最大7億円を助成\n成長分野は10％以内、最大10億円", ["7/100 any 建設費", "1/10 any 成長分野"]),
        ("補助額", "・定額(上限120万円／年)", ["1/1 any"]),
        ("補助率・上限額", "○家賃\n2分の1(60万円)\n○改修費（100万円以上の工事）\n2分の1(150万円)", ["1/2 any 家賃", "1/2 any 改修費（100万円以上の工事）"]),
        ("補助率", "2分の1から3分の2", ["1/2 any", "2/3 any"]),
        # the headline of a news item says it first
        ("", "支援設備費の2分の1を補助：山田市支援情報2023年10月20日山田市は、省エネ設備の導入を支援する。補助率はいずれも2分の1以内。", ["1/2 any"]),
        ("", "出願の手数料が2分の1に軽減されます。", ["1/2 any 出願の手数料"]),
        ("", "・店の改装費　2分の1（限度額80万円）", ["1/2 any 店の改装費"]),
        ("", "補助率と上限額は、商品開発が2分の1以内・80万円、施設整備が10分の3以内・400万円。", ["1/2 any 商品開発", "3/10 any 施設整備"]),
        # what a rate was before it was raised; a share alone in the bracket of its cap; costs that have grown
        ("補助率", "3分の2\n※電気代が上がったため、通常の補助率3分の1から3分の2へ引き上げました。", ["2/3 any"]),
        ("", "補助率を2分の1から3分の2に引き上げて支援します。", ["2/3 any"]),
        ("", "今年度から補助率を1/2から2/3へ、上限額を50万円から100万円へ拡充しました。", ["2/3 any"]),
        ("", "＜補助金額・補助率＞\n上限額：600万円（1/2）", ["1/2 any"]),
        ("支援の内容", "前年度から増加した肥料費の7割を交付", ["7/10 any 前年度から増加した肥料費"]),
        ("", "研修　経費助成率：中小企業75％、大企業60％　賃金助成額：中小企業1人1時間960円", ["3/4 sme", "3/5 large"]),
        # items of a list; a share as far as a sum; a share beside a sum by the month
        ("対象事業", "（１）研修事業　定額（上限２００万円）\n（２）施設整備事業　１／２以内", ["1/1 any 研修事業", "1/2 any 施設整備事業"]),
        ("", "・高収益作物の導入：2.0万円/10a\n・機械の導入：1/3以内", ["1/3 any 機械の導入"]),
        ("補助額", "上限500万円（100万円まで定額、100万円を超える部分は補助率1/2）", ["1/1 any", "1/2 any 100万円を超える部分"]),
        ("補助率・上限額", "家賃　１／２　月額１０万円", ["1/2 any 家賃"]),
        ("補助金額", "リース料の年０．５％相当額（上限１０万円）", ["1/200 any リース料の年"]),
        ("", "補助の詳細\n小規模な団体の運営を対象にし、補助率は10％から50％の範囲で支援されます", ["1/10 any", "1/2 any"]),
    ],
)  # fmt: skip
def test_rates_with_their_subject(label, text, expected):
    assert rates(terms(label, text)) == expected


@pytest.mark.parametrize(
    ("label", "text", "expected"),
    [
        ("補助率", "対象経費の1/2", ("cost", "対象経費")),
        ("補助率", "交付確定した 県補助金額の2/15", ("prior", "交付確定した 県補助金額")),
        ("補助率", "県補助金の1/2", ("prior", "県補助金")),
        ("補助率", "国庫補助金の2分の1以内", ("prior", "国庫補助金")),
        ("補助率", "自己負担分の1/2", ("self", "自己負担分")),
        ("補助率", "〔対象経費 − 県補助金等の確定額〕× 1/2", ("self", "〔対象経費 − 県補助金等の確定額〕")),
        ("補助額・補助率", "補助額は、県の交付額を引いた差額に次の率を掛けて算出:\n    補助率:1/2", ("self", "補助額は、県の交付額を引いた差額に次の率を掛けて算出")),
        ("補助内容", "    補助額は、県の交付額との差額に以下を乗ずる方式:\n    補助率:1/2", ("self", "補助額は、県の交付額との差額に以下を乗ずる方式")),
        ("軽減率等", "賃上げを表明：5年の間、課税標準を 1/3 に軽減", ("tax", "課税標準")),
        ("補助率等", "利率：1.1%のうち 0.5%", ("interest", "利率：1.1%")),
        ("", "県が信用保証料の2分の1を補助します！", ("fee", "信用保証料")),
        ("", "対象融資の利率1.7%のうち0.6%を市が補給します（3年間）。", ("interest", "対象融資の利率1.7%")),
    ],
)  # fmt: skip
def test_what_a_rate_is_reckoned_on(label, text, expected):
    (rate,) = terms(label, text).rates
    assert (rate.basis, rate.basis_text) == expected


@pytest.mark.parametrize(
    ("label", "text"),
    [
        ("補助率", "補助率10/10の他の補助を受けるものは対象外です。"),
        ("対象経費", "委託費(総額の5割以内)、備品費"),
        ("申請方法", "経費の20%以上の変更は変更申請を要す"),
        ("対象者", "1.5%の賃上げを表明した者"),
        ("対象者", "発行済株式の2分の1以上を大企業が所有していないこと"),
        ("対象設備", "投資利益率が年率 5%以上の計画に記載された設備"),
        ("専門家コメント", "補助率1/2・上限100万円は魅力です"),
        ("診断士のひとこと", "補助率1/2・上限100万円は魅力です"),
        ("補助内容", "融資利率：年1.2%"),
        ("", "売上が前年より20％以上減少した事業者が対象。"),
        ("活用事例", "チラシの費用の30～40％削減に成功。"),
        ("貸付利率", "特別利率（基準利率から0.4%引き下げ）"),
        ("補助額等", "割引がある車両　値引額 ※×２／３を差し引く"),
        ("", "○機械装置費用は補助対象経費全体の3分の2以内とします。"),
        ("", "補助率1,000～5割"),
        ("補助内容", "※1/3は「補助対象者」の負担となります。"),
        ("補助率", "賃上げを行う場合、補助率を５％加算します。"),
        ("", "※他の補助の補助率が50%以下であれば、この募集も認める。"),
        ("補助内容", "※募金実績額の2%を事務費として控除します。"),
        ("補助額", "利用者に代金の2分の1を割り引くものであること"),
        ("", "問2　補助率は3/4ですか。"),
    ],
)
def test_shares_that_are_no_help(label, text):
    assert terms(label, text).rates == ()


@pytest.mark.parametrize(
    ("label", "text", "expected"),
    [
        ("補助上限額", "200万円", ["cap 2000000 any"]),
        ("補助率", "太陽光単独：3万円/kW", ["grant 30000 any /case 太陽光単独"]),
        ("補助上限額", "200万円\nただし、二度の被災にあった者は上限300万円", ["cap 2000000 any", "cap 3000000 any 二度の被災にあった者"]),
        ("補助率", "中小企業者 1/2、限度額100万円/小規模企業者 2/3、限度額150万円", ["cap 1000000 sme", "cap 1500000 small"]),
        ("補助率", "小規模事業者 2/3、中小企業 1/2、上限100万円", ["cap 1000000 any"]),
        ("補助内容", "整備費:補助率1/2、上限100万円\n取得費:補助率1/5、上限200万円\n合算で最大200万円まで",
         ["cap 1000000 any 整備費", "cap 2000000 any 取得費", "total_cap 2000000 any"]),
        ("補助上限額", "- 小規模事業者持続化補助金(災害枠):50万円", ["cap 500000 any 小規模事業者持続化補助金(災害枠)"]),
        ("補助内容", "補助上限額:100万円/団体\n補助下限額:30万円", ["cap 1000000 any /organisation", "floor 300000 any"]),
        ("補助率等", "1名につき受験料3千円まで、講座受講料1万円まで\n※応用試験の講座受講料は2万円まで",
         ["cap 3000 any /person 受験料", "cap 10000 any /person 講座受講料", "cap 20000 any /person 応用試験の講座受講料"]),
        ("補助率", "費用の1/2（1名につき9千円まで）", ["cap 9000 any /person"]),
        ("加算制度", "市内業者施工加算:上限20万円", ["addon_cap 200000 any 市内業者施工加算"]),
        ("補助上限額", "なし(大規模案件も対象)", ["cap None any"]),
        ("補助上限額", "750～5,000万円", ["cap 50000000 any"]),
        ("補助限度額", "50万円以上200万円以内", ["floor 500000 any", "cap 2000000 any"]),
        # how much was paid for power, and what is given to whom
        ("支援金の額", "21万円以上35万円未満の場合：5万2,500円\n35万円以上の場合：8万7,500円",
         ["grant 52500 any の場合", "grant 87500 any の場合"]),
        # what a fund has, and as far as a flat sum goes
        ("助成金額", "●子ども分野　助成総額：1,500万円（上限）予定\n1団体あたり最高100万円", ["cap 1000000 any /organisation"]),
        ("助成金額", "1案件の助成上限は100万円、総額500万円の助成を予定", ["cap 1000000 any 1案件"]),
        ("補助率", "400万円まで定額（10/10）、400万円を超える部分は1/2", []),
        # the unit stands in the label
        ("助成金上限額（円）", "100000", ["cap 100000 any"]),
        ("補助限度額（千円）", "1,500", ["cap 1500000 any"]),
        ("助成割合・上限額", "1.一般\n・助成割合：1/2\n・助成金上限額（円）：100000", ["cap 100000 any 一般"]),
        ("奨励金", "20万円", ["grant 200000 any"]),
        ("補助内容", "補助金額:10万円/台", ["grant 100000 any /vehicle"]),
        ("補助額", "バス１台につき、料金の差額（1千円未満の端数は切り捨て）又は50,000円のいずれか低い額", ["cap 50000 any /vehicle"]),
        ("補助上限(1回あたり)", "3万円(組合で使う場合は5万円)", ["cap 30000 any /case", "cap 50000 any /case 組合で使う場合"]),
        ("補助額", "労働者1人につき最大60,000円（年齢に応じて25,000円、30,000円）", ["cap 60000 any /person", "grant 25000 any /person 年齢に応じて", "grant 30000 any /person"]),
        ("補助金額・補助率", "販路開拓 2/3以内 100万円", ["cap 1000000 any 販路開拓"]),
        ("補助上限額", "充電器に係る助成金額は1基あたり40万円", ["cap 400000 any /case 充電器に係る"]),
        ("補助内容", "費用の25％（「60万円」または「人数×5万円」のいずれか低い方が上限額）", ["cap 600000 any"]),
        ("補助率", "費用の1/2以内。上限額は、新築又は増築の場合、80万円。左記以外の場合、50万円。",
         ["cap 800000 any 新築又は増築の場合", "cap 500000 any 左記以外の場合"]),
        ("補助金額", "①車両\n補助額は30万円\n５．予算額\n約2億円\n値引がない場合は0円", ["grant 300000 any 車両"]),
        ("補助額上限", "1 島で講習を開く場合\n1か所当たり20万円\n2 町で講習を開く場合\n1か所当たり20万円",
         ["cap 200000 any /case 1 島で講習を開く場合", "cap 200000 any /case 2 町で講習を開く場合"]),
        ("補助上限額", "新設は一律10万円", ["grant 100000 any 新設"]),
        ("補助率", "費用が1万円以上5万円未満：2分の1以内（上限2万円）", ["cap 20000 any"]),
        ("", "【補助率】1/2以内【補助上限額】通常枠 100万円、特別枠 150万円", ["cap 1000000 any 通常枠", "cap 1500000 any 特別枠"]),
        ("補助内容", "1件当たりの上限額は以下のとおり\n・国内 20万円\n・海外 50万円", ["cap 200000 any /case 国内", "cap 500000 any /case 海外"]),
        ("補助額", "定額（10万円）", ["grant 100000 any"]),
        ("補助金額", "50万円を限度とする。会員は70万円。", ["cap 500000 any", "cap 700000 any 会員"]),
        ("助成内容", "雇用:1人につき30万円、限度額600万円", ["grant 300000 any /person 雇用", "cap 6000000 any 雇用"]),
        ("補助金額", "1kWあたり5万円（上限50万円）", ["grant 50000 any /case", "cap 500000 any"]),
        ("交付金額", "1人につき1万円（1事業者あたり年間20万円を限度）", ["grant 10000 any /person", "cap 200000 any /fiscal_year"]),
        ("補 助 上 限 額", "100万円（売上高10億円以上の事業者は200万円）", ["cap 1000000 any", "cap 2000000 any 売上高10億円以上の事業者"]),
        ("", "出展料の2分の1以内を補助（国内10万円、海外20万円が上限）。", ["cap 100000 any 国内", "cap 200000 any 海外"]),
        ("", "補助金の額は、個人にあっては10万円、団体にあっては、30万円を限度とする。", ["cap 100000 individual", "cap 300000 group"]),
        ("補助金額", "注:認定を受けた人は20万円の上限額があります", ["cap 200000 any 認定を受けた人"]),
        # conditions of help
        ("対象事業", "※経費が40万円以上の事業だけが対象です。", ["min_cost 400000 any"]),
        ("対象設備", "①機械装置（160 万円以上）\n②器具備品（30 万円以上）", ["threshold 1600000 any 機械装置", "threshold 300000 any 器具備品"]),
        ("補助内容", "補助対象経費の下限額：50万円", ["min_cost 500000 any"]),
        # sums of something else
        ("対象者", "資本金3億円以下の会社", []),
        ("参加費", "5,000円", []),
        ("", "総額1億円の予算を計上した。", []),
        ("補助額", "(例)容量が3kWの場合、補助金額は150,000円（3×50,000円）となります。", []),
        ("補助額", "1kWあたり20,000円を控除します", []),
        # said twice
        ("", "改修に最大30万円を補助\n補助率2分の1、補助限度額は30万円。", ["cap 300000 any"]),
        ("", "上限500万円を補助します。\n※1事業所当たり上限500万円です。", ["cap 5000000 any /applicant"]),
        ("補助上限額", "1団体につき100万円（2回合計で限度額100万円）", ["cap 1000000 any /organisation"]),
        # both ends of a range, and bounds named in brackets
        ("補助額", "10万円から100万円（1万円未満切捨）", ["cap 1000000 any"]),
        ("補助金額", "20万円（下限）~ 50万円（上限）\n※LPガスの場合は、10万円（下限）~ 50万円（上限）",
         ["floor 200000 any", "cap 500000 any", "floor 100000 any LPガスの場合", "cap 500000 any LPガスの場合"]),
        ("補助金額", "100万円以上500万円以下", ["floor 1000000 any", "cap 5000000 any"]),
        ("", "補助金の額は、1事業所当たり20万円以上300万円以下とします。",
         ["floor 200000 any /applicant", "cap 3000000 any /applicant"]),
        ("奨励金の額", "若者を雇用した場合　1人につき20万円\n転入者を雇用した場合　1人につき10万円を加算\n※1事業者あたり5人（100万円）を限度とします。",
         ["grant 200000 any /person 若者を雇用した場合", "addon_cap 100000 any /person 転入者を雇用した場合", "cap 1000000 any /applicant"]),
        ("補助額", "新築　30万円\n以下に該当する場合は加算します。\n・転入　10万円", ["grant 300000 any 新築", "addon_cap 100000 any 転入"]),
        ("", "従業員1人当たり5万円（1社上限100万円）を支給します。5％以上引き上げた場合は、1人当たり8万円（1社上限160万円）です。",
         ["grant 50000 any /person", "cap 1000000 any /applicant",
          "grant 80000 any /person 5％以上引き上げた場合", "cap 1600000 any /applicant 5％以上引き上げた場合"]),
        ("補助", "機器購入費、専門家謝金の 1/2（MAX 50万円）", ["cap 500000 any 機器購入費、専門家謝金"]),
        ("補助額", "受入学生1人につき3万円を上限とする。ただし、1事業者につき年間15万円を超えないものとする。",
         ["cap 30000 any /person 受入学生", "cap 150000 any /fiscal_year"]),
        ("", "見本市では、診断を受けた市内の中小企業に対し、費用の全額（上限5万円）を補助します。", ["cap 50000 sme"]),
        ("補助額", "5万円以上150万円未満", ["floor 50000 any", "cap 1500000 any"]),
        ("補助額", "下限なし～350万円", ["cap 3500000 any"]),
        ("補助額", "（下限なし）～350万円", ["cap 3500000 any"]),
        ("補助額", "～350万円", ["cap 3500000 any"]),
        ("上限額", "30円コース：1人20万円、2人以上50万円", ["cap 200000 any /person 30円コース", "cap 500000 any /person 30円コース"]),
        ("", "交付額は経費の2分の1以内で、70万円を上限とする。また、世帯には30万円を支給する。", ["cap 700000 any", "grant 300000 any 世帯"]),
        ("補助上限額", "500万円\n※共同申請の場合は、1社ごとに300万円を嵩上げします", ["cap 5000000 any", "addon_cap 3000000 any /applicant 共同申請の場合"]),
        ("", "補助率と上限額は、商品開発が2分の1以内・80万円、施設整備が10分の3以内・400万円。", ["cap 800000 any 商品開発", "cap 4000000 any 施設整備"]),
        ("補助内容", "・甲枠：補助率1/2、補助額25万円～70万円", ["cap 700000 any 甲枠"]),
        ("補助上限額", "1kW当たり3万円　上限200万円", ["grant 30000 any /case", "cap 2000000 any"]),
        ("", "補助上限額 120万円※3者が共同で行うときは、上限額を360万円とします。", ["cap 1200000 any", "cap 3600000 any 3者が共同で行うとき"]),
        ("", "従業員2人を上限として12万円を交付します。", ["grant 120000 any 従業員2人を上限"]),
        ("", "参加者の総数に2万円を乗じた額で、50万円を交付額の上限とします。", ["cap 500000 any"]),
        ("", "昨年度は100万円だった上限額を150万円に引き上げた。", ["cap 1500000 any"]),
        ("", "補助限度額:以下に定める額とします。\n(ア)機器の導入\n1事業所あたり700万円", ["cap 7000000 any /applicant"]),
        ("対象経費", "設備の購入費（30万円未満は対象外）", ["min_cost 300000 any 設備の購入費"]),
        ("", "総事業費50万円未満のものは補助対象となりません。", ["min_cost 500000 any"]),
        ("", "補助額は1万円以上2万円未満が1万円、2万円以上3万円未満は2万円などで、上限は10万円。", ["cap 100000 any"]),
        ("", "補助対象経費の2分の1以内（上限20万円）\n（ただし，交通費は，1泊の場合は3万円，2泊の場合は4万円を上限に補助対象経費とする。）",
         ["cap 200000 any", "threshold 30000 any 1泊の場合", "threshold 40000 any 2泊の場合"]),
        ("", "投資下限要件：中小企業等300万円以上", ["min_cost 3000000 sme"]),
        ("補助単価", "飼料1トンあたり4～5千円前後の見込み", []),
        ("補助率・補助額", "150万円（下限15万円）", ["cap 1500000 any", "floor 150000 any"]),
        ("補助限度額", "400万円。商店街で開くとき（＋70万円）", ["cap 4000000 any", "addon_cap 700000 any 商店街で開くとき"]),
        ("注意", "店舗整備の上限単価は1㎡当たり20万円です。", []),
        ("補助率・上限額", "新規雇用　1人につき30万円（上限300万円）", ["grant 300000 any /person 新規雇用", "cap 3000000 any 新規雇用"]),
        ("補助金額", "次の１又は２のいずれか少ない額（千円未満切捨て）\n１　設置費の４分の３\n２　住宅４０万円、事業所９０万円", ["cap 400000 any 住宅", "cap 900000 any 事業所"]),
        ("", "研修　経費助成率：中小企業75％、大企業60％　賃金助成額：中小企業1人1時間960円、大企業480円",
         ["grant 960 any /person 賃金 中小企業 1時間", "grant 480 large /person"]),
        ("補助金額", "上限：20万円（前年度は30万円）", ["cap 200000 any"]),
        ("補助限度額", "50万円\n※令和6年度の補助限度額は30万円でした。", ["cap 500000 any"]),
        ("補助額", "対象経費の全額（上限5万円）ではなく、1/2（上限25万円）です。", ["cap 250000 any"]),
        ("補助上限額", "100万円\n前回の実績：採択12件、平均補助額32万円", ["cap 1000000 any"]),
        ("補助額", "国補助金の確定額の1/4以内（限度額12万円）\n※国の補助率は2/3、補助上限額は50万円です。", ["cap 120000 any"]),
        ("補助額", "蓄電池　1kWhあたり2万円（上限8万円）\n※蓄電池の価格が1kWhあたり15万円以下であること",
         ["grant 20000 any /case 蓄電池", "cap 80000 any 蓄電池"]),
        ("融資限度額", "運転資金 1,000万円、設備資金 1,500万円\n利子補給限度額　20万円（1年度あたり）", ["threshold 10000000 any 運転資金", "threshold 15000000 any 設備資金", "cap 200000 any /fiscal_year"]),
        ("補給額", "対象融資：見本融資（融資限度額 2,000万円）\n保証料の全額（上限100万円）", ["threshold 20000000 any 対象融資 見本融資", "cap 1000000 any"]),
        ("補助金額", "限度額　年30万円", ["cap 300000 any /fiscal_year"]),
        ("補助金額", "送迎車1台につき3万円を加算（上限20万円）", ["addon_cap 30000 any /vehicle 送迎車", "addon_cap 200000 any 送迎車"]),
        ("補助上限額", "最大700万円（経費が900万円を超える部分の補助率は1/2）", ["cap 7000000 any"]),
        ("", "補助率は1/2（上限30万円）ですが、空き家を使う場合は2/3（上限50万円）に引き上げます。", ["cap 300000 any", "cap 500000 any 空き家を使う場合"]),
        ("その他", "事業費が整備内容ごとに60万円以上であること。", ["min_cost 600000 any 事業費が整備内容ごと"]),
        ("補助額", "1工程以上 6万円以上140万円未満、4工程以上 140万円以上430万円以下",
         ["floor 60000 any 1工程以上", "cap 1400000 any", "floor 1400000 any 4工程以上", "cap 4300000 any"]),
        ("", "家族で転入した場合は90万円、単身で転入した場合は50万円を支給します。",
         ["grant 900000 any 家族で転入した場合", "grant 500000 any 単身で転入した場合"]),
        ("", "投資額が90万円、うち市は50万円を支給します。", ["grant 500000 any"]),
        ("支給額（1人当たり）", "常勤 30万円、非常勤 15万円", ["grant 300000 any /person 常勤", "grant 150000 any /person 非常勤"]),
        ("支給額", "大企業　無期→正規：60万円", ["grant 600000 large 無期 正規"]),
        ("支給額", "中小企業　新築：80万円、改築：40万円", ["grant 800000 sme 新築", "grant 400000 sme 改築"]),
        ("", "投資下限額 8億円", ["min_cost 800000000 any"]),
        ("", "対象経費の総額が2億円（中小企業にあっては4,000万円）以上であること", ["min_cost 200000000 any", "min_cost 40000000 sme"]),
        ("補助上限額", "120万円\n令和8年6月1日から受付開始。予算（1,800万円）に達し次第終了", ["cap 1200000 any"]),
        ("助成額", "共同開催：1開催当たり最大25万円", ["cap 250000 any /case 共同開催"]),
        ("補助額", "1.新設の場合、投資した資産の総額の100分の20以内。ただし、その額が700万円を超えるときは、700万円とする。", ["cap 7000000 any 新設の場合"]),
        ("", "太陽光発電：6万円/kW（上限30万円）", ["grant 60000 any /case 太陽光発電", "cap 300000 any 太陽光発電"]),
        ("助成額", "基本額25万円＋加算額（女性5万円）", ["grant 250000 any 基本額", "addon_cap 50000 any 女性"]),
        ("助成額", "対象経費の三分の二以内（上限八十万円）", ["cap 800000 any"]),
        ("補助上限額", "県400万円、市200万円", ["cap 4000000 any 県", "cap 2000000 any 市"]),
        ("補助上限額", "市が40万円を上限に補助", ["cap 400000 any"]),
        ("", "注：1事業者につき上限35万円", ["cap 350000 any /applicant"]),
        ("", "対象経費（税抜）の合計が20万円以上であること。", ["min_cost 200000 any"]),
        ("", "最低事業費　20万円（税抜）", ["min_cost 200000 any"]),
        ("", "対象経費の総額が700万円以上（中小企業は300万円以上）であること", ["min_cost 7000000 any", "min_cost 3000000 sme"]),
        ("", "※1団体につき年間60万円を助成金の上限額とします。", ["cap 600000 any /fiscal_year"]),
        ("", "前回の結果：応募7件、採択5件、交付決定額1,850万円", []),
        ("補助額　上限額", "1kWあたり3万円　12万円", ["grant 30000 any /case", "cap 120000 any"]),
        ("補助上限額", "1年目は月額上限4万円、2年目は月額上限2万円", ["cap 40000 any 1年目", "cap 20000 any 2年目"]),
        ("", "140万円以上の車両と機械装置、20万円以上の備品が対象です。", ["threshold 1400000 any", "threshold 200000 any"]),
        ("", "単価50万円以上の機械等は、処分が制限されます。単価50万円以上の設備は対象外です。", []),
        ("補助額", "経費に3分の1を乗じて得た額。ただし、次の額を上限とする。\n・20人以下　50万円\n・21人以上　100万円",
         ["cap 500000 any 20人以下", "cap 1000000 any 21人以上"]),
        ("補助金の額", "次に掲げる額のうち、いずれか少ない額とします。\n(1)経費に2分の1を乗じて得た額\n(2)40万円", ["cap 400000 any"]),
    ],
)  # fmt: skip
def test_amounts_with_their_kind(label, text, expected):
    assert amounts(terms(label, text)) == expected


def test_a_yearly_cap_its_years_and_its_total():
    yearly, total = terms("補助金限度額、事業期間", "500 万円／年度（最長 2 年度 1,000 万円）").amounts
    assert (yearly.kind, yearly.yen, yearly.per, yearly.max_years) == ("cap", 5_000_000, "fiscal_year", 2)
    assert (total.kind, total.yen, total.per, total.max_years) == ("total_cap", 10_000_000, None, 2)
    (single,) = terms("限度額", "100万円／年度（単年度）").amounts
    assert (single.per, single.max_years) == ("fiscal_year", 1)
    (over,) = terms("限度額等", "1企業（団体）20万円／年度 累計3年度まで").amounts
    assert (over.per, over.max_years) == ("fiscal_year", 3)


def test_rounding_is_kept_with_the_cap_and_is_no_sum():
    (cap,) = terms("補助内容", "補助上限額:200万円(千円未満切り捨て)").amounts
    assert (cap.yen, cap.rounding) == (2_000_000, "千円未満切り捨て")


def test_heads_speak_for_the_lines_below_them():
    found = terms("補助率", "【通常枠】補助率：1/2、上限額：100万円\n【特別枠】\n補助率：2/3、上限額：200万円")
    assert [(r.course, r.numerator, r.denominator) for r in found.rates] == [("通常枠", 1, 2), ("特別枠", 2, 3)]
    assert [(a.course, a.yen) for a in found.amounts] == [("通常枠", 1_000_000), ("特別枠", 2_000_000)]


def test_numbers_point_to_what_they_number():
    found = read_terms(
        programme(
            passage("対象事業", "①延払の制度\n②貸与の制度"), passage("補助率", "①1.1%のうち 0.5%\n②1.6%のうち 1.5%")
        )
    )
    assert [rate.condition_text for rate in found.rates] == ["①延払の制度", "②貸与の制度"]


def test_numbers_that_point_to_applicants_give_their_class():
    found = read_terms(
        programme(passage("対象者", "①小規模事業者 ②中小企業者"), passage("補助率", "①2/3以内 ②1/2以内"))
    )
    assert [(rate.applicant_class, rate.applicant_text, rate.condition_text) for rate in found.rates] == [
        ("small", "小規模事業者", None),
        ("sme", "中小企業者", None),
    ]
    found = read_terms(
        programme(passage("対象者", "①中小企業者であること ②市税の滞納がないこと"), passage("補助率", "①1/2 ②2/3"))
    )
    assert {rate.applicant_class for rate in found.rates} == {"any"}


def test_what_brackets_mean_holds_for_the_labels_beside_it() -> None:
    found = read_terms(
        programme(
            passage("補助率", "1/2（2/3）"),
            passage("補助限度額", "50万円（75万円）"),
            passage("備考", "（　）内は小規模事業者の場合"),
        )
    )
    assert [(rate.numerator, rate.applicant_class) for rate in found.rates] == [(1, "any"), (2, "small")]
    assert [(sum_.yen, sum_.applicant_class) for sum_ in found.amounts] == [(500000, "any"), (750000, "small")]


@pytest.mark.parametrize(
    ("rates", "expected"),
    [
        ("①及び②　1/2　③　1/3", ["①改装費、②備品費 1", "③広告費 1"]),
        ("①、②：2/3、③：1/3", ["①改装費、②備品費 2", "③広告費 1"]),
        ("①～③は2/3", ["①改装費、②備品費、③広告費 2"]),
    ],
)
def test_values_of_several_numbers_are_said_of_each(rates: str, expected: list[str]) -> None:
    found = read_terms(programme(passage("対象経費", "①改装費　②備品費　③広告費"), passage("補助率", rates)))
    assert sorted(f"{rate.condition_text} {rate.numerator}" for rate in found.rates) == expected


def test_numbers_in_brackets_point_to_a_list_of_as_many() -> None:
    terms = (
        passage("補助率", "（1）2/3以内　（2）1/2以内"),
        passage("補助限度額", "(1)30万円 (2)100万円（小規模150万円）"),
    )
    found = read_terms(programme(passage("対象事業", "（1）専門家活用　（2）販路開拓"), *terms))
    assert [(rate.condition_text, rate.numerator) for rate in found.rates] == [("(1)専門家活用", 2), ("(2)販路開拓", 1)]
    assert [(a.condition_text, a.applicant_class, a.yen) for a in found.amounts] == [
        ("(1)専門家活用", "any", 300_000),
        ("(2)販路開拓", "any", 1_000_000),
        ("(2)販路開拓", "small", 1_500_000),
    ]
    found = read_terms(programme(passage("対象者", "(1)市内の者\n(2)納税者\n(3)他の助成を受けない者"), *terms))
    assert {rate.condition_text for rate in found.rates} == {None}


def test_a_value_torn_over_two_printed_lines_stands_in_the_box_around_both():
    torn = (
        Line("受付の期限は令", "p.8 52.5,144.7,533.1,154.1"),
        Line("和 9 年 3 月末まで", "p.8 45.0,156.4,147.4,165.7"),
    )
    assert [line.locator for line in mended(torn)] == ["p.8 45.0,144.7,533.1,165.7"]
    over_pages = (torn[0], torn[1]._replace(locator="p.9 45.0,56.4,147.4,65.7"))
    assert [line.locator for line in mended(over_pages)] == ["p.8 52.5,144.7,533.1,154.1"]


def test_what_is_reduced_holds_on_in_the_next_sentence() -> None:
    found = terms("軽減率", "課税標準を3年間1/3に軽減。若者を雇用した場合は5年間1/5に軽減").rates
    assert {(rate.denominator, rate.basis, rate.basis_text) for rate in found} == {
        (3, "tax", "課税標準"),
        (5, "tax", "課税標準"),
    }


def test_the_last_of_a_list_of_applicants_does_not_speak_alone() -> None:
    found = terms("補助率", "中小企業　1/2\n小規模企業者・小規模事業者、再生事業者　2/3").rates
    assert {(rate.denominator, rate.applicant_class) for rate in found} == {(2, "sme"), (3, "small")}


def test_the_same_share_under_two_headings_of_help_is_said_of_both():
    text = "補助率：\n    通常：2分の1軽減（1億円限度）\n    重点分野：2分の1軽減（1億円限度）"
    found = read_terms(programme(passage("事業所税の軽減", text), passage("都市計画税の軽減", text)))
    who = [f"{tax}の軽減 / {area}" for tax in ("事業所税", "都市計画税") for area in ("通常", "重点分野")]
    assert rates(found) == [f"1/2 any {words}" for words in who]
    assert amounts(found) == [f"cap 100000000 any {words}" for words in who]


def test_words_and_place_are_as_printed():
    (rate,) = terms("補助率", "\n小規模事業者　２／３以内\n").rates
    assert (rate.rate_text, rate.locator, rate.qualifier) == ("小規模事業者 ２／３以内", "L1", "up_to")


@pytest.mark.parametrize(
    ("text", "check", "words"),
    [
        ("補助率:3/2以内", "out-of-range", "3/2"),
        ("支援内容：取得価額の7％の税額控除", "unread-rate", "支援内容：取得価額の7％の税額控除"),
        ("補助額：最大出力×1万5千円", "unread-amount", "補助額：最大出力×1万5千円"),
        ("補助率:保証料の一部(割合は個別に算定)", "unread-rate", "補助率:保証料の一部(割合は個別に算定)"),
        ("補助上限額:1,50円", "unread-amount", "1,50円"),
        ("補助上限額:50 0万円", "unread-amount", "50 0万円"),
        ("補助率\n23,000千円", "unread-amount", "23,000千円"),
        ("補助上限額\n年1.1%", "unread-rate", "年1.1%"),
    ],
)
def test_what_cannot_be_read_is_reported(text, check, words):
    found = terms("補助内容", text)
    place = f"L{text.count(chr(10))}"
    assert [(notice.check, notice.text, notice.locator) for notice in found.notices] == [(check, words, place)]
    assert found.rates == found.amounts == ()


def test_a_rounding_among_the_terms_is_no_sum_that_was_missed() -> None:
    assert terms("補助率", "（端数処理）1,000円未満切り捨て").notices == ()


def test_a_price_alone_on_a_line_is_not_lost_in_silence() -> None:
    found = terms("", "運搬ロボット　12万円/台\n参加料　5,000円/人")
    assert (found.amounts, [(notice.check, notice.text) for notice in found.notices]) == (
        (),
        [("unread-amount", "運搬ロボット　12万円/台")],
    )


def test_what_is_the_same_as_above_is_told() -> None:
    found = terms(
        "",
        "区分　　補助率　　上限額\n見本組合　　1/2　　100万円\n見本団体　　〃　　50万円\nその他の団体　　1/3　　同上",
    )
    assert rates(found) == ["1/2 group", "1/3 group"]
    assert amounts(found) == ["cap 1000000 group", "cap 500000 group"]
    assert [(notice.check, notice.text) for notice in found.notices] == [
        ("unread-rate", "見本団体　　〃　　50万円"),
        ("unread-amount", "その他の団体　　1/3　　同上"),
    ]


def test_a_torn_value_is_read_whole():
    (cap,) = terms("補助上限額", "一事業者につき 100\n万円").amounts
    assert cap.yen == 1_000_000
    for torn in ("補助限度額：1 企業\n30 万円／年度", "補助限度額：1\n企業 30 万円／年度"):
        assert [cap.yen for cap in terms("補助率等", torn).amounts] == [300_000]


@pytest.mark.parametrize(
    ("text", "share", "basis"),
    [
        ("交付確定した県補助金額の\n2/15", "2/15", "prior"),
        ("費用の 1/2 (1 企業につ\nき 18 万円まで)", "1/2", "cost"),
        ("対象経費の\n・1/2", "1/2", "cost"),
    ],
)
def test_a_line_that_ends_in_the_middle_goes_on_below(text, share, basis):
    (rate,) = terms("補助率", text).rates
    assert (f"{rate.numerator}/{rate.denominator}", rate.basis) == (share, basis)
