"""Tests run against a program that was broken on purpose, each time in a fork of one process that has it all loaded.

A plug-in of pytest: in place of the loop over the tests it runs them all once, notes which lines of the room each of
them runs and how long that takes, and then forks for each mutant. The child changes the loaded functions, never a file,
runs the tests that came to the changed line, the quickest first, until one fails, and is gone.
"""

from __future__ import annotations

import ast
import gc
import http.client
import os
import random
import resource
import signal
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing import forkserver
from pathlib import Path
from types import CodeType, FrameType, FunctionType
from typing import Any

import pytest
from _pytest.runner import runtestprotocol

from pipeline.jobs.here import Here
from tests.mutants.edits import Edit, edits

PATIENCE = 10
"""So many times the CPU time of the unbroken tests, and seconds, may a mutant take: then it counts as caught."""
MEMORY = 4 << 30
"""Bytes of address space that a mutant may take beyond what was taken before it."""
NO_MUTANT = 99
"""How a child ends that could not make the edit."""
_OPTIMIZED = 0x1  # of a code object: a function's, not a class's


@dataclass(frozen=True, slots=True)
class Source:
    """A module of the room: its path, its text as a tree, and its code before any edit."""

    path: str
    tree: ast.Module
    code: CodeType

    @classmethod
    def read(cls, path: Path, root: Path) -> Source:
        tree = ast.parse(path.read_bytes())
        return cls(str(path.relative_to(root)), tree, compile(tree, str(path), "exec", dont_inherit=True))

    def reads(self, name: str) -> Iterator[tuple[str, int]]:
        """The lines that read a name."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Name) and node.id == name and isinstance(node.ctx, ast.Load):
                yield self.code.co_filename, node.lineno


@dataclass(frozen=True, slots=True)
class Mutant:
    """One edit of one module."""

    source: Source
    edit: Edit

    def __str__(self) -> str:
        return f"{self.source.path}:{self.edit.line}: {self.edit.before}  →  {self.edit.after}"

    def code(self) -> CodeType:
        """The module's code with the edit in it."""
        node, name, old = self.edit.node, self.edit.field, getattr(self.edit.node, self.edit.field)
        setattr(node, name, self.edit.value)
        try:
            return compile(self.source.tree, self.source.code.co_filename, "exec", dont_inherit=True)
        finally:
            setattr(node, name, old)


@dataclass(slots=True)
class Mutants:
    """The plug-in, with what it found: mutants that no test noticed, and those on lines that no test runs."""

    root: Path
    room: Path
    sample: int = 0
    seed: int = 0
    made: int = 0
    survivors: list[Mutant] = field(default_factory=list)
    unseen: list[Mutant] = field(default_factory=list)
    _ran: dict[tuple[str, int], set[int]] = field(default_factory=lambda: defaultdict(set))
    _cost: list[float] = field(default_factory=list)
    _sources: list[Source] = field(default_factory=list)

    @pytest.hookimpl(trylast=True)
    def pytest_configure(self) -> None:
        """No example of a broken program is remembered, and chance is the same in each child."""
        import hypothesis  # not before pytest, which rewrites its asserts

        hypothesis.settings.register_profile("mutants", database=None, derandomize=True, deadline=None)
        hypothesis.settings.load_profile("mutants")

    def pytest_sessionstart(self) -> None:
        """Before any test is imported: the room as it is loaded, whoever edits its files meanwhile."""
        files = [self.room] if self.room.is_file() else sorted(self.room.rglob("*.py"))
        self._sources = [Source.read(path, self.root) for path in files]

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        reporter: Any = session.config.pluginmanager.getplugin("terminalreporter")
        _work_here()
        if session.testsfailed or not self._first_run(session.items):
            return True
        _close_connections()
        if noticed := self._noticed(None, range(len(session.items)), session.items):
            reporter.write_line(f"{noticed} fails when it runs again in a fork, which would count as caught")
            return True
        chosen = self._chosen()
        self.made = len(chosen)
        reporter.write_line(f"{len(chosen)} mutants, {len(session.items)} tests of {sum(self._cost):.0f} s of CPU")
        for mutant in chosen:
            self._try(mutant, session.items, reporter)
        return True

    def _first_run(self, items: list[pytest.Item]) -> bool:
        """Run each test as it is, and note the lines of the room that it runs; whether all went well."""
        for number, (item, after) in enumerate(_in_order(items, items[:2])):
            start = time.process_time()
            with _Traced(str(self.room)) as lines:
                reports = runtestprotocol(item, log=True, nextitem=after)
            self._cost.append(time.process_time() - start)
            for line in lines:
                self._ran[line].add(number)
            if any(report.failed for report in reports):
                return False
        return True

    def _chosen(self) -> list[Mutant]:
        mutants = [Mutant(source, edit) for source in self._sources for edit in edits(source.tree)]
        if not 0 < self.sample < len(mutants):
            return mutants
        chosen = sorted(random.Random(self.seed).sample(range(len(mutants)), self.sample))
        return [mutants[number] for number in chosen]

    def _try(self, mutant: Mutant, items: list[pytest.Item], reporter: Any) -> None:
        tests = self._tests(mutant)
        if not tests:
            self.unseen.append(mutant)
            reporter.write_line(f"{mutant}  (no test runs this)")
        elif not self._noticed(mutant, tests, items):
            self.survivors.append(mutant)
            reporter.write_line(str(mutant))

    def _noticed(self, mutant: Mutant | None, tests: Iterable[int], items: list[pytest.Item]) -> str:
        """Which of these tests fails when the edit is made, or as it is; the quickest come first."""
        order = sorted(tests, key=self._cost.__getitem__)
        limit = PATIENCE + int(PATIENCE * sum(self._cost[number] for number in order))
        return _noticed(mutant, [items[number] for number in order], items[:2], limit)

    def _tests(self, mutant: Mutant) -> set[int]:
        """The tests that run a line of the edit; of a constant, those that run a line which reads it."""
        home, edit = mutant.source.code.co_filename, mutant.edit
        lines = [(home, line) for line in edit.lines]
        if edit.constant:
            lines = [line for source in self._sources for line in source.reads(edit.constant)]
        return {test for line in lines for test in self._ran.get(line, ())}


