"""Statements of dates → periods with their kind, their round and the years that the text leaves out."""

from datetime import date

import pytest

from pipeline.extract.facts import Schedule, ScheduleContext
from pipeline.extract.outline.passages import passages_of
from pipeline.extract.schedule import read_schedule
from pipeline.records import Passage
from tests.extract.programmes import passage, programme, table

NOBODY = ScheduleContext()


def schedule(label: str, text: str, context: ScheduleContext = NOBODY) -> Schedule:
    return read_schedule(programme(passage(label, text)), context=context)


def periods(found: Schedule) -> list[str]:
    """`application 8 2025-04-01~2025-04-30 17:00 postmark`, what is missing left out."""
    told = []
    for p in found.periods:
        span = f"{p.start_date or ''}~{p.end_date or ''}" if p.start_date or p.end_date else "undated"
        told.append(" ".join(str(part) for part in (p.kind, p.call_round, span, p.end_time, p.deadline_rule) if part))
    return told


@pytest.mark.parametrize(
    ("label", "text", "expected"),
    [
        ("募集期間", "令和7年7月4日(金)まで", ["application ~2025-07-04"]),
        ("", "令和8年4月20日から6月19日にかけて募集を行っています。", ["application 2026-04-20~2026-06-19"]),
        ("", "【令和8年4月3日（金）17時公募締切】", ["application ~2026-04-03 17:00"]),
        ("", "見本県は令和8年7月24日まで、見本街のキャッシュレス導入支援事業の募集を行っている。", ["application ~2026-07-24"]),
        ("締切期日", "2026年4月6日（月）～2026年5月22日（金）", ["application 2026-04-06~2026-05-22"]),
        ("受付", "令和8年4月6日から5月29日まで\n工事完了：令和9年1月29日（金）まで",
         ["application 2026-04-06~2026-05-29", "project ~2027-01-29"]),
        ("申請期間", "令和8年4月6日～5月29日\n交付決定日から起算して30日以内に着手すること",
         ["application 2026-04-06~2026-05-29", "project undated"]),
        ("申請受付", "開始：令和8年4月6日（月）\n終了：令和8年5月29日（金）17：00", ["application 2026-04-06~2026-05-29 17:00"]),
        ("公募受付", "開始日　令和8年4月6日\n締切日　令和8年5月29日まで", ["application 2026-04-06~2026-05-29"]),
        ("受付期間/受付予定企業数", "前期　令和8年4月6日～5月29日/定員30社", ["application 2026-04-06~2026-05-29"]),
        ("受付期間", "令和8年4月6日～5月29日\n助成対象となる研修の期間：令和8年4月1日から令和9年3月31日までに開始する研修",
         ["application 2026-04-06~2026-05-29", "project 2026-04-01~2027-03-31"]),
        ("募集スケジュール", "申請予約期間　申請書提出期間　助成対象期間の開始\n"
         "第1回　令和8年4月1日～4月20日　令和8年5月7日～5月15日　令和8年10月1日",
         ["consultation 2026-04-01~2026-04-20", "application 1 2026-05-07~2026-05-15", "project 2026-10-01~"]),
        ("", "事前エントリー受付期間 / 支給申請受付期限 / 予定受付企業数：\n"
         "【第1回】令和8年4月27日～5月13日 / 令和8年11月30日 / 250社\n【第2回】令和8年6月22日～6月26日 / 令和9年1月29日 / 300社",
         ["consultation 2026-04-27~2026-05-13", "application 1 ~2026-11-30", "consultation 2026-06-22~2026-06-26", "application 2 ~2027-01-29"]),
        ("申請予約期間・申請書提出期間", "申請予約期間：令和8年4月8日から5月8日まで　申請書提出期間：令和8年5月11日から5月22日まで",
         ["consultation 2026-04-08~2026-05-08", "application 2026-05-11~2026-05-22"]),
        ("申請受付期間", "4月分から9月分まで：令和8年6月1日～7月31日　10月分から3月分まで：令和8年12月1日～令和9年1月29日",
         ["application 2026-06-01~2026-07-31", "application 2026-12-01~2027-01-29"]),
        ("応募期限", "令和8年6月26日\n質問：令和8年5月29日まで（回答：令和8年6月5日）\n実証期間：令和8年9月1日～令和9年2月26日",
         ["application ~2026-06-26", "other ~2026-05-29", "other 2026-06-05~2026-06-05", "project 2026-09-01~2027-02-26"]),
        ("申請受付", "令和8年1月から12月までに支払った利子について、令和9年1月4日から1月29日までに申請してください。", ["application 2027-01-04~2027-01-29"]),
        ("開催日時", "令和8年3月9日（月）14時～15時\n令和8年3月16日（月）14時～15時",
         ["other 2026-03-09~2026-03-09 15:00", "other 2026-03-16~2026-03-16 15:00"]),
        ("説明会", "開催日時：令和8年3月9日14時～15時\n申込期限：令和8年3月9日正午", ["other 2026-03-09~2026-03-09 15:00", "other ~2026-03-09 12:00"]),
        ("受付期間", "第1期：5月1日～7月31日に開かれる展示会…令和8年4月15日まで\n第2期：9月1日から10月末までに導入する機器…令和8年8月14日まで",
         ["application 1 ~2026-04-15", "application 2 ~2026-08-14"]),
        ("", "第2次募集の期間は、令和8年9月1日から9月30日までです。第1次募集（令和8年5月1日から5月29日まで）は終了しました。",
         ["application 2 2026-09-01~2026-09-30", "application 1 2026-05-01~2026-05-29"]),
        ("日程", "令和8年4月15日（水曜日）", ["other 2026-04-15~2026-04-15"]),
        ("募集期間", "令和8年4月6日から5月29日まで（※ただし、6月12日まで延長しました）", ["application 2026-04-06~2026-06-12"]),
        ("", "申請の締め切りは令和8年6月30日（第1回）、令和8年10月30日（第2回）。", ["application 1 ~2026-06-30", "application 2 ~2026-10-30"]),
        ("", "令和8年9月1日から申請の受け付けを開始し、令和9年1月29日に締め切る。", ["application 2026-09-01~2027-01-29"]),
        ("申請時期", "取得後3か月以内（ただし、令和9年3月1日から3月31日までに取得した場合は令和9年4月9日まで）",
         ["application ~2027-04-09"]),
        ("支給申請期間", "＜第1回＞終了\n＜第2回＞令和8年8月3日（月）～8月31日（月）", ["application 2 2026-08-03~2026-08-31"]),
        ("申請書提出期限", "6月審査会：令和8年5月29日（金）17時\n8月審査会：令和8年7月31日（金）17時",
         ["application ~2026-05-29 17:00", "application ~2026-07-31 17:00"]),
        ("募集期間", "令和9年2月26日まで\n※令和8年4月1日から令和9年2月26日までに実施した研修が対象で、実施後に申請",
         ["application ~2027-02-26", "project 2026-04-01~2027-02-26"]),
        ("", "①令和8年4月1日以降、令和9年2月12日までの間に、応募者本人が見本県内で開業すること。", []),
        ("募集期間", "令和8年4月6日～5月22日\n交付対象事業者の公募要件\n令和9年3月31日までに出資を受ける予定の会社", ["application 2026-04-06~2026-05-22"]),
        ("", "追加募集\n令和8年6月8日（月）～6月26日（金）\n実績報告\n令和9年2月26日まで",
         ["application 2026-06-08~2026-06-26", "report ~2027-02-26"]),
        ("", "令和8年度の申請受付について\n令和8年4月6日（月）～5月22日（金）", ["application 2026-04-06~2026-05-22"]),
        ("申請が可能な期間", "令和8年4月6日～5月22日", ["application 2026-04-06~2026-05-22"]),
        ("最終締切", "令和8年5月22日（金）", ["application ~2026-05-22"]),
        ("交付申請兼実績報告書の提出期限", "令和9年2月26日（金）", ["application ~2027-02-26"]),
        ("申請期間", "令和8年4月6日以降（先着順）", ["application 2026-04-06~"]),
        ("申請期間", "自令和8年4月6日\n至令和8年5月22日", ["application 2026-04-06~2026-05-22"]),
        ("申請期間", "個人：令和8年4月6日～5月22日\n法人：令和8年4月6日～6月30日",
         ["application 2026-04-06~2026-05-22", "application 2026-04-06~2026-06-30"]),
        ("申請受付", "・令和8年4月6日～5月22日", ["application 2026-04-06~2026-05-22"]),
        ("手続き期間", "令和8年6月1日から令和8年7月10日", ["application 2026-06-01~2026-07-10"]),
        ("事業スケジュール", "・申請受付　令和8年4月6日～5月22日",
         ["application 2026-04-06~2026-05-22"]),
        ("公募回ごとの締切", "第1回　2026年5月22日（金）\n第2回　2026年8月21日（金）", ["application 1 ~2026-05-22", "application 2 ~2026-08-21"]),
        ("募集期間", "令和8年4月6日（月）9：00\n～令和8年5月22日（金）17：00", ["application 2026-04-06~2026-05-22 17:00"]),
        ("募集期間", "2026年5月22日（金）\n「見本助成プログラム」－2026年度", ["application ~2026-05-22"]),
        ("申請期間", "令和8年8月3日～9月11日\n但し8月28日までにデータの点検を受けること", ["application 2026-08-03~2026-09-11", "consultation ~2026-08-28"]),
        ("スケジュール", "説明会　令和8年3月10日（火）\n申込期間　令和8年4月6日から4月24日まで",
         ["other 2026-03-10~2026-03-10", "application 2026-04-06~2026-04-24"]),
        ("", "交付申請\n令和8年10月30日までに申請書を提出してください。\n実績報告\n令和9年2月19日の早い日までに提出してください。",
         ["application ~2026-10-30", "report ~2027-02-19"]),
        ("申請の流れ", "1　事前相談（令和8年4月1日～4月24日）\n2　申請書の提出（令和8年5月7日～5月29日）", ["application 2026-05-07~2026-05-29"]),
        ("申請手続", "※令和7年分の申請受付期間は令和8年1月～2月末です。", ["application 2026-01-01~2026-02-28"]),
        ("", "第1回の締め切りは令和8年6月26日、第2回は9月25日。", ["application 1 ~2026-06-26", "application 2 ~2026-09-25"]),
        ("", "申請の受け付けは令和8年5月18日に始まり、12月18日に締め切る。", ["application 2026-05-18~2026-12-18"]),
        ("募集期間", "令和8年12月25日（金）", ["application ~2026-12-25"]),
        ("募集期間", "2025年9月19日 ~ 2025年11月25日 17時(必着)", ["application 2025-09-19~2025-11-25 17:00 arrive"]),
        ("", "【対象者】 市内の商店 【受付期間】 令和8年7月1日～令和8年7月31日 【事業期間】 令和9年1月29日まで",
         ["application 2026-07-01~2026-07-31", "project ~2027-01-29"]),
        ("", "募集は、令和8年5月11日（月曜日）から開始し、令和8年11月27日（金曜日）で終了します。", ["application 2026-05-11~2026-11-27"]),
        ("申請期限", "令和8年2月13日で受付を終了しました。", ["application ~2026-02-13"]),
        ("受付", "随時（ただし令和9年2月末日まで）", ["application ~2027-02-28"]),
        ("実績報告", "完了後30日以内または令和9年3月5日（金）の早い日までに提出してください。", ["report ~2027-03-05"]),
        ("", "申込期限を令和8年10月5日（月）から令和8年10月19日（月）まで延長しました。", ["application ~2026-10-19"]),
        ("", "令和8年5月7日〜令和8年11月末日（申請受付）", ["application 2026-05-07~2026-11-30"]),
        ("申請期限", "展示会の開催日の1か月前の日", ["application undated"]),
        ("申込期限", "研修の開催日の前日まで", ["application undated"]),
        ("申請期限", "工事に着手する日の14日前まで（最終期限 令和8年12月11日）", ["application ~2026-12-11"]),
        ("", "（1）一次募集　令和8年4月6日～5月8日　（2）二次募集　令和8年8月3日～9月4日",
         ["application 1 2026-04-06~2026-05-08", "application 2 2026-08-03~2026-09-04"]),
        ("", "第2回募集　令和8年9月1日〜9月30日（17時必着）", ["application 2 2026-09-01~2026-09-30 17:00 arrive"]),
        ("募集期間", "令和8年7月1日～7月31日\n選定会議：令和8年8月中に開催予定", ["application 2026-07-01~2026-07-31", "other 2026-08-01~2026-08-31"]),
        ("", "申請受付期間：令和8年4月1日～令和8年5月29日まで\n※消印有効", ["application 2026-04-01~2026-05-29 postmark"]),
        ("", "募集期間:令和8年3月13日(金)まで(随時受付)/事業完了期限:令和8年3月27日(金)まで。",
         ["application ~2026-03-13", "project ~2026-03-27"]),
        ("スケジュール", "申請受付期間:令和7年10月1日 ~ 11月14日\n事業完了期限:令和8年1月16日まで\n実績報告の期限:事業完了後20日以内、または令和8年2月10日までのいずれか早い日",
         ["application 2025-10-01~2025-11-14", "project ~2026-01-16", "report ~2026-02-10"]),
        ("募集期間", "要領公開:令和7年10月28日\n申請受付開始:令和8年1月23日\n申請締切:令和8年3月31日(当日消印有効)\n支援機関確認書の締切:令和8年3月23日",
         ["announcement 2025-10-28~2025-10-28", "application 2026-01-23~2026-03-31 postmark", "certificate ~2026-03-23"]),
        ("事前相談期間等", "事前相談:令和7年6月2日(月)~令和7年12月31日(水)", ["consultation 2025-06-02~2025-12-31"]),
        ("設備取得期間", "認定日～ 令和 9 年 3 月 31 日 まで", ["acquisition ~2027-03-31"]),
        ("補助対象期間", "交付決定の後、令和8年2月20日までに行われた取組の完了分が対象。", ["project ~2026-02-20"]),
        ("", "税の特例。令和9年3月末までの制度です。", ["scheme ~2027-03-31"]),
        ("", "《税の特例措置》税が最大 4分の1 に！令和9年3月末までの制度です。", ["scheme ~2027-03-31"]),
        ("", "受付期間：2026年4月7日正午\n【説明会】\n開催日時：2026年3月10日（火）13時00分～15時00分\n申込期限：2026年3月6日（金）正午",
         ["application ~2026-04-07 12:00", "other 2026-03-10~2026-03-10 15:00", "other ~2026-03-06 12:00"]),
        ("", "締め切りは令和6年2月16日で、先着で受け付ける。", ["application ~2024-02-16"]),
        ("", "申請期限第1回目令和5年7月20日第2回目令和6年2月20日", ["application 1 ~2023-07-20", "application 2 ~2024-02-20"]),
        ("", "令和6年2月1日から令和7年2月28日までの期間中に、半年は雇用した実績", ["project 2024-02-01~2025-02-28"]),
        ("対象者", "交付決定の後に始め、令和8年1月末日までに完了すること", ["project ~2026-01-31"]),
        ("申請方法", "実績報告:報告書の提出は、事業完了後20日以内または令和8年3月13日まで", ["report ~2026-03-13"]),
        ("", "申請は2023年7月3日から受け付け、9月29日に締め切る。", ["application 2023-07-03~2023-09-29"]),
        ("", "申請期間は11月1日から2024年1月31日まで。", ["application 2023-11-01~2024-01-31"]),
        ("", "申込受付は先着順で、期間は令和5年4月17日から令和6年2月29日まで。", ["application 2023-04-17~2024-02-29"]),
        # opening and closing under labels of their own
        ("", "公募開始：令和8年4月20日（月）\n公募締切：令和8年5月20日（水）12:00必着", ["application 2026-04-20~2026-05-20 12:00 arrive"]),
        # rounds: in running text, and under a plan
        ("", "募集は1次募集が2024年1月15日から2月16日まで、2次募集が5月7日から6月14日まで。",
         ["application 1 2024-01-15~2024-02-16", "application 2 2024-05-07~2024-06-14"]),
        ("今後のスケジュール", "1回目：令和8年6月15日～6月30日\n2回目：令和8年7月1日～7月31日\n審査会：令和8年9月1日\n結果のお知らせ：令和8年9月20日",
         ["application 1 2026-06-15~2026-06-30", "application 2 2026-07-01~2026-07-31", "other 2026-09-01~2026-09-01", "other 2026-09-20~2026-09-20"]),
        ("公募期間", "令和8年1月13日～令和8年9月30日\n第1期：令和8年1月13日～令和8年3月31日\n第2期：第1期の締切後～令和8年9月30日",
         ["application 2026-01-13~2026-09-30", "application 1 2026-01-13~2026-03-31", "application 2 ~2026-09-30"]),
        ("申請方法", "令和8年4月20日から令和8年9月30日までに、電子申請で申し込んでください。", ["application 2026-04-20~2026-09-30"]),
        ("申請期間", "事業開始日の20日前から令和9年2月26日まで", ["application ~2027-02-26"]),
        # other names of the act, and an opening that its range has too
        ("", "申出期限：令和8年3月19日（木）", ["application ~2026-03-19"]),
        ("エントリー受付期間", "令和8年8月17日～9月7日", ["application 2026-08-17~2026-09-07"]),
        ("登録期間", "令和8年8月17日～9月7日", ["application 2026-08-17~2026-09-07"]),
        ("交付申請", "令和8年3月23日～11月30日17時", ["application 2026-03-23~2026-11-30 17:00"]),
        ("申請期間", "令和8年6月～令和9年3月\n令和8年6月より毎月受付枠を設けます。", ["application 2026-06-01~2027-03-31"]),
        # closings by channel stay apart from the opening
        ("", "受付開始：令和8年4月2日から\n申請期限：窓口は令和8年6月5日16時まで、郵送は令和8年6月7日消印有効",
         ["application 2026-04-02~", "application ~2026-06-05 16:00", "application ~2026-06-07 postmark"]),
        ("", "【第3回公募受付】\n令和8年10月5日～10月23日", ["application 3 2026-10-05~2026-10-23"]),
        # dates set among the ways to apply, below a remark that is no label
        ("申請方法", "事前相談期間　令和8年6月1日～6月12日　※申込用紙の請求期間\n申込書提出期間　令和8年6月15日～6月30日",
         ["consultation 2026-06-01~2026-06-12", "application 2026-06-15~2026-06-30"]),
        # an opening and its closing on one line, and the further rounds of a list, whose opening is that of the first
        ("スケジュール", "第1次 公募開始 令和7年4月1日 締切 令和7年5月30日\n第2次 公募開始 令和7年6月10日 締切 令和7年7月31日",
         ["application 1 2025-04-01~2025-05-30", "application 2 2025-06-10~2025-07-31"]),
        ("公募期間", "令和元年6月3日（月）～7月5日（金）〈1次締切〉\n～8月30日（金）〈2次締切〉",
         ["application 1 2019-06-03~2019-07-05", "application 2 2019-06-03~2019-08-30"]),
        ("", "必要な申請書類を令和7年9月1日（月曜日）午後5時までに市役所の窓口へ持参する必要があります。", ["application ~2025-09-01 17:00"]),
        ("申込期限", "令和8年10月30日（令和9年3月30日まで完了届を提出できること）", ["application ~2026-10-30", "project ~2027-03-30"]),
        # a remark that names its dates below another label; a pause behind the topic; the verb of a range; what is decided
        ("実施期間", "令和8年4月1日から令和9年3月31日まで\n※申請期間は、令和9年3月12日（金曜日）までです。",
         ["project 2026-04-01~2027-03-31", "application ~2027-03-12"]),
        ("", "令和8年度の申請受付は、一旦、令和9年3月19日（金）までとさせていただきます。", ["application ~2027-03-19"]),
        ("", "令和8年6月12日\n見本補助金の追加公募を6月22日（月）〜6月30日（火）の間に行います。", ["application 2026-06-22~2026-06-30"]),
        ("受付期間", "令和8年4月1日〜令和8年5月15日\n翌年度に助成します。（決定は令和9年3月）",
         ["application 2026-04-01~2026-05-15", "announcement 2027-03-01~2027-03-31"]),
        ("", "【申請期間】令和8年4月1日〜令和8年5月29日\n【参加団体決定】令和8年7月",
         ["application 2026-04-01~2026-05-29", "announcement 2026-07-01~2026-07-31"]),
        ("", "受付開始：令和8年6月1日（月）　受付終了：予算に達し次第", ["application 2026-06-01~"]),
        ("", "企業向け説明会を開催します\n<日時・場所>\n令和8年4月14日（火曜日）", ["other 2026-04-14~2026-04-14"]),
        ("", "県は「見本補助金」の募集を令和8年4月1日に始める。5月15日まで募集する。", ["application 2026-04-01~2026-05-15"]),
        ("", "2026.9.2\n公募期間は9月30日まで。", ["application ~2026-09-30"]),
        ("", "【申請期間】令和8年4月1日～5月29日\n【工事完了届】\n令和9年1月29日", ["application 2026-04-01~2026-05-29", "report ~2027-01-29"]),
        ("", "2026年7月1日\n申請は8月3日～9月4日に受け付ける。申請には7月23日、8月4日に開くセミナーの受講が必要。", ["application 2026-08-03~2026-09-04"]),
        ("", "補助対象期間は補助金の交付決定日から2027年2月26日まで。", ["project ~2027-02-26"]),
        ("スケジュール", "実績報告書提出期限補助事業完了後30日以内または令和9年3月10日のいずれか早い日", ["report ~2027-03-10"]),
        ("", "見本県は蓄電池の補助の受付を始める（受付期間：令和8年6月8日～予算額に達した日）。太陽光については、4月より申請受付を行っている。",
         ["application 2026-06-08~"]),
        ("", "令和8年9月8日（火曜日）から「見本施設を整える緊急の事業（令和7年度補正予算）」及び「見本施設を整える事業（令和8年度当初予算）」の追加募集を行っています。",
         ["application 2026-09-08~"]),
        # two labels in one, months and quarters
        ("補助対象期間及び申請期間", "令和8年4月1日から令和9年2月26日まで", ["project 2026-04-01~2027-02-26", "application 2026-04-01~2027-02-26"]),
        ("", "申請期間：2026年4-6月", ["application 2026-04-01~2026-06-30"]),
        ("公募時期", "令和8年度 第2四半期（予定）", ["application 2026-07-01~2026-09-30"]),
        ("公募時期", "令和8年度第4四半期", ["application 2027-01-01~2027-03-31"]),
        ("", "【オンライン申請】\n令和8年4月1日（水）9時～令和8年5月29日（金）", ["application 2026-04-01~2026-05-29"]),
        ("", "説明動画の公開：令和8年4月10日（金）", ["announcement 2026-04-10~2026-04-10"]),
        ("募集期間", "募集開始：令和8年4月1日\n申請受付開始：令和8年5月1日\n申請締切：令和8年6月12日",
         ["announcement 2026-04-01~2026-04-01", "application 2026-05-01~2026-06-12"]),
        ("スケジュール", "公募開始：令和7年4月8日\n申請受付：令和7年5月12日～6月13日",
         ["announcement 2025-04-08~2025-04-08", "application 2025-05-12~2025-06-13"]),
        ("申請期間", "（前期）令和7年4月1日～9月30日に購入した方：令和7年10月31日まで", ["application ~2025-10-31"]),
        ("対象期間", "令和7年4月1日～9月30日に購入したもの", ["project 2025-04-01~2025-09-30"]),
        ("募集期間", "【第1期】令和7年4月10日～令和7年5月9日\n【第2期】令和7年7月10日～令和7年8月8日",
         ["application 1 2025-04-10~2025-05-09", "application 2 2025-07-10~2025-08-08"]),
        ("募集期間", "令和7年4月1日～令和7年6月30日（7月中旬に審査会を実施）",
         ["application 2025-04-01~2025-06-30"]),
        ("募集期間", "毎月1日～20日", ["application undated"]),
        ("申請期限", "毎月末締切", ["application undated"]),
        ("受付期間", "令和7年4月1日から令和8年2月27日まで\n工事完了期限/令和8年3月31日(火曜日)",
         ["application 2025-04-01~2026-02-27", "project ~2026-03-31"]),
        ("申請期限", "令和7年9月30日を目途に締め切ります", ["application ~2025-09-30"]),
        # until the money is spent, a label and a gap below another label, a label that only narrows, an aside of 随時
        ("応募締切", "令和8年3月26日18:00まで\n補助事業実施期間　交付決定日から14か月以内", ["application ~2026-03-26 18:00", "project undated"]),
        ("事業期間", "令和8年2月27日まで\n実績報告　事業完了後30日以内", ["project ~2026-02-27", "report undated"]),
        ("受付期間", "令和7年10月1日（水）から予算に達し次第終了", ["application 2025-10-01~"]),
        ("受付期間", "令和7年5月1日から令和7年7月31日まで\n実績報告　事業完了の日から30日以内又は令和8年2月27日（金）のいずれか早い日",
         ["application 2025-05-01~2025-07-31", "report ~2026-02-27"]),
        ("", "事前相談：令和7年5月9日（金）まで", ["consultation ~2025-05-09"]),
        ("", "受付　令和8年4月1日（水）～令和9年1月29日（金）", ["application 2026-04-01~2027-01-29"]),
        ("申請方法", "令和7年度中に随時受付（令和8年2月末まで）", ["application ~2026-02-28"]),
        # undated
        ("申請期限", "初度登録の日から30日以内または当該年度の3月31日のいずれか早い日(必着)", ["application undated arrive"]),
        ("その他", "実績報告：事業完了後30日以内に提出してください。", ["report undated"]),
        ("実績報告", "事業完了後30日以内に提出してください。", ["report undated"]),
        ("請求", "額の確定後30日以内に提出してください。", ["report undated"]),
        ("申請方法", "事業完了後60日以内に申請してください。", ["application undated"]),
        ("申請期限", "雇用した日から6か月を経過した日の翌日から起算して2か月以内", ["application undated"]),
        ("申請期限", "転入した日から起算して1年を経過する日まで", ["application undated"]),
        ("申請期限", "事業の完了した日から起算して30日を経過した日又は令和8年2月27日のいずれか早い日", ["application ~2026-02-27"]),
        ("対象者", "設立の日から起算して5年を経過した日以降の法人", []),
        ("募集期間", "年度末まで", ["application undated"]),
        ("", "申込み　登録を受けた日から3か月以内", ["application undated"]),
        ("", "申請者　設立後5年以内", []),
        ("", "毎月15日締切、翌月5日交付決定", ["application undated"]),
        ("", "事業の完了は令和8年2月20日までとします。", ["project ~2026-02-20"]),
        ("", "令和8年11月27日（金）までに郵送してください。", ["application ~2026-11-27"]),
        ("", "申請書の提出は、令和8年5月29日（金）を締切日とします。", ["application ~2026-05-29"]),
        ("", "令和8年度の募集は、5月11日から6月5日までとします。", ["application 2026-05-11~2026-06-05"]),
        ("申請期間", "前期 4/1～6/30、後期 10/1～12/25（令和8年度）", ["application 2026-04-01~2026-06-30", "application 2026-10-01~2026-12-25"]),
        # put off, set right
        ("募集期間", "令和7年4月1日～令和8年3月31日\n※【訂正】募集締切を令和8年2月27日（金）に変更しました。", ["application 2025-04-01~2026-02-27"]),
        ("申請締切", "令和7年7月31日\n申請締切を8月29日に延長しました", ["application ~2025-08-29"]),
        ("申請期間", "第1回　令和7年6月2日～6月30日\n第2回　令和7年9月1日～9月30日\n※第2回の締切を10月10日まで延長しました。",
         ["application 1 2025-06-02~2025-06-30", "application 2 2025-09-01~2025-10-10"]),
        ("申請期間", "令和7年6月2日～令和7年10月31日\n※募集期間は令和8年1月30日まで延長する場合があります。", ["application 2025-06-02~2025-10-31"]),
        ("応募締切", "誤：令和7年7月31日　正：令和7年8月7日", ["application ~2025-08-07"]),
    ],
)  # fmt: skip
def test_periods_with_their_kind(label, text, expected):
    assert periods(schedule(label, text)) == expected


