"""Messages that ask two or more things at once: where one wish ends and the next begins."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from knowledge.text.folding import fold_word, is_marked, word_set
from knowledge.text.lexicon import Openings

_FIRM_SAYS: Final = (
    ("đồng", "thời"), ("với", "lại"), ("hỏi", "luôn"), ("tiện", "thể"), ("sẵn", "tiện"),
    ("nhân", "tiện"), ("luôn", "tiện"), ("tiện", "hỏi"), ("tiện", "cho", "hỏi"), ("sẵn", "hỏi"),
    ("sẵn", "cho", "hỏi"), ("ngoài", "ra"), ("còn", "nữa"), ("thêm", "nữa"), ("hỏi", "thêm"),
    ("việc", "nữa"), ("chuyện", "nữa"), ("à", "mà"), ("tiện", "làm"), ("tiện", "làm", "luôn"),
    ("tiện", "đổi"), ("tiện", "xin"), ("sẵn", "làm"), ("sẵn", "làm", "luôn"), ("sẵn", "đổi"),
    ("sau", "đó", "muốn"), ("sau", "đó", "xin"), ("sau", "đó", "làm"), ("mà", "giờ", "cũng"),
    ("giờ", "cũng", "muốn"), ("cũng", "muốn", "xin"), ("cũng", "muốn", "làm"),
)  # fmt: skip
_FIRM: Final = Openings(_FIRM_SAYS)
"""What joins nothing but a second wish."""
JOINT_PAIRS: Final = frozenset(
    (fold_word(one), fold_word(two)) for say in _FIRM_SAYS for one, two in pairwise(say)
)
"""Neighbouring words of these, by which a mistyped one is known: "tien teh cho hoi"."""
_JOINTS: Final = Openings((
    *_FIRM_SAYS, ("cùng", "với"), ("và",), ("với",), ("còn",), ("vừa",), ("lẫn",),
    ("rồi", "muốn"), ("rồi", "xin"), ("rồi", "còn"), ("xong", "rồi"), ("rồi",),
))  # fmt: skip
_MORE: Final = Openings(
    (deed, more) for deed in ("xin", "làm", "đổi", "nộp") for more in ("luôn", "thêm")
)
"""How a clause begins that wants something besides: "mất căn cước, xin luôn giấy độc thân"."""
_COMPARED: Final = word_set("so doi cung")
"""Words before "với" that compare or concern: "so với giấy khai sinh"."""
PERSONS: Final = word_set("nguoi ai anh chi em ong ba chong vo ban con chau co chu bac ho")
"""Words after "với" that name whom, not what else: "kết hôn với người Lào"."""
_STARTS: Final = word_set(
    "dang lam xin doi cap gia muon hoi ve giay thu viec chuyen sang the thi khai nhap tach"
)
"""Words after an unmarked "con" that begin another wish: "con dang ky ket hon can gi"."""
_PARENTS: Final = word_set(
    "cho cua me cha bo ba vo chong nhan nuoi sinh voi va dua em 1 2 3 mot hai"
)
"""Words before an unmarked "con" that make it a child."""
_NEXT: Final = word_set(
    "lam dang nhap tach cat xoa doi cap sang chuyen mua nop sao chung khai nang gia"
)
"""Words after "rồi" that begin what is to be done next."""
_WANTED: Final = word_set("muon xin can dinh tinh")
"""Words of who wants both: "muốn khai sinh rồi nhập khẩu"; what was done is no wish."""
_TOLD: Final = word_set("da moi vua")
_DONE: Final = _TOLD | word_set("xong bi")
_ASKS: Final = word_set("khong ko k hong hok")
_TAIL: Final = 3
"""Words at the end of a clause among which it is asked whether something goes."""
_ITEM: Final = re.compile(r"\d{1,2}(?:$|\s*[./)-])|[-+*•]")
"""How an item of a list begins that is written line by line."""
_STANDS: Final = word_set("van ghi hien")
"""Words before "còn" by which something stands so still: "vẫn còn", "ghi còn độc thân"."""
_MARRIED: Final = word_set("lay cuoi")
"""Words of who married, which was done before what is wanted now: "lấy chồng rồi muốn …"."""
_LEAST: Final = 2
"""Words each side of a joint needs to stand alone."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of a message."""

    words: list[str]
    joined: bool
    """True if a joining word links it to another of its clause."""
    start: int = 0
    """Position of its first word in the clause."""
    firm: bool = False
    """True if it comes after what joins nothing but a second wish."""


