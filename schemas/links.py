"""`links`: the addresses that a programme's entry points to."""

from __future__ import annotations

from pandera.typing import Series

from schemas.columns import LOCATOR, Table, Text, key, may, must, ref


class Links(Table):
    """リンク"""

    link_id: Series[Text] = key("リンクID", "リンクを表す変わらない名前")
    program_id: Series[Text] = ref("programs", "制度ID", "制度")
    label: Series[Text] = may("リンクの文字", "文書の言葉")
    url: Series[Text] = must("URL", "リンク先", pattern=r"^(https?://|mailto:)\S+$")
    locator: Series[Text] = must("場所", "文書の中の場所", pattern=LOCATOR)