@pytest.mark.parametrize(
    ("label", "text"),
    [
        ("概要", "令和7年8月6日の大雨で被災した事業者を支援"),
        ("対象者", "令和6年1月1日以前から町内に事業所を有する者"),
        ("対象者", "令和7年4月1日以降に営業を開始する者"),
        ("補助内容", "災害の日(令和7年8月6日)に遡れる経費もある"),
        ("補助対象期間", "令和7年4月1日まで遡及適用可"),
        ("お問合せ先", "受付時間：平日9:00～17:00（12月29日～1月3日を除く）"),
        ("対象者", "令和8年3月31日までに国への申請をすませる者"),
        ("専門家コメント", "締切は令和8年3月31日です"),
        ("", "支援情報2023年10月20日市は費用を助成する。"),
        ("", "（令和3年11月30日までの申請については翌月に支払います）"),
        ("申請期限", "令和2年2月1日から令和5年3月31日までに納期限が到来する税が対象となります。"),
        ("申請期間", "令和5年4月1日より補助金額が変更となります。"),
        ("", "見本博覧会が令和8年3月21日から始まった。"),
        ("", "事業は令和8年4月1日から開始すること。"),
        ("", "令和8年2月26日までに、応募する団体の店舗の4割以上が端末を導入すること"),
        (
            "必要な手続",
            "＜実績報告時＞\n・2021年9月30日から2023年9月30日の属する課税期間に免税事業者であったことが分かる書類を提出",
        ),
        ("申請の制限", "交付決定日から12か月以内に申請することはできない"),
        ("", "令和8年6月30日までに採択結果を郵送します。"),
    ],
)
def test_days_that_open_and_close_nothing(label, text):
    assert schedule(label, text).periods == ()


