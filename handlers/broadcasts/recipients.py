"""The act of giving a draft its recipients by a file: matched, checked, nothing sent yet."""

from collections.abc import Mapping, Sequence
from typing import Any

from handlers.broadcast import Audience, Broadcast, BroadcastState
from handlers.broadcast_texts import Refused, Why, filled
from handlers.broadcasts.acts import Acting, act
from handlers.recipient_sheet import Bar, Key, Row
from handlers.roles import Act
from handlers.store import recipients
from handlers.store.recipients import Line, Reached
from handlers.store.unit_of_work import Work
from handlers.vault import Vault, VaultError, phone_place

Phones = Mapping[str, Sequence[str]]
"""Contacts by a number they handed over."""


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


def give(acting: Acting, number: int, rows: Sequence[Row], known: Phones) -> Broadcast | Refused:
    """Put these rows in place of the list of a draft: a new version, which nobody has approved."""

    def change(one: Broadcast) -> dict[str, Any] | Refused:
        if one.audience is not Audience.SHEET:
            return Refused(Why.NO_LIST)
        recipients.replace(acting.work, one.id, _matched(acting, one, rows, known), acting.now)
        return {"version": one.version + 1, "written_by": acting.officer.id}

    states = (BroadcastState.DRAFT,)
    return act(acting, number, "listed", Act.WRITE_BROADCAST, states, change)


def _matched(acting: Acting, one: Broadcast, rows: Sequence[Row], known: Phones) -> list[Line]:
    work, commune = acting.work, acting.ward.commune.key
    codes = [row.keys[Key.CODE] for row in rows if row.bar is None and Key.CODE in row.keys]
    followed = recipients.followers(work, commune, list(dict.fromkeys(codes)), acting.now)
    meant = {row.line: _meant(row, followed, known) for row in rows}
    everybody = list(dict.fromkeys(who for found in meant.values() for who in found))
    wants = recipients.reached(work, commune, everybody, one.topic)
    taken: set[str] = set()
    lines: list[Line] = []
    for row in rows:
        lines += _lines(row, row.bar or _text_bar(acting, one, row), meant, wants, taken) or [
            Line(row.line, row.who, _why(row, meant[row.line], wants, followed))
        ]
    return lines


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


def _text_bar(acting: Acting, one: Broadcast, row: Row) -> Bar | None:
    text = filled(acting.ward.commune, one.words, {**one.values, **row.values}, one.on)
    if not isinstance(text, Refused):
        return None
    return Bar.LONG if text.why is Why.LONG else Bar.FIELDS
