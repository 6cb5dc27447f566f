"""Commands for a case: the people, their cycles of films."""

from __future__ import annotations

from pathlib import Path

import click

from attune.cli.door import CASE, File, main

as_json_option = click.option("--json", "as_json", is_flag=True, help="One JSON document on standard output.")


@main.group()
def case() -> None:
    """A case: the people, their question, and cycles of films, in a folder that you can see and move."""


@case.command("new")
@click.argument("folder", type=File, metavar="CASE")
@click.option("--person", "people", multiple=True, metavar="NAME:ROLE[:PSEUDONYM]", help="Somebody; may be said again.")
@click.option("--setting", default="", metavar="WHERE", help="home, health, education or workplace.")
@click.option("--question", default="", metavar="TEXT", help="What the client asks, in the client's words.")
@click.option("--profile", default="practice", metavar="NAME", help="practice or research: for how long it is kept.")
def new_case(folder: Path, people: tuple[str, ...], setting: str, question: str, profile: str) -> None:
    """Begin a case in a new folder. A pseudonym will do for a name.

    Roles: parent, carer, grandparent, teacher, assistant, nurse; child; guider, sibling, other.
    """
    from attune.case import change, keep, told

    begun = change.fresh(setting, question, profile)
    for person in people:
        begun = change.from_call(begun, person)
    click.echo(told.shown(folder, keep.begun(folder, begun)), err=True)


@case.command("person")
@click.argument("folder", type=CASE, metavar="CASE")
@click.argument("person", metavar="NAME:ROLE[:PSEUDONYM]")
@click.option("--instead-of", "old", default="", metavar="PERSON", help="Put right who this is, who was mistyped.")
def add_person(folder: Path, person: str, old: str) -> None:
    """Bring one more person into a case, or put right who somebody is: then all three are as you say now."""
    from attune.case import change, films, keep, told

    if old:
        now = films.corrected(folder, old, *change.parsed(person))
    else:
        now = keep.changed(folder, lambda case: change.from_call(case, person))
    click.echo(told.shown(folder, now), err=True)


@case.command("add")
@click.argument("folder", type=CASE, metavar="CASE")
@click.argument("films", nargs=-1, required=True, type=File, metavar="FILM...")
@click.option("--cycle", type=click.IntRange(min=1), metavar="N", help="Into this cycle. Without it: the last one.")
@click.option("--on", metavar="DATE", help="The day of filming, as 2026-03-31. Without it: today.")
@click.option("--with", "people", multiple=True, metavar="PERSON", help="Who is in it; may be said again.")
@click.option("--meeting", is_flag=True, help="It is the review meeting, filmed for supervision.")
@click.option("--activity", default="", metavar="TEXT", help="What they do; like is compared with like.")
@click.option("--move", is_flag=True, help="Move the film; without it, it is copied.")
def add_film(
    folder: Path, films: tuple[Path, ...], cycle: int | None, on: str | None, people: tuple[str, ...], meeting: bool,
    activity: str, move: bool,
) -> None:  # fmt: skip
    """Put films into a cycle of a case, under names that say nothing of anybody."""
    from attune.case import change, keep
    from attune.case.films import add, described

    about = described(keep.read(folder), change.day(on), people, meeting, activity)
    for film in films:
        click.echo(folder / add(folder, film, about, cycle, move).path)


@case.command("consent")
@click.argument("folder", type=CASE, metavar="CASE")
@click.argument("person")
@click.option("--give", default="", metavar="SCOPE,...", help="review, supervision, training, research; or all.")
@click.option("--withdraw", default="", metavar="SCOPE,...", help="Those that no longer hold.")
@click.option("--on", metavar="DATE", help="The day on which it was said. Without it: today.")
@click.option("--by", default="", metavar="NAME", help="Who said it, where that is another: a parent for a child.")
def note_consent(folder: Path, person: str, give: str, withdraw: str, on: str | None, by: str) -> None:
    """Note what PERSON agrees to, or no longer. Every step stays; without options they are listed."""
    from attune.case import change, consent, keep, told

    when, (given, withdrawn) = change.day(on), (scopes.split(",") if scopes else [] for scopes in (give, withdraw))
    now = consent.noted(folder, person, given, withdrawn, when, by) if given or withdrawn else keep.read(folder)
    click.echo(told.history(change.person(now, person)), err=True)


@case.command("end")
@click.argument("folder", type=CASE, metavar="CASE")
@click.option("--on", metavar="DATE", help="The day on which the involvement ended. Without it: today.")
@click.option("--keep-until", "until", metavar="DATE", help="Of a case for research: the day that was agreed.")
def end_case(folder: Path, on: str | None, until: str | None) -> None:
    """Note that the involvement has ended: in practice the case is kept for two months more."""
    from attune.case import change, retention

    ended = retention.over(folder, change.day(on), change.day(until) if until else None)
    click.echo(f"It is kept until {retention.due(ended) or 'a day that was not said'}.", err=True)


@case.command("list")
@click.argument("folder", type=File, default=Path())
@as_json_option
def list_cases(folder: Path, as_json: bool) -> None:
    """List the cases in FOLDER, or in the one you are in."""
    import json

    from attune import files
    from attune.case import keep, told

    found = [(path, keep.read(path)) for path in keep.cases_in(folder)]
    sealed = files.sealed_in(folder)
    if as_json:
        rows = [{"folder": str(path), **json.loads(keep.to_json(case))} for path, case in found]
        document = {"format": keep.FORMAT, "cases": rows, "sealed": [str(path) for path in sealed]}
        click.echo(json.dumps(document, indent=1, ensure_ascii=False))
    lines = [*(told.listed(*each) for each in found), *(f"{path}  sealed" for path in sealed)]
    click.echo("\n".join(lines) or f"There is no case in {folder}.", err=True)


@case.command("show")
@click.argument("folder", type=CASE, metavar="CASE")
@as_json_option
def show_case(folder: Path, as_json: bool) -> None:
    """Show a case: people, question, cycles and films."""
    from attune.case import keep, told

    case = keep.read(folder)
    if as_json:
        click.echo(keep.to_json(case), nl=False)
    click.echo(told.shown(folder, case), err=True)


@main.command("record")
@as_json_option
def show_record(as_json: bool) -> None:
    """List who added, opened, handed out, erased or sealed what on this computer, and when: by number, and no name."""
    import json
    from dataclasses import asdict

    from attune import record

    entries = list(record.read())
    if as_json:
        rows = [asdict(entry) for entry in entries]
        click.echo(json.dumps({"format": 1, "entries": rows}, indent=1, ensure_ascii=False))
        return
    for entry in entries:
        film, case = (f"{kind} {key}" if key else "" for kind, key in (("film", entry.film), ("case", entry.case)))
        click.echo("  ".join(filter(None, (entry.at, entry.who, entry.deed, film, case, entry.what))))
    click.echo(f"{len(entries)} entries in {record.place()}.", err=True)