def test_an_opening_of_any_name_meets_its_closing():
    assert periods(schedule("スケジュール", "公募開始：令和8年4月1日\n応募締切：令和8年5月15日")) == [
        "application 2026-04-01~2026-05-15"
    ]


def test_a_new_end_speaks_of_the_one_stretch_above_it() -> None:
    stated = (
        passage("申請期間", "令和7年6月2日～10月31日"),
        passage("交付申請期間（二次）", "令和7年11月4日～12月5日"),
    )
    told = passage("", "※申請期限を令和7年12月26日まで延長しました。")
    moved = read_schedule(programme(*stated[:1], told), context=NOBODY)
    unclear = read_schedule(programme(*stated, told), context=NOBODY)
    assert periods(moved) == ["application 2025-06-02~2025-12-26"]
    assert len(unclear.periods) == 3


def test_rounds_share_the_opening_of_their_list():
    text = "申請受付開始:令和7年4月1日\n8次締切:4月30日\n9次締切:6月30日\n12次締切:令和7年12月5日"
    found = schedule("募集スケジュール(第12次受付まで)", text, ScheduleContext(call_round=12))
    assert periods(found) == [
        "application 8 2025-04-01~2025-04-30",
        "application 9 2025-04-01~2025-06-30",
        "application 12 2025-04-01~2025-12-05",
    ]
    assert [p.inference for p in found.periods] == ["year from start", "year from start", None]


