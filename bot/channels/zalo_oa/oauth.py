"""The token service (OAuth v4): the consent link, the first pair, the next pair.

A code holds ten minutes and works once; a refresh token works once; `expires_in` is a string of
seconds and is believed whatever the documentation says.
"""

import base64
import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final
from urllib.parse import parse_qs, urlencode, urlsplit

from bot.channels.zalo_oa.codes import OAUTH_RATE
from bot.channels.zalo_oa.wire import NoAnswer, Wire

VERIFIER: Final = 43
"""Letters of a PKCE verifier: exactly so many."""
OAUTH_URL: Final = "https://oauth.zaloapp.com"


class Refused(Exception):  # noqa: N818 - Zalo's no, with its number
    """The token service said no; `wait`: only for now."""

    def __init__(self, code: int) -> None:
        super().__init__(f"oauth {code}")
        self.code = code
        self.wait = code == OAUTH_RATE


@dataclass(frozen=True, slots=True)
class App:
    """The developer app; its secret is not the webhook's key."""

    app_id: str
    secret: str = field(repr=False)
    oauth_url: str = OAUTH_URL


@dataclass(frozen=True, slots=True)
class Pair:
    """Two tokens; the access token dies when the next pair is issued."""

    access: str = field(repr=False)
    refresh: str = field(repr=False)
    issued_at: datetime
    expires_at: datetime

    @property
    def life(self) -> timedelta:
        """How long the access token was given."""
        return self.expires_at - self.issued_at


@dataclass(frozen=True, slots=True)
class Consent:
    """One walk through Zalo's consent page."""

    link: str
    verifier: str = field(repr=False)
    state: str


@dataclass(frozen=True, slots=True)
class Callback:
    """What the consent page brings back in the address it leads to."""

    code: str = field(repr=False)
    oa_id: str
    state: str


def begin(app: App, redirect_uri: str) -> Consent:
    """The address an administrator of the account opens."""
    verifier = secrets.token_urlsafe(32)[:VERIFIER]
    state = secrets.token_urlsafe(16)
    asked = {
        "app_id": app.app_id,
        "redirect_uri": redirect_uri,
        "code_challenge": challenge(verifier),
        "state": state,
    }
    return Consent(f"{app.oauth_url}/v4/oa/permission?{urlencode(asked)}", verifier, state)


def challenge(verifier: str) -> str:
    """PKCE: base64url without padding of the raw SHA-256."""
    digest = hashlib.sha256(verifier.encode("ascii")).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def read_callback(address: str) -> Callback | None:
    """What a pasted address holds; None when there is no code in it."""
    try:
        found = parse_qs(urlsplit(address.strip()).query)
    except ValueError:
        return None
    one = {name: values[0] for name, values in found.items()}
    if not one.get("code"):
        return None
    return Callback(one["code"], one.get("oa_id", ""), one.get("state", ""))


async def exchange(wire: Wire, app: App, code: str, verifier: str, now: datetime) -> Pair:
    """The first pair.

    Raises:
        Refused: Zalo said no.
        WireError: no answer.
    """
    fields = {
        "code": code,
        "app_id": app.app_id,
        "grant_type": "authorization_code",
        "code_verifier": verifier,
    }
    return await _asked(wire, app, fields, now)


async def refresh(wire: Wire, app: App, token: str, now: datetime) -> Pair:
    """The next pair; after this call the token is spent, or may be.

    Raises:
        Refused: Zalo said no.
        NotSent: the token surely is not spent.
        NoAnswer: nobody knows.
    """
    fields = {"refresh_token": token, "app_id": app.app_id, "grant_type": "refresh_token"}
    return await _asked(wire, app, fields, now)


async def _asked(wire: Wire, app: App, fields: Mapping[str, str], now: datetime) -> Pair:
    answer = await wire.form(f"{app.oauth_url}/v4/oa/access_token", app.secret, fields)
    if answer.error != 0:
        raise Refused(answer.error)
    return _pair(answer.whole, now)


def _pair(told: Mapping[str, Any], now: datetime) -> Pair:
    access, renew = told.get("access_token"), told.get("refresh_token")
    try:
        seconds = int(str(told.get("expires_in")))
    except ValueError:
        seconds = 0
    if not isinstance(access, str) or not isinstance(renew, str) or not access or not renew:
        raise NoAnswer("no pair")
    # A pair whose life cannot be read is still the only one there is: refreshed soon.
    return Pair(access, renew, now, now + timedelta(seconds=max(seconds, 600)))
