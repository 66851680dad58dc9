"""Who is asking: the cookie, the address behind a trusted proxy, and whether the page is ours."""

import re
import secrets
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Final
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import Response

from bot.web.ports import WebSettings

COOKIE: Final = "motcua"
COOKIE_DAYS: Final = 30
"""A thread is found again for a month; its words are purged earlier by their own retention."""

_FORWARDED: Final = ("forwarded", "x-forwarded-for", "x-forwarded-proto", "x-real-ip", "via")
_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")


@dataclass(frozen=True, slots=True)
class Visitor:
    """One browser: a random token, nothing about the person."""

    token: str
    new: bool


def new_nonce() -> str:
    """A name for one rendered form."""
    return secrets.token_urlsafe(12)


def visitor_of(request: Request) -> Visitor:
    """The visitor of the cookie, or a new one."""
    token = request.cookies.get(COOKIE, "")
    if _TOKEN.fullmatch(token):
        return Visitor(token, new=False)
    return new_visitor()


def new_visitor() -> Visitor:
    """A visitor nobody has seen: 256 random bits."""
    return Visitor(secrets.token_urlsafe(32), new=True)


def remember(response: Response, visitor: Visitor, *, secure: bool) -> None:
    """Set the cookie: readable by no script, sent by no other site's form."""
    response.set_cookie(
        COOKIE,
        visitor.token,
        max_age=COOKIE_DAYS * 86_400,
        path="/",
        httponly=True,
        samesite="lax",
        secure=secure,
    )


class Origins:
    """Reads addresses and origins, believing forwarded headers of trusted proxies only."""

    def __init__(self, settings: WebSettings) -> None:
        self._trusted = [ip_network(one, strict=False) for one in settings.trusted_proxies]
        self._public = _origin(settings.public_url)

    def address(self, request: Request) -> str:
        """The address to count by; an IPv6 household is its /64."""
        client = request.client.host if request.client else ""
        hops = [part.strip() for part in self._forwarded(request, "x-forwarded-for").split(",")]
        for hop in reversed([h for h in hops if h]):
            if not self._is_trusted(client):
                break
            client = hop
        return _counted(client)

    def public(self, request: Request) -> str:
        """The origin to write into links that leave the page, such as a feed's."""
        return self._public or f"{request.url.scheme}://{request.url.netloc}"

    def secure(self, request: Request) -> bool:
        """Whether the browser came over https."""
        if self._public.startswith("https:") or request.url.scheme == "https":
            return True
        return self._forwarded(request, "x-forwarded-proto").strip().lower() == "https"

    def fit(self, request: Request) -> bool:
        """Whether the way to the browser is closed to others: https, or this very machine.

        Headers of a proxy that is not trusted say that the wire is longer than it looks.
        """
        client = request.client.host if request.client else ""
        forwarded = any(name in request.headers for name in _FORWARDED)
        if forwarded and self._is_trusted(client):
            told = self._forwarded(request, "x-forwarded-proto").strip().lower()
            return (told or urlsplit(self._public).scheme) == "https"
        if forwarded:
            return False
        parsed = _parsed(client)
        return request.url.scheme == "https" or (parsed is not None and parsed.is_loopback)

    def ours(self, request: Request) -> bool:
        """Whether a form was posted from a page of ours (old browsers tell nothing: SameSite)."""
        site = request.headers.get("sec-fetch-site")
        if site is not None:
            return site in {"same-origin", "none"}
        origin = request.headers.get("origin") or _origin(request.headers.get("referer", ""))
        if not origin:
            return True
        host = request.headers.get("host", "")
        return origin == self._public or urlsplit(origin).netloc == host

    def _forwarded(self, request: Request, name: str) -> str:
        client = request.client.host if request.client else ""
        if not self._is_trusted(client):
            return ""
        return ",".join(request.headers.getlist(name))

    def _is_trusted(self, address: str) -> bool:
        parsed = _parsed(address)
        return parsed is not None and any(parsed in network for network in self._trusted)


def _parsed(address: str) -> IPv4Address | IPv6Address | None:
    try:
        parsed = ip_address(address)
    except ValueError:
        return None
    if isinstance(parsed, IPv6Address) and parsed.ipv4_mapped:
        return parsed.ipv4_mapped
    return parsed


def _counted(address: str) -> str:
    parsed = _parsed(address)
    if isinstance(parsed, IPv6Address):
        return str(IPv6Network((parsed, 64), strict=False))
    return str(parsed or "unknown")


def _origin(url: str) -> str:
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""
