"""Who the account is, as Zalo tells: asked at the start, after a login, and to try a token."""

from dataclasses import dataclass
from typing import Final

from bot.channels.zalo_oa.codes import Meaning, meaning
from bot.channels.zalo_oa.wire import Answer, Wire, WireError
from handlers.zalo_account import AboutOa


@dataclass(frozen=True, slots=True)
class About:
    """An account, and which one it is."""

    oa_id: str
    told: AboutOa


KINDS: Final = {"2": "business", "4": "government"}


def describe(told: AboutOa) -> str:
    """The same in words for who runs the program."""
    kind = KINDS.get(told.kind, f"type {told.kind or 'unknown'}")
    checked = "verified" if told.verified else "NOT verified"
    zbs = "linked to ZBS" if told.zbs else "not linked to ZBS"
    return f"{kind}, {checked}, package {told.package or 'unknown'}, {zbs}"


async def ask(wire: Wire, api_url: str, token: str) -> Answer:
    """`getoa` as it is answered.

    Raises:
        WireError: no answer.
    """
    return await wire.get(f"{api_url}/v2.0/oa/getoa", token)


async def alive(wire: Wire, api_url: str, token: str) -> bool | None:
    """Whether an access token works; None when that cannot be told."""
    try:
        answer = await ask(wire, api_url, token)
    except WireError:
        return None
    match meaning(answer.error):
        case Meaning.DONE:
            return True
        case Meaning.AUTH:
            return False
        case _:
            return None


def read(answer: Answer) -> About:
    """What an answer says; what it leaves out is empty."""
    told = answer.data
    return About(
        oa_id=str(told.get("oaid") or told.get("oa_id") or ""),
        told=AboutOa(
            name=str(told.get("name") or ""),
            kind=str(told.get("oa_type") or ""),
            verified=str(told.get("is_verified")).lower() == "true",
            package=str(told.get("package_name") or ""),
            zbs=bool(told.get("linked_ZCA")),
            followers=_number(told.get("num_follower")),
            calls_left=answer.remain,
        ),
    )


def _number(told: object) -> int | None:
    text = str(told)
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 12 else None
