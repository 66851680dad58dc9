"""Acts of the desk over a dossier are kept with who did them, and what follows is derived."""

from handlers.store.unit_of_work import Store
from knowledge import dossier_store
from knowledge.dossiers.dossier import Apology, Confirmation, Flag, Override
from knowledge.dossiers.statuses import DossierStatus
from tests.knowledge.dossier_store.copies import LATER, ROW, change, get, read
from tests.knowledge.dossiers.lives import at, event


def test_acts_of_the_desk_are_kept_and_what_follows_is_derived(store: Store) -> None:
    read(store, ROW)
    apology = Apology(at("2026-11-23 08:10"), at("2026-11-27 17:00"), "thiếu người", by=3)
    second = Apology(at("2026-11-23 08:20"), at("2026-11-30 17:00"), "vẫn thiếu", by=3)
    found = change(store, lambda one: dossier_store.with_apology(one, apology))
    assert (found.due_at, found.flags) == (at("2026-11-27 17:00"), frozenset())
    found = change(store, lambda one: dossier_store.with_apology(one, second))
    assert found.due_at == at("2026-11-27 17:00")
    assert found.flags == {Flag.SECOND_APOLOGY}
    waiting = found.apologies[1]
    found = change(store, lambda one: dossier_store.with_approval(one, waiting.id))
    assert (found.due_at, found.flags) == (at("2026-11-30 17:00"), frozenset())
    assert found.apologies[1].by == 3


def test_confirmations_overrides_and_own_statuses_are_kept_with_who_did_them(store: Store) -> None:
    read(store, ROW)
    done = event("done 2026-11-23 08:30")
    change(store, lambda one: dossier_store.with_event(one, done))
    change(store, lambda one: dossier_store.with_confirmation(one, Confirmation(LATER, 4, True)))
    found = change(
        store, lambda one: dossier_store.with_override(one, Override("x", LATER, 5, "lý do"))
    )
    assert found == get(store)
    assert (found.status, found.ready) == (DossierStatus.DONE, True)
    assert found.overridden("x")
    assert read(store, ROW, copied=LATER) == ["unchanged"]
    assert get(store).status is DossierStatus.DONE
