"""The templates an account needs beyond its windows, ready to be handed to Zalo for approval.

Zalo sends only texts it has approved, `<field>` standing for what differs. These are the words; an
administrator of the account enters them there, and the id and the price it gets in the settings.
Words and facts are those of the notices themselves (`handlers.wording.notices`).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from handlers.messages import CODE_FACT
from handlers.notice_kinds import NoticeKind
from handlers.wording.genuine import CODE_LABEL

_FIELD: Final = re.compile(r"<([a-z_]+)>")


@dataclass(frozen=True, slots=True)
class Draft:
    """One template as it is handed in."""

    title: str
    text: str
    fields: Mapping[str, str]
    """Its fields, all of them required, and the fact that fills each."""
    samples: Mapping[str, str]
    """What Zalo wants to see in each field before it approves."""
    tag: int = 1
    """Zalo's kind of content: 1 transaction, 2 customer care."""

    @property
    def named(self) -> frozenset[str]:
        """The fields its words name."""
        return frozenset(_FIELD.findall(f"{self.title} {self.text}"))


_SAMPLES: Final = {
    "ma_ho_so": "0001",
    "thu_tuc": "Cấp bản sao trích lục hộ tịch",
    "phuong": "Phường Mẫu",
    "noi_nhan": "Trung tâm Phục vụ hành chính công",
    "dien_thoai": "0258 000 000",
    "han_bo_sung": "30/11/2026",
    "hen_moi": "07/12/2026",
    CODE_FACT: "CDFH-JK23-LMNP",
}
_FACTS: Final = {"ma_ho_so": "ma", "hen_moi": "ngay_hen"}
"""Fields named otherwise than their fact."""


def _draft(title: str, text: str) -> Draft:
    text = f"{text} {CODE_LABEL} <{CODE_FACT}>."  # what we start wears its code, by a template too
    names = sorted({*_FIELD.findall(text)})
    fields = {name: _FACTS.get(name, name) for name in names}
    return Draft(title, text, fields, {name: _SAMPLES[name] for name in names})


SHIPPED: Final[Mapping[NoticeKind, Draft]] = {
    NoticeKind.READY: _draft(
        "Đã có kết quả hồ sơ",
        "<phuong> báo anh/chị: hồ sơ <thu_tuc> (mã kết thúc bằng <ma_ho_so>) đã có kết quả. "
        "Anh/chị mang giấy hẹn và giấy tờ tuỳ thân đến <noi_nhan> để nhận trong giờ làm việc. "
        "Cần hỏi, anh/chị gọi <dien_thoai>.",
    ),
    NoticeKind.SUPPLEMENT: _draft(
        "Hồ sơ cần bổ sung giấy tờ",
        "<phuong> báo anh/chị: hồ sơ <thu_tuc> (mã kết thúc bằng <ma_ho_so>) cần bổ sung giấy tờ. "
        "Hạn bổ sung: <han_bo_sung>, ngày ghi trên phiếu yêu cầu bổ sung mới đúng. "
        "Giấy tờ còn thiếu ghi trên phiếu; cần hỏi, anh/chị gọi <dien_thoai>.",
    ),
    NoticeKind.APOLOGY: _draft(
        "Xin lỗi và hẹn lại ngày trả kết quả",
        "<phuong> xin lỗi anh/chị: hồ sơ <thu_tuc> (mã kết thúc bằng <ma_ho_so>) chưa kịp trả đúng "
        "hẹn. Ngày hẹn mới: <hen_moi>. Cần hỏi, anh/chị gọi <dien_thoai>.",
    ),
}
"""The notices that must arrive: what a citizen misses by not hearing them costs days."""


def draft_words(kind: NoticeKind, draft: Draft) -> str:
    """What an administrator copies into Zalo's form."""
    lines = [
        f"== {kind}: {draft.title}",
        f"Loại nội dung: {draft.tag} (giao dịch)",
        f"Nội dung: {draft.text}",
        "Tham số (bắt buộc đủ), ví dụ:",
        *(f"  <{name}>  {draft.samples[name]}" for name in draft.fields),
    ]
    return "\n".join(lines)
