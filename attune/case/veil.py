"""What leaves a case calls people by their pseudonyms, or by a word for what they are to the child."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from attune.anew import renamed
from attune.case import keep
from attune.case.values import Case, Person, pair_of
from attune.pipeline import Suggested


def veiled(done: Suggested) -> Suggested:
    """The film with pseudonyms for the two people of its case; one outside any case as it is."""
    folder = keep.folder_of(done.film.path)
    if folder is None:
        return done
    case = keep.read(folder)
    pair = pair_of(case, keep.film_at(case, folder, done.film.path))
    called = {role: pair[role].pseudonym if role in pair else "" for role in ("adult", "child")}
    return renamed(done, called["adult"], called["child"])


def unnamed(done: Suggested, told: Any) -> Any:
    """What a guider wrote about a film, as JSON has it, without the names of anybody in its case."""
    folder = keep.folder_of(done.film.path)
    return told if folder is None else without(told, keep.read(folder))


def word_for(person: Person) -> str:
    """What somebody is called in what is handed out."""
    return person.pseudonym or f"the {person.role}"


def without(told: Any, case: Case) -> Any:
    """Anything that JSON holds, without the names that anybody in the case has, or had before they were put right."""
    before = {name.casefold(): word_for(person) for person in case.people for name in person.formerly}
    return replaced(told, before | {person.name.casefold(): word_for(person) for person in case.people})


def replaced(told: Any, words: Mapping[str, str]) -> Any:
    """What JSON has, with a word wherever one of the names, in small letters, stands as a word of its own."""
    if isinstance(told, str):
        longest_first = "|".join(re.escape(name) for name in sorted(words, key=len, reverse=True))
        return re.sub(rf"(?<!\w)({longest_first or '(?!)'})(?!\w)", lambda m: words[m[0].casefold()], told, flags=re.I)
    if isinstance(told, Mapping):
        return {key: replaced(value, words) for key, value in told.items()}
    if isinstance(told, list | tuple):
        return [replaced(value, words) for value in told]
    return told
