"""What officers read where they choose and fill in a ready reply."""

from typing import Final

from knowledge.feedback.states import CaseAct

READY: Final = "Mẫu trả lời"
CHOOSE: Final = "Mẫu cho {code}: bấm hoặc gõ số."
NONE: Final = "Chưa có mẫu nào cho {code} ở bước này."
FILL_ONE: Final = "Còn một chỗ trống, anh/chị gõ nội dung để điền, hoặc gõ cả câu khác:"
FILL_MANY: Final = "Còn chỗ trống, anh/chị gõ mỗi dòng một chỗ theo thứ tự, hoặc gõ cả câu khác:"
WHOLE: Final = "Còn chỗ chưa điền (ngoặc vuông, dấu “…” hoặc “___”), anh/chị gõ lại cả câu:"
SEND: Final = "Gửi câu này"
_ACTS: Final = {CaseAct.ASK: "Hỏi", CaseAct.REFUSE: "Không tiếp nhận"}


def label(act: CaseAct, title: str) -> str:
    """How a ready reply is named in the choice; answers by their title alone."""
    return f"{_ACTS[act]}: {title}" if act in _ACTS else title
