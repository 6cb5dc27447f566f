"""The command for a folder of films overnight."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from attune.cli.door import File, console, film_options, main
from attune.errors import AttuneError

if TYPE_CHECKING:
    from attune.night.apart import Crew


@contextlib.contextmanager
def joined(address: str, films: int, work: str, store: Path | None) -> Iterator[Crew]:
    """The machines of a cluster."""
    try:
        from attune.night import cluster
    except ImportError as why:
        raise AttuneError("--cluster needs Dask. Install it with pip install 'attune[cluster]'.") from why
    with cluster.joined(address, films) as client:
        yield cluster.Cluster(client, work, store)


@main.command()
@click.argument("folder", type=File)
@click.option("--status", is_flag=True, help="Say how the night in this folder stands; from any terminal.")
@click.option("--until", metavar="HH:MM", help="Stop at this time of day; the same command goes on later.")
@click.option("--again", is_flag=True, help="Also try films that ended badly three times.")
@click.option("--cluster", metavar="ADDRESS", help="Use the machines of a Dask cluster (tls://...), or `slurm`.")
@click.option("--json", "as_json", is_flag=True, help="Events on standard output, one JSON object a line.")
@film_options
def night(
    folder: Path, status: bool, until: str | None, again: bool, cluster: str | None, as_json: bool, store: Path | None,
    processes: int | None,
) -> None:  # fmt: skip
    """Watch every film of a folder, each in a process of its own, and write a report for the morning.

    The same command goes on after whatever stopped it. New films in the folder are taken up meanwhile.
    """
    from datetime import datetime

    from attune import models, workers
    from attune.case.retention import reminders
    from attune.night import considerate, owner, run, shown
    from attune.progress import shown_on

    stop_at = considerate.end_of(until, datetime.now().astimezone()) if until else None
    wish = run.Wish(folder, store, processes or workers.cores(), stop_at, again)
    if status:
        with run.state_of(wish) as ledger:
            console().print(shown.status(ledger, owner.is_owned(wish.place, ledger)), soft_wrap=True)
        return
    for line in reminders(folder):
        click.echo(line, err=True)
    with shown_on(console(), "") as progress:
        models.ensure(progress)
    with contextlib.ExitStack() as stack:
        tell = shown.as_json(click.echo) if as_json else stack.enter_context(shown.on(console()))
        crew = stack.enter_context(joined(cluster, wish.at_once, wish.work, store)) if cluster else None
        counts = run.night(wish, tell, crew)
    if counts["failed"] or counts["quarantined"]:
        sys.exit(1 if counts["done"] else 2)
