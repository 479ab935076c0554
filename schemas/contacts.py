"""`contacts`: whom to ask, for a programme or for the whole source."""

from __future__ import annotations

from pandera.typing import Series

from schemas.columns import LOCATOR, PHONE, Table, Text, key, may, must, ref


class Contacts(Table):
    """問合せ先"""

    contact_id: Series[Text] = key("問合せ先ID", "問合せ先を表す変わらない名前")
    program_id: Series[Text] = ref("programs", "制度ID", "制度。空なら文書全体の問合せ先", nullable=True)
    organisation: Series[Text] = may("組織", "組織名")
    department: Series[Text] = may("部署", "部署名")
    phone: Series[Text] = may("電話", "E.164（+81…）", pattern=PHONE)
    phone_text: Series[Text] = may("電話（原文）", "文書の言葉")
    fax: Series[Text] = may("FAX", "FAX 番号")
    email: Series[Text] = may("メール", "メールアドレス", pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$")
    postal_code: Series[Text] = may("郵便番号", "NNN-NNNN", pattern=r"^\d{3}-\d{4}$")
    address: Series[Text] = may("住所", "住所")
    locator: Series[Text] = must("場所", "文書の中の場所", pattern=LOCATOR)
