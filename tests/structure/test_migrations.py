"""Migrations are one chain: two with one number leave every database where it is."""

import re

from tests.structure.test_code_base import ROOT

FOLDER = ROOT / "bot" / "migrations" / "versions"
NUMBER = re.compile(r'^(revision|down_revision) = "?(\w+)"?', re.MULTILINE)


def test_each_migration_follows_the_one_before_it() -> None:
    files = sorted(FOLDER.glob("*.py"))
    told = [
        dict(
            re.findall(
                r'^(revision|down_revision) = "?(\w+)"?', one.read_text("utf-8"), re.MULTILINE
            )
        )
        for one in files
    ]
    numbers = [one["revision"] for one in told]
    assert [one.name[:4] for one in files] == numbers
    assert [one["down_revision"] for one in told] == ["None", *numbers[:-1]]
