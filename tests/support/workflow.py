"""Runs jobs of our workflows step by step, as a runner of GitHub or Forgejo does, as far as ours go.

Expressions are evaluated, `run` is run by bash with the files that a runner gives it, outputs and variables go from
step to step, and a job knows what became of those it needs. What a workflow uses that is not known here is an error,
never passed over. Actions (`uses`) are stood in for by functions.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

Json = Any
TOKEN = re.compile(r"\s*(?:'((?:[^']|'')*)'|([A-Za-z_][\w.-]*)(\(\))?|(\|\||&&|==|!=|[!()]))")
STEP = {"id", "name", "if", "uses", "with", "run", "shell", "env", "timeout-minutes"}
JOB = {"needs", "if", "runs-on", "container", "timeout-minutes", "permissions", "outputs", "env", "steps"}
"""What is known of a step and of a job; where it runs, its rights and limits of time are the runner's affair."""
FILES = ("GITHUB_ENV", "GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY")
SET = re.compile(r"^(\w+)<<(.+)\n((?:.*\n)*?)\2$|^(\w+)=(.*)$", re.MULTILINE)
STATUS = ("always", "success", "failure", "cancelled")


@dataclass
class Expression:
    """An expression: texts, names of contexts, `always()` and its like, `!`, `==`, `!=`, `&&`, `||`, parentheses."""

    contexts: Mapping[str, Json]
    result: str = "success"
    tokens: list[tuple[str, str]] = field(default_factory=list)

    def value(self, text: str) -> Json:
        self.tokens = list(_tokens(text))
        found = self._any()
        assert not self.tokens, f"what is left of `{text}`: {self.tokens}"
        return found

    def _any(self) -> Json:
        found = self._all()
        while self._next("||"):
            other = self._all()
            found = found or other
        return found

    def _all(self) -> Json:
        found = self._compared()
        while self._next("&&"):
            other = self._compared()
            found = found and other
        return found

    def _compared(self) -> Json:
        found = self._one()
        if self._next("=="):
            return _plain(found) == _plain(self._one())
        return _plain(found) != _plain(self._one()) if self._next("!=") else found

    def _one(self) -> Json:
        if self._next("!"):
            return not self._one()
        if self._next("("):
            found = self._any()
            assert self._next(")")
            return found
        kind, word = self.tokens.pop(0)
        assert kind in ("text", "name", "call"), word
        return word if kind == "text" else self._named(word) if kind == "name" else self._called(word)

    def _next(self, sign: str) -> bool:
        if self.tokens and self.tokens[0] == ("sign", sign):
            del self.tokens[0]
            return True
        return False

    def _called(self, name: str) -> bool:
        assert name in STATUS, name
        return name == "always" or self.result == {"failure": "failure", "cancelled": "cancelled"}.get(name, "success")

    def _named(self, name: str) -> Json:
        first, *rest = name.split(".")
        found = self.contexts[first]
        for part in rest:
            found = found.get(part) if isinstance(found, Mapping) else None
        return found


def _tokens(text: str) -> Iterator[tuple[str, str]]:
    at = 0
    while at < len(text.rstrip()):
        match = TOKEN.match(text, at)
        assert match, text[at:]
        literal, name, called, sign = match.groups()
        kind = "text" if literal is not None else "sign" if sign else "call" if called else "name"
        yield kind, literal.replace("''", "'") if literal is not None else name or sign
        at = match.end()


def _plain(value: Json) -> str:
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


@dataclass
class Ended:
    """How a job ended: success, failure or skipped; what its steps were, its outputs, and all that they printed."""

    result: str
    outputs: dict[str, str] = field(default_factory=dict)
    steps: dict[str, str] = field(default_factory=dict)
    log: str = ""


Action = Callable[[dict[str, str], "Runner"], None]


