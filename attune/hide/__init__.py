"""Faces that nobody can recognise, in every picture that is handed out. Unknown is covered.

where.py   where a head is at any second of the film, between its finds too; or that nobody can say
cover.py   what of a picture is covered for the people who are to be hidden, and covering it
leaks.py   the finder looks at what was written: is a face uncovered?
"""

from attune.hide.cover import Covering
from attune.hide.leaks import Checking
from attune.hide.where import Placing

GROUPS = (Placing, Covering, Checking)
"""Every class of numbers in this room."""
