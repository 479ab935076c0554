"""Who and what a bound value speaks of: its subject, its base and its course, from its own words, its brackets, its neighbours and its heads."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from pipeline.extract.courses import is_course
from pipeline.extract.labels import label_kind
from pipeline.extract.statements import Statement
from pipeline.extract.statements.keywords import kind_of
from pipeline.extract.terms.clauses import Binding
from pipeline.extract.terms.references import is_reference, marks_of
from pipeline.extract.terms.words import Words, is_specific, read_words, sort_subject
from pipeline.folding import single_spaced
from pipeline.normalize.applicants import applicant_class, applicant_phrase
from pipeline.records import Amount, Rate

# a bracket that says nothing about whom: 千円未満切り捨て, 全額補助, 最長2年度, 1事業者1回限り, 税抜, 予定, ※
_NO_SUBJECT = re.compile(
    r"切り?捨|四捨五入|最長|最大\d|年度$|単年度|年間|限り$|\d回|税抜|税込|税別|消費税|補助[)）]?$|助成$|予定|^[※注]|^同$|累計|随時|予算|につき|あたり|当たり|いずれも|国.*[+＋].*県|合わせて|以下同|詳細|参照|最[大高][時額]?$|会計年度|あり$|^ただし|控除|^(?:上限|下限|限度)額?$|は(?:当該|その)[^、。]{1,6}$"
)
# a value within a bracket: （小規模企業者は2/3）, （上限100万円）, （対象経費の半額）
_VALUE = re.compile(
    r"[0-9０-９].{0,3}(?:円|%|％|割)|[0-9０-９][万億](?:$|[^0-9０-９人件])|[一二三四五六七八九十百千][万億]?円|分の[0-9０-９]|[0-9０-９][/／][0-9０-９]|[半全定]額"
)
# 費用の2分の1を補助（上限3万円）
_PAID = re.compile(
    r"[\s　]*(?:(?:経費|費用)の一部)?を?(?:補助|助成|支給|交付|支援)(?:します|する)?[\s　]*|[\s　]*(?:経費|費用)の一部[\s　]*"
)
# その額が3,000万円を超えるときは、3,000万円: says how much, not when
_EXCEEDED = re.compile(r"(?:その|当該)(?:金|合計)?額が[^、。]{0,16}を?超え(?:る|た)(?:とき|場合)に?は?、?[\s　]*$")
# 組合が利用する場合、; 被災事業者については、
_LEAD = re.compile(r"(?:(?:場合|とき|際)(?:に)?(?:は)?|については|に対しては|にあっては)[、,\s　]*$")
# 小規模企業者・小規模事業者、再生事業者　2/3: a list of applicants
_APPLICANTS = re.compile(r"[^\s　、はがをにで]{2,24}、[^\s　、はがをにで]{1,12}(?:者|企業|法人|団体|組合)")
_PLACE_TOPIC = re.compile(r"^[^、。]{0,12}[市町村県都道府区]で?は、")  # 見本市では、市内の中小企業に対し
_COMMA = re.compile(r"[、，,]")
# 1年目、2年目、3年目それぞれ 1/2、1/3、1/4
_RESPECTIVE = re.compile(r"(?P<names>[^。]+?)(?:は|に(?:つき|ついて)は?)?、?それぞれ[\s　:：、]*")
_LISTED = re.compile(r"[、，・]|及び|並びに|と(?=[^な])")
# 売上が減少した事業者は、法人30万円、個人15万円; 賃上げを行う場合は、小規模2/3、中小1/2
_OF_SENTENCE = re.compile(
    r"(?:(?:場合|とき|際)に?は?|(?:者|方|企業|事業所|世帯|団体|法人)(?:について|に対して)?は)、[\s　]*$"
)
# 補助率（小規模企業者）, 補助上限額（通常枠）
_IN_LABEL = re.compile(r"[(（〔【]([^()（）〔〕【】]{2,24})[)）〕】]")
# 県1/3、市1/6: who gives how much, where several do
_PAYER = re.compile(r"(?<![^\s　、,・＋+:：])(国|県|都|道|府|市|区|町|村)[\s　:：]*(?=[0-9０-９])")
# 2分の1（3分の2）, 100万円（200万円）
_BRACKETED_VALUE = re.compile(r"[(（][\s　]*[0-9０-９][0-9０-９,，.．/／分の億万千円％%]*(?:以内)?[\s　]*[)）]")
# 新規創業者枠:施設整備費・… → 上限110万円
_HEAD = re.compile(r"^(?P<head>[^:：。]{1,40})[:：]")
# 商店街共同施設：街路灯は2分の1、その他は100分の35
_TOPIC = re.compile(r"は[\s　]*$")
_COLON = re.compile(r"[:：]")
COUNT = re.compile(r"[0-9０-９][人名社件台回]分?[\s　]*$")
"""How many, in front of a bracket with their sum: 5人（100万円）を限度とする."""
RANGE = frozenset(("~", "～", "〜", "-", "－", "から"))
"""What joins the two ends of a range."""
# the upper end of 50万円以上200万円以内
_BOUNDED = re.compile(r"以内|以下|未満|まで")


@dataclass(frozen=True, slots=True)
class Speaking:
    """Of whom and of what a value speaks; the shared columns of rates and amounts."""

    course: str | None
    applicant_class: str
    applicant_text: str | None
    condition_text: str | None
    cost_item: str | None


@dataclass(frozen=True, slots=True)
class Reading:
    """A bound value with its words sorted and its subject found."""

    bound: Binding
    words: Words
    subject: str
    is_low: bool = False
    """The lower end of a range: 750～5,000万円."""
    host_subject: str = ""
    """Of what the value speaks in whose brackets it stands (B枠は1/2（小規模事業者2/3）), or its sentence (…した者は、法人20万円)."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A value of the statement that has been judged: `kind` is rate or an amount's kind, None where it was no term."""

    reading: Reading
    kind: str | None

    @property
    def value(self) -> Rate | Amount:
        """The rate or sum itself."""
        return self.reading.bound.value


