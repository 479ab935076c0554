"""What a label says about the words behind it: 補助率等 states terms, 対象経費 states costs, 専門家コメント states nothing.

A label of a Japanese notice is a compound of a few nouns (補助+対象+経費, 申請+受付+期間, 補助上限額・補助率). The grammar below
reads compounds, so that labels nobody has seen (助成対象設備, 公募受付期限) are read like those in our sources.
"""

from __future__ import annotations

import re
from typing import Literal

from pipeline.folding import squeeze

LabelKind = Literal[
    "summary",
    "eligibility",
    "eligible_projects",
    "eligible_costs",
    "terms",
    "schedule",
    "application_method",
    "required_documents",
    "conditions",
    "contact",
    "links",
    "commentary",
]

# nouns that only narrow the head noun: 補助|対象|経費 → head 経費
_MODIFIER = (
    r"(?:補助金?|助成金?|交付金?|支援金?|給付金?|奨励金?|協力金|支給|支援|助成|補助|対象|募集|公募|申請|申込|受付|応募|提出|事業|"
    r"実施|制度|主な|本|補給|当該|交付|利用|認定|指定|審査|採択|決定|設備|機器|取得|製品|基本|参加|事前|相談|取扱い?|当補助金|施策|市|県|町|経費|となる|"
    r"できる|の|に係る|にかかる|いただける|される|受けられる|際|必要な|ための|お?手続き?|認証|際に|に|必要|受理|書類?|送付|予備|.{1,10}に関する|説明会の?|における|時の?|対象外の?|第?\d{1,2}[次回期弾]|[各毎]?回(?:ごと)?の?|(?:事業)?者の(?=公募|募集|応募)|締切|最終|が可能な|以下の|各|要望|調査|報告|実績|請求|完了|関係|添付|注意|年間)"
)
_HEADS: tuple[tuple[LabelKind, str], ...] = (
    ("conditions", r"(?:相談内容|業務内容|審査内容|回数制限)"),
    (
        "commentary",
        r"(?:.*コメント|.*の視点|.*アドバイス|解説|.*(?:ひとこと|一言)|ワンポイント.*|(?:ポイント|専門家)解説|.*所感)",
    ),
    (
        "links",
        r"(?:公式(?:リンク|サイト|ページ|HP)|関連(?:リンク|サイト|ページ|情報)|参考(?:リンク|URL|サイト)|参照(?:ホームページ|URL|HP)?|リンク|URL|HP|"
        r"ホームページ|詳細(?:URL|情報|ページ)?|外部リンク|.*ダウンロード)",
    ),
    (
        "contact",
        r"(?:お?問い?合わ?せ先?|連絡先|担当(?:課|部署|窓口)?|窓口|相談窓口|お?問い?合わ?せ(?:・相談)?窓口|所管(?:課)?|事務局|実施機関)",
    ),
    (
        "schedule",
        r"(?:期間|期限|締切日?時?|〆切日?時?|最終日|(?:受付|開催)日時?|時期|スケジュール|日程|タイミング|開始日?|終了日|(?<=.)終了|期日|完了日)",  # ＜第2回＞終了 says how it stands
    ),
    (
        "terms",
        r"(?:内容|率|額|金額|(?:(?:金|額)?の?(?:上限|限度|下限)(?:金?額)?)+|補助率|助成率|給付額|支給額|上限|限度|奨励金|補助金|助成金|交付金|支援金|単価|割合|利率|軽減率|"
        r"融資条件|融資限度額|貸付(?:条件|利率|限度額)|保証料(?:率)?|軽減内容|(?:特例|軽減|奨励|優遇|助成|支援)措置(?:の内容)?|(?:奨励金|補助金|助成金)等の?(?:額|種類|内容)|補助|助成|支給内容|規模)",
    ),
    ("required_documents", r"(?:書類|提出物|様式|資料|添付書類)"),
    ("eligible_costs", r"(?:経費|費用|経費区分|費目|使途|使い[みの]?道)"),
    (
        "eligibility",
        r"(?:者|事業者|企業|の方|方|資格|要件|団体|法人|申請者|者の要件|条件等?を満たす方|対象(?:となる)?(?:世帯|夫婦|児童))",
    ),
    (
        "eligible_projects",
        r"(?:対象事業|事業|設備|製品|車両|作物|店舗|空き店舗|機器|施設|物件|研修|分野|業種|地域|区域|対象|取組|取り組み|活動|住宅|工事|認定区分)",
    ),
    (
        "application_method",
        r"(?:方法|先|手続き?|流れ|申請|申込|手順|要領|要項|受付|応募|申請の?しかた)",
    ),
    ("summary", r"(?:概要|目的|趣旨|背景|ねらい|説明|特徴|あらまし|制度)"),
    (
        "conditions",
        r"(?:その他|備考|注意点|注意事項|留意点|留意事項|注意|条件|制限|回数制限|審査|ポイント|審査のポイント|要件|評価|選定(?:方法)?|補足|お知らせ|"
        r"根拠(?:法令|要綱)?|義務|よくある質問|Q&A)",
    ),
)
_HEAD_RULES = tuple(
    (kind, re.compile(rf"^{_MODIFIER}*?{head}(?:等|など|について|一覧|例|は|の?延長)*$")) for kind, head in _HEADS
)
# 登録申込受付期間, 提案書類の提出期限, 推薦書の発行期限, 電子申請の締切日時: dates of an act, whatever else narrows it
_DATES_OF_ACT = re.compile(
    r"^(?:(?:郵送|持参|窓口|電子申請|オンライン|メール)(?:で|による|提出)の)?[^。、,:：はがをにで0-9０-９]{0,12}(?:申請|申込|応募|募集|公募|受付|受理|登録|届出|申出|エントリー|提出|発行|交付|報告|請求|実施|事業)(?:の|可能)?"
    r"(?:受付|書類?|開始|終了)?の?(?:期間|期限|期日|締切(?:日時?)?|〆切(?:日時?)?|日程|時期|開始日時?|終了日時?|スケジュール)(?:等|について)?$"
)
# 今後のスケジュール, 公募の日程
_PLAN = re.compile(r"^(?:今後の|公募の|全体の?|年間)?(?:予定|スケジュール|日程)(?:等|について)?$")
# 公募期間 ⏎ 開始：令和8年4月1日 ⏎ 終了：令和8年5月29日
_END = re.compile(r"(?:開始|終了|締切|始期|終期)日?時?")
# 申請受付 ⏎ 開始：令和8年4月1日 ⏎ 終了：令和8年5月29日
_TAKING = re.compile(r"(?:交付)?(?:申請|申込|応募|募集|公募)(?:の?受付)?|受付")
# 受付期間/受付予定企業数, 募集期間及び募集件数: how many and where, beside when
_BESIDE = re.compile(r".+(?:数|定員|場所|会場)$")
# 法人：令和8年4月6日～6月30日
_STARTS_DATED = re.compile(r"\s*(?:令和|20[0-9]{2}|[0-9０-９]{1,2}\s*月\s*[0-9０-９])")
# 採択率, 普及率: how often, no rate of help
_OTHER_RATE = re.compile(r"(?:採択|成功|達成|普及|合格|利用|稼働)率$")
_ONLY_MODIFIERS = re.compile(rf"^{_MODIFIER}+$")
# 補助内容(補助率・上限額), 募集期間〔第4次〕
_BRACKETED = re.compile(r"[(（〔［\[【<＜「][^()（）〔〕［］\[\]【】<>＜＞「」]*[)）〕］\]】>＞」]")
# ■補助率, 【対象者】, (1) 対象経費, １．概要, ・補助率, ◇, ○, 第1 趣旨
_LEADING_MARK = re.compile(
    r"^(?:#{1,6}|\*\*|[■□◆◇●○◎◉▼▽▲△★☆※・•▶▷➤►✓✔☑◼◾■‐\-–—*＊〇]|[①-⑳]|[(（]\d{1,2}[)）]|\d{1,2}[.．、)）]|\d{1,2}(?=[ \u3000]\D)|[Ⅰ-Ⅻ][.．、]?(?=[\s　]?[^\s　])|第?[0-9一二三四五六七八九十]{1,3}[.．、](?!\d))\s*"
)
_JOINT = re.compile(r"[・／/、,，&＆]|及び|および|並びに|または|又は|と(?=[^な])|\s+")
_TRAILING = re.compile(r"(?:[:：*]+|[\s　]+[|｜]|[◆◇■□●★☆＊※]+)$")
_WRAPPED = re.compile(r"^[【〔［\[<＜《「『(（](.+)[】〕］\]>＞》」』)）]$")
# 令和7年度 申請受付期間, 2026年度補助率, 令和8年度の申請受付について; 令和7年度補助金 is a name
_OF_YEAR = re.compile(
    r"^(?:令和|平成|[RＲHＨ])?(?:[0-9０-９]{1,2}|20[0-9]{2}|元)年度分?の?(?=.*(?:期間|期限|期日|締切日?|日程|率|限度額|上限額|受付(?:について)?)$)"
)
# お申し込み期間, 受け付け期間, 締め切り日
_SPELLINGS = (
    (re.compile(r"お?申し?込み?"), "申込"),
    (re.compile(r"受け?付け?"), "受付"),
    (re.compile(r"締め?切り?"), "締切"),
)
# `補助率:1/2以内`, `・対象経費：機械装置`, `【受付期間】令和8年…`; the label has no sentence and no number in it
_INLINE = re.compile(
    r"^((?:[■□◆◇●○◎◉▼▽▲△★☆☑✓✔・•▶▷➤►※\-–—*＊〇]\s*|[(（]?[0-9０-９]{1,2}[.．、)）]\s*)?[^:：。、,，(（\d０-９]{1,18}(?:[(（][^()（）]{1,24}[)）])?)\s*[:：]\s*(\S.*)?$"
)
# 公式リンク 金沢市「…」: a link's caption often has no colon
_LINK_LED = re.compile(r"^((?:公式|関連|参考)(?:リンク|サイト|ページ|URL))\s*(\S.*)?$")
# 補助率および限度額　個別企業：2分の1以内・30万円: two kinds of term named at once are a label before any gap
_PAIR_LED = re.compile(
    r"^[■□◆◇●○・]?\s*((?:補助|助成)率等?(?:及び|および|・|と|、|／)(?:補助|助成)?金?(?:限度額|上限額?|金?額))[\s　]+(\S.*)$"
)
# ■補助上限額　200万円, ・申請期間　令和8年…, 3 応募締切 令和8年…: a label and a gap, then words behind a mark or a value behind any label
_GAP_LED = re.compile(
    r"^([■□◆◇●◎◉▼▽▶►])?[\s　]*(?:[・○]|[0-9０-９]{1,2}[\s　]|[Ⅰ-Ⅻ][.．、]?)?[\s　]*([^\s　:：。、,，(（)）0-9０-９｜|/／…]{2,12})(?:[\s　]*[｜|/／…]+[\s　]*(?![^\s:：。、]{2,8}[:：])|[\s　]+)(\S.*)$"
)
_VALUE = re.compile(r"[0-9０-９]|(?:約|原則|上限|下限|最大|最高|定額|一律|令和|平成|随時|通年|[RＲ][0-9０-９])")
_PARTICLES = "はをがにのとも"
# 設備取得期間 計画の認定日～令和9年3月31日まで
_DAY = re.compile(r"[0-9０-９]\s*月\s*[0-9０-９]{1,2}\s*日")
# 補助率等 対象経費の2分の1, 補助率等 補助率：2/3, 限度額等 1企業につき 15万円まで
_TERM = re.compile(r"[0-9０-９]\s*(?:[/／][0-9０-９]|分の|割|[%％]|[百千万億]*円)")
_BRACKET_LED = re.compile(
    r"^([■□◆◇●○◎◉・]?\s*(?:[【〔［\[《]|[(（](?=(?:補助|助成|上限|申請|募集|公募)))([^】〕］\]》）)。]{2,20})[】〕］\]》）)])\s*[:：]?\s*(\S.*)$"
)


