"""A night on more than one machine: films are handed to a Dask cluster, and the ledger stays here.

Dask brings the films to machines, notices one that is lost, and tries its films elsewhere. What happens on each machine
is what happens here: a process a film (apart.py), heard and limited from outside. Films and what is kept of them are
reached by the same path everywhere, so both lie on a disk that all machines share.
"""

from __future__ import annotations

import contextlib
import queue
import uuid
from collections.abc import Iterator
from ipaddress import ip_address
from multiprocessing import current_process
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import dask
import distributed
from dask_jobqueue import SLURMCluster
from distributed.security import Security

from attune.errors import KnobError, StoreError
from attune.night.apart import LAST, Apart, Limits, Word

SLURM = "slurm"
"""Given in the place of an address, it starts machines through SLURM, by what ~/.config/dask/jobqueue.yaml says."""

GB = 4
"""Gigabytes that a film may hold on a machine of the cluster, and that SLURM is asked for: most hold half of one."""

UNCERTIFIED = (
    "--cluster tls:// needs certificates. Name their files in Dask's settings: distributed.comm.tls.ca-file, and cert "
    "and key under distributed.comm.tls.client (~/.config/dask/distributed.yaml)."
)
"""What to say where Dask's settings name no certificates."""

ANSWER = 30.0
"""Seconds in which a cluster must answer."""

HERE = "127.0.0.1:0"
"""Where nobody but this machine can ask."""

TICK = 0.5
"""Seconds to wait for a word at a time."""


class Cluster:
    """The films under way on other machines, as apart.Apart has those of this one."""

    def __init__(self, client: distributed.Client, work: str, place: Path | None) -> None:
        self._client, self._how = client, (work, place and place.resolve(), Limits(GB * 1e9))
        self._films: dict[str, distributed.Future] = {}
        self._said: queue.SimpleQueue[tuple[str, Word]] = queue.SimpleQueue()
        self._topic = f"attune-{uuid.uuid4().hex}"
        client.subscribe_topic(self._topic, lambda event: self._said.put(event[1]))

    def __len__(self) -> int:
        return len(self._films)

    @property
    def names(self) -> list[str]:
        """Films under way."""
        return list(self._films)

    def start(self, name: str, path: Path) -> None:
        """Hands a film to the cluster."""
        key = f"{self._topic}-{uuid.uuid4().hex}"
        self._films[name] = self._client.submit(far, self._topic, name, path.resolve(), *self._how, key=key)

    def hear(self, seconds: float) -> Iterator[tuple[str, Word]]:
        """What is said within so many seconds, as (film, word); a film that ends says one of LAST."""
        with contextlib.suppress(queue.Empty):
            name, word = self._said.get(timeout=seconds)
            while True:
                if name in self._films:
                    yield name, word
                name, word = self._said.get_nowait()
        for name, future in list(self._films.items()):
            if future.done():
                del self._films[name]
                yield name, _last(future)

    def stop(self, name: str) -> None:
        """Takes a film back; its process ends within a moment, wherever it is."""
        self._films.pop(name).cancel()

    def close(self) -> None:
        """Takes back all films, and lets the cluster go."""
        for name in self.names:
            self.stop(name)
        self._client.close()


def _last(future: distributed.Future) -> Word:
    if future.status == "finished":
        word: Word = future.result()
        return word
    why = future.exception() if future.status == "error" else "it was taken off the cluster"
    return ("broke", f"The machines that watched it were lost or refused it ({' '.join(str(why).split())}).")


def far(topic: str, name: str, path: Path, work: str, place: Path | None, limits: Limits) -> Word:
    """What a machine of the cluster does with a film: gives it a process, passes on its words, returns the last one."""
    worker, key = distributed.get_worker(), distributed.worker.thread_state.key
    current_process().daemon = False  # Dask's are, and those may start none; what is started here ends with its owner
    with contextlib.closing(Apart(work, place, limits)) as crew:
        crew.start(name, path)
        while True:
            for _, word in crew.hear(TICK):
                if word[0] in LAST:
                    return word
                worker.log_event(topic, (name, word))
            if worker.state.tasks[key].state == "cancelled":  # taken back, or its owner is gone
                return ("broke", "It was taken back.")


def check(address: str) -> None:
    """Refuses an address over which films' places would travel unprotected. Raises KnobError."""
    if address == SLURM:
        return
    parts = urlsplit(address)
    if parts.scheme not in ("tcp", "tls") or not parts.hostname:
        raise KnobError(f"--cluster takes tls://HOST:PORT, tcp://127.0.0.1:PORT or {SLURM}. Got {address}.")
    if parts.scheme == "tcp" and not _is_here(parts.hostname):
        raise KnobError(f"--cluster takes tls:// for another machine: tcp:// is not protected. Got {address}.")


def _is_here(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


@contextlib.contextmanager
def joined(address: str, films: int) -> Iterator[distributed.Client]:
    """A client of the cluster at this address, or of one that SLURM starts for so many films at once.

    Certificates for tls:// are those of Dask's own settings (distributed.comm.tls). Raises KnobError, StoreError.
    """
    check(address)
    with contextlib.ExitStack() as stack:
        where: Any = address
        if address == SLURM:
            where = stack.enter_context(slurm())
            where.scale(films)
        try:
            client = distributed.Client(where, timeout=ANSWER, set_as_default=False, security=_security(where))
        except TypeError as why:  # Dask's, where its settings name no certificates
            raise KnobError(UNCERTIFIED) from why
        except (OSError, ValueError) as why:
            raise StoreError(f"The cluster at {address} does not answer ({why}). Check the address.") from why
        yield stack.enter_context(client)


def _security(where: Any) -> Security | None:
    if isinstance(where, str):
        return Security() if where.startswith("tls:") else None
    security: Security = where.security
    return security


def slurm(**more: Any) -> SLURMCluster:
    """Machines through SLURM, one film at once in each job, spoken to over TLS.

    Dask serves figures of itself over plain HTTP even where its dashboard is off: here to this machine alone, and none.
    """
    with dask.config.set({"distributed.scheduler.http.routes": []}):
        return SLURMCluster(
            cores=1, processes=1, memory=f"{GB} GB", protocol="tls://", security=Security.temporary(),
            scheduler_options={"dashboard": False, "dashboard_address": HERE},
            worker_extra_args=["--no-dashboard", "--dashboard-address", HERE], **more,
        )  # fmt: skip
