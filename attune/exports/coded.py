"""Codes of people and of attune together, in the formats of the programs in which people code; and archives."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

from attune import coding
from attune.codes import Codes
from attune.exchange import datavyu, own, parquet
from attune.exchange.cells import About
from attune.exports.measured import features_parquet
from attune.exports.places import reference
from attune.pipeline import Suggested


class Archive(NamedTuple):
    """What a file that is no text is called where it is not named, and how it is made for a folder it will lie in."""

    name: str
    make: Callable[[Suggested, Path], bytes]


def coded(done: Suggested, folder: Path) -> tuple[Codes, About]:
    """All codes of a film, and what a file in `folder` says of the film. Raises StoreError."""
    film = done.film
    about = About(reference(film.path, folder), film.path.name, film.seconds, film.rate)
    return own.codes(done.scores, done.moments, film.seconds) + coding.kept(done.store), about


def spoken(done: Suggested, folder: Path) -> tuple[Codes, About]:
    """The same without tiers of ours that are no voices: a file of voices has no place for looks."""
    codes, about = coded(done, folder)
    silent = {tier for tier in codes.tiers if tier in own.TIERS and not tier.endswith("_speaks")}
    silent |= {tier for tier in codes.tiers if tier.startswith(own.EVENT)} | {own.MOMENT}
    return Codes(tuple(code for code in codes if code.tier not in silent)), about


ARCHIVES: Mapping[str, Archive] = {
    "datavyu": Archive("codes.opf", lambda done, folder: datavyu.to_datavyu(*coded(done, folder))),
    "parquet": Archive("codes.parquet", lambda done, folder: parquet.to_parquet(*coded(done, folder))),
    "features-parquet": Archive("features.parquet", lambda done, _: features_parquet(done)),
}
"""Every kind that is one file and no text."""
