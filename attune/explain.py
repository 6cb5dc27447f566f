"""Why a moment is shown, in one plain sentence about what both people did; and what could not be seen.

Template (science.md 4.10): time - what one did; what the other did, with latency; what came next. It tells what
was seen to happen and says "seems" where that is uncertain. It says nothing of feelings, and names both people.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from attune.dyad import Person
from attune.moment import Event
from attune.principles import Goal, seen
from attune.words import BESIDE, INITIATIVES, RECEPTIONS, RETURNS, SHARED, seconds_in_words, share_in_words

SEEMS = 0.6
"""Below this confidence a sentence says "seems" (science.md 4.10)."""

ANSWER = 5.0
"""Seconds in which an answer still belongs to what came before (science.md 4.3: K reaches 0 at 5 s)."""

SHOWN = 0.4
"""Numbers of a film are shown from this coverage on (science.md 4.2)."""

WELL = 0.7
"""From this coverage on nothing needs to be said about what was not seen (science.md 4.2)."""

TOGETHER = 1.5
"""Seconds: what somebody begins so soon after their answer belongs to it (science.md 4.3)."""

PROMPT = 0.75
"""Seconds: an answer sooner than this comes at once; later ones have a length in words."""

CLOSING = 1.5
"""Seconds: a state shorter than this is told without its length."""


@dataclass(frozen=True)
class _Cast:
    """Who is called what, and which of the equivalent wordings is this sentence's turn."""

    names: Mapping[str, str]
    turn: int
    heard: bool

    def name(self, who: str) -> str:
        return self.names[who]

    def other(self, who: str) -> str:
        return "adult" if who == "child" else "child"

    def pair(self) -> str:
        first, second = ("child", "adult") if self.turn % 2 == 0 else ("adult", "child")
        return f"{self.names[first]} and {self.names[second]}"

    def pick(self, options: Sequence[str]) -> str:
        return options[self.turn % len(options)]

    def deed(self, verbs: Mapping[str, tuple[str, ...]], event: Event, *marks: str) -> str:
        """What somebody did: "looked up at the adult", without the name in front. With marks, as "again", those verbs
        come first that are marked so."""
        ways = [
            f"{way}{mark}"
            for mark in (*(f" {m}" for m in marks), "")
            for way in (f"{event.who} {event.how}", event.how)
        ]
        verb = self.pick(next(verbs[way] for way in (*ways, "") if way in verbs))
        return verb.format(other=self.names[self.other(event.who)])


def sentence(
    events: Sequence[Event],
    start: float,
    adult: Person,
    child: Person,
    sure: float,
    turn: int = 0,
    heard: bool = False,
) -> str:
    """One sentence about a moment that begins at `start` (seconds of the film).

    events   what it rests on, in any order; `how` is the channel of an initiative, a reception or a return
    sure     0..1; below .6 the sentence says "seems"
    turn     which of the equivalent wordings: count it up along the film, and its sentences differ
    heard    whether it is known when the adult speaks: then one who waits is known to stay quiet
    """
    cast = _Cast(called(adult, child), turn, heard)
    text = "; ".join(_story(sorted(events), cast)).replace("; ,", ",")
    if sure < SEEMS:
        text = cast.pick((f"it seems that {text}", f"{text} - or so it seems"))
    minutes, seconds = divmod(int(start), 60)
    return f"{minutes:02d}:{seconds:02d} - {text[:1].upper()}{text[1:]}."


def honest(
    seen: Mapping[str, float], adult: Person, child: Person, *, fewer: bool, together: bool, found: bool, sound: bool
) -> tuple[str, ...]:
    """What could not be seen, in plain lines without blame; none where there is nothing to say.

    seen       share of the film in which each was seen: {"adult": 0..1, "child": 0..1}
    fewer      fewer moments than usual stood out
    together   at least one moment shows both people for long enough
    found      at least one moment is proposed
    sound      the film has some
    """
    names = called(adult, child)
    lines = [
        f"The camera saw {names[who]} in {share_in_words(seen[who])}; what happened in the rest cannot be told."
        for who in ("adult", "child")
        if seen[who] < WELL
    ]
    if not shown(seen):
        lines.append("So no numbers are given for this film; what was seen can still be looked at.")
    if not sound:
        lines.append("The film has no sound, so nothing is known of voices.")
    if not found:
        lines.append("No moment stood out clearly enough to the software; the whole film is there to look through.")
    elif fewer:
        lines.append("Fewer clear moments were visible to the software.")
    if found and not together:
        lines.append(f"{_capital(names['child'])} and {names['adult']} were seldom in the picture at the same time.")
    return tuple(lines)


