"""Whether an officer's answer proves something: checked before it leaves.

Eight questions, each a plain rule whose reason the officer reads. Measured on
`knowledge/data/feedback/replies.jsonl`; the figures stand in docs/feedback.md.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import pairwise
from typing import Final

from knowledge.feedback.grave import passed_over
from knowledge.feedback.personal import personal
from knowledge.feedback.points import untouched
from knowledge.feedback.ready import unfilled
from knowledge.text.folding import fold, word_set

SHORTEST: Final = 12
"""Words below which no answer of the tuning half says what was done and what comes."""
POINTS: Final = 1
"""Words of the matter an answer must take up. Two would send back 9 of 50 good answers of the
tuning half: officers say "chăn nuôi" for "nuôi heo"."""


class FaultKind(StrEnum):
    """What an answer lacks."""

    TOO_SHORT = "too_short"
    NO_POINT = "no_point"
    PART = "part"
    """One of several matters that were listed is not answered."""
    VAGUE = "vague"
    NO_UNIT = "no_unit"
    IMPOLITE = "impolite"
    BLAME = "blame"
    PERSONAL_DATA = "personal_data"
    BLANK = "blank"
    """A bracket, dots or a line nobody filled in."""


REASONS: Final = {
    FaultKind.TOO_SHORT: "Câu trả lời quá ngắn: hãy nêu việc đã kiểm tra và kết quả.",
    FaultKind.NO_POINT: "Chưa trả lời đúng điều người dân nêu: hãy nhắc lại việc cụ thể đó.",
    FaultKind.PART: "Còn ý người dân nêu riêng chưa được trả lời: hãy trả lời đủ từng ý.",
    FaultKind.VAGUE: "Chưa có ngày hoặc bước tiếp theo cụ thể: ai làm gì, xong ngày nào.",
    FaultKind.NO_UNIT: "Chưa nêu đơn vị trả lời: hãy ghi tên tổ, phòng hoặc UBND phường, xã.",
    FaultKind.IMPOLITE: "Cách nói chưa lịch sự: hãy xưng hô anh/chị, có lời xin lỗi hoặc cảm ơn.",
    FaultKind.BLAME: "Có ý đổ lỗi cho người phản ánh: hãy bỏ câu đó.",
    FaultKind.PERSONAL_DATA: "Có tên, số điện thoại hoặc số giấy tờ của người khác: hãy bỏ đi.",
    FaultKind.BLANK: "Còn chỗ chưa điền: ngoặc vuông [ ], dấu “…” hoặc “___”.",
}


@dataclass(frozen=True, slots=True)
class Context:
    """What a check knows besides the answer."""

    matter: str
    """The citizen's words."""
    units: tuple[str, ...] = ()
    """Names of the ward's units."""
    public_phones: frozenset[str] = field(default_factory=frozenset)
    """Digits of numbers the ward has published."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing an answer lacks, with the words the officer reads."""

    kind: FaultKind

    @property
    def reason(self) -> str:
        """In Vietnamese, with what to write instead."""
        return REASONS[self.kind]


def check(reply: str, context: Context) -> tuple[Fault, ...]:
    """Everything an answer lacks; empty when it may leave."""
    folded = fold(reply)
    rules = (
        (FaultKind.TOO_SHORT, len(folded.split()) < SHORTEST),
        (FaultKind.NO_POINT, _points(folded, context.matter) < POINTS),
        (
            FaultKind.PART,
            bool(untouched(context.matter, reply) or passed_over(context.matter, reply)),
        ),
        (FaultKind.VAGUE, not _concrete(_telling(reply))),
        (FaultKind.NO_UNIT, not _unit(folded, context.units)),
        (FaultKind.IMPOLITE, not _polite(folded)),
        (FaultKind.BLAME, _blames(reply, folded)),
        (FaultKind.PERSONAL_DATA, personal(reply, context.public_phones)),
        (FaultKind.BLANK, bool(unfilled(reply))),
    )
    return tuple(Fault(kind) for kind, failed in rules if failed)


_IDLE: Final = word_set(
    "la ma va cua cho o co khong bi duoc thi nay kia do cac nhung mot hai ba bon nam toi em anh "
    "chi ong ba minh "
    "den di ve vao ra len xuong tu voi nhu cung da dang se chua roi nua rat qua lai thay noi "
    "bao moi ai gi nao "
    "sao vi nen de khi truoc sau trong ngoai tren duoi ngay thang tuan gio hom nay qua mai sang "
    "chieu dem ca "
    "phuong xa uy ban ubnd viec phan anh kien nghi theo hay luon"
)
"""Words that show no matter was taken up."""


