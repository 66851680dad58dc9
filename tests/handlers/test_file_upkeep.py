"""Bytes and rows end together: by erasing, by retention, and after a crash between the two."""

import os
from datetime import timedelta
from pathlib import Path

import pytest

from handlers.commands import WipeInbound
from handlers.file_upkeep import GRACE, astray, sweep
from handlers.incoming import FileDesk
from handlers.messages import Address, FileState, Inbound, InboundKind, IncomingFile
from handlers.retention import purge
from handlers.store import attachments
from handlers.store.files import WARD, FileStore
from handlers.store.personal import StoredPersonalRecords
from handlers.store.unit_of_work import Store
from handlers.turns import Turn
from tests.fakes.clock import FakeClock
from tests.fakes.drafts import REPORT
from tests.fakes.ward import Ward

CANARY = b"canary-7319 of a picture"


@pytest.fixture
def files(tmp_path: Path, store: Store) -> FileStore:
    found = FileStore(tmp_path / "files")
    store.free_files = found.free
    return found


@pytest.fixture
def ward(store: Store, clock: FakeClock) -> Ward:
    ward = Ward(store, clock)
    ward.responder.decide = lambda *_: Turn(step="feedback.describe", draft=REPORT)
    return ward


def sends(ward: Ward, files: FileStore, data: bytes = CANARY, chat: str = "chat-1") -> str:
    """A message whose one file was kept; its id."""
    plain = ward.inbound(chat=chat, kind=InboundKind.FILES)
    file = IncomingFile("ref", "anh.jpg", "image/jpeg", len(data))
    stored = ward.inbox.receive(Inbound(plain.address, plain.external_id, plain.received_at,
                                        InboundKind.FILES, files=(file,)))  # fmt: skip
    assert stored is not None
    desk = FileDesk(ward.store, ward.clock)
    waiting = desk.begin(stored.id)
    assert waiting is not None
    key = files.put(stored.contact, data)
    kept = IncomingFile("ref", "anh.jpg", "image/jpeg", len(data), FileState.STORED, None, key)
    assert desk.settle(waiting, (kept,), ())
    return stored.id


def bytes_in(files: FileStore) -> list[str]:
    """Keys whose bytes hold the canary."""
    return [one.key for one in files.found() if CANARY in (files.read(one.key) or b"")]


def age(files: FileStore, clock: FakeClock) -> None:
    """As if every file had been written when the clock stood there."""
    for one in files.found():
        moment = clock.now().timestamp()
        os.utime(files.folder / one.key, (moment, moment))


def test_erasing_a_person_takes_their_bytes_at_once(ward: Ward, files: FileStore) -> None:
    sends(ward, files)
    sends(ward, files, chat="chat-2")
    assert len(bytes_in(files)) == 2
    ward.inbox.forget(ward.endpoint, "chat-1")
    assert [key.partition("/")[0] for key in bytes_in(files)] == [ward.contact("chat-2")]


def test_a_message_wiped_by_its_flow_takes_its_bytes_but_not_those_of_others(
    ward: Ward, files: FileStore
) -> None:
    first, second = sends(ward, files), sends(ward, files, b"another " + CANARY)
    third = sends(ward, files)
    ward.responder.decide = lambda inbound, *_: Turn(
        commands=(WipeInbound(),) if inbound.files[0].size > len(CANARY) else (),
        step="feedback.describe",
        draft=REPORT,
    )
    for one in (first, second, third):
        ward.inbox.handle(one)
    (left,) = bytes_in(files)
    assert files.read(left) == CANARY


def test_wiping_one_of_two_messages_with_the_same_picture_keeps_it_for_the_other(
    ward: Ward, files: FileStore
) -> None:
    first, second = sends(ward, files), sends(ward, files)
    ward.inbox.handle(first)
    ward.responder.decide = lambda *_: Turn(
        commands=(WipeInbound(),), step="feedback.describe", draft=REPORT
    )
    ward.inbox.handle(second)
    assert len(bytes_in(files)) == 1


def test_what_no_step_wants_any_more_is_let_go_at_once(ward: Ward, files: FileStore) -> None:
    ward.inbox.handle(sends(ward, files))
    assert len(bytes_in(files)) == 1
    ward.responder.decide = lambda *_: Turn()
    ward.says("huỷ")
    assert bytes_in(files) == []


