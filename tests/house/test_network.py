"""Films of children stay where they are: a run opens no connection, asks for no name, and writes in its own places.

A block inside Python would not stop a library's own code, and a machine without network would hide that it tried;
so the main job runs under strace, on a film with faces in it, with every process it starts.
"""

from __future__ import annotations

import os
import platform
import subprocess
import sys
from pathlib import Path

import pytest

from attune import models
from attune.demo.film import make
from attune.demo.script import compose
from tests.house import strace

STILL_ALLOWED = ("/dev/", "/proc/self/")
"""Not files: devices, and a process's view of itself."""


@pytest.fixture
def weights(tmp_path: Path) -> Path:
    """A folder with the weights, so that an empty home needs none."""
    folder = tmp_path / "weights"
    folder.mkdir()
    for one in models.manifest():
        (folder / one.file).symlink_to(models.weights(one.file))
    return folder


@pytest.fixture
def film(tmp_path: Path) -> Path:
    """Some seconds of two people, in a folder of its own."""
    path = tmp_path / "films" / "film.mp4"
    path.parent.mkdir()
    make(path, compose(("answer",)))
    return path


def surroundings(home: Path, weights: Path, scratch: Path) -> dict[str, str]:
    """The environment of somebody new: nothing at home, and not a build machine, where openvino keeps silent."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "VIRTUAL_ENV") if name in os.environ}
    own = {"HOME": str(home), "TMPDIR": str(scratch), "ATTUNE_MODELS": str(weights), "PYTHONDONTWRITEBYTECODE": "1"}
    return kept | own


@pytest.mark.real
@pytest.mark.skipif(platform.system() != "Linux", reason="strace runs on Linux")
def test_the_main_job_talks_to_nobody_and_writes_in_its_own_places(tmp_path: Path, weights: Path, film: Path) -> None:
    places = {name: tmp_path / name for name in ("home", "scratch", "log")}
    for place in places.values():
        place.mkdir()
    log = places["log"] / "calls"
    call = strace.command([sys.executable, "-m", "attune", "suggest", film, "--processes", "2"], log)
    environment = surroundings(places["home"], weights, places["scratch"])
    done = subprocess.run(call, env=environment, cwd=places["home"], capture_output=True, text=True, timeout=300)
    calls = list(strace.lines(log))

    assert done.returncode == 0, done.stderr
    assert any("libopenvino" in line for line in calls), "the trace saw the libraries being loaded"
    assert strace.talk(calls) == []
    data = places["home"] / ".local/share/attune"
    own = (str(film) + ".attune", str(data), *STILL_ALLOWED)
    way = {str(folder) for folder in data.parents if folder.is_relative_to(places["home"])}
    assert sorted(path for path in strace.changed(calls) if not path.startswith(own) and path not in way) == []
    assert {path.name for path in film.parent.iterdir()} == {"film.mp4", "film.mp4.attune"}


TALKING = [
    'connect(4<socket:[1]>, {sa_family=AF_INET, sin_port=htons(443), sin_addr=inet_addr("192.0.2.1")}, 16) = 0',
    'sendto(4<socket:[1]>, "x", 1, MSG_NOSIGNAL, {sa_family=AF_INET, sin_port=htons(53), '
    'sin_addr=inet_addr("192.0.2.1")}, 16) = -1 ENETUNREACH (Network is unreachable)',
    "connect(4<socket:[1]>, {sa_family=AF_INET6, sin6_port=htons(443), sin6_flowinfo=htonl(0), "
    'inet_pton(AF_INET6, "2001:db8::1", &sin6_addr), sin6_scope_id=0}, 28) = -1 EINPROGRESS (In progress)',
    'openat(AT_FDCWD</films>, "/etc/resolv.conf", O_RDONLY|O_CLOEXEC) = 3</etc/resolv.conf>',
    'connect(4<UNIX:[1]>, {sa_family=AF_UNIX, sun_path="/run/systemd/resolve/io.systemd.Resolve"}, 42) = 0',
]
SILENT = [
    'connect(4<socket:[1]>, {sa_family=AF_INET, sin_port=htons(8000), sin_addr=inet_addr("127.0.0.1")}, 16) = 0',
    'connect(4<socket:[1]>, {sa_family=AF_UNIX, sun_path="/tmp/listener"}, 110) = 0',
    'openat(AT_FDCWD</films>, "/etc/ld.so.cache", O_RDONLY|O_CLOEXEC) = 3</etc/ld.so.cache>',
]


@pytest.mark.parametrize("call", TALKING)
def test_a_call_to_another_machine_is_seen(call: str) -> None:
    assert strace.talk([*SILENT, call]) == [call]


def test_what_is_made_or_written_is_seen() -> None:
    calls = [
        'openat(AT_FDCWD</films>, "kept.json", O_WRONLY|O_CREAT|O_CLOEXEC, 0666) = 3</films/kept.json>',
        'openat(5</films/f.attune>, "part", O_RDWR|O_CREAT, 0600) = 3</films/f.attune/part>',
        'mkdir("/films/new", 0777) = 0',
        'rename("/films/.kept", "/elsewhere/kept") = 0',
        'renameat(AT_FDCWD</films>, "a", AT_FDCWD</films>, "b") = 0',
        'mkdir("/films/old", 0777) = -1 EEXIST (File exists)',
        'openat(AT_FDCWD</films>, "read.txt", O_RDONLY) = 3</films/read.txt>',
        'openat(AT_FDCWD</films>, "no.txt", O_WRONLY|O_CREAT, 0666) = -1 EACCES (Permission denied)',
    ]
    written = {"/films/kept.json", "/films/f.attune/part", "/films/new", "/elsewhere/kept", "/films/b"}
    assert strace.changed(calls) == written
