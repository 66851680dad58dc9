"""Files on the page: sent with the form, with and without scripts, and handed to their thread."""

from handlers.messages import Attachment, InboundKind, Paragraph, Reply
from tests.bot.web.conftest import Site, make_site

PICTURE = b"\xff\xd8\xff a picture"


def sends(site: Site, data: bytes = PICTURE, text: str = "", nonce: str = "n" * 12) -> int:
    """The form with a file; the status of the answer."""
    files = {"tep": ("../../Giấy hẹn.jpg", data, "image/jpeg")}
    fields = {"text": text, "nonce": nonce}
    return site.client.post("/tro-chuyen", data=fields, files=files).status_code


def test_a_picture_goes_with_the_form_and_shows_in_the_thread(site: Site) -> None:
    assert sends(site, text="xong chưa") == 200
    (inbound,) = site.desk.received
    assert inbound.kind is InboundKind.FILES
    assert inbound.text == "xong chưa"
    (file,) = inbound.files
    assert (file.ref, file.name, file.size) == ("upload 1", "Giấy hẹn.jpg", len(PICTURE))
    assert site.desk.uploads == [PICTURE]
    assert "Đã gửi một tệp: xong chưa" in site.client.get("/").text


def test_the_same_form_sent_twice_is_one_message(site: Site) -> None:
    site.client.get("/")
    sends(site)
    sends(site)
    assert len(site.desk.received) == 1
    sends(site, data=PICTURE + b"another")
    assert len(site.desk.received) == 2


def test_words_in_the_same_form_without_a_file_are_words(site: Site) -> None:
    files = {"tep": ("", b"", "application/octet-stream")}
    site.client.post("/tro-chuyen", data={"text": "khai sinh"}, files=files)
    assert site.desk.texts() == ["khai sinh"]


def test_a_picture_too_large_is_refused_before_it_is_kept(site: Site) -> None:
    assert sends(site, data=b"\0" * 10_200_000) == 413
    assert site.desk.uploads == []


def test_a_foreign_page_can_send_no_file(site: Site) -> None:
    files = {"tep": ("a.jpg", PICTURE, "image/jpeg")}
    headers = {"Sec-Fetch-Site": "cross-site"}
    response = site.client.post("/tro-chuyen", files=files, headers=headers)
    assert response.status_code == 403
    assert site.desk.uploads == []


def test_a_desk_that_cannot_keep_it_is_told_kindly(site: Site) -> None:
    site.desk.broken = True
    assert sends(site) == 503


def gives_a_form(site: Site, name: str = "Tờ khai <x>.pdf") -> None:
    site.desk.files["k"] = b"%PDF-1.7"
    site.desk.answer = Reply((Paragraph("Mẫu đây ạ"),), attachments=(Attachment("k", name),))
    site.client.get("/")
    site.client.post("/tro-chuyen", data={"text": "xin mẫu"})


def test_a_form_of_ours_is_saved_from_the_thread(site: Site) -> None:
    gives_a_form(site)
    page = site.client.get("/").text
    assert '<a href="/tro-chuyen/tep/2/0" download>Tải tệp: Tờ khai &lt;x&gt;.pdf</a>' in page
    response = site.client.get("/tro-chuyen/tep/2/0")
    assert response.content == b"%PDF-1.7"
    assert response.headers["content-type"] == "application/pdf"
    assert response.headers["content-disposition"].startswith("attachment; filename*=UTF-8''T%E1")
    assert response.headers["x-content-type-options"] == "nosniff"
    assert response.headers["cache-control"] == "private, no-store"


def test_a_page_of_ours_is_never_made_of_a_file(site: Site) -> None:
    gives_a_form(site, "x.html")
    response = site.client.get("/tro-chuyen/tep/2/0")
    assert response.headers["content-type"] == "application/octet-stream"
    assert response.headers["content-disposition"].startswith("attachment")


def test_nobody_elses_thread_hands_it_out(site: Site) -> None:
    gives_a_form(site)
    site.client.cookies.clear()
    assert site.client.get("/tro-chuyen/tep/2/0").status_code == 404
    site.client.get("/")
    assert site.client.get("/tro-chuyen/tep/2/0").status_code == 404
    for path in ("x/0", "2/x", "9/0", "2/9", "-1/0", "9999999999999999999/0"):
        assert site.client.get(f"/tro-chuyen/tep/{path}").status_code == 404


def test_the_form_offers_a_file_without_scripts(site: Site) -> None:
    made = make_site()
    with made.client:
        page = made.client.get("/").text
    form = page[page.index('id="hoi"') :]
    assert 'enctype="multipart/form-data"' in form
    assert '<label for="tep">' in form
