"""What nobody should send and somebody will: each gets a clear answer, nothing typed is lost."""

import pytest

from tests.bot.web.conftest import Site

JSON = {"Accept": "application/json"}


def box(page: str) -> str:
    """What stands in the question box."""
    return page.split("<textarea", 1)[1].split(">", 1)[1].split("</textarea>", 1)[0]


def test_an_empty_message_is_asked_for_kindly(site: Site) -> None:
    response = site.client.post("/tro-chuyen", data={"text": "   \n "})
    assert response.status_code == 422
    assert "chưa nhập câu hỏi" in response.text
    assert site.desk.received == []


def test_a_message_of_4000_characters_is_taken(site: Site) -> None:
    site.client.post("/tro-chuyen", data={"text": "ầ" * 4_000})
    assert site.desk.texts() == ["ầ" * 4_000]


def test_10000_characters_are_explained_and_stay_in_the_box(site: Site) -> None:
    response = site.client.post("/tro-chuyen", data={"text": "ầ" * 10_000})
    assert response.status_code == 413
    assert "4.000 ký tự" in response.text
    assert box(response.text).count("ầ") == 10_000
    assert site.desk.received == []


def test_a_body_beyond_all_measure_is_refused_unread(site: Site) -> None:
    response = site.client.post("/tro-chuyen", data={"text": "a" * 400_000})
    assert response.status_code == 413
    assert "quá dài" in response.text


def test_a_body_that_hides_its_length_is_cut_off_too(site: Site) -> None:
    response = site.client.post(
        "/tro-chuyen",
        content=(b"text=" + b"a" * 100_000 for _ in range(10)),
        headers={"Content-Type": "application/x-www-form-urlencoded"},
    )
    assert response.status_code == 413
    assert "Tin gửi quá dài" in response.text


def test_html_is_shown_as_text(site: Site) -> None:
    evil = "<script>alert(1)</script><img src=x onerror=alert(2)>"
    page = site.client.post("/tro-chuyen", data={"text": evil}).text
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_html_in_a_refused_message_stays_text_in_the_box(site: Site) -> None:
    evil = "</textarea><script>alert(1)</script>" + "a" * 5_000
    page = site.client.post("/tro-chuyen", data={"text": evil}).text
    assert "<script>alert" not in page


def test_sql_is_a_question_like_any_other(site: Site) -> None:
    site.client.post("/tro-chuyen", data={"text": "'; DROP TABLE inbound; --"})
    assert site.desk.texts() == ["'; DROP TABLE inbound; --"]


def test_control_and_direction_characters_are_taken_out(site: Site) -> None:
    site.client.post("/tro-chuyen", data={"text": "khai\u202e sinh\u200b\u2066 cho\ufeff con"})
    assert site.desk.texts() == ["khai sinh cho con"]


def test_broken_utf8_is_read_as_far_as_it_goes(site: Site) -> None:
    site.client.post(
        "/tro-chuyen",
        content=b"text=khai+sinh+%ff%fe+cho+con",
        headers={"Content-Type": "application/x-www-form-urlencoded"},
    )
    assert site.desk.texts() == ["khai sinh \ufffd\ufffd cho con"]


def test_binary_is_said_to_be_unreadable(site: Site) -> None:
    noise = "".join(f"%{byte:02x}" for byte in range(128, 256))
    response = site.client.post(
        "/tro-chuyen",
        content=b"text=" + noise.encode(),
        headers={"Content-Type": "application/x-www-form-urlencoded"},
    )
    assert response.status_code == 422
    assert "không đọc được" in response.text
    assert site.desk.received == []


@pytest.mark.parametrize("kind", ["application/json", "multipart/mixed; boundary=x", "text/x"])
def test_other_kinds_of_bodies_are_refused(site: Site, kind: str) -> None:
    response = site.client.post("/tro-chuyen", content=b"{}", headers={"Content-Type": kind})
    assert response.status_code == 415
    assert "Không đọc được yêu cầu" in response.text


@pytest.mark.parametrize("kind", ["multipart/form-data", "multipart/form-data; boundary=x"])
def test_a_broken_form_with_a_file_is_refused(site: Site, kind: str) -> None:
    for body in (
        b"{}",
        b"--x\r\nrubbish",
        b"--x\r\nContent-Disposition: form-data\r\n\r\nx\r\n--x--",
    ):
        response = site.client.post("/tro-chuyen", content=body, headers={"Content-Type": kind})
        assert response.status_code in {400, 422}
    assert site.desk.received == []


def test_a_form_of_a_thousand_fields_is_refused(site: Site) -> None:
    fields = {f"f{n}": "x" for n in range(1_000)}
    assert site.client.post("/tro-chuyen", data=fields).status_code == 400


@pytest.mark.parametrize("action", ["nút có dấu", "a" * 65, "a b", "a\nb"])
def test_a_made_up_action_is_refused_kindly(site: Site, action: str) -> None:
    response = site.client.post("/tro-chuyen", data={"action": action})
    assert response.status_code == 422
    assert "Nút này không dùng được" in response.text
    assert site.desk.received == []


def test_when_nothing_can_be_stored_the_words_stay_in_the_box(site: Site) -> None:
    site.desk.broken = True
    response = site.client.post("/tro-chuyen", data={"text": "câu hỏi dài em vừa gõ"})
    assert response.status_code == 503
    assert "chưa nhận được tin" in response.text
    assert box(response.text).strip() == "câu hỏi dài em vừa gõ"


def test_the_script_is_told_the_same_in_a_line(site: Site) -> None:
    site.desk.broken = True
    response = site.client.post("/tro-chuyen", data={"text": "x"}, headers=JSON)
    assert response.status_code == 503
    assert "chưa nhận được tin" in response.json()["error"]


def test_the_page_itself_stands_while_the_database_is_down(site: Site) -> None:
    site.desk.broken = True
    response = site.client.get("/")
    assert response.status_code == 503
    assert "Anh/chị cần làm giấy tờ gì?" in response.text


def test_the_words_stay_in_the_box_though_the_whole_database_is_lost(site: Site) -> None:
    site.desk.broken = site.public.broken = True
    response = site.client.post("/tro-chuyen", data={"text": "câu hỏi", "start": "p_1-001193"})
    assert response.status_code == 503
    assert box(response.text).strip() == "câu hỏi"


def test_a_page_of_a_lost_catalogue_says_when_to_come_back(site: Site) -> None:
    site.public.broken = True
    response = site.client.get("/thu-tuc")
    assert response.status_code == 503
    assert "Hệ thống đang bận" in response.text


def test_an_unforeseen_error_shows_no_trace(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    async def fall_over(*args: object) -> None:
        raise RuntimeError("mật khẩu là 1234")

    monkeypatch.setattr(site.desk, "submit", fall_over)
    response = site.client.post("/tro-chuyen", data={"text": "xin chào"})
    assert response.status_code == 500
    assert "Hệ thống gặp lỗi" in response.text
    assert "RuntimeError" not in response.text
    assert "1234" not in response.text


def test_an_unforeseen_error_is_logged_without_its_words(
    site: Site, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    async def fall_over(*args: object) -> None:
        raise RuntimeError("mật khẩu là 1234")

    monkeypatch.setattr(site.desk, "submit", fall_over)
    site.client.post("/tro-chuyen", data={"text": "xin chào"})
    told = "".join(capsys.readouterr())
    assert "web.failed" in told
    assert "1234" not in told
    assert "xin chào" not in told
