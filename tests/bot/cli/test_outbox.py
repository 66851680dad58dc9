"""`motcua outbox`: what did not arrive, as an officer types it."""

import json
from datetime import timedelta

import pytest
from typer.testing import CliRunner

from bot.cli.root import app
from handlers.clock import SystemClock
from handlers.messages import ChannelName, Paragraph, Reply
from handlers.officers import Role
from handlers.store import contacts, outbox, queueing, staff
from handlers.store.outbox import End
from handlers.store.queueing import Message
from handlers.store.states import OutboxStatus
from handlers.store.unit_of_work import Store

WORDS = "chim hoàng yến số chín"


@pytest.fixture
def ward(store: Store, monkeypatch: pytest.MonkeyPatch) -> Store:
    """Two replies of a bot: one refused, one that may have arrived."""
    now = SystemClock().now()
    with store.work() as work:
        contacts.ensure_commune(work, "phuong-mau", "Phường Mẫu", now)
        name = contacts.ensure_endpoint(work, "phuong-mau", ChannelName.TELEGRAM, "1", now)
        endpoint = contacts.endpoint_of(work, name)
        for chat, status, why in (
            ("9", OutboxStatus.FAILED, "bad_request"),
            ("10", OutboxStatus.UNKNOWN, "uncertain"),
        ):
            contact = contacts.open_contact(work, endpoint, chat, "", now)
            message = Message(f"reply:{chat}", Reply((Paragraph(WORDS),)), now, now + timedelta(1))
            queueing.queue(work, "phuong-mau", name, contact, message)
            (claimed,) = outbox.claim_contact(work, contact, "s1", now)
            outbox.finish(work, claimed, "s1", End(status, (), why), now)
        for who, role in (("Cô Hà", Role.OFFICER), ("Anh Quản", Role.ADMIN)):
            staff.add(work, "phuong-mau", who, {role}, now)
        work.commit()
    monkeypatch.setenv("MOTCUA_DATABASE__URL", store.engine.url.render_as_string(False))
    return store


def says(*arguments: str, by: str = "Anh Quản") -> tuple[int, str]:
    done = CliRunner().invoke(app, ["outbox", *arguments, "--by", by])
    return done.exit_code, done.output


def number_of(status: str) -> str:
    found = json.loads(says("dead", "--json")[1])
    return next(str(one["number"]) for one in found if one["status"] == status)


def test_what_did_not_arrive_is_listed_shown_and_dropped(ward: Store) -> None:
    code, listed = says("dead")
    assert code == 0, listed
    assert "2 tin" in listed
    assert "Telegram · trả lời người dân" in listed
    assert "không rõ đã đến chưa" in listed
    shown = says("show", number_of("failed"))[1]
    assert "bad_request" in shown
    assert WORDS not in listed + shown
    assert says("drop", number_of("failed"))[0] == 0
    assert "1 tin" in says("dead")[1]


def test_what_was_refused_is_queued_anew(ward: Store) -> None:
    number = number_of("failed")
    assert says("retry", number) == (0, "Đã xếp gửi lại.\n")
    assert says("retry", number)[0] == 1


def test_what_may_have_arrived_asks_first(ward: Store) -> None:
    number = number_of("unknown")
    code, said = says("retry", number)
    assert code == 1
    assert "có thể đã đến" in said
    assert "--may-repeat" in said
    assert says("retry", number, "--may-repeat")[0] == 0


@pytest.mark.parametrize("who", ["Cô Hà", "Người Lạ"])
def test_others_are_refused(ward: Store, who: str) -> None:
    for act in (("dead",), ("show", "1"), ("retry", "1"), ("drop", "1")):
        code, said = says(*act, by=who)
        assert code == 1
        assert "không được xem" in said


def test_a_number_that_is_not_there_is_told_so(ward: Store) -> None:
    for act in ("show", "retry", "drop"):
        assert says(act, "999")[0] == 1
