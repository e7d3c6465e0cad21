"""A web server for those who write: pages as they are now, and a line by which they hear of newer ones."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator
from importlib.resources import files
from typing import TYPE_CHECKING
from urllib.parse import quote

from pipeline.model import urls
from pipeline.model.artifact import Artifact
from pipeline.preview.drivers.server import bound
from pipeline.preview.showing import ASIDE, BEGINNING, Showing, Shown, page

if TYPE_CHECKING:
    from starlette.applications import Starlette
    from starlette.requests import Request
    from starlette.responses import Response

_PARTS = {"writing.js": "text/javascript; charset=utf-8", "writing.css": "text/css; charset=utf-8"}
_FRESH = {"cache-control": "no-store"}
_LOOK = 0.05
"""Seconds after which somebody who waits for another state looks again."""
_SIGN = 10.0
"""Seconds after which a line that has nothing to say says so: a browser that went away is noticed then."""


class Server:
    """Serves what is shown from a thread, until it is left."""

    def __init__(self, showing: Showing, host: str, port: int, base_path: str) -> None:
        self._showing, self._host, self._port, self._base = showing, host, port, base_path

    def __enter__(self) -> str:
        import uvicorn

        listener = bound(self._host, self._port)
        config = uvicorn.Config(
            app(self._showing, self._base), http="h11", log_level="warning", server_header=False, lifespan="off"
        )
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, kwargs={"sockets": [listener]}, daemon=True)
        self._thread.start()
        host = f"[{self._host}]" if ":" in self._host else self._host
        return f"http://{host}:{listener.getsockname()[1]}{self._base}"

    def __exit__(self, *exception: object) -> None:
        self._showing.over = self._server.should_exit = True
        self._thread.join(5)


def app(showing: Showing, base_path: str = "/") -> Starlette:
    """The application. Only what is shown can be asked for."""
    from starlette.applications import Starlette
    from starlette.responses import PlainTextResponse, RedirectResponse
    from starlette.routing import Route

    async def aside(request: Request) -> Response:
        return _aside(showing, request)

    async def answer(request: Request) -> Response:
        return _answer(showing, request, base_path)

    async def away(request: Request) -> Response:
        if request.url.path + "/" == base_path:
            return RedirectResponse(base_path)
        return PlainTextResponse(f"The library lies under {base_path}\n", 404)

    routes = [
        Route(f"{base_path}{ASIDE}{{name}}", aside),
        Route(f"{base_path}{{address:path}}", answer, methods=["GET", "HEAD"]),
        Route("/{path:path}", away),
    ]
    return Starlette(routes=routes)


def _aside(showing: Showing, request: Request) -> Response:
    """What pages have besides."""
    from starlette.responses import JSONResponse, PlainTextResponse, StreamingResponse

    name = request.path_params["name"]
    if name == "events":
        lines = _events(showing, request)
        return StreamingResponse(lines, media_type="text/event-stream; charset=utf-8", headers=_FRESH)
    if name == "now.json":
        return JSONResponse({"number": showing.now.number, **showing.now.told}, headers=_FRESH)
    if name in _PARTS:
        data = (files("pipeline.preview") / "page" / name).read_bytes()
        return PlainTextResponse(data, headers={"content-type": _PARTS[name], **_FRESH})
    return PlainTextResponse("Not found\n", 404)


def _answer(showing: Showing, request: Request, base_path: str) -> Response:
    from starlette.responses import RedirectResponse

    shown, address = showing.now, request.path_params["address"]
    path = urls.asked_file(address)
    if (artifact := shown.manifest.artifacts.get(path)) and (found := _answered(shown, artifact, request)):
        if request.method == "GET" and urls.is_page_file(path):
            showing.looked_at(artifact.source)
        return found
    if f"{address}/{urls.INDEX}" in shown.manifest.artifacts:
        return RedirectResponse(quote(f"{base_path}{address}/"))
    return _missing(shown, request)


async def _events(showing: Showing, request: Request) -> AsyncIterator[str]:
    """A line for the state that there is, and one for each that comes."""
    told, silent = -1, 0.0
    while not (showing.over or await request.is_disconnected()):
        if (number := showing.now.number) != told:
            told, silent = number, 0.0
            yield f"data: {number}\n\n"
        elif silent >= _SIGN:
            silent = 0.0
            yield ": nothing new\n\n"
        await asyncio.sleep(_LOOK)
        silent += _LOOK


def _answered(shown: Shown, artifact: Artifact, request: Request, status: int = 200) -> Response | None:
    """What is shown at a path; None where its bytes are gone."""
    from starlette.responses import FileResponse, Response

    headers = {**artifact.headers, **_FRESH, "etag": f'"{artifact.digest}"'}
    headers.pop("location", None)
    if not artifact.path.endswith(".html"):
        if where := shown.locate(artifact):
            return FileResponse(where, status, headers)
        chunks = shown.open_(artifact)
        return None if chunks is None else Response(b"".join(chunks), status, headers)
    chunks = shown.open_(artifact)
    if chunks is None:
        return None
    html = page(b"".join(chunks), artifact, _way(request))
    return Response(b"" if request.method == "HEAD" else html, status, headers)


def _missing(shown: Shown, request: Request) -> Response:
    from starlette.responses import HTMLResponse, PlainTextResponse

    if not shown.number:
        return HTMLResponse(page(BEGINNING.encode(), None, _way(request)), 503, _FRESH)
    last = request.url.path.rpartition("/")[2]
    if "." in last and not last.endswith(".html"):
        message = "This is not made while you write: feeds, cards and the catalogue come with `pipeline build`.\n"
        return PlainTextResponse(message, 404, _FRESH)
    lost = shown.manifest.artifacts.get(urls.NOT_FOUND)
    found = _answered(shown, lost, request, 404) if lost else None
    return found or HTMLResponse(page(BEGINNING.encode(), None, _way(request)), 404, _FRESH)


def _way(request: Request) -> str:
    """From the page that is asked for to what pages have besides."""
    address: str = request.path_params["address"]
    return "../" * address.count("/") + ASIDE
