"""A cover and its check for one film, with the finder that watched the film. Apart, because it loads that finder."""

from __future__ import annotations

from collections.abc import Callable, Collection

from attune import models
from attune.dyad import Dyad
from attune.hide.cover import Cover
from attune.hide.leaks import Check
from attune.knobs import Knobs
from attune.media.upright import Pixels
from attune.timeline import Floats
from attune.watch.faces import finder
from attune.watch.looks import Looks, Watching
from attune.watch.pyramid import Pyramid


def guarded(dyad: Dyad, looks: Looks, who: Collection[str], knobs: Knobs) -> tuple[Cover, Check]:
    """What hides `who` (some of cover.WHO) in a film's pictures, and what looks whether it did. Raises HideError where
    it is not sure whom to hide, ModelError."""
    cover = Cover(dyad, looks, who, knobs)
    models.ensure()
    return cover, Check(cover, finding(knobs[Watching]), knobs)


def finding(watching: Watching) -> Callable[[Pixels, float], Floats]:
    """The finder: (picture, least score) -> (k, 4) left, top, width, height of faces in pixels. Raises ModelError."""
    find = finder(watching.finder_area, watching.closer)
    return lambda pixels, least: find(Pyramid(pixels), least, watching.heads).box
