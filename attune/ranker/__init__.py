"""Which of a film's moments come first, learnt from what guiders kept and left out: a nudge to attune's own order.

numbers.py   a film's moments against each other, on one scale
learn.py     decisions -> a Ranker
order.py     a Ranker and attune's own scores -> an order
file.py      a Ranker as a file that can run nothing, and back
"""

from attune.ranker.order import Ranker, order

__all__ = ["Ranker", "order"]
