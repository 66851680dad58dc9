"""Every act, command and word of the private chats and of an officers' group, for every officer
and every case: whoever may not know of a case hears nothing of it and changes nothing (F-5)."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import count

import pytest

from bot.channels.terminal.render import text_of
from handlers import actions, desk, staff_groups
from handlers.dossier_flows import VERBS as OF_DOSSIERS
from handlers.dossier_ports import LookUpPorts
from handlers.feedback import card_teaching, flow, group, teaching
from handlers.feedback import desk as of_cases
from handlers.inbox import Inbox
from handlers.link_codes import hash_of
from handlers.messages import Address, Inbound, InboundKind
from handlers.router import ACTS, LINKS, Router
from handlers.store import cases, contacts, views
from handlers.store.lookups import StoredLookUps
from handlers.store.personal import StoredPersonalRecords
from handlers.store.staff import StoredStaffBook
from handlers.store.unit_of_work import Store
from knowledge.base import KnowledgeBase
from knowledge.feedback.states import About
from tests.bot.visibility.casts import HEAD, LEAD, ONE, PEOPLE, THIRD, UNDER, Cast
from tests.bot.visibility.world import World, ward_with
from tests.conversations.conftest import NOON, ports_of
from tests.fakes.casework import GOOD
from tests.fakes.clock import FakeClock
from tests.fakes.shipped import shipped_base

ROOM = "group"
OF_A_CASE = {
    *of_cases._TAPS, *of_cases.WORDED, *of_cases._WORDS, "use", "give",
    *group.PROMPTED, *group.READY_ACTS, *group.DRAFT_ACTS, *group.ROADS,
}  # fmt: skip
"""What a button of a case's card does, in private and in a group."""
TAUGHT = {*teaching._CHOICES, *teaching._OF_A_PHRASE, *card_teaching.ACTS, "no"}
PLAIN = (
    *("az", "c", "callback", "cancel", "field", "hello", "help", "life", "limit", "list", "menu"),
    *("more", "next", "p", "private", "r", "sample", "unsure", "which"),
)
"""Verbs of guidance: nothing of theirs names a case."""
WHAT: dict[str, tuple[str, ...]] = {
    "case": tuple(sorted(OF_A_CASE)),
    "teach": tuple(sorted(TAUGHT)),
    "fb": (*flow._PLAIN, *flow._ABOUT, "score5", "group-conduct"),
    "work": tuple(desk.ACTS),
    "human": ("", "send", "call", "slot"),
    "data": ("view",),
    "consent": ("yes",),
    **dict.fromkeys((*OF_DOSSIERS, *PLAIN), ("",)),
}
"""Of every verb a button may carry, what it may say; a new verb needs its line here."""
KEYS = ("", "1.", "xin_cho.", "1.001193.")
"""What stands before the reference in a button: a colleague, a ready reply, a procedure."""
ASIDE = {"erase-yes", "withdraw", "withdraw-yes"}
WORDS = ("viec", "{code}", "mã {code}", "tra cứu {code}", "ma {code} K7M2QX", "{canary}")


class Ears:
    """The ward's chats: what somebody does, and all they hear."""

    def __init__(self, store: Store, clock: FakeClock, base: KnowledgeBase, cast: Cast) -> None:
        self.ward, self.cast = ward_with(cast, store, clock), cast
        mine = replace(base, commune=cast.commune, calendar=self.ward.ward.calendar)
        router = Router(
            lambda _: mine,
            StoredPersonalRecords(store),
            StoredStaffBook(store),
            LookUpPorts(log=StoredLookUps(store, b"k" * 32)),
            ports=ports_of(store),
        )
        self.store, self.clock, self.inbox = store, clock, Inbox(store, router, clock)
        self.numbers = count(1)

    def hears(self, who: str, inbound: Inbound, chat: str = "") -> str:
        """Everything answered to one message, replies that come later in its own chat too."""
        address = Address(str(self.ward.channel), chat or who)
        stored = self.inbox.receive(
            replace(inbound, address=address, external_id=str(next(self.numbers)))
        )
        assert stored is not None
        handled = self.inbox.handle(stored.id)[-1]
        assert not handled.parked, (who, inbound)
        return text_of(handled.replies) + str(handled.replies)

    def taps(self, who: str, action: str, **more: object) -> str:
        return self.hears(who, tapped(action), **more)  # type: ignore[arg-type]

    def says(self, who: str, words: str) -> str:
        return self.hears(who, Inbound(Address("", ""), "", NOON, text=words))

    def opens_a_room(self) -> str:
        """A group of the unit with the bot; its contact."""
        now = self.clock.now()
        with self.store.work() as work:
            endpoint = contacts.endpoint_of(work, str(self.ward.channel))
            chat = contacts.open_contact(work, endpoint, ROOM, "", now)
            code = staff_groups.make_code(work, self.ward.ward, "do_thi", "cli", now)
            assert code is not None
            officer = self.ward.officers[HEAD].id
            key = self.ward.key
            assert staff_groups.join(work, key, hash_of(code), chat, officer, now)
            work.commit()
        return chat


