"""Reads what strace wrote of a run: connections that were tried, names that were looked up, files that were changed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

CALLS = "network,open,openat,openat2,creat,mkdir,mkdirat,rename,renameat,renameat2,link,linkat,symlink,symlinkat"
"""What is traced: everything that may leave this machine or leave something on it."""

TALK = re.compile(r"^(connect|sendto|sendmsg|sendmmsg|bind)\(")
ADDRESS = re.compile(r'sa_family=AF_INET6?, .*?(?:inet_addr\("|inet_pton\(AF_INET6, ")([^"]*)"')
RESOLVER = re.compile(r'"[^"]*(/etc/resolv\.conf|io\.systemd\.Resolve|avahi-daemon/socket)"')
WRITES = re.compile(r"\b(O_WRONLY|O_RDWR|O_CREAT|O_TRUNC|O_APPEND)\b")
PATH = re.compile(r'(?:<([^<>]*)>, )?"([^"]*)"')
FAILED = re.compile(r"= -1 [A-Z]+ \(")


def command(traced: Sequence[str | Path], log: Path) -> list[str]:
    """The command line that runs `traced` with all its children and writes one log for each process."""
    return ["strace", "-ff", "-y", "--seccomp-bpf", "-e", f"trace={CALLS}", "-o", str(log), *map(str, traced)]


def lines(log: Path) -> Iterator[str]:
    """Every traced call of every process."""
    for path in sorted(log.parent.glob(f"{log.name}.*")):
        yield from path.read_text(encoding="utf-8", errors="replace").splitlines()


def talk(calls: Sequence[str]) -> list[str]:
    """Calls that reach for another machine, or ask who a name is, whether they got through or not."""
    return [
        call
        for call in calls
        if RESOLVER.search(call)
        or (TALK.match(call) and any(not a.startswith("127.") and a != "::1" for a in ADDRESS.findall(call)))
    ]


def changed(calls: Sequence[str]) -> set[str]:
    """The files and folders that were opened for writing, made, or given a name; what failed is left out."""
    return {
        path
        for call in calls
        if not FAILED.search(call) and not TALK.match(call)
        if not call.startswith("open") or WRITES.search(call)
        for path in _last_path(call)
    }


def _last_path(call: str) -> list[str]:
    """The last path of the call, whole: what is made, or what it is called from then on."""
    return [str(Path(folder or "/", name)) for folder, name in PATH.findall(call)][-1:]
