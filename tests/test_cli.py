"""The commands as people and scripts meet them: what goes where, how they end, and in what words."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from attune import cli, models, parts, pipeline, workers
from attune.demo import film as demo_film
from attune.exports import kinds
from attune.media.film import open_film
from attune.presets import AGES, PROFILES
from attune.words import forbidden
from tests import fakes
from tests.kept import film, reel

__all__ = ["film", "reel"]


def call(*arguments: object, code: int = 0) -> Result:
    """A command in this process; it ends with `code` and shows nobody a traceback."""
    result = CliRunner().invoke(cli.main, [str(a) for a in arguments])
    assert result.exit_code == code, (result.output, result.exception)
    assert "Traceback" not in result.output
    return result


def refused(*arguments: object) -> str:
    """What a call that is wrong is answered with: one line, and nothing on standard output."""
    result = call(*arguments, code=2)
    assert result.stdout == ""
    (line,) = said(result)
    return line


def said(result: Result) -> list[str]:
    """The lines of standard error that stand at its edge, without progress."""
    lines = [line for line in result.stderr.splitlines() if line and not line.startswith(" ")]
    return [line for line in lines if not line.startswith(("Watching ", "Reading "))]


@pytest.fixture
def another(film: Path) -> Callable[[str], Path]:
    """Copies the film under another name."""

    def copy(name: str) -> Path:
        path = film.with_name(name)
        path.write_bytes(film.read_bytes())
        return path

    return copy


@pytest.mark.parametrize("command", [[], *([name] for name in cli.main.commands), ["models", "fetch"]])
def test_help_is_there_at_once(command: list[str]) -> None:
    heavy = "numpy,av,cv2,rich,scipy,openvino"
    code = f"import sys; from attune.cli import main; main({[*command, '--help']!r}, standalone_mode=False);" + (
        f"sys.exit(any(name in sys.modules for name in {heavy.split(',')!r}))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "Usage:" in done.stdout


def test_help_names_every_age_and_profile_kind() -> None:
    told = call("suggest", "--help").output
    assert all(age in told for age in AGES)
    assert any(profile in told for profile in PROFILES)
    told = call("export", "--help").output
    assert all(f"  {kind}  " in told for kind in kinds.NAMES)


def test_a_ranker_that_is_none_is_refused_before_a_film_is_watched(film: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.skops"
    other.write_bytes(b"no ranker")
    assert refused("suggest", film, "--ranker", other).startswith("other.skops is no ranker.")
    assert not film.with_name("Sarah.mp4.attune").exists()


def test_suggest_tells_people_and_keeps_standard_output_for_documents(film: Path) -> None:
    result = call("suggest", film)
    assert result.stdout == ""
    assert "Sarah.mp4" in result.stderr
    assert "Adult seen 100 % of the time, child 100 %." in result.stderr
    assert "Sarah.mp4.attune" in result.stderr
    assert all(len(line) <= 100 or "/" in line for line in result.stderr.splitlines())


def test_people_are_called_by_their_names_and_never_rated(film: Path) -> None:
    call("people", film, "--adult-name", "Laura", "--child-name", "Zoë")
    told = call("suggest", film).stderr
    assert "Laura seen 100 % of the time, Zoë 100 %." in told
    assert forbidden(told) == []


def test_a_goal_is_said_and_kept_and_what_nobody_sees_of_it_is_said_too(film: Path) -> None:
    told = " ".join(call("suggest", film, "--goal", "receiving,dev.yes,gui.info").stderr.split())
    assert "Looked for first: receiving initiatives, answer and answer again." in told
    assert "attune cannot see gui.info (giving information); it does not change the order." in told
    document = json.loads(call("suggest", film, "--json").stdout)
    assert document["goal"] == ["receiving", "dev.yes", "gui.info"]
    assert all("gui.info" not in m["principles"] for m in document["moments"])
    assert json.loads(call("suggest", film, "--defaults", "--json").stdout)["goal"] == []


def test_a_service_uses_its_own_words_wherever_people_read_them(film: Path, tmp_path: Path) -> None:
    document = json.loads(call("suggest", film, "--json").stdout)
    used = document["moments"][0]["principles"][0]
    ours = tmp_path / "ours.toml"
    ours.write_text(f'{used} = "unser eigenes Wort"\n')
    assert "unser eigenes Wort" in call("suggest", film, "--labels", ours).stderr
    for kind in ("chapters", "otio"):
        assert "unser eigenes Wort" in call("export", film, "--as", kind).stdout
    assert json.loads(call("export", film, "--as", "moments").stdout) == document, "for programs names stay names"
    assert "unser eigenes Wort" not in call("suggest", film, "--defaults").stderr


def test_what_a_moment_rests_on_is_one_step_away(film: Path) -> None:
    call("people", film, "--adult-name", "Laura", "--child-name", "Zoë")
    moments = json.loads(call("suggest", film, "--json").stdout)["moments"]
    one = call("why", film, 1).stderr
    assert all(f"{e['start'] % 60:04.1f}" in one for e in moments[0]["events"])
    assert "100 %" in one
    assert "Both could be told in" in one
    assert "attune look" in one
    every = call("why", film).stderr
    assert all(m["why"].split()[3] in every for m in moments)
    assert forbidden(one + every) == []


def test_json_is_one_document(film: Path, another: Callable[[str], Path]) -> None:
    one = json.loads(call("suggest", film, "--json").stdout)
    assert one["film"]["name"] == "Sarah.mp4"
    assert {"moments", "coverage", "made_by", "format"} <= set(one)
    more = call("suggest", film, film.with_name("none.mp4"), another("b.mp4"), "--json", code=1)
    document = json.loads(more.stdout)
    assert [f["film"]["name"] for f in document["films"]] == ["Sarah.mp4", "b.mp4"]
    assert [f["film"] for f in document["failed"]] == ["none.mp4"]


def test_a_film_that_fails_is_named_and_the_rest_done(film: Path, another: Callable[[str], Path]) -> None:
    letter = film.with_name("letter.mp4")
    letter.write_text("no film")
    result = call("suggest", letter, another("dies.mp4"), film, another("refuses.mp4"), another("breaks.mp4"), code=1)
    for line, name in zip(said(result), ("letter", "dies", "refuses", "breaks"), strict=True):
        assert f"{name}.mp4" in line
    assert "Kept in" in result.stderr
    assert film.with_name("Sarah.mp4.attune").is_dir()


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["suggest", "none.mp4"], "none.mp4"),
        (["suggest", "{film}", "--set", "Blend.skip=-1"], "Blend.skip must be in"),
        (["suggest", "{film}", "--set", "Blend.skup=1"], "Did you mean Blend.skip?"),
        (["suggest", "{film}", "--knobs", "none.toml"], "none.toml"),
        (["suggest", "{film}", "--age", "2"], "0-1, 1-3, 3-6, 6-12"),
        (["suggest", "{film}", "--profile", "x"], "signing"),
        (["suggest", "{film}", "--goal", "recieving"], "Did you mean receiving"),
        (["suggest", "{film}", "--labels", "none.toml"], "none.toml"),
        (["suggest", "{film}", "--store", os.devnull + "/kept"], "--store"),
        (["export", "{film}", "--as", "song"], "turns, otio, csv, eaf, boris, textgrid, rttm, datavyu"),
        (["export", "{film}", "--as", "clips", "--titles"], "for --as reel. Got --as clips"),
        (["export", "{film}", "--as", "reel", "--order", "x"], "film, rank. Got x"),
        (["export", "{film}", "--as", "reel", "--slow", "2"], "less than 1. Got 2"),
        (["export", "{film}", "--as", "reel", "-o", "{film}"], "the film itself"),
        (["export", "{film}", "--as", "clips", "-o", "{film}"], "is a file. Name a folder"),
        (["export", "{film}", "{film}", "--as", "seconds"], "Name a folder with -o"),
        (["export", "{film}", "{film}", "--as", "otio", "-o", "{film}"], "is a file. Name a folder"),
        (["export", "none.mp4", "--as", "seconds"], "none.mp4"),
        (["export", "{film}", "--as", "seconds", "-o", "{film}"], "the film itself"),
        (["export", "{film}", "--as", "seconds", "-o", "no/such/folder/x.csv"], "no folder no/such/folder"),
        (["people", "{film}", "--adult", "7"], "p1, p2"),
        (["why", "{film}", "99"], "has no moment 99"),
        (["look", "none.mp4"], "none.mp4"),
        (["look", "{film}", "-o", "{film}"], "is a file"),
        (["look", "{film}", "--from", "9", "--to", "3"], "--from before --to"),
        (["look", "{film}", "--from", "-1"], "--from before --to"),
        (["look", "{film}", "--from", "400"], "lasts 30.0 s"),
        (["import", "{film}"], "Name a file of codes"),
        (["import", "{film}", "none.eaf"], "Cannot read none.eaf"),
        (["import", "{film}", "{film}"], "no file of codes"),
        (["import", "{film}", "none.eaf", "--map", "none.toml"], "Cannot read none.toml"),
        (["models", "fetch", "--from", "none.whl"], "none"),
    ],
)
def test_a_wrong_call_is_answered_in_one_line(arguments: list[str], told: str, film: Path) -> None:
    before = film.read_bytes()
    assert told in refused(*(a.format(film=film) for a in arguments))
    assert film.read_bytes() == before


def test_a_wrong_number_is_refused_before_any_film_is_opened(film: Path) -> None:
    refused("suggest", film, "--set", "Nothing.here=1")
    assert not film.with_name("Sarah.mp4.attune").exists()


def test_a_fault_is_one_line_and_its_place_is_shown_on_demand(
    another: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = another("breaks.mp4")
    line = refused("suggest", path)
    assert "ZeroDivisionError" in line
    assert "ATTUNE_DEBUG=1" in line
    monkeypatch.setenv("ATTUNE_DEBUG", "1")
    result = CliRunner().invoke(cli.main, ["suggest", str(path)])
    assert isinstance(result.exception, ZeroDivisionError)


def test_a_missing_library_of_the_system_goes_to_the_door_that_knows_its_package(
    film: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def load(*_: object, **__: object) -> None:
        raise OSError("libGLESv2.so.2: cannot open shared object file: No such file or directory")

    monkeypatch.setattr(pipeline, "suggested", load)
    for command in (["suggest", str(film)], ["export", str(film), "--as", "seconds"]):
        result = CliRunner().invoke(cli.main, command)
        assert isinstance(result.exception, OSError)


def test_seconds_go_where_they_are_sent(film: Path, tmp_path: Path) -> None:
    printed = call("export", film, "--as", "seconds").stdout
    rows = list(csv.DictReader(io.StringIO(printed)))
    assert [row["second"] for row in rows] == [str(k) for k in range(30)]
    assert {row["adult_seen"] for row in rows} == {"1"}
    assert call("export", film, "--as", "seconds", "-o", tmp_path / "s.csv").stdout == ""
    assert (tmp_path / "s.csv").read_text() == printed


def test_an_export_uses_what_the_last_suggest_used(film: Path) -> None:
    call("suggest", film, "--set", "Blend.smooth=4", "--age", "0-1")
    made = json.loads(call("export", film, "--as", "moments").stdout)["made_by"]
    assert made["changed"]["Blend.smooth"] == 4
    assert made["knobs"] != json.loads(call("suggest", film, "--defaults", "--json").stdout)["made_by"]["knobs"]
    assert json.loads(call("export", film, "--as", "moments").stdout)["made_by"]["changed"] == {}


def test_clips_are_cut_into_the_folder_of_the_film_or_another(film: Path, tmp_path: Path) -> None:
    moments = json.loads(call("suggest", film, "--json").stdout)["moments"]
    assert moments, "the fake gives at least one moment"
    own = [Path(line) for line in call("export", film, "--as", "clips").stdout.split("\n") if line]
    assert {path.parent for path in own} == {film.with_name("Sarah.mp4.attune") / "clips"}
    assert [open_film(path).seconds for path in own] == pytest.approx([m["end"] - m["start"] for m in moments], abs=0.3)
    stale = own[0].with_name("99-59m59s.mp4")
    stale.write_bytes(b"of an earlier choice")
    call("export", film, "--as", "clips")
    assert not stale.exists()
    mine = tmp_path / "clips" / "mine.txt"
    mine.parent.mkdir()
    mine.write_text("mine")
    call("export", film, "--as", "clips", "-o", tmp_path / "clips")
    assert {path.name for path in mine.parent.iterdir()} == {mine.name, *(path.name for path in own)}


def test_several_films_are_handed_out_and_one_that_fails_does_not_stop_the_rest(
    film: Path, another: Callable[[str], Path], tmp_path: Path
) -> None:
    letter, other = film.with_name("letter.mp4"), another("b.mp4")
    letter.write_text("no film")
    other.write_bytes(other.read_bytes() + bytes(8))
    out = tmp_path / "out"
    for kind, names in (("seconds", {"seconds.csv"}), ("reel", {"reel.mp4"}), ("stills", {"stills"})):
        result = call("export", letter, film, other, "--as", kind, "-o", out, code=1)
        assert "letter.mp4" in result.stderr
        made = [Path(line) for line in result.stdout.splitlines()]
        assert all(path.is_file() for path in made)
        folders = {path.relative_to(out).parts[0] for path in made}
        assert len(folders) == 2
        assert all(names <= {path.name for path in (out / folder).iterdir()} for folder in folders)
    call("export", letter, "--as", "seconds", code=2)


def test_a_reel_lies_in_the_folder_of_the_film_or_where_it_is_named(film: Path, tmp_path: Path) -> None:
    before = film.read_bytes()
    own = Path(call("export", film, "--as", "reel").stdout.strip())
    assert own == film.with_name("Sarah.mp4.attune") / "reel.mp4"
    call("export", film, "--as", "reel", "--titles", "--slow", "0.5", "-o", tmp_path / "long.mp4")
    assert open_film(tmp_path / "long.mp4").seconds > 3 * open_film(own).seconds
    assert call("export", film, "--as", "reel", "-o", tmp_path).stdout == f"{tmp_path / 'reel.mp4'}\n"
    assert film.read_bytes() == before


def test_a_look_inside_lies_in_the_folder_of_the_film_or_another(film: Path, tmp_path: Path) -> None:
    before, own = film.read_bytes(), film.with_name("Sarah.mp4.attune") / "look"
    first = call("look", film, "--to", "26").stdout.split()
    assert [Path(line).name for line in first] == ["look-01.png", "look-02.png", "look-03.png", "look.mp4"]
    assert all(Path(line).parent == own and Path(line).is_file() for line in first)
    assert open_film(own / "look.mp4").seconds == pytest.approx(26, abs=0.1)
    again = call("look", film, "--sheet-only", "--every", "10").stdout.split()
    assert [Path(line).name for line in again] == ["look-01.png"]
    assert {path.name for path in own.iterdir()} == {"look-01.png", "look.mp4"}, "the film stays, older sheets do not"
    other = call("look", film, "--film-only", "--from", "4", "--to", "6", "--hide-faces", "-o", tmp_path / "a" / "b")
    assert other.stdout.split() == [str(tmp_path / "a" / "b" / "look.mp4")]
    assert film.read_bytes() == before


def test_a_look_with_hidden_faces_holds_nobodys_name(film: Path, tmp_path: Path) -> None:
    def sheet(*options: str) -> bytes:
        call("look", film, "--sheet-only", "-o", tmp_path / "sheets", *options)
        return (tmp_path / "sheets" / "look-01.png").read_bytes()

    nameless, plain = sheet("--hide-faces"), sheet()
    call("people", film, "--adult-name", "Laura")
    assert sheet("--hide-faces") == nameless
    assert sheet() != plain


def test_a_look_inside_never_takes_the_place_of_its_film(film: Path) -> None:
    look = film.with_name("look.mp4")
    film.rename(look)
    before = look.read_bytes()
    assert "the film itself" in refused("look", look, "-o", look.parent)
    assert look.read_bytes() == before


def test_who_is_who_is_listed_and_corrected(film: Path) -> None:
    listed = json.loads(call("people", film, "--json").stdout)["people"]
    assert [(p["key"], p["role"]) for p in listed] == [("p1", "adult"), ("p2", "child")]
    assert "left of the picture, larger head" in call("people", film).stderr
    call("people", film, "--adult", "2", "--child", "p1")
    listed = json.loads(call("people", film, "--json").stdout)["people"]
    assert [(p["key"], p["role"], p["role_sure"]) for p in listed] == [("p1", "child", 1.0), ("p2", "adult", 1.0)]
    call("people", film, "--defaults")
    listed = json.loads(call("people", film, "--json").stdout)["people"]
    assert [(p["key"], p["role"]) for p in listed] == [("p1", "adult"), ("p2", "child")]


def test_every_command_that_takes_a_film_takes_store(film: Path, tmp_path: Path) -> None:
    place = tmp_path / "kept"
    for command in (
        ["suggest", film],
        ["people", film],
        ["export", film, "--as", "seconds"],
        ["why", film, "1"],
        ["look", film, "--sheet-only"],
        ["import", film, "--forget"],
    ):
        call(*command, "--store", place)
    assert not film.with_name("Sarah.mp4.attune").exists()
    assert len(list(place.iterdir())) == 1


def test_codes_of_people_are_kept_with_the_film_and_handed_out_beside_attunes(film: Path, tmp_path: Path) -> None:
    mine, how = tmp_path / "ann.csv", tmp_path / "map.toml"
    mine.write_text(
        "tier,code,onset_s,offset_s,coder,confidence\nCHI,gaze,1,2.5,ann,\nCHI,?,3,4,ann,0.5\nMOT,x,5,6,,\n"
    )
    how.write_text(
        'offset = 1.5\n[tiers]\nCHI = "child_looks"\nMOT = ""\n[codes]\ngaze = "partner"\n"?" = "uncodable"\n'
    )
    assert said(call("import", film, mine, "--map", how)) == ["ann.csv: 2 codes by ann: child_looks 2"]
    call("import", film, mine, "--map", how)
    table = list(csv.DictReader(io.StringIO(call("export", film, "--as", "csv").stdout)))
    assert {row["coder"] for row in table} == {"attune", "ann"}
    assert [tuple(row.values()) for row in table if row["coder"] == "ann"] == [
        ("child_looks", "partner", "2.500", "4.000", "ann", ""),
        ("child_looks", "uncodable", "4.500", "5.500", "ann", "0.5"),
    ]
    call("import", film, "--forget")
    assert ",ann," not in call("export", film, "--as", "csv").stdout


def test_every_number_is_listed_with_its_reason(tmp_path: Path) -> None:
    table = call("knobs").stdout
    listed = json.loads(call("knobs", "--json").stdout)["knobs"]
    assert {knob["where"] for knob in listed} == {knob.where for knob, _ in pipeline.all_knobs()}
    assert "Watching.rate" in table
    path = tmp_path / "all.toml"
    path.write_text(call("knobs", "--toml").stdout)
    from attune.knobs import read_toml

    assert pipeline.all_knobs().set(read_toml(path)) == pipeline.all_knobs()


def test_weights_are_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    told = call("models", "list").stdout
    assert all(one.licence in told for one in models.manifest())


def test_the_demo_makes_its_film_once(film: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[Path] = []

    def make(path: Path, **_: object) -> None:
        made.append(path)
        path.write_bytes(film.read_bytes())

    monkeypatch.setattr(demo_film, "make", make)
    for _ in range(2):
        assert "demo.mp4" in call("demo", tmp_path / "demo.mp4").stderr
    assert made == [tmp_path / "demo.mp4"]


def start(path: Path) -> subprocess.Popen[str]:
    """The real command in a process group of its own, on a film that is watched slowly."""
    code = "import signal\nfrom attune import cli, models, parts\nfrom tests import fakes\n" + (
        "if __name__ == '__main__':\n    parts.SEE, models.ensure = fakes.SEE, lambda *_: None\n"
        # Tests that run in the background inherit a Ctrl-C that is ignored; somebody at a terminal has one.
        "    signal.signal(signal.SIGINT, signal.default_int_handler)\n    cli.main()\n"
    )
    script = path.with_name("run.py")
    script.write_text(code)
    return subprocess.Popen(
        [sys.executable, str(script), "suggest", str(path)], start_new_session=True, text=True,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent)},
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip


def wait_until_gone(group: int) -> None:
    until = time.monotonic() + 20
    while time.monotonic() < until:
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return
        time.sleep(0.05)
    raise AssertionError("somebody is still at work")


@pytest.mark.skipif(os.name != "posix", reason="sends a signal to a group of processes")
def test_an_interrupted_run_says_what_is_kept_and_leaves_nobody_behind(another: Callable[[str], Path]) -> None:
    path = another("slow.mp4")
    run = start(path)
    log = path.with_suffix(".seen")
    until = time.monotonic() + 60
    while not log.exists():
        assert time.monotonic() < until
        assert run.poll() is None, run.communicate()
        time.sleep(0.01)
    os.killpg(run.pid, signal.SIGINT)
    out, told = run.communicate(timeout=60)
    assert run.returncode == 130
    assert out == ""
    assert told.splitlines()[-1].startswith("Stopped.")
    assert "Traceback" not in told
    wait_until_gone(run.pid)
    again = start(path)
    again.communicate(timeout=60)
    assert again.returncode == 0
    assert len(fakes.seen(open_film(path))) <= len(parts.parts_of(30, 10)) + workers.MOST


def test_a_terminal_gets_a_bar_with_the_time_left() -> None:
    from rich.console import Console

    from attune.progress import left, shown_on

    screen = io.StringIO()
    with shown_on(Console(file=screen, force_terminal=True, width=80), "film.mp4") as progress:
        progress("watch", 20, 60)
        progress("watch", 40, 60)
    assert "Watching film.mp4" in screen.getvalue()
    assert [left(s) for s in (None, 4, 27, 130)] == ["", "a few seconds left", "about 30 s left", "about 2 min left"]


def test_a_log_gets_a_plain_line_now_and_then(monkeypatch: pytest.MonkeyPatch) -> None:
    from rich.console import Console

    from attune import progress as room

    now = 0.0
    monkeypatch.setattr(room, "monotonic", lambda: now)
    log = io.StringIO()
    with room.shown_on(Console(file=log), "film.mp4") as progress:
        for now in range(100):
            progress("watch", now, 100)
    assert log.getvalue().splitlines() == [f"Watching film.mp4: {share}%" for share in (1, 31, 61, 91)]
