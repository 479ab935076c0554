"""`links`: the addresses that a programme's entry points to."""

from __future__ import annotations

from pandera.typing import Series

from schemas.columns import LOCATOR, Table, Text, key, may, must, ref

# https://example.jp/x, mailto:a@example.jp, tel:076-220-2205, /soshiki/14/17615.html#yushi, youkou.pdf; no javascript: or data:
ADDRESS = r"^(?:(?:https?|mailto|tel):\S+|[^\s:/?#]+(?:[/?#]\S*)?|[/?#]\S*)$"


class Links(Table):
    """リンク"""

    link_id: Series[Text] = key("リンクID", "リンクを表す変わらない名前")
    program_id: Series[Text] = ref("programs", "制度ID", "制度")
    label: Series[Text] = may("リンクの文字", "文書の言葉")
    url: Series[Text] = must("URL", "リンク先。手元のファイルでは相対参照のこともある", pattern=ADDRESS)
    locator: Series[Text] = must("場所", "文書の中の場所", pattern=LOCATOR)
