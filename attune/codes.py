"""What somebody coded of a film: Code, Codes. People's codes and attune's own, whatever file they come from."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from attune.errors import FormatError
from attune.timeline import Span

YES = "yes"
"""The code of what was marked and not named: an interval without a text, a state without a modifier."""

NO = "no"
"""The code of what was looked for and not there; where a tier holds nothing, there was nothing either."""

UNCODABLE = "uncodable"
"""The code for what nobody could see. It is never "no"."""


@dataclass(frozen=True)
class Code:
    """One code on a tier. Texts are one line without blanks at their ends; times are whole milliseconds.

    tier        what is coded: "child_looks", "mutual_gaze", ...
    code        what it is: "partner", "yes", UNCODABLE, ...
    span        seconds of the film; one without length is a point
    coder       who said so; "" where nobody is named
    confidence  0..1; None where nothing is said of it

    Raises FormatError for a code without a tier or a text, or whose times are no span of the film.
    """

    tier: str
    code: str
    span: Span
    coder: str = ""
    confidence: float | None = None

    def __post_init__(self) -> None:
        for name in ("tier", "code", "coder"):
            object.__setattr__(self, name, plain(getattr(self, name)))
        if not self.tier or not self.code:
            raise FormatError(f"a code needs a tier and a text. Got {self.tier!r} and {self.code!r}.")
        start, end = self.span.start, self.span.end
        if not (-1e9 < start < 1e9 and -1e9 < end < 1e9):
            raise FormatError(f"{self.tier} {self.code} has no start or no end.")
        if end < start:
            raise FormatError(f"{self.tier} {self.code} ends at {end:.3f} s, before it starts at {start:.3f} s.")
        if self.confidence is not None and not 0 <= self.confidence <= 1:
            raise FormatError(f"the confidence of {self.tier} {self.code} must be in [0, 1]. Got {self.confidence}.")
        object.__setattr__(self, "span", Span(round(start, 3) + 0.0, round(end, 3) + 0.0))

    @property
    def uncodable(self) -> bool:
        """Whether nobody could see what it was: neither this nor that."""
        return self.code == UNCODABLE


@dataclass(frozen=True)
class Codes:
    """All codes of a film, or of a file, sorted by tier, coder and time."""

    all: tuple[Code, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "all", tuple(sorted(self.all, key=_place)))

    def __iter__(self) -> Iterator[Code]:
        return iter(self.all)

    def __len__(self) -> int:
        return len(self.all)

    def __add__(self, other: Codes) -> Codes:
        return Codes(self.all + other.all)

    @property
    def tiers(self) -> tuple[str, ...]:
        """The tiers that hold something, sorted."""
        return tuple(sorted({code.tier for code in self.all}))


def plain(text: str) -> str:
    """A text on one line, without what no format can carry: control characters, halves of letters."""
    kept = (" " if unicodedata.category(c) in ("Cc", "Cs", "Cn", "Zl", "Zp") else c for c in text)
    return " ".join("".join(kept).split())


def _place(code: Code) -> tuple[str, str, Span, str, float]:
    return (code.tier, code.coder, code.span, code.code, -1.0 if code.confidence is None else code.confidence)
