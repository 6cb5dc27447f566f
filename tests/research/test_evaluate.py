"""A folder of films with known scores and codes gives the figures that can be counted by hand, in every form."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from attune import coding, pipeline
from attune.cli import main
from attune.codes import Code, Codes
from attune.errors import FormatError
from attune.exchange import mapping
from attune.exchange.seconds import to_csv
from attune.media.film import Film
from attune.pipeline import Suggested, suggested
from attune.research import by_chance, files, lines, report, tidy
from attune.research.evaluate import Evaluation, evaluation
from attune.research.figures import Figure
from attune.research.films import Filmed, bench, load
from attune.settings import Settings
from attune.store import Store
from attune.timeline import Span
from tests.exchange.test_columns import DOCS
from tests.scores import dyad, scores

SECONDS = 60
KNOBS = pipeline.all_knobs()
SMILES = np.repeat([1.0, 0, 1, 0, 0, 1], 10)
TIER = "child_smiles"


def filmed(name: str, said: np.ndarray, codes: list[Code], family: str = "", **groups: str) -> Filmed:
    """A film of which attune says this of the child's smiles, and people that."""
    seen = dyad(SECONDS, child=np.repeat(~np.isnan(said), 10).astype(float))
    film = Film(Path(f"{name}.mp4"), float(SECONDS), 640, 480, 30.0, 0.0, False)
    own = scores(SECONDS, cues={TIER: said, "adult_looks": np.tile(np.eye(4)[1], (SECONDS, 1))})
    done = Suggested(film, Store(Path(name), ""), Settings(), KNOBS, {}, seen, own, (), {}, ())
    return Filmed(name, family or name, groups, done, Codes(tuple(codes)), {}, "0123456789ab")


def marked(line: np.ndarray, coder: str, tier: str = TIER) -> list[Code]:
    """The codes of a line: yes, nothing for no, uncodable."""
    names = {1.0: "yes", 0.0: ""}
    told = [(k, names.get(v, "uncodable")) for k, v in enumerate(line)]
    return [Code(tier, code, Span(k, k + 1), coder) for k, code in told if code]


def figure(done: Evaluation, measure: str, of: str = "attune", scope: str = "all", cue: str = TIER) -> Figure:
    return next(f for f in done.figures if (f.scope, f.cue, f.measure, f.of) == (scope, cue, measure, of))


@pytest.fixture
def done() -> Evaluation:
    """Six families; attune is right but for the first film, in which it says nothing of the last ten seconds and has
    five false yes, and people differ on two seconds and cannot tell on one."""
    unsure = SMILES.copy()
    unsure[10:15], unsure[50:] = 1, np.nan
    second = SMILES.copy()
    second[:2], second[30] = 0, np.nan
    first = [*marked(np.where(np.arange(60) == 30, np.nan, SMILES), "A"), *marked(second, "B")]
    films = [filmed("f0", unsure, first, light="dim")]
    films += [filmed(f"f{k}", SMILES, [*marked(SMILES, "A"), *marked(SMILES, "B")], light="dim" if k < 3 else "bright")
              for k in range(1, 6)]  # fmt: skip
    return evaluation(bench(films))


def test_seconds_are_counted_where_people_agree_and_attune_answers(done: Evaluation) -> None:
    told = figure(done, "kappa", scope="film")
    assert (told.name, told.n) == ("f0", 57)
    assert figure(done, "coverage", scope="film").value == pytest.approx(47 / 57)
    table = np.array([[24.0, 5], [0, 18]])
    po, pe = 42 / 47, (29 * 24 + 18 * 23) / 47**2
    assert table.sum() == 47
    assert told.value == pytest.approx((po - pe) / (1 - pe))
    assert figure(done, "false_yes").value == pytest.approx(5 / (29 + 150))
    assert figure(done, "answered_when_uncodable").value == 1
    assert figure(done, "kappa", "people", "film").value == pytest.approx(
        1 - (2 / 59) / (1 - (30 * 28 + 29 * 31) / 59**2)
    )
    whole = figure(done, "kappa")
    assert whole.low < whole.value < whole.high <= 1


