"""Texts to write by again: fields checked, every version kept, and known to what was sent."""

from datetime import timedelta

import pytest

from bot.channels.terminal.render import text_of
from handlers.broadcast import Broadcast
from handlers.broadcast_costs import Tariff
from handlers.broadcast_reports import Look, Preview
from handlers.broadcast_texts import Draft, Refused, Why
from handlers.broadcasts import previewing, templates
from handlers.broadcasts.repeating import repeat
from handlers.messages import Reply
from handlers.repeats import Every, Repeat
from handlers.store import broadcast_templates as store
from handlers.store import broadcasts
from handlers.store.broadcast_templates import Template
from handlers.store.unit_of_work import Store
from handlers.wording import broadcast_reports as wording
from handlers.wording.broadcasts import refusal
from tests.fakes.clock import FakeClock
from tests.fakes.readers import KEY, Desk, open_desk

WORDS = "Ngày {ngay} cúp nước tại {noi}. Hỏi {duong_day_nong}."


@pytest.fixture
def desk(store: Store, clock: FakeClock) -> Desk:
    return open_desk(store, clock)


def made(desk: Desk, name: str = "Cúp nước", words: str = WORDS, by: str = "Lan") -> Template:
    done = desk.act_by(by, lambda acting: templates.create(acting, name, words))
    assert isinstance(done, Template), done
    return done


def written(desk: Desk, one: Template, version: int = 0, **values: str) -> Broadcast:
    """A draft by this version."""
    with desk.store.read() as work:
        found = templates.usable(work, KEY, one.name, version or None)
    assert not isinstance(found, Refused)
    _, kept = found
    draft = Draft(kept.words, values, "utilities", "all", template=(one.id, kept.version))
    done = desk.act("write", "Lan", draft)
    assert isinstance(done, Broadcast), done
    return done


def test_each_version_stays_as_it_was_written(desk: Desk) -> None:
    one = made(desk)
    desk.clock.move(hours=1)
    again = desk.act_by("Hoa", lambda acting: templates.edit(acting, one.id, "Mai {ngay} cúp."))
    assert isinstance(again, Template)
    assert (again.version, again.words) == (2, "Mai {ngay} cúp.")
    same = desk.act_by("Hoa", lambda acting: templates.edit(acting, one.id, " Mai {ngay} cúp. "))
    assert isinstance(same, Template)
    assert same.version == 2, "the same words are no new version"
    with desk.store.read() as work:
        kept = store.versions(work, one.id)
    began = desk.clock.now() - timedelta(hours=1)
    assert [(each.version, each.words, each.at) for each in kept] == [
        (2, "Mai {ngay} cúp.", desk.clock.now()),
        (1, WORDS, began),
    ]
    assert [each.written_by for each in kept] == [desk.officers["Hoa"].id, desk.officers["Lan"].id]


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("Ngày {Ngày đi} cúp nước.", Why.FIELD_NAME),
        ("Ngày {} cúp nước.", Why.FIELD_NAME),
        ("Ngày {ngay cúp nước.", Why.FIELD_NAME),
        ("Ngày ngay} cúp nước.", Why.FIELD_NAME),
        ("Ngày [ngày] cúp nước.", Why.FIELD_NAME),
        ("  ", Why.EMPTY),
        ("a" * 1501, Why.LONG),
    ],
)
def test_words_that_cannot_be_filled_in_are_refused(desk: Desk, words: str, why: Why) -> None:
    refused = desk.act_by("Lan", lambda acting: templates.create(acting, "Mẫu", words))
    assert isinstance(refused, Refused)
    assert refused.why is why
    assert refusal(refused)
    with desk.store.read() as work:
        assert store.listed(work, KEY) == []


def test_a_name_is_one_whatever_its_marks_and_roles_are_asked(desk: Desk) -> None:
    one = made(desk)
    taken = desk.act_by("Lan", lambda acting: templates.create(acting, "cup  NUOC", WORDS))
    assert taken == Refused(Why.TAKEN, "cup NUOC")
    nameless = desk.act_by("Lan", lambda acting: templates.create(acting, " !", WORDS))
    assert nameless == Refused(Why.NAME, "60")
    for act in (
        lambda acting: templates.create(acting, "Khác", WORDS),
        lambda acting: templates.edit(acting, one.id, "Khác"),
        lambda acting: templates.retire(acting, one.id),
    ):
        assert desk.act_by("Tú", act) == Refused(Why.NO_ROLE)
    with desk.store.read() as work:
        found = templates.usable(work, KEY, "cup nuoc")
        by_number = templates.usable(work, KEY, str(one.id))
        assert found == by_number
        assert not isinstance(found, Refused)
        assert templates.usable(work, KEY, "không có") == Refused(Why.NO_TEMPLATE)
        assert templates.usable(work, KEY, "cúp nước", 9) == Refused(Why.NO_TEMPLATE)
        assert store.find(work, "xa-khac", one.id) is None


