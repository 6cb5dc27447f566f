"""RTTM, who speaks when (NIST, "Rich Transcription Time Marked", 2009): ten fields a line.

type file channel onset duration ortho subtype name confidence lookahead. A tier is `name`. What attune writes has the
code in `subtype` and the coder in `ortho`, where they are not "yes" and nobody; blanks are written as %20.
"""

from __future__ import annotations

from collections.abc import Iterator

from attune.codes import YES, Codes
from attune.errors import FormatError
from attune.exchange.cells import About, Cell, decoded, number

NONE = "<NA>"


def read(data: bytes) -> Iterator[Cell]:
    """Every SPEAKER line; other types and comments are passed over. Raises FormatError."""
    for n, line in enumerate(decoded(data).splitlines(), 1):
        fields = line.split()
        if not fields or line.startswith(";") or fields[0] != "SPEAKER":
            if fields and not line.startswith(";") and not fields[0].isupper():
                raise FormatError(f"line {n}: not RTTM. Expected SPEAKER and nine fields.")
            continue
        if len(fields) < 8:
            raise FormatError(f"line {n}: {len(fields)} fields. Expected ten.")
        _, film, _, onset, duration, ortho, subtype, name, *rest = fields
        start = number(onset, f"line {n}", "the onset")
        end = start + number(duration, f"line {n}", "the duration")
        sure = number(rest[0], f"line {n}", "the confidence") if rest and rest[0] != NONE else None
        code = YES if subtype == NONE else _unquoted(subtype)
        yield Cell(f"line {n}", _unquoted(name), code, start, end, _unquoted(ortho), sure, (film,))


def to_rttm(codes: Codes, about: About) -> bytes:
    """A line for each code, as they happened."""
    film = _quoted(about.name.rpartition(".")[0] or about.name)
    lines = []
    for code in sorted(codes, key=lambda c: c.span):
        start, end = code.span.start, code.span.end
        what = NONE if code.code == YES else _quoted(code.code)
        who = _quoted(code.coder) or NONE
        sure = NONE if code.confidence is None else f"{code.confidence:g}"
        lines.append(
            f"SPEAKER {film} 1 {start:.3f} {end - start:.3f} {who} {what} {_quoted(code.tier)} {sure} {NONE}\n"
        )
    return "".join(lines).encode()


def _quoted(text: str) -> str:
    return "".join(f"%{ord(c):02X}" if c in " %<" else c for c in text)


def _unquoted(text: str) -> str:
    if text == NONE:
        return ""
    for code, letter in (("%20", " "), ("%3C", "<"), ("%25", "%")):
        text = text.replace(code, letter)
    return text
