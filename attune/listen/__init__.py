"""The ear: what is a voice, whose it is. The only door to the voice detector.

`hear` is the slow half (sound to a Hearing, kept on disk); `speakers` the fast one (a Hearing and a Dyad to a Dyad in
which both people have a voice). Nothing is transcribed, and no voice print is kept: what tells voices apart within a
film is thrown away when they have been told apart.
"""

from attune.knobs import Knobbed
from attune.listen import speakers
from attune.listen.hearing import Listening

GROUPS: tuple[type[Knobbed], ...] = (Listening, *speakers.GROUPS)
"""Every class of numbers in this room, in the order of the work. A change of Listening means listening again."""
