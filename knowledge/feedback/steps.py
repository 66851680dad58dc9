"""Days, moments and steps in an answer, and what only looks like one."""

import re
from typing import Final

from knowledge.text.folding import fold

_DATE: Final = re.compile(r"\b\d{1,2}\s*[/.-]\s*\d{1,2}(?:\s*[/.-]\s*\d{2,4})?\b")
_MOMENT: Final = re.compile(
    r"\b(?:trong (?:buoi|ngay|sang|chieu|tuan|dem|\d+ (?:ngay|gio|phut))|(?:tu |ngay |"
    r"bat dau )?hom (?:nay|qua)|ngay mai|ngay mot|bua nay|toi bua nay|"
    r"(?:sang|trua|chieu|toi|dem|khuya|xe) (?:nay|mai|qua|mot|thu|chu nhat|hom qua)|"
    r"hoi (?:sang|trua|chieu|toi|dem|hom)|(?:tu|bua|mai) mai|xe chieu|toi xe|mai mot|"
    r"thu (?:hai|ba|tu|nam|sau|bay)|chu nhat(?: nay| toi)?|"
    r"(?:cuoi|dau|giua) (?:tuan|thang)(?: nay| sau| toi)?|tuan (?:nay|sau|toi|truoc)|thang (?:sau|"
    r"toi|chap|gieng)|quy (?:i|ii|iii|iv|[1-4])|mung \d+|mong \d+|ram|"
    r"\d+ ngay lam viec|ngay \d{1,2}|truoc \d{1,2}|luc \d{1,2}|\d{1,2} gio|\d{1,2}h|moi (?:ngay|"
    r"sang|buoi|dem|tuan)|lay lien|lam lien|ngay tai cho)\b"
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


def telling(reply: str) -> str:
    """The answer without what looks like a day, and without sentences on the office's own steps.

    When a report came in, was sorted and passed on answers nothing; nor do programmes and drives.
    """
    said = re.split(r"(?<=[.!?;])\s+|\n", _NO_DATE.sub(" ", reply))
    folded = [(one, fold(one)) for one in said]
    return " ".join(
        one for one, plain in folded if not _INTERNAL.search(plain) or _UNTIL.search(plain)
    )


_COURTESY: Final = re.compile(r"\b(?:gui|nhan)(?: \w+){0,6} loi (?:chao|cam on|xin loi|chuc)\b")


def concrete(said: str) -> bool:
    """A day, or a step somebody can take: not only goodwill."""
    folded = _COURTESY.sub(" ", fold(said))
    if _DATE.search(said) is not None or _MOMENT.search(folded) is not None:
        return True
    return _NEXT.search(folded) is not None and _EVASIVE.search(folded) is None


def sentences(reply: str) -> list[str]:
    """The answer's sentences and lines."""
    return [one for one in re.split(r"(?<=[.!?;])\s+|\n", reply) if one.strip()]


def days(said: str) -> int:
    """How many dates stand in it."""
    return len(_DATE.findall(said))


def moments(said: str) -> int:
    """How many other words for a day or an hour."""
    return len(_MOMENT.findall(fold(said)))


def steps(said: str) -> int:
    """How often the citizen is told what to do."""
    return len(_NEXT.findall(fold(said)))


def office_only(line: str) -> bool:
    """Whether a sentence tells only what the office did with paper."""
    return _INTERNAL.search(fold(line)) is not None


_IDLE: Final = re.compile(
    r"^(?:\w+ ){0,12}(?:cam on|ghi nhan|tiep thu|da nhan|nhan duoc|tiep nhan|kinh gui|chao|mong|"
    r"rat mong|tran trong|chuc)\b"
)


def idle(line: str) -> bool:
    """Whether a sentence only greets, thanks or says that a report came in."""
    return _IDLE.search(fold(line)) is not None and not (days(line) or moments(line))
