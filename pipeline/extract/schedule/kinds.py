"""What a dated stretch is for: the words beside it, then its label, then the verb behind it decide."""

from __future__ import annotations

import re

# in order of precedence: 支援機関確認書の発行申請締切 is a certificate's, 事業完了後の実績報告 a report's, no application's
_KINDS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "other",
        re.compile(
            r"開催|説明会|セミナー|講習会|審査会|会議|面接|プレゼン|ヒアリング|要望調査|参加(?:方法|申込)|イベント|問い?合わ?せ|質問|^[\s　・(（]*回答(?!書)|抽選|内示|(?:審査|選考)(?:会|日)?[\s　:：]*$|寄[付附]金?の?募集"
        ),
    ),
    (
        "certificate",
        re.compile(
            r"確認書|証明書(?:の|発行)|推薦書|(?:計画書|様式[0-9０-９一二三四五]{1,2})(?:[(（][^()（）]*[)）])?の?(?:交付|発行)"
        ),
    ),
    ("consultation", re.compile(r"予約|事前相談|事前申込|事前エントリー|相談(?:期間|期限|受付|予約|締切)|事前協議")),
    (
        "announcement",
        re.compile(
            r"(?:要領|要項|情報|資料|動画)の?(?:公開|公表|掲載)|結果(?:発表|公表|通知)|採択(?:発表|公表|結果)|公表日|(?:(?:交付|助成|補助|採択|団体|採否)の?決定|^[\s　(（]*決定)(?:予定日?|通知日?|日)?[:：は]?$"
        ),
    ),
    ("application", re.compile(r"申請書?(?:兼|・|及び|[(（])(?:実績報告|請求)")),  # 交付申請書兼請求書の提出期限
    ("report", re.compile(r"報告|請求|精算|完了届")),
    ("acquisition", re.compile(r"取得(?:の)?(?:期間|期限|日)")),
    (
        "project",
        re.compile(
            r"完了|事業の?期間|事業の?実施|実施(?:期間|期限)|対象期間|対象と(?:なる|する)[^、。:：募申受公応]{0,10}期間|事業開始|事業終了|着手|着工|(?:取組|雇用|研修|工事|納品|導入|活動|契約|訓練|支援|事業計画|補助|助成|実証|試行|開発)期間|納期(?!限)|履行"
        ),
    ),
    (
        "application",
        re.compile(
            r"申請|申込|申し込み|申出|届出|募集|公募|受付|受け付け|受理|応募|提出|締め?切|〆切|最終期限|エントリー|取扱(?:い)?期間|(?<![規度両])登録(?:期間|期限)"
        ),
    ),
    ("scheme", re.compile(r"制度|適用|特例|措置")),
)
# the verb behind a date: から予算に達し次第終了, 令和9年3月31日までに事業が終了, までに書類のチェックを受け, 令和8年1月31日までに提出, 8月31日まで受け付けている
_BEHIND: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("other", re.compile(r"^に?(?:開催|[^。、]{0,6}(?:審査会|説明会|選考会|セミナー|面接))")),
    (
        "announcement",
        re.compile(r"^[\s　]*(?:に|[(（]予定[)）])?[\s　]*(?:交付|採択|助成|補助)の?決定(?!後|者|通知書|を受け)"),
    ),
    (
        "application",
        re.compile(
            r"^(?:で|をもって|に)?、?(?:新規)?(?:募集|受付|公募|申請|申込)[^。、]{0,8}(?:終了|締め?切)|^[^。]{0,24}?次第[、\s　]*(?:受付)?(?:終了|締め?切)"
        ),
    ),
    ("report", re.compile(r"^[^。]{0,16}?(?:実績報告|報告書|請求書?)")),
    (
        "consultation",
        re.compile(r"^(?:まで)?に、?[^。、]{0,14}?(?:チェック|点検|相談|診断|面談)を(?:受け|済ませ|お済ませ)"),
    ),
    (
        "project",
        re.compile(
            r"^[^。]{0,24}?(?:完了|終了(?!(?:し|いたし|致し)ました)|終え|終わ|完成|実施|雇用|納品|竣工|稼働|支払い?を)"
        ),
    ),
    (
        "application",
        re.compile(
            r"^[^。]{0,16}?(?:申請|申込|申し込|応募|受け付け|受付|募集|公募|提出|エントリー|延長)(?!者|する[^、。]{0,10}(?:団体|者|企業|店舗))"
        ),
    ),
    (
        "application",  # まで、「見本補助金」の募集を行っている
        re.compile(
            r"^(?:まで)?、?[^。、]{0,40}?(?:申請|応募|募集|公募)の?(?:受け?付け?)?を(?:受け付け|行って|実施して)"
        ),
    ),
    (
        "application",  # までに必要書類を郵送または持参, までに地域を管轄する運輸局へ書類を提出, までに郵送してください
        re.compile(
            r"^に?、?[^。、]{0,12}?(?:(?:申請|応募|提出|申込み?|必要)書類|申請書|申込書|応募用紙)(?:等|一式)?を[^。、]{0,12}(?:郵送|持参|送付)|^に?[^。、]{0,30}?[へに]書類を(?:提出|郵送|持参)"
            r"|^に?、?[^。、書]{0,12}?(?:郵送|持参|送付)[^。、]{0,6}?(?:ください|下さい|願います)"
        ),
    ),
    ("scheme", re.compile(r"^[^。]{0,6}?の?(?:制度|特例|措置|適用)")),
)
# words that name an opening or a deadline of the programme in running text: 締め切りは, 申請受付期間は, 申請期限第1回目, 募集：, 事前相談：, 2次募集が, 第3回公募, （最終期限：, 随時受付（
_NAMED = re.compile(
    r"(?:締め?切り?日?|〆切|^[(（]?最終期限[:：は]|(?:(?:募集|公募|受付)中|随時(?:募集|公募|受付))[(（]$|(?:申請|申込|申し込み|申出|届出|募集|公募|受付|応募|提出|受理|エントリー|報告|請求|完了|実施|対象|事業|取得|取扱|開催)[^、。\s:：]{0,6}"
    r"(?:期間|期限|期日|締切|締め切り|開始|日時|日))[^、。]{0,10}$"
    r"|(?:申請|申込み?|申し込み|受付|受け付け|応募|エントリー|募集|公募|公開日?|事前(?:相談|協議))[\s　]*[:：は][\s　]*$"
    r"|(?:申請書?|申込書|応募書類)等?の?提出[\s　:：(（]*$|(?:事業|工事)の?完了は[\s　]*$"
    r"|[0-9０-９一二三]次(?:募集|公募|受付|締め?切り?)[はが][\s　]*$"
    r"|^[\s　・○■◆]*(?:[(（][0-9０-９][)）])?[\s　]*第?[0-9０-９一二三四五]{1,2}[次回期]の?(?:補助|助成|交付)?(?:募集|公募|受付|申請|応募|申込み?)(?:受付)?[\s　]*[(（]?[\s　]*$"
)
# a label of dates that says nothing else: 期間, 締切日, スケジュール（予定）, 今後の日程, 手続き期間; 日程 alone is of an event
_BARE = re.compile(
    r"^(?:今後の|全体の?|お?手続き?の?|事業の?(?=スケジュール))?(?:期間|期限|期日|締め?切り?日?|〆切|スケジュール|(?<=.)日程|時期)"
)
# 申請書提出期間, 助成対象期間の開始, 交付決定予定日: one of the heads of a row
_COLUMN = re.compile(r"^(?!.*[0-9０-９。、:：]).*(?:期間|期限|期日|締め?切り?日?|開始|終了|日)$")
_BETWEEN_COLUMNS, _COUNT = re.compile(r"[\s　/／|｜]+"), re.compile(r"(?:数|定員)$")
# 補助対象期間及び申請期間
_AND = re.compile(r"及び|および|並びに|・|、|と(?=[^な])|[／/]")
_ARRIVE, _POSTMARK = re.compile(r"必着"), re.compile(r"消印")
_KANJI = "一二三四五六七八九十"
# 8次締切, 第12次受付, 第2回目; 第8次以降 and 回次 of times are no rounds
_ROUND = re.compile(
    r"(?:第[\s　]*)?(?P<round>[0-9０-９]{1,2}|[一二三四五六七八九十])[\s　]*(?:次|回目|回|期)(?!以降|で|まで|の?ご?相談)"
)
# days on which something happened or costs began to count, or that are wrong (誤：7月31日): 令和7年9月12日からの大雨, 災害発生日(令和7年8月6日), 遡及
_HAPPENED = re.compile(
    r"大雨|地震|豪雨|台風|災害|発災|遡|被災|閣議|施行|生まれ|登記|現在(?!、?(?:募集|受付|受け付|公募)|では)|時点|昨年度|前年度は|公布|改正|以前|(?<!受け)付け|基準日|更新日|婚姻|入籍|出生|転入|掲載|法律|条例|国へ|国に|国の|県補助金|お問い?合わ?せ|電話|(?<!錯)誤[)）」】]?[\s　:：]*$"
)
# 12月29日～1月3日を除く
_LEFT_OUT = re.compile(r"^[^、。\s　]{0,24}除[くき]")
_DISASTER = re.compile(r"^[\s　]*(?:から|に発生し|に)?の?(?:大雨|地震|豪雨|台風)")
# 令和7年4月1日以降, 令和6年1月1日以前, 令和7年9月30日の属する事業年度
_FROM_ON = re.compile(
    r"^[\s　]*(?:（[^（）]*）|\([^()]*\))?[\s　]*(?:以降|以前|以後|より前|版|付け|付(?!近)|現在|時点|の間に生|の?属する|(?:締め?切)?分|をもって(?!、?(?:新規)?(?:募集|受付|公募|申請|申込)|(?:終了|締め?切)(?!(?:り|し|いたし|致し)ました)))"
)


