"""A dossier is found by code, digits, token and list, and purged when its time is over."""

from datetime import timedelta

from sqlalchemy import select

from handlers.store.dossiers import StoredDossiers, write_entries
from handlers.store.purging import purge_some
from handlers.store.unit_of_work import Store
from knowledge import dossier_store
from knowledge.dossier_store import Context, DossierEventRow, DossierFactorRow, DossierRow, Outcome
from knowledge.dossiers.statuses import DossierStatus
from knowledge.rows import table_of
from tests.knowledge.dossier_store.copies import (
    COMMUNE,
    KEY,
    LATER,
    NOW,
    ROW,
    count,
    entry,
    get,
    read,
)
from tests.knowledge.dossiers.lives import CALENDAR, CODE, at


def test_the_last_four_digits_match_and_nothing_of_them_is_stored(store: Store) -> None:
    read(store, ROW, entry("registered 2026-11-19 08:00", code="H32.12.05-261119-0002"))
    reader = StoredDossiers(store, KEY)
    number = get(store).id
    assert reader.matches(number, "1234")
    assert reader.matches(number, "0099")
    assert not reader.matches(number, "4321")
    assert not reader.matches(number, "12345")
    assert not StoredDossiers(store, bytes(32)).matches(number, "1234")
    with store.read() as work:
        hashes = list(work.session.execute(select(table_of(DossierFactorRow).c.hash)).scalars())
    assert len(set(hashes)) == 4
    assert all(len(one) == 64 for one in hashes)


def test_a_dossier_is_found_by_its_token_and_only_in_its_commune(store: Store) -> None:
    read(store, ROW)
    reader = StoredDossiers(store, KEY)
    found = reader.find(COMMUNE, CODE)
    assert found is not None
    assert reader.by_token(found.token) == found
    assert reader.find("xa-khac", CODE) is None
    assert reader.by_token("") is None
    assert reader.copied_at(COMMUNE) == NOW
    assert reader.copied_at("xa-khac") is None


def test_lists_give_what_is_open_due_and_in_a_status(store: Store) -> None:
    done = entry(
        "done 2026-11-20 09:00", code="H32.12.05-261119-0002", due_at=at("2026-11-20 17:00")
    )
    read(store, ROW, done)
    first, second = get(store).id, get(store, done.code).id
    with store.read() as work:
        session = work.session
        assert dossier_store.open_ids(session, COMMUNE) == [first]
        assert dossier_store.open_ids(session, COMMUNE, after=first) == []
        assert dossier_store.due_ids(session, COMMUNE, at("2026-11-25 17:00")) == [first]
        assert dossier_store.due_ids(session, COMMUNE, at("2026-11-25 16:59")) == []
        assert dossier_store.ids_with_status(session, COMMUNE, DossierStatus.DONE) == [second]
        assert [one.id for one in dossier_store.all_dossiers(session, COMMUNE)] == [first, second]
        changed = dossier_store.changed_since(session, COMMUNE, NOW - timedelta(hours=1))
        assert changed == [(first, NOW), (second, NOW)]
        assert dossier_store.changed_since(session, COMMUNE, NOW, after_id=first) == [(second, NOW)]


def test_a_dossier_is_purged_two_years_after_it_was_returned_with_all_of_it(store: Store) -> None:
    returned = entry(
        "returned 2026-11-20 09:00", code="H32.12.05-261119-0002", due_at=at("2026-11-20 17:00")
    )
    read(store, ROW, returned)
    for days, left in ((729, 2), (731, 1)):
        with store.work() as work:
            purge_some(work, at("2026-11-20 09:00") + timedelta(days=days))
            work.commit()
        assert count(store, DossierRow) == left
    assert count(store, DossierEventRow) == 2
    assert get(store).status is DossierStatus.ACCEPTED


def test_a_lost_key_is_made_good_by_reading_the_register_again(store: Store) -> None:
    read(store, ROW)
    number, other = get(store).id, bytes(reversed(range(32)))
    assert not StoredDossiers(store, other).matches(number, "1234")
    context = Context(COMMUNE, other, CALENDAR, LATER, LATER)
    assert [one.outcome for one in write_entries(store, [ROW], context, lambda: LATER)] == [
        Outcome.UNCHANGED
    ]
    assert StoredDossiers(store, other).matches(number, "1234")
    with store.read() as work:
        assert dossier_store.changed_since(work.session, COMMUNE, NOW) == []