def itemised(raws: Sequence[str]) -> bool:
    """True for a list written item by item: "1. khai tử 2. ủy quyền"."""
    return sum(_ITEM.match(raw) is not None for raw in raws) > 1


def joins_wishes(row: Sequence[str]) -> bool:
    """True when what joins nothing but a second wish stands in `row`."""
    return any(_FIRM.places(row))


def goes_on(row: Sequence[str]) -> bool:
    """True for a clause that begins with what joins it to the one before: "…, rồi nhập khẩu"."""
    if row and 0 < _MORE.length_at(row, 0) < len(row) - 1:
        return True
    length = _JOINTS.length_at(row, 0) if row else 0
    return bool(length) and _joins(row, 0, length, marked=any(map(is_marked, row)))


def segments(row: Sequence[str]) -> list[Segment]:
    """A clause cut further at words that join wishes."""
    cuts = list(_cuts(row))
    starts = [0, *(at + length for at, length, _ in cuts)]
    ends = [*(at for at, _, _ in cuts), len(row)]
    firm = [False, *(firm for _, _, firm in cuts)]
    return [
        Segment(list(row[start:end]), bool(cuts), start, after)
        for start, end, after in zip(starts, ends, firm, strict=True)
        if end - start >= _LEAST
    ]


def _cuts(row: Sequence[str]) -> Iterator[tuple[int, int, bool]]:
    """Where each joint stands, how many words it has, and whether it is a firm one."""
    marked = any(map(is_marked, row))
    done = 0
    for position, length in _JOINTS.places(row):
        if position >= done and _joins(row, position, length, marked=marked):
            yield position, length, _FIRM.length_at(row, position) > 0
            done = position + length


def _asked(row: Sequence[str], said: set[str]) -> bool:
    """True when both are wanted, or asked about: "khai sinh rồi nhập khẩu luôn được không"."""
    return bool(said & _WANTED) or not _ASKS.isdisjoint(map(fold_word, row[-_TAIL:]))


def _since_wish(before: Sequence[str]) -> set[str]:
    """The words since the first wish, or all of them: "mới sinh muốn khai sinh" tells a birth."""
    folded = [fold_word(word) for word in before]
    start = next((at for at, word in enumerate(folded) if word in _WANTED), 0)
    return set(folded[start:])


def _lasts(row: Sequence[str], word: str, before: str) -> bool:
    """True for "vừa" and "còn" that tell a time: "em vừa sinh bé", "vẫn còn"."""
    if word == "vua":
        return sum(fold_word(one) == word for one in row) < 2
    return word == "con" and before in _STANDS


def _joins(row: Sequence[str], position: int, length: int, *, marked: bool) -> bool:
    """False for a "với" or "con" that joins no second wish, and for what ends the clause."""
    word = fold_word(row[position])
    before = fold_word(row[position - 1]) if position else ""
    after = fold_word(row[position + 1]) if position + 1 < len(row) else ""
    if position + length == len(row) or _lasts(row, word, before):
        return False  # "cho em xin với"
    said = set(map(fold_word, row[:position]))
    if length > 1:
        married = word == "roi" and said & _MARRIED and not said & _WANTED
        return not married and (word != "xong" or not said & _TOLD)
    if word == "roi":  # at the start it goes on from the clause before
        wanted = not _since_wish(row[:position]) & _DONE and _asked(row, said)
        return after in _NEXT and (wanted or not position)
    if word == "voi":
        return before not in _COMPARED and after not in PERSONS
    if word == "con" and not is_marked(row[position]):
        return not marked and before not in _PARENTS and after in _STARTS
    return True
