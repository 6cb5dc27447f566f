"""Where `attune` starts: hands over to the commands, and names a missing system library in one plain line."""

from __future__ import annotations

import os
import re
import sys

PACKAGES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libGLESv2.so.2": "libgles2",
    "libgomp.so.1": "libgomp1",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libstdc++.so.6": "libstdc++6",
    "libz.so.1": "zlib1g",
}
"""Debian's package for each system library that the wheels beneath attune, or another build of them, may ask for."""


def main() -> None:
    """Run the command line. Exits with 2 and one line where a library of the system is missing."""
    try:
        from attune.cli import main as commands

        commands()
    except (ImportError, OSError) as why:
        line = missing_library(str(why))
        if line is None or os.environ.get("ATTUNE_DEBUG"):
            raise
        sys.stderr.write(line + "\n")
        sys.exit(2)


def missing_library(why: str) -> str | None:
    """One line that names the missing library and its package, if that is what `why` is about."""
    found = re.search(r"(lib[\w+.-]+\.so[.\d]*): cannot open shared object file", why)
    if found is None:
        return None
    library = found[1]
    if library not in PACKAGES:
        return f"This system has no {library}, which attune's libraries need. Install the package that holds it."
    return f"This system has no {library}. On Debian or Ubuntu: apt-get install {PACKAGES[library]}"


if __name__ == "__main__":
    main()
