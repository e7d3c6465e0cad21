"""The repository keeps its word: dependencies explained, locks without addresses, commands that exist."""

import ast
import re
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LOCKS = sorted((ROOT / "requirements").glob("*.lock"))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def name_of(requirement: str) -> str:
    """The normalised name (PEP 503) of a requirement."""
    found = re.match(r"[A-Za-z0-9._-]+", requirement)
    assert found, requirement
    return re.sub(r"[-_.]+", "-", found[0]).lower()


def direct_dependencies() -> set[str]:
    groups = PROJECT["dependency-groups"].values()
    listed = [entry for group in groups for entry in group if isinstance(entry, str)]
    project = PROJECT["project"]
    listed += [entry for extra in project["optional-dependencies"].values() for entry in extra]
    return {name_of(entry) for entry in (*project["dependencies"], *listed, *PROJECT["build-system"]["requires"])}


def sessions() -> set[str]:
    return set(
        re.findall(r"^@nox\.session\ndef (\w+)\(", (ROOT / "noxfile.py").read_text(encoding="utf-8"), re.MULTILINE)
    )


def test_every_direct_dependency_is_explained_and_nothing_else() -> None:
    text = (ROOT / "docs/dependencies.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `([^`]+)` \| (.+?) \| (.+?) \|$", text, re.MULTILINE)
    assert sorted(name for name, _, _ in rows) == sorted(direct_dependencies())


def test_there_are_locks() -> None:
    assert [lock.stem for lock in LOCKS] == ["build", "epub", "lint", "nox", "run", "scheduler", "tests"]


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_a_lock_names_neither_an_index_nor_a_machine(lock: Path) -> None:
    text = lock.read_text(encoding="utf-8")
    assert "://" not in text
    assert not re.search(r"^\s*--(?!hash=)", text, re.MULTILINE), "an option other than a hash"
    assert not re.search(r"(?<![\w.])[/~]\w|[A-Z]:\\", text), "an absolute path"


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_every_version_in_a_lock_has_hashes(lock: Path) -> None:
    blocks = re.split(r"\n(?=\S)", lock.read_text(encoding="utf-8").strip())
    for block in blocks:
        assert re.match(r"[a-z0-9-]+==\S+", block), block
        assert "--hash=sha256:" in block, block


def test_locks_agree_with_each_other() -> None:
    versions: dict[str, set[str]] = {}
    for lock in LOCKS:
        if lock.stem != "build":  # another environment
            for name, version in re.findall(r"^([a-z0-9-]+)==(\S+)", lock.read_text(encoding="utf-8"), re.MULTILINE):
                versions.setdefault(name, set()).add(version)
    assert {name: found for name, found in versions.items() if len(found) > 1} == {}


def test_commands_in_the_readme_are_sessions() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    named = set(re.findall(r"noxfile\.py -s (\w+)", readme))
    assert {"publish", "tests", "serve"} <= named
    assert named <= sessions()


@pytest.mark.parametrize("page", ["README.md", "CHANGELOG.md", "docs/dependencies.md"])
def test_relative_links_lead_somewhere(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    for link in re.findall(r"\]\(([^)#:]+)\)", text):
        assert (ROOT / page).parent.joinpath(link).exists(), link


def test_the_ci_script_is_a_program() -> None:
    script = ROOT / ".ci/run"
    assert script.stat().st_mode & 0o111
    subprocess.run(["bash", "-n", script], check=True)


def test_the_image_is_made_of_what_is_here_by_locks_and_does_not_run_as_root() -> None:
    text = (ROOT / "Containerfile").read_text(encoding="utf-8")
    assert "://" not in text
    copied = {name for names in re.findall(r"^COPY (?!--from)(.+) \S+$", text, re.MULTILINE) for name in names.split()}
    ignored = (ROOT / ".containerignore").read_text(encoding="utf-8").splitlines()
    assert copied == {line[1:] for line in ignored if line.startswith("!")}
    assert all((ROOT / name).exists() for name in copied)
    installs = re.findall(r"pip (?:install|sync)(?:.*\\\n)*.*", text)
    assert len(installs) == 3
    assert all("--require-hashes" in one or "--no-deps" in one for one in installs)
    assert re.findall(r"^(?:USER|ENTRYPOINT) .*", text, re.MULTILINE) == ["USER 1000:1000", 'ENTRYPOINT ["pipeline"]']


def test_every_python_reads_our_patterns_alike() -> None:
    """Before 3.11.5, and so in Debian 12, a possessive group whose last round begins and does not end leaves the place
    where it gave up (gh-106052): a plain group, each round of which begins in its own way, says the same.
    """
    sign = re.compile(r"\\.|\[\^?(?:\\.|[^\]\\])+\]", re.DOTALL)  # one that is written, or a class of them
    possessive = re.compile(r"\)(?:[*+?]|\{[0-9,]+\})\+|\(\?>")
    found = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "pipeline").rglob("*.py")
        for pattern in patterns(ast.parse(path.read_text(encoding="utf-8")))
        if possessive.search(sign.sub("a", pattern))
    }
    assert found == {"pipeline/search/postings.py"}  # its bytes are ours: a round that begins is there to its end


def patterns(module: ast.Module) -> Iterator[str]:
    """What is written in the first argument of each call of `re`, and pieces of patterns that have a name."""
    for node in ast.walk(module):
        if isinstance(node, ast.Call) and node.args and ast.unparse(node.func).startswith("re."):
            written = [one.value for one in ast.walk(node.args[0]) if isinstance(one, ast.Constant)]
            yield "".join(one.decode("latin-1") if isinstance(one, bytes) else str(one) for one in written)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and "(?" in node.value:
            yield node.value
