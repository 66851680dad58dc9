"""A fee that changed after people were told it: what they heard, and the correction that waits."""

from collections.abc import Mapping
from datetime import datetime

from handlers.correction import CorrectionState
from handlers.messages import ChannelName
from handlers.store import contacts, corrections
from handlers.store.records import tell
from handlers.store.unit_of_work import Store
from handlers.turns import Told
from knowledge.calendar import local
from knowledge.procedures import Part

CODE, TITLE = "2.000815", "Chứng thực bản sao"
OLD, NEW = "10.000đ/bản", "12.000đ/bản"


def changed_fee(
    store: Store, commune: str, people: Mapping[ChannelName, int], now: datetime
) -> int:
    """So many on each channel heard `OLD`, now it is `NEW`; the number of the correction."""
    with store.work() as work:
        for channel, many in people.items():
            name = contacts.ensure_endpoint(work, commune, channel, "told", now)
            whose = contacts.endpoint_of(work, name)
            for number in range(many):
                one = contacts.open_contact(work, whose, f"{channel}{number}", "", now)
                told = (Told("answer", CODE, 1, Part.FEE, OLD),)
                tell(work, commune, channel, one, told, now)
        row = {
            "commune": commune,
            "figure": 1,
            "code": CODE,
            "part": Part.FEE.value,
            "title": TITLE,
            "value": NEW,
            "version": 2,
            "holds_from": local(now).date(),
            "state": CorrectionState.OPEN,
            "mistake": False,
            "found_at": now,
            "cursor": "",
            "queued": 0,
        }
        made = corrections.add(work, row)
        work.commit()
    return made
