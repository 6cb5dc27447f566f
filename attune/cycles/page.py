"""The evaluation report as a page: whole in itself, to print, no script, nothing fetched.

It tells what was said, agreed and seen, and marks nobody. The guider's part stands on pages of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from attune.cycles.charts import chart
from attune.cycles.compare import WORDS, alike, answer
from attune.cycles.goals import LEVELS, Aims, Goal, Rating, Target
from attune.cycles.report import Looked, Report, Round
from attune.cycles.told import SAID_BY, level, reached, t_in_words
from attune.standalone import standalone
from attune.words import counted, day_in_words

STYLE = """
:root { color-scheme: light; font: 17px/1.55 system-ui, sans-serif; color: #222; }
body { max-width: 48rem; margin: 2.5rem auto; padding: 0 1.2rem; }
h1 { font-size: 1.7rem; margin-bottom: .3rem; } h2 { font-size: 1.3rem; margin-top: 2.4rem; }
h3 { font-size: 1.08rem; margin: 1.6rem 0 .4rem; } p, ul { margin: .4rem 0; } small { color: #595959; }
blockquote { margin: .6rem 0; padding: .1rem 1.1rem; border-left: .25rem solid #0072b2; font-size: 1.08rem; }
blockquote footer { font-size: .9rem; color: #595959; }
table { border-collapse: collapse; width: 100%; margin: .6rem 0; }
th, td { text-align: left; vertical-align: top; padding: .4rem .7rem; border-bottom: 1px solid #d9d9d9; }
th { font-weight: 600; } td.at { white-space: nowrap; font-variant-numeric: tabular-nums; }
tr.reached td { background: #eef4f8; }
figure { margin: 1.8rem 0; break-inside: avoid; } figure svg { width: 100%; height: auto; }
figcaption { font-weight: 600; } figure p { margin: .2rem 0; }
section.guider { break-before: page; border-top: .3rem solid #d9d9d9; margin-top: 3.5rem; }
@media print {
  body { margin: 0 auto; font-size: 11.5pt; } h2, h3 { break-after: avoid; } tr, li { break-inside: avoid; }
}
"""

ALONE = "One film alone shows no change: charts stand here from the second film on."

GUIDER = (
    "For the guider, and no part of the client's copy. Each dot is one film; its line says how far chance within that "
    "film carries it. A dot in the grey band could be chance. That days differ comes on top, and is not in it. None of "
    "these numbers is better high than low, and films of another activity stand apart because they are not alike. "
    "Below each dot stands in how much of its film the number could be told: hollow dots rest on less than 70 %, and "
    "under 40 % there is no number."
)
"""What stands above the charts."""


LEFT_OUT = "Films left out, because not everybody in them agrees to have them looked at: {}."


def page(report: Report) -> str:
    """The report as HTML."""
    guider = _guider(report) if report.films else ""
    body = f"""<h1>What we worked on</h1>
<p><small>{_span(report)}</small></p>
{_question(report.question)}
{_goals(report.aims, bool(report.films))}
{"".join(map(_round, report.rounds))}
{guider}"""
    return standalone("What we worked on", STYLE, body)


def _span(report: Report) -> str:
    count = counted(len(report.rounds), "cycle")
    return f"Begun {day_in_words(report.made)}, {count} of filming and looking together"


def _question(question: str) -> str:
    return f"<h2>The question</h2>\n<blockquote><p>{escape(question)}</p></blockquote>" if question else ""


def _goals(aims: Aims, guider: bool) -> str:
    if not (aims.goals or aims.targets):
        return ""
    goals = "".join(_goal(number, goal, aims.ratings) for number, goal in enumerate(aims.goals, 1))
    targets = "".join(_target(number, target, aims.ratings) for number, target in enumerate(aims.targets, 1))
    return f"<h2>Goals</h2>\n{goals}{targets}{_ts(aims) if guider else ''}"


def _goal(number: int, goal: Goal, ratings: Sequence[Rating]) -> str:
    rows = "".join(
        _level(at, goal, [r.cycle for r in ratings if r.levels.get(number) == at]) for at in reversed(LEVELS)
    )
    return f"<h3>{escape(goal.words)}</h3>\n<table>{rows}</table>\n"


def _level(at: int, goal: Goal, cycles: Sequence[int]) -> str:
    """One level in the client's words, and at the end of which cycles it was reached."""
    there = f"reached in cycle {', '.join(map(str, cycles))}" if cycles else ""
    mark = ' class="reached"' if cycles else ""
    words = escape(goal.levels[LEVELS.index(at)])
    return f'<tr{mark}><td class="at">{level(at)}</td><td>{words}</td><td class="at">{there}</td></tr>\n'


def _target(number: int, target: Target, ratings: Sequence[Rating]) -> str:
    began = _step("at the start", f"{target.baseline} of 10", target.began)
    hoped = _step("hoped for", f"{target.expected} of 10", target.hoped)
    said = "".join(
        _step(f"cycle {r.cycle}", reached(target, r.achieved[number]), r.seen.get(number, ""), ' class="reached"')
        for r in ratings
        if number in r.achieved
    )
    return f"<h3>{escape(target.words)}</h3>\n<table>{began}{hoped}{said}</table>\n"


def _step(when: str, at: str, words: str, mark: str = "") -> str:
    return f'<tr{mark}><td class="at">{when}</td><td>{at}</td><td>{escape(words)}</td></tr>\n'


def _ts(aims: Aims) -> str:
    """T of each cycle, beside the levels that it is made of; for the guider."""
    told = [(r.cycle, t_in_words(aims, r)) for r in aims.ratings]
    lines = "".join(f"<li>Cycle {cycle}: {said}</li>" for cycle, said in told if said)
    return (
        f"<p>All goals together (T is 50 where each is reached as expected):</p>\n<ul>{lines}</ul>\n" if lines else ""
    )


def _round(told: Round) -> str:
    what = f", {escape(', '.join(told.activities))}" if told.activities else ""
    return (
        f"<h2>Cycle {told.number}</h2>\n<p><small>{day_in_words(told.on)}{what}</small></p>\n"
        f"{_moments(told.moments)}{''.join(_words(told))}{_list('What to try next', told.steps)}"
    )


def _moments(moments: Sequence[Looked]) -> str:
    items = "".join(map(_moment, moments))
    return f"<h3>Moments we looked at together</h3>\n<ul>{items}</ul>\n" if moments else ""


def _moment(moment: Looked) -> str:
    """What it is called, and what was said of it."""
    words = _quote(moment.words.strip(), SAID_BY["client"]) if moment.words.strip() else ""
    step = f"<p>To try next: {escape(moment.next_step.strip())}</p>" if moment.next_step.strip() else ""
    return f"<li>{escape(moment.name)}{words}{step}</li>\n"


def _quote(words: str, footer: str) -> str:
    """Somebody's own words, which may be none, and who said them."""
    said = f"<p>{escape(words)}</p>" if words else ""
    return f"<blockquote>{said}<footer>{escape(footer)}</footer></blockquote>\n"


def _list(heading: str, lines: Sequence[str]) -> str:
    items = "".join(f"<li>{escape(line)}</li>\n" for line in lines)
    return f"<h3>{heading}</h3>\n<ul>{items}</ul>\n" if lines else ""


def _words(told: Round) -> Iterator[str]:
    """What the client said in the meeting, and what people said of the session, with their mark for it."""
    rating = told.rating
    for said in told.words:
        yield _quote(said, SAID_BY["client"])
    for who in dict.fromkeys([*rating.words, *rating.session]):
        mark = f", {rating.session[who]} of 10 for the session" if who in rating.session else ""
        yield _quote(rating.words.get(who, ""), f"{SAID_BY.get(who, who)}{mark}")


def _guider(report: Report) -> str:
    charts = "".join(_chart(name, report) for name in WORDS) if len(report.films) > 1 else f"<p>{ALONE}</p>\n"
    out = f"<p>{LEFT_OUT.format(report.left_out)}</p>\n" if report.left_out else ""
    return f'<section class="guider">\n<h2>Numbers of the films</h2>\n<p>{GUIDER}</p>\n{out}{charts}</section>\n'


def _chart(name: str, report: Report) -> str:
    """A measure: its chart, and below it the plain answer for each activity."""
    answers = [
        f"<p>{escape(films[0].activity or 'Together')}: {answer(name, [film.measures[name] for film in films])}</p>\n"
        for films in alike(report.films).values()
    ]
    picture = f"<figcaption>{WORDS[name][0]}</figcaption>\n{chart(name, report.films)}\n"
    return f"<figure>\n{picture}{''.join(answers)}</figure>\n"