def test_several_deadlines_of_one_call_are_rows_and_the_last_is_the_range():
    text = "令和7年4月21日 ~ 令和7年11月19日\n複数回締切:5月28日、7月16日、11月19日"
    assert periods(schedule("募集期間", text)) == [
        "application 2025-04-21~2025-11-19",
        "application ~2025-05-28",
        "application ~2025-07-16",
    ]


@pytest.mark.parametrize(
    ("text", "context", "end", "inference"),
    [
        ("12月10日まで", ScheduleContext(listed_end_month="2025-12"), date(2025, 12, 10), "year from heading"),
        ("2月27日まで", ScheduleContext(fiscal_year=2025), date(2026, 2, 27), "year from fiscal year"),
        (
            "9月22日(月)～ 10月31日(金)",
            ScheduleContext(fiscal_year=2025),
            date(2025, 10, 31),
            "year from weekday",
        ),
    ],
)
def test_a_year_is_supplied_where_something_fixes_it(text, context, end, inference):
    (period,) = schedule("募集期間", text, context).periods
    assert (period.end_date, period.is_inferred, period.inference) == (end, True, inference)


@pytest.mark.parametrize("year", ["R6年", "令和６年", "２０２４年"])
def test_a_printed_weekday_chooses_the_year_after_one_that_is_printed(year):
    (period,) = schedule("募集期間", f"9月22日(月)～ 10月31日(金)\n{year}の地震で被災した方が対象").periods
    assert (period.start_date, period.end_date) == (date(2025, 9, 22), date(2025, 10, 31))


