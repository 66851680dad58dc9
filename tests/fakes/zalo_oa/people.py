"""Who knows the account, and what was said: the history its look-ups tell."""

from dataclasses import dataclass, field
from datetime import datetime

from tests.fakes.zalo_oa import rules
from tests.fakes.zalo_oa.refusals import Body, Now, RefusedError

_TYPES = {"image": "photo", "gif": "gif", "sticker": "sticker", "file": "file", "link": "link"}


@dataclass
class Person:
    """Somebody who knows the account."""

    id: str
    follows: bool = True
    last_at: datetime | None = None
    hears: list[Body] = field(default_factory=list)
    blocked: bool = False
    online_at: datetime | None = None
    """When they last had Zalo open; None: all the time."""
    left: int | None = None
    """Messages the account may still send them today; None: nobody counts."""

    @property
    def texts(self) -> list[str]:
        """The words of every message they got."""
        return [str(one.get("text") or "") for one in self.hears]


class People:
    """The people of one account, and their messages."""

    def __init__(self, now: Now, oa_id: str) -> None:
        self.now = now
        self.oa_id = oa_id
        self.people: dict[str, Person] = {}
        self.history: list[Body] = []
        """Every message, oldest first, as the look-ups tell it."""
        self.other_ids = False
        """The look-ups name messages otherwise than the webhook does: nobody says they do not."""

    def person(self, user: str) -> Person:
        """Somebody, met now if new."""
        return self.people.setdefault(user, Person(user))

    def acts(self, user: str) -> None:
        """They interact with the account."""
        self.person(user).last_at = self.now()

    def wrote(self, user: str, number: str, message: Body, at: datetime | None = None) -> None:
        """A person's message stands in the history."""
        self._keep(user, number, message, from_person=True, at=at)

    def wrote_by_hand(self, user: str, message: Body) -> None:
        """A clerk's answer stands there too."""
        self._keep(user, str(message["msg_id"]), message, from_person=False)

    def _keep(
        self,
        user: str,
        number: str,
        message: Body,
        *,
        from_person: bool,
        at: datetime | None = None,
    ) -> None:
        when = at or self.now()
        sides = (user, self.oa_id) if from_person else (self.oa_id, user)
        attachment: Body = next(iter(message.get("attachments") or ()), {})
        payload: Body = attachment.get("payload") or {}
        self.history.append(
            {
                "src": 1 if from_person else 0,
                "time": int(when.timestamp() * 1000),
                "from_id": sides[0],
                "to_id": sides[1],
                "message_id": f"other{number}" if self.other_ids else number,
                "type": _TYPES.get(attachment["type"], "nosupport") if attachment else "text",
                "message": message.get("text") or "",
                **({"url": payload["url"], "thumb": payload["url"]} if "url" in payload else {}),
            }
        )

    def recent(self, asked: Body) -> list[Body]:
        """`GET /v2.0/oa/listrecentchat`: messages of everybody, newest first."""
        return self._page(self.history, asked, {"offset", "count"})

    def conversation(self, asked: Body) -> list[Body]:
        """`GET /v2.0/oa/conversation`: of one person."""
        user = str(asked.get("user_id"))
        if user not in self.people:
            raise RefusedError(-201)
        of_one = [one for one in self.history if user in (one["from_id"], one["to_id"])]
        return self._page(of_one, asked, {"offset", "count", "user_id"})

    @staticmethod
    def _page(rows: list[Body], asked: Body, known: set[str]) -> list[Body]:
        offset, count = asked.get("offset", 0), asked.get("count", 5)
        if set(asked) - known or not 1 <= int(count) <= rules.LOOK_UP or int(offset) < 0:
            raise RefusedError(-201)
        newest = sorted(rows, key=lambda one: -int(one["time"]))
        return newest[int(offset) : int(offset) + int(count)]
