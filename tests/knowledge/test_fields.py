"""A field that sources name differently is one field in every list, counted once."""

import gzip
import json
import os
from dataclasses import replace
from pathlib import Path

import pytest

from bot.dialogue import NothingKept
from bot.pages import KnowledgePages
from bot.web.public.listing import shelves
from handlers.browse import Directory
from handlers.options import field_buttons
from knowledge.base import KnowledgeBase
from knowledge.fields import field_key, shown_field, shown_key
from knowledge.loading import DATA, load_procedures
from knowledge.procedures import Procedure
from tests.fakes.clock import FakeClock
from tests.fakes.shipped import shipped_base
from tests.knowledge.dossiers.lives import at

STUDY = os.environ.get("MOTCUA_SHARED")  # noqa: TID251 - where the study data lies, tests only
SHARED = Path(STUDY) if STUDY else DATA.parents[1].parent / "shared"
CRAWL = SHARED / "data" / "procedures" / "procedures_all.jsonl.gz"
SEVERAL = {"1.001939"}
"""The portal has one field for what we list under two: the record is of health insurance."""
OURS = {"Căn cước": 5, "Cư trú": 12}
PORTALS = ("Cấp, quản lý căn cước", "Đăng ký, quản lý cư trú", "Khiếu nại, tố cáo")


@pytest.fixture(scope="module")
def base() -> KnowledgeBase:
    """The shipped records with one more of each of the portal's names beside them."""
    shipped = shipped_base()
    more = {
        f"1.99900{number}": Procedure.model_validate(
            {"code": f"1.99900{number}", "name": f"Việc thử {number}", "field": field}
        )
        for number, field in enumerate(PORTALS)
    }
    return replace(shipped, procedures={**shipped.procedures, **more})


def test_the_chats_directory_names_each_field_once_and_counts_both(base: KnowledgeBase) -> None:
    names = [one.label for one in Directory(base).field().replies[0].choices]
    assert len(names) == len(set(names))
    assert not set(PORTALS[:2]) & set(names)
    assert {"Căn cước", "Cư trú", "Khiếu nại, tố cáo"} <= set(names)
    assert not {"Khiếu nại", "Tố cáo"} & set(names)
    for name, shipped in OURS.items():
        assert len(base.in_field(field_key(name))) == shipped + 1
    assert len(base.in_field("khieu-nai-to-cao")) == 3


def test_every_record_is_in_exactly_one_field_and_keeps_its_own_name(base: KnowledgeBase) -> None:
    keys = base.field_keys().values()
    assert sum(len(base.in_field(key)) for key in keys) == len(base.by_title)
    assert base.procedures["1.999000"].field == "Cấp, quản lý căn cước"


def test_a_tap_or_address_of_the_portals_name_still_leads_there(base: KnowledgeBase) -> None:
    old = field_key("Đăng ký, quản lý cư trú")
    turn = Directory(base).field(old)
    assert turn == Directory(base).field("cu-tru")
    assert "Cư trú (1–8 trong 13 thủ tục)" in str(turn.replies[0].blocks)
    assert shown_key("khong-co") == "khong-co"


def test_fields_offered_after_a_question_are_not_doubled(base: KnowledgeBase) -> None:
    offered = field_buttons(["Căn cước", "Cấp, quản lý căn cước", "Đất đai"], base)
    assert [one.label for one in offered] == ["Căn cước", "Đất đai"]


def test_the_webs_directory_counts_them_together(base: KnowledgeBase) -> None:
    class Source:
        def at(self, now: object) -> KnowledgeBase:
            del now
            return base

    pages = KnowledgePages(Source(), NothingKept(), FakeClock(at("2026-11-23 09:00")))
    found = shelves(pages.directory())
    counts = {one.name: len(one.procedures) for one in found.fields}
    assert {name: counts[name] for name in OURS} == {name: n + 1 for name, n in OURS.items()}
    assert counts["Khiếu nại, tố cáo"] == 3
    assert not set(PORTALS[:2]) & set(counts)
    old = found.find("linh-vuc", field_key("Cấp, quản lý căn cước"))
    assert old is not None
    assert old == found.find("linh-vuc", "can-cuoc")


@pytest.mark.skipif(not CRAWL.is_file(), reason="the study data is not beside the repository")
def test_no_shipped_field_stands_beside_the_portals_name_of_it() -> None:
    with gzip.open(CRAWL, "rt", encoding="utf-8") as lines:
        portal = {one["code"]: one["field"] for one in map(json.loads, lines)}
    apart = {
        record.code
        for record in load_procedures()
        if record.code in portal and shown_field(record.field) != shown_field(portal[record.code])
    }
    assert apart == SEVERAL
