"""What an answer may not pass over, however much else of a report it takes up.

How somebody was treated, money that is gone, a call nobody followed, a crime: said in half a
sentence, but what hurts. A clause of the report that names one is answered by a word that does.
"""

import re
from dataclasses import dataclass
from typing import Final

from knowledge.feedback.points import CLAUSE
from knowledge.text.folding import fold


@dataclass(frozen=True, slots=True)
class _Grave:
    told: "re.Pattern[str]"
    """In a clause of the report, folded."""
    taken_up: "re.Pattern[str]"
    """Anywhere in the answer, folded."""


def _grave(told: str, taken_up: str) -> _Grave:
    return _Grave(*(re.compile(rf"\b(?:{one})\b", re.VERBOSE) for one in (told, taken_up)))


_GRAVE: Final = (
    _grave(
        r"gat\ gong | cau\ gat | quat\ (?:thao|mang|nat|toi|tui|em) | nat\ no | coc\ (?:loc|can)"
        r"| hach\ dich | mia\ mai | (?:la|bi)\ mang\ (?:toi|tui|em|dan|nguoi) | thai\ do",
        r"xin\ loi | thai\ do | chan\ chinh | nhac\ nho | kinh\ nghiem | ung\ xu | kiem\ diem"
        r"| phe\ binh | ky\ luat | loi\ noi | cach\ noi | lich\ su",
    ),
    _grave(
        r"tru\ (?:roi|tien) | bi\ tru | mat\ tien | thu\ (?:lo|du|sai)",
        r"hoan | tra\ lai | doi\ soat | tien | khoan | bien\ lai",
    ),
    _grave(
        r"(?:khong|chua|ko)\ (?:thay\ )?ai\ (?:xuong|den|nghe|lam|giai\ quyet|tra\ loi|quan)"
        r"| goi\ \w+(?:\ \w+){0,2}\ \d+\ lan | goi\ hoai",
        r"cuoc\ goi | xin\ loi | cham | chua\ kip | truc\ ban | tre | da\ (?:den|xuong|nghe)"
        r"| goi\ lai",
    ),
    _grave(
        r"cuop(?:\ giat)? | giat\ do | trom | len\ dao | danh\ nhau | de\ doa",
        r"cong\ an | an\ ninh | tuan\ tra | trom | cuop | dieu\ tra | trinh\ bao | canh\ sat"
        r"| vi\ pham",
    ),
)


def passed_over(matter: str, answer: str) -> tuple[str, ...]:
    """The clauses of the report that name something grave no word of the answer takes up."""
    clauses = [(one.strip(), fold(one)) for one in CLAUSE.split(matter)]
    plain = fold(answer)
    return tuple(
        clause
        for grave in _GRAVE
        for clause, folded in clauses
        if grave.told.search(folded) and not grave.taken_up.search(plain)
    )
