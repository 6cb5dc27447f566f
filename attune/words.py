"""The words of the output: labels of the principles, verbs for what is seen, and words that never appear.

Ours are neutral labels, no one's wording of a method. Verbs say what anybody could see: looked, waited, smiled.
Nothing here tells what somebody feels, means or is (science.md 4.10).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

PRINCIPLES: Mapping[str, str] = {
    "attentive": "being attentive",
    "encouraging": "encouraging initiatives",
    "receiving": "receiving initiatives",
    "attuned": "to and fro together",
    "guiding": "guiding in small steps",
    "att.look": "turning towards the child",
    "att.level": "at the child's height",
    "att.space": "giving room",
    "att.wonder": "wondering what the child is doing",
    "att.enjoy": "watching with a smile",
    "enc.wait": "waiting for the child",
    "enc.listen": "listening until the child is done",
    "enc.tone": "a livelier voice",
    "enc.name": "naming what the child is doing",
    "enc.say": "saying what one is doing oneself",
    "enc.look": "looking out for initiatives",
    "rec.notice": "taking up the initiative",
    "rec.body": "receiving with the body",
    "rec.return": "returning a look or a smile",
    "rec.play": "receiving with a smile",
    "rec.words": "answering aloud",
    "rec.repeat": "using the child's own words",
    "dev.yes": "answer and answer again",
    "dev.check": "checking that the child is with one",
    "dev.waitturn": "waiting for one's turn",
    "dev.fun": "smiling together",
    "dev.second": "staying with one topic",
    "dev.short": "short turns",
    "dev.equal": "both contributing alike",
    "dev.interrupt": "gently ending a long turn",
    "dev.coop": "doing something together",
    "gui.scaffold": "supporting the next step",
    "gui.extend": "building on what the child does",
    "gui.info": "giving information",
    "gui.amount": "helping no more than needed",
    "gui.help": "helping when it is needed",
    "gui.choice": "offering choices",
    "gui.suggest": "making suggestions",
    "rep.reconnect": "coming back together",
}
"""A neutral label for each principle's name and each id of science.md 1."""

FORBIDDEN = (
    "should", "fail", "failed", "failing", "failure", "miss", "missed", "missing", "ignore", "ignored", "ignoring",
    "poor", "poorly", "lack", "lacked", "lacking", "only", "never", "cold", "coldly", "unresponsive", "happy",
    "happily", "sad", "sadly", "angry", "angrily", "anxious", "anxiously", "bond", "bonded", "bonding", "attach",
    "attached", "attachment", "autism", "autistic", "adhd", "normal", "normally", "abnormal", "score", "scored",
    "scores", "rank", "ranked", "diagnosis", "risk", "neglect", "neglected", "warm", "warmth", "warmly", "love",
    "loved", "loving", "bad", "badly", "wrong", "weak", "worse", "worst", "deficit", "disorder", "delayed",
)  # fmt: skip
"""Words that no sentence about people holds: science.md 4.10's list, its inflections and near relations."""

INITIATIVES: Mapping[str, tuple[str, ...]] = {
    "look": ("looked up at {other}", "turned to {other}", "looked over at {other}"),
    "reach": ("reached out", "put out a hand", "reached across"),
    "point": ("pointed", "pointed something out to {other}"),
    "show": ("held something out", "held something up for {other}"),
    "smile": ("smiled", "began to smile"),
    "move": ("began something new", "started on something"),
    "voice": ("made a sound", "came out with a sound"),
    "adult voice": ("spoke", "said something"),
    "": ("began something", "made a start"),
}
"""What somebody did first, by channel; where the adult's has words of its own, under its own name: a child's voice may
be babble, crying or laughing. Nobody is said to smile at somebody: to whom a smile goes is not seen."""

RECEPTIONS: Mapping[str, tuple[str, ...]] = {
    "look": ("looked up", "turned to {other}", "looked over", "looked at {other}"),
    "reach": ("brought a hand in", "reached out"),
    "hand": ("brought a hand in", "reached in", "joined in with a hand"),
    "smile": ("answered with a smile", "began to smile", "smiled"),
    "nod": ("nodded", "answered with a nod"),
    "lean": ("leaned in", "came closer"),
    "move": ("joined in", "moved along with {other}"),
    "voice": ("answered aloud", "answered"),
    "adult voice": ("answered", "spoke", "answered aloud"),
    "": ("answered", "joined in"),
}
"""How the other took it up."""