def readings(text: str, bounds: list[Binding]) -> list[Reading]:
    """Give each value of a statement its subject: its own words, its bracket, its host, or the one subject of its group."""
    head = _line_head(text, bounds)
    found: list[Reading] = []
    case, sentence = "", -1
    for number, bound in enumerate(bounds):
        words = read_words(bound.before)
        if _OF_SENTENCE.search(bound.lead) and kind_of(bound.lead) is None:
            case, sentence = read_words(bound.lead).subject, bound.sentence
        own = _own_subject(bound, words)
        if found and _EXCEEDED.search(bound.lead) and not words.subject:
            own = (
                found[-1].host_subject or found[-1].subject
            )  # …の場合、100分の20。ただし、その額が3,000万円を超えるときは、3,000万円
        if number and own == "部分":  # 1/2（1,500万円を超える部分は1/3）
            own = single_spaced(text[bounds[number - 1].start : bounds[number - 1].end] + own)
        if own and bound.host is None and found:
            own = _of_row(own, found[0])
        if head and bound.host is None and not _is_strong(own, bound, head):
            own = f"{head} {own}" if own and own not in head and _TOPIC.search(bound.before) else head
        following = bounds[number + 1] if number + 1 < len(bounds) else None
        low = following is not None and _opens_range(bound, following)
        if not own and _is_of_all(bound, words, found):
            found.append(Reading(bound, words, "", low))
            continue
        above = next((reading.subject for reading in found if reading.bound is bound.host), "")
        named = words.subject or (words.base if is_specific(words.base) else "")
        if bound.host is None and named and sentence == bound.sentence and case not in named:
            own, above = (own if words.subject else named), case
        found.append(Reading(bound, words, own or _inherited(bound, words, found), low, above))
    return _respective(found)


def _respective(found: list[Reading]) -> list[Reading]:
    """1年目、2年目、3年目それぞれ 1/2、1/3、1/4: as many values as names are said of one name each, in their order."""
    for place, reading in enumerate(found):
        listed = _RESPECTIVE.fullmatch(reading.bound.lead + reading.bound.before)
        if listed is None:
            continue
        names = [read_words(name).subject for name in _LISTED.split(listed["names"])]
        values = found[place : place + len(names)]
        alike = {(type(one.bound.value), one.bound.sentence, one.bound.host) for one in values}
        if len(values) == len(names) > 1 and len(alike) == 1 and all(names):
            said = [replace(one, subject=name) for one, name in zip(values, names, strict=True)]
            return [*found[:place], *said, *found[place + len(names) :]]
    return found


def _of_row(own: str, first: Reading) -> str:
    """中小企業　新築：80万円、改築：40万円: the class in front of the first case is that of the others."""
    who, _, case = first.subject.partition(" ")
    is_led = case and applicant_class(first.subject) is None and applicant_class(who) is not None
    is_case = applicant_phrase(own) is None and applicant_class(own.partition(" ")[0]) is None and own[:3] != "その他"
    return f"{who} {own}" if is_led and is_case else own


