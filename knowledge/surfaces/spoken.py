"""Numbers, dates, hours and codes as a Vietnamese announcer says them."""

import re
from typing import Final

DIGITS: Final = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_LETTERS: Final = {
    "A": "a", "B": "bê", "C": "xê", "D": "dê", "Đ": "đê", "E": "e", "F": "ép", "G": "giê",
    "H": "hát", "I": "i", "J": "gi", "K": "ca", "L": "e-lờ", "M": "em-mờ", "N": "en-nờ", "O": "o",
    "P": "pê", "Q": "quy", "R": "e-rờ", "S": "ét-sì", "T": "tê", "U": "u", "V": "vê",
    "W": "vê kép", "X": "ích-xì", "Y": "y dài", "Z": "dét",
}  # fmt: skip
_SIGNS: Final = {"-": "gạch ngang", ".": "chấm", "/": "gạch chéo", "@": "a còng", ":": "hai chấm"}
_BILLION: Final = 1_000_000_000
_LONGEST: Final = 15
"""Figures of a number read as one; more are read one by one."""


def number(value: int) -> str:
    """A whole number from 0: 8000 is "tám nghìn", 105 "một trăm linh năm"."""
    if value >= _BILLION:
        rest = value % _BILLION
        tail = f" {_below_billion(rest, led=True)}" if rest else ""
        return f"{number(value // _BILLION)} tỷ{tail}"
    return _below_billion(value, led=False)


def figure(text: str) -> str:
    """A number as written: "1.500", "2,5", "007" (figure by figure)."""
    whole, _, part = text.replace(".", "").partition(",")
    if len(whole) > _LONGEST or (len(whole) > 1 and whole.startswith("0")):
        said = one_by_one(whole)
    else:
        said = number(int(whole))
    if not part:
        return said
    after = one_by_one(part) if part.startswith("0") or len(part) > 2 else number(int(part))
    return f"{said} phẩy {after}"


def date(day: int, month: int, year: int | None = None) -> str:
    """A date without the word "ngày": "mùng bốn tháng mười hai năm hai nghìn…"."""
    said = f"{'mùng ' if day <= 10 else ''}{number(day)} tháng {month_name(month)}"
    return f"{said} năm {number(year)}" if year is not None else said


def month_name(month: int) -> str:
    """The fourth month is "tư", the first "một"."""
    return "tư" if month == 4 else number(month)


def hour(hours: int, minutes: int = 0) -> str:
    """An hour of the day: "bảy giờ ba mươi phút"."""
    said = f"{number(hours)} giờ"
    return f"{said} {number(minutes)} phút" if minutes else said


def one_by_one(figures: str) -> str:
    """Figures one by one, as a telephone number is read."""
    return " ".join(DIGITS[int(sign)] for sign in figures if sign.isdecimal())


def phone(text: str) -> str:
    """A telephone number, a pause where it is written apart."""
    groups = [one_by_one(one) for one in re.split(r"[ .()-]+", text.removeprefix("+"))]
    said = ", ".join(one for one in groups if one)
    return f"cộng {said}" if text.startswith("+") else said


def code(text: str) -> str:
    """A code sign by sign, a pause at its dashes."""
    groups = (" ".join(_sign(sign) for sign in one) for one in re.split(r"(?<=[-/])", text))
    return ", ".join(one for one in groups if one)


def address(text: str) -> str:
    """An address of the web: words as they are, signs by name."""
    bare = re.sub(r"^https?://(?:www\.)?", "", text)
    parts = re.split(r"([./@:_-])", bare)
    return " ".join(_SIGNS.get(one, one) for one in parts if one)


def _sign(sign: str) -> str:
    if sign.isdecimal():
        return DIGITS[int(sign)]
    return _LETTERS.get(sign.upper()) or _SIGNS.get(sign, sign)


def _below_billion(value: int, *, led: bool) -> str:
    """`led`: figures stand before it, so that its empty places are said."""
    millions, rest = divmod(value, 1_000_000)
    thousands, ones = divmod(rest, 1_000)
    said: list[str] = []
    for group, name in ((millions, "triệu"), (thousands, "nghìn"), (ones, "")):
        if group:
            said.append(_three(group, led=led or bool(said)))
            said += [name] if name else []
    return " ".join(said) or DIGITS[0]


def _three(value: int, *, led: bool) -> str:
    hundreds, rest = divmod(value, 100)
    tens, ones = divmod(rest, 10)
    said = [DIGITS[hundreds], "trăm"] if hundreds or led else []
    if tens == 0:
        if ones:
            said += ["linh"] if said else []
            said.append(DIGITS[ones])
        return " ".join(said)
    said += ["mười"] if tens == 1 else [DIGITS[tens], "mươi"]
    if ones:
        said.append(_unit(tens, ones))
    return " ".join(said)


def _unit(tens: int, ones: int) -> str:
    """The last figure changes after tens: mốt, tư, lăm."""
    if ones == 5:
        return "lăm"
    if tens > 1 and ones in {1, 4}:
        return "mốt" if ones == 1 else "tư"
    return DIGITS[ones]
