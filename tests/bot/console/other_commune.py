"""Another commune in the same console, and every address that might tell or change its own."""

from collections.abc import Iterator
from datetime import timedelta

from handlers.acts import draft_apology
from handlers.broadcast_texts import Draft, Refused
from handlers.broadcasts import acts as broadcasts
from handlers.broadcasts import templates
from handlers.cases import acts
from handlers.cases.acts import Answer
from handlers.cases.listing import Scope
from handlers.messages import Paragraph, Reply
from handlers.store import contacts, outbox, queueing
from handlers.store.states import OutboxStatus
from knowledge.feedback.codes import CaseCode
from knowledge.feedback.states import CaseAct
from tests.fakes.casework import GOOD, KEY, CaseWard
from tests.fakes.console import ConsoleSite
from tests.fakes.office import Office
from tests.fakes.photos import photo
from tests.knowledge.dossiers.lives import at

OURS = "xa-khac"
CANARY = "Hoàng Yến"
DONE = ("registered 2026-11-19 08:00", "accepted 2026-11-19 09:00", "done 2026-11-23 07:30")
TABLES = (
    "feedback_case", "feedback_publication", "apology_draft", "dossier", "dossier_word",
    "dossier_confirmation", "dossier_override", "dossier_apology", "audit", "feedback_party",
    "outbox", "broadcast", "broadcast_template", "broadcast_template_version",
    "ward_key", "key_holder",
)  # fmt: skip


class Theirs:
    """The other commune: cases, files, a published one, dossiers, a slip, a trail."""

    def __init__(self, site: ConsoleSite) -> None:
        store, clock = site.store, site.clock
        self.ward = CaseWard(store, clock)
        self.office = Office(store, clock)
        beside = ConsoleSite.__new__(ConsoleSite)  # only to enclose a file in their case
        beside.ward, beside.files = self.ward, site.files
        said = f"Đèn hẻm {CANARY} hỏng"
        self.codes = [self.ward.open(matter=f"{said} {n}", sealed=(CANARY, "0900")) for n in (1, 2)]
        beside.encloses(self.codes[0], photo("PA"), f"{CANARY}.jpg", "image/jpeg")
        with store.work() as work:
            done = acts.answer(self.ward.doing(work, "Bạch Mẫu"), self.codes[1], Answer(GOOD))
            assert done.done
            work.commit()
        self.done = self.office.dossier(*DONE, number=1)
        self.running = self.office.dossier(*DONE[:2], number=2, due="2026-11-27 17:00")
        officer = self.ward.officers["Đầu Mẫu"]
        later = at("2026-12-01 17:00")
        self.office.does(
            officer, lambda acting: draft_apology(acting, self.running.id, later, CANARY)
        )
        self.slip = self.office.slip()
        self.letter = self._refused()
        with store.work() as work:
            acting = broadcasts.Acting(work, self.ward.ward, officer, clock.now())
            written = broadcasts.write(acting, Draft(f"Mai {CANARY} nghỉ.", {}, "general", "all"))
            assert not isinstance(written, Refused)
            kept = templates.create(acting, f"Mẫu {CANARY}", f"Mai {CANARY} nghỉ {{ngay}}.")
            assert not isinstance(kept, Refused)
            work.commit()
        self.news, self.template = written.id, kept.id
        self.officers = [one.id for one in self.ward.officers.values()]

    def _refused(self) -> int:
        """An answer of theirs that its channel refused."""
        now = self.ward.clock.now()
        with self.ward.store.work() as work:
            endpoint = contacts.endpoint_of(work, self.office.endpoint)
            citizen = contacts.open_contact(work, endpoint, "c-9", "", now)
            reply = Reply((Paragraph(CANARY),))
            message = queueing.Message("reply:9:0", reply, now, now + timedelta(days=9))
            queueing.queue(work, KEY, endpoint.id, citizen, message)
            (claimed,) = outbox.claim_contact(work, citizen, "s1", now)
            end = outbox.End(OutboxStatus.FAILED, (), "bad_request")
            outbox.finish(work, claimed, "s1", end, now)
            work.commit()
        return claimed.id


def of_cases(theirs: Theirs) -> Iterator[str]:
    """Their references in every way one could be written; a bare one would be our own case."""
    for code in theirs.codes:
        yield from (code.full, code.full.replace(":", "."), f"{KEY}/{code}")


