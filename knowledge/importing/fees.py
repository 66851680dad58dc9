"""The fees of a judged row. "Miễn" is kept only where the source says the word itself (P-3)."""

from collections.abc import Iterable

from knowledge.importing.cleaning import clean, says_nothing, shortened
from knowledge.importing.figures import LEAST_AMOUNT, leaves_it_to_council, says_free
from knowledge.importing.rows import FeeText, SourceRow
from knowledge.procedures import Fee, FeeKind, SubmissionWay

_LONGEST = 500


def fees_of(row: SourceRow, *, doubtful: bool) -> tuple[Fee, ...]:
    """Fee rows; of a doubtful part only what says who decides the amount."""
    by_way = [(way.way, _fees(way.fees)) for way in row.ways if way.fees]
    if doubtful:
        councils = [fee for _, fees in by_way for fee in fees if fee.kind is FeeKind.COUNCIL]
        return tuple(dict.fromkeys(councils))[:1] or (Fee(kind=FeeKind.UNKNOWN),)
    told = {fees for _, fees in by_way}
    if len(told) == 1:
        return told.pop()
    return tuple(
        dict.fromkeys(
            fee.model_copy(update={"way": way}) for way, fees in by_way for fee in _with(fees, way)
        )
    )


def _with(fees: tuple[Fee, ...], way: SubmissionWay | None) -> tuple[Fee, ...]:
    return fees if way is not None else ()


def _fees(fees: Iterable[FeeText]) -> tuple[Fee, ...]:
    return tuple(dict.fromkeys(_fee(fee) for fee in fees))


def _fee(fee: FeeText) -> Fee:
    if fee.read is not None:
        return fee.read
    note = "" if says_nothing(fee.note) else shortened(clean(fee.note), _LONGEST)
    if leaves_it_to_council(f"{fee.text} {fee.note}"):
        return Fee(kind=FeeKind.COUNCIL, text=note or clean(fee.text))
    if says_free(fee.note):
        return Fee(kind=FeeKind.EXEMPT)
    return _amount(fee, note)


def _amount(fee: FeeText, note: str) -> Fee:
    if fee.amount is None or fee.amount <= 0 or says_nothing(fee.text):
        return Fee(kind=FeeKind.UNKNOWN)
    if fee.currency not in (None, "VND") or fee.amount != int(fee.amount):
        return Fee(kind=FeeKind.OTHER, text=" – ".join(filter(None, (clean(fee.text), note))))
    if fee.amount < LEAST_AMOUNT:
        return Fee(kind=FeeKind.UNKNOWN)
    return Fee(kind=FeeKind.AMOUNT, amount=int(fee.amount), text=note or None)
