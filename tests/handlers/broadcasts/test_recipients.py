"""A file of recipients: rows told apart, people matched once, nothing kept longer than needed."""

import zipfile
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import xlsxwriter
from sqlalchemy import select, update

from bot.recipient_files import UNPACKED, rows_in, rows_of
from handlers.broadcast import Broadcast, BroadcastState
from handlers.broadcast_costs import Tariff
from handlers.broadcast_reports import Look, Preview
from handlers.broadcast_texts import Draft, Refused, Why
from handlers.broadcasts import missing, previewing, recipients, repeating
from handlers.recipient_sheet import MOST, Bar, Key, Row, SheetError, phone_of, read
from handlers.repeats import Repeat
from handlers.store import erasing, follows, subscriptions, views
from handlers.store import recipients as kept
from handlers.store.follows import Recipient
from handlers.store.phones import keep
from handlers.store.tables import BroadcastRecipientRow, ContactRow, table_of
from handlers.store.unit_of_work import Store
from handlers.vault import Vault, phone_place
from knowledge import dossier_store
from knowledge.importing.sheets import Sheet, SheetRow
from tests.fakes.clock import FakeClock
from tests.fakes.dossiers import dossier
from tests.fakes.readers import KEY, Desk, open_desk

VAULT = Vault(bytes(range(32)))
CODE = "H32.12-261101-{:04}"
TEXT = "Chào {ho_ten}, mời anh/chị đến {noi_nhan}."


@pytest.fixture
def desk(store: Store, clock: FakeClock) -> Desk:
    return open_desk(store, clock, above=3)


def follow(desk: Desk, number: int, *contacts: str) -> str:
    """A dossier these people follow; its code."""
    code, now = CODE.format(number), desk.clock.now()
    with desk.store.work() as work:
        made = dossier_store.create(
            work.session, replace(dossier(code=code), id=0, commune=KEY, token=code), (), b"k", now
        )
        for contact in contacts:
            follows.add(work, Recipient(KEY, desk.endpoint, "telegram", contact), made.id, now)
        work.commit()
    return code


def sheet(*rows: tuple[str, ...]) -> tuple[Row, ...]:
    return read((Sheet("1", tuple(SheetRow(at, row) for at, row in enumerate(rows, 1))),))


def give(
    desk: Desk, number: int, given: tuple[Row, ...], known: recipients.Phones
) -> Broadcast | Refused:
    """Match the rows, then put them into the draft, as command and console do."""
    with desk.store.read() as work:
        matched = recipients.match(work, desk.ward, number, given, known, desk.clock.now())
    if isinstance(matched, Refused):
        return matched
    return desk.act_by("Lan", lambda acting: recipients.give(acting, number, matched))


def listed(desk: Desk, *rows: tuple[str, ...], text: str = TEXT) -> Broadcast:
    """A draft with these rows under the headings of a code and a name."""
    one = desk.write(text, to="sheet")
    given = sheet(("Mã hồ sơ", "Họ tên", "Số điện thoại"), *rows)
    with desk.store.read() as work:
        known = recipients.phones(work, KEY, VAULT)
    made = give(desk, one.id, given, known)
    assert isinstance(made, Broadcast), made
    return made


def lines(desk: Desk, number: int) -> list[tuple[int, str]]:
    with desk.store.read() as work:
        return [(one.line, one.bar) for one in kept.lines(work, number)]


def test_headings_are_found_under_a_title_and_other_columns_are_fields() -> None:
    rows = sheet(
        ("Danh sách mời",),
        ("STT", "Mã số hồ sơ", "Họ và tên"),
        ("1", "h32.12-261101-7", " Nguyễn  Văn A "),
        ("", "", ""),
        ("2", "không có", "B"),
        ("3", "", "C"),
    )
    assert rows[0] == Row(
        3, {Key.CODE: "H32.12-261101-0007"}, {"stt": "1", "ho_va_ten": "Nguyễn Văn A"}
    )
    assert [(row.line, row.bar) for row in rows[1:]] == [(5, Bar.BAD_CODE), (6, Bar.NO_KEY)]


