"""Where rules decide by place, a point on the map is asked which place it is: never guessed."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import text

from handlers.messages import InboundKind
from handlers.store.unit_of_work import Store
from knowledge.base import KnowledgeBase
from knowledge.commune import FeedbackSettings
from tests.conversations.conftest import Citizen, through_the_inbox

LAMP = "Đèn đường hỏng hai tuần nay, tối đi lại nguy hiểm"
SPOT = "12.23879,109.19675"
UNITS = {"bac": {"name": "Tổ Bắc"}, "nam": {"name": "Tổ Nam"}, "chung": {"name": "Văn phòng"}}
BY_PLACE = [
    {"unit": "bac", "kind": "local_matter", "places": ["Khu phố Bắc", "đường Hoa Sữa"]},
    {"unit": "nam", "kind": "local_matter", "places": ["Khu phố Nam"]},
]
Opens = Callable[..., Citizen]


@pytest.fixture
def opens(base: KnowledgeBase, sqlite_store: Store) -> Opens:
    """A citizen of a commune with these rules."""

    def opened(rules: list[dict[str, Any]]) -> Citizen:
        settings = {"units": UNITS, "rules": rules, "default_unit": "chung"}
        feedback = FeedbackSettings.model_validate(settings)
        ruled = replace(base, commune=base.commune.model_copy(update={"feedback": feedback}))
        return Citizen(through_the_inbox(ruled, sqlite_store))

    return opened


def pointed(citizen: Citizen, matter: str = LAMP) -> Citizen:
    """A report with a point and no word of where it is, its kind confirmed."""
    citizen.says("phản ánh")._does(InboundKind.PLACE, text=SPOT)
    return citizen.says(matter).taps("Đúng rồi")


def sent(citizen: Citizen, store: Store) -> tuple[str, str]:
    """Unit and place of the case, sent without a name."""
    citizen.taps("Gửi không kèm tên")
    citizen.hears("Đã nhận phản ánh")
    with store.read() as work:
        found = work.run(text("SELECT unit, place FROM feedback_case")).first()
        assert found is not None
    return str(found.unit), str(found.place)


@pytest.mark.parametrize(
    ("name", "unit"), [("Khu phố Nam", "nam"), ("Khu phố Bắc", "bac"), ("đường Hoa Sữa", "bac")]
)
def test_the_place_that_is_tapped_routes_as_the_same_word_does(
    opens: Opens, sqlite_store: Store, name: str, unit: str
) -> None:
    citizen = pointed(opens(BY_PLACE))
    citizen.hears("thuộc nơi nào", buttons=["Khu phố Bắc", "Khu phố Nam", "Tôi không rõ"])
    citizen.taps(name)
    citizen.hears("họ tên")
    assert sent(citizen, sqlite_store) == (unit, f"{SPOT} ({name})")


def test_a_place_that_is_typed_instead_routes_too(opens: Opens, sqlite_store: Store) -> None:
    citizen = pointed(opens(BY_PLACE)).says("gần cuối duong hoa sua đó em")
    citizen.hears("họ tên")
    assert sent(citizen, sqlite_store) == ("bac", SPOT)


@pytest.mark.parametrize("does_not_know", [True, False])
def test_who_does_not_know_is_asked_once_and_the_card_says_so(
    opens: Opens, sqlite_store: Store, *, does_not_know: bool
) -> None:
    citizen = pointed(opens(BY_PLACE))
    citizen = citizen.taps("Tôi không rõ") if does_not_know else citizen.says("gần cây bàng to")
    citizen.hears("họ tên")
    assert sent(citizen, sqlite_store) == ("chung", f"{SPOT} (chưa rõ thuộc nơi nào)")


def test_words_that_name_the_place_leave_nothing_to_ask(opens: Opens, sqlite_store: Store) -> None:
    citizen = pointed(opens(BY_PLACE), f"{LAMP}, ở khu phố Nam")
    citizen.hears("họ tên")
    citizen.hears_nothing_of("thuộc nơi nào")
    assert sent(citizen, sqlite_store) == ("nam", SPOT)


@pytest.mark.parametrize(
    "rules",
    [
        [],
        [{"unit": "bac", "kind": "local_matter"}, *BY_PLACE],
        [{"unit": "nam", "words": ["rác"], "places": ["Khu phố Nam"]}],
        [{"unit": "chung", "places": ["Khu phố Nam"]}],
    ],
    ids=["none", "another first", "of another matter", "the same unit"],
)
def test_where_place_changes_nothing_it_is_not_asked(
    opens: Opens, rules: list[dict[str, Any]]
) -> None:
    citizen = pointed(opens(rules))
    citizen.hears("họ tên")
    citizen.hears_nothing_of("thuộc nơi nào")


@pytest.mark.parametrize("step", ["who", "name"])
def test_a_point_that_comes_last_is_asked_about_as_well(
    opens: Opens, sqlite_store: Store, step: str
) -> None:
    citizen = opens(BY_PLACE)
    citizen.says("phản ánh").says(f"{LAMP}, trước nhà số 5").taps("Đúng rồi")
    citizen.hears("họ tên")
    if step == "name":
        citizen.taps("Để lại tên").taps("Đồng ý")
    citizen._does(InboundKind.PLACE, text=SPOT)
    citizen.hears("đã ghi vị trí", "thuộc nơi nào")
    citizen.taps("Khu phố Nam")
    assert sent(citizen, sqlite_store) == ("nam", f"{SPOT} (Khu phố Nam)")


def test_many_places_come_some_at_a_time(opens: Opens, sqlite_store: Store) -> None:
    names = [f"Tổ {one}" for one in range(1, 15)]
    rules = [{"unit": "bac", "places": names[:-1]}, {"unit": "nam", "places": names[-1:]}]
    citizen = pointed(opens(rules))
    citizen.hears(buttons=["Tổ 1", "Tổ 6", "Nơi khác"])
    citizen.taps("Nơi khác")
    citizen.hears(buttons=["Tổ 7", "Tổ 12"])
    citizen.taps("Nơi khác")
    citizen.hears(buttons=["Tổ 13"])
    citizen.taps("Tổ 14")
    assert sent(citizen, sqlite_store) == ("nam", f"{SPOT} (Tổ 14)")