def _in_order(tests: list[pytest.Item], others: list[pytest.Item]) -> Iterator[tuple[pytest.Item, pytest.Item | None]]:
    """Each test with the next, for which what both need stays up. After the last comes another, so that what a session
    shares (a server) is there for the next mutant.
    """
    for number, test in enumerate(tests):
        rest = tests[number + 1 :] or [other for other in others if other is not test]
        yield test, rest[0] if rest else None


class _Traced:
    """Within it the lines that are run of files below a folder are gathered, in threads too."""

    def __init__(self, below: str) -> None:
        self._below = below
        self._lines: set[tuple[str, int]] = set()

    def __enter__(self) -> set[tuple[str, int]]:
        threading.settrace(self._call)
        sys.settrace(self._call)
        return self._lines

    def __exit__(self, *_error: object) -> None:
        sys.settrace(None)
        threading.settrace(None)

    def _call(self, frame: FrameType, _event: str, _argument: object) -> Any:
        return self._line if frame.f_code.co_filename.startswith(self._below) else None

    def _line(self, frame: FrameType, event: str, _argument: object) -> Any:
        if event == "line":
            self._lines.add((frame.f_code.co_filename, frame.f_lineno))
        return self._line


def _noticed(mutant: Mutant | None, tests: list[pytest.Item], others: list[pytest.Item], limit: int) -> str:
    """Which test fails in a fork, or why it ended else; "" when all pass. `limit` is seconds of CPU."""
    ear, mouth = os.pipe()
    os.set_blocking(ear, False)  # what a test has forked may hold the other end
    child = os.fork()
    if child == 0:
        _be_the_child(mutant, list(_in_order(tests, others)), limit, mouth)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(child, signal.SIGKILL)  # what the tests had started
    os.close(mouth)
    test = ""
    with suppress(BlockingIOError):
        test = os.read(ear, 4096).decode()
    os.close(ear)
    if status == NO_MUTANT:
        raise RuntimeError(f"this could not be tried: {mutant}")
    return test or (f"a test that ends the process ({status})" if status else "")


def _be_the_child(
    mutant: Mutant | None, tests: list[tuple[pytest.Item, pytest.Item | None]], limit: int, mouth: int
) -> None:
    """Never returns: 0 when every test passed, else the first that failed is told to the parent."""
    status = NO_MUTANT
    try:
        os.setsid()
        _forget_the_server()
        resource.setrlimit(resource.RLIMIT_CPU, (limit, limit + 1))
        if sys.platform == "linux":
            taken = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
            resource.setrlimit(resource.RLIMIT_AS, (taken + MEMORY, resource.RLIM_INFINITY))
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.alarm(60 + 4 * limit)  # what waits takes no CPU
        if mutant:
            _enter(mutant)
        status = 1
        for test, after in tests:
            if any(report.failed for report in runtestprotocol(test, log=False, nextitem=after)):
                os.write(mouth, test.nodeid.encode())
                return
        status = 0
    finally:
        os._exit(status)


def _work_here() -> None:
    """The jobs of commands are done in this process, where lines are noted and broken, not in those of a shared pool,
    which no fork of this process has.
    """
    if run := sys.modules.get("tests.support.run"):
        setattr(run, "shared_pool", lambda: Here)  # noqa: B010 - a module that is known by its name only


def _forget_the_server() -> None:
    """A process can't ask whether a child of its parent lives: where a test has started the server that the workers of
    a pool are forked from, this process starts one of its own.
    """
    server: Any = forkserver._forkserver  # the library has no way to ask for this
    server._forkserver_pid = None


def _enter(mutant: Mutant) -> None:
    """Make the edit in the loaded program."""
    edited = mutant.code()
    if mutant.edit.constant:
        _rename(edited, mutant)
        return
    pairs = zip(_functions(mutant.source.code), _functions(edited), strict=True)
    changed = {(old.co_qualname, old.co_firstlineno): new for old, new in pairs if old != new}
    loaded = [one for one in gc.get_objects() if type(one) is FunctionType]  # isinstance would ask weak references
    for function in loaded:
        code = function.__code__
        if code.co_filename == edited.co_filename and (code.co_qualname, code.co_firstlineno) in changed:
            function.__code__ = changed[code.co_qualname, code.co_firstlineno]


def _rename(edited: CodeType, mutant: Mutant) -> None:
    """Give a constant its other value wherever it was imported to."""
    name = mutant.edit.constant
    home = next(m for m in list(sys.modules.values()) if getattr(m, "__file__", None) == edited.co_filename)
    old, scratch = getattr(home, name), {"__name__": home.__name__, "__package__": home.__package__}
    exec(edited, scratch)
    for module in list(sys.modules.values()):
        if vars(module).get(name) is old:
            setattr(module, name, scratch[name])


def _functions(code: CodeType) -> Iterator[CodeType]:
    """The functions of a module and of its classes, without those inside them."""
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            if inner.co_flags & _OPTIMIZED:
                yield inner
            else:
                yield from _functions(inner)


def _close_connections() -> None:
    """Close what the first run left open: all children would share it."""
    for one in gc.get_objects():
        if issubclass(type(one), http.client.HTTPConnection):  # see above
            one.close()