def tapped(action: str) -> Inbound:
    return Inbound(Address("", ""), "", NOON, InboundKind.TAP, action=action)


def taps_on(code: object) -> Iterator[str]:
    """Every button that could name a case."""
    for verb, every in WHAT.items():
        for what in every:
            if what in ASIDE:
                continue
            for key in KEYS if verb in {"case", "teach"} else ("",):
                yield ":".join((verb, what, f"{key}{code}")) if what else f"{verb}:{code}"


@pytest.fixture(scope="module")
def base() -> KnowledgeBase:
    return shipped_base()


@pytest.fixture
def ears(sqlite_store: Store, clock: FakeClock, base: KnowledgeBase, cast: Cast) -> Ears:
    return Ears(sqlite_store, clock, base, cast)


def test_every_verb_and_link_has_its_line() -> None:
    assert set(WHAT) == set(actions.VERBS) == set(ACTS)
    assert set(LINKS) == {"p", "d", "f", "k", "dulieu"}, "a new link may open a case: add it below"


@pytest.mark.parametrize("who", PEOPLE)
def test_no_tap_tells_of_or_changes_a_case_that_is_not_ones_to_see(ears: Ears, who: str) -> None:
    world = World(ears.ward, ears.cast)
    before = world.rows()
    for case in world.hidden_from(who):
        for action in taps_on(case.code):
            if actions.parse(action) is None:
                continue
            world.allows(who, ears.taps(who, action), action, case)
    world.allows(who, ears.says(who, GOOD), "words after it")
    assert world.rows() == before


@pytest.mark.parametrize("who", PEOPLE)
def test_no_words_link_or_reply_tell_of_it(ears: Ears, who: str) -> None:
    world = World(ears.ward, ears.cast)
    before = world.rows()
    for case in world.hidden_from(who):
        for words in WORDS:
            said = words.format(code=case.code, canary="xem " + case.canary[:6])
            world.allows(who, ears.says(who, said), said, case)
        for link in LINKS:
            start = Inbound(
                Address("", ""), "", NOON, InboundKind.START, text=f"{link}_{case.code}"
            )
            world.allows(who, ears.hears(who, start), start.text, case)
    assert world.rows() == before


@pytest.mark.parametrize("act", sorted({*of_cases.WORDED, "ready", "send"}))
@pytest.mark.parametrize("who", [LEAD, ONE, UNDER, THIRD])
def test_an_act_begun_before_the_case_was_hidden_ends_in_nothing(
    ears: Ears, who: str, act: str
) -> None:
    code = ears.ward.open(matter="Việc vatmau99 ở hẻm Mẫu")
    assert "vatmau99" in ears.taps(who, f"case:see:{code}")
    if act == "send":
        ears.taps(who, f"case:answer:{code}")
        ears.says(who, GOOD)
    ears.taps(who, f"case:{act}:{code}" if act != "send" else f"case:see:{code}")
    row, named = ears.ward.row(code), ears.ward.officers[who].id
    with ears.store.work() as work:
        hidden = {"about": About.OFFICER, "about_officer": named}
        cases.change(work, row.id, row.version, hidden)
        work.commit()
    before = ears.ward.row(code)
    for said in (GOOD, "1", "Cường Mẫu"):
        assert "vatmau99" not in ears.says(who, said)
    assert "vatmau99" not in ears.taps(who, f"case:send:{code}")
    assert ears.ward.row(code) == before


def test_a_group_tells_of_no_case_about_a_person(ears: Ears) -> None:
    """Nobody knows who reads it."""
    room = ears.opens_a_room()
    world = World(ears.ward, ears.cast)
    shown = {one for one in world.cases if one.sort in ears.cast.in_groups}
    for who in (ONE, HEAD):
        for case in set(world.open) - shown:
            for action in taps_on(case.code):
                if action.startswith("case:") and actions.parse(action) is not None:
                    inbound = replace(tapped(action), group=True, by=who)
                    said = ears.hears(who, inbound, chat=ROOM)
                    assert world.told_in(said.replace(str(case.code), "")) <= shown, action
    with ears.store.read() as work:
        told = " ".join(str(one.reply) for one in views.letters(work, room))
    assert world.told_in(told) <= shown
