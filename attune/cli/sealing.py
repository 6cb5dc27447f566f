"""Commands that seal a case at rest, and unseal it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from attune.cli.cases import case
from attune.cli.door import File, console, passphrase

if TYPE_CHECKING:
    from attune.record import Deed
    from attune.sealed.vault import Vault

file_option = click.option("--passphrase-file", "file", type=File, metavar="FILE", help="Read it there; do not ask.")


@case.command("seal")
@click.argument("folder", type=File, metavar="CASE")
@file_option
def seal_case(folder: Path, file: Path | None) -> None:
    """Seal all files of a case, or of a folder of films, with a passphrase. Stopped, the same command goes on.

    Watch its films first. Whoever loses passphrase and recovery key has lost the case.
    """
    from attune import files
    from attune.progress import shown_on
    from attune.sealed import change, keys, told, vault

    if files.is_sealed(folder):
        key = vault.key_of(folder, passphrase(file))
    else:
        change.check_all(folder)
        key = change.begun(folder, passphrase(file, new=True), keys.COST)
        click.echo(told.recovery(keys.written_down(key)), err=True)
    with vault.opened(folder, key) as box, shown_on(console(), folder.name) as progress:
        done = change.seal(box, progress)
        _note("sealed", box, f"files: {done.files}")
    click.echo(told.sealed(folder, done), err=True)


@case.command("unseal")
@click.argument("folder", type=File, metavar="CASE")
@file_option
def unseal_case(folder: Path, file: Path | None) -> None:
    """Make all files of a sealed case plain again, by its passphrase or its recovery key."""
    from attune import record
    from attune.case import keep
    from attune.progress import shown_on
    from attune.sealed import change, told, vault

    change.need_sealed(folder)
    key = vault.key_of(folder, passphrase(file))
    with vault.opened(folder, key) as box, shown_on(console(), folder.name) as progress:
        done = change.unseal(box, progress)
    change.end(folder)
    record.note("unsealed", case=keep.key_in(folder), what=f"files: {done.files}")
    click.echo(told.unsealed(folder, done), err=True)


@case.command("passphrase")
@click.argument("folder", type=File, metavar="CASE")
@file_option
@click.option("--new-passphrase-file", "new", type=File, metavar="FILE", help="Read the new one there; do not ask.")
def change_passphrase(folder: Path, file: Path | None, new: Path | None) -> None:
    """Give a sealed case another passphrase; the recovery key stays. Nothing is sealed anew."""
    from attune.sealed import change, keys, told, vault

    change.need_sealed(folder)
    key = vault.key_of(folder, passphrase(file))
    with vault.opened(folder, key) as box:
        vault.lock_with(folder, key, passphrase(new, new=True), keys.COST)
        _note("rekeyed", box)
    click.echo(told.changed(), err=True)


def _note(deed: Deed, box: Vault, what: str = "") -> None:
    """Puts what was done with a sealed folder into the record of use, by the number of its case."""
    from attune import files, record
    from attune.case import keep

    with files.kept_by(box.folder, box):
        key = keep.key_in(box.folder)
    record.note(deed, case=key, what=what)
