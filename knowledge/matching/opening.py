"""Questions about opening hours, and whose hours they are: "t7 có làm ko", "chợ mấy giờ mở cửa".

A card's phrases hold only the commonest of them. A question about hours is known by its build: a
day or "mấy giờ", a word of working, and nothing else but courtesies and the place. Only the
commune's desk and its police are ours; no other place's hours are in any record.
"""

import re
from collections.abc import Iterator, Sequence
from enum import Enum
from itertools import pairwise
from typing import Final

from knowledge.text.folding import agrees, fold_word, word_set
from knowledge.text.lexicon import Openings


class Place(Enum):
    """Whose hours are asked."""

    OURS = "gio_lam_viec"
    ELSEWHERE = "gio_noi_khac"


def _says(text: str) -> Openings:
    return Openings(tuple(say.split()) for say in text.strip().split(", "))


_CLOCK: Final = _says(
    "mấy giờ hết nhận, mấy giờ thôi nhận, mấy giờ hết giờ, "
    "mấy giờ mở cửa, mấy giờ đóng cửa, mấy giờ làm việc, mấy giờ nghỉ, mấy giờ tan làm, mấy "
    "giờ làm, mấy giờ mở, mấy giờ đóng, mấy giờ bắt đầu làm, mở cửa mấy giờ, đóng cửa mấy "
    "giờ, mấy giờ hết làm, mở cửa lúc mấy giờ, đóng cửa lúc mấy giờ, mở cửa từ mấy giờ, mở "
    "cửa đến mấy giờ, làm việc mấy giờ, làm việc từ mấy giờ, làm việc đến mấy giờ, làm việc "
    "tới mấy giờ, làm đến mấy giờ, làm tới mấy giờ, làm từ mấy giờ, giờ làm việc, giờ mở "
    "cửa, giờ đóng cửa, thời gian làm việc, thời gian mở cửa, lịch làm việc, khi nào mở "
    "cửa, bao giờ mở cửa, mở cửa khi nào, mở cửa lúc nào, lúc nào mở cửa, giờ giấc làm "
    "việc, mấy giờ có người, nghỉ tết, nghỉ lễ, lịch nghỉ"
)
"""What asks for the hours by itself."""
_DAYS: Final = _says(
    "thứ hai, thứ ba, thứ tư, thứ năm, thứ sáu, thứ bảy, thứ bẩy, thứ 2, thứ 3, thứ 4, thứ "
    "5, thứ 6, thứ 7, t2, t3, t4, t5, t6, t7, chủ nhật, cn, cuối tuần, hôm nay, hôm nào, "
    "ngày mai, sáng mai, chiều mai, mai, mốt, sáng, trưa, chiều, tối, buổi trưa, buổi tối, "
    "ban đêm, ngày nghỉ, ngày lễ, lễ, tết, giờ này, bây giờ, giỗ tổ, quốc khánh, "
    "quốc tế lao động, noel, giáng sinh"
)
_OFF_DAYS: Final = _says(
    "thứ bảy, thứ bẩy, thứ 7, t7, chủ nhật, cn, cuối tuần, trưa, buổi trưa, tối, buổi tối, "
    "ban đêm, ngày nghỉ, ngày lễ, lễ, tết"
)
"""Days and times off work: whether a named paper is made then asks for the hours too."""
_MONTHS: Final = 12
_WHICH: Final = _says(
    "ngày nào, ngày mấy, hôm nào, bữa nào, mùng mấy, mồng mấy, khi nào, bao giờ, chừng nào, mấy "
    "ngày, bao nhiêu ngày, mấy hôm, mấy bữa, từ hôm nào, bao lâu"
)
_BACK: Final = _says("nghỉ, làm việc, làm lại, đi làm, mở cửa, làm")
_HOLIDAYS: Final = _says("tết, lễ, giỗ tổ, quốc khánh, quốc tế lao động, noel, mùng mấy, mồng mấy")
_HINTS: Final = word_set("tết tet lễ le giỗ gio quốc quoc noel mùng mung mồng mong")
_TAGS: Final = frozenset(("à", "hả", "hở", "ha"))
_WORKS: Final = _says(
    "có làm việc, có làm, có mở cửa, có mở, có nhận, có trực, có tiếp, có nghỉ, có ai trực, "
    "còn làm việc, còn làm, còn mở cửa, còn mở, làm việc, mở cửa, nghỉ, còn nhận, có kịp, "
    "kịp, làm không, mở không, nhận không, trực không"
)
_OURS: Final = _says(
    "phường, xã, ủy ban, uỷ ban, ubnd, công an, một cửa, trung tâm, quầy, cán bộ, trụ sở, "
    "hành chính công, hành chính, phục vụ, hcc, cơ quan, đặc khu, bên mình, nhân dân"
)
_ELSEWHERE: Final = _says(
    "trạm y tế, y tế, trạm xá, bệnh viện, phòng khám, nhà thuốc, tiệm thuốc, chợ, siêu thị, "
    "ngân hàng, bưu điện, bưu cục, trường học, trường tiểu học, trường mầm non, nhà trẻ, "
    "mẫu giáo, thư viện, tòa án, toà án, chi cục thuế, cục thuế, đội thuế, cơ quan thuế, "
    "bảo hiểm xã hội, bhxh, điện lực, cấp nước, công ty nước, văn phòng công chứng, phòng "
    "công chứng, kho bạc, công an tỉnh, công an thành phố, công an huyện, ủy ban tỉnh, ubnd "
    "tỉnh, sở tư pháp, sở nội vụ, sở xây dựng, sở y tế, văn phòng đăng ký đất đai, văn "
    "phòng đất đai, viện kiểm sát, thi hành án, trung tâm đăng kiểm, đăng kiểm, trung tâm "
    "việc làm, trung tâm dịch vụ việc làm, bến xe, nhà ga, sân bay, cây xăng, trạm xăng, hồ "
    "bơi, công viên, bảo tàng, chùa, nhà thờ, quán, tiệm, cửa hàng, nhà văn hóa, phòng xuất "
    "nhập cảnh, lãnh sự quán, đại sứ quán"
)
_NO: Final = word_set("khong ko hong hok hem k hay")
_CALLS: Final = word_set("em a ad anh chi ban bot shop vay ha the nhi nha oi")
"""Courtesies after the question."""
_SMALL: Final = word_set(
    """
    cho em toi minh chi anh hoi voi a oi da vay the nhi nhe nha ha thi la gi cua o tai va roi
    ben day nay do ngay buoi vao luc tu den toi hom may gio bao nao khi co khong ko k duoc dc
    lam viec mo cua dong nhan ho so giay tiep dan truc nghi con ad shop bot xin biet cac nguoi ai
    sang trua chieu trong tuan cu thu bay sau het hai ba nam luon ca nua muon may vi
    ra kip h sao sap hien gio giac thoi gian lich bat dau tan di len nop
    dip duong am mung mong nguyen dan quoc khanh gio to hung vuong bu la lai vay phai chung bua hay
    """
)
"""Words, folded, of which nothing but the hours is asked."""
_TIME: Final = re.compile(r"\d{1,2}(?:h|g)(?:\d{2})?(?: .*)?|\d{1,2} (?:h|g|gio)")
_HOUR: Final = re.compile(r"\d{1,2}[hg](?:\d{2})?")
_NAME: Final = 3
"""Words the name of another place may have after its kind: "ngân hàng nông nghiệp"."""
_MATTER: Final = 4
"""Words a paper's name may have in "tối có làm căn cước không"."""