@pytest.mark.parametrize("text", ["0912345678", "912345678", "+84 912 345 678", "84912.345.678"])
def test_a_number_is_read_however_a_spreadsheet_spells_it(text: str) -> None:
    assert phone_of(text) == "84912345678"
    assert phone_of("12345") is None


def test_what_is_no_list_is_refused_with_what_to_change(tmp_path: Path) -> None:
    with pytest.raises(SheetError, match=r"không thấy cột “Mã hồ sơ”.*Tên, Tuổi"):
        sheet(("Tên", "Tuổi"), ("A", "3"))
    with pytest.raises(SheetError, match="không có dòng nào"):
        sheet(("Mã hồ sơ",))
    with pytest.raises(SheetError, match="nhiều nhất"):
        sheet(("Mã hồ sơ",), *([("x",)] * (MOST + 1)))
    with pytest.raises(SheetError, match=r"hãy dùng \.xlsx"):
        rows_in(b"%PDF", "list.pdf")
    with pytest.raises(SheetError, match="không phải bảng tính"):
        rows_in(b"no spreadsheet", "list.xlsx")
    with pytest.raises(SheetError, match="UTF-8"):
        rows_in(b"M\xe3", "list.csv")


def test_a_small_file_that_unpacks_into_gigabytes_is_not_opened(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b" " * (UNPACKED + 1))
    assert path.stat().st_size < 1_000_000
    with pytest.raises(SheetError, match="quá lớn khi mở ra"):
        rows_of(path)


def test_an_excel_file_and_a_csv_file_say_the_same(tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, ["Số điện thoại", "Họ tên"])
        page.write_row(1, 0, [912345678, "An"])
    csv = "Số điện thoại;Họ tên\n0912 345 678;An\n".encode()
    assert rows_of(path) == rows_in(csv, "list.csv")


def test_rows_are_matched_once_and_each_gets_its_own_words(desk: Desk) -> None:
    one, two, stopped, _ = desk.readers(4)
    with desk.store.work() as work:
        subscriptions.stop(work, KEY, stopped, desk.clock.now())
        keep(work, two, VAULT.seal_text(phone_place(two), "84912345678"), desk.clock.now())
        work.commit()
    rows = [
        (follow(desk, 1, one), "An", ""),
        (follow(desk, 2, one), "An nữa", ""),
        (follow(desk, 3), "Không ai", ""),
        (follow(desk, 4, stopped), "Thôi", ""),
        (CODE.format(99), "Lạ", ""),
        ("", "Bình", "0912345678"),
        (follow(desk, 5, two), "", ""),
        ("", "Xa", "0987654321"),
    ]
    made = listed(desk, *rows)
    assert lines(desk, made.id) == [
        (2, ""), (3, Bar.TWICE), (4, Bar.NOBODY), (5, Bar.STOPPED), (6, Bar.UNKNOWN), (7, ""),
        (8, Bar.FIELDS), (9, Bar.UNKNOWN),
    ]  # fmt: skip
    desk.start(made.id)
    desk.bites()
    with desk.store.read() as work:
        said = [str(views.letters(work, who)[-1].reply) for who in (one, two)]
        called = missing.people(work, made, desk.clock.now())
    assert ["Chào An, mời" in said[0], "Chào Bình, mời" in said[1]] == [True, True]
    assert sorted(who for who, *_ in desk.copies(made.id)) == sorted([one, two])
    assert [(each.line, each.who) for each in called] == [
        (4, CODE.format(3)), (6, CODE.format(99)), (8, CODE.format(5)), (9, "…321"),
    ]  # fmt: skip


def test_two_chats_joined_as_one_person_get_one(desk: Desk) -> None:
    one, two = desk.readers(2)
    contact = table_of(ContactRow)
    with desk.store.work() as work:
        work.connection.execute(update(contact).values(person="p1"))
        work.commit()
    made = listed(desk, (follow(desk, 1, one), "An", ""), (follow(desk, 2, two), "An", ""))
    assert lines(desk, made.id) == [(2, ""), (3, Bar.TWICE)]


