"""What a listener understands: spoken Vietnamese back to figures, written apart from the product.

It knows nothing of how the product makes its words: a grammar of numbers, dates, hours and spelled
signs, as a child learns it.
"""

import re
from collections.abc import Iterator

DIGITS = {
    "không": 0, "một": 1, "mốt": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "lăm": 5,
    "sáu": 6, "bảy": 7, "tám": 8, "chín": 9,
}  # fmt: skip
SCALES = {"nghìn": 10**3, "triệu": 10**6, "tỷ": 10**9}
NUMBER_WORDS = {*DIGITS, *SCALES, "mười", "mươi", "trăm", "linh"}
SIGNS = {
    "a": "A", "bê": "B", "xê": "C", "dê": "D", "đê": "Đ", "e": "E", "ép": "F", "giê": "G",
    "hát": "H", "i": "I", "gi": "J", "ca": "K", "e-lờ": "L", "em-mờ": "M", "en-nờ": "N", "o": "O",
    "pê": "P", "quy": "Q", "e-rờ": "R", "ét-sì": "S", "tê": "T", "u": "U", "vê": "V",
    "ích-xì": "X", "chấm": ".",
}  # fmt: skip


def value(words: list[str]) -> int:
    """The number these words name."""
    total = section = group = 0
    for word in words:
        if word in DIGITS:
            group += DIGITS[word]
        elif word == "mười":
            group += 10
        elif word == "mươi":
            group += group % 10 * 9
        elif word == "trăm":
            group *= 100
        elif word == "tỷ":
            total, section, group = (total + section + group) * SCALES[word], 0, 0
        elif word in SCALES:
            section, group = section + group * SCALES[word], 0
    return total + section + group


def numbers(text: str) -> Iterator[tuple[int, str]]:
    """Each number that is said, with the words after it."""
    words = re.findall(r"[\w-]+|[,.:]", text.lower())
    at = 0
    while at < len(words):
        end = at
        while end < len(words) and words[end] in NUMBER_WORDS:
            end += 1
        if end > at:
            yield value(words[at:end]), " ".join(words[end : end + 3])
            at = end
        else:
            at += 1


_NUMBER = "(" + "|".join(sorted(NUMBER_WORDS, key=len, reverse=True)) + ")"
_SAID = rf"({_NUMBER}(?: {_NUMBER})*?)"
_DATE = re.compile(rf"ngày (?:mùng )?{_SAID} tháng {_SAID} năm ({_NUMBER}(?: {_NUMBER})*)")


def dates(text: str) -> set[tuple[int, ...]]:
    """Whole dates that are said: day, month, year."""
    found = _DATE.finditer(text.lower())
    return {tuple(value(one[at].split()) for at in (1, 4, 7)) for one in found}


def spelled(text: str) -> str:
    """Signs and figures said one by one, run together; other words part them."""
    said = []
    for word in re.findall(r"[\w-]+|[.]", text.lower().replace("gạch ngang", "-")):
        if word == "-":
            said.append("-")
        elif word in SIGNS:
            said.append(SIGNS[word])
        elif word in DIGITS:
            said.append(str(DIGITS[word]))
        else:
            said.append(" ")
    return "".join(said)
