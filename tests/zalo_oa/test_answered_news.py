"""A picture alone in answer to a broadcast, where the channel tells of no reply: over HTTP."""

from pathlib import Path

import pytest
from sqlalchemy import text

from handlers.broadcast import Broadcast
from handlers.broadcast_texts import Draft, Sending
from handlers.broadcasts import acts, queueing
from handlers.broadcasts.acts import Acting
from handlers.officers import Officer, Role
from handlers.router import Router
from handlers.store import contacts, staff, subscriptions
from handlers.store.personal import StoredPersonalRecords
from handlers.store.unit_of_work import Store
from handlers.ward import ward_of
from tests.conversations.conftest import NOON, ports_of
from tests.fakes.photos import HARD, photo
from tests.fakes.shipped import shipped_base
from tests.fakes.zalo_oa.line import Line
from tests.fakes.zalo_oa.server import ZaloOaServer
from tests.zalo_oa.test_dialogues import LAN, Citizen

NEWS = "Mai cúp nước từ 8 giờ."


def writes_to_all(line: Line) -> None:
    """An officer lets a text go to whoever asked for the news, this person among them."""
    ward, now = ward_of(line.settings.commune), line.clock.now()
    with line.store.work() as work:
        contact = contacts.find_contact(work, line.service.endpoint, LAN)
        assert contact is not None
        subscriptions.ask(work, ward.commune.key, contact, now)
        head = staff.add(work, ward.commune.key, "Minh", frozenset({Role.HEAD}), now)
        assert head is not None
        officer = Officer(head, ward.commune.key, "Minh", frozenset({Role.HEAD}))
        acting = Acting(work, ward, officer, now)
        made = acts.write(acting, Draft(NEWS, {}, "utilities", "all"))
        assert isinstance(made, Broadcast), made
        assert isinstance(acts.start(acting, made.id, Sending()), Broadcast)
        work.commit()
    while line.store.write(lambda work: queueing.step(work, ward, line.clock.now())):
        pass


def one(line: Line, query: str) -> object:
    with line.store.read() as work:
        return work.run(text(query)).scalar()


@pytest.mark.asyncio
async def test_one_number_sends_it_to_an_officer(
    sqlite_store: Store, zalo: ZaloOaServer, tmp_path: Path
) -> None:
    zalo.ahead = NOON - zalo.now()
    base = shipped_base()
    records = StoredPersonalRecords(sqlite_store)
    router = Router(lambda _: base, records, ports=ports_of(sqlite_store))
    line = Line(sqlite_store, zalo, tmp_path, responder=router)
    line.log_in()
    with line.store.work() as work:  # the router's commune is not the settings'
        contacts.ensure_commune(work, base.commune.key, base.commune.name, line.clock.now())
        work.commit()
    zalo.files["ong-vo.jpg"] = photo("nước chảy tràn", HARD)
    url = f"{zalo.url}/file/ong-vo.jpg"
    picture: dict[str, object] = {
        "attachments": [{"type": "image", "payload": {"url": url, "thumbnail": url}}]
    }
    async with line.open():
        lan = Citizen(line)
        await lan.says("xin chào")
        writes_to_all(line)
        await line.eventually(lambda: any(NEWS in said for said in lan.texts))
        await line.eventually(
            lambda: (
                one(
                    line,
                    "SELECT count(*) FROM outbox WHERE status = 'sent' AND broadcast IS NOT NULL",
                )
                == 1
            )
        )
        line.move(minutes=10)
        await lan.sends("user_send_image", picture)
        lan.hears("Em đã nhận ảnh", "đang trả lời tin", NEWS[:10])
        await lan.chooses("Hỏi cán bộ")
        lan.hears("PA-")

    assert one(line, "SELECT count(*) FROM feedback_case") == 1
    assert one(line, "SELECT count(*) FROM feedback_file") == 1
    kept = one(line, "SELECT sha256 FROM attachment WHERE state = 'stored'")
    assert [path for path in (tmp_path / "files").rglob("*") if path.name == kept]