def test_the_preview_shows_lines_that_fail_and_the_text_of_a_row(desk: Desk) -> None:
    one, two = desk.readers(2)
    made = listed(desk, (follow(desk, 1, one), "An", "x"), (follow(desk, 2, two), "", ""))
    with desk.store.read() as work:
        ports = previewing.ChannelPorts(lambda *given: Look((str(given[-1]),)), lambda *_: Tariff())
        seen = previewing.preview_of(work, desk.ward, made, desk.clock.now(), ports)
    assert isinstance(seen, Preview)
    assert seen.listed is not None
    assert (seen.total, seen.example, seen.listed.lines, dict(seen.listed.barred)) == (
        1, 2, 2, {Bar.FIELDS: (3,)},
    )  # fmt: skip
    assert "Chào An" in seen.channels[0].messages[0]


def test_a_new_list_or_new_words_must_be_approved_again(desk: Desk) -> None:
    people = desk.readers(4)
    rows = [(follow(desk, at, who), "An", "") for at, who in enumerate(people, 1)]
    made = listed(desk, *rows)
    assert desk.start(made.id) == Refused(Why.NOT_APPROVED, "4")
    desk.act("approve", "Hoa", made.id)
    given = sheet(("Mã hồ sơ", "Họ tên"), *((code, name) for code, name, _ in rows))
    give(desk, made.id, given, {})
    assert desk.start(made.id) == Refused(Why.NOT_APPROVED, "4")
    assert desk.act("edit", "Lan", made.id, "Chào {tuoi}.", {}) == Refused(Why.FIELDS, "tuoi")


def test_a_list_neither_repeats_nor_waits_longer_than_its_rows_are_kept(desk: Desk) -> None:
    (one,) = desk.readers(1)
    made = listed(desk, (follow(desk, 1, one), "An", ""))
    late = desk.clock.now() + timedelta(days=51)
    assert desk.start(made.id, at=late) == Refused(Why.LIST_OLD)
    rule = Repeat.parse("monthly", "1", "09:00")
    assert desk.act_by("Lan", lambda acting: repeating.repeat(acting, made.id, rule)) == Refused(
        Why.LIST_ONCE
    )
    plain = desk.write()
    assert give(desk, plain.id, (), {}) == Refused(Why.NO_LIST)
    assert desk.act("write", "Lan", Draft("{", {}, "general", "sheet")) != Refused(Why.FIELDS)


def test_what_rows_say_of_people_goes_at_the_end_and_with_the_person(desk: Desk) -> None:
    one, two = desk.readers(2)
    made = listed(desk, (follow(desk, 1, one), "An", ""), (follow(desk, 2, two), "Bình", ""))
    with desk.store.work() as work:
        erasing.erase_person(work, two, desk.clock.now())
        work.commit()
    assert lines(desk, made.id) == [(2, "")]
    desk.start(made.id)
    desk.bites()
    desk.act("cancel", "Lan", made.id)
    desk.bites()
    assert desk.found(made.id).state is BroadcastState.CANCELLED
    row = table_of(BroadcastRecipientRow)
    with desk.store.read() as work:
        assert work.connection.execute(select(row.c["values"])).scalars().all() == [None]


def test_a_list_matched_for_words_that_were_edited_meanwhile_is_not_taken(desk: Desk) -> None:
    (one,) = desk.readers(1)
    made = listed(desk, (follow(desk, 1, one), "An", ""))
    given = sheet(("Mã hồ sơ", "Họ tên"), (CODE.format(1), "An"))
    with desk.store.read() as work:
        matched = recipients.match(work, desk.ward, made.id, given, {}, desk.clock.now())
    assert isinstance(matched, recipients.Matched)
    desk.act("edit", "Hoa", made.id, "Kính chào {ho_ten}.", {})
    done = desk.act_by("Lan", lambda acting: recipients.give(acting, made.id, matched))
    assert done == Refused(Why.CHANGED)
    desk.clock.move(days=51)
    assert give(desk, made.id, given, {}) == Refused(Why.LIST_OLD)
