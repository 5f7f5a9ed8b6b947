"""Coming in through the page, going out again, and who stays outside."""

import pytest
from tests.api.pages.browsing import Console
from tests.api.pages.reading import Page

DASHBOARD = "/customers/riverside/dashboard"


@pytest.mark.feature("ID-4")
def test_a_person_signs_in_and_lands_on_the_dashboard(nobody: Console) -> None:
    answer = nobody.sign_in()
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    page = nobody.page("/")
    assert page.all_of("h1")
    assert "Riverside" in page.text


@pytest.mark.feature("ID-4")
def test_a_wrong_password_is_said_and_the_address_stays(nobody: Console) -> None:
    answer = nobody.sign_in(password="wrong")
    page = Page(answer.text)
    assert answer.status_code == 401
    assert "The e-mail address or the password is wrong." in page.text
    (email,) = page.all_of("input", name="email")
    assert email.attributes["value"] == "owner@riverside.example"
    assert "upstream" not in nobody.client.cookies


@pytest.mark.feature("ID-6")
def test_too_many_attempts_are_refused_on_the_page_too(nobody: Console) -> None:
    answers = [nobody.sign_in(password="wrong").status_code for _ in range(6)]
    assert answers[-1] == 429


@pytest.mark.feature("ID-2")
def test_nobody_is_sent_to_sign_in_and_back_again(nobody: Console) -> None:
    answer = nobody.get(f"{DASHBOARD}?as_of=position:1")
    assert answer.status_code == 303
    assert answer.headers["location"] == (
        "/sign-in?back=%2Fcustomers%2Friverside%2Fdashboard%3Fas_of%3Dposition%3A1"
    )
    page = nobody.page(answer.headers["location"])
    back, _ = page.all_of("input", name="back")
    assert back.attributes["value"] == f"{DASHBOARD}?as_of=position:1"


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example", "/\\evil.example"]
)
def test_signing_in_never_leads_to_another_host(nobody: Console, elsewhere: str) -> None:
    form = {"email": "owner@riverside.example", "password": "correct horse battery staple"}
    answer = nobody.post("/sign-in", back=elsewhere, **form)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")


@pytest.mark.feature("ID-4")
def test_signing_out_ends_the_session_itself(nobody: Console) -> None:
    nobody.sign_in()
    cookie = dict(nobody.client.cookies)
    assert nobody.post("/sign-out").status_code == 303
    nobody.client.cookies.update(cookie)
    assert nobody.get(DASHBOARD).headers["location"].startswith("/sign-in")


@pytest.mark.feature("ID-2")
def test_another_customers_pages_are_not_there(console: Console) -> None:
    foreign, missing = (
        console.get(f"/customers/{slug}/dashboard") for slug in ("lakeside", "nowhere")
    )
    assert foreign.status_code == missing.status_code == 404
    assert Page(foreign.text).all_of("h1")
    assert "Lakeside" not in foreign.text


@pytest.mark.feature("API-8")
def test_another_site_cannot_send_our_forms(console: Console) -> None:
    answer = console.client.post("/sign-out", headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403


def test_the_theme_is_kept_in_a_cookie_and_drawn_by_the_server(nobody: Console) -> None:
    answer = nobody.post("/theme", theme="dark", back="/sign-in")
    assert answer.headers["location"] == "/sign-in"
    (root,) = nobody.page("/sign-in").all_of("html")
    assert root.attributes["data-theme"] == "dark"
    nobody.post("/theme", theme="nonsense", back="/sign-in")
    (root,) = nobody.page("/sign-in").all_of("html")
    assert "data-theme" not in root.attributes
