"""Laws that are named: what else is said is the matter, and a law alone asks what rests on it."""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Final

from knowledge.matching.outcomes import Ambiguous, ProcedureOption
from knowledge.procedures import CatalogueState, Procedure
from knowledge.text.folding import fold, fold_word, word_set
from knowledge.text.lexicon import load_lexicon

ENOUGH: Final = 2
"""Words beside a law from which they are the matter."""
QUESTION: Final = "Ở xã, phường có các việc dưới đây theo Luật {law}. Anh/chị cần việc nào ạ?"
_SMALL: Final = word_set(
    "thi la co gi nao the sao ra nhu quy dinh noi ghi ve cho cua em toi minh anh chi a ad oi da "
    "vay hoi xin biet muon can doc xem tai file o dau voi nhung dieu khoan khong ko k moi cu nhat "
    "hien hanh hieu luc nay trong theo va den tu khi nam ban giup"
)
"""Words of who asks about a law and of nothing it holds."""
_PLACE: Final = (
    r"(?:(?:theo|tai|trong|o|can cu|dua vao|chieu) )?(?:vao )?(?:quy dinh (?:tai |cua |trong )?)?"
    r"(?:diem \w )?(?:khoan \d+\w? )?(?:dieu \d+\w? )?(?:cua |tai )?"
)
_SAYS: Final = r"(?: (?:thi|quy dinh|noi|ghi|viet))*"
_DATED: Final = (
    r"(?: (?:so )?\d+ \d{4} qh\d+)?(?: (?:nam )?(?:19|20)\d\d)?"
    r"(?: (?:moi nhat|moi|hien hanh|hien nay|sua doi|bo sung))*"
)
_ANY: Final = r"theo (?:quy dinh (?:cua )?)?(?:phap )?luat(?! (?:nao|gi|su)\b)"


class Laws:
    """The laws a catalogue knows, by the names people say."""

    def __init__(self, procedures: Iterable[Procedure], asked: Sequence[str]) -> None:
        """`asked` are codes, those most asked for first."""
        self._resting = _resting(procedures, {code: at for at, code in enumerate(asked)})

    def alone(self, typed: Sequence[str], visible: frozenset[str] | None) -> Ambiguous | None:
        """The question which matter of a law, where nothing but its name was said."""
        said = _joined(typed)
        found = _law().search(said) if "luat" in said else None
        if found is None or _says_more(said, found):
            return None
        rows = self._resting.get(found["law"], ())
        options = tuple(
            ProcedureOption(one.code, one.title[:60])
            for one in rows
            if visible is None or one.code in visible
        )
        question = QUESTION.format(law=_names()[found["law"]].capitalize())
        return Ambiguous(options, question=question) if len(options) > 1 else None


def without_laws(rows: Sequence[list[str]]) -> list[list[str]]:
    """The clauses without the laws they cite, unless nothing else is said in any of them."""
    left = [_uncited(row) for row in rows]
    if left == list(rows):
        return left
    told = [word for row in left for word in row if fold_word(word) not in _SMALL]
    return left if len(told) >= ENOUGH else list(rows)


def _uncited(typed: list[str]) -> list[str]:
    said = _joined(typed)
    if "luat" not in said:
        return typed
    dropped: set[int] = set()
    for found in _cited().finditer(said):
        first = said[: found.start()].count(" ")
        dropped.update(range(first, first + found[0].count(" ") + 1))
    return [word for at, word in enumerate(typed) if at not in dropped]


def _says_more(said: str, found: re.Match[str]) -> bool:
    rest = f"{said[: found.start()]} {said[found.end() :]}".split()
    return not _SMALL.issuperset(rest)


def _joined(typed: Iterable[str]) -> str:
    return " ".join(map(fold_word, typed))


@lru_cache(maxsize=1)
def _names() -> Mapping[str, str]:
    """The names as they are written, by the folded ones."""
    return {fold(name): name for name in load_lexicon().laws}


@lru_cache(maxsize=1)
def _law() -> re.Pattern[str]:
    names = "|".join(sorted(_names(), key=len, reverse=True))
    named = rf"(?<!phap )(?:bo )?luat (?:ve )?(?P<law>{names})"
    return re.compile(rf"\b{_PLACE}{named}{_DATED}{_SAYS}(?= |$)")


@lru_cache(maxsize=1)
def _cited() -> re.Pattern[str]:
    return re.compile(rf"{_law().pattern}|\b{_ANY}{_DATED}{_SAYS}(?= |$)")


def _resting(
    procedures: Iterable[Procedure], places: Mapping[str, int]
) -> dict[str, tuple[Procedure, ...]]:
    """What rests on each law, by its folded name."""
    found: dict[str, list[Procedure]] = {}
    active = (one for one in procedures if one.state is CatalogueState.ACTIVE)
    for one in sorted(active, key=lambda one: places.get(one.code, len(places))):
        for basis in one.legal_basis:
            if named := _law().match(fold(str(basis))):
                found.setdefault(named["law"], []).append(one)
    return {name: tuple(rows) for name, rows in found.items()}