def test_a_year_that_nothing_fixes_is_not_guessed():
    found = schedule("募集期間", "4月1日から5月31日まで")
    assert found.periods == ()
    assert [notice.check for notice in found.notices] == ["unread-date"]


def test_a_printed_weekday_outweighs_the_fiscal_year_of_the_name():
    text, context = "9月24日（火）～12月26日（木）当日必着", ScheduleContext(fiscal_year=2012)
    assert schedule("募集期間", text, ScheduleContext(fiscal_year=2015)).periods == ()
    assert periods(schedule("募集期間", f"{text}\n平成25年9月 見本県事務局", context)) == [
        "application 2013-09-24~2013-12-26 arrive"
    ]


def test_a_table_of_deadlines():
    block = table(
        ("区分", "期限", "備考"),
        ("交付申請期限", "令和8年3月31日まで", "令和7年4月1日から受付"),
        ("事業の実施期限", "令和9年3月31日まで", ""),
        ("最終請求期限", "令和9年3月31日まで", ""),
        cols=3,
    )
    found = read_schedule(programme(Passage("スケジュール", "", (), block)), context=NOBODY)
    assert periods(found) == ["application ~2026-03-31", "project ~2027-03-31", "report ~2027-03-31"]


def test_no_row_of_a_table_is_called_by_its_rate() -> None:
    block = table(("補助率", "限度額", "申請期間"), ("2分の1以内", "50万円", "令和8年4月1日～5月29日"), cols=3)
    (period,) = read_schedule(programme(Passage("", "", (), block)), context=NOBODY).periods
    assert period.label == "申請期間"


