"""All numbers of a film as tidy tables, with what each of them is. No name of anybody, nor of the film, is in them."""

from __future__ import annotations

import json

from attune.exchange import features as tables
from attune.exchange import parquet
from attune.exchange.features import Feature, Share
from attune.exports.places import folder_of
from attune.pipeline import Suggested, origin


def features(done: Suggested) -> list[Feature]:
    """A row for each name and second of the film."""
    return tables.features(folder_of(done), done.dyad, done.scores, done.knobs.digest())


def shares(done: Suggested) -> list[Share]:
    """A row for each name: its mean over the film, with bounds, and what it means."""
    return tables.shares(folder_of(done), done.dyad, done.scores, done.knobs.digest())


def features_csv(done: Suggested) -> str:
    """The features as CSV."""
    return tables.to_csv(features(done), Feature._fields)


def shares_csv(done: Suggested) -> str:
    """The shares as CSV: the data dictionary of the features, too."""
    return tables.to_csv(shares(done), Share._fields)


def features_parquet(done: Suggested) -> bytes:
    """The features as Parquet; what made them, the data dictionary and the shares stand in its metadata as JSON."""
    made_by = origin(done)[1]
    known = [{name: value for name, value in row._asdict().items() if value == value} for row in shares(done)]
    facts = {
        "format": str(tables.FORMAT), "knobs": made_by["knobs"], "version": made_by["version"],
        "made_by": json.dumps(made_by), "dictionary": json.dumps([entry._asdict() for entry in tables.dictionary()]),
        "shares": json.dumps(known),
    }  # fmt: skip
    return parquet.from_features(features(done), facts)