def asked(goal: Goal, labels: Mapping[str, str]) -> tuple[str, ...]:
    """What was looked for first, and of which of it attune can tell nothing, in plain lines; none without a goal."""
    sought, unseen = ([name for name in goal if (name in seen(goal)) is known] for known in (True, False))
    lines = [f"Looked for first: {', '.join(map(labels.__getitem__, sought))}."] if sought else []
    if unseen:
        told = " and ".join(f"{name} ({labels[name]})" for name in unseen)
        change = "it does not change the order" if len(unseen) == 1 else "they do not change the order"
        lines.append(f"attune cannot see {told}; {change}.")
    return tuple(lines)


def shown(seen: Mapping[str, float]) -> bool:
    """Whether numbers of this film may be shown to people: both were seen in at least 40 % of it."""
    return min(seen.values()) >= SHOWN


def called(adult: Person, child: Person) -> dict[str, str]:
    """What the two are called in a sentence: their names, or "the adult" and "the child"."""
    names = {"adult": adult.name.strip() or "the adult", "child": child.name.strip() or "the child"}
    same = names["adult"].casefold() == names["child"].casefold()
    return {"adult": "the adult", "child": "the child"} if same else names


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _story(events: Sequence[Event], cast: _Cast) -> list[str]:
    """Up to four clauses: how they came together, how it began, how it was taken up, what they shared."""
    told = _again(events, cast) + (_waiting(events, cast) or _exchange(events, cast))
    smiled = " ".join(told).count("smil") > 1
    left = [e for e in events if e.kind != "both_smile" or not smiled]  # two who smiled smiled together
    clauses = told + _shared(left, cast, named=not _unnamed(told, cast), most=min(2, 4 - len(told)))
    if not clauses:
        return [f"{cast.pair()} were in the picture together"]
    unnamed = _unnamed(clauses, cast)
    return [*clauses[:-1], f"{clauses[-1]}, with {unnamed[0]} in the picture too"] if unnamed else clauses


def _unnamed(clauses: Sequence[str], cast: _Cast) -> list[str]:
    """Who of the two is not named yet."""
    text = " ".join(clauses)
    return [name for name in cast.names.values() if not re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text)]


def _exchange(events: Sequence[Event], cast: _Cast) -> list[str]:
    """Initiative, reception with its latency, and what the first did next, as far as they were seen. A clause that
    begins with a comma goes on with the one before."""
    chains = sorted((e for e in events if e.kind == "yes_cycle"), key=lambda e: -e.sure)
    since = chains[0].span.start - 0.05 if chains else -1.0
    first = next((e for e in events if e.kind == "initiative" and e.span.start >= since and _met(e, events)), None)
    first = first or next((e for e in events if e.kind == "initiative"), None)
    if first is None:
        return []
    clauses = [f"{cast.name(first.who)} {cast.deed(INITIATIVES, first)}"]
    answer = _met(first, events)
    if answer is None:
        return clauses
    beside = _beside(answer, events)
    deeds = [cast.deed(RECEPTIONS, answer), *(cast.deed(BESIDE, e) for e in beside)]
    clauses.append(_late(f"{cast.name(answer.who)} {' and '.join(deeds)}", first, answer, cast))
    after = (e for e in events if e.who == first.who and answer.span.start < e.span.start <= _over(answer) + ANSWER)
    back = next((e for e in after if e.kind in ("return", "reception", "initiative")), None)
    if back is not None:
        linked = cast.pick((", then {0} {1}", ", and {0} {1}", "{0} {1} after that"))
        done = (("too", (answer, *beside)), ("again", (first,)))
        marks = [mark for mark, before in done if any(e.how == back.how for e in before)]
        clauses.append(linked.format(cast.name(back.who), cast.deed(RETURNS, back, *marks)))
    return clauses


