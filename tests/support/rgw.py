"""Ceph's gateway on loopback, started by tests that ask for it (`nox -s rgw`): a monitor, a store in memory, a gateway.

It needs Debian's packages `ceph-mon ceph-osd radosgw ceph-common`. Nothing of it outlives the tests.
"""

from __future__ import annotations

import contextlib
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

import pytest

from tests.support.s3 import KEY, SECRET, Server, environment, free_port

START = 120.0
"""Seconds that the whole of it may take to answer."""
_SETTINGS = """\
[global]
fsid = {fsid}
mon host = [v1:127.0.0.1:{port}]
mon initial members = a
auth cluster required = none
auth service required = none
auth client required = none
osd pool default size = 1
osd pool default min size = 1
osd pool default pg num = 1
mon allow pool size one = true
mon data avail crit = 0
mon data avail warn = 0
osd crush chooseleaf type = 0
osd objectstore = memstore
memstore device bytes = 4294967296
run dir = {home}
pid file = {home}/$name.pid
admin socket = {home}/$name.asok
log file = {home}/$name.log
mon data = {home}/mon
osd data = {home}/osd
rgw data = {home}/rgw
rgw frontends = beast endpoint=127.0.0.1:{gateway}
rgw thread pool size = 64
"""


class _Cluster:
    """Its programs, by the settings in a folder."""

    def __init__(self, home: Path) -> None:
        self.home, self.gateway = home, free_port()
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        self._settings = home / "ceph.conf"
        names = {"home": home, "port": free_port(), "gateway": self.gateway, "fsid": uuid4()}
        self._settings.write_text(_SETTINGS.format_map(names))
        for folder in ("mon", "osd", "rgw"):
            (home / folder).mkdir()

    def run(self, program: str, *arguments: str) -> str:
        """What a program says, once it has ended well."""
        done = subprocess.run(
            [program, "-c", str(self._settings), *arguments], capture_output=True, text=True, timeout=START, check=False
        )
        assert done.returncode == 0, f"{program} {' '.join(arguments)}: {done.stderr}"
        return done.stdout

    def start(self, program: str, *arguments: str) -> None:
        """A program that runs until the end."""
        log = (self.home / f"{program}.out").open("wb")
        command = [program, "-f", "-c", str(self._settings), *arguments]
        self._running[program] = subprocess.Popen(command, stdout=log, stderr=log)
        log.close()

    def _last(self, program: str) -> str:
        """The last that a program said."""
        return (self.home / f"{program}.out").read_text(errors="replace")[-2000:]

    def wait(self, answers: Callable[[], bool], what: str) -> None:
        end = time.monotonic() + START
        while time.monotonic() < end:
            for name, process in self._running.items():
                assert process.poll() is None, f"{name} ended: {self._last(name)}"
            if answers():
                return
            time.sleep(0.2)
        pytest.fail(f"{what} does not answer")

    def stop(self) -> None:
        for process in reversed(self._running.values()):
            process.kill()  # its memory is its disk: there is nothing to be saved
            process.wait()


@contextlib.contextmanager
def served() -> Iterator[Server]:
    """The gateway, with the credentials that reach it in the environment, where boto3 looks for them."""
    with TemporaryDirectory(prefix="ceph-") as folder, environment():
        cluster = _Cluster(Path(folder))
        try:
            _start(cluster)
            yield Server(cluster.gateway, users=False)
        finally:
            cluster.stop()


def _start(cluster: _Cluster) -> None:
    cluster.run("ceph-mon", "--mkfs", "-i", "a")
    cluster.start("ceph-mon", "-i", "a")
    cluster.wait(lambda: _said(cluster, "ceph", "--connect-timeout", "2", "osd", "stat"), "the monitor")
    name = str(uuid4())
    cluster.run("ceph", "osd", "new", name)
    cluster.run("ceph-osd", "--mkfs", "-i", "0", "--osd-uuid", name)
    cluster.start("ceph-osd", "-i", "0")
    cluster.wait(lambda: "1 up" in cluster.run("ceph", "osd", "stat"), "the store")
    user = ("--uid", "tests", "--display-name", "tests", "--access-key", KEY, "--secret", SECRET)
    cluster.run("radosgw-admin", "user", "create", *user)
    cluster.start("radosgw", "-n", "client.rgw")
    cluster.wait(lambda: _answers(cluster.gateway), "the gateway")


def _said(cluster: _Cluster, program: str, *arguments: str) -> bool:
    try:
        cluster.run(program, *arguments)
    except AssertionError:
        return False
    return True


def _answers(port: int) -> bool:
    import httpx

    try:
        return httpx.get(f"http://127.0.0.1:{port}/").status_code == 200
    except httpx.TransportError:
        return False
