"""Commands about one film: what is in it, who, why, is it usable, away with it."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from attune.cli.door import File, console, each, film_options, main, stop, together, watched

if TYPE_CHECKING:
    from attune.dyad import Role


@main.command()
@click.argument("films", nargs=-1, required=True, type=File, metavar="FILM...")
@click.option("--set", "turned", multiple=True, metavar="RULE.KNOB=N", help="Turn a number; `attune knobs` lists them.")
@click.option("--knobs", type=File, metavar="FILE.toml", help="Turn the numbers that a file holds.")
@click.option("--age", metavar="YEARS", help="The child's age: 0-1, 1-3, 3-6 or 6-12.")
@click.option("--profile", metavar="NAME", help="For some pairs, such as signing or visually-impaired.")
@click.option("--goal", default="", metavar="NAME,...", help="What to look for first: receiving, enc.wait, or none.")
@click.option("--labels", type=File, metavar="FILE.toml", help="Call the principles as this file does.")
@click.option("--ranker", type=File, metavar="FILE.skops", help="Follow what was kept of other films: attune tune.")
@click.option("--skip-first/--no-skip-first", default=None, help="Leave out the first minute.")
@click.option("--defaults", is_flag=True, help="Forget choices kept with the film.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on standard output.")
@film_options
def suggest(
    films: tuple[Path, ...], turned: tuple[str, ...], knobs: Path | None, age: str | None, profile: str | None,
    goal: str, labels: Path | None, ranker: Path | None, skip_first: bool | None, defaults: bool, as_json: bool,
    store: Path | None, processes: int | None,
) -> None:  # fmt: skip
    """Watch films, and list the moments worth a look, with reasons.

    Everything is kept in FILM.attune beside each film; a second run does what changed. Choices are kept too.
    """
    from attune import pipeline, say, settings

    given = settings.from_call(age, profile, skip_first, knobs, turned, goal, labels)
    settings.apply(given, pipeline.all_knobs())
    if ranker:
        from attune.ranker import file
        from attune.suggest.features import NAMES

        given = replace(given, ranker=file.load(ranker, NAMES).weights)
    out = console()

    def one(film: Path) -> str:
        done = watched(film, out, place=store, given=given, afresh=defaults, processes=processes)
        out.print(say.suggestion(done), soft_wrap=True)
        return pipeline.document(done)

    failed: list[dict[str, str]] = []
    documents = list(each(films, one, failed))
    if as_json:
        click.echo(documents[0] if len(films) == 1 and documents else together(documents, failed), nl=False)
    if failed:
        sys.exit(1 if documents else 2)


@main.command()
@click.argument("film", type=File)
@click.option("--adult", default="", metavar="N", help="Number of the adult who is scored.")
@click.option("--child", default="", metavar="M", help="Number of the child who is scored.")
@click.option("--adult-name", default="", metavar="NAME", help="What to call the adult.")
@click.option("--child-name", default="", metavar="NAME", help="What to call the child.")
@click.option("--defaults", is_flag=True, help="Forget what was said before.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on standard output.")
@film_options
def people(
    film: Path, adult: str, child: str, adult_name: str, child_name: str, defaults: bool, as_json: bool,
    store: Path | None, processes: int | None,
) -> None:  # fmt: skip
    """List who was seen. Say who is the adult and who the child, where that is another; it is remembered."""
    from attune import anew, cast, say

    out = console()
    done = watched(film, out, place=store, processes=processes)
    if any((adult, child, adult_name, child_name, defaults)):
        names: dict[Role, str] = {"adult": adult_name, "child": child_name}
        done = anew.recast(done, {"adult": adult, "child": child}, names, store, defaults)
    out.print(say.people(done))
    if as_json:
        seen = [say.person_json(track, done) for track in cast.everybody(done.dyad)]
        click.echo(json.dumps({"format": 1, "people": seen}, indent=1, ensure_ascii=False))


@main.command()
@click.argument("film", type=File)
@click.argument("numbers", nargs=-1, type=click.IntRange(min=1), metavar="[N]...")
@film_options
def why(film: Path, numbers: tuple[int, ...], store: Path | None, processes: int | None) -> None:
    """List what moment N of FILM rests on: events, seconds, how sure, and what was not seen. Without N: of all."""
    from attune import say
    from attune.errors import FilmError

    out = console()
    done = watched(film, out, place=store, processes=processes)
    ranked = {moment.rank: moment for moment in done.moments}
    for number in numbers:
        if number not in ranked:
            raise FilmError(f"{film.name} has no moment {number}. It has {len(ranked)}; `attune suggest` lists them.")
    out.print(say.reasons(done, [ranked[number] for number in numbers or ranked]))


@main.command()
@click.argument("film", type=File)
@click.option("-o", "out", type=File, metavar="FOLDER", help="Write there. Without it: look/ in FILM.attune.")
@click.option("--from", "start", type=float, default=0.0, metavar="SECOND", help="Begin there.")
@click.option("--to", "end", type=float, metavar="SECOND", help="End there.")
@click.option("--every", type=click.IntRange(min=1), metavar="SECONDS", help="From one picture of a sheet to the next.")
@click.option("--film-only", "only", flag_value="film", help="No sheets.")
@click.option("--sheet-only", "only", flag_value="sheet", help="No film: done in a fraction of the time.")
@click.option("--hide-faces", "hide", is_flag=True, help="Coarse faces, no names, no sound; check before you show it.")
@film_options
def look(
    film: Path, out: Path | None, start: float, end: float | None, every: int | None, only: str | None, hide: bool,
    store: Path | None, processes: int | None,
) -> None:  # fmt: skip
    """See why: a copy of the film with what was seen and decided drawn in, and contact sheets of it (PNG)."""
    from attune.case.use import noted
    from attune.case.veil import veiled
    from attune.inside import files
    from attune.progress import shown_on

    wish = files.Wish(start, end, every, film=only != "sheet", sheets=only != "film", hide=hide)
    files.check(film, wish, out)
    done = veiled(watched(film, console(), place=store, processes=processes))
    noted("exported", film, done.store, "look")
    with shown_on(console(), film.name) as progress:
        made = files.write(done, wish, out, progress)
    click.echo("\n".join(map(str, made)))


@main.command()
@click.argument("film", type=File)
@click.option("--json", "as_json", is_flag=True, help="The figures too, as one JSON document on standard output.")
def check(film: Path, as_json: bool) -> None:
    """Right after filming: what is good, and what to change before the next film. Nothing is kept."""
    from attune import models, pipeline, say
    from attune.check import advice
    from attune.check.figures import figures
    from attune.media.film import open_film
    from attune.progress import shown_on

    with shown_on(console(), film.name) as progress:
        opened = open_film(film)
        models.ensure(progress)
        seen = figures(opened, pipeline.all_knobs(), progress)
    told = advice.told(seen)
    console().print(say.checked(opened, told), soft_wrap=True)
    if as_json:
        click.echo(advice.to_json(seen, told), nl=False)


@main.command()
@click.argument("film", type=File, metavar="FILM|CASE|PERSON")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option("--in", "place", type=File, metavar="FOLDER", help="PERSON, out of every case in FOLDER.")
@click.option("--film-too", is_flag=True, help="Remove the film itself as well.")
@click.option("--store", type=File, metavar="DIR", help="Things are kept in DIR, not beside the film.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on standard output.")
def forget(film: Path, yes: bool, place: Path | None, film_too: bool, store: Path | None, as_json: bool) -> None:
    """Remove everything that is kept of a film, and list what went. The film may be gone already.

    A CASE goes with its films and its folder. A PERSON takes every film they are in along; in what stays of their
    cases they are called by their role.
    """
    from attune import files, say
    from attune.case import keep
    from attune.forget import find, forgotten, to_json
    from attune.progress import shown_on
    from attune.words import counted

    files.need_unsealed(place or film)
    if place or keep.is_case(film):
        forget_people(film, place, yes, store, as_json)
        return
    with shown_on(console(), film.name) as progress:
        kept = find(film, store, progress)
    film_itself = ", and the film itself" if film_too else "; the film itself stays (without --film-too)"
    asked = f"Remove {counted(len(kept.pieces), 'file')} in {kept.folder}{film_itself}?"
    if not yes and not click.confirm(asked, err=True):
        stop("Nothing was removed.", 2)
    with shown_on(console(), film.name) as progress:
        receipt = forgotten(kept, film_too, progress=progress)
    console().print(say.receipt(receipt), soft_wrap=True)
    if as_json:
        click.echo(to_json(receipt), nl=False)
    if receipt.left or receipt.traces:
        sys.exit(1)


def forget_people(what: Path, place: Path | None, yes: bool, store: Path | None, as_json: bool) -> None:
    """A case, or a person out of all cases of a folder."""
    from attune import say
    from attune.forget import case
    from attune.progress import shown_on

    asked = case.asked_of_person(str(what), place) if place else case.asked_of_case(what)
    if not yes and not click.confirm(asked, err=True):
        stop("Nothing was removed.", 2)
    with shown_on(console(), "") as progress:
        found = case.forget_person(str(what), place, progress) if place else [case.forget_case(what, store, progress)]
    console().print(say.gone(found), soft_wrap=True)
    if as_json:
        click.echo(case.to_json(found), nl=False)
    if any(one.left for one in found):
        sys.exit(1)


@main.command()
@click.argument("film", type=File, default=Path("attune-demo.mp4"))
@film_options
@click.pass_context
def demo(ctx: click.Context, /, film: Path, **how: Any) -> None:
    """Make a film of two drawn people, unless FILM is there already, and suggest moments of it."""
    from attune import models
    from attune.demo.film import make
    from attune.progress import shown_on

    if not film.exists():
        with shown_on(console(), film.name) as progress:
            models.ensure(progress)
            make(film, progress=progress)
    ctx.invoke(suggest, films=(film,), **how)
