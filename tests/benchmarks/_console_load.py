"""What a console holds besides its cases: a register, letters, texts to many, cards, a trail.

Sizes are a year of a busy ward; a broadcast has gone to 10,000 people.
"""

from dataclasses import replace
from datetime import timedelta
from typing import Any, Final

from sqlalchemy import insert

from handlers import key_holding
from handlers.acts import Acting as Acts
from handlers.acts import draft_apology
from handlers.broadcast_texts import Draft, Refused, Sending
from handlers.broadcasts import acts as broadcasts
from handlers.broadcasts import queueing as copies
from handlers.broadcasts import templates
from handlers.cases import card_teaching
from handlers.correction import CorrectionState
from handlers.key_holding import Enrolled, Keeping
from handlers.messages import ChannelName, Paragraph, Reply
from handlers.officers import Officer, Role
from handlers.store import contacts, corrections, outbox, queueing, subscriptions
from handlers.store.records import audit, tell
from handlers.store.states import OutboxStatus
from handlers.store.tables import CaseEventRow, PublicationRow, table_of
from handlers.store.unit_of_work import Store, Work
from handlers.turns import Told
from handlers.vault import Vault
from handlers.ward import Ward
from handlers.ward_key import Cost
from knowledge.catalogue_store import upgrade_shipped
from knowledge.catalogue_store.aliases import propose
from knowledge.dossier_store.writing import insert_dossiers
from knowledge.loading import load_procedures
from knowledge.own_cards import CardText, Drafted
from knowledge.procedures import Part
from tests.fakes.changed_fee import changed_fee
from tests.knowledge.dossiers.lives import at, dossier

DOSSIERS, RUNNING, SLIPS = 10_000, 300, 50
READERS, TEXTS, TEMPLATES = 10_000, 150, 60
CORRECTIONS, STILL_OPEN, PUBLISHED, PHRASES, CARDS = 60, 10, 500, 300, 200
LETTERS, TRAIL, TOLD = 200, 20_000, 400
NOW: Final = at("2026-11-23 10:00")
GOOD: Final = (
    "Thưa anh/chị, Tổ Đô thị phường đã kiểm tra đèn đường và sẽ thay trước ngày 27/11. "
    "Xin lỗi vì để anh/chị chờ."
)


