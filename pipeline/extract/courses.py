"""What the parts of a programme are called: 通常枠, Aタイプ, 産学連携コース."""

from __future__ import annotations

import re

_NOUNS = r"コース|枠|型|類型|部門|タイプ|メニュー|プラン|区分|事業|支援|助成"
_ASIDE = r"(?:\s*[(（][^()（）]*[)）])?"
# 通常枠, Aタイプ, 新規出店事業, 単独企業コース（継続）
COURSE_NOUN = re.compile(rf"(?:{_NOUNS}|制度){_ASIDE}$")
"""What the name of a part ends with wherever it stands."""
# ＜見本市等出展＞, (2) 施設整備
HEADING_NOUN = re.compile(rf"(?:{_NOUNS}|補助|整備|出展|活用){_ASIDE}$")
"""What it ends with where its brackets or its number say that it heads what follows."""
# 枠, 申請類型, 補助コース名, 助成金の種類: the head of a row or column of such names
COURSES = re.compile(
    r"^(?:(?:補助|申請|支援)?(?:枠|型|類型|コース|部門|タイプ|プラン|メニュー)(?:名|区分)?|(?:補助|助成|支援|交付|奨励)金?の?(?:種類|種別|名称?))$"
)
"""What stands over the names of parts in a table."""


def is_course(head: str) -> bool:
    """Whether a head names a part of the programme: 通常枠, 人材確保事業(イベント等)に関する助成."""
    return bool(COURSE_NOUN.search(head)) and len(head) <= 40
