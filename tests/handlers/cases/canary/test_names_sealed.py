"""A name given in a chat of a ward with its own key: in no file, open to the holder alone."""

import pytest

from handlers import key_holding
from handlers.key_holding import Enrolled, Keeping, Opened
from handlers.officers import Officer, Role
from handlers.store import key_holders, staff
from handlers.vault import Identity, NeedsHolderError, Vault
from handlers.ward_key import Cost
from knowledge.base import KnowledgeBase
from tests.handlers.cases.canary.sender import LAMP, Sender, assert_gone
from tests.handlers.cases.canary.traces import Traces

NAME, PHONE = "Trần Chimhoangyen Mẫu", "0900000123"
PHRASE = "mưa rơi trên mái ngói"


def keeping_of(sender: Sender, commune: str) -> Keeping:
    """The head, about to act on the key; the vault is the one the chat's ports seal with."""
    now = sender.clock.now()
    with sender.store.work() as work:
        made = staff.add(work, commune, "Đầu Mẫu", frozenset({Role.HEAD}), now)
        work.commit()
    assert made is not None
    head = Officer(made, commune, "Đầu Mẫu", frozenset({Role.HEAD}))
    return Keeping(sender.store, Vault(b"k" * 32), head, now, Cost(2**4))


@pytest.mark.parametrize("first", ["enrolled", "reported"])
def test_a_name_given_in_a_chat_is_in_no_file(
    sender: Sender, base: KnowledgeBase, traces: Traces, first: str
) -> None:
    keeping = keeping_of(sender, base.commune.key)
    if first == "enrolled":
        assert isinstance(key_holding.enrol(keeping, PHRASE), Enrolled)
    sender.says("phản ánh")
    sender.says(LAMP)
    sender.taps("fb:kind:local_matter")
    sender.taps("fb:name")
    sender.taps("consent:yes")
    assert "PA-261123-001" in sender.says(f"{NAME} {PHONE}")
    if first == "reported":
        assert isinstance(key_holding.enrol(keeping, PHRASE), Enrolled)

    assert_gone(traces, "Chimhoangyen")
    assert_gone(traces, PHONE)
    with sender.store.read() as work:
        held = key_holders.parties(work, base.commune.key)[0]
    with pytest.raises(NeedsHolderError):
        keeping.vault.open(held.code.full, held.sealed)
    key = key_holding.opened(keeping, PHRASE)
    assert isinstance(key, Opened)
    vault = keeping.vault.unlocked(key.ward)
    assert vault.open(held.code.full, held.sealed) == Identity(NAME, PHONE)
