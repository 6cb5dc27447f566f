"""Handing out from the page what the guider keeps: what may be asked for, and writing it into a folder of its own, so
that `attune export`, which writes what attune proposes, takes nothing of it away."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from attune import files
from attune.errors import FilmError, FormatError
from attune.exports import kinds
from attune.exports.handed import Handed, hand_out
from attune.exports.kinds import SHOWING, SOUNDING, Progress, Wish
from attune.exports.places import folder_of
from attune.exports.reel import Joining
from attune.hide.cover import WHO
from attune.moment import Moment
from attune.pipeline import Suggested
from attune.review import playing, sheet
from attune.review.answers import about, said
from attune.review.chosen import chosen
from attune.review.verdicts import State
from attune.store import made, put_all

PLACE, COVERED = "chosen", "chosen-covered"
"""The folders in the film's own one into which goes what the guider keeps: as it is, and with covered faces. They are
two so that nobody takes one for the other."""

SHEET = "sheet"

HANDED = ("clips", "reel", "stills", SHEET, "chapters")
"""What is handed out from the page: kinds of `exports`, and the tracking sheet."""


def asked(given: Mapping[str, Any]) -> Wish:
    """What the page asks for: {"kind", "hidden": some of hide.cover.WHO, "mute", "titles"}; the last three count where
    the kind has people in it, sound, or room for cards. Raises FormatError."""
    kind, hidden = given.get("kind"), given.get("hidden", [])
    if kind not in HANDED:
        raise FormatError(f"There is no kind {kind}. Expected one of {', '.join(HANDED)}.")
    if not isinstance(hidden, list) or not all(who in WHO for who in hidden):
        raise FormatError(f"Faces are hidden of {', '.join(WHO)}. Got {hidden}.")
    mute, titles = (given.get(name, False) is True for name in ("mute", "titles"))
    return Wish(
        kind,
        joining=Joining("rank", titles) if kind == "reel" else Joining(),
        hidden=tuple(hidden) if kind in (*SHOWING, SHEET) else (),
        mute=mute and kind in SOUNDING,
    )


def final(done: Suggested, state: State) -> Suggested:
    """The film with the moments that are kept. Raises FilmError where none is."""
    kept = chosen(done, said(done, state), about(state))
    if not kept.moments:
        raise FilmError("No moment is kept yet. Keep one or more of them, then hand them out.")
    return kept


def handed(final: Suggested, state: State, wish: Wish, progress: Progress) -> Handed:
    """Writes what `final` gave. Raises as `hand_out`."""
    if wish.kind == SHEET:
        return _sheet(final, state, wish, progress)
    place = made(folder_for(final, wish), "--store") / kinds.NAMES[wish.kind]
    return hand_out(final, replace(wish, out=place), progress)


def place_of(wish: Wish) -> str:
    """The folder into which this goes."""
    return COVERED if wish.hidden else PLACE


def folder_for(final: Suggested, wish: Wish) -> Path:
    """Where this goes: in the film's own folder; beside a sealed case, plain, because somebody asks for it."""
    sealed = files.kept(final.film.path)
    if not sealed:
        return final.store.folder / place_of(wish)
    case = sealed.keeper.folder
    return case.with_name(f"{case.name}-handed-out") / folder_of(final) / place_of(wish)


def _sheet(final: Suggested, state: State, wish: Wish, progress: Progress) -> Handed:
    """The tracking sheet, as a table and as a document."""
    table = sheet.rows(final, said(final, state))
    picture, told = _pictures(final, wish, progress)
    sheets = {
        "sheet.docx": sheet.to_docx(final, table, about(state), picture),
        "sheet.csv": sheet.to_csv(final, table, about(state)).encode("utf-8-sig"),  # for Excel: it is UTF-8
    }
    return Handed(put_all(folder_for(final, wish), "--store", sheets), told)


def _pictures(final: Suggested, wish: Wish, progress: Progress) -> tuple[Callable[[Moment], bytes], str]:
    """What gives the picture of a moment, a small JPEG, and what is to be said of its cover."""
    if not wish.hidden:
        return lambda moment: playing.still(final.film, final.store, moment.still), ""
    with tempfile.TemporaryDirectory(dir=made(folder_for(final, wish), "--store")) as folder:
        stills, told = hand_out(final, replace(wish, kind="stills", out=Path(folder)), progress)
        small = {m.key: playing.shrunk(file, final.film.aspect) for m, file in zip(final.moments, stills, strict=True)}
    return lambda moment: small[moment.key], told
