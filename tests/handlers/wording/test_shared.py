"""What is told to who cannot choose: only what every offered record says."""

from handlers.wording import shared
from tests.fakes.shipped import shipped_base

BASE = shipped_base()


def told(*codes: str) -> str:
    """The lines about these procedures."""
    found = [one for code in codes if (one := BASE.active(code)) is not None]
    assert len(found) == len(codes)
    return "\n".join(shared.lines(found, BASE.commune))


def test_one_desk_is_named_where_all_are_handed_in_there() -> None:
    assert "Số 1 đường Mẫu" in told("1.000656", "1.001193")


def test_no_desk_is_named_where_they_differ() -> None:
    words = told("1.001193", "1.004194")

    assert "Việc nào cũng nộp tại" not in words


def test_a_figure_is_told_only_where_it_is_the_same() -> None:
    assert "Lệ phí" not in told("1.001193", "2.000815")


def test_nothing_is_shared_by_one() -> None:
    assert told("1.001193") == ""
