"""Firefox and WebKit as Debian brings them, and Chromium of other years, over the protocols that each speaks.

Firefox: WebDriver BiDi <https://w3c.github.io/webdriver-bidi/>. WebKitGTK: WebDriver <https://www.w3.org/TR/webdriver2/>,
on a screen of its own, as it has no mode without one. Playwright drives builds of its own of both, which nobody has.
Chromium of before: its own protocol <https://chromedevtools.github.io/devtools-protocol/>; Playwright knows newer ones.
"""

from __future__ import annotations

import itertools
import json
import os
import re
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

import httpx
from websockets.sync.client import ClientConnection, connect

from tests.support.machine import PATIENCE
from tests.support.sample import free_port, wait_for

WIDTH, HEIGHT = 360, 640
_WEBKIT = ("usr/lib/*/webkit2gtk-4.1/MiniBrowser", "usr/lib/*/webkitgtk-6.0/MiniBrowser")
_ELEMENT = "element-6066-11e4-a52e-4f735466cecf"


class Engine(Protocol):
    """A browser with one window of 360 × 640."""

    name: str
    wrong: list[str]
    """What the browser said of faults on the pages; empty where it says nothing of any."""

    def open(self, url: str) -> None:
        """Go there, and wait until it has come."""

    def ask(self, expression: str) -> Any:
        """What an expression of JavaScript gives on the page, as JSON has it; promises are waited for."""

    def click(self, selector: str) -> None:
        """Click with the mouse on the middle of the first element that fits."""

    def press(self, *keys: str) -> None:
        """Press and let go keys, as WebDriver names them: characters, and a few beyond Unicode."""

    def back(self) -> None:
        """Back in the history of the window."""


def until(engine: Engine, expression: str) -> Any:
    """What an expression gives once that is true. Raises `AssertionError` when it never is."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if found := engine.ask(expression):
            return found
        time.sleep(0.1)
    raise AssertionError(f"{engine.name}: `{expression}` did not come true")


def actions(keys: tuple[str, ...]) -> list[dict[str, Any]]:
    """Keys pressed one after the other."""
    pressed = [{"type": kind, "value": key} for key in keys for kind in ("keyDown", "keyUp")]
    return [{"type": "key", "id": "keyboard", "actions": pressed}]


def _pointer(origin: object) -> list[dict[str, Any]]:
    """A click on the middle of an element."""
    move = {"type": "pointerMove", "x": 0, "y": 0, "origin": origin}
    button = [{"type": kind, "button": 0} for kind in ("pointerDown", "pointerUp")]
    return [{"type": "pointer", "id": "mouse", "parameters": {"pointerType": "mouse"}, "actions": [move, *button]}]


def _found(selector: str) -> str:
    """The first element that fits, brought to where one sees it."""
    found = f"document.querySelector({json.dumps(selector)})"
    return f"(e => (e.scrollIntoView({{block: 'center', behavior: 'instant'}}), e))({found})"


class _OverASocket:
    """A browser that answers messages by their number, and tells between them what happens."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket, self._numbers = socket, itertools.count(1)
        self.wrong: list[str] = []

    def _answer(self, method: str, params: Mapping[str, object]) -> Any:
        number = next(self._numbers)
        self._socket.send(json.dumps({"id": number, "method": method, "params": params}))
        while (answer := json.loads(self._socket.recv(2 * PATIENCE))).get("id") != number:
            self._note(answer)
        return answer

    def _note(self, event: Mapping[str, Any]) -> None:
        raise NotImplementedError


