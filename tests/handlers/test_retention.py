"""Every table declares how long it keeps what; the purge obeys and counts."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import text
from sqlmodel import SQLModel

import knowledge.catalogue_store
import knowledge.dossier_store  # noqa: F401 - registers its tables
from handlers.messages import Button, Item, Paragraph, Reply
from handlers.retention import KEPT, lapse, promises, purge
from handlers.store import outbox, records, views
from handlers.store.purging import purge_some, retentions
from handlers.store.unit_of_work import Store
from handlers.turns import ConversationState, Told, Turn
from handlers.wording.privacy import overview
from knowledge.commune import CalendarSettings, Commune
from knowledge.matching.outcomes import Subject
from tests.fakes.clock import FakeClock
from tests.fakes.drafts import REPORT
from tests.fakes.ward import Ward


@pytest.fixture
def ward(store: Store, clock: FakeClock) -> Ward:
    return Ward(store, clock)


def purge_all(ward: Ward) -> dict[str, int]:
    with ward.store.work() as work:
        purged = purge_some(work, ward.clock.now())
        work.commit()
    return purged


def one(ward: Ward, query: str) -> object:
    with ward.store.read() as work:
        return work.run(text(query)).scalar()


def test_every_table_declares_its_retention() -> None:
    declared = {table.name for table, _ in retentions()}
    assert set(SQLModel.metadata.tables) - declared - set(KEPT) == set()


def test_no_retention_is_declared_for_a_table_that_is_gone() -> None:
    known = set(SQLModel.metadata.tables) | {"alembic_version"}
    assert set(KEPT) <= known
    assert set(promises()) <= known


def test_every_rule_names_columns_of_its_table() -> None:
    for table, retention in retentions():
        for rule in retention.rules:
            names = {rule.column, *rule.clears, *(column for column, _ in rule.where)}
            assert names <= set(table.c.keys()), table.name


def test_dulieu_promises_what_the_tables_declare() -> None:
    calendar = CalendarSettings(confirmed_until=date(2026, 12, 31))
    commune = Commune(key="thu", name="Thử", province="Thử", desks={}, calendar=calendar)
    kept = {table.name: {rule.days for rule in declared.rules} for table, declared in retentions()}
    said = [one.text for one in overview(commune, consent=None) if isinstance(one, Item)]

    def promised(about: str) -> str:
        (line,) = [line for line in said if line.startswith(about)]
        return line

    assert kept["inbound"] == kept["transcript"] == {30}
    assert "giữ 30 ngày" in promised("Tin nhắn")
    assert kept["attachment"] == {30, 730}
    assert "30 ngày, đã kèm thì 24 tháng" in promised("Ảnh, tệp")
    assert kept["feedback_case"] == kept["feedback_party"] == {730}
    assert "giữ 24 tháng" in promised("Phản ánh")
    assert f"giữ {records.RECIPIENT.days} ngày" in promised("Thủ tục em đã trả lời")


def test_words_are_kept_thirty_days_and_not_longer(ward: Ward) -> None:
    ward.says("tôi là Bí Đao")
    ward.clock.move(days=29)
    assert "inbound" not in purge_all(ward)
    ward.clock.move(days=2)
    assert purge_all(ward)["inbound"] == 1
    assert one(ward, "SELECT count(*) FROM inbound") == 0


def test_whom_a_figure_was_told_is_forgotten_but_not_that_it_was_told(ward: Ward) -> None:
    ward.responder.decide = lambda *_: Turn(told=(Told("answer", "1.001193"),))
    ward.says("khai sinh")
    ward.clock.move(days=181)
    assert purge_all(ward)["told"] == 1
    assert one(ward, "SELECT contact FROM told") is None
    assert one(ward, "SELECT code FROM told") == "1.001193"
    assert "told" not in purge_all(ward)


def test_a_chat_silent_for_two_years_is_forgotten(ward: Ward) -> None:
    ward.says("chào", chat="0901234567")
    ward.clock.move(days=731)
    purge_all(ward)
    assert one(ward, "SELECT chat FROM contact") is None


def test_an_erased_chat_is_forgotten_a_day_after_its_last_word(ward: Ward) -> None:
    ward.says("chào")
    ward.inbox.forget(ward.endpoint, "chat-1")
    ward.clock.move(hours=23)
    purge_all(ward)
    assert one(ward, "SELECT chat FROM contact") == "chat-1"
    ward.clock.move(hours=2)
    purge_all(ward)
    assert one(ward, "SELECT chat FROM contact") is None
    ward.says("tôi trở lại")
    assert one(ward, "SELECT count(*) FROM contact") == 2


def test_what_waits_to_be_sent_is_never_purged(ward: Ward) -> None:
    ward.says("chào")
    ward.clock.move(days=400)
    purge_all(ward)
    with ward.store.read() as work:
        assert len(views.letters(work, ward.contact())) == 1


def test_what_was_sent_is_purged_after_thirty_days(ward: Ward) -> None:
    ward.says("chào")
    with ward.store.work() as work:
        outbox.expire(work, ward.clock.now() + timedelta(days=2))
        work.commit()
    ward.clock.move(days=33)
    assert purge_all(ward)["outbox"] == 1


def test_purges_are_counted(ward: Ward) -> None:
    ward.says("một")
    ward.says("hai")
    ward.clock.move(days=40)
    purge_all(ward)
    with ward.store.read() as work:
        assert records.counts(work)["purged.inbound"] == 2


def test_a_purge_says_when_nothing_is_left(ward: Ward) -> None:
    ward.says("một")
    ward.clock.move(days=40)
    answers = []
    for _ in range(2):
        with ward.store.work() as work:
            answers.append(purge(work, ward.clock.now()))
            work.commit()
    assert answers == [True, False]


def lapse_all(ward: Ward) -> None:
    with ward.store.work() as work:
        while lapse(work, ward.clock.now()):
            pass
        work.commit()


def test_a_lapsed_conversation_is_emptied_and_the_person_told_kindly(ward: Ward) -> None:
    ward.responder.decide = lambda *_: Turn(
        (Reply((Paragraph("thủ tục nào?"),), (Button("A", "p:1"),)),),
        draft={"words": "Bí Đao"},
        subject=Subject("1.001193"),
        told=(Told("clarify", asked_back=True),),
    )
    ward.says("khai")
    ward.clock.move(hours=25)
    lapse_all(ward)
    assert one(ward, "SELECT draft FROM conversation") is None
    assert one(ward, "SELECT abandoned FROM told")
    ward.says("2")
    assert ward.responder.asked[-1][1] == ConversationState(expired=True)
    ward.says("khai")
    assert not ward.responder.asked[-1][1].expired


def test_a_conversation_in_time_is_left_alone(ward: Ward) -> None:
    ward.responder.decide = lambda *_: Turn(step="feedback.describe", draft=REPORT)
    ward.says("phản ánh")
    ward.clock.move(hours=23)
    lapse_all(ward)
    ward.says("đường hư")
    assert ward.responder.asked[-1][1].step == "feedback.describe"


def test_a_conversation_that_waited_for_nothing_lapses_silently(ward: Ward) -> None:
    ward.says("chào")
    ward.clock.move(hours=25)
    lapse_all(ward)
    ward.says("chào")
    assert ward.responder.asked[-1][1] == ConversationState()


def test_the_day_of_a_count_is_the_local_one(ward: Ward) -> None:
    late = datetime.fromisoformat("2026-11-23T23:30:00+00:00")
    with ward.store.work() as work:
        records.count(work, "phuong-mau", "x", late)
        work.commit()
    assert str(one(ward, "SELECT day FROM counter")) == "2026-11-24"