def test_the_rows_of_a_table_supply_the_years_they_leave_out():
    block = table(
        ("回", "申請受付開始", "申請受付締切", "採択発表"),
        ("第1回", "令和7年4月1日", "5月30日 17:00", "7月上旬"),
        ("第2回", "10月1日", "1月30日", "3月中旬"),
        cols=4,
    )
    found = read_schedule(programme(Passage("", "", (), block)), context=NOBODY)
    assert periods(found) == ["application 1 2025-04-01~2025-05-30 17:00", "application 2 2025-10-01~2026-01-30"]
    assert all(p.is_inferred for p in found.periods)
    block = table(("年度", "募集期間"), ("令和6年度", "4月1日～4月30日"), ("令和7年度", "4月2日～"), cols=2)
    found = read_schedule(programme(Passage("", "", (), block)), context=NOBODY)
    assert periods(found) == ["application 2024-04-01~2024-04-30", "application 2025-04-02~"]


def test_calls_side_by_side_have_their_dates_below_them():
    block = table(
        ("", "第1回", "第2回"),
        ("公募開始", "2025年4月1日", "2025年7月1日"),
        ("公募締切", "2025年5月30日17時", "2025年8月29日17時"),
        ("交付決定", "7月頃", "10月頃"),
        ("対象者", "市内の事業者", "市内の事業者"),
        cols=3,
    )
    passages = passages_of([block])
    found = read_schedule(programme(*passages), context=NOBODY)
    assert periods(found) == [
        "application 1 2025-04-01~2025-05-30 17:00",
        "application 2 2025-07-01~2025-08-29 17:00",
    ]
    assert {p.label for p in passages} == {"", "対象者"}


