"""The only door to the perception libraries: faces, heads, bodies, who is who.

`see` is the slow half (pictures to raw Looks, kept on disk); `people.assemble` the fast one (Looks to a Dyad).
"""

from attune.knobs import Knobbed
from attune.watch import people
from attune.watch.looks import Watching

GROUPS: tuple[type[Knobbed], ...] = (Watching, *people.GROUPS)
"""Every class of numbers in this room, in the order of the work. A change of Watching means watching again."""
