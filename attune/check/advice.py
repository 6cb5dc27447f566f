"""What to do before the next film, in at most two plain lines, and what is good in one. About things, of nobody."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from itertools import islice

from attune.check.figures import BOTH, Figures

MOST = 2
"""Lines of advice: nobody changes five things before the next film."""

PIXELS = 48.0
"""Height of a face, px: below it, where a head points is told worse and worse (science.md 4.1)."""

SHARE = 0.06
"""Height of a face, of the picture's: below it the finder, which looks at 360 rows, sees 20 of them."""

DARK = 70.0
"""Grey level that a quarter of a picture is brighter than. It is the room's light that counts: a face may be dark."""

GLARE, SHADED = 0.15, 60.0
"""Share of the picture that is white, and grey level of the faces, where people sit against the light. Both, because
a white wall blinds no camera and a face may be dark."""

BLURRED = 30.0
"""Detail of faces below which a direction is trusted less (science.md 4.1)."""

SHAKING = 0.08
"""Picture heights a second: at it, what stands still crosses the picture's height in 12 s, as from a hand or a lap."""

SILENT = -65.0
"""dB below full scale under which the loudest twentieth of the sound is next to none."""

CLEAR = 10.0
"""dB of voices over the background under which the detector of voices begins to be wrong."""

SHORT = 180.0
"""Seconds: with less, there is little to choose from; services film for five to ten minutes."""


@dataclass(frozen=True)
class Told:
    """What is good, in one line ("" where nothing could be told), and what to do, in at most two."""

    good: str
    change: tuple[str, ...]


def told(seen: Figures) -> Told:
    """What to say of a film. What could not be told is neither good nor to be changed."""
    good = list(_good(seen))
    line = ", ".join(good)
    return Told(f"{line[:1].upper()}{line[1:]}." if good else "", tuple(islice(_change(seen), MOST)))


def to_json(seen: Figures, said: Told) -> str:
    """Figures and lines as a document (docs/formats.md)."""
    figures = {name: round(v, 3) if isinstance(v, float) else v for name, v in asdict(seen).items()}
    document = {"format": 1, "good": said.good, "change": said.change, "figures": figures}
    return json.dumps(document, indent=1, ensure_ascii=False) + "\n"


def _change(seen: Figures) -> Iterator[str]:
    """Everything that could be done, what helps most first."""
    dark = _below(seen.light, DARK)
    if dark:
        yield "Switch on a lamp or open the curtains: the room is dark in the film."
    elif _against(seen):
        yield "Sit with the window beside you or before you: with the light behind, faces are in the shade."
    yield from _of_place(seen)
    if seen.shake is not None and seen.shake >= SHAKING:
        yield "Stand the camera on something firm: the picture moves."
    yield from _of_sound(seen)
    if _below(seen.detail, BLURRED) and not dark and not _small(seen):
        yield "Wipe the lens, and wait until the picture is sharp: faces are blurred."
    if seen.seconds < SHORT:
        yield "Film for five to ten minutes: there is more to choose from then."


def _of_place(seen: Figures) -> Iterator[str]:
    """Where the camera stands, and who is in the picture."""
    if _below(seen.one, BOTH):
        yield "Place the camera in front of you both, at the height of your faces: few faces could be found."
    elif _below(seen.both, BOTH) and not _small(seen):
        yield "Place the camera so that it sees both faces, from the side of you both: often there is one."
    if _small(seen):
        yield "Bring the camera nearer: the faces are small in the picture."


def _of_sound(seen: Figures) -> Iterator[str]:
    """Whether voices can be heard."""
    if not seen.listened:
        yield "Switch the camera's microphone on: the film has no sound."
    elif _below(seen.loudest, SILENT):
        yield "Look whether the microphone is covered or switched off: next to nothing is heard."
    elif _below(seen.clear, CLEAR):
        yield "Switch off what hums or plays, or bring the camera nearer: voices are hard to tell from the room."


def _good(seen: Figures) -> Iterator[str]:
    """What helps attune in this film."""
    if seen.both is not None and seen.both >= BOTH:
        yield "both faces are seen"
    if seen.face is not None and not _small(seen):
        yield "faces are large enough"
    if seen.light is not None and seen.light >= DARK and not _against(seen):
        yield "there is light"
    if seen.shake is not None and seen.shake < SHAKING:
        yield "the camera stands still"
    if seen.clear is not None and seen.clear >= CLEAR:
        yield "voices are clear"


def _small(seen: Figures) -> bool:
    return _below(seen.face, PIXELS) or _below(seen.face_share, SHARE)


def _against(seen: Figures) -> bool:
    return seen.glare is not None and seen.glare >= GLARE and _below(seen.face_light, SHADED)


def _below(value: float | None, limit: float) -> bool:
    """False where it is not known."""
    return value is not None and value < limit
