"""Who a clause speaks of: 小規模事業者 → small, 中小企業者及び中小企業団体 → sme; names of programmes are nobody."""

from __future__ import annotations

import re
from typing import Literal

from pipeline.folding import squeeze

ApplicantClass = Literal["any", "small", "sme", "mid", "large", "individual", "group"]

# ①中小企業者, ・大企業, ※所得5億円以上の企業
_MARK = re.compile(r"^(?:[①-⑳・※○●\-*■◆]|[(（]\d{1,2}[)）]|\d{1,2}[.．])+")
# 一般の中小企業（者）, 小規模事業者(個人を含む): what stands in brackets narrows nobody
_ASIDE = re.compile(r"[(（〔\[【][^()（）〔〕\[\]【】]*[)）〕\]】]")
# 中小企業の場合は, 小規模企業者については, 中堅企業等のみ, 大企業に対して
_ENDING = re.compile(
    r"(?:の場合|であるとき|である場合|のとき|について|に対して?|のみ|向け|にあって|が行う(?:事業|取組)|など|等|は|に|には|の方|で)+$"
)
# the noun an applicant phrase ends with: 小規模企業者, 中小企業団体, 大企業, 個人, 組合, 農業法人, グループ
_NOUN = re.compile(
    r"(?:者|企業|会社|団体|組合|個人|法人|グループ|事業主|連携体|組織|商店街|協議会|農家|中小|中堅|大手|小規模|商店会|業者)$"
)
_EVERYBODY = re.compile(
    r"^(?:全企業|全(?:ての)?事業者|すべての(?:企業|事業者|者)|全て|[「『]?[①-⑳][」』]?以外(?:の者|の企業)?)$"
)
_SMALL = re.compile(r"小規模")
_SME = re.compile(r"中小(?!規模)")
_MID = re.compile(r"中堅")
_LARGE = re.compile(r"大企業|大手企業|大規模(?:事業者|企業)")
_GROUP = re.compile(r"(?:組合|団体|グループ|連携体|組織|商店街|協議会|商店会)$")
_INDIVIDUAL = re.compile(r"個人(?:事業主|事業者)?$")


def applicant_phrase(text: str) -> str | None:
    """The words that name applicants (`中小企業の場合は` → `中小企業`), or None where the phrase is about something else.

    小規模事業者持続化補助金(災害枠) ends in 補助金 and names a programme; 小規模企業者を含む場合 is a condition.
    """
    core = _MARK.sub("", squeeze(text))
    core = _ASIDE.sub("", core).strip("「」『』:：、。")
    if _EVERYBODY.match(core):
        return core
    core = _ENDING.sub("", core)
    return core if core and _NOUN.search(core) else None


def applicant_class(text: str) -> ApplicantClass | None:
    """The class of the applicants a phrase names, `any` for everybody (全企業, 「①」以外), None where it names no class.

    中小企業者, 中小企業団体, 一般の中小企業 → sme; 小規模企業者 → small; 中堅企業等 → mid (CONTRACT v1, reading rules). Where
    several are named the widest holds: 中小企業・小規模事業者 → sme; small or medium together with large ones → any.
    """
    core = applicant_phrase(text)
    if core is None:
        return None
    if _EVERYBODY.match(core):
        return "any"
    if _LARGE.search(core):
        return "any" if _SME.search(core) or _SMALL.search(core) else "large"
    if _SME.search(core):
        return "group" if core.endswith(("グループ", "連携体")) else "sme"
    if _MID.search(core):
        return "mid"
    if _SMALL.search(core):
        return "small"
    if _INDIVIDUAL.search(core):
        return "individual"
    return "group" if _GROUP.search(core) else None