def _met(first: Event, events: Sequence[Event]) -> Event | None:
    """The other's first answer to an initiative, within five seconds."""
    answers = (e for e in events if e.kind == "reception" and e.who not in (first.who, "both"))
    return next((e for e in answers if first.span.start <= e.span.start <= _over(first) + ANSWER), None)


def _beside(answer: Event, events: Sequence[Event]) -> list[Event]:
    """What else the same person did in the same answer, in another channel: at most one thing."""
    same = [e for e in events if e.kind == "reception" and e.who == answer.who and e.how not in (answer.how, "")]
    until = answer.span.start + TOGETHER
    return [e for e in same if answer.span.start <= e.span.start <= until][:1]


def _over(first: Event) -> float:
    """When an answer was due: what is said is answered at its end, all else from its beginning on."""
    return first.span.end if first.how == "voice" else first.span.start


def _late(deed: str, first: Event, answer: Event, cast: _Cast) -> str:
    """The answer with its latency in words, before or after it."""
    gap = answer.span.start - _over(first)
    if gap < PROMPT:
        return f"{deed} {cast.pick(('at once', 'straight away'))}"
    later = f"about {seconds_in_words(gap)} later"
    return cast.pick((f"{deed} {later}", f"{later} {deed}"))


def _waiting(events: Sequence[Event], cast: _Cast) -> list[str]:
    """Somebody waited, and the other began something: the wait, and what it was for."""
    for wait in events:
        if wait.kind != "wait" or not wait.how:
            continue
        other = cast.other(wait.who)
        begun = next(
            (e for e in events if e.kind == "initiative" and e.who == other and e.span.start >= wait.span.start), None
        )
        if begun is not None:
            return [_waited(wait, cast), f"then {cast.name(other)} {cast.deed(INITIATIVES, begun)}"]
    return []


def _waited(wait: Event, cast: _Cast) -> str:
    """The wait itself: quiet where it is known who spoke, else still."""
    who, other, quiet = cast.name(wait.who), cast.name(cast.other(wait.who)), "quiet" if cast.heard else "still"
    held = seconds_in_words(wait.span.seconds) if wait.span.seconds >= CLOSING else "a moment"
    return cast.pick(
        (
            f"{who} stayed {quiet} and kept watching for {held}",
            f"for {held} {who} waited and watched {other}",
            f"{who} stayed {quiet} for {held} and gave {other} time",
        )
    )


def _again(events: Sequence[Event], cast: _Cast) -> list[str]:
    """They came back together: first of all, because what else is told came of it."""
    if not any(e.kind == "reconnect" for e in events):
        return []
    forms = (
        "after a quiet spell {0} found each other again",
        "{0} came back together after a quiet spell",
        "after a pause {0} turned to each other again",
    )
    return [cast.pick(forms).format(cast.pair())]


def _shared(events: Sequence[Event], cast: _Cast, *, named: bool, most: int) -> list[str]:
    """At most so many things that they shared, the most telling first; "both" where they are `named` already."""
    verbs: list[str] = []
    for kind, words in SHARED.items():
        longest = max((e for e in events if e.kind == kind), key=lambda e: e.span.seconds, default=None)
        if longest is not None:
            timed = not verbs and kind != "both_smile" and longest.span.seconds >= CLOSING
            verbs.append(cast.pick(words) + (f" for about {seconds_in_words(longest.span.seconds)}" if timed else ""))
    told = verbs[: max(0, most)]
    clauses = [f"{'both' if named else cast.pair()} {' and '.join(told)}"] if told else []
    if len(told) < most and any(e.kind == "help" for e in events):
        clauses.append(f"{cast.name('adult')} lent a hand, and {cast.name('child')} carried on")
    return clauses