@dataclass
class Runner:
    """A machine for one run: the checkout, a folder for what is temporary, the folder of programs before all others."""

    checkout: Path
    temp: Path
    programs: Path
    contexts: dict[str, Json]
    actions: dict[str, Action]
    env: dict[str, str] = field(default_factory=dict)

    def run(self, flow: Json) -> dict[str, Ended]:
        """All jobs of a workflow, in the order in which they stand, which must be that of their needs."""
        ended: dict[str, Ended] = {}
        for name, job in flow["jobs"].items():
            ended[name] = self.job(job, ended)
        return ended

    def job(self, job: Json, before: Mapping[str, Ended]) -> Ended:
        """One job, when the jobs `before` it have ended."""
        assert job.keys() <= JOB, job.keys() - JOB
        needed = [job["needs"]] if isinstance(job.get("needs"), str) else job.get("needs", [])
        needs = {name: {"result": before[name].result, "outputs": before[name].outputs} for name in needed}
        contexts = {**self.contexts, "needs": needs, "steps": {}}
        so_far = "success" if all(before[name].result == "success" for name in needed) else "failure"
        if not _wanted(job.get("if"), contexts, so_far):
            return Ended("skipped")
        ended = Ended("success")
        given = {name: _filled(str(value), contexts) for name, value in job.get("env", {}).items()}
        for number, step in enumerate(job["steps"]):
            self._step(step, number, contexts, {**self.env, **given}, ended)
        outputs = job.get("outputs", {}).items()
        ended.outputs = {name: _filled(value, contexts, ended.result) for name, value in outputs}
        return ended

    def _step(self, step: Json, number: int, contexts: dict[str, Json], env: dict[str, str], ended: Ended) -> None:
        assert step.keys() <= STEP, step.keys() - STEP
        if not _wanted(step.get("if"), contexts, ended.result):
            return
        if "uses" in step:
            given = {name: _filled(_plain(value), contexts) for name, value in step.get("with", {}).items()}
            self.actions[step["uses"].partition("@")[0]](given, self)
            return
        own = {name: _filled(str(value), contexts, ended.result) for name, value in step.get("env", {}).items()}
        status, outputs, said = self._shell(step, number, {**env, **own})
        ended.log += said
        ended.steps[step["name"]] = "success" if status == 0 else "failure"
        if status != 0:
            ended.result = "failure"
        contexts["steps"] = {**contexts["steps"], step.get("id", str(number)): {"outputs": outputs}}

    def gitlab(self, flow: Json, name: str, given: Mapping[str, str]) -> Ended:
        """A job of GitLab, with the variables `given`: its scripts, then what comes after them; rules are not asked."""
        job, default = flow[name], flow["default"]
        variables = {**flow["variables"], **job.get("variables", {}), **given, "CI_PROJECT_DIR": str(self.checkout)}
        env = {**self.env, **{name: str(value) for name, value in variables.items()}}
        script = "\n".join([*default["before_script"], *job["script"]])
        status, _, said = self._shell({"run": script, "shell": "bash"}, 0, env)
        after = {"run": "\n".join(job.get("after_script", ["true"])), "shell": "bash"}
        _, _, later = self._shell(after, 1, {**env, "CI_JOB_STATUS": "success" if status == 0 else "failed"})
        return Ended("success" if status == 0 else "failure", log=said + later)

    def _shell(self, step: Json, number: int, env: dict[str, str]) -> tuple[int, dict[str, str], str]:
        """What a script ended with, the outputs that it set, and what it printed."""
        files = {name: self.temp / f"{name}-{number}" for name in FILES}
        for path in files.values():
            path.write_text("", encoding="utf-8")
        script = self.temp / f"script-{number}.sh"
        script.write_text(step["run"], encoding="utf-8")
        how = ("--noprofile", "--norc", "-eo", "pipefail") if step.get("shell") == "bash" else ("-e",)
        done = subprocess.run(
            ["bash", *how, str(script)],
            cwd=self.checkout,
            env={**env, **self._standing(), **{name: str(path) for name, path in files.items()}},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=300,
            check=False,
        )
        self.env |= _set(files["GITHUB_ENV"])
        return done.returncode, _set(files["GITHUB_OUTPUT"]), done.stdout.decode()

    def _standing(self) -> dict[str, str]:
        """What every script finds in its environment."""
        return {
            "CI": "true",
            "HOME": str(self.temp),
            "LANG": "C.UTF-8",
            "PATH": f"{self.programs}:/usr/local/bin:/usr/bin:/bin",
            "RUNNER_TEMP": str(self.temp),
        }


def _wanted(condition: str | None, contexts: Mapping[str, Json], result: str) -> bool:
    """Whether a job or step runs: without a word about the state of things only when all went well so far."""
    said = re.sub(r"^\$\{\{(.*)\}\}$", r"\1", condition or "success()")
    if not any(f"{name}()" in said for name in STATUS):
        said = f"success() && ({said})"
    return bool(Expression(contexts, result).value(said))


def _filled(text: str, contexts: Mapping[str, Json], result: str = "success") -> str:
    """A text with the values of its expressions."""
    return re.sub(r"\$\{\{(.*?)\}\}", lambda found: _plain(Expression(contexts, result).value(found[1])), text)


def _set(file: Path) -> dict[str, str]:
    """What a script wrote to a file of a runner: `NAME=VALUE`, or several lines between two marks."""
    text = file.read_text(encoding="utf-8")
    found = {}
    for name, mark, lines, line, value in SET.findall(text):
        found[name or line] = lines.removesuffix("\n") if mark else value
    assert not SET.sub("", text).strip(), text
    return found