def kind_in(words: str) -> str | None:
    """実績報告期限 → report, 事業完了期限 → project, 申請受付開始 → application; None where nothing is named."""
    return next((kind for kind, pattern in _KINDS if pattern.search(words)), None)


def kinds_named(label: str) -> set[str | None]:
    """補助対象期間及び申請期間 → {project, application}: what each part of a label names."""
    return {kind_in(part) for part in _AND.split(label)}


def kind_of_label(label: str) -> str:
    """What the dates under a label are for: 募集期間 and 期間 → application, 利用期間 → other."""
    return kind_in(label) or ("application" if _BARE.match(label.lstrip("(（【［[〔＜<〈《")) else "other")


def columns_in(label: str) -> list[str]:
    """申請書提出期間 / 事業実施期間 / 定員 → the labels of the dates in the rows below, left to right; empty where it is no row of heads."""
    heads = [head for head in _BETWEEN_COLUMNS.split(label.strip(" 　:：")) if not _COUNT.search(head)]
    return heads if len(heads) > 1 and all(_COLUMN.search(head) and kind_in(head) for head in heads) else []


def kind_behind(words: str) -> str | None:
    """The kind that the verb behind a date gives: までに完了 → project."""
    return next((kind for kind, pattern in _BEHIND if pattern.match(words)), None)


def is_named(words: str) -> bool:
    """Whether running text names a date as the programme's own: 締め切りは, 申請受付期間は."""
    return bool(_NAMED.search(words))


def happened(before: str, behind: str) -> bool:
    """Whether a date tells what happened or since when something counts, and opens or closes nothing."""
    return bool(
        _HAPPENED.search(before)
        or _HAPPENED.search(behind)
        or _FROM_ON.match(behind)
        or _DISASTER.match(behind)
        or _LEFT_OUT.match(behind)
    )


def round_in(words: str) -> int | None:
    """8次締切 → 8, 第12次受付 → 12, 第2回目 → 2."""
    match = _ROUND.search(words)
    return _number(match) if match else None


def rounds_in(words: str) -> set[int]:
    """第1次募集は終了し、第2次募集を → {1, 2}."""
    return {_number(match) for match in _ROUND.finditer(words)}


def _number(match: re.Match[str]) -> int:
    digits = match.group("round")
    return _KANJI.index(digits) + 1 if digits in _KANJI else int(digits)


def rule_of(words: str) -> str | None:
    """消印有効 → postmark, 必着 → arrive."""
    if _POSTMARK.search(words):
        return "postmark"
    return "arrive" if _ARRIVE.search(words) else None