def _points(folded: str, matter: str) -> int:
    """Words of the matter the answer takes up."""
    said, told = fold(matter).split(), folded.split()
    asked = {word for word in said if len(word) > 1 and word not in _IDLE}
    if not asked:
        return POINTS
    return len(asked & set(told)) + len(_pairs(said) & _pairs(told))


def _pairs(words: list[str]) -> set[tuple[str, str]]:
    """Words said one after the other: "bảo vệ", of two words that mean little alone."""
    return {pair for pair in pairwise(words) if not (_FILLERS & set(pair))}


_FILLERS: Final = word_set(
    "anh chi phuong ubnd phan anh kien nghi la va cua cho o co khong bi duoc da se roi"
)


_DATE: Final = re.compile(r"\b\d{1,2}\s*[/.-]\s*\d{1,2}(?:\s*[/.-]\s*\d{2,4})?\b")
_MOMENT: Final = re.compile(
    r"\b(?:trong (?:buoi|ngay|sang|chieu|tuan|dem|\d+ (?:ngay|gio|phut))|(?:tu |ngay |"
    r"bat dau )?hom nay|ngay mai|"
    r"(?:sang|trua|chieu|toi|dem) (?:nay|mai|qua|thu)|thu (?:hai|ba|tu|nam|sau|bay)|tuan nay|"
    r"\d+ ngay lam viec|ngay \d{1,2}|truoc \d{1,2}|luc \d{1,2}|\d{1,2} gio|moi (?:ngay|sang|"
    r"buoi|dem))\b"
)
_NEXT: Final = re.compile(
    r"\b(?:(?:moi(?! (?:chu truong|nguoi|viec|y kien|thong tin))|vui long|"
    r"xin(?! (?:loi|thong bao|cam on|chia|bao cao|duoc))) [^.]{0,40}(?:den|goi|nhan|bao|gui|mang)|"
    r"anh chi (?:den|goi|nhan|"
    r"bao|gui|mo|tra loi|bo sung)|"
    r"gap quay|tai quay|nhan lai|bao lai)\b"
)
_EVASIVE: Final = re.compile(
    r"\b(?:se (?:xem xet|nghien cuu|luu y|phoi hop|kien nghi|de xuat|nhac nho?|quan triet|"
    r"phan anh|don doc|cho nguoi)|"
    r"thoi gian toi|khi co (?:dip|dieu kien|ket qua)|theo (?:quy dinh|tham quyen)|thong cam|"
    r"chia se|rut kinh nghiem|"
    r"ghi nhan|tiep thu|tiep tuc (?:theo doi|quan triet|tang cuong)|khi nao|bao gio xong|"
    r"cho doi|cho them|theo doi|thoi gian som nhat|ngay khi co the|dung quy (?:dinh|trinh)|theo "
    r"chuc nang|tham muu|tung buoc)\b"
)


_NO_DATE: Final = re.compile(
    r"(?i)\b(?:luật|nghị định|thông tư|nghị quyết)\b[^.;,]{0,60}|"
    r"\b(?:số(?: nhà)?|hẻm|kiệt|ngõ|nhà)\s+\d+(?:/\d+)+|\b24/7\b|"
    r"\b(?:trang|lần|điểm|ý|người|cấp|bản) thứ \w+|\bthứ (?:nhất|hai|ba|tư|năm)\s*[,:]|"
    r"\btừ thứ \w+ đến (?:hết )?thứ \w+(?:\s*\([^)]*\))?(?:,? và (?:sáng|chiều) thứ \w+)?"
)
"""What looks like a day and is none: a law, a house, a place in a list, opening hours."""
_INTERNAL: Final = re.compile(
    r"\b(?:nhan (?:duoc )?(?:phan anh|y kien|kien nghi|don|noi dung)|phieu chuyen|"
    r"(?:da|duoc|da duoc)(?: ubnd| phuong| xa| trung tam){0,2} (?:tiep nhan|"
    r"ghi nhan|phan loai|luan chuyen|giao|vao so)|tiep nhan luc|trang thai|ma so pa|"
    r"(?:ghi nhan|tiep nhan) (?:ngay|danh sach)|giao (?:chuyen "
    r"vien|can bo|bo phan)|bao cao lanh dao|quan triet|khoi cong|ban hanh (?:ke hoach|van ban|cong "
    r"van|chi thi)|phat dong|ra quan|tuyen truyen|giai doan|chuong trinh)\b"
)
_UNTIL: Final = re.compile(
    r"\b(?:truoc|cham nhat|muon nhat|hen|han|den het|bat dau|tuan toi|tuan sau|sang mai|toi nay)\b"
)
"""Beside these a day says what comes, also where only the office's own steps are told."""


