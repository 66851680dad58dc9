"""One-time codes of the web console: made here, kept as keyed hashes, typed or followed."""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import timedelta
from typing import Final, Protocol

from handlers.link_codes import new_code, plain_of


class Tokens:
    """What is kept of codes and tokens, and what a form must carry; all under one key."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def of_link(self, code: str) -> str:
        """The hash of a one-time code, however its letters were typed."""
        return self._mac("link", plain_of(code))

    def of_session(self, token: str) -> str:
        """The hash of a session's token."""
        return self._mac("session", token)

    def of_form(self, token: str) -> str:
        """What a form of this session carries, so that no other page can post it."""
        return self._mac("form", token)

    def _mac(self, purpose: str, text: str) -> str:
        return hmac.new(self._key, f"{purpose}:{text}".encode(), hashlib.sha256).hexdigest()


TICKET_LIFE: Final = timedelta(minutes=10)
"""From the chat on the phone to the desk's computer, typed by hand if need be."""


@dataclass(frozen=True, slots=True)
class Ticket:
    """A one-time code, and where it is used."""

    code: str
    code_hash: str
    url: str
    """Opens the sign-in page with the code filled in."""
    page: str
    """Where the code is typed by hand."""


class SignIns(Protocol):
    """Makes one-time codes for an officer's chat."""

    def ticket(self) -> Ticket | None:
        """A fresh code; None where no console is served."""
        ...


class NoSignIns:
    """Of a dialogue that keeps nothing."""

    def ticket(self) -> Ticket | None:
        """None."""
        return None


@dataclass(frozen=True, slots=True)
class ConsoleTickets:
    """Makes codes for the console of this installation."""

    tokens: Tokens
    base: str
    """Origin of the web, without a stroke at its end."""

    def ticket(self) -> Ticket | None:
        """A fresh code."""
        code = new_code()
        page = f"{self.base}/can-bo"
        return Ticket(code, self.tokens.of_link(code), f"{page}/vao/{code}", page)
