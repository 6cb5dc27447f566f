"""Commands that tune, and that show what numbers do."""

from __future__ import annotations

from pathlib import Path

import click

from attune.cli.door import File, console, main


@main.command()
@click.argument("folder", type=File)
@click.option("--on", "name", default="ranker", metavar="NAME", help="ranker, moments, mutual_gaze, ...")
@click.option("--rules", default="", metavar="RULE,...", help="Whose knobs to turn; those that weigh in it without it.")
@click.option("--tries", type=click.IntRange(min=1), metavar="N", help="How many settings to try.")
@click.option("--seed", type=int, default=0, metavar="N", help="Another draw of settings.")
@click.option("-o", "out", type=File, metavar="FOLDER", help="Write there. Without it: tuned/ in your data folder.")
@click.option("--store", type=File, metavar="DIR", help="Where things are kept, if not beside the films.")
def tune(
    folder: Path, name: str, rules: str, tries: int | None, seed: int, out: Path | None, store: Path | None
) -> None:
    """Tune on people's codes and verdicts, families held out: knobs, or a ranker, with a card of what it is worth.

    Films are taken as they are kept; films.csv in the folder says whose each is. `attune suggest --knobs` and
    `--ranker` take what comes of it. It says so where there are too few families, or labels, to help.
    """
    from attune import models
    from attune.progress import shown_on
    from attune.research.tuning import run
    from attune.research.tuning.knobs import TRIES

    wanted = tuple(each.strip() for each in rules.split(",") if each.strip())
    wish = run.Wish(name, wanted, tries or TRIES, seed)
    out_to = console()
    with shown_on(out_to, folder.name) as progress:
        made = run.run(folder, wish, out or models.home() / "tuned", store, progress)
    click.echo("\n".join(made.told), err=True)
    click.echo("\n".join(map(str, made.files)))