def _telling(reply: str) -> str:
    """The answer without what looks like a day, and without sentences on the office's own steps.

    When a report came in, was sorted and passed on answers nothing; nor do programmes and drives.
    """
    said = re.split(r"(?<=[.!?;])\s+|\n", _NO_DATE.sub(" ", reply))
    folded = [(one, fold(one)) for one in said]
    return " ".join(
        one for one, plain in folded if not _INTERNAL.search(plain) or _UNTIL.search(plain)
    )


_COURTESY: Final = re.compile(r"\b(?:gui|nhan)(?: \w+){0,6} loi (?:chao|cam on|xin loi|chuc)\b")


def _concrete(said: str) -> bool:
    """A day, or a step somebody can take: not only goodwill."""
    folded = _COURTESY.sub(" ", fold(said))
    if _DATE.search(said) is not None or _MOMENT.search(folded) is not None:
        return True
    return _NEXT.search(folded) is not None and _EVASIVE.search(folded) is None


_UNIT: Final = re.compile(
    r"\b(?:ubnd|uy ban|ttpvhcc|chqs|mot cua|trung tam (?:phuc vu|hanh chinh|pvhcc|y te|van hoa)|"
    r"phong (?:kinh te|van hoa|tu phap|noi vu|tai chinh|ha tang|do thi|lao dong|dia chinh|giao duc|"
    r"kt|vh|vhxh|ktht)|bo phan [a-z]+|ban (?:chi huy|quan ly|dieu hanh)|quay (?:so )?\d|doi [a-z]+|"
    r"cong an|truc ban|to (?!quoc)[a-z]+|van phong|tram [a-z]+|xi nghiep|"
    r"cong ty|dien luc|hoi [a-z]+|kiem lam|dia chinh|tu phap|ho tich|"
    r"lanh dao (?:phuong|xa|ubnd)|chu tich|giam doc|hoi dong|chi nhanh|"
    r"(?:phuong|xa) (?:da|se|cung|nhan|xin|mau|dang|vua|cho|kiem))\b"
)


def _unit(folded: str, units: Iterable[str]) -> bool:
    named = f" {folded} "
    return _UNIT.search(folded) is not None or any(f" {fold(one)} " in named for one in units)


_ADDRESS: Final = re.compile(
    r"\b(?:anh chi|ong ba|co bac|co chu|bac|quy (?:vi|ong|ba)|kinh (?:gui|thua)|thua|da|"
    r"gia dinh|ba con|(?:chao|gui|tra loi|moi|xin loi|cam on|nho|bao|cua|voi|cho|mong|nha) "
    r"(?:ban|em|chi|anh|co|chu|bac|ba|"
    r"ong|con|chau)|(?:chi|anh|em|co|chu|bac) oi)\b"
)
_WARM: Final = re.compile(
    r"\b(?:xin|cam on|kinh|thua|da|mong|rat tiec|chia buon|moi|vui long|chuc|chao|tra loi|giup|nha|"
    r"chia se|yen tam|giai dap|nhe|a$)\b"
)
_RUDE: Final = re.compile(
    r"\b(?:ban cu|thi len truc tiep|co bao xa|cung phai cho|ai cung phai|sao khong|"
    r"khong phai muon la|"
    r"cung phan anh|hoi thu xem|lan sau cho|cho mot chut cung|thi co luc|tu di|khong biet dau)\b"
)


def _polite(folded: str) -> bool:
    return (
        _RUDE.search(folded) is None
        and _ADDRESS.search(folded) is not None
        and _WARM.search(folded) is not None
    )


_BLAME: Final = re.compile(
    r"\b(?:thieu trach nhiem|mat la phai|noi thang|"
    r"tu (?:chiu|nang cao y thuc)|y thuc|phai chap nhan|nen xem lai|(?:mot |co )phan loi|"
    r"cung co phan|"
    r"phai (?:de y|chu y|an mac|co bang chung|co nguoi lon)|vu khong|la sai truoc|khong chiu|"
    r"kien cao|"
    r"nen cu nguoi|can chu y|khong nen chi|ke khai khong dung|khong chuan bi|tu minh)\b"
)
_BECAUSE_OF_YOU: Final = re.compile(
    r"\b(?:do|tại)\s+(?:chính\s+)?(?:gia đình|bà con|người dân|anh/chị|anh chị|ông/bà)\b"
)


def _blames(reply: str, folded: str) -> bool:
    """The fault is put on who complained; "đó anh/chị" is not "do anh/chị"."""
    return _BLAME.search(folded) is not None or _BECAUSE_OF_YOU.search(reply.lower()) is not None
