"""What a citizen's message is: feedback of five kinds, or something that goes another way."""

from enum import StrEnum
from typing import Final


class FeedbackKind(StrEnum):
    """Kinds of what people write (NĐ 20/2008 art. 5, and what is mistaken for it)."""

    REGULATION = "regulation"
    CONDUCT = "conduct"
    DOSSIER_DELAY = "dossier_delay"
    SERVICE = "service"
    LOCAL_MATTER = "local_matter"
    QUESTION = "question"
    COMPLAINT = "complaint"
    DENUNCIATION = "denunciation"
    EMERGENCY = "emergency"
    ABUSE = "abuse"


TAKEN: Final = (
    FeedbackKind.CONDUCT,
    FeedbackKind.DOSSIER_DELAY,
    FeedbackKind.SERVICE,
    FeedbackKind.REGULATION,
    FeedbackKind.LOCAL_MATTER,
)
"""Kinds that become a case, in the order they are offered."""

ROUTED: Final = frozenset({FeedbackKind.COMPLAINT, FeedbackKind.DENUNCIATION})
"""Kinds with a law of their own: pointed to the right desk, never kept (F-10, F-11)."""

LABELS: Final = {
    FeedbackKind.CONDUCT: "Thái độ, cách làm việc của cán bộ",
    FeedbackKind.DOSSIER_DELAY: "Hồ sơ chậm, trễ hẹn",
    FeedbackKind.SERVICE: "Chỗ chờ, quầy, trang web",
    FeedbackKind.REGULATION: "Quy định, giấy tờ cần sửa",
    FeedbackKind.LOCAL_MATTER: "Việc ở khu phố: rác, đèn, ngập, ồn",
    FeedbackKind.QUESTION: "Câu hỏi máy chưa trả lời được",
    FeedbackKind.ABUSE: "Tin có lời xúc phạm, chờ xem lại",
    FeedbackKind.COMPLAINT: "Khiếu nại, đã chuyển theo luật",
    FeedbackKind.DENUNCIATION: "Tố cáo, đã chuyển theo luật",
}
"""What a citizen reads on the button; the last three only officers read, in their lists."""

OFFERED: Final = {kind: LABELS[kind] for kind in TAKEN}
"""What an officer may make of a case."""

COUNTED: Final = frozenset(TAKEN) - {FeedbackKind.LOCAL_MATTER}
"""Feedback in the sense of NĐ 20/2008; local matters follow other rules and another team."""
