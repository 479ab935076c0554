"""Short calls as plain texts, all made up, read from their bytes to rates, sums and periods."""

import pytest

from pipeline.extract.facts import ScheduleContext, Terms
from pipeline.extract.outline.generic import outline_generic
from pipeline.extract.schedule import read_schedule
from pipeline.extract.terms import read_terms
from pipeline.parse import parse_document
from pipeline.records import Programme


def call(text: str) -> Programme:
    (found,) = outline_generic(parse_document(f"見本補助金\n{text}".encode(), name="call.txt"))
    return found


def rates(found: Terms) -> list[str]:
    """`2/3 small 創業枠`: the share, the class of applicant, the course and the condition or item."""
    return [
        " ".join(
            filter(
                None, (f"{r.numerator}/{r.denominator}", r.applicant_class, r.course, r.condition_text or r.cost_item)
            )
        )
        for r in found.rates
    ]


def amounts(found: Terms) -> list[str]:
    """`cap 500000 person`: the kind, the sum, and per what it counts."""
    return [" ".join(filter(None, (a.kind, str(a.yen), a.per))) for a in found.amounts]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # whose the terms below are: heads of their own, one of them alone divides nothing
        ("■中小企業\n補助率：1/2\n■小規模企業者\n補助率：2/3", ["1/2 sme 中小企業", "2/3 small 小規模企業者"]),
        ("■中小企業\n補助率：1/2", ["1/2 any"]),
        ("■補助金の額\n対象経費の1/2以内\n1.市外から移住した方\n【補助率】2/3\n2.女性\n【補助率】2/3",
         ["1/2 any", "2/3 any 市外から移住した方", "2/3 any 女性"]),
        # a headline that the classes and the parts say again
        ("助成率: 2分の1以内\n■補助金額\n1.小規模企業者:経費の2/3以内\n2.中小企業者:経費の1/2以内", ["2/3 small", "1/2 sme"]),
        ("助成率: 10分の10\n■補助率・限度額\n〔国内〕5万円、10/10以内\n〔国外〕9万円、10/10以内", ["1/1 any 国内", "1/1 any 国外"]),
        ("3分の2の高い補助率で応援する。", ["2/3 any"]),
        ("端末を入れる経費（2分の1または上限75,000円）を補助する制度です。", ["1/2 any 端末を入れる経費"]),
        ("補助率　小規模2/3（創業枠は2/3）", ["2/3 small", "2/3 small 創業枠"]),
        ("補助率\n4分の3 （事業者負担4分の1）", ["3/4 any"]),
        ("■補助率\n企業が従業員に支給する額の2分の1", ["1/2 any"]),
        ("■助成金額\n・車両：最大30万円（価格の1/10を超えない金額）", ["1/10 any 車両 / 価格"]),
        ("（補助率） 1/3・1/2", ["1/3 any", "1/2 any"]),
        ("補助率は3分の2（国が9分の4、県が9分の2）以内。", ["2/3 any"]),
        ("■補助率\n事業費の2/3を補助します（県1/2、市町村1/6）", ["2/3 any"]),
        ("■補助金額\n• 研修参加 補助対象経費の3分の2以内\n• 研修主催 補助対象経費の3分の2以内", ["2/3 any 研修参加", "2/3 any 研修主催"]),
        ("補助対象経費（税抜）の合計×2/3", ["2/3 any"]),
        ("■上限額\n中堅企業：補助対象経費の1/2又は、1/3（上限1億円）", ["1/2 mid", "1/3 mid"]),
        ("■対象事業\n海外の見本市への出展\n補助対象経費の2分の1。限度額30万円", ["1/2 any"]),
        ("助成率: 3分の1以内（※対象経費により異なります）\n■補助金額\n・一般 経費の5分の1以内\n・改築 経費の3分の1以内",
         ["1/5 any 一般", "1/3 any 改築"]),
        ("■補助率\n2分の1以内\n計算例（補助率2/3の場合）：\n30万円 × 2/3 = 20万円となります。", ["1/2 any"]),
        ("■補助率\n【見本枠：1/3】\n【例示枠：2/3以内】", ["1/3 any 見本枠", "2/3 any 例示枠"]),
        ("１　助成率　1/2以内\n２　助成限度額　50万円", ["1/2 any"]),
        ("・見本枠\n〈助成率〉3分の1以内 〈助成限度額〉50万円", ["1/3 any 見本枠"]),
        ("補助率 | 対象経費の 4分の3 |\n---|---|\n事業者負担 | 補助対象経費の 4分の1 が必須 |", ["3/4 any"]),
        ("■措置の内容\n雇用が3人以上の場合、投下固定資産総額100分の15以内。", ["3/20 any 投下固定資産総額"]),
        # a marked line that states and heads nothing; cases that head their own terms; a rate below another column's label
        ("補助率\n●設置費の10分の3以内\n(注)上限額は100万円です。", ["3/10 any 設置費"]),
        ("〇県の補助に上乗せして申請する場合\n補助率：1/3\n※市の補助は総事業費の最大3/4を超えない範囲で行います。\n〇県の補助を受けずに申請する場合\n補助率：1/3",
         ["1/3 any 県の補助に上乗せして申請する場合", "1/3 any 県の補助を受けずに申請する場合"]),
        ("■補助率\n■補助上限額\n1. 宣伝事業\n3分の2以内\n（4分の3以内）\n1団体あたり40万円", ["2/3 any 宣伝事業", "3/4 any 宣伝事業"]),
        ("助成率:対象費用の80%以内\n・一部だけを採択することがあります。その場合、採択した費用の80%以内を助成額とします。", ["4/5 any"]),
        # names of what the lines below them state
        ("■補助内容\n処理機\n購入費の2分の1を補助（上限20,000円）\n容器\n購入費の2分の1を補助（上限3,000円）", ["1/2 any 処理機", "1/2 any 容器"]),
        # how many are chosen, how to reckon: no rates; the share of the costs and nothing else is one
        ("| 補助率 | ー |\n|---|---|\n| 採択率 | 35.0% |", []),
        ("補助率 50%\n申請額は対象経費を1/2後、千円未満を切り捨ててください。", ["1/2 any"]),
        ("事業に要する経費の9/10以内 とします。", ["9/10 any"]),
        ("委託費は経費の2/5以内とします。", []),
        ("■補助率及び補助額の上限\n1.計画の策定\n定額 90千円以内\n2.広場の整備\n経費の2分の1以内 上限 900千円",
         ["1/1 any 計画の策定", "1/2 any 広場の整備"]),
        # who bears the rest, a part of the help itself, a headline that praises, power from renewables
        ("・補助金額：上限120万円\n・事業者負担（施設の負担割合）：4分の1", []),
        ("補助率 | 10/10（事務費の補助限度額は交付決定額の1/3） |\n---|---|\n申請先 | 商工課 |\n2. 補助率10/10の強力な資金支援\n費用の核となる経費が全額補助の対象です。",
         ["1/1 any"]),
        ("■補助額\n設備費の1/4\n(1)再エネ100%電力への切り替え", ["1/4 any 設備費"]),
        ("創業する場合、人件費などに対し、2分の1以内、90万円を上限に補助する。", ["1/2 any"]),
        ("| 補助率 | 2/3以内（1/3は自己負担） |\n|---|---|\n| 申請先 | 商工課 |", ["2/3 any"]),
        # tables drawn with bars, with the outer ones or without
        ("||助成率|助成上限|\n|----|----|----|\n|60歳以上の者|3分の2| 200万円|\n|その他の者|2分の1 |150万円|",
         ["2/3 any 60歳以上の者", "1/2 any その他の者"]),
        ("項目 | 内容 |\n---|---|\n補助率 | 小規模:3/4 中小企業:1/2 |\n申請先 | 商工課 |", ["3/4 small", "1/2 sme"]),
    ],
)  # fmt: skip
def test_the_rates_of_a_call(text: str, expected: list[str]):
    assert rates(read_terms(call(text))) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # products, floors in prose, bounds in a label's own bracket, one bound of two
        ("塀の面積に2,000円を乗じて得た額、または75,000円のいずれか低い額", ["cap 75000"]),
        ("支援金が給付されます。\n（個人事業者30万円、法人60万円上限）", ["cap 300000", "cap 600000"]),
        ("「新しい市場」を見据えた経費に最大1千万円を補助する。", ["cap 10000000"]),
        ("補助上限額：20万円×人数", ["cap 200000 person"]),
        ("上限額は「80万円」又は「20万円×対象者数」の低い方", ["cap 800000", "cap 200000 person"]),
        ("■補助金額\n10万円×受講者数（最大100万円）", ["grant 100000 person", "cap 1000000"]),
        ("補助金額は2分の1以内とし、50万円を上限、10万円を下限とする。", ["cap 500000", "floor 100000"]),
        ("補助金の額は90万円を上限とします。ただし、補助金額が5万円に満たない場合は対象外です。", ["cap 900000", "floor 50000"]),
        ("■補助金額（上限50万円、下限20万円）\n経費の1/2", ["cap 500000", "floor 200000"]),
        ("補助対象経費の3分の1に相当する額と30万円のいずれか低い額", ["cap 300000"]),
        ("■内容\n投下額の1/10以内。ただし、その額が3,000万円を超えるときは、3,000万円とする。", ["cap 30000000"]),
        ("■補助額\n（上限額：300万円以上2,000万円以下）\n（ただし、機器だけの場合は20万円以上、200万円以下とする。）",
         ["floor 3000000", "cap 20000000", "floor 200000", "cap 2000000"]),
        ("■補助額\n7,000円/m（上限：21万円）又は工事費の9割のいずれか低い額", ["grant 7000", "cap 210000"]),
        # at most; the case that it holds for says it again
        ("支給金額: 50万円(最大時)", ["cap 500000"]),
        ("支給金額: 90万円(最大時)\n■補助金額\n限度額：60万円\n※路面店の場合の限度額は90万円", ["cap 600000", "cap 900000"]),
        ("補助上限額\n★県の上乗せ補助により①通常枠650万円以内", ["cap 6500000"]),
        ("■補助額\n【上限：両方あわせて、10万円】\n・補助額：4万円", ["total_cap 100000", "grant 40000"]),
        ("■助成金額\n・車両：1台あたり最大30万円（価格の1/10を超えない金額、千円以下切り捨て）", ["cap 300000 vehicle"]),
        ("■補助金額\n• 研修参加 経費の2/3以内で、年間一法人等40万円、一個人5万円が限度\n• 研修主催 経費の2/3以内で、年間一法人等40万円が限度",
         ["cap 400000 fiscal_year", "cap 50000 person", "cap 400000 fiscal_year"]),
        ("■助成額\n・上限額：1台あたり4万円\n注:1,000円×45名=45,000円➡上限4万円を超えるので、合計4万円が助成額", ["cap 40000 vehicle"]),
        ("■補助対象経費の上限\n月額 65,000円\n■補助額の上限\n月額 48,750円", ["threshold 65000", "cap 48750"]),
        ("補助限度額\n1世帯あたり 20万円\n・所得の合計が400万円（年収550万円程度が目安）未満の世帯", ["cap 200000 household"]),
        ("上限金額・助成額12000万円", ["cap 120000000"]),
        ("経費の一部を「最大300万円」支援する助成金です。", ["cap 3000000"]),
        ("補助額および補助上限額は、以下のとおりです。\n(1) 太陽光：出力1kW当たり30,000円（上限150,000円）", ["grant 30000 case", "cap 150000"]),
        ("■助成金額\n一件80万円以内（総額1,900万円以内）", ["cap 800000 case"]),
        ("■補助金額\n補助上限90万円\n※年度内1補助対象者90万円が限度", ["cap 900000 fiscal_year"]),
        ("申請期間：令和8年4月1日～5月29日\n【1.応募資格】 | 大学院生 |\n---|---|\n【2.助成金額・使途】 | 1件あたり40万円を上限とします。 |", ["cap 400000 case"]),
        ("補助上限額は紙の場合、割増分が70万円、事務費が8万円、電子の場合は割増分が90万円。複数の団体が一緒に開く場合は400万円。",
         ["cap 700000", "cap 80000", "cap 900000", "cap 4000000"]),
        ("■補助率\n費用の90%\n大型は400,000円、小型は90,000円までが上限です", ["cap 400000", "cap 90000"]),
        ("創業費を、120万円を上限に補助する。転入した人は町から最大70万円の移住支援金も受けられる。", ["cap 1200000"]),
        ("補助額\n経費の2分の1（上限90万円）\n※補助額が20万円未満は対象外", ["cap 900000", "floor 200000"]),
        ("■補助金の額\n費用の額又は40万円のいずれか低い額\n※申請額が10万円を超えない団体については、書類審査のみとします。", ["cap 400000"]),
        # prices beside a bound, a number's second part behind the bound of its first, costs that are not reached, a budget
        ("団体を対象に、補助金は1人1泊400円、1団体最大で8万円を限度とする。", ["cap 80000 organisation"]),
        ("助成額\n(1)町内の業者を使う場合：1台7万円\n上限額：70万円\n(2)その他の場合：1台4万円\n上限額：40万円",
         ["grant 70000 vehicle", "cap 700000", "grant 40000 vehicle", "cap 400000"]),
        ("補助金額：1団体 最大20,000円\n※対象経費の合計が20,000円を下回る場合は実費を補助します。", ["cap 20000 organisation"]),
        ("今年度の助成は最大61件、総額8,000万円です。", []),
        ("助成します。\n【補助率：1/2】【補助上限額：70万円】", ["cap 700000"]),
        ("補助金額\n補助上限額（70万円）", ["cap 700000"]),
        # units of tables
        ("■補助上限額（単位：千円）\n| 区分 | 上限額 |\n|---|---|\n| A型 | 1,000 |", ["cap 1000000"]),
        ("| 区分 | 上限額（万円） |\n|---|---|\n| A型 | 120 |", ["cap 1200000"]),
        ("市 | 申請期間 | 補助金 |\n---|---|---|\n山田市 | 令和8年4月1日～6月30日 | 発電：1万円/kW（上限4万円） 蓄電池：2万円/kWh当たり（上限12万円） |",
         ["cap 40000 case", "cap 120000 case"]),
    ],
)  # fmt: skip
def test_the_sums_of_a_call(text: str, expected: list[str]):
    assert amounts(read_terms(call(text))) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # rounds and ranges without a label, deadlines in between
        ("申請は3回に分けて受けます。\n第1回：令和8年4月1日〜4月30日\n第2回：10月1日〜10月31日",
         ["1 2026-04-01 2026-04-30", "2 2026-10-01 2026-10-31"]),
        ("令和8年7月1日(水)から9月30日(水)まで【必着】", ["None 2026-07-01 2026-09-30"]),
        ("■公募期間\n令和8年4月1日～令和9年1月29日\n※6月30日（火）、9月30日（水）に中間締切を設けます。",
         ["None 2026-04-01 2027-01-29", "None None 2026-06-30", "None None 2026-09-30"]),
        ("4月13日（月曜日）9時から、令和8年度分の申請受付を開始します。", ["None 2026-04-13 None"]),
        ("- 申請期間\n- 令和8年7月9日~12月25日(金)\n- 申請方法\n- 郵送", ["None 2026-07-09 2026-12-25"]),
        # put off, an aside of what is over, a label in round brackets, the year of the notice's own day
        ("■郵送での受付期間\n令和8年4月6日（月）～令和8年7月31日（金） ⇒ 10月30日（金）", ["None 2026-04-06 2026-10-30"]),
        ("令和8年5月15日(金)まで ⇒ 令和8年7月17日(金)まで延長", ["None None 2026-07-17"]),
        ("申請期間\n（事前エントリーは終了しました）2026年 9 月 1 日(火) ~ 12 月 10 日(木)", ["None 2026-09-01 2026-12-10"]),
        ("(提出期間)\n令和8年5月21日(木)~5月22日(金)", ["None 2026-05-21 2026-05-22"]),
        ("（最終期限：令和8年 9月30日まで）", ["None None 2026-09-30"]),
        ("2025年 10月 8日\n申請期間は、1月30日まで。", ["None None 2026-01-30"]),
        ("■公募期間\n第1回2026年4月20日~5月20日2026年9月頃", ["1 2026-04-20 2026-05-20"]),
        ("以下の期日までに提出してください。\n・第1四半期分(4~6月分):令和8年8月14日締切\n・第2四半期分(7~9月分):令和8年11月13日締切",
         ["None None 2026-08-14", "None None 2026-11-13"]),
        # months of an era's letter
        ("募集期間：R8.4～R8.6", ["None 2026-04-01 2026-06-30"]),
        ("■募集時期\nR8.4（予定）", ["None 2026-04-01 2026-04-30"]),
        # who is helped: what the dates of a wedding or a move are for
        ("申請期間：令和8年6月1日から令和9年3月31日まで\n対象世帯（いずれも満たす夫婦）：\n(1)令和8年4月1日から令和9年3月31日までに届出が受理されていること。",
         ["None 2026-06-01 2027-03-31"]),
        ("補助限度額\n30万円\n・令和8年1月1日～令和9年3月31日までの間に婚姻届を提出し受理された世帯", []),
        # the verbs of opening and closing; how far back one may go, under how to apply; a year in the name of a notice
        ("申請が2026年9月24日から始まります。申請期間は2026年10月2日までの9日間です。", ["None 2026-09-24 2026-10-02"]),
        ("第5回の募集は2026年12月9日が締切となりました。先日8/6(木)締切分に申し込みました。", ["5 None 2026-12-09"]),
        ("令和8年3月30日をもって新規申請の受付を終了しました。", ["None None 2026-03-30"]),
        ("申請方法\n購入日から60日以内又は令和9年3月30日のいずれか早い日までに、\n1. 領収書\nを窓口へ", ["None None 2027-03-30"]),
        ("■応募期限と助成金の詳細\n申請受付は令和8年4月13日から8月31日まで\n参考資料：令和8年度見本助成募集要項", ["None 2026-04-13 2026-08-31"]),
        ("〇令和8年度募集期間 令和8年4月2日〜令和8年5月20日で現在募集中です。", ["None 2026-04-02 2026-05-20"]),
        ("公募期間\n2026年04月02日\n~\n2027年03月30日\n上限金額\n60万円", ["None 2026-04-02 2027-03-30"]),
        ("令和8年度の申請は、令和9年1月4日から3月16日までです。\n（持参される場合は、令和9年1月5日から3月12日まで。）",
         ["None 2027-01-04 2027-03-16", "None 2027-01-05 2027-03-12"]),
        ("第2期公募を5月8日（金）から開始します。\n1.応募受付期間：令和8年5月8日（金）～7月31日（金）", ["None 2026-05-08 2026-07-31"]),
        ("支援額\n第4期　令和8年1月、2月、3月　1.8円/kWh", []),
        ("申請期限：令和9年3月30日（火）\n令和8年度中の購入については令和9年度の対象になりません。", ["None None 2027-03-30"]),
        ("補助対象経費 |\n機械の導入費 |\n補助上限額 |\n300万円 |\n申請期間 |\n2026年3月23日〜2026年12月25日\n|", ["None 2026-03-23 2026-12-25"]),
        # both ends on lines of their own, halves of a year, months from and to, what comes in a plan, post and remarks
        ("【公募期間】\n開始：令和8年4月2日\n終了：令和8年5月28日", ["None 2026-04-02 2026-05-28"]),
        ("受付期間　前期：令和8年4月2日～6月30日、後期：令和8年9月1日～11月30日", ["None 2026-04-02 2026-06-30", "None 2026-09-01 2026-11-30"]),
        ("申請期間：令和8年4月から令和9年1月まで", ["None 2026-04-01 2027-01-31"]),
        ("スケジュール\n令和8年5月28日　応募締切\n令和8年7月　採択決定", ["None None 2026-05-28"]),
        ("スケジュール\n・令和8年4月14日～5月15日　公募期間\n・令和8年6月中旬　審査", ["None 2026-04-14 2026-05-15"]),
        ("応募方法：令和8年5月28日（木）必着で郵送", ["None None 2026-05-28"]),
        ("※令和8年3月30日で受付終了", ["None None 2026-03-30"]),
        # a briefing's own days, what is applied for in the end, questions, papers one after the other, openings in a few words
        ("説明会を令和8年4月14日（火）に開催します。申込みは4月9日（木）まで。\n公募期間は令和8年4月20日（月）～5月28日（木）です。", ["None 2026-04-20 2026-05-28"]),
        ("事前エントリー：令和8年4月1日～4月28日\n本申請：令和8年5月1日～5月28日", ["None 2026-05-01 2026-05-28"]),
        ("問い合わせ受付期間：令和8年4月2日～令和9年3月30日", []),
        ("1. 交付申請書の提出　令和8年6月29日まで\n2. 実績報告書の提出　令和9年3月9日まで", ["None None 2026-06-29"]),
        ("申請受付　令和8年4月2日～（先着順）", ["None 2026-04-02 None"]),
        ("令和8年4月2日（木）申請受付開始！", ["None 2026-04-02 None"]),
        ("治療に必要な費用の一部助成を平成30年4月から開始しました。", []),
        # a remark behind a star, a label and its dates in one bracket, guides of a year, the earlier of two ends
        ("【募集期間】\n令和8年4月2日(木)~令和9年3月30日(火)*予算がなくなり次第終了", ["None 2026-04-02 2027-03-30"]),
        ("助成します。\n【募集期間:2026年3月24日〜2026年4月20日】\n申請までの流れ", ["None 2026-03-24 2026-04-20"]),
        ("助成します。\n【募集期間：令和8年3月24日（火曜日）〜令和8年4月20日（月曜日）】\n申請までの流れ", ["None 2026-03-24 2026-04-20"]),
        ("申請開始：令和8年2月2日(月曜日)\n申請終了：「予算が上限に達するまで」または「令和8年2月13日(金曜日)」のいずれか早い日\n申請の手引き(令和7年度)(PDF：90KB)",
         ["None 2026-02-02 2026-02-13"]),
        ("助成します。\n＜募集期間：2026年3月24日～2026年4月20日＞", ["None 2026-03-24 2026-04-20"]),
        ("助成します。\n《応募締切：2026年4月20日》", ["None None 2026-04-20"]),
        ("令和8年4月2日から令和8年度補助事業の受付を行います。", ["None 2026-04-02 None"]),
        # a number and a gap before a label, a plan whose items have their dates in brackets
        ("2 対象事業\n・見本枠\n経費の一部\n3 応募締切 令和8年4月8日(水)", ["None None 2026-04-08"]),
        ("(スケジュール)\n①応募受付期間(令和8年6月22日(月)~令和8年7月31日(金))\n②採択通知(8月27日頃)\n③寄付金募集期間(令和8年9月1日(火)~令和9年2月8日(月))",
         ["None 2026-06-22 2026-07-31"]),
        # a weekday alone, on a page without any year
        ("一次申込期間：5月18日（月）から6月19日（金）まで", []),
        # tables drawn with bars; an opening said again in running text
        ("| 項目 | 内容 |\n|---|---|\n| 申請期間 | 令和8年1月7日から1月29日17時まで |", ["None 2026-01-07 2026-01-29"]),
        ("受け付け期間 令和8年4月2日から令和9年1月30日まで  ※予算額に達し次第締め切ります。", ["None 2026-04-02 2027-01-30"]),
        ("県は2025年12月22日から、見本補助金（4次公募）の申請を受け付けている。受付期間は2026年2月6日まで。", ["None 2025-12-22 2026-02-06"]),
        ("＜前期分について＞\n令和8年4月21日から申請受付を開始しました\n1 申請期間\n令和8年4月21日から令和8年8月25日まで", ["None 2026-04-21 2026-08-25"]),
    ],
)  # fmt: skip
def test_the_application_windows_of_a_call(text: str, expected: list[str]):
    found = read_schedule(call(text), context=ScheduleContext())
    told = [f"{p.call_round} {p.start_date} {p.end_date}" for p in found.periods if p.kind == "application"]
    assert told == expected


def test_a_notice_that_names_its_programme_in_its_first_sentence_keeps_that_sentence():
    text = "見本県は「見本県出展補助金」の申請を受け付けている。補助率は2分の1、上限は50万円。申請期限は2026年3月13日。"
    (found,) = outline_generic(parse_document(text.encode(), name="call.txt"))
    terms, schedule = read_terms(found), read_schedule(found, context=ScheduleContext())
    assert found.name_text == "見本県出展補助金"
    assert (rates(terms), amounts(terms)) == (["1/2 any"], ["cap 500000"])
    assert [str(period.end_date) for period in schedule.periods] == ["2026-03-13"]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("【令和8年5月28日締切】見本助成金", [(None, "2026-05-28")]),
        ("見本補助金（申請期限：令和8年5月28日）", [(None, "2026-05-28")]),
        ("【5月28日締切】見本助成金", []),
    ],
)
def test_a_deadline_that_a_name_states(name: str, expected: list[tuple[str | None, str]]):
    (found,) = outline_generic(parse_document(f"{name}\n費用の一部を助成します。".encode(), name="call.txt"))
    periods = read_schedule(found, context=ScheduleContext()).periods
    assert [(period.start_date, str(period.end_date)) for period in periods] == expected
