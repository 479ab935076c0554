"""What the words around a value say: its kind (率, 上限, 下限, 加算 …), per what it counts, on what it is reckoned, of whom it speaks."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from pipeline.normalize.applicants import applicant_class, applicant_phrase

TermKind = Literal["rate", "cap", "floor", "addon", "grant"]

_MONEY = r"(?:補助|助成|交付|支給|支援|奨励|給付|融資|貸付|負担)"
_SUM = r"(?:対象)?(?:金額|金|経費|額)?(?:等)?(?:の)?"
# 補助率, 助成率等, 補助割合, 軽減率, 利率 (②利率：1.6%のうち 1.5%); 補助金の率
RATE_WORD = re.compile(rf"(?:{_MONEY}|補給|軽減|減免|補償){_SUM}(?:率|割合)(?:等)?|利子補給率?|^率$|^利率$")
# 補助上限額, 補助金限度額, 上限, 最大, 最高; 補助限度
CAP_WORD = re.compile(rf"(?:{_MONEY}{_SUM})?(?:基本)?(?:補助)?(?:上限|限度)(?:額|金額)?(?:等)?|最大(?:で)?|最高(?:で)?")
# 補助下限額, 下限, 最低補助額
FLOOR_WORD = re.compile(rf"(?:{_MONEY}{_SUM})?下限(?:額|金額)?|最低(?:補助|助成)?額|最低(?=[\s　]*$)")
# 加算, 上乗せ額, 引上げ額
ADDON_WORD = re.compile(r"加算(?:額|金)?|上乗せ(?:額|補助)?")
# 奨励金, 補助額, 助成金の額, 支給額, 定額, 一律, 補助単価; 補助金額
GRANT_WORD = re.compile(
    rf"(?:奨励金|支援金|給付金|協力金|報奨金|祝金|一時金|応援金|見舞金)(?:の?額)?|{_MONEY}(?:金|対象)?(?:の|する)?(?:単価|基準)?(?:額|金額)|定額|一律|補助単価"
)
_KEYWORDS: tuple[tuple[TermKind, re.Pattern[str]], ...] = (
    ("rate", RATE_WORD),
    ("cap", CAP_WORD),
    ("floor", FLOOR_WORD),
    ("addon", ADDON_WORD),
    ("grant", GRANT_WORD),
)
# 合算, 合計, 3年間総額, 累計, 通算
TOTAL_WORD = re.compile(
    r"合算|合わせて|併せて|合計|総額|累計|通算|期間全体|[0-9０-９]\s*か?年(?:間|度)?(?:の)?(?:合計|計)|[2-9２-９]\s*(?:か|ヵ|ヶ|箇)?年(?:間|度)?で"
)
# 経費, 費用, 料, 手数料, 代, 設備, 土地, 建物, 工事
_COST_ITEM = re.compile(
    r"(?:費|料|経費|代金?|費用|設備|資産|土地|建物|装置|備品|工具|機器|機械|手数料|賃金|謝金|出願|取得|購入|システム)(?:等|など)?(?:[(（][^()（）]*[)）])?$"
)
# 補助対象経費, 対象経費合計: the costs as such are no item
_ANY_COST = re.compile(r"^(?:補助|助成)?(?:対象)?総?(?:経費|費用|事業費|経費等)(?:の?(?:合計|総額|合計額))?$")
# 市が経費の3分の1を補助: the one that pays
_PAYER = re.compile(r"^(?:同|本|当)?(?:市|区|町|村|県|都|道|府|国)$")
_ANY_BASE = re.compile(r"対象|事業費|総額|合計|に要(?:する|した)|^(?:経費|費用|額)|[はがを。]")
_CONDITION_END = re.compile(r"(?:の)?(?:場合|とき|時|際)(?:に限り|には|は|に|、)*$")

# on what a rate is reckoned; the particle is what makes the words a base: 対象経費の, 課税標準を, 交付確定額に対して, 差額 ×
_BASE = re.compile(
    r"^(?P<base>.*?\S)[\s　]*(?:の(?:最大|原則|うち)?|[×✕xX＊*]|に対して|に対し|に|を|から)[\s　]*(?:原則|最大)?[\s　]*$",
    re.DOTALL,
)
_BASE_NOUN = re.compile(
    r"(?:費|料|額|経費|費用|代|金|標準|相当|部分|分|価格|価額|利子|利息|総額|賃金|もの)(?:等|など)?[」』〕］]?(?:[(（][^()（）]*[)）])?$"
)
_BASES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("tax", re.compile(r"課税標準|固定資産税|税額|取得税|事業税|都市計画税|住民税")),
    ("interest", re.compile(r"利子|利息|利率|金利|支払利息")),
    ("self", re.compile(r"自己負担|差額|控除した|減じた|差し引い|[−－-]|を除いた額")),
    (
        "prior",
        re.compile(
            r"(?:県|国|市|町|都|府|道|前記|同)?[^、]{0,12}補助(?:金)?等?の?(?:額|交付|確定|金額)|補助金額|助成金額|交付(?:確定|決定)?額|交付確定した"
        ),
    ),
    ("fee", re.compile(r"保証料|診断料|手数料|使用料|登録料|利用料")),
)

_PER: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("household", re.compile(r"世帯|戸")),
    ("person", re.compile(r"[人名]$|労働者|従業員|受講者|対象者|障害者|被保険者|被共済者|者数")),
    ("vehicle", re.compile(r"台$|両$|車両")),
    ("organisation", re.compile(r"団体|法人|組合|連携体|グループ|商店街|商店会|組織|地区|自治会")),
    ("applicant", re.compile(r"社$|企業|事業者|事業主|申請者|農業者|者$|個人|店舗|事業所|申請")),
    (
        "case",
        re.compile(
            r"件|回|事業$|施設|か所|箇所|ヶ所|カ所|品目|受講|製品|商品|種類|棟|案件|プロジェクト|泊|日|月|時間|基|式|ワット|Wh|W|㎡|ha|頭|本|校|講座|枠$|コース"
        ),
    ),
)
# 1企業あたり, 1名につき, 1 企業（団体）, １件当たり, 1農業者(世帯)あたり, 1か所につき; 案件毎
_PER_BEFORE = re.compile(
    r"(?:[1１一][\s　]*(?P<one>[^\s　0-9０-９、。:：（(）)]{1,10})(?:[(（](?P<or>[^()（）]{1,6})[)）])?|(?P<each>[^\s　0-9０-９、。:：（(）)のは]{1,8}))"
    r"[\s　]*(?:あたり|当たり|当り|につき|に付き|ごと|毎)(?:の|に)?|[1１一][\s　]*(?P<bare>企業|事業者|団体|法人|社|人|名|台|件|施設|世帯|商店街|店舗|者|事業|個人|回)(?:[(（][^()（）]{1,6}[)）])?[\s　]*(?=[0-9０-９]|年間|$)"
)
# 1年度当たり, 年間, 年額, 単年度, 初年度
_YEARLY = re.compile(
    r"(?<![0-9０-９])年間(?!総額|合計|計)|年額|単年度|初年度|[1１一]か?年度?(?:あたり|当たり|につき)|(?:会計)?年度(?:あたり|当たり|につき)|毎年度?|年度ごと|[0-9０-９・]+年目|各年度"
)
# 料金の差額又は50,000円: what the sum is an alternative to
_INSTEAD = re.compile(r"^.*(?:又は|または|若しくは|もしくは)[\s　]*$", re.DOTALL)
_A_YEAR = re.compile(r"年間(?!総額|合計|計)|[年月日]額(?!家賃)|毎年度?|各年度")
# ／年度, /会計年度; ／団体, /1件; 1企業の場合
_A_YEAR_EACH = re.compile(r"[/／][\s　]*[1１一]?[\s　]*(?:年|会計年度)")
_UNIT = re.compile(r"[/／][\s　]*[0-9０-９]?[\s　]*(?P<unit>[^\s　/／0-9０-９()（）、。]{1,12})")
_CASE = re.compile(r"場合|とき")
_PARTICLES = re.compile(r"^[\sのがをはにで]+|[\sのがをはにで]+$")
# 最長2年度, 最長 7 年間, 累計3年度まで, 最大3年間; (単年度)
_YEARS = re.compile(
    r"(?:最長|最大|累計|通算|合計)[\s　]*(?P<years>[0-9０-９]{1,2})[\s　]*(?:か|ヵ|ヶ|箇)?年(?:度|間)?|(?P<in>[2-9２-９])[\s　]*(?:か|ヵ|ヶ|箇)?年(?:間|度)?で|^(?P<only>[0-9０-９]{1,2})[\s　]*(?:か|ヵ|ヶ|箇)?年(?:間|度)$|(?P<single>単年度)"
)
_ALL_YEARS = re.compile(r"(?:最長|最大|累計|通算)?[\s　]*[0-9０-９]{1,2}[\s　]*(?:か|ヵ|ヶ|箇)?年(?:度|間)?で?[\s　]*$")
# 千円未満切り捨て, 1,000円未満の端数は切捨て, 百円未満切捨
ROUNDING = re.compile(r"(?:[0-9０-９,，]*[千百十万]?円)未満[^、。()（）]{0,8}?(?:切り?捨て?|切り上げ|四捨五入)")
# また、ただし、なお、※ open a clause and name nobody
_OPENING = re.compile(
    r"^(?:[\s　・※○●◇◆■*＊\-–—‐]|[①-⑳]|[(（][0-9０-９]{1,2}[)）]|[0-9０-９]{1,2}[.．、](?![0-9０-９])|[ア-オ](?=[\s　.．、)）])[.．、)）]?|ただし|但し|また|なお|さらに|かつ|[とや](?=[A-ZＡ-Ｚ一-龥ァ-ヶ])|原則|概ね|おおむね|それぞれ|一般の(?=中小))[、,]?"
)
_LETTER = re.compile(r"^[ア-コ]$")  # ア　小規模企業者
_EDGES = " \u3000、,，。:：→⇒・（(）)「」『』はがをでに\t-–—*#×"
_SPLIT = re.compile(
    r"[:：→⇒]|(?:場合|とき|際)(?:に)?は|については|に対しては|(?<=[一-龥々ァ-ヶー）)円％%」Ａ-ＺA-Za-z])は(?![じ])|[ \u3000]{1,}|[【】]"
)
# a base begins behind a colon, an arrow or は: 補助率:交付確定額に対して, 補助率は対象経費の
_BASE_STARTS = re.compile(
    r"[:：→⇒]|(?<=[市区町村県都道府国])が|向けは|については|では|場合(?:に)?は|(?<=[一-龥々ァ-ヶー）)])は"
)
# 補 助 率, 上　限　額: single letters with gaps, nothing else beside them
_SPREAD = re.compile(
    r"(?<![^\s\u3000：:、。（(【・■○◆])[一-龥](?:[ \u3000]{1,4}[一-龥]){1,5}(?![^\s\u3000：:、。）)】])"
)
_WHITE = re.compile(r"[\s\u3000]+")


@dataclass(frozen=True, slots=True)
class Words:
    """The words before a value, sorted by what they do."""

    kind: TermKind | None
    subject: str
    base: str
    is_total: bool
    per: str | None


def squeeze(text: str) -> str:
    """Printed words with white space folded."""
    return _WHITE.sub(" ", text).strip()


def close_up(words: str) -> str:
    """補 助 率：1/2 → 補助率：1/2: letters spread over a column are one word."""
    return _SPREAD.sub(lambda match: _WHITE.sub("", match.group()), words)


def kind_of(words: str) -> TermKind | None:
    """The kind of term that words name; the last one decides (補助金額 上限 → cap), None where none is named."""
    found = _named(words)
    return max(found)[2] if found else None


def kinds_of(label: str) -> frozenset[TermKind]:
    """All kinds of term that a label names: 補助率・上限額 → rate and cap; 補助上限額 → cap alone."""
    kept: set[TermKind] = set()
    taken = 0
    label = close_up(label)
    for end, length, kind in sorted(_named(label), key=lambda found: (found[0] - found[1], -found[1])):
        if kind == "grant" and label[end - 1] == "金" and len(label) > length + 2:
            continue  # 支援金の申請方法 names the programme, 奨励金 alone what is paid
        if end - length >= taken:
            kept.add(kind)
            taken = end
    return frozenset(kept)


def _named(words: str) -> list[tuple[int, int, TermKind]]:
    """(end, length, kind) of every keyword."""
    return [
        (match.end(), match.end() - match.start(), kind)
        for kind, pattern in _KEYWORDS
        for match in pattern.finditer(words)
        if match.group()
    ]


def per_of(*texts: str) -> str | None:
    """Per what a sum counts: ／年度 and 年間 before 1企業あたり before 件; None where nothing is said."""
    if any(_YEARLY.search(text) or _A_YEAR_EACH.match(text) for text in texts):
        return "fiscal_year"
    for text in texts:
        if match := _PER_BEFORE.search(text):
            unit = match.group("or") or match.group("one") or match.group("each") or match.group("bare")
            if kind := unit_kind(unit):
                return kind
        if (match := _UNIT.search(text)) and (kind := unit_kind(match.group("unit"))):
            return kind
    return None


def unit_kind(unit: str) -> str | None:
    """名 → person, 企業 → applicant, 台 → vehicle, 件 → case …; None where the unit is unknown."""
    if "年" in unit:
        return "fiscal_year"
    return next((kind for kind, pattern in _PER if pattern.search(unit)), None)


def years_of(*texts: str) -> int | None:
    """最長2年度 → 2, 単年度 → 1, 累計3年度まで → 3."""
    for text in texts:
        if match := _YEARS.search(text):
            return 1 if match.group("single") else int(match.group("years") or match.group("in") or match.group("only"))
    return None


def read_words(before: str) -> Words:
    """Sort the words before a value: 補助率は対象経費の → kind rate, base 対象経費; 小規模企業者は → subject."""
    before = close_up(before)
    per = per_of(before)
    total = bool(TOTAL_WORD.search(before))
    words = _PER_BEFORE.sub(" ", before) if per and not _CASE.search(before) else before
    words = _INSTEAD.sub("", words)
    words = _A_YEAR.sub(" ", _ALL_YEARS.sub(" ", words))
    base = ""
    if match := _BASE.match(words):
        stem = match.group("base")
        tail = _pieces(stem)
        if tail and _is_base(tail[-1], match) and kind_of(tail[-1]) in (None, "grant"):
            base, words = _cut_base(words, words.rindex(tail[-1]), tail[-1])
    kind = None
    subjects: list[str] = []
    for piece in _pieces(words):
        is_case = bool(_CONDITION_END.search(piece))
        named = None if is_case else kind_of(piece)
        kind = named or kind
        words_left = _strip(_without_keywords(piece) if named and named != "addon" else piece)
        words_left = "" if TOTAL_WORD.fullmatch(words_left) else words_left
        if words_left:
            subjects.append(words_left)
    return Words(kind, squeeze(" ".join(subjects)), squeeze(base), total, per)


def _pieces(words: str) -> list[str]:
    """Cut at colons, arrows, topic particles and gaps; the 場合 that a topic cut takes off is put back."""
    pieces, position = [], 0
    for match in _SPLIT.finditer(words):
        piece = words[position : match.start()]
        if match.group().startswith(("場合", "とき", "際")):
            piece += match.group().rstrip("はに")
        pieces.append(piece)
        position = match.end()
    pieces.append(words[position:])
    return [piece for piece in pieces if piece.strip()]


def _is_base(words: str, match: re.Match[str]) -> bool:
    """家賃の2分の1 whatever the noun, but 半額を, 相当額に, 事業費から only behind a noun of money."""
    if _BASE_NOUN.search(words):
        return True
    return (
        match.group()[match.end("base") :].lstrip().startswith("の")
        and applicant_phrase(words) is None
        and len(words) > 1
    )


def _cut_base(words: str, position: int, last: str) -> tuple[str, str]:
    """(base, the words in front of it): 交付確定した 県補助金額 is one base, 小規模企業者 対象経費 a subject and a base."""
    cut = 0
    for match in _BASE_STARTS.finditer(words, 0, position + len(last) - 1):
        cut = match.end()
    while gap := _WHITE.search(words, cut, position):
        front = words[cut : gap.start()]
        if (
            front.strip()
            and applicant_phrase(front) is None
            and not _CONDITION_END.search(front)
            and kind_of(front) != "rate"
        ):
            break
        cut = gap.end()
    return _strip(words[cut : position + len(last)]), words[:cut]


def _without_keywords(piece: str) -> str:
    for pattern in (RATE_WORD, FLOOR_WORD, CAP_WORD, ADDON_WORD, GRANT_WORD):
        piece = pattern.sub(" ", piece)
    return _PARTICLES.sub("", piece)


def _strip(piece: str) -> str:
    previous = None
    while previous != piece:
        previous = piece
        piece = _OPENING.sub("", piece.strip(" \u3000"))
    opened = piece.count("(") + piece.count("（") - piece.count(")") - piece.count("）")
    stripped = piece.strip(_EDGES)
    if not stripped.strip("（）() \u3000") or _LETTER.match(stripped):
        return ""
    if opened == 0 and piece.strip(" \u3000").endswith((")", "）")):  # 建物・償却資産(新設) keeps its bracket
        return piece.strip().lstrip(_EDGES.replace("（", "").replace("(", ""))
    return stripped


def base_kind(base: str) -> str:
    """対象経費 → cost, 県補助金額 → prior, 自己負担分 → self, 課税標準 → tax … (CONTRACT v1, rates.basis)."""
    return next((kind for kind, pattern in _BASES if pattern.search(base)), "cost")


def is_specific(base: str) -> bool:
    """家賃, 広告宣伝費 and 設備導入費 are items of cost; 対象経費, 事業費 and 総額 are the costs as such."""
    return base_kind(base) == "cost" and len(base) <= 20 and not _ANY_BASE.search(base)


def sort_subject(subject: str) -> tuple[str, str | None, str | None, str | None]:
    """A subject → (applicant_class, applicant_text, condition_text, cost_item): it is one of the three."""
    if not subject or _ANY_COST.match(subject) or _PAYER.match(subject):
        return "any", None, None, None
    named = applicant_class(subject)
    if named:
        return named, subject, None, None
    if applicant_phrase(subject) is None and _COST_ITEM.search(subject) and not _CONDITION_END.search(subject):
        return "any", None, None, subject
    return "any", None, subject, None
