"""What the words around a value say: its kind (率, 上限, 下限, 加算 …), per what it counts, on what it is reckoned, of whom it speaks."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.extract.statements.keywords import (
    ADDON_WORD,
    CAP_WORD,
    FLOOR_WORD,
    GRANT_WORD,
    MONEY_UNIT,
    RATE_WORD,
    TOTAL_WORD,
    WHITE,
    TermKind,
    close_up,
    kind_of,
)
from pipeline.extract.terms.units import PER_BEFORE, per_of
from pipeline.folding import single_spaced
from pipeline.normalize.applicants import applicant_class, applicant_phrase

DITTO = re.compile(r"(?<![^\s　])(?:〃|″|同上)(?![^\s　])")
"""What stands for the value above it in the rows of a table without rules."""
# 経費, 費用, 料, 手数料, 代, 設備, 土地, 建物, 工事
_COST_ITEM = re.compile(
    r"(?:費|料|経費|代金?|費用|設備|資産|土地|建物|装置|備品|工具|機器|機械|手数料|賃金|[家運工]賃|謝金|出願|取得|購入|システム|(?:購入|取得|本体|設置|契約|見積|工事|販売|導入)(?:価格|価額|金額))(?:等|など)?(?:[(（][^()（）]*[)）])?$"
)
# 補助対象経費, 対象経費合計: the costs as such are no item
_ANY_COST = re.compile(
    r"^(?:補助|助成)?(?:対象)?総?(?:経費|費用|事業費|経費等|対象)(?:[(（]税[^()（）]{1,4}[)）])?(?:の?(?:合計|総額|合計額))?$"
)
# 市が経費の3分の1を補助: the one that pays
_PAYER = re.compile(r"^(?:同|本|当)?(?:市|区|町|村|県|都|道|府|国)$")
# 【山梨県】, （山梨県）県が: where, not for whom
_PLACE = re.compile(r"^[（(]?[一-龥ァ-ヶ]{1,5}[都道府県市区町村][）)]?(?:都|道|府|県|市|区|町|村)?$")
_ANY_BASE = re.compile(r"対象|事業費|総額|合計|に(?:要(?:する|した)|必要(?:な|となる))|^(?:経費|費用|額)|[はがを。]")
_CONDITION_END = re.compile(r"(?:の)?(?:場合|とき|時|際)(?:に限り|には|は|に|、)*$")

# on what a rate is reckoned; the particle is what makes the words a base: 対象経費の, 課税標準を, 交付確定額に対して, 差額 ×
_BASE = re.compile(
    r"^(?P<base>.*?\S)[\s　]*(?:の(?:最大|原則|うち)?|[×✕xX＊*]|に対して|に対し|に|を|から)[\s　]*(?:原則|最大)?[\s　]*$",
    re.DOTALL,
)
_BASE_NOUN = re.compile(
    r"(?:費|料|額|合計|経費|費用|代|金|標準|相当|部分|分|価格|価額|利子|利息|総額|賃金|もの)(?:等|など)?[」』〕］]?(?:[(（][^()（）]*[)）])?$"
)
_BASES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("tax", re.compile(r"課税標準|固定資産税|税額|取得税|事業税|都市計画税|住民税")),
    ("interest", re.compile(r"利子|利息|利率|金利|支払利息")),
    ("self", re.compile(r"自己負担|差額|控除した|減じた|差し引い|[−－-]|を除いた額")),
    (
        "prior",
        re.compile(
            r"(?:県|国|市|町|都|府|道|前記|同)?[^、]{0,12}(?:補助|助成)(?:金)?等?の?(?:額|交付|確定|支給|金額)|補助金額|助成金額|交付(?:確定|決定)?額|交付確定した"
            r"|(?:国庫?|都|道|府|県|市|区|町|村)の?(?:補助|助成|交付|支援)金等?$"
        ),
    ),
    ("fee", re.compile(r"保証料|診断料|手数料|使用料|登録料|利用料")),
)

# 料金の差額又は50,000円, 3分の1に相当する額と30万円のいずれか: what the sum is an alternative to
_INSTEAD = re.compile(r"^.*(?:又は|または|若しくは|もしくは|額と)[\s　]*$", re.DOTALL)
_A_YEAR = re.compile(r"(?<![0-9０-９])年間(?!総額|合計|計)|[年月日]額(?!家賃)|年度内(?:に)?|毎年度?|各年度")
_CASE = re.compile(r"場合|とき")
# 連携型 中小企業者, 特別枠 小規模企業者: a part of the call, and whom it helps
_PART = re.compile(r"(?P<part>\S{1,12}(?:型|枠|コース|タイプ|プラン)) (?P<who>\S+)")
# 固定資産税に相当する額, 投資額－他の補助金額: how much, not when
_RECKONED = re.compile(r"(?:に相当する|乗じ(?:て得)?た|合算した|除した|加えた)額$|[＝=−－]|[×÷]")
_NOBODY = (
    "その",
    "この",
    "投資",
    "当該",
    "上記",
    "年",
    "月",
    "補助金",
    "助成金",
    "支援金",
)  # その半額を補助, 年1.0％以内
_EVERY = re.compile(
    r"(?:いずれ|どちら|全て|すべて)の?[^\s　、。]{0,6}?(?:も|とも)?$|従来$|これまで$"
)  # 小規模事業者はいずれの枠も
_PARTICLES = re.compile(r"^[\sのがをはにで]+|[\sのがをはにで]+$")
# 最長2年度, 3年間で; 令和3年度 is a year of its own
_ALL_YEARS = re.compile(
    r"(?<![和成0-9０-９])(?<![和成][\s　])(?:最長|最大|累計|通算)?[\s　]*[0-9０-９]{1,2}[\s　]*(?:か|ヵ|ヶ|箇)?年(?:度|間)?で?(?:補給|補助|助成|支給|交付)?[\s　]*$"
)
# また、ただし、なお、※ open a clause and name nobody
_OPENING = re.compile(
    r"^(?:[\s　・•※○●◉◇◆■*＊\-–—‐]|[①-⑳]|[(（][0-9０-９]{1,2}[)）]|[0-9０-９]{1,2}[.．、](?![0-9０-９])|[0-9０-９]{1,2}[.．](?=[0-9０-９]{1,3}[人名社件台])|[ア-オ](?=[\s　.．、)）])[.．、)）]?|[QＱAＡ注][0-9０-９]{0,2}(?=[\s　.．:：]|$)[.．:：]?|ただし|但し|また|なお|[そこ]の場合(?:は|には)?|さらに|かつ|[とや](?=[A-ZＡ-Ｚ一-龥ァ-ヶ])|原則|概ね|おおむね|それぞれ|いずれも|どちらも|一般の(?=中小)|うち(?=[一-龥ァ-ヶ]))[、,]?"
)
# 2 蓄電池; 5 人以下 counts
_NUMBER = re.compile(
    r"^[\s　・]*[0-9０-９]{1,2}[\s　]+(?![\s　0-9０-９人名社者年月週日時件台回基棟戸室枚か箇ヶカ億万千円号種団次期階分割])"
)
_COUNTED = re.compile(r"^(?:補助|助成|支給)?(?:対象)?(?:者|申請者|労働者|従業員|社員|被共済者|雇用)$")
_THAT = re.compile(r"[そこ]の(?=補助|助成|上限|限度|額)")  # また、その補助金額の上限は
_LETTER = re.compile(r"^[ア-コ]$")  # ア　小規模企業者
_EDGES = " \u3000、,，。:：→⇒・（(）)「」『』〈〉《》はがをでに\t-–—*#×＋+=＝"
_SPLIT = re.compile(
    r"[:：→⇒]|(?:場合|とき|際)(?:に)?は|については|に対しては|(?<=[一-龥々ァ-ヶー）)円％%」Ａ-ＺA-Za-z])(?<!又)は(?![じ])|[ \u3000]{1,}|[【】]"
)
# a base begins behind a colon, an arrow or は: 補助率:交付確定額に対して, 補助率は対象経費の
_BASE_STARTS = re.compile(
    r"[:：→⇒]|(?<=[市区町村県都道府国])が|向けは|については|では|場合(?:に)?は|(?<=[一-龥々ァ-ヶー）)])は"
)


@dataclass(frozen=True, slots=True)
class Words:
    """The words before a value, sorted by what they do."""

    kind: TermKind | None
    subject: str
    base: str
    per: str | None


def read_words(before: str) -> Words:
    """Sort the words before a value: 補助率は対象経費の → kind rate, base 対象経費; 小規模企業者は → subject."""
    before = _NUMBER.sub("", MONEY_UNIT.sub("", close_up(DITTO.sub(" ", before))))
    per = per_of(before)
    cut = max((case.end() for case in _CASE.finditer(before)), default=0)  # 若者を雇用した場合 1人につき
    words = before[:cut] + PER_BEFORE.sub(" ", before[cut:]) if per else before
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
        words_left = "" if TOTAL_WORD.fullmatch(words_left) or _EVERY.match(words_left) else words_left
        if words_left:
            subjects.append(words_left)
    subject = single_spaced(" ".join(subjects))
    if per and _COUNTED.match(subject):  # 対象者1人につき: who is counted, not who alone is helped
        subject = ""
    return Words(kind, subject, single_spaced(base), per)


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
    while gap := WHITE.search(words, cut, position):
        front = _strip(words[cut : gap.start()])
        if (
            front
            and applicant_phrase(front) is None
            and not _CONDITION_END.search(front)
            and kind_of(front) != "rate"
            and not _ANY_COST.match(words[gap.end() : position + len(last)])
        ):
            break
        cut = gap.end()
    return _strip(words[cut : position + len(last)]), words[:cut]


def _without_keywords(piece: str) -> str:
    piece = _THAT.sub("", piece)
    for pattern in (RATE_WORD, FLOOR_WORD, CAP_WORD, ADDON_WORD, GRANT_WORD):
        piece = pattern.sub(" ", piece)
    return _PARTICLES.sub("", piece)


def _strip(piece: str) -> str:
    previous = None
    while previous != piece:
        previous = piece
        piece = _OPENING.sub("", piece.strip(" \u3000"))
    opened = piece.count("(") + piece.count("（") - piece.count(")") - piece.count("）")
    stripped = piece.strip(_EDGES).removesuffix("として").removesuffix("に対し")
    if stripped.endswith("ま") and f"{stripped}で" in piece:  # 令和6年度までは
        stripped += "で"
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
    if (
        not subject
        or subject in _NOBODY
        or _RECKONED.search(subject)
        or _ANY_COST.match(subject)
        or _PAYER.match(subject)
        or _PLACE.match(subject)
    ):
        return "any", None, None, None
    named = applicant_class(subject)
    if named and (cut := _PART.fullmatch(subject)) and applicant_class(cut.group("part")) is None:
        return named, cut.group("who"), cut.group("part"), None
    who, _, case = subject.partition(" ")
    if case and named is None and (first := applicant_class(who)) in ("small", "sme", "mid", "large"):
        return first, who, case, None  # 中小企業　有期→正規
    if named:
        return named, subject, None, None
    if applicant_phrase(subject) is None and _COST_ITEM.search(subject) and not _CONDITION_END.search(subject):
        return "any", None, None, subject
    return "any", None, subject, None
