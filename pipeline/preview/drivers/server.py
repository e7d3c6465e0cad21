"""A web server on this machine, for looking at a build: starlette's answers, the manifest's headers."""

from __future__ import annotations

import socket
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from pipeline.model import urls
from pipeline.model.artifact import Artifact, Manifest
from pipeline.preview.server import PORT, PreviewError, Read

if TYPE_CHECKING:
    from starlette.applications import Starlette
    from starlette.requests import Request
    from starlette.responses import Response


def serve(root: str, read: Read, host: str = "127.0.0.1", port: int = PORT, base_path: str = "/") -> None:
    """Serve until interrupted, always what was published last. Raises `PreviewError` when the port can't be had."""
    import uvicorn

    listener = bound(host, port)
    try:
        config = uvicorn.Config(app(root, read, base_path), http="h11", log_level="warning", server_header=False)
        uvicorn.Server(config).run(sockets=[listener])
    finally:
        listener.close()


@dataclass(slots=True)
class _Shown:
    """What is served: a tree and its manifest, both of the release to which `root` leads now."""

    root: Path
    read: Read
    tree: Path | None = None
    manifest: Manifest = field(default_factory=Manifest)

    def now(self) -> tuple[Path, Manifest]:
        tree = self.root.resolve()
        if tree != self.tree:
            manifest = self.read()
            gone = self.tree is None or not self.tree.is_dir()
            # A publish switches the tree first: until its manifest is there too, the next request looks again.
            if manifest is not None and (gone or manifest != self.manifest):
                self.tree, self.manifest = tree, manifest
        return self.tree or tree, self.manifest


def app(root: str, read: Read, base_path: str = "/") -> Starlette:
    """The application. Only what the manifest names is served, so no address leads out of the tree."""
    from starlette.applications import Starlette
    from starlette.responses import PlainTextResponse, RedirectResponse
    from starlette.routing import Route

    shown = _Shown(Path(root), read)
    base = f"/{base_path.strip('/')}/".replace("//", "/")

    async def answer(request: Request) -> Response:
        path = request.scope["path"]
        tree, manifest = shown.now()
        if path + "/" == base:
            return RedirectResponse(_with_query(base, request))
        if not path.startswith(base):
            return PlainTextResponse(f"This preview lies under {base}\n", 404)
        address = path.removeprefix(base)
        if found := _file(tree, manifest, urls.asked_file(address)):
            return _answered(*found, request)
        if f"{address}/{urls.INDEX}" in manifest.artifacts:
            return RedirectResponse(_with_query(f"{base}{address}/", request))
        if missing := _file(tree, manifest, urls.NOT_FOUND):
            return _answered(*missing, request, 404)
        return PlainTextResponse("Not found\n", 404)

    return Starlette(routes=[Route("/{path:path}", answer, methods=["GET", "HEAD"])])


def _file(tree: Path, manifest: Manifest, path: str) -> tuple[Path, Artifact] | None:
    """The file of a published path; the tree may lack what the manifest names."""
    artifact = manifest.artifacts.get(path)
    file = (tree / path).resolve() if artifact else tree
    return (file, artifact) if artifact and file.is_file() and file.is_relative_to(tree) else None


def _answered(file: Path, artifact: Artifact, request: Request, status: int = 200) -> Response:
    from starlette.responses import FileResponse, Response

    headers = {**artifact.headers, "etag": f'"{artifact.digest}"'}
    headers.pop("location", None)  # for stores that know redirects; here the page itself leads there
    if status == 404:
        return Response(b"" if request.method == "HEAD" else file.read_bytes(), 404, headers)
    if headers["etag"] in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return FileResponse(file, status, headers)


def _with_query(path: str, request: Request) -> str:
    query = request.scope["query_string"].decode("latin-1")
    return f"{quote(path)}?{query}" if query else quote(path)


def bound(host: str, port: int) -> socket.socket:
    """A socket that listens there. Raises `PreviewError`."""
    """A socket that listens there. Raises `PreviewError`."""
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        return socket.create_server((host, port), family=family)
    except OSError as error:
        raise PreviewError(
            f"{host}:{port} can't be used: {error.strerror or error}.",
            "Stop the server that uses it, or give another port.",
        ) from error
