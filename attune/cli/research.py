"""Commands for researchers: how far attune agrees with people."""

from __future__ import annotations

from pathlib import Path

import click

from attune.cli.door import File, console, main


@main.command()
@click.argument("folder", type=File)
@click.option("-o", "out", type=File, metavar="OUT", help="Write there. Without it: FOLDER/attune-evaluation.")
@click.option("--set", "turned", multiple=True, metavar="RULE.KNOB=N", help="Turn a number for this evaluation alone.")
@click.option("--knobs", type=File, metavar="FILE.toml", help="Turn the numbers that a file holds.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on standard output.")
@click.option("--store", type=File, metavar="DIR", help="Things are kept in DIR, not beside the films.")
def evaluate(
    folder: Path, out: Path | None, turned: tuple[str, ...], knobs: Path | None, as_json: bool, store: Path | None
) -> None:
    """How far attune agrees with people's codes of a folder of films: a table, a CSV and a report to read.

    Films are taken as they are kept; one that was not watched yet is named. Families and groups come from films.csv.
    """
    from attune import settings
    from attune.research import files, tidy, told
    from attune.research.evaluate import evaluate as evaluated

    done = evaluated(folder, store, settings.from_call(None, None, None, knobs, turned))
    console().print(told.told(done), soft_wrap=True)
    for path in files.write(done, out or folder / files.FOLDER):
        click.echo(path, err=True)
    if as_json:
        click.echo(tidy.to_json(done), nl=False)
