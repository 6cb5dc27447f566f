"""Commands for a case over its cycles: goals, ratings, the report, guiders' time."""

from __future__ import annotations

from pathlib import Path

import click

from attune.cli.cases import as_json_option, case
from attune.cli.door import CASE, File, console


@case.command("goal")
@click.argument("folder", type=CASE, metavar="CASE")
@click.argument("words")
@click.option("--level", "levels", multiple=True, metavar="TEXT", help="Five times: what -2, -1, 0, +1, +2 look like.")
@click.option("--weight", type=float, default=1.0, metavar="N", help="How much it matters beside the other goals.")
@click.option("--baseline", type=int, metavar="1-10", help="A target instead: where it stands.")
@click.option("--expected", type=int, metavar="1-10", help="Where it is hoped to stand.")
@click.option("--began", default="", metavar="TEXT", help="What the baseline looks like.")
@click.option("--hoped", default="", metavar="TEXT", help="What is expected looks like.")
def add_goal(
    folder: Path, words: str, levels: tuple[str, ...], weight: float, baseline: int | None, expected: int | None,
    began: str, hoped: str,
) -> None:  # fmt: skip
    """Agree a goal, in the client's WORDS: five levels (Goal Attainment Scaling), or a target from 1 to 10."""
    from attune.case import keep
    from attune.cycles import aims

    goal = aims.goal_from(words, levels, weight, baseline, expected, began, hoped)
    after = aims.aims_of(keep.changed(folder, lambda now: aims.with_goal(now, goal)))
    click.echo(f"Goals of this case: {len(after.goals)}, targets: {len(after.targets)}.", err=True)


@case.command("rate")
@click.argument("folder", type=CASE, metavar="CASE")
@click.argument("cycle", type=click.IntRange(min=1))
@click.option("--goal", "goals", multiple=True, metavar="N=LEVEL", help="A goal at a level, as 1=+1.")
@click.option("--target", "targets", multiple=True, metavar="N=STEP", help="A target at a step, as 1=6.")
@click.option("--seen", multiple=True, metavar="N=TEXT", help="What a target looks like now, as 1='most days'.")
@click.option("--session", "sessions", multiple=True, metavar="WHO=0-10", help="The session, as client=7 or child=9.")
@click.option("--words", multiple=True, metavar="WHO=TEXT", help="Their own words, as client='We laughed more'.")
@click.option("--on", metavar="DATE", help="The day on which it was said. Without it: today.")
def rate(
    folder: Path, cycle: int, goals: tuple[str, ...], targets: tuple[str, ...], seen: tuple[str, ...],
    sessions: tuple[str, ...], words: tuple[str, ...], on: str | None,
) -> None:  # fmt: skip
    """Note what was said at the end of a CYCLE: how far goals are reached, the session, their own words."""
    from attune.case import change, keep
    from attune.cycles import aims, told

    said, day = aims.rating_from(cycle, goals, targets, seen, sessions, words), change.day(on)
    after = keep.changed(folder, lambda now: aims.with_rating(now, said, day))
    click.echo("\n".join(told.rated(aims.aims_of(after), cycle)), err=True)


@case.command("report")
@click.argument("folder", type=CASE, metavar="CASE")
@click.option("-o", "out", type=File, metavar="FILE.html", help="Write there. Without it: to standard output.")
@click.option("--for", "whom", type=click.Choice(("guider", "client")), default="guider", help="Whose copy it is.")
@click.option("--names", is_flag=True, help="Names instead of pseudonyms.")
def evaluation_report(folder: Path, out: Path | None, whom: str, names: bool) -> None:
    """The evaluation across cycles as a page to print: question, goals, own words, moments; the guider's has charts.

    Nothing of it is kept in the case.
    """
    from attune.progress import shown_on
    from attune.review.report import report
    from attune.store import put

    with shown_on(console(), folder.name) as progress:
        made = report(folder, whom == "client", names, progress)
    if out is None:
        click.echo(made, nl=False)
    else:
        put(out, made.encode())
        click.echo(out, err=True)


@case.command("times")
@click.argument("folder", type=File, default=Path())
@as_json_option
def times(folder: Path, as_json: bool) -> None:
    """Figures for the service: cases, cycles, films, guiders' minutes a cycle. Small numbers are not told."""
    import json

    from attune.cycles import service

    found = service.figures(folder)
    if as_json:
        click.echo(json.dumps(service.to_plain(found), indent=1))
    click.echo("\n".join(service.lines(found)), err=True)