@pytest.mark.parametrize(
    ("text", "rolling", "limited"),
    [
        ("随時募集", True, False),
        ("随時（予算には限度があるため、お早めにご相談ください。）", True, True),
        ("令和8年3月31日まで\n※予算枠が埋まると締め切られることがある", False, True),
        ("記載なし(随時受付または別途公示)", False, False),
        ("通年で相談を受け付けています。公募の時期は未定です。", False, False),
        ("受付終了は未定\n申請：随時（先着順）", True, True),
        ("令和8年3月31日まで", False, False),
        ("募集期間は令和8年9月末まで。機器の名簿への登録は、夏の終わりまで随時できます。", False, False),
    ],
)
def test_open_at_any_time_and_until_the_money_is_spent(text, rolling, limited):
    found = schedule("募集期間", text)
    assert (found.is_rolling, found.is_budget_limited) == (rolling, limited)


def test_the_round_may_stand_above_its_dates() -> None:
    found = programme(
        passage("申請受付締切日", "令和8年6月13日", "第3回 受付分"),
        passage("経営支援計画書の発行期限", "令和8年6月3日", "第3回 受付分"),
        passage("経営支援計画書交付の受付締切", "令和8年6月2日", "第3回 受付分"),
    )
    assert periods(read_schedule(found, context=NOBODY)) == [
        "application 3 ~2026-06-13", "certificate ~2026-06-03", "certificate ~2026-06-02",
    ]  # fmt: skip


