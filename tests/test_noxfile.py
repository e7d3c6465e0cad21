"""What the noxfile says, in one line, on a machine that lacks something."""

import ast
import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

NOXFILE = Path(__file__).parent.parent / "noxfile.py"


@pytest.fixture
def programs(tmp_path: Path) -> Path:
    """A folder to be the whole PATH."""
    folder = tmp_path / "bin"
    folder.mkdir()
    return folder


def provide(programs: Path, *names: str) -> None:
    for name in names:
        (programs / name).write_text("#!/bin/sh\n", encoding="utf-8")
        (programs / name).chmod(0o755)


def start(programs: Path, before: str = "", *, uid: int = 0) -> str:
    """Start the noxfile with this PATH, after some statements; its whole output must be one line on stderr."""
    code = f"import os, sys, runpy; sys.argv[:] = ['noxfile.py', '-s', 'tests']; os.geteuid = lambda: {uid}\n{before}\n"
    code += f"runpy.run_path({str(NOXFILE)!r}, run_name='__main__')"
    done = subprocess.run(
        [sys.executable, "-I", "-c", code],
        env={"PATH": str(programs)},
        cwd=programs,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    return done.stderr.rstrip("\n")


def old(version: tuple[int, int]) -> str:
    return f"sys.version_info = ({version[0]}, {version[1]}, 0, 'final', 0); sys.executable = '/usr/bin/python3'"


NO_ENSUREPIP = (
    "import importlib.util as u; find = u.find_spec\n"
    "u.find_spec = lambda name, *rest: None if name == 'ensurepip' else find(name, *rest)\n"
    "sys.version_info = (3, 11, 2, 'final', 0)"
)


@pytest.mark.parametrize("version", [(3, 8), (3, 10), (3, 15)])
def test_another_python_is_named_when_this_one_does_not_serve(programs: Path, version: tuple[int, int]) -> None:
    provide(programs, "python3.10", "python3.11", "python3.13", "git")
    assert start(programs, old(version)) == (
        f"noxfile: this needs Python 3.11 to 3.14, and /usr/bin/python3 is {version[0]}.{version[1]}: "
        f"run `python3.13 {shlex.quote(str(NOXFILE))} -s tests`"
    )


def test_uv_brings_a_python_when_there_is_none(programs: Path) -> None:
    provide(programs, "uv", "apt-get")
    assert start(programs, old((3, 9))) == (
        "noxfile: this needs Python 3.11 to 3.14, and /usr/bin/python3 is 3.9: "
        f"run `uv run {shlex.quote(str(NOXFILE))} -s tests`"
    )


def test_an_old_system_is_not_told_to_install_the_python_that_it_has(programs: Path) -> None:
    provide(programs, "apt-get")
    assert start(programs, old((3, 9))) == (
        "noxfile: this needs Python 3.11 to 3.14, and /usr/bin/python3 is 3.9: "
        f"install uv (https://docs.astral.sh/uv/), then run `uv run {shlex.quote(str(NOXFILE))} -s tests`"
    )


def test_a_python_is_to_be_installed_when_this_one_is_not_the_systems(programs: Path) -> None:
    provide(programs, "apt-get")
    assert start(programs, old((3, 9)).replace("/usr/bin", "/opt/bin")) == (
        "noxfile: this needs Python 3.11 to 3.14, and /opt/bin/python3 is 3.9: run `apt-get install -y python3`"
    )


def test_without_ensurepip_debians_package_is_named(programs: Path) -> None:
    provide(programs, "apt-get", "git")
    assert start(programs, NO_ENSUREPIP) == (
        "noxfile: this Python can't make environments (it lacks ensurepip): run `apt-get install -y python3.11-venv`"
    )


def test_without_git_its_package_is_named(programs: Path) -> None:
    provide(programs, "apt-get")
    assert start(programs) == "noxfile: git is missing: run `apt-get install -y git`"


def test_who_is_not_root_is_told_to_use_sudo(programs: Path) -> None:
    provide(programs, "dnf")
    assert start(programs, uid=1000) == "noxfile: git is missing: run `sudo dnf install -y git`"


def test_an_unknown_system_is_told_the_name_of_the_package(programs: Path) -> None:
    assert start(programs) == "noxfile: git is missing: install the package `git` of your system"


def test_nothing_is_made_before_the_checks(programs: Path) -> None:
    start(programs)
    assert list(programs.iterdir()) == []


def test_an_old_python_can_parse_it() -> None:
    ast.parse(NOXFILE.read_text(encoding="utf-8"), feature_version=(3, 7))


NOX = """
import os, runpy, sys, types
nox, command = types.ModuleType("nox"), types.ModuleType("nox.command")
nox.session, nox.Session, nox.options = lambda body: body, object, types.SimpleNamespace()
command.CommandFailed = type("CommandFailed", (Exception,), {})
sys.modules.update({"nox": nox, "nox.command": command})
noxfile = types.SimpleNamespace(**runpy.run_path(NOXFILE))
"""
"""Reads the noxfile where nox is not installed."""

APT_GET = """#!/bin/sh
echo "$@" >> {log}
case "$*" in
*" update") touch {fresh} ;;
*--print-uris*) echo "'http://deb/libpango-1.0-0_1_all.deb' libpango-1.0-0_1_all.deb 1 SHA256:0" ;;
*" download libpango-1.0-0") {old} || test -e {fresh} && touch libpango-1.0-0_1_all.deb ;;
esac
"""
DPKG_DEB = """#!/bin/sh
test -e "$2" && mkdir -p "$3/usr/lib/here" && cp {libraries} "$3/usr/lib/here"
"""
ASK_FOR_PANGO = """
session = types.SimpleNamespace(env={}, log=print, warn=print)
noxfile.provide_pango.__globals__["ROOT"] = __import__("pathlib").Path(HOME)
noxfile.provide_pango(session)
os.environ.update(session.env)
done = __import__("subprocess").run([sys.executable, "-c", "import weasyprint; print('prints')"], capture_output=True)
print(done.stdout.decode().splitlines()[-1:])
"""


@pytest.fixture
def without_pango(tmp_path: Path, programs: Path) -> dict[str, str]:
    """The environment of a machine whose loader finds something else under the name of Pango, and no apt-get."""
    libraries = tmp_path / "libraries"
    libraries.mkdir()
    (libraries / "libpango-1.0.so.0").write_bytes(b"not a library")
    return {"PATH": f"{programs}:/usr/bin:/bin", "LD_LIBRARY_PATH": str(libraries)}


def debian(programs: Path, log: Path, *, old: bool = False) -> None:
    """An apt-get and a dpkg-deb that know of one package, which holds the Pango of this machine."""
    folders = (*Path("/usr/lib").iterdir(), *map(Path, os.environ.get("LD_LIBRARY_PATH", "").split(":")))
    found = [path for folder in folders for path in folder.glob("libpango-1.0.so.0*") if path.is_file()]
    assert found, "this machine has no Pango"
    texts = {
        "apt-get": APT_GET.format(log=log, fresh=log.with_suffix(".fresh"), old="false" if old else "true"),
        "dpkg-deb": DPKG_DEB.format(libraries=" ".join(map(str, found))),
    }
    for name, text in texts.items():
        (programs / name).write_text(text, encoding="utf-8")
        (programs / name).chmod(0o755)


def ask(statements: str, env: dict[str, str], home: Path) -> str:
    """What statements print that have the noxfile as `noxfile`."""
    code = f"NOXFILE, HOME = {str(NOXFILE)!r}, {str(home)!r}\n{NOX}\n{statements}"
    done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_pango_is_unpacked_where_it_is_missing_and_pdfs_can_be_made(
    programs: Path, tmp_path: Path, without_pango: dict[str, str]
) -> None:
    log = tmp_path / "log"
    debian(programs, log)
    assert ask(ASK_FOR_PANGO, without_pango, tmp_path).endswith("['prints']\n")
    asked = log.read_text(encoding="utf-8")
    assert "update" not in asked, "the machine's own lists of packages serve"
    assert ask(ASK_FOR_PANGO, without_pango, tmp_path) == "['prints']\n"
    assert log.read_text(encoding="utf-8") == asked, "it is brought once"
    assert [path.name for path in (tmp_path / ".nox/pango").iterdir()] == ["root"]


def test_old_lists_of_packages_are_fetched_anew_in_a_folder_of_their_own(
    programs: Path, tmp_path: Path, without_pango: dict[str, str]
) -> None:
    log = tmp_path / "log"
    debian(programs, log, old=True)
    assert ask(ASK_FOR_PANGO, without_pango, tmp_path).endswith("['prints']\n")
    (update,) = (line for line in log.read_text(encoding="utf-8").splitlines() if line.endswith(" update"))
    assert f"Dir::State::Lists={tmp_path}/.nox/pango/lists" in update


def test_where_pango_can_not_be_had_the_command_is_named(
    programs: Path, tmp_path: Path, without_pango: dict[str, str]
) -> None:
    provide(programs, "apt-get", "dpkg-deb")
    told = ask("os.geteuid = lambda: 1000\n" + ASK_FOR_PANGO, without_pango, tmp_path)
    assert "run `sudo apt-get install -y libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0`" in told
    assert not told.endswith("['prints']\n")
    assert not (tmp_path / ".nox/pango").exists()


@pytest.mark.parametrize(("failures", "status"), [(0, 0), (2, 0), (3, 1)])
def test_what_the_network_drops_is_asked_for_twice_more(
    tmp_path: Path, failures: int, status: int, without_pango: dict[str, str]
) -> None:
    count = tmp_path / "count"
    count.write_text("", encoding="utf-8")
    script = f"printf x >> {count}; test $(wc -c < {count}) -gt {failures}"
    told = ask(
        "import time; time.sleep = lambda seconds: print('waits', seconds)\n"
        f"print(noxfile.persistently(['sh', '-c', {script!r}]))",
        without_pango,
        tmp_path,
    )
    waits = "".join(f"waits {seconds}\n" for seconds in (2, 8)[:failures])
    assert told == f"{waits}{status}\n"


@pytest.mark.parametrize("status", [0, 3, 5])
def test_what_a_command_ended_with_is_what_the_noxfile_ends_with(
    tmp_path: Path, status: int, without_pango: dict[str, str]
) -> None:
    told = ask(
        f"""
def run(*words):
    print(words)
    if {status}:
        failed = command.CommandFailed()
        failed.return_code = {status}
        raise failed
def main():  # as nox does it: the file is read once more
    again = types.SimpleNamespace(**runpy.run_path(NOXFILE, run_name="noxfile"))
    again.publish.__globals__["provide"] = lambda session, lock: None
    try:
        again.publish(types.SimpleNamespace(run=run, posargs=["--target", "there"]))
    except command.CommandFailed:
        sys.exit(1)
    sys.exit(0)
nox.main = main
sys.prefix = os.path.join(os.path.dirname(NOXFILE), ".nox", "_bootstrap")
try:
    runpy.run_path(NOXFILE, run_name="__main__")
except SystemExit as end:
    print(end.code)
""",
        without_pango,
        tmp_path,
    )
    assert told == f"('pipeline', 'publish', '--target', 'there')\n{status}\n"


ROOMY = """
noxfile.in_memory.__wrapped__.__globals__.update(MEMORY=__import__("pathlib").Path(HOME), ROOM=ROOM)
session = types.SimpleNamespace(env={})
try:
    with noxfile.in_memory(session):
        print(*(os.path.dirname(folder) for folder in session.env.values()))
        open(os.path.join(session.env.get("TMPDIR", HOME), "made"), "w").close()
        raise KeyboardInterrupt
except KeyboardInterrupt:
    print(sorted(os.listdir(HOME)))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is no such folder")
def test_temporary_files_are_in_memory_while_the_tests_run(tmp_path: Path, without_pango: dict[str, str]) -> None:
    (tmp_path / "pipeline-tests-that-were-killed").mkdir()
    told = ask("ROOM = 1" + ROOMY, without_pango, tmp_path)
    assert told == f"{tmp_path}\n['bin', 'libraries']\n"


@pytest.mark.parametrize(("room", "named"), [("1 << 60", {}), ("1", {"TMPDIR": "/somewhere"})])
def test_without_room_or_where_another_folder_is_named_they_are_where_they_were(
    tmp_path: Path, without_pango: dict[str, str], room: str, named: dict[str, str]
) -> None:
    told = ask(f"ROOM = {room}" + ROOMY, {**without_pango, **named}, tmp_path)
    assert told == "\n['bin', 'libraries', 'made']\n"
