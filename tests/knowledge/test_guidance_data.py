import json
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from knowledge.commune import Commune
from knowledge.guidance import Card, Family, FamilyOption, LifeEvent, Route
from knowledge.loading import load_guidance, load_procedures
from knowledge.text.folding import fold

ROOT = Path(__file__).resolve().parents[2]
GUIDANCE = load_guidance()
CODES = {record.code for record in load_procedures()}
FAMILIES = {family.key: family for family in GUIDANCE.families}
ROUTES = {route.key: route for route in GUIDANCE.routes}
CARDS = {card.key: card for card in GUIDANCE.cards}
Entry = Family | Route | Card | LifeEvent
EVERYTHING: tuple[Entry, ...] = (
    *GUIDANCE.families,
    *GUIDANCE.routes,
    *GUIDANCE.cards,
    *GUIDANCE.life_events,
)
FILLED_BY_THE_FLOW = {
    "hours_today",
    "hours_week",
    "hours_asked",
    "feedback_now",
    "codes_count",
    "fields_list",
}
NATIONAL_NUMBERS = {"113", "114", "115", "111", "156", "1900 9068", "1900 0368", "1800 1096"}


def options_of(entry: Entry) -> tuple[FamilyOption, ...]:
    match entry:
        case Family():
            return entry.options
        case Card():
            return entry.buttons
        case _:
            return ()


def told(entry: Entry) -> Iterator[str]:
    """Every text of `entry` a citizen reads."""
    yield entry.title
    yield from (option.label for option in options_of(entry))
    match entry:
        case Family():
            yield from (entry.question, *entry.shared)
        case Route():
            yield from (entry.where, *entry.steps)
        case Card():
            yield from entry.body
        case LifeEvent():
            yield entry.intro or entry.title


def _names(text: str) -> set[str]:
    """Placeholders of a text."""
    return set(re.findall(r"\{(\w+)\}", text))


def _without(text: str) -> str:
    return re.sub(r"\{\w+\}", "", text)


def _numbers(text: str) -> list[str]:
    """What looks like a telephone number; neither a code, a date nor the number of a law."""
    return re.findall(
        r"(?<![\d/.])(?:1[89]00 ?\d{4}|0\d(?:[ .]?\d){6,9}|1\d\d)(?![\d/]|\.\d)", text
    )


def facts() -> set[str]:
    settings = yaml.safe_load((ROOT / "config.yaml").read_text("utf-8"))
    return set(Commune.model_validate(settings["commune"]).facts())


def test_no_key_is_used_twice_in_any_kind() -> None:
    keys = [entry.key for entry in EVERYTHING]
    assert sorted(keys) == sorted(set(keys))


def test_every_code_named_has_a_shipped_record() -> None:
    named = {option.code for entry in EVERYTHING for option in options_of(entry) if option.code}
    named |= {code for route in GUIDANCE.routes for code in route.related}
    named |= {code for event in GUIDANCE.life_events for code in event.codes}
    assert named <= CODES


def test_a_label_fits_a_button() -> None:
    labels = [option.label for entry in EVERYTHING for option in options_of(entry)]
    assert [label for label in labels if len(label) > 60] == []


def test_no_two_options_of_one_question_look_or_lead_the_same() -> None:
    for entry in EVERYTHING:
        options = options_of(entry)
        assert len({fold(option.label) for option in options}) == len(options), entry.key
        assert len({(one.code, one.route, one.card) for one in options}) == len(options), entry.key


def test_a_phrase_belongs_to_one_entry_only() -> None:
    owners: dict[str, set[str]] = defaultdict(set)
    for entry in EVERYTHING:
        for phrase in entry.phrases:
            owners[fold(phrase)].add(entry.key)
    assert {phrase: keys for phrase, keys in owners.items() if len(keys) > 1} == {}


def test_no_phrase_repeats_a_question_of_the_study_data(shared: Path) -> None:
    asked = set()
    for file in (shared / "data" / "questions" / "dev").glob("*.jsonl"):
        for line in file.read_text("utf-8").splitlines():
            item = json.loads(line)
            asked |= {fold(turn["question"]) for turn in item.get("turns", [item])}
    phrases = {fold(phrase) for entry in EVERYTHING for phrase in entry.phrases}
    assert asked
    assert phrases & asked == set()


