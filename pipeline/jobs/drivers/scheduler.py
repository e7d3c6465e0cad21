"""An executor of many machines: the workers of a Dask scheduler do the work."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Executor, Future
from functools import partial
from typing import TYPE_CHECKING, Any, ParamSpec, Self, TypeVar

from pipeline.jobs.job import Failure

if TYPE_CHECKING:
    from distributed import Client

PATIENCE = 10
"""Seconds until a scheduler answers."""
INSTALL = "install the package with its extra: `pip install '.[distributed]'`"

P = ParamSpec("P")
T = TypeVar("T")


class Scheduler:
    """The executor of the scheduler at an address. It is asked for with the first job; when it ends, what was not begun
    is given up. Workers are whoever began them's, and stay.
    """

    def __init__(self, address: str) -> None:
        self._address = address
        self._client: Client | None = None

    def __call__(self) -> Executor:
        """Raises `Failure` where nobody answers."""
        if self._client is None:
            self._client = self._connected()
        return _Workers(self._client.get_executor(pure=False, retries=0), self._address)

    def _connected(self) -> Client:
        try:
            from distributed import Client
        except ImportError:
            raise Failure("the package `distributed` is not here, which speaks to schedulers", INSTALL) from None
        logging.getLogger("distributed").setLevel(logging.CRITICAL)  # what is wrong is told by what comes of jobs
        try:
            with warnings.catch_warnings(action="ignore"):  # of versions: ours are compared where it counts
                client: Client = Client(self._address, timeout=PATIENCE, set_as_default=False)
        except (OSError, ValueError) as error:
            hint = "see that a scheduler runs there, and that this machine reaches it"
            raise Failure(f"no scheduler answers at {self._address}: {error}", hint, tool=True) from error
        if not client.scheduler_info(n_workers=-1)["workers"]:
            client.close()
            hint = f"begin one: `dask worker {self._address} --no-nanny --nthreads 1 --memory-limit 0`"
            raise Failure(f"the scheduler at {self._address} has no worker", hint, tool=True)
        return client

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        if self._client is not None:
            self._client.close(timeout=PATIENCE)  # with it go all jobs that are nobody's
            self._client = None


class _Workers(Executor):
    """What a scheduler says, in the words of `concurrent.futures`."""

    def __init__(self, executor: Executor, address: str) -> None:
        self._executor, self._address = executor, address

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        ours: Future[T] = Future()
        theirs = self._executor.submit(_Parcel(partial(fn, *args, **kwargs)))
        theirs.add_done_callback(partial(self._settle, ours))
        return ours

    def _settle(self, ours: Future[Any], theirs: Future[Any]) -> None:
        if theirs.cancelled():
            ours.cancel()
            ours.set_running_or_notify_cancel()
        elif error := theirs.exception():
            ours.set_exception(self._told(error))
        else:
            ours.set_result(theirs.result())

    def _told(self, error: BaseException) -> BaseException:
        from distributed.scheduler import KilledWorker

        if isinstance(error, KilledWorker):
            return BrokenExecutor(str(error))
        if isinstance(error, ImportError | AttributeError):  # it could not be told there what to do
            hint = "install the same commit with the same locked packages there"
            return Failure(f"a worker at {self._address} has another program: {error}", hint, tool=True)
        return error


class _Parcel:
    """Work and all that it needs, as one thing into which a scheduler does not look."""

    def __init__(self, work: Callable[[], Any]) -> None:
        self._work = work

    def __call__(self) -> Any:
        return self._work()
