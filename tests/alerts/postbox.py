"""A mail server on loopback that takes what it is sent, or refuses as it is told."""

from __future__ import annotations

import socketserver
import ssl
import threading
from base64 import b64decode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path


@dataclass
class Postbox:
    """What came, and how. `answers` are given in place of the usual ones, by the first word of what is asked. With a
    `context` it offers STARTTLS, or speaks nothing else `at_once`.
    """

    context: ssl.SSLContext | None = None
    at_once: bool = False
    port: int = 0
    letters: list[EmailMessage] = field(default_factory=list)
    heard: list[str] = field(default_factory=list)
    logins: list[str] = field(default_factory=list)
    safe: list[bool] = field(default_factory=list)
    answers: dict[str, bytes] = field(default_factory=dict)
    silent: bool = False
    ended: threading.Event = field(default_factory=threading.Event)


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = allow_reuse_address = True

    def __init__(self, box: Postbox) -> None:
        super().__init__(("127.0.0.1", 0), _Talk)
        self.box = box

    def handle_error(self, request: object, client_address: object) -> None:
        """Whoever hung up did so on purpose."""


class _Talk(socketserver.StreamRequestHandler):
    server: _Server

    def handle(self) -> None:
        box = self.server.box
        if box.silent:
            box.ended.wait(30)
            return
        try:
            if box.at_once:
                self._wrap()
            self.wfile.write(box.answers.get("", b"220 here\r\n"))
            self._talk(box)
        finally:
            self.connection.close()

    def _talk(self, box: Postbox) -> None:
        word = ""
        while word != "QUIT" and (line := self.rfile.readline()):
            box.heard.append(line.decode().strip())
            word = line.split()[0].decode().upper()
            self.wfile.write(box.answers.get(word) or self._answer(box, word, line))
            if word == "STARTTLS":
                self._wrap()

    def _wrap(self) -> None:
        assert self.server.box.context
        self.connection = self.server.box.context.wrap_socket(self.connection, server_side=True)
        self.rfile, self.wfile = self.connection.makefile("rb"), self.connection.makefile("wb", buffering=0)

    def _answer(self, box: Postbox, word: str, line: bytes) -> bytes:
        safe = isinstance(self.connection, ssl.SSLSocket)
        if word == "EHLO":
            offered = b"250-STARTTLS\r\n" if box.context and not safe else b""
            return b"250-here\r\n250-AUTH PLAIN\r\n" + offered + b"250 8BITMIME\r\n"
        if word == "AUTH":
            box.logins.append(b64decode(line.split()[2]).decode().replace("\0", " ").strip())
            return b"235 yes\r\n"
        if word == "DATA":
            self.wfile.write(b"354 go on\r\n")
            box.letters.append(self._letter())
            box.safe.append(safe)
        return {"STARTTLS": b"220 go on\r\n", "QUIT": b"221 bye\r\n"}.get(word, b"250 yes\r\n")

    def _letter(self) -> EmailMessage:
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            lines.append(line.removeprefix(b"."))
        letter = message_from_bytes(b"".join(lines), policy=policy.default)
        assert isinstance(letter, EmailMessage)
        return letter


@contextmanager
def postbox(certificate: tuple[Path, Path] | None = None, *, at_once: bool = False) -> Iterator[Postbox]:
    """The server, for as long as it is needed."""
    here = Postbox(at_once=at_once)
    if certificate:
        here.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        here.context.load_cert_chain(*certificate)
    with _Server(here) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        here.port = server.server_address[1]
        try:
            yield here
        finally:
            here.ended.set()
            server.shutdown()
            thread.join()
