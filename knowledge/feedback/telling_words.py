"""The words of a report that tell what it is about, and which of them an answer says."""

from collections.abc import Collection, Sequence
from typing import Final

from knowledge.feedback.points import meant
from knowledge.feedback.stop_words import StopWords, has_marks
from knowledge.text.folding import agrees, is_marked

_GENERAL: Final = StopWords.of(
    "đường hẻm kiệt ngõ thôn ấp khu phố số cạnh góc bên sát gần đầu cuối giữa đoạn bộ nơi tháng "
    "tuần năm lần bữa hoài hết luôn mãi mai buổi này nay mấy nhiều ít lớn nhỏ nhờ sửa xử lý kiểm "
    "tra giải quyết phản ánh đề nghị yêu cầu cán bộ dân ba bà phường xin thấy kêu cứ con còn cả "
    "tui chúng ta hàng xóm hộ lâu quá qua coi dùm giùm vậy hả nhà nha à ơi được một hai gì nè cái "
    "vụ chuyện tình huống hình"
)
"""Words that stand in any report and any answer: sharing one links nothing."""


def telling(clause: str) -> tuple[str, ...]:
    """The words of a report that tell what it is about."""
    said = meant(clause)
    marked = has_marks(said)
    return tuple(word for word in said if not _GENERAL.holds(word, marked=marked))


def said_again(asked: Collection[str], told: Sequence[str]) -> frozenset[str]:
    """The words of a report the answer says; among marked words "Hoa" is no "hoá"."""
    exact = any(map(is_marked, asked))
    return frozenset(
        word
        for word in asked
        if any(
            agrees(word, other) and not (exact and is_marked(word) != is_marked(other))
            for other in told
        )
    )
