"""Dossiers filed in the chat, at a desk without a software of its own."""

from sqlalchemy import select

from handlers.officers import Role
from handlers.store.tables import InboundRow, table_of
from knowledge.base import KnowledgeBase
from knowledge.catalogue_store import upgrade_shipped
from knowledge.dossiers.modes import RegisterMode
from knowledge.loading import load_procedures
from tests.conversations.desk.room import Person, Room
from tests.conversations.voices.ward import WardVoice
from tests.fakes.office import Office

_INBOUND = table_of(InboundRow)


def test_at_a_desk_without_software_a_dossier_is_filed_in_one_line(
    base: KnowledgeBase, place: tuple[Office, WardVoice | None]
) -> None:
    office, voice = place
    with office.store.work() as work:
        upgrade_shipped(work.session, load_procedures(), office.clock.now())
        work.commit()
    room = Room(base, office, RegisterMode.DESK, voice)
    office.officer("Lê Thị Mẫu", Role.OFFICER, chat="lan")
    lan = Person(room, "lan")

    lan.says("hồ sơ mới").hears("hồ sơ mới 1.004194 4567")
    lan.says("hồ sơ mới 1.004194 4567").hears("Chưa khai mã đơn vị")
    lan.says("hồ sơ mới 1.004194 4567, mã H32.12.05-261123-0009")
    lan.hears("Đã ghi vào sổ: H32.12.05-261123-0009", "Hẹn trả: 17:00 ngày 27/11/2026")
    assert office.now_is("H32.12.05-261123-0009").officer == "Lê Thị Mẫu"
    with office.store.read() as work:
        kept = work.run(select(_INBOUND.c.payload)).scalars()
    assert not any("4567" in (payload or "") for payload in kept)


def test_beside_a_software_no_dossier_is_filed_in_the_chat(lan: Person) -> None:
    lan.says("hồ sơ mới 1.004194 4567").hears("Trạng thái do phần mềm một cửa ghi")
