"""Officers' groups as their flow reads them: the port of `handlers.feedback.group_ports`."""

from datetime import datetime

from handlers.cases import groups as shown
from handlers.cases.lateness import due_of
from handlers.cases.room import room_of, unit_names
from handlers.cases.taking import takers_of
from handlers.cases.visibility import may_see
from handlers.feedback.group_ports import GroupDraft, Here, Waiting
from handlers.messages import Button
from handlers.store import cases, groups
from handlers.store.unit_of_work import Store
from handlers.ward import Ward
from knowledge.feedback.codes import CaseCode


class StoredGroups:
    """Reads officers' groups from the store."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def here(self, contact: str) -> Here | None:
        """The group this chat is, or whose topic it is."""
        with self._store.read() as work:
            found = groups.at_chat(work, contact)
            if not found:
                return None
            chat, thread = found[0].contact, found[0].thread
            about = groups.by_thread(work, chat, thread) if thread else None
            code = None if about is None else CaseCode(about.commune, about.day, about.number)
            return Here(chat, frozenset(one.unit for one in found), code)

    def code_for(self, commune: str, code_hash: str, now: datetime) -> str | None:
        """The unit a one-time code joins a group to, while it holds."""
        with self._store.read() as work:
            found = groups.waiting(work, commune, code_hash, now)
            return None if found is None else str(found.unit)

    def shows(self, here: Here, code: CaseCode) -> tuple[Button, ...] | None:
        """What can be done from a case's card in this group; None: it does not stand here."""
        with self._store.read() as work:
            row = cases.by_code(work, code)
            if row is None or row.unit not in here.units:
                return None
            return shown.choices_of(row) if shown.may_show(row.about, row.kind) else None

    def open_here(self, here: Here, ward: Ward, officer: int) -> tuple[Waiting, ...]:
        """The open cases of a group that an officer may see, what falls due first before."""
        with self._store.read() as work:
            room = room_of(work, ward.commune.key)
            member = room.member(officer)
            if member is None:
                return ()
            found = []
            for row in (
                one for unit in here.units for one in shown.open_in(work, ward.commune.key, unit)
            ):
                facts = room.facts(row, unit_names(ward.commune, row.unit))
                if may_see(member.officer, facts):
                    holder = room.member(row.officer)
                    name = holder.officer.name if holder is not None else ""
                    found.append(Waiting(cases.code_of(row), due_of(ward, row), name))
        return tuple(sorted(found, key=lambda one: (one.due, one.code)))

    def draft(self, name: str) -> GroupDraft | None:
        """An answer being written."""
        with self._store.read() as work:
            row = groups.draft(work, name)
            case = None if row is None else cases.by_id(work, row.case)
            if row is None or case is None:
                return None
            writer = room_of(work, case.commune).member(row.officer)
            who = writer.officer.name if writer is not None else ""
            code = cases.code_of(case)
            return GroupDraft(row.id, code, row.officer, who, row.words, row.override, row.late)

    def takers(self, ward: Ward, code: CaseCode) -> tuple[tuple[int, str], ...]:
        """Officers a case is likely handed to: those of its unit who may hold it."""
        with self._store.read() as work:
            return takers_of(work, ward, code)