def test_chance_stands_far_below_and_p_says_so(done: Evaluation) -> None:
    for name in by_chance.MOVES:
        assert figure(done, "kappa", name).high < figure(done, "kappa").value
        assert figure(done, "kappa_p", name).value == 1 / 200
        assert figure(done, "kappa", name).n == 199


def test_events_and_totals_of_films_that_agree_are_whole(done: Evaluation) -> None:
    assert figure(done, "f1_iou_0.5", "people").value > 0.9
    assert figure(done, "latency_error").value == 0
    assert figure(done, "icc_a1").n == 6


def test_a_group_that_is_seen_less_is_flagged_and_few_families_are_told(done: Evaluation) -> None:
    blind = SMILES.copy()
    blind[20:] = np.nan
    films = [filmed(f"g{k}", blind if k < 5 else SMILES, marked(SMILES, "A"), glasses="yes" if k < 5 else "no")
             for k in range(10)]  # fmt: skip
    many = {(g.cue, g.measure): g for g in evaluation(bench(films)).gaps}
    assert many[TIER, "coverage"].gap.value == pytest.approx(2 / 3)
    assert many["child_seen", "coverage"].verdict == many[TIER, "coverage"].verdict == "flag"
    assert many["adult_seen", "coverage"].verdict == ""
    assert not many[TIER, "coverage"].few
    assert [gap.measure for gap in evaluation(bench(films)).gaps][:2] == ["coverage"] * 2, "coverage first"
    assert all(gap.few for gap in done.gaps)


def test_too_few_families_and_a_single_coder_are_told() -> None:
    told = " ".join(evaluation(bench([filmed("one", SMILES, marked(SMILES, "A"))])).notes)
    assert "1 family, and 5 are needed" in told
    assert "One coder alone" in told


def test_without_codes_there_is_nothing_to_say() -> None:
    with pytest.raises(FormatError, match="attune import"):
        evaluation(bench([filmed("one", SMILES, [])]))


def test_a_tier_that_holds_nothing_is_a_no_of_those_who_looked_for_it() -> None:
    films = [filmed("a", SMILES, [*marked(SMILES, "A"), *marked(SMILES, "B", "mutual_gaze")]),
             filmed("b", SMILES, marked(SMILES, "A", "mutual_gaze"))]  # fmt: skip
    own = bench(films)
    assert own.coded_by(films[0], TIER) == ("A",)
    assert own.coded_by(films[1], TIER) == ("A",)
    assert not lines.coded(films[1].codes, TIER, "A", SECONDS).any()


def test_the_table_is_tidy_and_the_document_holds_the_same(done: Evaluation) -> None:
    rows = list(csv.DictReader(io.StringIO(tidy.to_csv(done))))
    assert tuple(rows[0]) == Figure._fields
    assert len(rows) == len(done.figures) + len(done.gaps)
    document = json.loads(tidy.to_json(done))
    assert document["families"] == [f"f{k}" for k in range(6)]
    first = next(f for f in document["figures"] if f["measure"] == "kappa")
    row = next(r for r in rows if r["measure"] == "kappa")
    assert float(row["value"]) == first["value"]
    assert row["knobs"] == "0123456789ab"


def test_the_report_stands_alone_and_leads_to_the_second(done: Evaluation, tmp_path: Path) -> None:
    page = report.page(done, tmp_path / "out")
    assert "default-src 'none'" in page
    assert "http:" not in page.replace("http-equiv", "")
    assert "https:" not in page
    assert "<script" not in page
    assert "data:" not in page
    assert page.count("#t=1") >= 5
    assert "attune review f0.mp4" in page
    ids = [part.split('"')[0] for part in page.split(' id="')[1:]]
    assert len(ids) == len(set(ids))


