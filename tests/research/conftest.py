"""Films that are files, watched by a fake."""

from tests.kept import film, reel

__all__ = ["film", "reel"]