def test_an_edit_of_what_somebody_else_edited_meanwhile_is_refused(desk: Desk) -> None:
    one = made(desk)
    desk.act_by("Hoa", lambda acting: templates.edit(acting, one.id, "Hai.", 1))
    late = desk.act_by("Lan", lambda acting: templates.edit(acting, one.id, "Ba.", 1))
    assert late == Refused(Why.CHANGED)


def test_a_retired_one_writes_nothing_new_and_keeps_what_it_wrote(desk: Desk) -> None:
    one = made(desk)
    draft = written(desk, one, ngay="4/12", noi="tổ 5")
    desk.act_by("Lan", lambda acting: templates.retire(acting, one.id))
    with desk.store.read() as work:
        assert templates.usable(work, KEY, one.name) == Refused(Why.RETIRED, one.name)
        assert templates.told(work, draft) == "Cúp nước, bản 1"
        assert [each.name for each in store.listed(work, KEY)] == ["Cúp nước"]
    refused = desk.act_by("Lan", lambda acting: templates.edit(acting, one.id, "Khác"))
    assert refused == Refused(Why.RETIRED, one.name)


def test_a_broadcast_knows_its_version_until_its_own_words_are_changed(desk: Desk) -> None:
    one = made(desk)
    first = written(desk, one, ngay="4/12", noi="tổ 5")
    desk.act_by("Lan", lambda acting: templates.edit(acting, one.id, "Mới: {ngay}."))
    second = written(desk, one, ngay="5/12")
    older = written(desk, one, 1, ngay="6/12", noi="tổ 6")
    used = [(each.template, each.template_version) for each in (first, second, older)]
    assert used == [(one.id, 1), (one.id, 2), (one.id, 1)]
    assert desk.found(first.id).words == WORDS, "a later version changes nothing written before"
    filled = desk.act("edit", "Lan", first.id, "", {"ngay": "7/12"})
    assert isinstance(filled, Broadcast)
    assert filled.template_version == 1, "other values, the same words"
    own = desk.act("edit", "Lan", first.id, "Chữ khác.", {})
    assert isinstance(own, Broadcast)
    assert (own.template, own.template_version) == (None, None)


def test_each_time_of_one_that_repeats_knows_it_too(desk: Desk) -> None:
    desk.readers(1)
    draft = written(desk, made(desk, words="Thuế năm {nam}."))
    rule = Repeat.parse(Every.MONTHLY, "25", "09:00")
    desk.act_by("Lan", lambda acting: repeat(acting, draft.id, rule))
    desk.bites()
    with desk.store.work() as work:
        (time,) = broadcasts.waiting_of(work, draft.id)
    assert (time.template, time.template_version) == (draft.template, 1)
    desk.act("edit", "Lan", draft.id, "Thuế năm {nam}, nộp sớm.", {})
    assert desk.found(time.id).template is None


def test_the_preview_shows_what_stands_in_each_field(desk: Desk) -> None:
    desk.readers(2)
    draft = written(desk, made(desk), ngay="4/12/2026", noi="tổ 5")

    def look(channel: str, account: str, reply: Reply) -> Look:
        del channel, account
        return Look((text_of((reply,)),))

    ports = previewing.ChannelPorts(look, lambda *_: Tariff())
    with desk.store.read() as work:
        seen = previewing.preview_of(work, desk.ward, draft, desk.clock.now(), ports)
    assert isinstance(seen, Preview)
    hotline = desk.ward.commune.hotline.number
    assert seen.fields == (("ngay", "4/12/2026"), ("noi", "tổ 5"), ("duong_day_nong", hotline))
    lines = wording.preview(draft, seen, 200)
    assert "Theo mẫu Cúp nước, bản 1." in lines
    assert f"Chỗ điền: ngay = 4/12/2026; noi = tổ 5; duong_day_nong = {hotline}" in lines
    assert f"Ngày 4/12/2026 cúp nước tại tổ 5. Hỏi {hotline}." in "\n".join(lines)