def test_placeholders_are_known() -> None:
    used = {name for entry in EVERYTHING for text in told(entry) for name in _names(text)}
    assert used <= facts() | FILLED_BY_THE_FLOW
    open_braces = [text for entry in EVERYTHING for text in told(entry) if "{" in _without(text)]
    assert open_braces == []


def test_something_is_said_even_where_the_commune_said_nothing() -> None:
    always = {"commune", "province", "psc_name", "police_name"} | FILLED_BY_THE_FLOW
    cards = {card.key: card.body for card in GUIDANCE.cards}
    families = {family.key: family.shared for family in GUIDANCE.families}
    routes = {route.key: (route.where,) for route in GUIDANCE.routes}
    silent = [
        key
        for key, lines in (cards | families | routes).items()
        if not any(_names(line) <= always for line in lines)
    ]
    assert silent == []


def test_one_missing_fact_never_takes_another_with_it() -> None:
    never_empty = {"commune", "province", "psc_name", "police_name"} | FILLED_BY_THE_FLOW
    texts = [text for entry in EVERYTHING for text in told(entry)]
    assert [text for text in texts if len(_names(text) - never_empty) > 1] == []


def test_citizens_are_addressed_as_anh_chi_never_as_ban() -> None:
    rude = re.compile(r"\b[Bb]ạn\b")
    assert [text for entry in EVERYTHING for text in told(entry) if rude.search(text)] == []


def test_sentences_stay_short() -> None:
    texts = [text for entry in EVERYTHING for text in told(entry)]
    sentences = [one for text in texts for one in re.split(r"(?<=[.?!:;])\s", text)]
    assert [one for one in sentences if len(one) > 170] == []


@pytest.mark.parametrize("text", ["gọi 1900 1234", "số 0258 3822 000", "0905123456", "gọi 119"])
def test_a_number_nobody_published_would_be_noticed(text: str) -> None:
    assert not set(_numbers(text)) <= NATIONAL_NUMBERS


def test_only_national_numbers_are_written_out() -> None:
    texts = [text for entry in EVERYTHING for text in told(entry)]
    texts += [route.phone or "" for route in GUIDANCE.routes]
    assert {number for text in texts for number in _numbers(text)} <= NATIONAL_NUMBERS


def test_an_emergency_leads_with_its_number() -> None:
    urgent = [route for route in GUIDANCE.routes if route.urgent]
    assert {route.phone for route in urgent} == {"113", "114", "115", "111"}
    assert all((route.phone or "-") in route.where for route in urgent)


def test_a_route_steps_back_where_the_commune_does_it_itself() -> None:
    code = ROUTES["hop_tac_xa"].unless[0]
    beside = GUIDANCE.beside({code})
    assert "hop_tac_xa" not in {route.key for route in beside.routes}
    family = next(family for family in beside.families if family.key == "kinh_doanh")
    assert code in {option.code for option in family.options}
    assert "hop_tac_xa" not in {option.route for option in family.options}


def test_a_route_stays_where_nothing_takes_it_over() -> None:
    assert GUIDANCE.beside(CODES) == GUIDANCE


# What the specification lists must be there.


@pytest.mark.parametrize(
    ("key", "codes"),
    [
        (
            "khai_sinh",
            "1.001193 3.000722 1.004884 2.000635 1.004859 2.000528 1.000689 1.004772",
        ),
        ("dang_ky_lai", "1.004884 1.004746 1.005461"),
        ("mai_tang", "1.001731 1.014028 1.010824 2.002307 2.002308 2.002913"),
        ("can_cuoc", "1.014061 1.014062 1.014063 1.014064 3.000228"),
        ("tam_tru", "1.004194 1.002755 1.010028 1.003677 2.001159"),
        ("thuong_tru", "1.004222 1.010038 1.003197 1.010041"),
        ("ho_ngheo", "1.011607 1.011606 1.011608 1.011609"),
        ("giay_phep_xay_dung", "1.013225 1.013229 1.013226 1.013227 1.013228"),
        ("ho_kinh_doanh", "1.001612 2.000720 1.001570 1.001266 2.000575"),
        ("chung_thuc", "2.000815 2.000884 2.001035 2.001019 2.001406"),
        ("ket_hon", "1.000894 2.000806 1.004746 1.004873 2.002189"),
        ("dat", "1.013978 1.012796 1.013949 1.012812"),
    ],
)
def test_a_family_offers_what_the_specification_lists(key: str, codes: str) -> None:
    assert set(codes.split()) <= {option.code for option in FAMILIES[key].options}