class Firefox(_OverASocket):
    """Firefox, by WebDriver BiDi."""

    name = "Firefox"

    def __init__(self, socket: ClientConnection) -> None:
        super().__init__(socket)
        self._send("session.new", capabilities={})
        self._send("session.subscribe", events=["log.entryAdded"])
        self._context = self._send("browsingContext.getTree")["contexts"][0]["context"]
        size = {"width": WIDTH, "height": HEIGHT}
        self._send("browsingContext.setViewport", context=self._context, viewport=size)

    def open(self, url: str) -> None:
        self._send("browsingContext.navigate", context=self._context, url=url, wait="complete")

    def ask(self, expression: str) -> Any:
        given = self._evaluate(f"(async () => JSON.stringify([await ({expression})]))()")
        return json.loads(given["value"])[0]

    def click(self, selector: str) -> None:
        element = {"type": "element", "element": {"sharedId": self._evaluate(_found(selector))["sharedId"]}}
        self._send("input.performActions", context=self._context, actions=_pointer(element))

    def press(self, *keys: str) -> None:
        self._send("input.performActions", context=self._context, actions=actions(keys))

    def back(self) -> None:
        self._send("browsingContext.traverseHistory", context=self._context, delta=-1)

    def _evaluate(self, expression: str) -> Any:
        given = self._send(
            "script.evaluate", expression=expression, target={"context": self._context}, awaitPromise=True
        )
        assert given["type"] == "success", given
        return given["result"]

    def _send(self, method: str, **params: object) -> Any:
        answer = self._answer(method, params)
        assert answer["type"] == "success", answer
        return answer["result"]

    def _note(self, event: Mapping[str, Any]) -> None:
        entry = event.get("params", {})
        if event.get("method") == "log.entryAdded" and entry["level"] in ("warn", "error"):
            self.wrong.append(entry["text"])


class WebKit:
    """WebKitGTK's own small browser, by WebDriver."""

    name = "WebKit"

    def __init__(self, driver: str, browser: str) -> None:
        self.wrong: list[str] = []
        self._http = httpx.Client(base_url=driver, timeout=2 * PATIENCE)
        options = {"binary": browser, "args": ["--automation"]}
        asked = {"alwaysMatch": {"webkitgtk:browserOptions": options}}
        self._session = f"/session/{self._post('/session', capabilities=asked)['sessionId']}"
        self._post(f"{self._session}/window/rect", width=WIDTH, height=HEIGHT)

    def open(self, url: str) -> None:
        self._post(f"{self._session}/url", url=url)

    def ask(self, expression: str) -> Any:
        script = (
            f"(async () => JSON.stringify([await ({expression})]))().then(arguments[0], e => arguments[0](String(e)))"
        )
        given = self._post(f"{self._session}/execute/async", script=script, args=[])
        assert given.startswith("["), given
        return json.loads(given)[0]

    def click(self, selector: str) -> None:
        element = self._post(f"{self._session}/execute/sync", script=f"return {_found(selector)}", args=[])
        self._post(f"{self._session}/actions", actions=_pointer({_ELEMENT: element[_ELEMENT]}))

    def press(self, *keys: str) -> None:
        self._post(f"{self._session}/actions", actions=actions(keys))

    def back(self) -> None:
        self._post(f"{self._session}/back")

    def close(self) -> None:
        self._http.delete(self._session)
        self._http.close()

    def _post(self, path: str, **body: object) -> Any:
        answer = self._http.post(path, json=body)
        assert answer.is_success, answer.text
        return answer.json()["value"]


