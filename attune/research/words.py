"""What the report says in words, and how it looks. HTML and CSS."""

from __future__ import annotations

STYLE = """
:root { color-scheme: light; font: 16px/1.55 system-ui, sans-serif; color: #2b2a27; background: #fbfaf7; }
body { max-width: 66rem; margin: 3rem auto 5rem; padding: 0 1.5rem; }
h1 { font-size: 1.7rem; line-height: 1.2; margin: 0 0 .3rem; } .lead { color: #6a675f; margin: 0 0 1.6rem; }
h2 { font-size: 1.2rem; margin: 3rem 0 .4rem; } p, dd, li { max-width: 46rem; } p { margin: .4rem 0; }
.note { background: #f3eee2; padding: .7rem 1rem; border-radius: .5rem; }
.note ul { margin: 0; padding-left: 1.1rem; } .scroll { overflow-x: auto; margin: .8rem 0; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; font-size: .9rem; }
th { text-align: left; font-weight: 500; color: #6a675f; vertical-align: bottom; }
th, td { padding: .35rem 1rem .35rem 0; border-bottom: 1px solid #e7e2d6; }
td, tbody th { white-space: nowrap; } tbody th { color: inherit; }
td small { color: #6a675f; } .flag { color: #a3341a; font-weight: 600; }
.plot { margin: 1rem 0; } .plot svg { max-width: 100%; height: auto; }
dt { font-weight: 600; margin-top: .7rem; } dd { margin: 0; }
.key span { display: inline-block; margin-right: 1.3rem; white-space: nowrap; }
.key i { display: inline-block; width: 1.1rem; height: .75rem; border-radius: 2px; margin-right: .4rem; }
.key .cannot { border: 1px solid #b9b4a8; } .key .yes { background: #0b6e75; } .key .no { background: #ddd8cb; }
.key .differs { background: #c8452d; } summary { cursor: pointer; margin: .6rem 0 .2rem; overflow-wrap: anywhere; }
.strip { margin: .3rem 0 .9rem 1rem; } .strip figcaption { font-size: .86rem; color: #6a675f; }
.strip svg { max-width: 100%; display: block; margin: .15rem 0; height: auto; }
.yes { fill: #0b6e75; } .no { fill: #ddd8cb; } .differs { fill: #c8452d; }
a:hover .differs, a:focus .differs { fill: #7d1f0c; }
code { background: #f0ece1; padding: .1rem .4rem; border-radius: .3rem; font-size: .85em; user-select: all; }
@media print { body { margin: 0; max-width: none; } details { break-inside: avoid; } }
"""

GLANCE = """The dot is attune, with where it would lie in other films; the open diamond is how far people agree with
each other; the grey band is where chance alone comes."""

SURE = """Of all seconds that attune finds likely to such a degree: how many people call a yes. On the line it is right
as often as it says, below it it is too sure. Large dots are many seconds."""

TAKEN = """Each row is what a coder said, each column what attune said of the same seconds; ? is where attune said that
it cannot tell."""

RANKED = """Attune's ranked moments beside the picks of people, and beside rankings that anybody could build. p is the
share of 199 random rankings that are as good."""

GROUPED = """Each group beside all other films, coverage first. A gap is <b>flagged</b> where it is wider than .10 and
its interval leaves out 0. Few families: fewer than 5 on a side; a gap may then be one family's own ways."""

DIFFER = """Lanes from above: each coder, then attune. A red mark opens the film at that second; to see why, open it in
the review with the command beside its name."""

KEY = """<p class="key"><span><i class="yes"></i>yes</span><span><i class="no"></i>no</span>
<span><i class="cannot"></i>cannot tell</span><span><i class="differs"></i>attune says another thing than all
coders</span></p>
"""

WORDS = (
    (
        "kappa",
        "Agreement beyond chance: 1 is always the same, 0 is what two who guess as often would reach. It is counted on "
        "the seconds of which attune said something; <b>coverage</b> says how many those are.",
    ),
    ("people", "How far the people who coded agree with each other, on the same scale."),
    (
        "chance",
        "The highest kappa that attune's own answers reach once they are moved in time, taken from another family, or "
        "cut up and shuffled, 199 times each; p is the share of those that come as high as attune.",
    ),
    ("bouts", "Kappa of stretches instead of seconds: long ones count no more than short ones."),
    ("AUC, AP", "How well attune's likelihood puts yes before no. AUC: .5 is chance. AP: the share of yes is chance."),
    ("false yes", "Of the seconds that people call a no: how many attune calls a yes."),
    ("F1 at 1 s", "Of all events, how many are found with a beginning at most a second apart."),
    ("ICC", "Agreement of the totals of whole films: below .5 poor, to .75 moderate, to .9 good."),
    ("[ ]", "Where the figure would lie with other families (or films, where there are too few): 95 of 100 times."),
)
"""What the words of the tables mean."""