def _is_of_all(bound: Binding, words: Words, before: list[Reading]) -> bool:
    """5人以下：450万円、6人以上：700万円（補助率1/2）: the one rate, in the last bracket, of sums for different ones."""
    subjects = {reading.subject for reading in before if reading.bound.host is None and reading.subject}
    is_first = not any(isinstance(reading.bound.value, Rate) for reading in before)
    return words.kind == "rate" and bound.host is not None and len(subjects) > 1 and is_first


def _opens_range(bound: Binding, following: Binding) -> bool:
    """750～5,000万円 and 50万円以上200万円以内: the lower end of a range."""
    if bound.asides or type(bound.value) is not type(following.value):
        return False
    is_bounded = "以上" in bound.after and not following.before.strip() and _BOUNDED.search(following.after)
    return following.joint in RANGE or bool(is_bounded)


def host_of(reading: Reading, before: list[Seen]) -> Seen | None:
    """The judged value in whose brackets this one stands."""
    return next((seen for seen in before if seen.reading.bound is reading.bound.host), None)


def _line_head(text: str, bounds: list[Binding]) -> str:
    """整備費:補助率1/2、上限100万円: the one subject before a colon speaks for the whole line."""
    if len(bounds) < 1 or bounds[0].host is not None:
        return ""
    match = _HEAD.match(text)
    if not match or match.end() > bounds[0].start or len(_COLON.findall(text)) != 1:
        return ""
    words = match.group("head")
    return "" if kind_of(words) or label_kind(words) else read_words(words).subject


def _is_strong(own: str, bound: Binding, head: str) -> bool:
    """What outweighs the head of the line: applicants, a case, words in the value's own bracket."""
    if not own:
        return False
    if head in own:
        return True
    return bool(applicant_class(own) or _LEAD.search(own) or bound.asides or bound.holder)


def _own_subject(bound: Binding, words: Words) -> str:
    for aside in bound.asides:
        if _is_subject(aside) and not _holds_values(aside):
            if applicant_class(aside) or not words.subject:
                return single_spaced(aside)
            return single_spaced(f"{words.subject}({aside})")
    lead = _PLACE_TOPIC.sub("", bound.lead).rstrip("、, \u3000")
    listed = f"{lead}、{words.subject}"
    if _APPLICANTS.fullmatch(listed) and applicant_class(lead) and applicant_class(words.subject) is None:
        return listed
    if words.subject:
        return words.subject
    if lead and (_LEAD.search(lead) or applicant_class(lead)):
        return read_words(lead).subject
    is_named = bound.holder[:1] not in "をにで" and not _PAID.fullmatch(bound.holder)
    if bound.holder and is_named and not COUNT.search(bound.holder):
        return read_words(bound.holder).subject or single_spaced(bound.holder)
    if not words.base or not is_specific(words.base):
        return ""
    costs = [single_spaced(item) for item in _COMMA.split(lead) if item]  # 機器購入費、使用料、専門家謝金の1/2
    return "、".join((*costs, words.base)) if all(sort_subject(item)[3] for item in costs) else words.base


def _is_subject(aside: str) -> bool:
    return bool(aside.strip()) and len(aside) <= 60 and not _NO_SUBJECT.search(single_spaced(aside))


def _holds_values(aside: str) -> bool:
    return bool(_VALUE.search(aside))


def _inherited(bound: Binding, words: Words, found: list[Reading]) -> str:
    """小規模企業者 2/3、限度額100万円: the cap speaks of the one subject of its group; a bracket's value of its host's."""
    host = next(
        (reading for reading in found if bound.host is not None and reading.bound.value is bound.host.value), None
    )
    if host is not None:
        return host.subject if type(host.bound.value) is not type(bound.value) else ""
    if bound.host is not None or not found:
        return ""
    last = found[-1]
    if bound.joint and last.bound.group == bound.group and words.kind is None:
        return "" if any(_is_subject(aside) for aside in last.bound.asides) else last.subject
    if isinstance(bound.value, Rate) and any(
        isinstance(r.bound.value, Rate) and r.bound.group == bound.group for r in found
    ):
        return ""
    others: list[Reading] = []
    for reading in reversed(
        found
    ):  # the rates since the last sum: one, and the sum is its cap; several, and it is all theirs
        if reading.bound.group != bound.group or (
            type(reading.bound.value) is type(bound.value) and not reading.bound.host
        ):
            break
        if reading.bound.host is None:
            others.append(reading)
    if not others and last.bound.group == bound.group and not last.words.subject:
        return last.subject  # 研修参加 経費の2/3、1法人40万円、1個人5万円
    return others[0].subject if len(others) == 1 else ""