class Chromium(_OverASocket):
    """A Chromium of any year since 2019, by the protocol of its developer tools, as a phone."""

    def __init__(self, socket: ClientConnection, name: str) -> None:
        super().__init__(socket)
        self.name = name
        for domain in ("Page", "Runtime", "Log"):
            self._send(f"{domain}.enable")
        size = {"width": WIDTH, "height": HEIGHT, "deviceScaleFactor": 1, "mobile": True}
        self._send("Emulation.setDeviceMetricsOverride", **size)

    def open(self, url: str) -> None:
        self._send("Page.navigate", url=url)
        until(self, f"document.readyState === 'complete' && location.href === {json.dumps(url)}")

    def ask(self, expression: str) -> Any:
        script = f"(async () => JSON.stringify([await ({expression})]))()"
        given = self._send("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        assert "exceptionDetails" not in given, given
        return json.loads(given["result"]["value"])[0]

    def click(self, selector: str) -> None:
        middle = "(({x, y, width, height}) => [x + width / 2, y + height / 2])"
        x, y = self.ask(f"{middle}({_found(selector)}.getBoundingClientRect())")
        for kind in ("mousePressed", "mouseReleased"):
            self._send("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)

    def press(self, *keys: str) -> None:
        for key in keys:
            self._send("Input.dispatchKeyEvent", type="keyDown", key=key, text=key)
            self._send("Input.dispatchKeyEvent", type="keyUp", key=key)

    def back(self) -> None:
        self.ask("history.back()")

    def _send(self, method: str, **params: object) -> Any:
        answer = self._answer(method, params)
        assert "error" not in answer, answer
        return answer["result"]

    def _note(self, event: Mapping[str, Any]) -> None:
        if event.get("method") == "Runtime.exceptionThrown":
            fault = event["params"]["exceptionDetails"]
            self.wrong.append(fault.get("exception", {}).get("description", fault["text"]))
        elif event.get("method") == "Log.entryAdded" and event["params"]["entry"]["level"] == "error":
            self.wrong.append(event["params"]["entry"]["text"])


@contextmanager
def firefox(program: str, folder: Path) -> Iterator[Firefox]:
    """A Firefox of its own, with a new profile in an empty folder."""
    # sound may begin without being touched, as Chromium is told to let it
    (folder / "user.js").write_text('user_pref("media.autoplay.default", 0);\n', encoding="utf-8")
    command = [program, "--headless", "--no-remote", "--profile", str(folder), "--remote-debugging-port", "0"]
    with _running(command, folder / "said"):
        address = _said(folder / "said", r"BiDi listening on (ws://\S+)\n")
        with connect(f"{address}/session", max_size=None, proxy=None, open_timeout=PATIENCE) as socket:
            yield Firefox(socket)


@contextmanager
def chromium_of(program: Path, folder: Path) -> Iterator[Chromium]:
    """The Chromium that this program is, with a new profile in an empty folder."""
    alone = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--remote-debugging-port=0")
    command = [str(program), *alone, f"--user-data-dir={folder / 'profile'}", "about:blank"]
    beside = {"LD_LIBRARY_PATH": str(program.parent), "LANG": "en_GB.UTF-8"}
    with _running(command, folder / "said", beside):
        host = _said(folder / "said", r"DevTools listening on ws://([^/]+)/")
        about = httpx.get(f"http://{host}/json/version", trust_env=False).json()
        pages = httpx.get(f"http://{host}/json/list", trust_env=False).json()
        page = next(one["webSocketDebuggerUrl"] for one in pages if one["type"] == "page")
        with connect(page, max_size=None, proxy=None, open_timeout=PATIENCE, ping_interval=None) as socket:
            yield Chromium(socket, about["Browser"])


@contextmanager
def webkit(driver: str, folder: Path) -> Iterator[WebKit]:
    """A WebKitGTK of its own, on a screen of its own; what it says goes to an empty folder."""
    browser = next(str(found) for pattern in _WEBKIT for found in Path("/").glob(pattern))
    port = free_port()
    with _running(["Xvfb", "-displayfd", "1", "-screen", "0", "1280x1024x24"], folder / "screen"):
        screen = {"DISPLAY": f":{_said(folder / 'screen', '^([0-9]+)$')}", "GDK_BACKEND": "x11"}
        with _running([driver, f"--port={port}"], folder / "said", screen) as program:
            wait_for(f"http://127.0.0.1:{port}/status", program)
            engine = WebKit(f"http://127.0.0.1:{port}", browser)
            yield engine
            engine.close()


@contextmanager
def _running(
    command: list[str], said: Path, more: Mapping[str, str] | None = None
) -> Iterator[subprocess.Popen[bytes]]:
    """A program in a group of its own, which ends with what it has begun; what it says goes to a file."""
    with said.open("wb") as log:
        program = subprocess.Popen(
            command, stdout=log, stderr=log, env={**os.environ, **(more or {})}, start_new_session=True
        )
    try:
        yield program
    finally:
        os.killpg(program.pid, signal.SIGTERM)
        program.wait(PATIENCE)


def _said(file: Path, pattern: str) -> str:
    """What a program says of itself once it has begun."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if found := re.search(pattern, file.read_text(encoding="utf-8"), re.MULTILINE):
            return found[1]
        time.sleep(0.05)
    raise AssertionError(f"it has not begun: {file.read_text(encoding='utf-8')}")
