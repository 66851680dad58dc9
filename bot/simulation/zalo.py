"""Zalo itself as the account meets it: whom it lets be written to, what it bills, what it refuses.

Written from Zalo's rules (docs/zalo.md), apart from the windows and prices the product works by.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from bot.channels.zalo_oa.api import QUOTA, V3
from bot.channels.zalo_oa.paying import BY_UID
from bot.channels.zalo_oa.tokens import Tokens
from bot.channels.zalo_oa.wire import Answer, Wire
from handlers.clock import Clock
from knowledge.calendar import local

FREE, WEEK = timedelta(hours=48), timedelta(days=7)
"""Free after a person's last act; for money, of the package first; beyond: templates alone."""
MESSAGE: Final = 55
"""Đồng of a message in the week that the package does not hold."""
PACKAGE: Final = 20
"""Messages of the package, each month."""
TEMPLATES: Final[Mapping[str, tuple[int, frozenset[str]]]] = {
    "news": (200, frozenset({"noidung"})),
    "ready": (150, frozenset({"thutuc", "noi"})),
}
"""Approved: đồng by user id, and the fields each must bring."""
TEMPLATES_A_DAY: Final = 15
NOT_FOLLOWING, OUTSIDE, DAY_FULL, WRONG = -213, -230, -144, -132
"""Zalo's codes."""


@dataclass(frozen=True, slots=True)
class Bill:
    """One message beyond the free 48 hours."""

    at: datetime
    user: str
    cost: int
    """Đồng; 0: the package held it."""


class Zalo(Wire):
    """Answers the account's calls, and keeps the books."""

    def __init__(self, clock: Clock, last: Callable[[str], datetime | None]) -> None:
        """`last` is when a user last did something, as Zalo knows it."""
        super().__init__()
        self._clock = clock
        self._last = last
        self.gone: set[str] = set()
        """Users who do not follow the account any more."""
        self.turned_away: Counter[str] = Counter()
        """How often each of them was tried."""
        self.bills: list[Bill] = []
        self.wrong: list[tuple[datetime, str]] = []
        """Requests no careful program makes."""
        self._package: Counter[str] = Counter()
        self._templates: Counter[str] = Counter()

    async def post(self, url: str, token: str, body: Mapping[str, Any]) -> Answer:
        """What Zalo answers."""
        del token
        match url:
            case _ if url == QUOTA:
                return self._quota(body)
            case _ if url == BY_UID:
                return self._template(body)
            case _ if url == V3:
                return self._message(str(body["recipient"]["user_id"]))
        return self._refuse(WRONG, url)

    def _message(self, user: str) -> Answer:
        age = self._age(user)
        if user in self.gone:
            return self._turn_away(user)
        if age is None or age > WEEK:
            return self._refuse(OUTSIDE, "a message outside every window")
        if age <= FREE:
            return _sent("reply")
        month = f"{local(self._clock.now()):%Y-%m}"
        if self._package[month] < PACKAGE:
            self._package[month] += 1
            self._bill(user, 0)
            return _sent("sub_quota")
        self._bill(user, MESSAGE)
        return _sent()

    def _template(self, body: Mapping[str, Any]) -> Answer:
        found = TEMPLATES.get(str(body["template_id"]))
        given = body["template_data"]
        day = f"{local(self._clock.now()):%Y-%m-%d}"
        if found is None or set(given) != found[1] or not all(given.values()):
            return self._refuse(WRONG, f"template {body['template_id']}")
        if str(body["user_id"]) in self.gone:
            return self._turn_away(str(body["user_id"]))
        if self._templates[day] >= TEMPLATES_A_DAY:
            return Answer(DAY_FULL)
        self._templates[day] += 1
        self._bill(str(body["user_id"]), found[0])
        return _sent()

    def _quota(self, body: Mapping[str, Any]) -> Answer:
        if "user_id" not in body:
            month = f"{local(self._clock.now()):%Y-%m}"
            return Answer(0, data={"remain": str(PACKAGE - self._package[month])})
        last = self._last(str(body["user_id"]))
        told = "" if last is None else str(int(last.timestamp() * 1000))
        return Answer(0, data={"last_interaction": told})

    def _age(self, user: str) -> timedelta | None:
        last = self._last(user)
        return None if last is None else self._clock.now() - last

    def _bill(self, user: str, cost: int) -> None:
        self.bills.append(Bill(self._clock.now(), user, cost))

    def _turn_away(self, user: str) -> Answer:
        self.turned_away[user] += 1
        return Answer(NOT_FOLLOWING)

    def _refuse(self, code: int, what: str) -> Answer:
        self.wrong.append((self._clock.now(), what))
        return Answer(code)


def _sent(quota: str = "") -> Answer:
    data: dict[str, Any] = {"message_id": "m"}
    return Answer(0, data=data | ({"quota": {"quota_type": quota}} if quota else {}))


class LoggedIn(Tokens):
    """A login that never ends: what becomes of tokens is proved elsewhere."""

    def __init__(self) -> None:
        self.message_api = "v3"
        self.trouble = None

    async def access(self) -> str:
        """The token."""
        return "simulated"
