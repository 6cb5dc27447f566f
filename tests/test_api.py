"""docs/api.md is true: each of its examples is run, on a film that is watched once; and what it leaves unsaid."""

from __future__ import annotations

import doctest
import re
import shutil
from pathlib import Path

import numpy as np
import pytest

from attune import api, coding, models, parts, pipeline
from attune.codes import Code, Codes
from attune.errors import AttuneError, ConsentError, FormatError, KnobError
from attune.exchange.mapping import Map
from attune.research.by_second import MEASURES
from attune.store import beside
from attune.timeline import Span
from tests import fakes
from tests.house.source import ROOT
from tests.kept import reel

__all__ = ["reel"]

PAGE = (ROOT / "docs/api.md").read_text(encoding="utf-8")

CODES = """tier,code,onset_s,offset_s,coder,confidence
mutual_gaze,yes,4,9,ann,
mutual_gaze,yes,19,24,ann,
mutual_gaze,yes,4,8,bob,
mutual_gaze,yes,18,24,bob,
mutual_gaze,uncodable,28,30,bob,
"""


@pytest.fixture(scope="module")
def place(reel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """FILM.mp4, watched; OTHER.mp4, not; codes.csv; and FILMS, a folder of two families, coded."""
    here = tmp_path_factory.mktemp("api")
    film, folder = here / "FILM.mp4", here / "FILMS"
    folder.mkdir()
    (here / "codes.csv").write_text(CODES)
    (folder / "films.csv").write_text("film,family\na,north\nb,south\n")
    for path in (film, here / "OTHER.mp4", folder / "a.mp4", folder / "b.mp4"):
        shutil.copyfile(reel, path)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parts, "SEE", fakes.SEE)
        patch.setattr(models, "ensure", lambda *_: None)
        pipeline.suggested(film)
    for other in (folder / "a.mp4", folder / "b.mp4"):
        shutil.copytree(beside(film), beside(other))
        about, store = pipeline.opened(other)
        coding.keep(store, here / "codes.csv", coding.bring(here / "codes.csv", other.name, about.seconds, Map()).codes)
    return here


def test_the_examples_are_true(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(place)
    page = re.sub("^```.*$", "", PAGE, flags=re.MULTILINE)
    examples = doctest.DocTestParser().get_doctest(page, {}, "api.md", "docs/api.md", 0)
    assert len(examples.examples) > 20
    assert doctest.DocTestRunner().run(examples).failed == 0


def test_every_function_is_on_the_page() -> None:
    own = [
        name for name, value in vars(api).items() if getattr(value, "__module__", "") == api.__name__ and name[0] != "_"
    ]
    assert len(own) > 8
    assert not [name for name in own if f"`{name}`" not in PAGE and f"attune.{name}(" not in PAGE]


def test_nothing_is_written_and_nothing_decoded(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = {path: path.read_bytes() for path in place.rglob("*") if path.is_file()}
    monkeypatch.setattr(pipeline, "open_film", lambda *_: pytest.fail("the film was opened"))
    film = api.load(place / "FILM.mp4")
    api.features(film, {"MutualGaze.held": 0.4})
    api.suggest(film, goal="receiving")
    with pytest.raises(AttuneError, match="not watched yet"):
        api.load(place / "OTHER.mp4")
    assert {path: path.read_bytes() for path in place.rglob("*") if path.is_file()} == before


def test_one_film_has_the_figures_that_an_evaluation_has(place: Path) -> None:
    bench = api.folder(place / "FILMS")
    one = bench.films[0]
    told = vars(api.agreement(one.done.scores, one.codes, "mutual_gaze", one.done.film.seconds))
    figures = {f.measure: f.value for f in api.evaluate(bench).figures
               if (f.scope, f.cue, f.of) == ("family", "mutual_gaze", "attune") and f.name == one.family}  # fmt: skip
    assert {name: told[name] for name in ("kappa", *MEASURES)} == pytest.approx(
        {name: figures[name] for name in ("kappa", *MEASURES)}, nan_ok=True
    )


def test_turned_numbers_reach_a_folder_too(place: Path) -> None:
    turned = {"MutualGazeBouts.shortest": 5}
    alone = api.score(api.load(place / "FILM.mp4"), turned)
    assert [one.done.scores.events for one in api.folder(place / "FILMS", turned).films] == [alone.events] * 2


def test_people_are_followed_again_only_where_a_number_of_that_is_turned(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    film = api.load(place / "FILM.mp4")
    assert api.told(film) is film
    voices = api.told(film, {"Speaking.tell": 0.8, "MutualGaze.held": 0.4})
    assert voices.dyad is not film.dyad
    assert voices.knobs.changed().keys() == {"Speaking.tell", "MutualGaze.held"}
    monkeypatch.setattr(pipeline, "told_apart", lambda *_: pytest.fail("they were followed again"))
    assert api.load(place / "FILM.mp4").moments == film.moments
    turned = api.told(film, {"MutualGaze.held": 0.4})
    assert turned.dyad is film.dyad
    np.testing.assert_equal(api.score(film, {"MutualGaze.held": 0.4}).standing.values, turned.scores.standing.values)
    assert {row.knobs for row in api.features(film, {"MutualGaze.held": 0.4})} == {turned.knobs.digest()}


def test_a_number_of_watching_cannot_be_turned_afterwards(place: Path) -> None:
    with pytest.raises(KnobError, match="cannot be turned afterwards"):
        api.score(api.load(place / "FILM.mp4"), {"Watching.rate": 5})


def test_a_cue_that_nobody_coded_is_refused_and_attunes_own_codes_are_nobodys(place: Path) -> None:
    film = api.load(place / "FILM.mp4")
    scores = api.score(film)
    codes = Codes((Code("mutual_gaze", "yes", Span(0, 30), "ann"), Code("own", "yes", Span(0, 30), "ann")))
    with pytest.raises(FormatError, match=r"Nobody coded joint_attention\. Coded is mutual_gaze, own"):
        api.agreement(scores, codes, "joint_attention")
    with pytest.raises(FormatError, match="attune says nothing of own"):
        api.agreement(scores, codes, "own")
    own = place / "own.csv"
    own.write_text(CODES.replace("bob", "attune"))
    assert {code.coder for code in api.codes(film, own)} == {"ann"}
    assert {code.coder for code in api.codes(film, own, coder="attune")} == {"attune"}
    own.unlink()


def test_a_film_of_somebody_who_has_not_agreed_to_research_is_refused(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[str, ...]] = []

    def require(film: Path, *purposes: str) -> None:
        asked.append(purposes)
        raise ConsentError(f"{film.name}: p1 has not agreed.")

    monkeypatch.setattr(api.consent, "require", require)
    with pytest.raises(ConsentError, match="has not agreed"):
        api.load(place / "FILM.mp4")
    assert asked == [("research", "training")]
    assert api.folder(place / "FILMS").films == ()
