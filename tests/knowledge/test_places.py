from pathlib import Path

import pytest
import yaml

from knowledge.commune import Commune
from knowledge.places import find_places, moved_places, without_places

ROOT = Path(__file__).resolve().parents[2]


def commune_of(file: str) -> Commune:
    return Commune.model_validate(yaml.safe_load((ROOT / file).read_text("utf-8"))["commune"])


NHA_TRANG = commune_of("config.nhatrang.yaml")
SAMPLE = commune_of("config.yaml")


@pytest.mark.parametrize(
    "text",
    [
        "em ở phường Phước Tiến thì nộp ở đâu",
        "phuong phuoc tien gio thuoc phuong nao",
        "P.Phước Tiến",
        "Phước Tiến",
        "phường Phước Tiến, thành phố Nha Trang, tỉnh Khánh Hòa",
    ],
)
def test_an_old_ward_is_told_with_the_new_one_however_it_is_written(text: str) -> None:
    assert [new for _, new in moved_places(text, NHA_TRANG)] == ["phường Nha Trang"]


def test_the_old_name_keeps_the_kind_of_unit_the_person_wrote() -> None:
    assert moved_places("hồi trước là phường phước tiến", NHA_TRANG) == (
        ("Phường Phước Tiến", "phường Nha Trang"),
    )


@pytest.mark.parametrize(
    ("text", "new"),
    [
        ("nhà em ở Vĩnh Hải", "phường Bắc Nha Trang"),
        ("xã Vĩnh Ngọc", "phường Tây Nha Trang"),
        ("phuong phuoc hai", "phường Nam Nha Trang"),
        ("phường Phương Sài", "phường Tây Nha Trang"),
        ("o phuong sai", "phường Tây Nha Trang"),
    ],
)
def test_a_ward_that_went_elsewhere_is_told_with_its_own_new_unit(text: str, new: str) -> None:
    place = find_places(text, NHA_TRANG)[0]
    assert (place.now, place.here) == (new, False)


def test_both_steps_of_the_merger_lead_to_the_ward_of_today() -> None:
    names = [(one.old, one.here) for one in find_places("Phước Tân rồi Tân Tiến", NHA_TRANG)]
    assert names == [("Phước Tân", True), ("Tân Tiến", True)]


def test_a_place_named_twice_is_told_once() -> None:
    assert len(moved_places("phường Lộc Thọ, à Lộc Thọ cũ đó", NHA_TRANG)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "toi van thanh toan roi",
        "em tên Ngọc Hiệp làm khai sinh",
        "Nguyễn Vĩnh Thọ",
        "phường Nha Trang",
        "Phước Tiên",
        "làm khai sinh cần gì",
        "",
    ],
)
def test_words_and_people_are_no_old_places(text: str) -> None:
    assert moved_places(text, NHA_TRANG) == ()


def test_the_abolished_city_is_told_only_without_a_ward() -> None:
    assert len(moved_places("em ở tp Nha Trang", NHA_TRANG)) == 1
    both = moved_places("phường Vĩnh Hải, tp Nha Trang", NHA_TRANG)
    assert both == (("Phường Vĩnh Hải", "phường Bắc Nha Trang"),)


def test_a_name_listed_with_its_kind_needs_that_kind() -> None:
    assert moved_places("thi tran mau nop o dau", SAMPLE) == (("Thị trấn Mẫu", "xã Mẫu Hai"),)
    assert moved_places("phường Mẫu", SAMPLE) == ()
    assert moved_places("lấy mẫu ở đâu", SAMPLE) == ()


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("em ở phường Phước Tiến làm khai sinh ở đâu", "em ở làm khai sinh ở đâu"),
        ("phường Nha Trang làm việc mấy giờ", "làm việc mấy giờ"),
        ("phuong bac nha trang, tinh khanh hoa", ","),
        ("làm khai sinh   cần gì?", "làm khai sinh   cần gì?"),
    ],
)
def test_names_of_places_can_be_taken_out_of_a_question(text: str, left: str) -> None:
    assert without_places(text, NHA_TRANG) == left


def test_a_bare_name_spelled_in_full_needs_no_mark_on_every_word() -> None:
    assert [one.now for one in find_places("khu vực Phước Long làm sổ", NHA_TRANG)] == [
        "phường Nam Nha Trang"
    ]


def test_the_example_of_a_real_ward_invents_nothing() -> None:
    said = NHA_TRANG.facts()
    invented = {key: value for key, value in said.items() if value and "phone" in key}
    invented |= {key: said[key] for key in said if "address" in key and said[key]}
    assert invented == {}
    assert (said["hotline"], said["reception_day"], said["website"]) == ("", "", "")
