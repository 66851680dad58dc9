"""Which published figure is a dossier's own: a guess would be a promise."""

import pytest

from knowledge.dossiers.limits import the_fee
from knowledge.procedures import Fee, FeeKind, SubmissionWay
from tests.knowledge.dossiers.lives import dossier

TEN = Fee(kind=FeeKind.AMOUNT, amount=10_000)
ONLINE = Fee(kind=FeeKind.AMOUNT, amount=5_000, way=SubmissionWay.ONLINE)
DESK = Fee(kind=FeeKind.AMOUNT, amount=8_000, way=SubmissionWay.IN_PERSON)


@pytest.mark.parametrize(
    ("fees", "way", "found"),
    [
        ((TEN,), None, TEN),
        ((ONLINE, DESK), SubmissionWay.ONLINE, ONLINE),
        ((ONLINE, DESK), SubmissionWay.POST, None),
        ((ONLINE,), None, None),
        ((TEN, DESK), SubmissionWay.IN_PERSON, None),
        ((Fee(kind=FeeKind.COUNCIL),), None, None),
        ((), None, None),
    ],
)
def test_the_fee_that_fits(
    fees: tuple[Fee, ...], way: SubmissionWay | None, found: Fee | None
) -> None:
    assert the_fee(fees, dossier("registered 2026-11-19 08:00", way=way)) == found