BESIDE: Mapping[str, tuple[str, ...]] = {
    "look": ("looked up",),
    "hand": ("reached in",),
    "smile": ("smiled",),
    "nod": ("nodded",),
    "lean": ("leaned in",),
    "voice": ("made a sound",),
    "adult voice": ("spoke",),
    "": ("joined in",),
}
"""What the other did in the same answer, behind one of RECEPTIONS and an "and"."""

RETURNS: Mapping[str, tuple[str, ...]] = {
    "look": ("looked back at {other}", "looked up at {other}", "turned to {other}"),
    "look again": ("looked at {other} again", "came back with another look"),
    "reach": ("reached out", "put out a hand"),
    "reach again": ("reached out again", "came back with another reach"),
    "hand": ("brought a hand in", "reached in"),
    "hand too": ("brought a hand in too", "reached in too"),
    "lean": ("leaned in", "came closer"),
    "lean too": ("leaned in too", "came closer too"),
    "point": ("pointed", "came back to it and pointed"),
    "show": ("held something out", "came back with something to show"),
    "smile": ("smiled in return", "came back with a smile"),
    "smile too": ("smiled too", "smiled in return"),
    "move": ("took the next turn", "went on from there", "came back with something new"),
    "move again": ("carried on", "came back with another idea", "took the next turn"),
    "voice": ("made a sound", "answered aloud"),
    "voice again": ("made another sound",),
    "voice too": ("answered in turn", "came back with an answer"),
    "adult voice": ("spoke", "answered aloud"),
    "adult voice again": ("spoke again", "said something more"),
    "": ("came back to it", "took the next turn", "carried it on"),
}
"""What the first of them did next; "too" where it is as the other did, "again" where it is as they themselves began."""

SHARED: Mapping[str, tuple[str, ...]] = {
    "both_smile": ("smiled together", "smiled at the same time"),
    "joint_attention": ("looked at the same thing", "looked at one and the same thing", "kept their eyes on one thing"),
    "mutual_gaze": ("looked at each other", "faced each other"),
}
"""What both did together, by kind of event, the most telling first."""

LOOKS: Mapping[str, tuple[str, str]] = {
    "partner": ("looks at {other}", "seems to look at {other}"),
    "object": ("looks at hands or a thing", "seems to look at hands or a thing"),
    "camera": ("looks at the camera", "seems to look at the camera"),
    "else": ("looks elsewhere", "seems to look elsewhere"),
}
"""Where somebody looks, by target: where that is sure enough, and where it is not."""

TARGETS: Mapping[str, str] = {"partner": "{other}", "object": "thing", "camera": "camera", "else": "elsewhere"}
"""The same targets where there is room for one word."""

UNTOLD: Mapping[str, str] = {
    "unseen": "not seen",
    "hidden": "eyes hidden",
    "turned": "direction not seen",
    "alone": "{other} not seen",
    "unclear": "cannot tell",
}
"""Why it cannot be told where somebody looks."""

DEEDS: Mapping[str, str] = {
    "initiative": "begins",
    "reception": "answers",
    "return": "comes back",
    "wait": "waits",
    "help": "helps",
    "yes_cycle": "exchange",
    "chain": "goes on",
    "reconnect": "together again",
}
"""Kinds of events where there is little room; what people look at and smiles have lines of their own."""

FACTS: Mapping[str, str] = {
    "wait": "waited, and the other began nothing yet",
    "wait look": "waited until {child} looked up",
    "wait reach": "waited until {child} reached out",
    "wait voice": "waited until {child} was heard",
    "wait move": "waited until {child} began something",
    "help": "lent a hand, and {child} carried on",
    "turn adult": "spoke",
    "turn": "was heard",
    "yes_cycle": "an exchange: begun, answered, taken further",
    "chain": "exchanges that followed each other",
    "mutual_gaze": "looked at each other",
    "joint_attention": "looked at the same thing",
    "joint_attention coordinated": "looked at the same thing, and {child} at {adult} too",
    "both_smile": "smiled together",
    "reconnect": "found each other again after a quiet spell",
}
"""Kinds of events as evidence; where their person or channel is told apart, that stands behind the kind."""

