"""The kinds of notices and their document say the same: no kind is missing, none is made up."""

import re
from datetime import timedelta
from pathlib import Path

import pytest

from handlers.notice_kinds import ABOUT, NoticeKind

PAGE = (Path(__file__).resolve().parents[2] / "docs/notices.md").read_text(encoding="utf-8")
OF_OURS, OF_SERVICES = re.findall(r"\n\|[- |]+\|\n((?:\|.*\n)+)", PAGE.partition("## Kinds")[2])[:2]
ROW = re.compile(r"^\| `([a-z0-9-]+)`( †)? \|.*\| ([^|]+) \|$", re.MULTILINE)
ROWS = {found[0]: (bool(found[1]), found[2]) for found in ROW.findall(OF_OURS)}
PROVINCE = 18
"""Kinds the provincial SMS service is said to know."""


def test_the_document_lists_the_kinds_there_are() -> None:
    assert set(ROWS) == {str(kind) for kind in NoticeKind}
    assert len(OF_OURS.splitlines()) == len(NoticeKind)
    assert f"{len(NoticeKind)} kinds in all" in PAGE


def test_there_are_at_least_as_many_kinds_as_the_province_sends() -> None:
    assert len(NoticeKind) >= PROVINCE


def test_what_such_services_tell_is_told_by_kinds_there_are_and_each_kind_stands_beside() -> None:
    beside = [name for line in OF_SERVICES.splitlines() for name in re.findall(r"`([^`]+)`", line)]
    assert sorted(beside) == sorted(str(kind) for kind in NoticeKind)


@pytest.mark.parametrize("kind", list(NoticeKind))
def test_how_long_a_kind_is_of_use_and_whether_it_claims_what_is_now(kind: NoticeKind) -> None:
    claims_now, of_use = ROWS[kind]
    about = ABOUT[kind]
    assert about.claims_now == claims_now
    if of_use == "that evening":
        assert about.life <= timedelta(days=1)
    else:
        assert of_use in (f"{about.life.days} day", f"{about.life.days} days")