def test_what_the_source_gets_wrong_is_reported():
    found = schedule(
        "募集期間", "令和8年4月1日（火曜日）から令和8年5月29日まで", ScheduleContext(listed_end_month="2026-03")
    )
    assert [notice.check for notice in found.notices] == ["weekday-mismatch", "end-month-contradiction"]
    assert found.periods[0].weekday_ok is False


def test_words_and_place_are_as_printed():
    (period,) = schedule("募集期間", "\n令和 8 年 3 月 末まで").periods
    assert (period.period_text, period.locator, period.precision) == ("令和 8 年 3 月 末まで", "L1", "month")


def test_courses_with_the_same_dates_are_told_apart():
    found = read_schedule(
        programme(passage("事業期間", "令和8年3月31日まで", "出展"), passage("事業期間", "令和8年3月31日まで", "整備")),
        context=NOBODY,
    )
    assert [(period.kind, period.label) for period in found.periods] == [
        ("project", "出展 事業期間"),
        ("project", "整備 事業期間"),
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("平成32年3月31日まで", "令和2年3月31日"),
        ("令和7年2月30日まで", "暦にない"),
        ("令和8年（2025年）4月1日まで", "和暦と西暦"),
    ],
)
def test_a_date_that_cannot_be_is_told_with_its_reason(text, message):
    found = read_schedule(programme(passage("募集期間", text)), context=ScheduleContext())
    (notice,) = (notice for notice in found.notices if notice.check == "unread-date")
    assert message in notice.message


def test_a_deadline_without_a_year_is_told_beside_one_with_it_unless_it_repeats_its_day():
    beside = schedule("", "1次募集の締め切りは2026年6月26日。2次募集の締め切りは9月25日。")
    assert periods(beside) == ["application 1 ~2026-06-26"]
    assert [(n.check, n.text) for n in beside.notices] == [("unread-date", "9月25日")]
    assert schedule("申請期限", "令和8年5月29日まで（郵送は5月29日まで）").notices == ()


def test_a_time_about_which_a_call_may_open_is_told_and_is_no_window():
    found = schedule("公募期間", "（第1次公募）令和8年4月22日～6月19日\n（第2次公募）令和8年8月頃予定")
    assert periods(found) == ["application 1 2026-04-22~2026-06-19"]
    assert [(n.message, n.text) for n in found.notices] == [("おおよその時期です", "令和8年8月頃")]
    assert periods(schedule("公募期間", "2次公募：令和8年6月上旬～令和8年7月上旬（予定）")) == []


def test_a_deadline_of_a_call_that_is_not_published_is_told():
    found = schedule("対象者", "計画の認定を受ける者（見本庁への計画の申請期限：6月30日）")
    assert (periods(found), [(n.check, n.text) for n in found.notices]) == ([], [("unread-date", "6月30日")])


def test_a_deadline_without_a_year_in_running_text_is_told():
    for text, words in (
        ("応募の締め切りは7月31日。経費の一部を助成する。", "7月31日"),
        ("県は2月末日まで公募する。", "2月末日まで"),
        ("申請は、前期分（4月～9月分）は10月1日から10月15日までに行ってください。", "10月1日から10月15日までに"),
        ("6月6日午後5時までに事業計画の地域を管轄する運輸局へ書類を提出する必要がある。", "6月6日午後5時までに"),
    ):
        found = schedule("", text)
        assert [(n.check, n.text) for n in found.notices] == [("unread-date", words)]
        assert found.periods == ()


@pytest.mark.parametrize("day", ["2月29日", "2月26日", "4月30日"])
def test_what_is_helped_gives_no_year_to_a_deadline_in_running_text(day):
    found = schedule("", f"令和8年4月1日から令和9年3月31日までに実施する事業を募集します。締め切りは{day}。")
    assert [(n.message, n.text) for n in found.notices] == [("年の分からない日付です", day)]
    assert periods(found) == ["project 2026-04-01~2027-03-31"]


def test_the_steps_of_a_plan_stand_between_its_opening_and_its_closing() -> None:
    steps = (
        ("公募開始", "令和8年5月8日（金）"),
        ("公募説明会", "令和8年5月15日（金）"),
        ("応募締切", "令和8年6月12日（金）17時必着"),
        ("事業完了", "令和9年2月26日（金）"),
    )
    found = read_schedule(programme(*(passage(label, text) for label, text in steps)), context=NOBODY)
    assert periods(found) == [
        "other 2026-05-15~2026-05-15",
        "application 2026-05-08~2026-06-12 17:00 arrive",
        "project ~2027-02-26",
    ]
    assert [period.label for period in found.periods] == ["公募説明会", "応募締切", "事業完了"]