@pytest.mark.parametrize(
    ("phrase", "key"),
    [
        ("khai sinh", "khai_sinh"),
        ("mat khai sinh", "mat_khai_sinh"),
        ("ba mat khai sinh", "ba_mat_khai_sinh"),
        ("tam tru tam vang", "tam_tru"),
        ("dang ky lai", "dang_ky_lai"),
        ("cong chung", "chung_thuc"),
        ("mai tang", "mai_tang"),
        ("so do sang ten", "sang_ten_so"),
        ("hoc bong", "hoc_bong_vay"),
        ("ly hon", "ly_hon"),
        ("bang lai", "bang_lai"),
        ("to cao", "to_cao"),
        ("khieu nai", "khieu_nai"),
    ],
)
def test_the_words_of_a_trap_name_their_own_entry(phrase: str, key: str) -> None:
    owners = {entry.key for entry in EVERYTHING if phrase in map(fold, entry.phrases)}
    assert owners == {key}


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ("ly hôn, giành quyền nuôi con, cấp dưỡng", "ly_hon"),
        ("lý lịch tư pháp, phiếu lý lịch số 1", "ly_lich_tu_phap"),
        ("hộ chiếu, passport", "ho_chieu"),
        ("bằng lái xe, đổi gplx", "bang_lai"),
        ("đăng ký xe máy, biển số, cà vẹt", "dang_ky_xe"),
        ("phạt nguội, nộp phạt giao thông", "phat_nguoi"),
        ("sang tên sổ đỏ, tách thửa, thế chấp sổ, xóa thế chấp", "sang_ten_so"),
        ("lương hưu, BHXH một lần, thai sản", "bhxh_che_do"),
        ("thất nghiệp", "that_nghiep"),
        ("thuế, mã số thuế, thuế TNCN, thuế đất", "thue"),
        ("học bổng, vay vốn sinh viên", "hoc_bong_vay"),
        ("nghĩa vụ quân sự, giấy tạm hoãn", "quan_su"),
        ("trộm cắp, mất xe", "trom_cap"),
        ("lừa đảo", "lua_dao"),
        ("đánh nhau", "cong_an_khan"),
        ("cháy", "chay"),
        ("cấp cứu", "cap_cuu"),
        ("bạo hành trẻ em, xâm hại trẻ", "tre_em"),
        ("mất điện", "dien"),
        ("mất nước", "nuoc"),
    ],
)
def test_a_route_knows_the_words_the_specification_lists(words: str, key: str) -> None:
    known = set(map(fold, ROUTES[key].phrases))
    assert {fold(word) for word in words.split(",")} <= known


@pytest.mark.parametrize("key", ["khieu_nai", "to_cao"])
def test_a_complaint_is_pointed_to_its_own_road(key: str) -> None:
    card = CARDS[key]
    body = " ".join(card.body)
    assert "không nhận" in card.body[0]  # F-10: what, why, where, what to bring
    assert "chữ ký" in body
    assert {"{reception_day}", "{reception_place}"} <= set(re.findall(r"\{\w+\}", body))
    assert "căn cước" in body
    assert any(button.card == "phan_anh" for button in card.buttons)
    assert "đừng gửi tên" in body  # F-11
    assert not re.search(r"\b[Tt]ên (của )?(ai|người nào)|cho em biết", body)
    assert not re.search(r"cam kết|bảo đảm|đảm bảo|chắc chắn", body)  # F-12
    assert card.source


def test_money_and_codes_are_never_asked_for_by_chat() -> None:
    warning = next(line for line in CARDS["thanh_toan"].body if "không bao giờ" in line)  # W-4
    assert all(word in warning for word in ("chuyển khoản", "OTP", "ảnh thẻ"))
