"""Taking away what attune keeps of a film, of a case, or of a person, with a receipt of what went and what is left.

`film` removes what is kept of one film, `case` a whole case or somebody out of cases, and `traces` looks afterwards
whether a file still holds a film's sha256, a name, or a picture of what went.
"""

from attune.forget.film import ELSEWHERE, Kept, Piece, Receipt, find, forgotten, to_json

__all__ = ["ELSEWHERE", "Kept", "Piece", "Receipt", "find", "forgotten", "to_json"]