def reads(theirs: Theirs) -> dict[str, list[str]]:
    """Addresses by their route, each asking for something of the other commune."""
    inbox = [f"/can-bo?ds={scope}&tim=hoang+yen" for scope in Scope]
    inbox += ["/can-bo", "/can-bo?dv=do_thi", f"/can-bo?tim={theirs.codes[0].full}"]
    return {
        "/can-bo": inbox,
        "/can-bo/viec": ["/can-bo/viec"],
        "/can-bo/ket-qua": ["/can-bo/ket-qua"],
        "/can-bo/kip-han": ["/can-bo/kip-han"],
        "/can-bo/phieu": ["/can-bo/phieu"],
        "/can-bo/nhap-ho": ["/can-bo/nhap-ho"],
        "/can-bo/loi-gui": ["/can-bo/loi-gui"],
        "/can-bo/tin": ["/can-bo/tin"],
        "/can-bo/tin/moi": ["/can-bo/tin/moi", f"/can-bo/tin/moi?mau={theirs.template}"],
        "/can-bo/tin/mau": ["/can-bo/tin/mau"],
        "/can-bo/tin/mau/{number:int}": [f"/can-bo/tin/mau/{theirs.template}"],
        **{
            f"/can-bo/tin/{{number:int}}{what}": [f"/can-bo/tin/{theirs.news}{what}"]
            for what in ("", "/can-goi", "/tien-do", "/ban-in")
        },
        "/can-bo/dinh-chinh": ["/can-bo/dinh-chinh"],
        "/can-bo/dinh-chinh/{number:int}": ["/can-bo/dinh-chinh/1"],
        "/can-bo/van-dung": ["/can-bo/van-dung"],
        "/can-bo/cau-hoi": ["/can-bo/cau-hoi"],
        "/can-bo/cau-hoi/dang-thu": ["/can-bo/cau-hoi/dang-thu"],
        "/can-bo/cau-hoi/the/{number}": ["/can-bo/cau-hoi/the/1"],
        "/can-bo/cau-hoi/{code}": [f"/can-bo/cau-hoi/{one}" for one in of_cases(theirs)],
        "/can-bo/nhat-ky": [
            "/can-bo/nhat-ky",
            *(f"/can-bo/nhat-ky?ai={one}" for one in theirs.officers),
        ],
        "/can-bo/niem-phong": ["/can-bo/niem-phong"],
        "/can-bo/tai-khoan": ["/can-bo/tai-khoan"],
        "/can-bo/ho-so": [f"/can-bo/ho-so?ma={theirs.done.code}"],
        "/can-bo/ho-so/{code}": [f"/can-bo/ho-so/{theirs.running.code}"],
        "/can-bo/phan-anh/{code}": [f"/can-bo/phan-anh/{one}" for one in of_cases(theirs)],
        "/can-bo/phan-anh/{code}/tep/{number}": [
            f"/can-bo/phan-anh/{one}/tep/0" for one in of_cases(theirs)
        ],
        "/can-bo/phan-anh/{code}/publish": [
            f"/can-bo/phan-anh/{one}/publish" for one in of_cases(theirs)
        ],
    }


