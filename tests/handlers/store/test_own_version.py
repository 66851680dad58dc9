"""P-2: a dossier keeps the record and the commune's figures of the day it was accepted."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from handlers.store.dossiers import fee_of, times_of
from handlers.store.unit_of_work import Store
from knowledge.catalogue_store import Origin, save_overlays, write_versions
from knowledge.dossiers.dossier import Dossier
from knowledge.overlay import Overlay
from knowledge.procedures import Fee, FeeKind, Procedure, ProcessingTime, Rank, TimeUnit

CODE = "1.999001"
BEFORE = datetime(2026, 11, 2, 3, tzinfo=UTC)
ACCEPTED = BEFORE + timedelta(days=7)
AFTER = ACCEPTED + timedelta(days=7)


def _days(value: str) -> ProcessingTime:
    return ProcessingTime(value=Decimal(value), unit=TimeUnit.WORKING_DAY)


def _paid(amount: int) -> Fee:
    return Fee(kind=FeeKind.AMOUNT, amount=amount)


def _publish(store: Store, at: datetime, days: str, amount: int) -> None:
    record = Procedure(
        code=CODE,
        name="Cấp giấy thử",
        field="Lĩnh vực thử",
        times=(_days(days),),
        fees=(_paid(amount),),
    )
    with store.work() as work:
        write_versions(work.session, [record], Origin(Rank.OFFICER, "Lan"), at)
        work.commit()


def _say(store: Store, at: datetime, days: str, amount: int) -> None:
    overlay = Overlay(code=CODE, times=(_days(days),), fees=(_paid(amount),), basis="NQ 1")
    with store.work() as work:
        save_overlays(work.session, "mau", [overlay], "Lan", at)
        work.commit()


def _told(store: Store, accepted: datetime = ACCEPTED) -> tuple[Decimal | None, int | None]:
    dossier = Dossier(1, "mau", "H32.12-261109-0001", CODE, "Cấp giấy thử", version=1)
    dossier = replace(dossier, accepted_at=accepted)
    with store.read() as work:
        (time,), fee = times_of(work, dossier), fee_of(work, dossier)
    return time.value, fee.amount if fee else None


def test_a_later_record_changes_neither_time_nor_fee(store: Store) -> None:
    _publish(store, BEFORE, "5", 8000)
    _publish(store, AFTER, "3", 20000)

    assert _told(store) == (Decimal(5), 8000)


def test_a_later_sheet_of_the_commune_changes_neither_time_nor_fee(store: Store) -> None:
    _publish(store, BEFORE, "5", 8000)
    _say(store, BEFORE, "2.5", 5000)
    _say(store, AFTER, "1.5", 20000)

    assert _told(store) == (Decimal("2.5"), 5000)
    assert _told(store, AFTER) == (Decimal("1.5"), 20000)


def test_the_first_sheet_writes_down_what_held_already(store: Store) -> None:
    _publish(store, BEFORE, "5", 8000)
    _say(store, AFTER, "2.5", 5000)

    assert _told(store) == (Decimal("2.5"), 5000)
