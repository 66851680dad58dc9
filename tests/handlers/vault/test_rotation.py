"""Another key, another passphrase, another envelope; and reports that arrive meanwhile."""

import pytest
from sqlalchemy import text

from handlers import key_holding, key_rotating
from handlers.cases import publishing
from handlers.cases.acts import Refused
from handlers.cases.publishing import Shown
from handlers.errors import LostRaceError
from handlers.key_holding import Trouble
from handlers.store import sealing
from handlers.vault import Identity, VaultError
from handlers.ward_key import new_private, public_of
from knowledge.feedback.kinds import FeedbackKind
from tests.fakes.casework import CaseWard
from tests.handlers.cases.acting import answers
from tests.handlers.vault.keyring import HEAD, OTHERS, PHRASE, REVIEWER, WHO, Keyring


def test_a_rotation_seals_everything_anew_for_every_holder(keyring: Keyring) -> None:
    code = keyring.ward.open(sealed=WHO)
    envelope = keyring.enrols().envelope
    keyring.lets_in()
    was, sealed = keyring.key().ward, keyring.sealed(code)
    done = keyring.rotates(REVIEWER)

    assert (done.moved, done.left, done.put_out) == (1, 0, 0)
    assert keyring.sealed(code) != sealed
    with pytest.raises(VaultError):
        keyring.ward.vault.unlocked(was).open(code.full, keyring.sealed(code))
    later = keyring.ward.open(sealed=WHO)
    for who in (HEAD, REVIEWER):
        for one in (code, later):
            assert keyring.reads(one, who) == Identity(*WHO)
    by_envelope = key_holding.opened(keyring.keeping(), envelope, envelope=True)
    assert not isinstance(by_envelope, Trouble)
    with keyring.ward.store.read() as work:
        texts = work.run(text("SELECT sealed FROM feedback_party")).scalars()
    assert sealed not in list(texts)


def test_a_rotation_puts_out_a_holder_nobody_vouched_for(keyring: Keyring) -> None:
    """Who writes into the database puts their own open key where a holder's stands."""
    keyring.enrols()
    keyring.lets_in()
    theirs, reviewer = public_of(new_private()).hex(), keyring.ward.officers[REVIEWER].id
    with keyring.ward.store.work() as work:
        change = f"UPDATE key_holder SET public = '{theirs}' WHERE officer = {reviewer}"  # noqa: S608
        work.run(text(change))
        work.commit()

    assert keyring.rotates().put_out == 1
    with keyring.ward.store.read() as work:
        shares = work.run(text("SELECT officer, share IS NULL FROM key_holder ORDER BY id")).all()
    assert [(one[0], bool(one[1])) for one in shares] == [
        (keyring.ward.officers[HEAD].id, False),
        (None, False),
        (reviewer, True),
    ]


def test_a_passphrase_is_changed_with_the_old_one(keyring: Keyring) -> None:
    keyring.enrols()
    assert key_rotating.change_phrase(keyring.keeping(), keyring.key(), "ngắn") is Trouble.WEAK
    assert key_rotating.change_phrase(keyring.keeping(), keyring.key(), OTHERS) is None
    assert keyring.opened(phrase=PHRASE) is Trouble.WRONG
    assert not isinstance(keyring.opened(phrase=OTHERS), Trouble)


def test_a_new_envelope_ends_the_old_one(keyring: Keyring) -> None:
    old = keyring.enrols().envelope
    new = key_rotating.new_envelope(keyring.keeping(), keyring.key())
    assert not isinstance(new, Trouble)
    assert key_holding.opened(keyring.keeping(), old, envelope=True) is Trouble.WRONG
    assert not isinstance(key_holding.opened(keyring.keeping(), new, envelope=True), Trouble)


def test_a_key_opened_before_a_rotation_lets_nobody_in_after_it(keyring: Keyring) -> None:
    keyring.enrols()
    code = key_holding.ask(keyring.keeping(REVIEWER), OTHERS)
    old, newcomer = keyring.key(), keyring.ward.officers[REVIEWER].id
    keyring.rotates()
    assert key_holding.admit(keyring.keeping(), old, newcomer, code) is Trouble.AGAIN
    assert key_rotating.rotate(keyring.keeping(), old) is Trouble.AGAIN
    assert key_rotating.new_envelope(keyring.keeping(), old) is Trouble.AGAIN


def test_a_report_sealed_before_the_key_came_is_decided_again(keyring: Keyring) -> None:
    """Its message was decided while nobody had enrolled; enrolment was committed first."""
    ward = keyring.ward
    opens = CaseWard.sends

    def enrols_first(self: CaseWard, command: object) -> None:
        keyring.enrols()
        opens(self, command)  # type: ignore[arg-type]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(CaseWard, "sends", enrols_first)
        with pytest.raises(LostRaceError):
            ward.open(sealed=WHO)
    assert keyring.reads(ward.open(sealed=WHO)) == Identity(*WHO)


def test_a_stray_of_the_key_file_is_sealed_without_a_passphrase(keyring: Keyring) -> None:
    code = keyring.ward.open(sealed=WHO)
    old = keyring.sealed(code)
    keyring.enrols()
    with keyring.ward.store.work() as work:
        work.run(text("UPDATE feedback_party SET sealed = :old"), {"old": old})
        work.commit()

    sealing.seal_strays(keyring.ward.store, keyring.ward.vault, keyring.ward.key)
    assert keyring.sealed(code) != old
    assert keyring.reads(code) == Identity(*WHO)


def test_publishing_compares_the_name_by_a_passphrase(keyring: Keyring) -> None:
    ward = keyring.ward
    code = ward.open(FeedbackKind.LOCAL_MATTER, sealed=WHO)
    keyring.enrols()
    assert answers(ward, "Bạch Mẫu", code).done
    named = Shown("Bà Lê Thị Thử hỏi về đèn.", "Đã thay đèn ngày 27/11.")
    plain = Shown("Đèn đường hỏng hai tuần.", "Đã thay đèn ngày 27/11.")
    unlocked = ward.vault.unlocked(keyring.key().ward)
    with ward.store.work() as work:
        doing = ward.doing(work, HEAD)
        proposed = publishing.propose(doing, code, ward.vault, None)
        assert isinstance(proposed, publishing.Proposal)
        assert proposed.needs_key
        assert publishing.publish(doing, code, plain, ward.vault).refused is Refused.NEEDS_KEY
        assert publishing.publish(doing, code, named, unlocked).refused is Refused.NAMED
        assert publishing.publish(doing, code, plain, unlocked).done