def speaking(reading: Reading, statement: Statement, numbers: dict[str, str], brackets_mean: str) -> Speaking:
    """Subject and heads → class, condition, cost item and course."""
    subject = reading.subject
    if (
        reading.bound.host is not None
        and not subject
        and brackets_mean
        and type(reading.bound.host.value) is type(reading.bound.value)
    ):
        subject = brackets_mean
    klass, who, condition, item = sort_subject(subject)
    payer = reading.bound.before.strip(" \u3000:：・＋+")
    payers = set(_PAYER.findall(statement.text)) if len(payer) == 1 else set()
    condition = payer if payer in payers and len(payers) > 1 else condition
    own = [condition] if condition else []
    host = reading.host_subject
    if host and host != subject:
        host_class, host_who, host_condition, host_item = sort_subject(host)
        if host_who and not who:
            klass, who = host_class, host_who
        own = [host_condition, *own] if host_condition else own
        item = item or host_item
    part = statement.course.rpartition(" > ")[2]
    if klass == "any" and not who and applicant_class(part):
        klass, who = applicant_class(part) or "any", part
    if _folded(part) and any(_folded(words) == _folded(part) for words in own):
        own = []  # ■旅費の助成 ⏎ ❸旅費助成：5万円
    courses = [statement.course] if statement.course else []
    courses += [words for words in own if is_course(words)]  # 通常枠：1/2
    conditions = [words for words in own if not is_course(words) and not is_reference(words)]
    for head in reversed((*statement.subjects, *_of_label(reading, statement))):
        if is_course(head):
            courses.insert(1 if statement.course else 0, head)
            continue
        head_class, head_who, head_condition, head_item = sort_subject(head)
        if head_who and klass == "any" and not who:
            klass, who = head_class, head_who
        elif head_item and not item:
            item = head_item
        elif head_condition and head_condition not in conditions:
            conditions.insert(0, head_condition)
    spoken = Speaking(" > ".join(courses) or None, klass, who, single_spaced(" / ".join(conditions)) or None, item)
    is_aside = (
        reading.bound.host is not None and not host
    )  # ②改造費 2/3（小型は1/2）: the bracket of a ② without a name
    if (marks := marks_of(statement, reading.bound.host or reading.bound)) and (
        is_aside or not (conditions or item or who)
    ):
        return _meant(spoken, marks, numbers)
    return spoken


def _meant(spoken: Speaking, marks: tuple[str, ...], numbers: dict[str, str]) -> Speaking:
    """対象者：①小規模事業者 ②中小企業者, 補助率：①2/3 ②1/2: what a value says through its numbers; a bare (1) says nothing."""
    klass, who, *_ = sort_subject(numbers.get(marks[0], "")) if len(marks) == 1 else ("any", None)
    if who and spoken.applicant_class == "any":
        return replace(spoken, applicant_class=klass, applicant_text=who)
    said = "、".join(mark + numbers.get(mark, "") for mark in marks if mark in numbers or mark[0] != "(")
    conditions = (said, spoken.condition_text or "")
    if not any(conditions):
        return spoken
    return replace(spoken, condition_text=single_spaced(" / ".join(filter(None, conditions))))


def _of_label(reading: Reading, statement: Statement) -> tuple[str, ...]:
    """補助率（小規模企業者）, 補助上限額（通常枠）: of whom a label says in brackets that it speaks; over 1/2（2/3）, of the 2/3."""
    found = _IN_LABEL.search(statement.label_text)
    if found is None or not (applicant_phrase(found[1]) or is_course(found[1])):
        return ()
    is_of_brackets = _BRACKETED_VALUE.search(statement.text) is not None
    return (found[1],) if is_of_brackets == (reading.bound.host is not None) else ()


def _folded(words: str) -> str:
    """A course's name or a condition without mark and の."""
    return re.sub(r"^[\s　■□◆◇●○・①-⑳❶-❿]+|の", "", words)


def printed(statement: Statement, reading: Reading) -> str:
    """The words of the value as printed, from its subject to its tail."""
    bound = reading.bound
    start = bound.start - len(bound.before) if statement.text[: bound.start].endswith(bound.before) else bound.start
    words = single_spaced(statement.text[start : bound.end]).strip("、,・:： ")
    return words if words.count("「") == words.count("」") else words.rpartition("「")[2]
