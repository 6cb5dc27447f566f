"""Praat's TextGrid: tiers of intervals or points, long and short form, UTF-8 and UTF-16."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from attune.codes import YES, Code, Codes
from attune.errors import FormatError
from attune.exchange.cells import About, Cell, by_name, decoded, tier_and_coder

_TOKEN = re.compile(r'"(?:[^"]|"")*"|[^\s"]+|"')
_NUMBER = re.compile(r"[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?")


class _Tokens:
    """What stands free in the text: numbers, quoted texts and flags. Everything else is there for people."""

    def __init__(self, text: str) -> None:
        self.line, self.at, self.text = 1, 0, text
        self.found = _TOKEN.finditer(text)

    def next(self, what: str) -> str:
        for token in self.found:
            self.line += self.text.count("\n", self.at, token.start())
            self.at = token.start()
            word = token[0]
            if word[0] in '"<' or _NUMBER.fullmatch(word):
                return word
        raise FormatError(f"line {self.line}: the file ends where {what} should follow.")

    def number(self, what: str) -> float:
        word = self.next(what)
        if word[0] in '"<':
            raise FormatError(f"line {self.line}: {what} must be a number. Got {word[:40]}.")
        return float(word)

    def count(self, what: str) -> int:
        number = self.number(what)
        if not 0 <= number < 1e9 or number % 1:
            raise FormatError(f"line {self.line}: {what} must be a whole number. Got {number:g}.")
        return int(number)

    def string(self, what: str) -> str:
        word = self.next(what)
        if word[0] != '"' or len(word) < 2:
            raise FormatError(f"line {self.line}: {what} must stand in quotes. Got {word[:40]}.")
        return word[1:-1].replace('""', '"')


def read(data: bytes) -> Iterator[Cell]:
    """Every interval with a text, and every point; one without a text is nothing coded. Raises FormatError."""
    tokens = _Tokens(decoded(data))
    if not data.lstrip(b"\xef\xbb\xbf\xff\xfe").replace(b"\0", b"").startswith((b"File type", b'"ooTextFile')):
        raise FormatError("line 1: not a TextGrid. Expected a text file of Praat (not a short binary one).")
    for expected in ("ooTextFile", "TextGrid"):
        if tokens.string("what it is") != expected:
            raise FormatError(f'line {tokens.line}: not a TextGrid. Expected "{expected}".')
    tokens.number("xmin"), tokens.number("xmax")
    if tokens.next("whether there are tiers") != "<exists>":
        return
    for _ in range(tokens.count("the number of tiers")):
        yield from _tier(tokens)


def _tier(tokens: _Tokens) -> Iterator[Cell]:
    kind = tokens.string("the class of a tier")
    if kind not in ("IntervalTier", "TextTier"):
        raise FormatError(f"line {tokens.line}: a tier is an IntervalTier or a TextTier. Got {kind}.")
    tier, coder = tier_and_coder(" ".join(tokens.string("the name of a tier").split()))
    tokens.number("xmin"), tokens.number("xmax")
    for _ in range(tokens.count("the number of intervals or points")):
        start = tokens.number("a time")
        end = tokens.number("xmax") if kind == "IntervalTier" else start
        where = f"line {tokens.line}"
        text = tokens.string("a text").strip()
        if text or kind == "TextTier":
            yield Cell(where, tier, text or YES, start, end, coder)


def to_textgrid(codes: Codes, about: About) -> bytes:
    """The long form, in UTF-8: one tier for each tier and coder, or several where they overlap; points apart."""
    end = max([round(about.seconds, 3), *(code.span.end for code in codes)])
    lanes = by_name(codes)
    lines = ['File type = "ooTextFile"', 'Object class = "TextGrid"', "", "xmin = 0", f"xmax = {end:.3f}"]
    lines += ["tiers? <exists>", f"size = {len(lanes)}", "item []:"]
    for n, (name, lane) in enumerate(lanes.items(), 1):
        lines += [f"    item [{n}]:", *(f"        {line}" for line in _written(name, lane, end))]
    return ("\n".join(lines) + "\n").encode()


def _written(name: str, lane: Sequence[Code], end: float) -> Iterator[str]:
    spans = bool(lane[0].span)
    yield f'class = "{"IntervalTier" if spans else "TextTier"}"'
    yield from (f"name = {_quoted(name)}", "xmin = 0", f"xmax = {end:.3f}")
    rows = list(_tiled(lane, end)) if spans else [(code.span.start, 0.0, code.code) for code in lane]
    yield f"{'intervals' if spans else 'points'}: size = {len(rows)}"
    for n, (start, stop, text) in enumerate(rows, 1):
        yield f"{'intervals' if spans else 'points'} [{n}]:"
        yield from (f"    xmin = {start:.3f}", f"    xmax = {stop:.3f}") if spans else (f"    number = {start:.3f}",)
        yield f"    {'text' if spans else 'mark'} = {_quoted(text)}"


def _tiled(lane: Sequence[Code], end: float) -> Iterator[tuple[float, float, str]]:
    """Intervals without a gap from 0 to the end, as Praat wants them."""
    at = 0.0
    for code in lane:
        if code.span.start > at:
            yield (at, code.span.start, "")
        yield (code.span.start, code.span.end, code.code)
        at = code.span.end
    if at < end:
        yield (at, end, "")


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'
