"""The commands, a file a family. Each is a few lines that ask other rooms, and loads inside what is slow to load."""

from attune.cli import cases, cycles, films, handing, overnight, page, research, sealing, tuning, weights
from attune.cli.door import main

__all__ = [
    "cases", "cycles", "films", "handing", "main", "overnight", "page", "research", "sealing", "tuning", "weights",
]  # fmt: skip
