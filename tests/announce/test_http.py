"""How an announcement is sent: bounded, nowhere else than it should, and without a word of what is secret."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from pipeline.announce import Delivery
from pipeline.announce.drivers.http import Http
from pipeline.announce.endpoints import signed
from tests.announce.shelf import SECRET, TOKEN, Endpoint, endpoint


@pytest.fixture
def there() -> Iterator[Endpoint]:
    with endpoint() as found:
        yield found


def test_the_signature_is_that_of_the_standards_own_example() -> None:
    delivery = Delivery("", body=b'{"test": 2432232314}', id="msg_p5jXN8AQM9LWM0D4loKWxJek")
    headers = signed(delivery, SECRET, datetime.fromtimestamp(1614265330, UTC))
    assert headers == {
        "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
        "webhook-timestamp": "1614265330",
        "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    }


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_redirect_leads_nowhere(there: Endpoint, status: int) -> None:
    with endpoint() as private:
        there.status, there.location = status, private.url
        said = Http().send(Delivery(there.url, body=b"{}"))
        assert said == f"it leads elsewhere ({status}), where nobody follows; write its new address into the settings"
        assert private.asked == []


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (200, ""),
        (202, ""),
        (401, "it answered 401; look at its token or secret"),
        (410, "it answered 410: it wants no more; remove it from the settings"),
        (500, "it answered 500"),
    ],
)
def test_what_is_answered_is_said(there: Endpoint, status: int, said: str) -> None:
    there.status = status
    assert Http().send(Delivery(there.url, "GET")) == said


@pytest.mark.parametrize("drips", [False, True])
def test_who_hangs_is_given_up(there: Endpoint, drips: bool) -> None:
    there.status, there.drips = None, drips
    assert Http(timeout=0.2).send(Delivery(there.url, "GET")) == "it did not answer within 0.2 seconds"


def test_who_is_not_there_or_speaks_otherwise_is_said_without_the_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOKEN", TOKEN)
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        port = deaf.getsockname()[1]
    said = Http().send(Delivery(f"http://127.0.0.1:{port}/very-secret", "GET", token_env="TOKEN"))
    assert said == "it can't be reached (Connection refused)"
    for url in ("file:///etc/passwd", "ftp://127.0.0.1/very-secret", "gopher://x"):
        assert Http().send(Delivery(url)) == "its address is none of the web"


def test_an_answer_that_repeats_a_secret_is_not_repeated(monkeypatch: pytest.MonkeyPatch) -> None:
    import threading

    monkeypatch.setenv("TOKEN", TOKEN)
    with socket.create_server(("127.0.0.1", 0)) as server:

        def echo() -> None:
            line, _ = server.accept()
            with line:
                line.recv(1 << 16)
                line.sendall(f"{TOKEN} is what you sent\r\n\r\n".encode())

        thread = threading.Thread(target=echo)
        thread.start()
        said = Http().send(Delivery(f"http://127.0.0.1:{server.getsockname()[1]}/", "GET", token_env="TOKEN"))
        thread.join()
    assert said == "what it answers is not HTTP"


@pytest.mark.parametrize("value", ["two\nlines", "nöt"])
def test_a_token_that_no_header_can_hold_is_not_repeated(
    there: Endpoint, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TOKEN", value)
    said = Http().send(Delivery(there.url, "GET", token_env="TOKEN"))
    assert said == "the variable `TOKEN` of the environment is no text for a header"
    assert there.asked == []
