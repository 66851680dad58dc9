"""Whose passphrase opens a reporter's name, and that nothing else does."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from handlers import key_holding, staffing
from handlers.cases import special
from handlers.cases.acts import Outcome, Refused
from handlers.key_holding import Trouble
from handlers.officers import Role
from handlers.store import key_holders, staff
from handlers.vault import Identity, NeedsHolderError, VaultError
from handlers.ward_key import code_of, is_ward_sealed, new_private, public_of, wrap
from tests.handlers.vault.keyring import CHEAP, HEAD, OTHERS, PHRASE, REVIEWER, WHO, Keyring


def test_names_sealed_before_and_after_enrolment_open_to_the_holder(keyring: Keyring) -> None:
    before = keyring.ward.open(sealed=WHO)
    done = keyring.enrols()
    after = keyring.ward.open(sealed=WHO)

    assert (done.moved, done.left) == (1, 0)
    for code in (before, after):
        assert is_ward_sealed(keyring.sealed(code))
        assert keyring.reads(code) == Identity(*WHO)
    assert any("Mở niêm phong" in one for one in keyring.ward.told(HEAD))


def test_the_key_file_and_the_whole_database_open_no_name(keyring: Keyring) -> None:
    """Every text of the database is tried as a key, as the key file opens it and as it stands."""
    code = keyring.ward.open(sealed=WHO)
    keyring.enrols()
    with keyring.ward.store.work() as work:
        with pytest.raises(NeedsHolderError):
            special.unlock(keyring.ward.doing(work, HEAD), code, keyring.ward.vault, "xem")
        texts = _every_text(work)
    assert not any(WHO[0] in one or WHO[1] in one for one in texts)
    with keyring.ward.store.read() as work:
        key = key_holders.ward_key(work, keyring.ward.key)
        holders = key_holders.holders(work, keyring.ward.key)
    assert key is not None
    for one in (*texts, "k" * 32, *(each.wrapped.split(".")[-1] for each in holders)):
        for private in _keys_in(one):
            assert public_of(private) != key.public.key
            assert all(public_of(private) != each.public for each in holders)


def _every_text(work: object) -> list[str]:
    from sqlmodel import SQLModel

    from handlers.store.unit_of_work import Work

    assert isinstance(work, Work)
    found = []
    for table in SQLModel.metadata.sorted_tables:
        rows = work.run(text(f'SELECT * FROM "{table.name}"')).all()  # noqa: S608
        found += [str(value) for row in rows for value in row if value is not None]
    return found


def _keys_in(one: str) -> list[bytes]:
    import base64
    import re

    found = [one.encode()] if len(one.encode()) == 32 else []
    if re.fullmatch(r"[0-9a-f]{64}", one):
        found.append(bytes.fromhex(one))
    for part in re.split(r"[.\s\"]", one):
        try:
            raw = base64.b64decode(part, validate=True)
        except ValueError:
            continue
        found += [raw[at : at + 32] for at in range(max(0, len(raw) - 31))]
    return found


def test_a_wrong_passphrase_pauses_after_five(keyring: Keyring) -> None:
    code = keyring.ward.open(sealed=WHO)
    keyring.enrols()
    for _ in range(5):
        assert keyring.reads(code, phrase="không phải câu này") is Trouble.WRONG
    assert keyring.reads(code) is Trouble.PAUSED
    assert any("đang tạm khoá" in one for one in keyring.ward.told(REVIEWER))

    keyring.ward.move_to(keyring.ward.clock.now() + timedelta(minutes=16))
    assert keyring.reads(code) == Identity(*WHO)


def test_right_words_typed_with_other_spaces_and_marks_open_too(keyring: Keyring) -> None:
    import unicodedata

    keyring.enrols()
    typed = "  " + unicodedata.normalize("NFD", PHRASE).replace(" ", "  ")
    assert not isinstance(keyring.opened(phrase=typed), Trouble)


@pytest.mark.parametrize("weak", ["", "ngắn quá", "090512345678", "aaaaaaaaaaaaaaa"])
def test_a_weak_passphrase_is_not_taken(keyring: Keyring, weak: str) -> None:
    assert key_holding.enrol(keyring.keeping(), weak) is Trouble.WEAK


@pytest.mark.parametrize("who", ["Quản Mẫu", "Bạch Mẫu", "Phụ Mẫu"])
def test_only_heads_and_reviewers_hold_the_key(keyring: Keyring, who: str) -> None:
    assert key_holding.enrol(keyring.keeping(who), PHRASE) is Trouble.NOT_ALLOWED
    keyring.enrols()
    assert key_holding.ask(keyring.keeping(who), PHRASE) is Trouble.NOT_ALLOWED
    assert key_holding.opened(keyring.keeping(who), PHRASE) is Trouble.NOT_ALLOWED


def test_a_head_who_runs_the_program_too_holds_no_key(keyring: Keyring) -> None:
    keyring.newcomer("Kiêm Mẫu", Role.HEAD, Role.ADMIN)
    assert key_holding.enrol(keyring.keeping("Kiêm Mẫu"), PHRASE) is Trouble.NOT_ALLOWED


def test_a_second_holder_is_let_in_by_the_first(keyring: Keyring) -> None:
    code = keyring.ward.open(sealed=WHO)
    keyring.enrols()
    told = key_holding.ask(keyring.keeping(REVIEWER), OTHERS)
    newcomer = keyring.ward.officers[REVIEWER].id

    assert keyring.reads(code, REVIEWER, OTHERS) is Trouble.NO_HOLDER
    key = keyring.key()
    assert key_holding.admit(keyring.keeping(), key, newcomer, "AAAAA-AAAAA") is Trouble.CODE
    assert key_holding.admit(keyring.keeping(), key, newcomer, told.lower()) is None
    assert keyring.reads(code, REVIEWER, OTHERS) == Identity(*WHO)
    assert keyring.reads(code, REVIEWER, PHRASE) is Trouble.WRONG
    assert keyring.reads(code) == Identity(*WHO)
    assert any("cùng giữ khoá" in one for one in keyring.ward.told(REVIEWER))


def test_a_key_put_in_a_newcomers_place_is_not_let_in(keyring: Keyring) -> None:
    """Who writes into the database puts their own open key where the reviewer's waits."""
    keyring.enrols()
    told = key_holding.ask(keyring.keeping(REVIEWER), OTHERS)
    newcomer = keyring.ward.officers[REVIEWER].id
    theirs = public_of(new_private())
    with keyring.ward.store.work() as work:
        work.run(text(f"UPDATE key_holder SET public = '{theirs.hex()}' WHERE share IS NULL"))  # noqa: S608
        work.commit()

    assert code_of(newcomer, theirs) != told
    key = keyring.key()
    assert key_holding.admit(keyring.keeping(), key, newcomer, told) is Trouble.CODE


