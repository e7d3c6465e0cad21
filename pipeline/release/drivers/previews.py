"""The place of all previews of a target, in a bucket and in a directory.

PREFIX/<name>/, PREFIX/_media/, STATE/<name>/, STATE/_previews/         in a bucket
PATH/<name> -> ../.PATH/<name>/releases/<id>, PATH/_media/              in a directory that a web server serves, and
.PATH/<name>/, .PATH/_state/_previews/                                  beside it
"""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Callable, Collection, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path

from pipeline.model.artifact import Artifact
from pipeline.release.bucket import layout
from pipeline.release.bucket.previews import MEDIA, NOTES
from pipeline.release.drivers.lease import PATIENCE, Lease
from pipeline.release.drivers.objects import Objects, delete, nothing
from pipeline.release.state.errors import TargetError, other_bytes
from pipeline.release.state.target import Read
from pipeline.settings.targets import is_preview_name
from pipeline.stores import StoreError
from pipeline.stores.directory import DirectoryStore, digest
from pipeline.stores.s3 import Bucket, S3Store
from pipeline.stores.store import Store

LEASES = "leases/"
THREADS = 8
_ENDING = ".json"


class BucketPreviews:
    """Previews below `prefix`; `state` is described at `layout.state_place`. `step` is called before each write, so
    that a test can die there.
    """

    def __init__(
        self,
        bucket: Bucket,
        *,
        prefix: str,
        state: str = "",
        step: Callable[[str], None] = nothing,
        exact: bool = False,
    ) -> None:
        self._public = S3Store(bucket, layout.normal(prefix))
        place, below = layout.state_place(bucket.name, prefix, state)
        self._state = self._public.below(below, place)
        self._objects = Objects(self._public, exact=exact, step=step)
        self._step = step

    def names(self) -> tuple[str, ...]:
        with _told():
            return _names(self._state)

    def noted(self, name: str) -> bytes | None:
        with _told():
            return self._state.read(_note(name))

    def note(self, name: str, data: bytes) -> None:
        with _told():
            self._step(f"note {name}")
            self._state.write(_note(name), (data,))

    def media(self) -> Collection[str]:
        with _told():
            return frozenset(self._public.keys(MEDIA))

    def put(self, artifacts: Iterable[Artifact], read: Read) -> None:
        with _told(), ThreadPoolExecutor(THREADS) as pool:
            sending = [pool.submit(self._objects.send, artifact, read) for artifact in artifacts]
            try:
                for one in as_completed(sending):
                    one.result()
            except BaseException:
                pool.shutdown(wait=False, cancel_futures=True)
                raise

    def drop(self, paths: Collection[str]) -> None:
        assert all(path.startswith(MEDIA) for path in paths)
        self._delete(self._public, paths)

    def remove(self, name: str) -> int:
        with _told():
            state = self._state.below(f"{checked(name)}/")
            leases = state.below(LEASES)

            def recent(key: str) -> bool:
                age = leases.age(key)
                return age is not None and age < PATIENCE

            with Lease(leases, self._step, recent):
                Objects(self._public.below(f"{name}/"), exact=False).abort()
                public = tuple(self._public.keys(f"{name}/"))
                self._delete(self._public, public)
                held = tuple(state.keys())
                self._delete(state, [key for key in held if not key.startswith(LEASES)])
            self._delete(state, tuple(state.keys()))
            self._delete(self._state, (_note(name),))
            return len(public)

    def policy(self) -> str:
        public, state = self._public, self._state
        return layout.policy(public.bucket.name, public.prefix, state.bucket.name, state.prefix)

    def _delete(self, store: S3Store, keys: Collection[str]) -> None:
        """Delete these below the prefix of a store, and nothing elsewhere."""
        delete(store.client, store.bucket, [store.prefix + key for key in keys], self._step)


