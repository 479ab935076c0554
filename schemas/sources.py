"""`sources`: one row per source document used."""

from __future__ import annotations

from pandera.typing import Series

from schemas.columns import Date, Int, Moment, Table, Text, key, may, must


class Sources(Table):
    """出典：このデータのもとになった文書"""

    source_id: Series[Text] = key("出典ID", "プロファイルの名前。raw/ のフォルダ名でもある")
    title: Series[Text] = must("文書名", "文書の表題")
    publisher: Series[Text] = may("発行者", "文書を発行・公開している者")
    kind: Series[Text] = must("種類", "文書の種類", isin=["guide_pdf", "aggregator_html", "text"])
    page_url: Series[Text] = may("掲載ページ", "文書が掲載されているページの URL")
    file_url: Series[Text] = may("文書の URL", "文書そのものの URL")
    edition: Series[Text] = may("版", "令和7年度版、2025年11月更新 など")
    published_date: Series[Date] = may("公表日", "文書が自ら記す公表日・更新日")
    retrieved_at: Series[Moment] = may("取得日時", "スナップショットを取得した日時")
    sha256: Series[Text] = must("SHA-256", "読んだバイト列のハッシュ", pattern=r"^[0-9a-f]{64}$")
    media_type: Series[Text] = must("メディアタイプ", "application/pdf、text/html、text/plain")
    byte_size: Series[Int] = must("バイト数", "読んだバイト列の長さ", ge=1)
    page_count: Series[Int] = may("ページ数", "PDF のページ数", ge=1)
    licence: Series[Text] = may("ライセンス", "発行者が示す利用条件")
    attribution: Series[Text] = may("出典表示", "再利用するときに添える出典の表示")
    rights: Series[Text] = must("権利", "facts は事実のみ、full は全文を再配布できる", isin=["facts", "full"])
    origin: Series[Text] = must("由来", "実際の取得、複製、手元のファイル", isin=["live", "facsimile", "local"])
    freshness: Series[Text] = must("鮮度", "前回の取得と比べた状態", isin=["updated", "unchanged", "unreachable"])
    parser_version: Series[Text] = must("読み取りの版", "読み取ったプログラムの版")