def test_a_name_is_shown_as_it_is_written(tmp_path: Path) -> None:
    own = filmed("<b>x", 1 - SMILES, marked(SMILES, "<i>A"))
    assert "<b>x" not in (page := report.page(evaluation(bench([own])), tmp_path))
    assert "<i>A" not in page
    assert "&lt;b&gt;x" in page


def test_a_film_is_taken_as_it_is_kept_and_an_unwatched_one_is_named(film: Path, tmp_path: Path) -> None:
    assert load(tmp_path).unwatched == (film.name,)
    assert not (tmp_path / f"{film.name}.attune").exists()
    done = suggested(film)
    (own,) = load(tmp_path).films
    assert own.done.scores.clock == done.scores.clock
    assert own.knobs == KNOBS.digest()
    assert own.family == film.stem
    turned = load(tmp_path, given=Settings(turned={"Blend.smooth": 3.0})).films[0]
    assert turned.knobs != own.knobs
    assert load(tmp_path).films[0].knobs == own.knobs, "what is turned for one evaluation is not kept"
    assert load(tmp_path, given=Settings(turned={"Watching.rate": 5})).unwatched == (film.name,)


def test_the_command_writes_the_table_and_the_report(film: Path, tmp_path: Path) -> None:
    done = suggested(film)
    coding.keep(done.store, Path("a.csv"), Codes(tuple(marked(SMILES[:30], "A"))))
    (tmp_path / "films.csv").write_text(f"film,family,light\n{film.stem},one,dim\n")
    ran = CliRunner().invoke(main, ["evaluate", str(tmp_path), "-o", str(tmp_path / "out"), "--json"])
    assert ran.exit_code == 0, ran.output
    assert json.loads(ran.stdout)["families"] == ["one"]
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [files.TABLE, files.PAGE]


def test_a_table_of_films_that_is_none_is_refused(film: Path, tmp_path: Path) -> None:
    (tmp_path / "films.csv").write_text("name,family\nx,y\n")
    with pytest.raises(FormatError, match=r"films.csv: line 1: no columns film and family"):
        load(tmp_path)


CUES = {
    "adult_looks": "adult looks at child", "child_looks": "child looks at adult", "mutual_gaze": "mutual gaze",
    "adult_smiles": "adult smiles", "child_smiles": "child smiles", "joint_attention": "joint attention",
}  # fmt: skip
CLIPS = ("6c6MZQ_j3r2_Peekaboo", "6c6MZQ_j4r2_ThatsNotACat", "4JDccE_j5r1_TearingPaper")


@pytest.mark.real
def test_on_real_film_kappas_are_those_of_an_independent_judge(shared: Path, tmp_path: Path) -> None:
    judge, labels = shared / "judge" / "judge_seconds.py", shared / "footage" / "labels"
    text = next(t for t in DOCS.read_text().split("```") if "[seconds]" in t)
    how, films = mapping.read_text(text, "map.toml"), []
    for clip in CLIPS:
        seen = suggested(shared / "footage" / "clips" / f"bj_{clip}.mp4", place=tmp_path / "store")
        (tmp_path / f"{clip}.csv").write_text(to_csv(seen.dyad, seen.scores))
        found = [coding.bring(path, f"{clip}.mp4", seen.film.seconds, how).codes for path in labels.glob("*.csv")]
        films.append(Filmed(clip, clip[:6], {}, seen, sum(found, start=Codes()), {}, seen.knobs.digest()))
    mine = evaluation(bench(films))
    call = [sys.executable, str(judge), str(labels), str(tmp_path), "--json"]
    theirs = {x["what"]: x for x in json.loads(subprocess.run(call, check=True, capture_output=True, text=True).stdout)}
    for cue, what in CUES.items():
        assert figure(mine, "kappa", cue=cue).value == pytest.approx(theirs[what]["kappa"], abs=0.005, nan_ok=True), cue