def test_asking_again_by_mistake_loses_no_copy(keyring: Keyring) -> None:
    code = keyring.ward.open(sealed=WHO)
    keyring.enrols()
    for forgot in (False, True):  # nobody else could let the head in
        assert key_holding.ask(keyring.keeping(), OTHERS, forgot=forgot) is Trouble.HOLDS
    assert keyring.reads(code) == Identity(*WHO)

    keyring.lets_in()
    assert key_holding.ask(keyring.keeping(), OTHERS) is Trouble.HOLDS
    told = key_holding.ask(keyring.keeping(), OTHERS, forgot=True)
    head, by = keyring.ward.officers[HEAD].id, keyring.key(REVIEWER)
    assert key_holding.admit(keyring.keeping(REVIEWER), by, head, told) is None
    assert keyring.reads(code, HEAD, OTHERS) == Identity(*WHO)


def test_a_ward_is_enrolled_once(keyring: Keyring) -> None:
    keyring.enrols()
    assert key_holding.enrol(keyring.keeping(REVIEWER), OTHERS) is Trouble.ENROLLED


def test_the_envelope_makes_a_holder_of_who_forgot(keyring: Keyring) -> None:
    code = keyring.ward.open(sealed=WHO)
    envelope = keyring.enrols().envelope
    keeping = keyring.keeping(REVIEWER)

    wrong = key_holding.opened(keeping, "ba ba ba ba", envelope=True)
    assert wrong is Trouble.WRONG
    by = key_holding.opened(keeping, envelope, envelope=True)
    assert not isinstance(by, Trouble)
    assert key_holding.recover(keeping, by, OTHERS) is None
    assert keyring.reads(code, REVIEWER, OTHERS) == Identity(*WHO)
    assert any("phong bì" in one for one in keyring.ward.told(HEAD))


