"""Names typed without capitals: behind a title, by a surname, by what many people are called.

In a text with marks a word means what it says: "ba năm" is no "bà Năm". Without marks it may.
"""

import re
from collections.abc import Iterator, Set
from typing import Final

from knowledge.redaction.around_names import FORMS
from knowledge.redaction.letters import bare

SURNAMES: Final = (
    "nguyễn", "trần", "lê", "phạm", "hoàng", "huỳnh", "phan", "vũ", "võ", "đặng", "bùi", "đỗ", "hồ",
    "ngô", "dương", "lý", "đinh", "trịnh", "lâm", "mai", "cao", "tạ", "lương", "trương", "kiều",
    "đào", "đoàn", "hà", "tô", "châu", "thái", "tống", "quách", "la", "từ", "chu", "vương", "thạch",
    "sơn", "kim", "chế", "phùng", "lưu", "tăng", "nghiêm", "mạc", "bạch", "hứa", "giang", "đàm",
)  # fmt: skip
_TITLES: Final = frozenset((*FORMS, "tên"))
_ORDINALS: Final = frozenset(("hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín", "mười", "út"))
_MIDDLE: Final = frozenset(("thị", "văn"))
_GIVEN: Final = frozenset(
    (
        "an", "anh", "bắc", "bảo", "bích", "bình", "châu", "chi", "cường", "đạo", "đạt", "diệp",
        "dung", "dũng", "đức", "dương", "giang", "hà", "hải", "hạnh", "hiền", "hiếu", "hoa",
        "hoài", "hoàng", "hồng", "huệ", "hùng", "hương", "hường", "huy", "khanh", "khánh",
        "khoa", "kiên", "kiệt", "lan", "liên", "linh", "loan", "lộc", "long", "mai", "mạnh",
        "minh", "mỹ", "my", "nam", "nga", "ngân", "ngọc", "nhân", "nhung", "oanh", "phát",
        "phong", "phúc", "phương", "phước", "quân", "quang", "quốc", "quyên", "sơn", "tâm",
        "tân", "tài", "thạch", "thắng", "thành", "thanh", "thảo", "thiên", "thịnh", "thọ",
        "thu", "thuận", "thủy", "thúy", "tiên", "tiến", "tín", "toàn", "trang", "trí", "trinh",
        "trung", "trường", "tú", "tuấn", "tùng", "tuyền", "tuyết", "vân", "vinh", "vũ", "xuân",
        "yến", "hân", "khôi", "khang",
    )
)  # fmt: skip
_NO_PERSON: Final = frozenset(
    (
        "ngày", "tháng", "năm", "người", "lần", "con", "cái", "giờ", "tuổi", "nay", "ngoái",
        "hôm", "tầng", "quầy", "lớp", "phòng",
    )
)  # fmt: skip
"""Words after "ba" or "năm" that make it a number."""
_STOP: Final = frozenset(
    (
        "nhà", "số", "ở", "sđt", "sdt", "đt", "dt", "hay", "có", "không", "thì", "và", "là",
        "làm", "bị", "đã", "đang", "của", "cần", "muốn", "tại", "sinh", "gặp", "gọi", "bán",
        "nói", "nhờ", "ra", "vào", "cho", "với", "đến", "đi", "xin", "tôi", "em", "anh", "chị",
    )
)  # fmt: skip
_WORD: Final = re.compile(r"\w+")
LONGEST: Final = 3
"""Words taken after a surname."""

Span = tuple[int, int]


class _Words:
    """The words of a text, compared with marks or without."""

    def __init__(self, text: str) -> None:
        self.spans = [found.span() for found in _WORD.finditer(text)]
        self.words = [text[start:end] for start, end in self.spans]
        self.small = text[1:] == text[1:].lower()
        self._marked = text != bare(text)

    def fits(self, place: int, options: Set[str]) -> bool:
        """Whether the word there is one of these, typed small."""
        if not 0 <= place < len(self.words) or self.words[place] != self.words[place].lower():
            return place == 0 and self._is(self.words[0].lower(), options) if self.words else False
        return self._is(self.words[place], options)

    def _is(self, word: str, options: Set[str]) -> bool:
        return word in options if self._marked else word in {bare(one) for one in options}

    def beside(self, place: int) -> bool:
        """Whether one space stands before the word there."""
        return 0 < place < len(self.spans) and self.spans[place][0] - self.spans[place - 1][1] == 1

    def run(self, place: int, most: int, *, of: Set[str] | None = None) -> int:
        """How many words from there on may belong to a name."""
        count = 0
        while count < most and self.beside(place + count):
            at = place + count
            small = self.words[at].isalpha() and self.words[at] == self.words[at].lower()
            fitting = small and not self.fits(at, _STOP)
            if not fitting or (of is not None and not self.fits(at, of)):
                break
            count += 1
        return count


def lower_names(text: str) -> Iterator[Span]:
    """Where such names stand."""
    words = _Words(text)
    for place in range(len(words.words)):
        taken = _titled(words, place) or _whole(words, place)
        if taken is not None:
            first, count = taken
            yield words.spans[first][0], words.spans[first + count - 1][1]


def _titled(words: _Words, place: int) -> tuple[int, int] | None:
    """A title, then a surname with what follows, an order of birth, or a common given name."""
    if not words.fits(place, _TITLES):
        return None
    first = place + 1
    if words.beside(first) and words.words[first].lower() in {"là", "la"}:
        first += 1
    if not words.beside(first):
        return None
    if words.fits(first, frozenset(SURNAMES)) and (more := words.run(first + 1, LONGEST)):
        return first, 1 + more
    if words.fits(first, _ORDINALS) and not words.fits(first + 1, _NO_PERSON):
        return first, 1
    count = words.run(first, 2, of=_GIVEN) if words.small else 0
    return (first, count) if count else None


def _whole(words: _Words, place: int) -> tuple[int, int] | None:
    """A surname, "thị" or "văn", and at least one word more."""
    if not words.fits(place, frozenset(SURNAMES)):
        return None
    if not words.beside(place + 1) or not words.fits(place + 1, _MIDDLE):
        return None
    more = words.run(place + 2, 2)
    return (place, 2 + more) if more else None
