"""How long what is kept: the purge, and the tables whose rows are not a person's data."""

from datetime import datetime
from typing import Final

from handlers.broadcasts import ending
from handlers.store import code_texts
from handlers.store.purging import BITE, lapse_some, purge_some, retentions
from handlers.store.unit_of_work import Work

KEPT: Final = {
    "procedure_version": "published records; versions are never overwritten",
    "procedure_alias": "words for procedures, nobody's data",
    "answer_card": "the commune's own answers, nobody's data; the gate looks for names",
    "procedure_form": "addresses of forms",
    "overlay_version": "the commune's own figures",
    "catalogue_meta": "one counter",
    "catalogue_import": "reports of imports",
    "procedure_recheck": "who confirmed a record, by which source: proof of care",
    "dossier_event": "with its dossier",
    "dossier_factor": "keyed hashes; with their dossier",
    "dossier_apology": "with its dossier",
    "dossier_confirmation": "with its dossier",
    "dossier_override": "with its dossier",
    "register_copy": "when the register was read, with counts",
    "alembic_version": "one number",
}
"""Tables of `knowledge`, which cannot declare it themselves, and why they are kept."""


def purge(work: Work, now: datetime) -> bool:
    """Purge one bite; True while more may be left.

    Conversations lapse first: the words of a draft are found through it. What became of a broadcast
    is written down before its copies go.
    """
    if ending.sum_up(work, now):
        return True
    return lapse_some(work, now) == BITE or bool(purge_some(work, now))


def lapse(work: Work, now: datetime) -> bool:
    """Lapse a bite of conversations, wipe codes that are over; True while more may be left."""
    wiped = code_texts.wipe_some(work, now)
    return lapse_some(work, now) > 0 or wiped == code_texts.MOST


def promises() -> dict[str, str]:
    """For each table why it is kept, for the documents and `/dulieu`."""
    return {**KEPT, **{table.name: declared.reason for table, declared in retentions()}}
