"""Whatever is tried without the right digits, nothing tells whether there is such a dossier."""

from collections.abc import Sequence
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.dialogue import NothingKept
from handlers.dossier_commands import CountLookUp
from handlers.dossier_ports import LookUpPorts
from handlers.lookups import Count, Tries, pause_end
from handlers.messages import Inbound, InboundKind, Reply
from handlers.router import NOBODY, Router
from handlers.turns import ConversationState, Turn, following
from handlers.wording.privacy import VERSION
from knowledge.base import KnowledgeBase
from tests.conversations.conftest import NOON
from tests.fakes.dossiers import CODE, FOUR, FakeDossiers, dossier
from tests.fakes.shipped import shipped_base

HELD = FakeDossiers(dossier())
EMPTY = FakeDossiers()
"""The same ward, once with the dossier and once without it."""

BASE: list[KnowledgeBase] = []


class Log:
    """Tries of one chat, counted as the store counts them."""

    def __init__(self) -> None:
        self.failures: list[int] = []

    def tries(self, contact: str, asked: str, now: object) -> Tries:
        del contact, asked, now
        return Tries((Count("both", len(self.failures), pause_end([NOON] * len(self.failures))),))


class Chat:
    """A chat with one ward, step by step."""

    def __init__(self, register: FakeDossiers, *, agreed: bool) -> None:
        self.log = Log()
        if not BASE:
            BASE.append(shipped_base())
        self.router = Router(
            lambda _: BASE[0], NothingKept(), look_ups=LookUpPorts(register, self.log)
        )
        self.state = ConversationState(consent=VERSION if agreed else None)

    def does(self, inbound: Inbound) -> Turn:
        turn = self.router.respond(inbound, self.state, NOON)
        for command in turn.commands:
            if isinstance(command, CountLookUp):
                self.log.failures += [1] if command.failed else []
        self.state = following(self.state, turn)
        return turn


def says(text: str) -> Inbound:
    return Inbound(NOBODY, "1", NOON, text=text)


def taps(action: str) -> Inbound:
    return Inbound(NOBODY, "1", NOON, InboundKind.TAP, action=action)


WRONG = st.integers(0, 9999).map(lambda n: f"{n:04d}").filter(lambda four: four != FOUR)
INPUTS = st.one_of(
    st.sampled_from(
        [
            says(CODE),
            says(CODE.lower().replace("-", " ")),
            says(f"hồ sơ {CODE} xong chưa"),
            says("tra cứu hồ sơ"),
            says("12"),
            says("Đồng ý"),
            says("1"),
            says("Huỷ"),
            says("đăng ký kết hôn cần gì"),
            taps("dossier"),
            taps(f"dossier:code:{CODE}"),
            taps("dossier:card"),
            taps("dossier:why"),
            taps("dossier:token:tokenOfSixteen16"),
            taps("consent:yes"),
            taps("consent:no"),
            taps("ds:7"),
            taps("unf:7"),
            taps("rate:7:1"),
            taps("follow:start"),
            taps("follow:give"),
            replace(says("d_tokenOfSixteen16"), kind=InboundKind.START),
            replace(says(CODE), group=True),
        ]
    ),
    WRONG.map(says),
    WRONG.map(lambda four: says(f"{CODE} 4 số cuối {four}")),
)

Shape = tuple[tuple[Reply, ...], object, tuple[object, ...], ConversationState]


def shape(chat: Chat, inbound: Inbound) -> Shape:
    turn = chat.does(inbound)
    return turn.replies, turn.answer, (turn.told, turn.commands), chat.state


def run(register: FakeDossiers, inputs: Sequence[Inbound], *, agreed: bool) -> list[Shape]:
    chat = Chat(register, agreed=agreed)
    return [shape(chat, one) for one in inputs]


@settings(max_examples=150, deadline=None)
@given(st.lists(INPUTS, min_size=1, max_size=9), st.booleans())
def test_without_the_right_digits_both_wards_say_do_and_keep_the_same(
    inputs: list[Inbound], agreed: bool
) -> None:
    assert run(HELD, inputs, agreed=agreed) == run(EMPTY, inputs, agreed=agreed)


def test_the_right_digits_do_tell_the_two_wards_apart() -> None:
    inputs = [says(CODE), says(FOUR)]

    assert run(HELD, inputs, agreed=True) != run(EMPTY, inputs, agreed=True)
