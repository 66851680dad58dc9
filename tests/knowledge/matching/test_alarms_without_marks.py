"""Danger is told from everyday words whose marks were left out: "bộ đội" is no "bỏ đói"."""

import gzip
import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

import pytest
import yaml

from knowledge.loading import DATA, load_guidance
from knowledge.matching import Matcher
from knowledge.matching.alarms import Alarms
from knowledge.matching.outcomes import Intent
from knowledge.text.folding import fold_word, is_marked, words
from tests.benchmarks._matching_data import SHARED
from tests.knowledge.matching.test_alarms import SAID

UNMARKED = """
so dinh danh toi o dau xem
ma dinh danh toi quen roi
tai khoan dinh danh toi bi khoa
ba toi la bo doi xuat ngu duoc tro cap gi
giay bo doi xuat ngu
che do bo doi nghi huu
con di bo doi
can bo doi them giay to
can bo doi ten cho con toi
can bo doi chieu giay to lau qua
hom nay can bo doi lich hen cua toi
vo toi de roi muon lam khai sinh
vo em de roi
lam sao de roi khoi ho khau
be oi
nop qua dan pho duoc ko
ten toi bi danh sai
bi danh nham ten trong khai sinh
bi lua ban dat
cha toi co so dinh danh me toi chua co
can bo doi toi nop them giay ket hon
giay xac nhan bo doi
con chua co dinh danh me phai lam sao
dang ky dinh danh tui chua biet lam
tu tu em lam
lam tu tu cung duoc
nha toi o duong so 5
duong so 8 bi ngap
o dau de nop ho so
nop o dau de lay nhanh
con do thi sao
ho so toi chuyen da 2 tuan
de nghi quan cap lai giay
dam o dau phuong nao
duong danh cho xe may
dap chan song bi sut
be oi giup toi
vo oi la vo
giay to de nguoi khac nop thay duoc khong
de nguoi nha di nop duoc khong
di hoc xuong duoi do
ban danh sach
bi danh mat giay to
quan toi tra ho so
bo toi chuyen da roi
hop dong thue nha
ket hon me ke
sap nha toi hop to dan pho
tra cho em
gas nha toi het
chay giay to
chay ho so nhanh
ai chay dich vu
co chay cho nay ko
nha em co chay quan an
chay xe om co phai dang ky khong
chay bo buoi sang
bi nhot cho
giat do
cuu chien binh
cuu tro bao lu
con bi lac giay
lac hau
mat con dau
lac con dau
muon chet voi thu tuc
do dan bo
tai xe dung lai
xin cap cuu tro
don nuoc vao nha
nguoi la vao nha tro
nguoi la o trong nha
nha la nha cap 4
xe dang chay ngoai duong thi bi phat
em chay roi ma chua thay ten
chay cho nay mua cho kia
bo do cho con hoc
ho so dang chay o khau nao
""".strip().splitlines()
"""Everyday words that are a danger's with other marks: "số định danh tôi", "bộ đội", "để rồi"."""


WINDOW = 12
"""Words looked at together: about a message."""
LONGEST = 400
"""Letters of a sentence that is looked at."""

needs_study = pytest.mark.skipif(
    not SHARED.exists(), reason="the study data is not beside the repository"
)


@pytest.fixture(scope="module")
def alarms() -> Alarms:
    return Alarms(load_guidance().alarms)


@pytest.mark.parametrize(("message", "key"), SAID)
def test_danger_is_heard_without_marks(alarms: Alarms, message: str, key: str) -> None:
    heard = alarms.heard([fold_word(word) for word in words(message)])
    assert heard is not None
    assert heard.leads_to == key


@pytest.mark.parametrize("message", UNMARKED)
def test_everyday_words_without_marks_sound_no_alarm(matcher: Matcher, message: str) -> None:
    reading = matcher.read(message)
    assert reading.intent is not Intent.EMERGENCY
    assert reading.alarm is None


def test_no_text_of_ours_sounds_like_danger_without_its_marks(alarms: Alarms) -> None:
    """Names, papers, cards and questions: what is calm with its marks is calm without them."""
    files = [path for path in DATA.rglob("*.yaml") if path.name != "alarms.yaml"]
    values = (yaml.safe_load_all(path.read_text(encoding="utf-8")) for path in files)
    assert list(_alarmed_by_lost_marks(alarms, _sentences(list(one) for one in values))) == []


@needs_study
def test_no_official_text_sounds_like_danger_without_its_marks(alarms: Alarms) -> None:
    with gzip.open(SHARED / "data" / "procedures" / "procedures_all.jsonl.gz", "rt") as file:
        rows = [json.loads(line) for line in file]
    for path in (SHARED / "data" / "questions" / "dev").glob("*.jsonl"):
        rows += [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert list(_alarmed_by_lost_marks(alarms, _sentences(rows))) == []


def _alarmed_by_lost_marks(alarms: Alarms, sentences: Iterable[str]) -> Iterator[str]:
    """Pieces of marked text in which an alarm is heard only once their marks are gone."""
    for sentence in sentences:
        written = [word.lower() for word in words(sentence)]
        if not any(map(is_marked, written)):
            continue
        for start in range(0, max(1, len(written) - WINDOW // 2), WINDOW // 2):
            piece = written[start : start + WINDOW]
            stripped = alarms.heard([fold_word(word) for word in piece])
            if stripped and alarms.heard(piece) != stripped:
                yield f"{stripped.key}: {' '.join(piece)}"


def _sentences(values: Iterable[Any]) -> set[str]:
    found: set[str] = set()
    for value in values:
        if isinstance(value, str):
            found |= {one.strip() for one in re.split(r"[.;\n:!?]+", value)}
        elif isinstance(value, dict):
            found |= _sentences(value.values())
        elif isinstance(value, list):
            found |= _sentences(value)
    return {one for one in found if 0 < len(one) < LONGEST}
