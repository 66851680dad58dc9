"""The sweep before closing, as it comes into an officer's chat."""

from handlers.messages import InboundKind, Reply
from handlers.officer_rounds import rounds
from handlers.store import views
from knowledge.dossiers.dossier import Dossier
from tests.conversations.desk.room import ACCEPTED, Person, Room
from tests.knowledge.dossiers.lives import at

LAN, HEAD = "Lê Thị Mẫu", "Trần Văn Mẫu"


def filed(room: Room, *numbers: int) -> list[Dossier]:
    """Due on Wednesday 25/11; the 24th is a holiday, so the last day to apologise is the 23rd."""
    return [room.office.dossier(*ACCEPTED, number=number, officer=LAN) for number in numbers]


def slip(room: Room, person: Person, known: Dossier) -> None:
    person.says(known.code).taps("Không kịp").taps("26/11").taps("Chờ ý kiến").taps("Huỷ")


def swept(room: Room, person: Person, name: str) -> Person:
    """The sweep at 16:00 on the 23rd comes into the person's chat."""
    now = at("2026-11-23 16:00")
    room.office.clock.move_to(now)
    rounds(room.office.store, room.office.ward, now)
    with room.office.store.read() as work:
        letters = list(views.letters(work, room.office.member(name).contact or ""))
    (reply,) = [one.reply for one in letters if one.key.startswith("digest:closing") and one.reply]
    return reads(room, person, reply)


def reads(room: Room, person: Person, reply: Reply) -> Person:
    person.heard, person.said = (reply,), room.said((reply,))
    return person


def chooses(person: Person, label: str) -> Person:
    """A choice of a letter that came by itself."""
    return person._does(kind=InboundKind.TAP, action=person.button(label).action)
