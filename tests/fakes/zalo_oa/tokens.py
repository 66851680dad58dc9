"""The app's tokens: issued, refreshed once, looked at with every call."""

import base64
import hashlib
import secrets
from collections import Counter, defaultdict
from datetime import datetime, timedelta

from tests.fakes.zalo_oa import rules
from tests.fakes.zalo_oa.refusals import Body, Now, RefusedError


class Tokens:
    """The token service of one app, for one account."""

    def __init__(self, now: Now, app: tuple[str, str, str]) -> None:
        """`app` is its id, its secret and the key of its webhook page."""
        self.now = now
        self.app_id, self.app_secret, self.oa_key = app
        self.access: str | None = None
        self.access_until = now()
        self.refreshes: dict[str, str] = {}
        """Refresh tokens and their state: `open` or `spent`."""
        self.refreshes_until: dict[str, datetime] = {}
        self.reused: list[str] = []
        """Spent refresh tokens that were sent again."""
        self.issued = 0
        self.codes: dict[str, tuple[str, datetime]] = {}
        self.calls: Counter[str] = Counter()
        self.faults: dict[str, list[int]] = defaultdict(list)
        """By path: error numbers to answer next."""
        self.expires_in = rules.ACCESS_SECONDS
        self.refresh_life = rules.REFRESH_LIFE
        self.of_package: int | None = None
        """Calls a minute the account's own package holds, templates aside; None: no such limit."""
        self._minute: tuple[int, int] = (0, 0)
        self._own_minute: tuple[int, int] = (0, 0)

    def issue(self) -> Body:
        """A new pair; the access token before dies."""
        self.issued += 1
        self.access = f"access-{self.issued}-{secrets.token_hex(4)}"
        self.access_until = self.now() + timedelta(seconds=self.expires_in)
        refresh = f"refresh-{self.issued}-{secrets.token_hex(4)}"
        self.refreshes[refresh] = "open"
        self.refreshes_until[refresh] = self.now() + self.refresh_life
        return {
            "access_token": self.access,
            "refresh_token": refresh,
            "expires_in": str(self.expires_in),
        }

    def consent(self, code_challenge: str) -> str:
        """An administrator agrees on the consent page: the code."""
        code = "code-" + secrets.token_hex(8)
        self.codes[code] = (code_challenge, self.now())
        return code

    def token(self, secret: str | None, form: Body) -> Body:
        """`POST /v4/oa/access_token`."""
        if secret != self.app_secret:
            raise RefusedError(-14005, "Invalid secret key")
        if form.get("app_id") != self.app_id:
            raise RefusedError(-14002, "Invalid app id")
        if (faults := self.faults["token"]) and (code := faults.pop(0)):
            raise RefusedError(code)
        if form.get("grant_type") == "authorization_code":
            self._code(str(form.get("code")), str(form.get("code_verifier")))
        elif form.get("grant_type") == "refresh_token":
            self._refresh(str(form.get("refresh_token")))
        else:
            raise RefusedError(-14004, "Invalid grant type")
        return self.issue()

    def _code(self, code: str, verifier: str) -> None:
        wanted, at = self.codes.pop(code, ("", self.now()))
        digest = hashlib.sha256(verifier.encode()).digest()
        given = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if not wanted or len(verifier) != 43 or given != wanted:
            raise RefusedError(-14010, "Invalid code")
        if self.now() - at > rules.CODE_LIFE:
            raise RefusedError(-14011, "Code expired")

    def _refresh(self, token: str) -> None:
        state = self.refreshes.get(token)
        if state == "spent":
            self.reused.append(token)
        if state != "open":
            raise RefusedError(-14014, "Invalid refresh token")
        if self.now() >= self.refreshes_until[token]:
            raise RefusedError(-14014, "Refresh token expired")
        self.refreshes[token] = "spent"

    def check(self, token: str | None, path: str) -> int:
        """Every OA call: the token, the minute; how many calls are left."""
        self.calls[path] += 1
        self._minute = self._one_more(self._minute)
        used = self._minute[1]
        if used > rules.PER_MINUTE:
            raise RefusedError(-32)
        if self.of_package is not None and not path.endswith("/template"):
            self._own_minute = self._one_more(self._own_minute)
            if self._own_minute[1] > self.of_package:
                raise RefusedError(-32, "Rate limit of the OA")
        if token is None or token != self.access:
            raise RefusedError(-216 if token is None else -220)
        if self.now() >= self.access_until:
            raise RefusedError(-220)
        if (faults := self.faults[path]) and (code := faults.pop(0)):
            raise RefusedError(code)
        return rules.PER_MINUTE - used

    def _one_more(self, counted: tuple[int, int]) -> tuple[int, int]:
        """A minute and its calls, with one more of now."""
        minute = int(self.now().timestamp()) // 60
        return minute, counted[1] + 1 if counted[0] == minute else 1
