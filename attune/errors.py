"""Everything that attune refuses, as one tree.

    AttuneError
    ├── FilmError     a film cannot be read, or holds nothing to look at
    ├── ModelError    weights are missing, wrong, or cannot be had
    ├── KnobError     a number is out of its range, or there is no such number
    ├── StoreError    something kept cannot be read or written
    ├── FormatError   a file in somebody's format is not what it should be
    ├── HideError     somebody who was to be hidden cannot be
    └── ConsentError  somebody in a film has not agreed to what it is to be used for

Each message says what, where, what was expected and what to do, in one line without a traceback:
"AdultLooks.partner_spread must be in [4, 45] deg. Got 90." The command line prints that line and exits with 2.
"""


class AttuneError(Exception):
    """The root: catch this to catch everything that attune refuses on purpose."""


class FilmError(AttuneError):
    """A film cannot be read, or holds nothing to look at."""


class ModelError(AttuneError):
    """Weights are missing, wrong, or cannot be had."""


class KnobError(AttuneError):
    """A number is out of its range, or there is no such number."""


class StoreError(AttuneError):
    """Something kept beside a film cannot be read or written."""


class FormatError(AttuneError):
    """A file in somebody's format is not what it should be."""


class HideError(AttuneError):
    """Somebody who was to be hidden cannot be: a face is uncovered, or it is not sure whose is whose."""


class ConsentError(AttuneError):
    """Somebody in a film has not agreed to what it is to be used for."""
