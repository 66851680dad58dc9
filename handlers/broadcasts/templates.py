"""Texts to write broadcasts by: created, edited into new versions, retired; each act is recorded.

A version is never changed: what a broadcast was written by can be read as long as both are kept.
"""

import re
from collections.abc import Mapping
from datetime import date
from typing import Final

from handlers.broadcast import Broadcast
from handlers.broadcast_texts import LONGEST, Refused, Why, fields, names_of
from handlers.broadcasts.acts import Acting
from handlers.roles import Act, may
from handlers.store import broadcast_templates as store
from handlers.store.broadcast_templates import Template, Version
from handlers.store.records import audit
from handlers.store.unit_of_work import Work
from handlers.template_facts import FIELD_NAME
from handlers.ward import Ward
from knowledge.commune import Commune
from knowledge.feedback.ready import brackets
from knowledge.text.folding import fold

LONGEST_NAME: Final = 60
_BRACES: Final = re.compile(r"[{}]")
_FIELD: Final = re.compile(r"\{[^{}]*\}")


def create(acting: Acting, name: str, words: str) -> Template | Refused:
    """A new one under a name of its own, with its first version."""
    said = " ".join(name.split())
    if not fold(said) or len(said) > LONGEST_NAME:
        return Refused(Why.NAME, str(LONGEST_NAME))
    if (refused := _unfit(acting, words)) is not None:
        return refused
    number = store.add(acting.work, acting.ward.commune.key, said, acting.now)
    if number is None:
        return Refused(Why.TAKEN, said)
    return _written(acting, number, 1, words, "written")


def edit(acting: Acting, number: int, words: str, seen: int | None = None) -> Template | Refused:
    """Other words: a new version; `seen` is the one the officer had before them."""
    one = store.find(acting.work, acting.ward.commune.key, number, hold=True)
    if one is None:
        return Refused(Why.NO_TEMPLATE)
    if one.retired_at is not None:
        return Refused(Why.RETIRED, one.name)
    if seen not in (None, one.version):
        return Refused(Why.CHANGED)
    if (refused := _unfit(acting, words)) is not None:
        return refused
    if words.strip() == one.words:
        return one
    return _written(acting, number, one.version + 1, words, "edited")


def retire(acting: Acting, number: int) -> Template | Refused:
    """Nothing new is written by it; what was written stays, and its versions."""
    if not may(acting.officer, Act.WRITE_BROADCAST):
        return Refused(Why.NO_ROLE)
    one = store.find(acting.work, acting.ward.commune.key, number, hold=True)
    if one is None:
        return Refused(Why.NO_TEMPLATE)
    if one.retired_at is None:
        store.retire(acting.work, number, acting.now)
        _note(acting, "retired", number, one.version)
    return store.find(acting.work, one.commune, number) or Refused(Why.NO_TEMPLATE)


def usable(
    work: Work, commune: str, name: str, version: int | None = None
) -> tuple[Template, Version] | Refused:
    """One by its name or number with the version to write by, the newest unless one is given."""
    number = int(name) if name.isascii() and name.isdecimal() and len(name) < 10 else None
    one = store.named(work, commune, name)
    if one is None and number is not None:
        one = store.find(work, commune, number)
    if one is None:
        return Refused(Why.NO_TEMPLATE)
    if one.retired_at is not None:
        return Refused(Why.RETIRED, one.name)
    kept = store.versions(work, one.id)
    found = next((each for each in kept if each.version == (version or one.version)), None)
    return Refused(Why.NO_TEMPLATE) if found is None else (one, found)


def told(work: Work, one: Broadcast) -> str:
    """Which one a broadcast was written by, and which version; empty: words of its own."""
    if one.template is None:
        return ""
    found = store.find(work, one.commune, one.template)
    return "" if found is None else f"{found.name}, bản {one.template_version}"


def own_fields(commune: Commune, words: str, day: date) -> list[str]:
    """The fields an officer fills in: those the settings and the calendar do not."""
    known = fields(commune, {}, day)
    return [name for name in names_of(words) if name not in known]


def stands_for(ward: Ward, one: Broadcast, own: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Each field of a text with what stands in its place; `own` are those of a recipient's row."""
    known = fields(ward.commune, {**one.values, **own}, one.on)
    return tuple((name, known.get(name, "")) for name in names_of(one.words))


def _unfit(acting: Acting, words: str) -> Refused | None:
    if not may(acting.officer, Act.WRITE_BROADCAST):
        return Refused(Why.NO_ROLE)
    if not words.strip():
        return Refused(Why.EMPTY)
    if len(words.strip()) > LONGEST:
        return Refused(Why.LONG, str(len(words.strip())))
    wrong = [name for name in names_of(words) if not FIELD_NAME.fullmatch(name)]
    if wrong or _BRACES.search(_FIELD.sub("", words)):
        return Refused(Why.FIELD_NAME, ", ".join(f"{{{name}}}" for name in wrong) or "{ }")
    left = brackets(words)
    return Refused(Why.FIELD_NAME, ", ".join(left)) if left else None


def _written(
    acting: Acting, number: int, version: int, words: str, what: str
) -> Template | Refused:
    one = Version(version, words.strip(), acting.officer.id, acting.now)
    store.add_version(acting.work, number, one)
    _note(acting, what, number, version)
    found = store.find(acting.work, acting.ward.commune.key, number)
    return found or Refused(Why.NO_TEMPLATE)


def _note(acting: Acting, what: str, number: int, version: int) -> None:
    who, about = f"officer:{acting.officer.id}", f"broadcast_template:{number} v{version}"
    audit(
        acting.work, acting.ward.commune.key, who, f"broadcast_template.{what}", about, acting.now
    )
