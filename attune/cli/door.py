"""The group that all commands hang from, and what several of them share.

Text for people goes to standard error, documents to standard output. Exit codes: 0 done; 1 some films failed, the
rest done; 2 the call or a file is wrong, said in one plain line. ATTUNE_DEBUG=1 shows where a fault came from.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

import click

from attune.errors import AttuneError

if TYPE_CHECKING:
    from rich.console import Console

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


def passphrase(file: Path | None, new: bool = False) -> str:
    """A passphrase, from a file's first line or typed; a new one is typed twice."""
    if file is not None:
        return file.read_text(encoding="utf-8").partition("\n")[0].rstrip("\r")
    asked = "New passphrase" if new else "Passphrase"
    return str(click.prompt(asked, hide_input=True, confirmation_prompt=new, err=True))


def unlocked(path: Path, file: Path | None = None) -> None:
    """Opens the sealed case that a path lies in, until the command ends; for any other path it does nothing."""
    from attune import files

    folder = None if path.is_file() or files.kept(path) else files.sealed_above(path)
    if folder is None:
        return
    from attune.sealed import vault

    key = vault.key_of(folder, passphrase(file))
    command = click.get_current_context()
    command.with_resource(files.kept_by(folder, command.with_resource(vault.opened(folder, key))))


class CaseFolder(click.Path):
    """The folder of a case; a sealed one is opened for the command."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        folder = Path(str(super().convert(value, param, ctx)))
        unlocked(folder)
        return folder


CASE = CaseFolder(path_type=Path)


def watched(film: Path, out: Console, purpose: str = "review", **how: Any) -> Suggested:
    """A film with all that is known of it, its progress shown meanwhile; of a sealed case, once it is opened. Refused
    where it may not be used for that."""
    from attune import pipeline
    from attune.case import consent, use
    from attune.progress import shown_on

    unlocked(film)
    consent.require(film, purpose)
    use.scorable(film)
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
