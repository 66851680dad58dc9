"""The act of giving a draft its recipients by a file: matched, checked, nothing sent yet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from handlers.broadcast import Audience, Broadcast, BroadcastState
from handlers.broadcast_texts import Refused, Why, filled
from handlers.broadcasts.acts import LIST_HOLDS, Acting, act
from handlers.recipient_sheet import Bar, Key, Row
from handlers.roles import Act
from handlers.store import broadcasts, recipients
from handlers.store.recipients import Line, Reached
from handlers.store.unit_of_work import Work
from handlers.vault import Vault, VaultError, phone_place
from handlers.ward import Ward

Phones = Mapping[str, Sequence[str]]
"""Contacts by a number they handed over."""


@dataclass(frozen=True, slots=True)
class Matched:
    """The rows of a file as lines, for one version of a draft."""

    version: int
    lines: tuple[Line, ...]


def phones(work: Work, commune: str, vault: Vault) -> dict[str, list[str]]:
    """The chats that handed over a number, by that number; what the key does not open is left."""
    found: dict[str, list[str]] = {}
    for contact, sealed in recipients.sealed_phones(work, commune).items():
        for one in sealed:
            try:
                number = vault.open_text(phone_place(contact), one)
            except VaultError:
                continue
            found.setdefault(number, []).append(contact)
    return found


def match(
    work: Work, ward: Ward, number: int, rows: Sequence[Row], known: Phones, now: datetime
) -> Matched | Refused:
    """Whom the rows mean, read without holding anything: 20,000 rows take a second."""
    one = broadcasts.find(work, ward.commune.key, number)
    if one is None:
        return Refused(Why.UNKNOWN)
    if one.audience is not Audience.SHEET:
        return Refused(Why.NO_LIST)
    codes = [row.keys[Key.CODE] for row in rows if row.bar is None and Key.CODE in row.keys]
    followed = recipients.followers(work, one.commune, list(dict.fromkeys(codes)), now)
    meant = {row.line: _meant(row, followed, known) for row in rows}
    everybody = list(dict.fromkeys(who for found in meant.values() for who in found))
    wants = recipients.reached(work, one.commune, everybody, one.topic)
    taken: set[str] = set()
    lines: list[Line] = []
    for row in rows:
        lines += _lines(row, row.bar or _text_bar(ward, one, row), meant, wants, taken) or [
            Line(row.line, row.who, _why(row, meant[row.line], wants, followed))
        ]
    return Matched(one.version, tuple(lines))


def give(acting: Acting, number: int, matched: Matched) -> Broadcast | Refused:
    """Put these lines in place of the list of a draft: a new version, which nobody has approved."""

    def change(one: Broadcast) -> dict[str, Any] | Refused:
        if one.version != matched.version:
            return Refused(Why.CHANGED)
        if one.created_at + LIST_HOLDS <= acting.now:
            return Refused(Why.LIST_OLD)
        recipients.replace(acting.work, one.id, matched.lines, acting.now)
        return {"version": one.version + 1, "written_by": acting.officer.id}

    states = (BroadcastState.DRAFT,)
    return act(acting, number, "listed", Act.WRITE_BROADCAST, states, change)


def _meant(row: Row, followed: Mapping[str, Sequence[str]], known: Phones) -> list[str]:
    found = [*followed.get(row.keys.get(Key.CODE, ""), ())]
    found += known.get(row.keys.get(Key.PHONE, ""), ())
    if contact := row.keys.get(Key.CONTACT):
        found.append(contact)
    return found


def _lines(
    row: Row,
    bar: Bar | None,
    meant: Mapping[int, Sequence[str]],
    wants: Mapping[str, Reached],
    taken: set[str],
) -> list[Line]:
    """A line for each person of the row; one line with the reason; or none: look why."""
    if bar is not None:
        return [Line(row.line, row.who, bar)]
    willing = {
        found.person: who
        for who in reversed(list(dict.fromkeys(meant[row.line])))
        if (found := wants.get(who)) is not None and found.wants
    }
    new = [who for person, who in willing.items() if person not in taken]
    taken.update(willing)
    if willing and not new:
        return [Line(row.line, row.who, Bar.TWICE)]
    return [Line(row.line, row.who, "", who, row.values) for who in new]


def _why(
    row: Row,
    meant: Sequence[str],
    wants: Mapping[str, Reached],
    followed: Mapping[str, Sequence[str]],
) -> Bar:
    if any(who in wants for who in meant):
        return Bar.STOPPED
    return Bar.NOBODY if row.keys.get(Key.CODE) in followed else Bar.UNKNOWN


def _text_bar(ward: Ward, one: Broadcast, row: Row) -> Bar | None:
    text = filled(ward.commune, one.words, {**one.values, **row.values}, one.on)
    if not isinstance(text, Refused):
        return None
    return Bar.LONG if text.why is Why.LONG else Bar.FIELDS
