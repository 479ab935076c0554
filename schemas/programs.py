"""`programs`: one row per programme (制度) and call (公募回) in a source."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pandera.pandas as pa
from pandera.typing import Series

from schemas.columns import LOCATOR, MONTH, Bool, Date, Int, Table, Text, Texts, key, may, must, ref


class Programs(Table):
    """制度：補助金・助成金などの支援制度（公募回ごと）"""

    program_id: Series[Text] = key("制度ID", "制度と公募回を表す変わらない名前")
    series_id: Series[Text] = must("シリーズID", "回・年度・出典によらず同じ制度を表す名前")
    source_id: Series[Text] = ref("sources", "出典ID", "この行を読んだ文書")
    name: Series[Text] = must("制度名", "回・掲載の印・◇を除いた名前", pattern=r"^\S.*$")
    name_text: Series[Text] = must("制度名（原文）", "文書に印刷された名前")
    call_round: Series[Int] = may("公募回", "第7次公募 → 7", ge=1, le=200)
    fiscal_year: Series[Int] = may("年度", "日本の会計年度（4月〜3月）", ge=1989, le=2100)
    category: Series[Text] = may("区分", "文書の章や区分（製品開発 など）")
    area_level: Series[Text] = may("地域の広さ", "国・県・市町村", isin=["national", "prefecture", "municipality"])
    area_codes: Series[Texts] = must("地域コード", "全国地方公共団体コード（6桁・検査数字つき）の並び")
    area_names: Series[Texts] = must("地域名", "地域の名前の並び")
    provider: Series[Text] = may("実施者", "制度を実施する者")
    listing_status: Series[Text] = must("掲載区分", "文書のどちらの部に載っているか", isin=["open", "closed"])
    listed_end_month: Series[Text] = may("掲載上の終了月", "【2026年3月終了予定】→ 2026-03", pattern=MONTH)
    status: Series[Text] = must(
        "状態", "基準日における受付の状態", isin=["upcoming", "open", "closed", "rolling", "unknown"]
    )
    status_as_of: Series[Date] = must("基準日", "状態を判定した日")
    is_rolling: Series[Bool] = must("随時", "随時受付か")
    is_budget_limited: Series[Bool] = must("予算まで", "予算に達し次第終了するか")
    is_new: Series[Bool] = must("新規", "NEW の印があるか")
    is_combinable: Series[Bool] = may("併用可", "併用不可・重複は認められない場合は false")
    summary: Series[Text] = may("概要", "概要")
    eligibility: Series[Text] = may("対象者", "対象者")
    eligible_projects: Series[Text] = may("対象事業", "対象事業")
    eligible_costs: Series[Text] = may("対象経費", "対象経費")
    conditions: Series[Text] = may("条件", "その他、回数制限、主な条件 など")
    application_method: Series[Text] = may("申請方法", "申請方法、申請先")
    required_documents: Series[Text] = may("必要書類", "必要書類")
    locator: Series[Text] = must("場所", "文書の中の場所", pattern=LOCATOR)

    @pa.check("area_codes", name="area-code")
    @classmethod
    def area_codes__valid(cls, codes: Any) -> Any:
        """Six digits whose last is the check digit of the other five (総務省 全国地方公共団体コード)."""
        return pd.Series([all(is_area_code(code) for code in row) for row in codes], index=codes.index)


def is_area_code(code: str) -> bool:
    """Whether `code` is six digits with a right check digit: 11 − (Σ digit × weight 6…2) mod 11, last digit."""
    if len(code) != 6 or not code.isascii() or not code.isdigit():
        return False
    total = sum(int(digit) * weight for digit, weight in zip(code[:5], (6, 5, 4, 3, 2), strict=True))
    return int(code[5]) == (11 - total % 11) % 10