def bare_label(text: str) -> str:
    """`■ 補 助 率（上限）:` → `補助率`: marks, enclosing brackets, asides and layout spaces taken off."""
    words = text.strip()
    while match := _LEADING_MARK.match(words):
        if match.end() == len(words):
            break
        words = words[match.end() :]
    words = _TRAILING.sub("", words.strip())
    if wrapped := _WRAPPED.match(words):
        words = wrapped.group(1)
        words = _LEADING_MARK.sub("", words) or words  # 【3.助成金額】
    core = _BRACKETED.sub("", words)
    return squeeze(_TRAILING.sub("", core or words))


def divides_dates(above: str, label: str, words: str) -> bool:
    """Whether a label goes on about the dates that the label `above` opens: one end of them (開始日：…), or whose they are (法人：4月6日～)."""
    is_of_dates = label_kind(above) == "schedule"
    if _END.fullmatch(core_label(label)):
        return is_of_dates or _TAKING.fullmatch(core_label(above)) is not None
    return is_of_dates and label_kind(label) == "eligibility" and _STARTS_DATED.match(words) is not None


def core_label(text: str) -> str:
    """■お申し込み期間 → 申込期間, 令和7年度申請期間 → 申請期間: a bare label, the spellings of three verbs as one, without the year."""
    words = bare_label(text)
    for pattern, noun in _SPELLINGS:
        words = pattern.sub(noun, words)
    return _OF_YEAR.sub("", words)


