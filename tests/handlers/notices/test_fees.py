"""What is published for a procedure stands in the notice that asks for payment."""

from dataclasses import replace

from bot.channels.terminal.render import text_of
from handlers.store.unit_of_work import Store
from knowledge.catalogue_store import upgrade_shipped
from knowledge.dossier_store.writing import hold, save
from knowledge.loading import load_procedures
from tests.handlers.notices.test_sweeping import START, Desk
from tests.knowledge.dossiers.lives import CALENDAR


def test_a_payment_names_the_one_fee_that_is_published(store: Store) -> None:
    desk = Desk(store)
    with desk.ward.store.work() as work:
        upgrade_shipped(work.session, load_procedures(), START)
        held = hold(work.session, desk.dossier.id)
        assert held is not None
        known = replace(held, procedure="2.000635", version=1)
        save(work.session, held, known, CALENDAR, START)
        work.commit()
    desk.happens("2026-11-20 10:00", "payment_needed")
    assert desk.sweep("2026-11-20 10:01") == ["payment"]
    assert "Lệ phí đã công bố: 8.000đ/bản sao" in text_of((desk.last(),))
