"""Versions in the database, on SQLite and PostgreSQL alike."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import select
from sqlmodel import col

from handlers.store.unit_of_work import Store
from knowledge.catalogue_store import (
    Confirmation,
    Origin,
    Outcome,
    ProcedureAlias,
    ProcedureForm,
    ProcedureVersion,
    catalogue_version,
    confirm,
    due_for_recheck,
    load_catalogue,
    load_drafts,
    load_version,
    save_overlays,
    upgrade_shipped,
    write_versions,
)
from knowledge.loading import load_procedures
from knowledge.overlay import Overlay
from knowledge.procedures import CatalogueState, OnlineLevel, Procedure, Rank

NOW = datetime(2026, 11, 22, 3, tzinfo=UTC)
TODAY = date(2026, 11, 22)
TOMORROW = NOW + timedelta(days=1)
SHIPPED = Origin(Rank.SHIPPED, "shipped")
IMPORT = Origin(Rank.IMPORT, "ds.xlsx")
OFFICER = Origin(Rank.OFFICER, "Lan")


def record(code: str = "1.999001", **more: object) -> Procedure:
    """An invented record."""
    return Procedure.model_validate(
        {"code": code, "name": "Cấp giấy thử", "field": "Lĩnh vực thử", **more}
    )


def write(store: Store, origin: Origin, *procedures: Procedure, at: datetime = NOW) -> Outcome:
    """Write and commit; the outcome of the last."""
    with store.work() as work:
        written = write_versions(work.session, procedures, origin, at)
        work.commit()
    return written[-1].outcome


def test_the_shipped_records_load_once_and_a_second_time_nothing(store: Store) -> None:
    with store.work() as work:
        first = upgrade_shipped(work.session, load_procedures(), NOW)
        second = upgrade_shipped(work.session, load_procedures(), TOMORROW)
        version = catalogue_version(work.session)
        active = load_catalogue(work.session, TODAY).procedures
        work.commit()

    assert {one.outcome for one in first} == {Outcome.PUBLISHED}
    assert second == ()
    assert version == 1
    assert active["1.001193"].title == "Đăng ký khai sinh"


def test_two_processes_that_start_at_once_load_the_shipped_records_once(store: Store) -> None:
    def start() -> int:
        with store.work() as work:
            written = upgrade_shipped(work.session, load_procedures(), NOW)
            work.commit()
        return len(written)

    with ThreadPoolExecutor(2) as pool:
        loaded = [future.result() for future in (pool.submit(start), pool.submit(start))]

    assert sorted(loaded) == [0, 96]


def test_a_correction_is_a_new_version_and_the_old_one_stays_as_it_was(store: Store) -> None:
    write(store, SHIPPED, record())
    write(store, SHIPPED, record(name="Cấp giấy thử mới"), at=TOMORROW)

    with store.read() as work:
        before = load_catalogue(work.session, TODAY).procedures["1.999001"]
        after = load_catalogue(work.session, TODAY + timedelta(days=1)).procedures["1.999001"]
        old = load_version(work.session, "1.999001", 1)

    assert (before.name, after.name) == ("Cấp giấy thử", "Cấp giấy thử mới")
    assert old == record()


def test_a_version_of_a_future_day_is_not_told_before(store: Store) -> None:
    write(store, SHIPPED, record())
    write(store, SHIPPED, record(name="Theo luật mới", effective_from=date(2027, 3, 1)))

    with store.read() as work:
        names = [
            load_catalogue(work.session, day).procedures["1.999001"].name
            for day in (TODAY, date(2027, 2, 28), date(2027, 3, 1))
        ]

    assert names == ["Cấp giấy thử", "Cấp giấy thử", "Theo luật mới"]


def test_a_law_recorded_late_holds_from_its_own_date(store: Store) -> None:
    write(store, SHIPPED, record())
    write(store, SHIPPED, record(name="Theo luật mới", effective_from=date(2026, 10, 1)))

    with store.read() as work:
        names = [
            load_catalogue(work.session, day).procedures["1.999001"].name
            for day in (date(2026, 9, 30), date(2026, 10, 1))
        ]

    assert names == ["Cấp giấy thử", "Theo luật mới"]


def test_a_typo_mended_in_a_dated_record_holds_from_the_day_it_is_mended(store: Store) -> None:
    law = date(2026, 10, 1)
    write(store, SHIPPED, record(name="Cấp giấi thử", effective_from=law))
    write(store, SHIPPED, record(effective_from=law))

    with store.read() as work:
        names = [
            load_catalogue(work.session, day).procedures["1.999001"].name
            for day in (law, TODAY - timedelta(days=1), TODAY)
        ]

    assert names == ["Cấp giấi thử", "Cấp giấi thử", "Cấp giấy thử"]


def test_an_import_of_a_code_with_a_shipped_record_is_a_draft_to_compare(store: Store) -> None:
    write(store, SHIPPED, record())

    outcome = write(store, IMPORT, record(name="Tên trên cổng"))

    with store.read() as work:
        drafts = load_drafts(work.session)
        active = load_catalogue(work.session, TODAY).procedures["1.999001"]
        version = catalogue_version(work.session)
    assert outcome is Outcome.DRAFT
    assert [procedure.name for _, procedure in drafts] == ["Tên trên cổng"]
    assert active.name == "Cấp giấy thử"
    assert version == 1


def test_a_shipped_record_takes_the_place_of_an_imported_one(store: Store) -> None:
    write(store, IMPORT, record(name="Tên trên cổng"))

    assert write(store, SHIPPED, record()) is Outcome.PUBLISHED


def test_an_officers_word_outlasts_a_newer_shipped_record(store: Store) -> None:
    write(store, OFFICER, record(name="Cán bộ sửa"))

    outcome = write(store, SHIPPED, record(), at=TOMORROW)

    with store.read() as work:
        active = load_catalogue(work.session, TODAY + timedelta(days=2)).procedures["1.999001"]
    assert outcome is Outcome.DRAFT
    assert active.name == "Cán bộ sửa"


def test_the_same_content_again_changes_nothing(store: Store) -> None:
    write(store, IMPORT, record())

    outcome = write(store, IMPORT, record(), at=TOMORROW)

    with store.read() as work:
        rows = work.session.execute(select(col(ProcedureVersion.id))).all()
        version = catalogue_version(work.session)
    assert outcome is Outcome.UNCHANGED
    assert (len(rows), version) == (1, 1)


def test_a_replaced_record_is_retired_with_its_successor(store: Store) -> None:
    write(store, SHIPPED, record("1.999001"), record("1.999002"))
    write(
        store,
        SHIPPED,
        record("1.999001", state="replaced", replaced_by="1.999002"),
        at=TOMORROW,
    )

    with store.read() as work:
        catalogue = load_catalogue(work.session, TODAY + timedelta(days=1))

    assert list(catalogue.procedures) == ["1.999002"]
    assert catalogue.retired["1.999001"].replaced_by == "1.999002"
    assert catalogue.state("1.999001") is CatalogueState.REPLACED


def test_work_that_is_not_committed_leaves_no_trace(store: Store) -> None:
    with store.work() as work:
        write_versions(work.session, [record()], SHIPPED, NOW)

    with store.read() as work:
        assert catalogue_version(work.session) == 0
        assert load_catalogue(work.session, TODAY).procedures == {}


def test_learnt_words_and_form_links_survive_versions(store: Store) -> None:
    write(store, SHIPPED, record(forms=[{"name": "Tờ khai A"}]))
    with store.work() as work:
        work.session.add(
            ProcedureAlias(
                code="1.999001",
                phrase="giấy thử",
                phrase_key="giay thu",
                added_by="Lan",
                added_at=NOW,
            )
        )
        work.session.add(
            ProcedureForm(
                commune="mau",
                code="1.999001",
                name="Tờ khai A",
                name_key="to khai a",
                url="https://xa.example/a.docx",
                added_by="Lan",
                added_at=NOW,
            )
        )
        work.commit()
    write(store, SHIPPED, record(name="Bản mới", forms=[{"name": "Tờ khai A"}]), at=TOMORROW)

    with store.read() as work:
        shown = load_catalogue(work.session, TODAY + timedelta(days=1), "mau").procedures

    assert shown["1.999001"].aliases == ("giấy thử",)
    assert shown["1.999001"].forms[0].url == "https://xa.example/a.docx"


def test_the_overlay_is_the_communes_own_and_survives_versions(store: Store) -> None:
    write(store, SHIPPED, record())
    overlay = Overlay(code="1.999001", online_level=OnlineLevel.FULL)
    with store.work() as work:
        saved = save_overlays(work.session, "mau", [overlay], "bang.xlsx", NOW)
        again = save_overlays(work.session, "mau", [overlay], "bang.xlsx", NOW)
        work.commit()
    write(store, SHIPPED, record(name="Bản mới"), at=TOMORROW)

    with store.read() as work:
        mine = load_catalogue(work.session, TODAY + timedelta(days=1), "mau")
        theirs = load_catalogue(work.session, TODAY + timedelta(days=1), "khac")

    assert (saved, again) == (1, 0)
    assert mine.procedures["1.999001"].online_level is OnlineLevel.FULL
    assert theirs.procedures["1.999001"].online_level is OnlineLevel.UNKNOWN
    assert mine.version == 3


def test_still_right_is_recorded_as_a_new_version_with_who_and_source(store: Store) -> None:
    write(store, SHIPPED, record(checked_on=date(2026, 5, 1), source="Cổng"))
    with store.work() as work:
        due = due_for_recheck(catalogue := load_catalogue(work.session, TODAY), catalogue.active)
        said = Confirmation("mau", "1.999001", "Lan", "QĐ 12/QĐ-BTP")
        number = confirm(work.session, said, NOW)
        work.commit()

    with store.read() as work:
        catalogue = load_catalogue(work.session, TODAY)
        old = load_version(work.session, "1.999001", 1)
    shown = catalogue.procedures["1.999001"]
    assert [(one.procedure.code, one.stale) for one in due] == [("1.999001", True)]
    assert number == 2
    assert (shown.checked_on, catalogue.stale) == (TODAY, frozenset())
    assert shown.source == "Cổng; QĐ 12/QĐ-BTP (cán bộ đối chiếu 22/11/2026)"
    assert old is not None
    assert old.checked_on == date(2026, 5, 1)


def test_still_right_of_an_unknown_code_records_nothing(store: Store) -> None:
    with store.work() as work:
        said = Confirmation("mau", "9.999999", "Lan", "QĐ")

        assert confirm(work.session, said, NOW) is None