def label_kind(text: str) -> LabelKind | None:
    """Which part of a programme a label opens, or None where the words are no label.

    補助内容(補助上限額・補助率・対象経費) → terms; 対 象 者 → eligibility; 募集期間・スケジュール → schedule; 専門家コメント → commentary.
    A compound of several nouns is what its first noun is (補助額・補助率, 申請方法・必要書類); one that only narrows the
    next is passed over (募集・申請期間).
    """
    core = core_label(text)
    if not core or len(core) > 24 or _OTHER_RATE.search(core):
        return None
    whole = _one_label(core)
    if whole:
        return whole
    parts = [part for part in _JOINT.split(core) if part]
    kinds = [_one_label(part) for part in parts if not _ONLY_MODIFIERS.match(part) and not _BESIDE.match(part)]
    return kinds[0] if len(parts) > 1 and kinds and all(kinds) else None


def _one_label(core: str) -> LabelKind | None:
    for kind, rule in _HEAD_RULES:
        if rule.match(core):
            return kind
    return "schedule" if _DATES_OF_ACT.match(core) or _PLAN.match(core) else None


def split_inline(text: str) -> tuple[str, str] | None:
    """`補助率:1/2以内` → ("補助率", "1/2以内"); None where the line opens with no known label.

    Both `label:` and a bracketed label before its words (`【受付期間】4月1日から`) are read.
    """
    if match := _PAIR_LED.match(text):
        return match.group(1), match.group(2)
    if match := _GAP_LED.match(text):
        mark, label, rest = match.groups()
        kind = label_kind(label) if not label_kind(text) else None
        states = _DAY if kind == "schedule" else _TERM if kind == "terms" else None
        is_stated = states is not None and rest[0] not in _PARTICLES and states.search(rest)
        if kind and (mark or is_stated or (kind in ("terms", "schedule") and _VALUE.match(rest))):
            return label, rest
    if match := _INLINE.match(text):
        label, rest = match.group(1), match.group(2) or ""
        return (label.strip(), rest.strip()) if label_kind(label) else None
    if match := _LINK_LED.match(text):
        return match.group(1), (match.group(2) or "").strip()
    if match := _BRACKET_LED.match(text):
        return (match.group(2).strip(), match.group(3).strip()) if label_kind(match.group(2)) else None
    return None