def posts(theirs: Theirs, mine: CaseCode) -> dict[str, list[tuple[str, dict[str, str]]]]:
    """Forms by their route, each reaching for something of the other commune."""
    foreign = {
        "noi_dung": "thử", "co_quan": "x", "loai": "service", "ly_do": "thử", "ma": "1", "gui": "1",
        "can_bo": str(theirs.officers[0]), "ma_khac": theirs.codes[0].full, "lam": "dang",
        "da_doc": "1", "cau_hoi": "x", "tra_loi": "y", "ngay": "2026-12-02", "lydo": "thử",
    }  # fmt: skip
    ids = {"ho_so": str(theirs.done.id), "hien": str(theirs.done.id), "cach": "chon", "co": "co"}
    running = {"ho_so": str(theirs.running.id), "cach": "chon"}
    late = {**running, "tra_loi": "khong", "them": "1", "ly_do": "thử"}
    on_time = {**running, "tra_loi": "kip"}
    cases = [
        (f"/can-bo/phan-anh/{one}/{act}", foreign) for one in of_cases(theirs) for act in CaseAct
    ]
    reaching = [
        (f"/can-bo/phan-anh/{mine}/{act}", foreign)
        for act in (CaseAct.ASSIGN, CaseAct.MARK, CaseAct.JOIN)
    ]
    special = {"publish", "unpublish", "unlock"}
    return {
        "/can-bo/phan-anh/{code}/{act}": [
            one for one in (*cases, *reaching) if one[0].rpartition("/")[2] not in special
        ],
        **{
            f"/can-bo/phan-anh/{{code}}/{act}": [
                (f"/can-bo/phan-anh/{one}/{act}", foreign) for one in of_cases(theirs)
            ]
            for act in special
        },
        "/can-bo/ket-qua": [("/can-bo/ket-qua", ids)],
        "/can-bo/kip-han": [("/can-bo/kip-han", late), ("/can-bo/kip-han", on_time)],
        "/can-bo/kip-han/nguyen-nhan": [
            ("/can-bo/kip-han/nguyen-nhan", {"hien": str(theirs.done.id), "chung": "thử"})
        ],
        "/can-bo/tin/mau": [("/can-bo/tin/mau", foreign)],
        **{
            f"/can-bo/tin/mau/{{number:int}}/{what}": [
                (f"/can-bo/tin/mau/{theirs.template}/{what}", {**foreign, "ban": "1"})
            ]
            for what in ("sua", "thoi-dung")
        },
        "/can-bo/tin/{number:int}/danh-sach": [(f"/can-bo/tin/{theirs.news}/danh-sach", foreign)],
        "/can-bo/tin/{number:int}/can-goi": [(f"/can-bo/tin/{theirs.news}/can-goi", foreign)],
        "/can-bo/tin/{number:int}/{what}": [
            (f"/can-bo/tin/{theirs.news}/{what}", foreign)
            for what in ("duyet", "gui", "huy", "dung", "tiep", "sua", "xoa")
        ],
        **{
            f"/can-bo/dinh-chinh/{{number:int}}/{what}": [(f"/can-bo/dinh-chinh/1/{what}", foreign)]
            for what in ("bo", "gui")
        },
        **{
            f"/can-bo/cau-hoi/{what}/{{number}}/{{act}}": [
                (f"/can-bo/cau-hoi/{what}/1/{act}", foreign) for act in ("dung", "thoi", "thu")
            ]
            for what in ("cach-noi", "the")
        },
        **{
            f"/can-bo/cau-hoi/{{code}}/{what}": [
                (f"/can-bo/cau-hoi/{one}/{what}", foreign) for one in of_cases(theirs)
            ]
            for what in ("cach-noi", "the")
        },
        "/can-bo/van-dung": [("/can-bo/van-dung", {"thu_tuc": "1.001193", "nguon": "x"})],
        "/can-bo/loi-gui": [
            ("/can-bo/loi-gui", {"tin": str(theirs.letter), "lam": what, "da_hoi": "1"})
            for what in ("gui_lai", "bo")
        ],
        "/can-bo/phieu/ca": [("/can-bo/phieu/ca", {"phieu": str(theirs.slip)})],
        "/can-bo/phieu/{number}/{act}": [
            (f"/can-bo/phieu/{theirs.slip}/{act}", foreign) for act in ("ky", "tra", "approve")
        ],
        "/can-bo/niem-phong/{act}": [
            (f"/can-bo/niem-phong/{act}", {**foreign, "nguoi": "1", "doi_chieu": "AAAAA-AAAAA"})
            for act in ("lap", "xin", "cho-vao", "mat-khau", "doi-khoa", "phong-bi", "mo-phong-bi")
        ],
        "/can-bo/ho-so/{code}/{act}": [
            (f"/can-bo/ho-so/{theirs.running.code}/{act}", foreign)
            for act in ("kip", "khong-kip", "on_time", "late", "ready", "explain", "override")
        ],
    }


OWN: set[str] = {
    "/can-bo/nhap-ho", "/can-bo/vao", "/can-bo/vao/{code}", "/can-bo/xac-nhan", "/can-bo/ra",
    "/can-bo/ra-het", "/can-bo/ma-xac-nhan", "/can-bo/ma-xac-nhan/xong", "/can-bo/tin/moi",
}  # fmt: skip
"""Addresses that ask for nothing by an id: only the officer's own session is in them."""