class Load:
    """Writes it all; `addresses` are pages of single things."""

    def __init__(self, store: Store, ward: Ward, vault: Vault, head: Officer) -> None:
        self.store, self.ward, self.vault, self.head = store, ward, vault, head
        self.key = ward.commune.key
        self.addresses: dict[str, str] = {}

    def all(self) -> None:
        """Everything."""
        with self.store.work() as work:
            upgrade_shipped(work.session, load_procedures(), NOW)
            name = contacts.ensure_endpoint(work, self.key, ChannelName.TELEGRAM, "bench", NOW)
            self.endpoint = contacts.endpoint_of(work, name)
            work.commit()
        self._register()
        self._texts()
        self._learnt()
        self._letters()
        self._published()
        changed_fee(self.store, self.key, {ChannelName.TELEGRAM: 3_000}, NOW)
        with self.store.work() as work:
            for number in range(2, CORRECTIONS):
                corrections.add(work, self._correction(number))
            for number in range(2, STILL_OPEN):
                for reader in range(TOLD):
                    who = contacts.open_contact(work, self.endpoint, f"r{reader}", "", NOW)
                    told = (Told("answer", f"2.{number:06}", 1, Part.FEE, "10.000đ/bản"),)
                    tell(work, self.key, ChannelName.TELEGRAM, who, told, NOW)
            for number in range(TRAIL):
                audit(work, self.key, f"officer:{number % 40 + 1}", "case.claim", "case:1", NOW)
            work.commit()
        keeping = Keeping(self.store, self.vault, self.head, NOW, Cost(2**4))
        assert isinstance(key_holding.enrol(keeping, "mưa rơi trên mái ngói"), Enrolled)

    def _register(self) -> None:
        """Most are given back; those under way fall due in the days around."""
        life = ("registered 2026-11-13 08:00", "accepted 2026-11-13 09:00")
        over = dossier(*life, "done 2026-11-18 08:00", "returned 2026-11-19 08:00")
        due = "2026-11-25 17:00"
        running, done = dossier(*life, due=due), dossier(*life, "done 2026-11-20 08:00", due=due)
        made = []
        for number in range(DOSSIERS):
            like = over if number >= RUNNING else done if number % 3 == 0 else running
            code = f"H32.12.05-261113-{number:04}"
            one = replace(like, commune=self.key, code=code, officer=f"Cán bộ {number % 40}")
            made.append(replace(one, copied_at=NOW))
        with self.store.work() as work:
            kept = list(insert_dossiers(work.session, made, {}, NOW).values())
            work.commit()
        waiting = [one for one in kept if one.code < f"H32.12.05-261113-{RUNNING:04}"][1::3]
        self.addresses["dossier"] = f"/can-bo/ho-so/{waiting[0].code}"
        with self.store.work() as work:
            acting = Acts(work, self.ward, self.head, NOW)
            for one in waiting[:SLIPS]:
                draft_apology(acting, one.id, at("2026-12-01 17:00"), "Chờ xác minh", tell=False)
            work.commit()

    def _texts(self) -> None:
        """One text has gone to everybody, the others are drafts."""
        with self.store.work() as work:
            for number in range(READERS):
                reader = contacts.open_contact(work, self.endpoint, f"r{number}", "", NOW)
                subscriptions.ask(work, self.key, reader, NOW)
            lead = Officer(2, self.key, "Cán bộ 1", frozenset({Role.DESK_LEAD}))
            acting = broadcasts.Acting(work, self.ward, lead, NOW)
            approving = broadcasts.Acting(work, self.ward, self.head, NOW)
            made = [
                broadcasts.write(acting, Draft(f"Tin {one}: mai cúp nước.", {}, "general", "all"))
                for one in range(TEXTS)
            ]
            for number in range(TEMPLATES):
                kept = templates.create(acting, f"Mẫu {number}", "Mai cúp nước {ngay}.")
                assert not isinstance(kept, Refused)
                self.addresses["template"] = f"/can-bo/tin/mau/{kept.id}"
            sent = made[0]
            assert not isinstance(sent, Refused)
            assert not isinstance(broadcasts.approve(approving, sent.id), Refused)
            done = broadcasts.start(acting, sent.id, Sending())
            assert not isinstance(done, Refused), done
            work.commit()
        while self.store.write(lambda work: copies.step(work, self.ward, NOW)):
            pass
        news = f"/can-bo/tin/{sent.id}"
        draft = made[1]
        assert not isinstance(draft, Refused)
        self.addresses |= {
            "broadcast": news, "draft": f"/can-bo/tin/{draft.id}", "to call": f"{news}/can-goi",
            "progress": f"{news}/tien-do", "loudspeaker": f"{news}/ban-in?loai=loudspeaker",
        }  # fmt: skip

    def _learnt(self) -> None:
        today = NOW.date()
        with self.store.work() as work:
            for number in range(PHRASES):
                propose(work.session, "1.001193", f"vô sổ bộ số {number}", "Cán bộ 1", NOW)
            for number in range(CARDS):
                text = CardText(f"Thẻ {number}", (f"mượn bàn ghế số {number}",), GOOD)
                drafted = Drafted(text, (), "Tổ Văn hoá", today, today + timedelta(days=30))
                card = card_teaching.propose(work, self.head, drafted, NOW)
            work.commit()
        self.addresses["card"] = f"/can-bo/cau-hoi/the/{card}"

    def _letters(self) -> None:
        """Their channel refused them."""
        with self.store.work() as work:
            for number in range(LETTERS):
                self._refused(work, number)
            work.commit()

    def _refused(self, work: Work, number: int) -> None:
        citizen = contacts.open_contact(work, self.endpoint, f"x{number}", "", NOW)
        until = NOW + timedelta(days=9)
        reply = Reply((Paragraph("Chào anh/chị."),))
        message = queueing.Message(f"reply:{number}:x", reply, NOW, until)
        queueing.queue(work, self.key, self.endpoint.id, citizen, message)
        (claimed,) = outbox.claim_contact(work, citizen, "s1", NOW)
        outbox.finish(work, claimed, "s1", outbox.End(OutboxStatus.FAILED, (), "bad_request"), NOW)

    def _published(self) -> None:
        """Of cases that are over; one of them can be changed once more."""
        rows: list[dict[str, Any]] = [
            {
                "commune": self.key, "case": 2_000 + number, "kind": "service", "unit": "Tổ 1",
                "question": "Đèn hẻm 3 hỏng.", "answer": GOOD, "answered_on": NOW.date(),
                "published_at": NOW, "published_by": self.head.id, "withdrawn_by": "",
            }
            for number in range(PUBLISHED)
        ]  # fmt: skip
        said = {"at": NOW, "act": "answer", "by": f"officer:{self.head.id}", "words": GOOD,
                "internal": False, "note": ""}  # fmt: skip
        with self.store.work() as work:
            work.connection.execute(insert(table_of(PublicationRow)), rows)
            answered = [{**said, "case": one["case"]} for one in rows]
            work.connection.execute(insert(table_of(CaseEventRow)), answered)
            work.commit()

    def _correction(self, number: int) -> dict[str, Any]:
        """Of some people are still to hear; the others are done with."""
        state = CorrectionState.OPEN if number < STILL_OPEN else CorrectionState.DONE
        return {
            "commune": self.key, "figure": number, "code": f"2.{number:06}", "part": "fee",
            "title": f"Chứng thực {number}", "value": "12.000đ/bản", "version": 2,
            "holds_from": NOW.date(), "state": state, "mistake": False,
            "found_at": NOW, "cursor": "", "queued": 0,
        }  # fmt: skip
