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
        made = run.run(folder, wish, out or models.home() / models.TUNED, store, progress)
    click.echo("\n".join(made.told), err=True)
    click.echo("\n".join(map(str, made.files)))


@main.command()
@click.argument("path", type=File, metavar="FOLDER|FILM")
@click.option("--rules", default="", metavar="RULE,...", help="Whose numbers to turn; all that score without it.")
@click.option("-o", "out", type=File, metavar="FOLDER", help="Write there. Without it: sensitivity/ beside the films.")
@click.option("--store", type=File, metavar="DIR", help="Where things are kept, if not beside the films.")
def sensitivity(path: Path, rules: str, out: Path | None, store: Path | None) -> None:
    """Which numbers matter: each turned by a fifth, one at a time, and what that does to the moments.

    Films are taken as they are kept, and scored again; a table (CSV) and a page with a plot.
    """
    from attune.progress import shown_on
    from attune.research import sensitivity as room
    from attune.research.kept import kept_films
    from attune.research.tuning import space
    from attune.research.tuning.targets import MOMENTS, groups_of
    from attune.store import put_all

    groups = groups_of(MOMENTS)
    names = [each.strip() for each in rules.split(",") if each.strip()] or [group.__name__ for group in groups]
    numbers, films = space.of_groups(names, groups), kept_films(path, store)
    with shown_on(console(), path.name) as progress:
        told = room.effects(films, numbers, progress)
    for each in told[:10]:
        share = f"{max(each.moments):4.0%} of the moments, {max(each.order):4.0%} of their order"
        click.echo(f"{each.number.where:<32} {share}", err=True)
    folder = out or (path if path.is_dir() else path.parent) / "sensitivity"
    named = [done.film.path.name for done in films]
    made = {"sensitivity.csv": room.table(told).encode(), "sensitivity.html": room.page(told, named).encode()}
    click.echo("\n".join(map(str, put_all(folder, "-o", made))))


@main.command()
@click.argument("film", type=File)
@click.option("--set", "turned", multiple=True, required=True, metavar="RULE.KNOB=N", help="The number to turn.")
@click.option("--store", type=File, metavar="DIR", help="Where things are kept, if not beside the film.")
def compare(film: Path, turned: tuple[str, ...], store: Path | None) -> None:
    """What a turned number does to the moments of a film, side by side. Nothing is kept of it."""
    from attune import anew, settings
    from attune.research import changes
    from attune.research.kept import kept_films

    (done,) = kept_films(film, store)
    after = anew.turned(done, done.knobs.set(settings.turned(turned)))
    click.echo("\n".join(changes.lines(changes.changes(done.moments, after.moments))))
