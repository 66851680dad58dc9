"""On PostgreSQL a report that is being stored while a ward enrols is sealed to its key as well."""

import threading

import pytest
from sqlalchemy import text

from handlers.cases.senders import apply
from handlers.commands import OpenCase
from handlers.store.unit_of_work import Store
from handlers.vault import Identity
from handlers.ward_key import is_ward_sealed
from tests.fakes.casework import CaseWard
from tests.fakes.clock import FakeClock
from tests.handlers.vault.keyring import WHO, Keyring

WAITING = text("SELECT count(*) FROM pg_locks WHERE NOT granted")
PATIENCE = 60.0


@pytest.mark.postgres
def test_enrolment_waits_for_a_report_under_way(postgres_store: Store, clock: FakeClock) -> None:
    """Decided and sealed by the key file, its row stands; only then does somebody enrol."""
    ward = Held(postgres_store, clock)
    keyring = Keyring(ward)
    code = ward.open(sealed=WHO)
    assert ward.command is not None
    enrolling = threading.Thread(target=keyring.enrols)
    with ward.store.work() as work:
        apply(work, ward.citizen, 0, ward.command, clock.now())
        enrolling.start()
        assert waits(ward.store)
        work.commit()
    enrolling.join(PATIENCE)

    assert is_ward_sealed(keyring.sealed(code))
    assert keyring.reads(code) == Identity(*WHO)


class Held(CaseWard):
    """A ward whose reports are decided and not stored yet."""

    command: OpenCase | None = None

    def sends(self, command: object) -> None:
        assert isinstance(command, OpenCase)
        self.command = command


def waits(store: Store) -> bool:
    """Somebody stands before a lock by now."""
    looked = threading.Event()
    for _ in range(int(PATIENCE / 0.05)):
        with store.read() as work:
            if work.run(WAITING).scalar():
                return True
        looked.wait(0.05)
    return False
