"""What Zalo keeps of the account's messages, read as the events its webhook would have brought.

Rows are messages, newest first, of all people (`listrecentchat`) or of one (`conversation`), ten a
call. Pure but for `History`, which asks.
"""

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from bot.channels.zalo_oa.api import OaApi
from bot.channels.zalo_oa.codes import Meaning
from bot.channels.zalo_oa.receive import Raw
from bot.channels.zalo_oa.signature import moment_of

RECENT: Final = "/v2.0/oa/listrecentchat"
CONVERSATION: Final = "/v2.0/oa/conversation"
A_CALL: Final = 10
"""Messages one call returns at most."""
CALLS: Final = 30
"""Of one look over all people: 300 messages; what lies before is asked of each person."""
CALLS_EACH: Final = 5
"""Of one person."""
_KINDS: Final = {"photo": "image", "voice": "audio", "nosupport": "unknown"}


class NotTold(Exception):  # noqa: N818 - says what happened
    """Zalo did not tell; `code` is its number."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Row:
    """One message as Zalo keeps it."""

    number: str
    user: str
    at: datetime
    from_person: bool
    told: Mapping[str, Any]


class History:
    """Asks for rows until they are older than a moment."""

    def __init__(self, api: OaApi, oa_id: str) -> None:
        self._api = api
        self._oa_id = oa_id

    async def since(self, moment: datetime) -> tuple[Row, ...]:
        """All messages after a moment, oldest first, each once.

        Raises:
            NotTold, WireError, NeedsHuman, NotNow: it could not be read.
        """
        rows, whole = await self._pages(RECENT, {}, moment, CALLS)
        if not whole:  # more was written than the list shows: ask for each person who stands on it
            for user in {one.user for one in rows.values()}:
                of_one, _ = await self._pages(CONVERSATION, {"user_id": user}, moment, CALLS_EACH)
                rows |= of_one
        return tuple(sorted(rows.values(), key=lambda one: one.at))

    async def _pages(
        self, path: str, of: Mapping[str, Any], moment: datetime, calls: int
    ) -> tuple[dict[str, Row], bool]:
        found: dict[str, Row] = {}
        for page in range(calls):
            told = await self._api.look_up(path, {**of, "offset": page * A_CALL, "count": A_CALL})
            if told.meaning is not Meaning.DONE:
                raise NotTold(told.answer.error)
            listed = told.answer.whole.get("data")
            given = listed if isinstance(listed, list) else []
            rows = [one for one in (row_of(raw, self._oa_id) for raw in given) if one is not None]
            found |= {one.number: one for one in rows if one.at > moment}
            if len(given) < A_CALL or any(one.at <= moment for one in rows):
                return found, True
        return found, False


def row_of(raw: object, oa_id: str) -> Row | None:
    """A row, None for what cannot be one."""
    if not isinstance(raw, Mapping):
        return None
    sender, to = str(raw.get("from_id") or ""), str(raw.get("to_id") or "")
    at, number = moment_of(raw.get("time") or ""), str(raw.get("message_id") or "")
    user = to if sender == oa_id else sender
    if at is None or not number or not user:
        return None
    return Row(number, user, at, sender != oa_id, raw)


def event_of(row: Row, app_id: str, oa_id: str) -> Raw:
    """The event the webhook would have brought."""
    kind = str(row.told.get("type") or "text")
    kind = _KINDS.get(kind, kind)
    text = row.told.get("message") or row.told.get("description") or ""
    return {
        "app_id": app_id,
        "event_name": f"user_send_{kind}",
        "sender": {"id": row.user},
        "recipient": {"id": oa_id},
        "message": {
            "msg_id": row.number,
            "text": text if isinstance(text, str) else "",
            "attachments": _attachments(kind, row.told),
        },
        "timestamp": str(int(row.at.timestamp() * 1000)),
    }


def _attachments(kind: str, told: Mapping[str, Any]) -> list[dict[str, Any]]:
    payload: dict[str, Any] = {"url": told.get("url"), "thumbnail": told.get("thumb")}
    if kind == "location":
        place: object = told.get("location")
        with suppress(ValueError):
            place = json.loads(place) if isinstance(place, str) else place
        payload = {"coordinates": place}
    elif not told.get("url"):
        return []
    return [{"type": kind, "payload": payload}]
