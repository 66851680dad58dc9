"""What a check of an answer says: values only, so that who shows them does not load the check."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class FaultKind(StrEnum):
    """What an answer lacks."""

    TOO_SHORT = "too_short"
    PART = "part"
    """Something the citizen brought up or asked is not answered."""
    VAGUE = "vague"
    NO_UNIT = "no_unit"
    IMPOLITE = "impolite"
    BLAME = "blame"
    PERSONAL_DATA = "personal_data"
    BLANK = "blank"
    """A bracket, dots or a line nobody filled in."""


REASONS: Final = {
    FaultKind.TOO_SHORT: "Câu trả lời quá ngắn: hãy nêu việc đã kiểm tra và kết quả.",
    FaultKind.PART: "Còn ý người dân nêu chưa được trả lời: hãy trả lời đủ từng ý.",
    FaultKind.VAGUE: "Chưa có việc đã làm, ngày hoặc bước tiếp theo cụ thể: "
    "ai làm gì, xong ngày nào.",
    FaultKind.NO_UNIT: "Chưa nêu đơn vị trả lời: hãy ghi tên tổ, phòng hoặc UBND phường, xã.",
    FaultKind.IMPOLITE: "Cách nói chưa lịch sự: hãy xưng hô anh/chị, có lời xin lỗi hoặc cảm ơn.",
    FaultKind.BLAME: "Có ý đổ lỗi cho người phản ánh: hãy bỏ câu đó.",
    FaultKind.PERSONAL_DATA: "Có tên, số điện thoại hoặc số giấy tờ của người khác: hãy bỏ đi.",
    FaultKind.BLANK: "Còn chỗ chưa điền: ngoặc vuông [ ], dấu “…” hoặc “___”.",
}
LEFT_OUT: Final = "Ý “{about}” chưa được trả lời: hãy trả lời đủ từng ý."
UNSEEN: Final = "Ý {number}: “{text}” chưa thấy trả lời: hãy nói rõ ý này, hoặc nói ai trả lời."


@dataclass(frozen=True, slots=True)
class Tick:
    """One point, numbered as in the report."""

    number: int
    text: str
    """As the citizen typed it, cut: only for who may read the report."""
    answered: bool


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing an answer lacks, with the words the officer reads."""

    kind: FaultKind
    about: str = ""
    """Words of the report it is about, when they can be told; never a name."""

    @property
    def reason(self) -> str:
        """In Vietnamese, with what to write instead."""
        return LEFT_OUT.format(about=self.about) if self.about else REASONS[self.kind]


@dataclass(frozen=True, slots=True)
class Review:
    """What an officer is shown of a draft: what it lacks, and the points it is to answer."""

    faults: tuple[Fault, ...] = ()
    points: tuple[Tick, ...] = ()

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why it goes back, in Vietnamese; what is left out is told point by point."""
        return tuple(line for one in self.faults for line in self._lines(one))

    def _lines(self, fault: Fault) -> tuple[str, ...]:
        unseen = [one for one in self.points if not one.answered]
        if fault.kind is not FaultKind.PART or not unseen:
            return (fault.reason,)
        return tuple(UNSEEN.format(number=one.number, text=one.text) for one in unseen)
