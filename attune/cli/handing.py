"""Commands that hand files out, and take people's codes in."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from attune.cli.door import File, console, each, film_options, main, unlocked, watched

if TYPE_CHECKING:
    from rich.console import Console

    from attune.exports.kinds import Wish
    from attune.pipeline import Suggested

LEAVES = "{name} lies in a sealed case: what is handed out is plain, because you ask for it."


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
@click.option(
    "--for", "purpose", type=click.Choice(("review", "supervision", "training", "research")), default="review",
    help="What it is for: of a film of a case, refused where somebody in it has not agreed. Without it: review.",
)  # fmt: skip
@click.option("--names", is_flag=True, help="Of a film of a case: names instead of pseudonyms.")
@film_options
def export(
    films: tuple[Path, ...], kind: str, out: Path | None, order: str, titles: bool, slow: float | None,
    hidden: tuple[str, ...], mute: bool, purpose: str, names: bool, store: Path | None, processes: int | None,
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
    features  all numbers, tidy (CSV)          shares    of the film, with bounds (CSV)
    features-parquet  all numbers, tidy, with what each of them is (Parquet)

    Without -o a text goes to standard output, and pictures and films to FILM.attune.
    """
    from attune.case.use import noted
    from attune.case.veil import veiled
    from attune.exports import kinds
    from attune.exports.reel import Joining

    wish = kinds.Wish(kind, out, len(films) > 1, Joining(order, titles, slow), hidden, mute)
    kinds.check(films, wish)
    told = console()

    def one(film: Path) -> str:
        done = watched(film, told, purpose, place=store, processes=processes)
        done = done if names else veiled(done)
        noted("exported", film, done.store, f"{kind} for {purpose}")
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
    from attune import files
    from attune.exports.handed import hand_out
    from attune.progress import shown_on

    name = done.film.path.name
    if files.kept(done.film.path):
        click.echo(LEAVES.format(name=name), err=True)
    with shown_on(out, name) as progress:
        handed = hand_out(done, wish, progress)
    if handed.covered:
        out.print(f"{name}: {handed.covered}", markup=False)
    return handed.files


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
    from attune.case import consent
    from attune.errors import FormatError
    from attune.exchange import mapping

    if not files and not forget:
        raise FormatError("Nothing to import. Name a file of codes, or --forget.")
    unlocked(film)
    consent.require(film, "review", "training", "research")
    rules = mapping.read(how) if how else mapping.Map()
    about, place = pipeline.opened(film, store)
    brought = [(file, coding.bring(file, film.name, about.seconds, rules)) for file in files]
    if forget:
        coding.forget(place)
    for file, (codes, notes) in brought:
        coding.keep(place, file, codes)
        click.echo(say.codes(file.name, codes, notes), err=True)
