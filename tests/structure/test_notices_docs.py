"""Every kind of notice stands in its document."""

from pathlib import Path

import pytest

from handlers.notice_kinds import NoticeKind

PAGE = (Path(__file__).resolve().parents[2] / "docs/notices.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", list(NoticeKind))
def test_every_kind_of_notice_is_in_its_document(kind: NoticeKind) -> None:
    assert f"| `{kind}`" in PAGE