def whose_hours(typed: Sequence[str]) -> Place | None:
    """Whose hours the words ask, or None when they ask something else too, or none at all."""
    if not (_found(typed, _CLOCK) or _asks_day(typed, _DAYS) or _asks_holiday(typed)):
        return None
    ours = list(_spans(typed, _OURS))
    others = _spans(typed, _ELSEWHERE)
    elsewhere = next((one for one in others if not any(_within(one, our) for our in ours)), None)
    if elsewhere is not None:
        return Place.ELSEWHERE if _only_a_place(typed, elsewhere) else None
    if _only_hours(typed) or _on_an_off_day(typed):
        return Place.OURS
    return None


def _spans(typed: Sequence[str], says: Openings) -> Iterator[range]:
    """Where any of the phrases stand."""
    return (range(at, at + length) for at, length in says.places(typed))


def _within(one: range, other: range) -> bool:
    """True for "quan", a shop without its mark, inside "cơ quan"."""
    return other.start <= one.start and one.stop <= other.stop


def _found(typed: Sequence[str], says: Openings) -> bool:
    return next(_spans(typed, says), None) is not None


def _asks_day(typed: Sequence[str], days: Openings) -> bool:
    """True for a day, a word of working and a question, in any order."""
    asked = any(fold_word(word) in _NO for word in typed[-3:]) or _tagged(typed)
    if not asked or not _found(typed, _WORKS):
        return False
    return _found(typed, days) or (days is _DAYS and (_dated(typed) or _timed(typed)))