def test_an_open_key_swapped_in_the_database_is_noticed(keyring: Keyring) -> None:
    keyring.enrols()
    theirs = public_of(new_private())
    with keyring.ward.store.work() as work:
        work.run(text(f"UPDATE ward_key SET public = '{theirs.hex()}'"))  # noqa: S608
        work.commit()
    assert keyring.opened() is Trouble.SWAPPED


def test_a_name_of_another_case_does_not_open_here(keyring: Keyring) -> None:
    code, other = keyring.ward.open(sealed=WHO), keyring.ward.open(sealed=WHO)
    keyring.enrols()
    vault = keyring.ward.vault.unlocked(keyring.key().ward)
    with pytest.raises(VaultError):
        vault.open(other.full, keyring.sealed(code))


def test_leaving_office_takes_the_copy_and_asks_for_another_key(keyring: Keyring) -> None:
    code = keyring.ward.open(sealed=WHO)
    keyring.enrols()
    keyring.lets_in()
    with keyring.ward.store.work() as work:
        member = staff.member(work, keyring.ward.officers[REVIEWER].id)
        assert member is not None
        assert staffing.leave(work, member, "cli", keyring.ward.clock.now()) is None
        work.commit()

    with keyring.ward.store.read() as work:
        left = [one.officer for one in key_holders.holders(work, keyring.ward.key)]
        key = key_holders.ward_key(work, keyring.ward.key)
    assert left == [keyring.ward.officers[HEAD].id, None]
    assert key is not None
    assert key.rotate_since is not None
    assert keyring.reads(code, REVIEWER, OTHERS) is Trouble.NO_HOLDER
    assert keyring.reads(code) == Identity(*WHO)
    assert any("nên đổi khoá" in one for one in keyring.ward.told(HEAD))


def test_another_role_takes_the_copy_too(keyring: Keyring) -> None:
    keyring.enrols()
    keyring.lets_in()
    with keyring.ward.store.work() as work:
        member = staff.member(work, keyring.ward.officers[REVIEWER].id)
        assert member is not None
        staffing.set_roles(work, member, [Role.OFFICER], "cli", keyring.ward.clock.now())
        work.commit()
        assert key_holders.holder_of(work, keyring.ward.key, member.id) is None


def test_a_reason_is_still_needed_and_no_role_is_given(keyring: Keyring) -> None:
    code = keyring.ward.open(sealed=WHO)
    keyring.enrols()
    vault = keyring.ward.vault.unlocked(keyring.key().ward)
    with keyring.ward.store.work() as work:
        doing = keyring.ward.doing(work, HEAD)
        assert special.unlock(doing, code, vault, " ") == Outcome(code, Refused.NEEDS_REASON)
        other = keyring.ward.doing(work, "Bạch Mẫu")
        assert special.unlock(other, code, vault, "xem") == Outcome(code, Refused.GONE)


def test_a_wrapped_key_carries_its_parameters() -> None:
    private = new_private()
    kind, n, r, p, *_ = wrap(private, PHRASE, "x", CHEAP).split(".")
    assert (kind, n, r, p) == ("scrypt", "16", "8", "1")
