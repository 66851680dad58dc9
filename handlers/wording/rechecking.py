"""Records due for a look, in officers' words."""

from datetime import date
from typing import Final

from handlers.recheck_answers import Trouble
from knowledge.procedures import Procedure

TROUBLE: Final = {
    Trouble.NO_SOURCE: "Cần ghi đã đối chiếu với văn bản hay trang nào.",
    Trouble.BAD_DAY: "Ngày xem lại phải sau hôm nay, ví dụ 2027-02-15.",
    Trouble.NOT_DUE: "Thủ tục này không còn chờ kiểm tra; có thể đồng nghiệp vừa ghi.",
}


def why(procedure: Procedure, today: date, *, stale: bool) -> str:
    """Why this record is asked about."""
    if procedure.checked_on is None:
        return "Chưa rõ kiểm tra lần cuối ngày nào."
    checked = f"Kiểm tra lần cuối {procedure.checked_on:%d/%m/%Y}"
    if procedure.review_by is not None and procedure.review_by < today:
        return f"{checked}; quá ngày phải xem lại {procedure.review_by:%d/%m/%Y}."
    if stale:
        return f"{checked}, quá kỳ. Người dân đang được dặn hỏi lại tại quầy."
    if procedure.review_by is not None:
        return f"{checked}; phải xem lại trước {procedure.review_by:%d/%m/%Y}, hoặc sắp quá kỳ."
    return f"{checked}, sắp quá kỳ."


def digest(number: int) -> str:
    """The line of a morning."""
    return (
        f"{number} thủ tục đến kỳ kiểm tra: còn đúng không? Xem mục “Vẫn đúng?” ở trang làm việc."
    )
