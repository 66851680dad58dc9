"""The real router on the shipped records, for the throughput benchmark."""

from bot.config import load_settings
from bot.knowledge import knowledge_of
from handlers.clock import SystemClock
from handlers.inbox import Responder
from handlers.router import Router
from handlers.store.personal import StoredPersonalRecords
from handlers.store.unit_of_work import Store
from knowledge.catalogue_store import upgrade_shipped
from knowledge.loading import load_procedures


def router(store: Store) -> Responder:
    """What `motcua serve` answers with, its index built before the clock runs."""
    now = SystemClock().now()
    with store.work() as work:
        upgrade_shipped(work.session, load_procedures(), now)
        work.commit()
    knowledge = knowledge_of(load_settings(), store)
    knowledge.at(now)
    return Router(knowledge.at, StoredPersonalRecords(store))