LIKED: Mapping[str, str] = {
    "adult_looks.partner": "eyes on the child",
    "adult_attends": "eyes on the child or what it does",
    "attentive": "eyes on the child or what it does",
    "child_looks.partner": "the child looking at the adult",
    "child_attends": "the child attending",
    "adult_smiles": "a smile of the adult",
    "child_smiles": "a smile of the child",
    "both_smile": "both smiling",
    "adult_moves": "the adult's hands at work",
    "child_moves": "the child's hands at work",
    "adult_reaches": "the adult reaching out",
    "child_reaches": "the child reaching out",
    "adult_leans": "the adult leaning in",
    "child_leans": "the child leaning in",
    "hands_meet": "hands at the same thing",
    "joint_hands": "hands at the same thing",
    "space": "room for the child",
    "mutual_gaze": "looking at each other",
    "mutual_credit": "looking at each other",
    "joint_attention": "looking at the same thing",
    "joint_credit": "looking at the same thing",
    "joint_rays": "looking at the same thing",
    "joint_follow": "one following the other's look",
    "glances": "glances at the child",
    "level": "the adult at the child's height",
    "adult_speaks": "the adult's voice",
    "child_speaks": "the child's voice",
    "turn_taking": "taking turns",
    "encouraging": "waiting and giving room",
    "receiving": "an answer to what the child begins",
    "helping": "a helping hand",
    "guiding": "a helping hand",
    "attuned": "to and fro together",
    "standing": "much of what stands out in this film",
    "coverage": "both well in view",
    "visible": "both well in view",
    "child_led": "the child beginning",
    "seconds": "more time",
}
"""What moments have more of, by the name of a number, where the page says why one moved up."""

NUMBERS = (
    "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
)  # fmt: skip


def forbidden(text: str) -> list[str]:
    """The words of a text that have no place in it, in their order; an empty list is what is wanted."""
    return [word for word in re.findall(r"[a-z]+", text.lower()) if word in FORBIDDEN]


def counted(number: int, what: str) -> str:
    """ "1 film", "2 films"."""
    return f"{number} {what}{'s' * (number != 1)}"


def day_in_words(day: date) -> str:
    """ "2 March 2026"."""
    return f"{day.day} {day:%B %Y}"


def seconds_in_words(seconds: float) -> str:
    """Rounded, as people say it: "a second", "two seconds", "half a minute", "two minutes"."""
    whole = max(1, round(seconds))
    if whole < len(NUMBERS):
        return "a second" if whole == 1 else f"{NUMBERS[whole]} seconds"
    if whole < 25:
        return f"{5 * round(whole / 5)} seconds"
    if whole < 45:
        return "half a minute"
    minutes = max(1, round(whole / 60))
    return "a minute" if minutes == 1 else f"{NUMBERS[minutes] if minutes < len(NUMBERS) else minutes} minutes"


def covered(whole: int, pictures: int) -> str:
    """In how many of the pictures of what was handed out all is covered, as somebody hidden could not be placed."""
    if not whole:
        return "faces are covered. Look through it before you show it."
    share = max(1, round(100 * whole / pictures))
    why = "somebody who is to be hidden could not be found"
    told = f"in {share} % of the pictures {why}; those whole pictures are covered"
    return f"faces are covered; {told}. Look through it first."


def share_in_words(share: float) -> str:
    """A share 0..1 of the film in plain words: "about half of the film"."""
    steps = (
        (0.02, "hardly any of the film"),
        (0.15, "a small part of the film"),
        (0.29, "about a quarter of the film"),
        (0.41, "about a third of the film"),
        (0.58, "about half of the film"),
        (0.71, "about two thirds of the film"),
        (0.88, "most of the film"),
        (0.97, "nearly all of the film"),
    )
    return next((words for upto, words in steps if share < upto), "all of the film")


def again_in_words(moved: int | None, alike: int, name: str) -> str:
    """What changed when moments were put in order by what was kept.

    moved  how many came nearer to the top, None where too little was decided to go by
    alike  of how many of them the number `name` says why
    """
    if moved is None:
        return "Keep one moment and leave out another: then what is left can follow what you kept."
    if not moved:
        return "The order stays as it is: it follows what you kept already."
    told = f"{NUMBERS[moved].capitalize() if moved < len(NUMBERS) else moved} moment{'s' * (moved > 1)} moved up"
    if name not in LIKED:
        return f"{told}, nearer to those you kept."
    every = {1: "", 2: "both "}.get(moved, "all ")
    share = every if alike == moved else f"{NUMBERS[alike] if alike < len(NUMBERS) else alike} of them "
    return f"{told}: {share}with {LIKED[name]}, as in those you kept."