def _tagged(typed: Sequence[str]) -> bool:
    """True for "hôm nay phường nghỉ à": a statement made a question."""
    return bool(typed) and typed[-1] in _TAGS


def _asks_holiday(typed: Sequence[str]) -> bool:
    """True for "tết nghỉ tới mùng mấy": which days are off, or when work begins again."""
    if _HINTS.isdisjoint(typed):  # most messages: they are looked through no further
        return False
    return _found(typed, _HOLIDAYS) and _found(typed, _WHICH) and _found(typed, _BACK)


def _dated(typed: Sequence[str]) -> bool:
    """True for a day of the calendar: "1/1", "30 tháng 4"."""
    numbers = [word for word in typed if fold_word(word) not in ("ngay", "thang")]
    pairs = (pair for pair in pairwise(numbers) if all(map(str.isdecimal, pair)))
    return any(0 < int(day) <= 31 and 0 < int(month) <= _MONTHS for day, month in pairs)


def _timed(typed: Sequence[str]) -> bool:
    """True for a time of day: "4h ra kịp không", "5 giờ còn làm không"."""
    return any(
        _TIME.fullmatch(f"{one} {two}") for one, two in pairwise([*map(fold_word, typed), ""])
    )


def _only_hours(typed: Sequence[str]) -> bool:
    """True when what is left beside days, hours and our own places are courtesies."""
    known = {
        at for says in (_CLOCK, _DAYS, _WORKS, _OURS) for one in _spans(typed, says) for at in one
    }
    return all(
        at in known or word.isdecimal() or fold_word(word) in _SMALL or _HOUR.fullmatch(word)
        for at, word in enumerate(typed)
    )


def _only_a_place(typed: Sequence[str], place: range) -> bool:
    """True when the place, with its name, and its hours are all that is said."""
    before = typed[: place.start]
    after = typed[place.stop :]
    for length in range(min(_NAME, len(after)) + 1):
        if _only_hours([*before, *after[length:]]):
            return True
    return False


def _on_an_off_day(typed: Sequence[str]) -> bool:
    """True for "tối có làm căn cước không": whether a paper is made when most are at home."""
    typed = list(typed)
    while typed and fold_word(typed[-1]) in _CALLS:
        typed.pop()
    if not typed or fold_word(typed[-1]) not in _NO or not _asks_day(typed, _OFF_DAYS):
        return False
    for work in _spans(typed, _WORKS):
        said = agrees(typed[work.start], "có")
        before, named = typed[: work.start], typed[work.stop : -1]
        early = _found(before, _OFF_DAYS) and _only_hours(before)
        if said and early and 0 < len(named) <= _MATTER:
            return True
    return False
