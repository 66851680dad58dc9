"""`motcua notices calls` and `called`, as an officer types them."""

from datetime import timedelta

import pytest
from typer.testing import CliRunner

from bot.cli.root import app
from handlers.messages import ChannelName, Paragraph, Reply
from handlers.notice_kinds import NoticeKind
from handlers.officers import Role
from handlers.store import contacts, notices, outbox, staff
from handlers.store.follows import Recipient
from handlers.store.unit_of_work import Store
from knowledge.dossier_store.writing import insert_dossiers
from tests.knowledge.dossiers import lives


@pytest.fixture
def code(store: Store, monkeypatch: pytest.MonkeyPatch) -> str:
    """A supplement its owner could not be told of."""
    from handlers.clock import SystemClock

    now = SystemClock().now()
    day = f"{now - timedelta(days=1):%Y-%m-%d}"  # at night nothing is owed before morning
    made = lives.dossier(f"registered {day} 00:01", f"supplement_needed {day} 00:02", copied_at=now)
    with store.work() as work:
        contacts.ensure_commune(work, "phuong-mau", "Phường Mẫu", now)
        name = contacts.ensure_endpoint(work, "phuong-mau", ChannelName.ZALO_OA, "1", now)
        contact = contacts.open_contact(work, contacts.endpoint_of(work, name), "9", "", now)
        (dossier,) = insert_dossiers(work.session, [made], {}, now).values()
        to = Recipient("phuong-mau", name, "zalo_oa", contact)
        notice = notices.Notice("notice:1", NoticeKind.SUPPLEMENT, to, now, dossier.id)
        notices.promise(work, notice, Reply((Paragraph("x"),)), now.replace(year=2030), now)
        for who, roles in (("Cô Hà", {Role.OFFICER}), ("Anh Quản", {Role.ADMIN})):
            staff.add(work, "phuong-mau", who, roles, now)
        outbox.hold_pushes(work, contact, "window")
        work.commit()
    monkeypatch.setenv("MOTCUA_DATABASE__URL", store.engine.url.render_as_string(False))
    return dossier.code


def test_who_is_to_be_called_is_listed_until_called(code: str) -> None:
    run = CliRunner()

    listed = run.invoke(app, ["notices", "calls"])
    done = run.invoke(app, ["notices", "called", code, "--by", "Cô Hà"])
    after = run.invoke(app, ["notices", "calls"])

    assert code in listed.output, listed.output
    assert "kênh không cho nhắn" in listed.output
    assert done.exit_code == 0, done.output
    assert code not in after.output


def test_a_dossier_nobody_waits_for_is_told_so(code: str) -> None:
    done = CliRunner().invoke(app, ["notices", "called", code + "9", "--by", "Cô Hà"])

    assert done.exit_code == 1


def test_only_an_officer_of_the_office_says_that_somebody_was_called(code: str) -> None:
    run = CliRunner()
    for who in ("Anh Quản", "Người Lạ"):
        assert run.invoke(app, ["notices", "called", code, "--by", who]).exit_code == 1
    assert code in run.invoke(app, ["notices", "calls"]).output