class DirectoryPreviews:
    """Previews in `path`, each a link there; what the links lead to lies in `home`. `step` is called before each write,
    so that a test can die there.
    """

    def __init__(self, path: str, home: str, *, state: str = "", step: Callable[[str], None] = nothing) -> None:
        self._public, self._home = Path(path).absolute(), Path(home).absolute()
        self._state = Path(state).absolute() if state else self._home / "_state"
        self._store = DirectoryStore(self._state)
        self._apart = bool(state)
        self._step = step

    def names(self) -> tuple[str, ...]:
        with _told():
            return _names(self._store)

    def noted(self, name: str) -> bytes | None:
        with _told():
            return self._store.read(_note(name))

    def note(self, name: str, data: bytes) -> None:
        with _told():
            self._step(f"note {name}")
            self._state.mkdir(parents=True, exist_ok=True)
            self._state.chmod(0o700)
            self._store.write(_note(name), (data,))

    def media(self) -> Collection[str]:
        with _told():
            return frozenset(DirectoryStore(self._public).keys(MEDIA)) if self._public.is_dir() else frozenset()

    def put(self, artifacts: Iterable[Artifact], read: Read) -> None:
        with _told():
            for artifact in artifacts:
                self._put(artifact, read)

    def _put(self, artifact: Artifact, read: Read) -> None:
        self._step(f"put {artifact.path}")
        goal = self._public / artifact.path
        for folder in reversed((goal.parent, *goal.parent.parents)):
            if folder == self._public or self._public in folder.parents:
                folder.mkdir(parents=True, exist_ok=True)
                folder.chmod(0o755)
        self._home.mkdir(parents=True, exist_ok=True)
        fresh = self._home / f".tmp-{artifact.digest}"  # what a publish that was killed has left is written over
        with fresh.open("wb") as file:
            file.writelines(read(artifact))
            file.flush()
            os.fsync(file.fileno())
        if digest(fresh) != artifact.digest:
            fresh.unlink()
            raise other_bytes(artifact.path)
        fresh.chmod(0o644)
        fresh.replace(goal)

    def drop(self, paths: Collection[str]) -> None:
        assert all(path.startswith(MEDIA) for path in paths)
        with _told():
            for path in paths:
                self._step(f"delete {path}")
                (self._public / path).unlink(missing_ok=True)
                with contextlib.suppress(OSError):  # another name of the same bytes lies there
                    (self._public / path).parent.rmdir()

    def remove(self, name: str) -> int:
        with _told():
            home = self._home / checked(name)
            state = self._state / name if self._apart else home / "state"
            link = self._public / name
            alone = Lease(DirectoryStore(state / LEASES), self._step) if state.is_dir() else contextlib.nullcontext()
            with alone:
                files = sum(one.is_file() for one in link.rglob("*")) if link.is_symlink() else 0
                self._step(f"unlink {name}")
                if link.is_symlink():
                    link.unlink()
            for folder in (home, state):
                self._step(f"clear {folder.name}")
                shutil.rmtree(folder, ignore_errors=not folder.exists())
            self._step(f"forget {name}")
            self._store.delete(_note(name))
            return files

    def policy(self) -> str:
        return ""


def checked(name: str) -> str:
    """The name of a preview. Raises ValueError for any other: what is below it is deleted."""
    if not is_preview_name(name):
        raise ValueError(f"not the name of a preview: {name!r}")
    return name


def _note(name: str) -> str:
    return f"{NOTES}{checked(name)}{_ENDING}"


def _names(store: Store) -> tuple[str, ...]:
    found = (key.removeprefix(NOTES).removesuffix(_ENDING) for key in store.keys(NOTES))
    return tuple(filter(is_preview_name, found))


@contextlib.contextmanager
def _told() -> Iterator[None]:
    """What a store or the disk refuses, as a `TargetError`."""
    try:
        yield
    except StoreError as error:
        raise TargetError(error.message, error.hint) from error
    except OSError as error:
        place = f" at `{error.filename}`" if error.filename else ""
        hint = "See that the disk has room and that you may write there, then try again."
        raise TargetError(f"{error.strerror or error}{place}.", hint) from error