def test_after_thirty_days_the_bytes_go_with_their_rows(
    ward: Ward, files: FileStore, clock: FakeClock
) -> None:
    ward.inbox.handle(sends(ward, files))
    age(files, clock)
    clock.move(hours=29 * 24)
    assert sweep(ward.store, files, clock.now()) == 0
    clock.move(hours=2 * 24)
    with ward.store.work() as work:
        purge(work, clock.now())
        work.commit()
    assert sweep(ward.store, files, clock.now()) == 1
    assert bytes_in(files) == []


def test_bytes_written_just_before_a_crash_are_swept_once_no_row_can_come(
    ward: Ward, files: FileStore, clock: FakeClock
) -> None:
    files.put("c00", CANARY)
    files.put(WARD, b"a form of the ward")
    (files.folder / "c00" / "0123456789abcdef.part").write_bytes(CANARY)
    (files.folder / "c00" / "thesis.part").write_bytes(b"not ours")
    age(files, clock)
    assert sweep(ward.store, files, clock.now() + GRACE - timedelta(seconds=1)) == 0
    assert sweep(ward.store, files, clock.now() + GRACE) == 2
    assert sweep(ward.store, files, clock.now() + GRACE) == 0
    assert [one.key.partition("/")[0] for one in files.found()] == [WARD]


def test_an_upload_that_waits_to_be_looked_at_is_no_orphan(
    ward: Ward, files: FileStore, clock: FakeClock
) -> None:
    plain = ward.inbound(kind=InboundKind.FILES)
    file = IncomingFile(files.arrive(CANARY), "anh.jpg", "image/jpeg", 3)
    ward.inbox.receive(Inbound(plain.address, "m", plain.received_at, InboundKind.FILES,
                               files=(file,)))  # fmt: skip
    age(files, clock)
    assert sweep(ward.store, files, clock.now() + timedelta(hours=1)) == 0
    ward.inbox.forget(ward.endpoint, "chat-1")
    assert bytes_in(files) == []


def test_rows_without_bytes_are_named(ward: Ward, files: FileStore) -> None:
    sends(ward, files)
    (key,) = bytes_in(files)
    files.free([key])
    assert astray(ward.store, files, ward.clock.now()).missing == (key,)


def test_a_person_erased_while_their_file_was_looked_at_leaves_nothing(
    ward: Ward, files: FileStore
) -> None:
    plain = ward.inbound(kind=InboundKind.FILES)
    file = IncomingFile("ref", "anh.jpg", "image/jpeg", 3)
    stored = ward.inbox.receive(Inbound(plain.address, "m", plain.received_at, InboundKind.FILES,
                                        files=(file,)))  # fmt: skip
    assert stored is not None
    desk = FileDesk(ward.store, ward.clock)
    waiting = desk.begin(stored.id)
    assert waiting is not None
    ward.inbox.forget(ward.endpoint, "chat-1")
    assert not desk.settle(waiting, (file,), ("H32.12.05-260923-0007",))
    with ward.store.read() as work:
        assert attachments.kept_keys(work) == set()


def test_tries_are_counted_before_they_are_made(ward: Ward) -> None:
    plain = ward.inbound(kind=InboundKind.FILES)
    file = IncomingFile("ref", "anh.jpg", "image/jpeg", 3)
    stored = ward.inbox.receive(Inbound(plain.address, "m", plain.received_at, InboundKind.FILES,
                                        files=(file,)))  # fmt: skip
    assert stored is not None
    desk = FileDesk(ward.store, ward.clock)
    tries = [found.tries for _ in range(3) if (found := desk.begin(stored.id)) is not None]
    assert tries == [1, 2, 3]


def test_a_person_sees_how_many_of_their_files_are_kept(ward: Ward, files: FileStore) -> None:
    ward.inbox.handle(sends(ward, files))
    records = StoredPersonalRecords(ward.store)
    assert records.view(Address(ward.endpoint, ward.contact())).files == 1
    ward.inbox.forget(ward.endpoint, "chat-1")
    assert records.view(Address(ward.endpoint, ward.contact())).files == 0
