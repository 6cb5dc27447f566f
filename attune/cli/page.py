"""The command that opens the guider's page."""

from __future__ import annotations

from pathlib import Path

import click

from attune.cli.door import File, console, film_options, main, unlocked, watched


@main.command()
@click.argument("path", type=File, metavar="FILM|CASE|FOLDER")
@click.option("--no-browser", is_flag=True, help="Print the page's address instead of opening it.")
@click.option("--look-first", is_flag=True, help="Proposals wait until you ask for them on the page.")
@click.option("--guider", metavar="NAME", help="Who decides, for the history. Without it: the name you logged in with.")
@click.option("--names", is_flag=True, help="Of films of a case: hand out names instead of pseudonyms.")
@click.option("--passphrase-file", type=File, metavar="FILE", help="Of a sealed case: read it there; do not ask.")
@film_options
def review(
    path: Path, no_browser: bool, look_first: bool, guider: str | None, names: bool, passphrase_file: Path | None,
    store: Path | None, processes: int | None,
) -> None:  # fmt: skip
    """Look at the moments on a page of this computer, decide which to keep, and hand them out.

    The page is for this computer alone. It is there until you press Ctrl-C here; what you decided stays.
    """
    import getpass
    import webbrowser

    from attune.case import keep
    from attune.case.retention import reminders
    from attune.case.use import noted
    from attune.case.values import MEETING
    from attune.review.port import usual
    from attune.review.serve import serve
    from attune.review.shelf import Shelf, films_in

    unlocked(path, passphrase_file)
    films = films_in(path)
    for line in reminders(path):
        click.echo(line, err=True)
    case = path if keep.is_case(path) else None
    home = path if path.is_dir() and not case else None
    shelf = Shelf(films, store, guider or getpass.getuser(), processes, look_first, names, case, home)
    if [path] == films and keep.kind_of(path) != MEETING:
        done = watched(path, console(), place=store, processes=processes)
        noted("opened", path, done.store)
        shelf.put(done)

    def opened(address: str) -> None:
        if no_browser or not webbrowser.open(address):
            click.echo(address)
        click.echo(
            "The page is open for this computer alone. Ctrl-C here closes it; what you decided is kept.", err=True
        )

    serve(shelf, opened, usual(path))
