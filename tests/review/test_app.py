"""What the page is given, and what becomes of what a guider says."""

from __future__ import annotations

import csv
import json
import re
import sqlite3
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from attune import models, parts
from attune.cast import timestamp
from attune.errors import FilmError
from attune.media.film import open_film
from attune.moment import Event, Who
from attune.pipeline import Suggested
from attune.review.answers import first
from attune.review.heads import heads
from attune.review.shelf import Shelf, films_in
from attune.review.tiers import tiers
from attune.timeline import Span, series
from attune.words import forbidden
from tests import fakes
from tests.review.conftest import Browser, served

PAGE = Path(__file__).parents[2] / "attune" / "review" / "page"


def listed(browser: Browser) -> list[dict[str, Any]]:
    moments: list[dict[str, Any]] = browser.of_film("/said").json["moments"]
    return moments


def test_the_list_is_what_was_proposed_in_its_order(browser: Browser, done: Suggested) -> None:
    assert [(m["key"], m["decision"]) for m in listed(browser)] == [(m.key, "") for m in done.moments]
    for row, moment in zip(listed(browser), done.moments, strict=True):
        assert row["reasons"]
        assert row["why"] in moment.why
        assert row["coverage"].startswith("Both could be seen in ")


def test_no_score_and_no_rank_reaches_the_page(browser: Browser) -> None:
    def names(value: Any) -> set[str]:
        if isinstance(value, dict):
            return set(value) | set().union(*map(names, value.values()))
        return set().union(*map(names, value)) if isinstance(value, list) else set()

    told = names(browser.of_film("").json) | names(browser.of_film("/said").json)
    assert not told & {"score", "rank", "attunement", "standing"}


def test_the_words_are_those_that_may_be_said(browser: Browser) -> None:
    rows = listed(browser)
    assert not forbidden(" ".join(reason["what"] for row in rows for reason in row["reasons"]))
    assert not forbidden(" ".join(line for row in rows for line in [row["coverage"], *row["unseen"]]))
    page = "\n".join(path.read_text(encoding="utf-8") for path in PAGE.glob("*.html"))
    scripts = "\n".join(path.read_text(encoding="utf-8") for path in PAGE.glob("*.js"))
    sentences = re.findall(r'"[^"\n]* [^"\n]*"|`[^`\n]* [^`\n]*`', scripts)
    assert len(sentences) > 50
    assert not forbidden("\n".join([page, *sentences]))


def test_every_line_is_there_from_the_top(browser: Browser) -> None:
    assert [tier["key"] for tier in browser.of_film("").json["tiers"]] == [
        "adult_looks", "child_looks", "mutual_gaze", "joint_attention", "adult_speaks", "child_speaks", "turns",
    ]  # fmt: skip


def test_unknown_is_null_and_not_nothing(done: Suggested) -> None:
    """Seconds 2 to 4 are unknown: to the eye, and to the ear."""
    gaze, looks = done.scores.cues["mutual_gaze"], done.scores.cues["adult_looks"]
    hidden = [np.where(line.clock.mask([Span(2, 4)])[(..., *[None] * (line.values.ndim - 1))], np.nan, line.values)
              for line in (gaze, looks)]  # fmt: skip
    cues = {"mutual_gaze": series(gaze.clock, hidden[0]), "adult_looks": series(looks.clock, hidden[1])}
    clock = done.dyad.clock
    deaf = replace(done.dyad.adult, speaks=np.where(clock.mask([Span(2, 4)]), np.nan, 0.0))
    scores = replace(done.scores, cues={**done.scores.cues, **cues})
    told = {tier["key"]: tier for tier in tiers(replace(done, scores=scores, dyad=replace(done.dyad, adult=deaf)))}
    for name in cues:
        assert told[name]["values"][2:4] == [None, None]
        assert None not in told[name]["values"][4:6]
    assert told["adult_speaks"]["unknown"] == [[2.0, 4.0]]


def test_a_decision_is_kept_with_who_where_and_what_was_shown(browser: Browser, done: Suggested) -> None:
    key = listed(browser)[0]["key"]
    now = browser.of_film("/say", {"piece": key, "changes": {"decision": "keep"}, "since": 0, "place": 1}).json
    assert now["moments"][0]["decision"] == "keep"
    (step,) = browser.of_film("/history").json
    assert (step["who"], step["deed"], step["piece"], step["place"]) == ("Ann", "set", key, 1)
    assert step["shown"] is not None


def test_a_mark_made_before_the_list_was_seen_says_so(browser: Browser) -> None:
    browser.say(None, start=3.0, end=5.0)
    listed(browser)
    browser.say(None, start=7.0, end=9.0)
    first, second = browser.of_film("/history").json
    assert first["shown"] is None
    assert second["shown"] is not None


def test_undo_names_what_it_set_back(browser: Browser) -> None:
    key = listed(browser)[0]["key"]
    browser.say(key, decision="keep", note="they laugh")
    undone = browser.of_film("/undo", {}).json
    assert (undone["piece"], undone["moments"][0]["decision"], undone["moments"][0]["note"]) == (key, "", "")
    assert browser.of_film("/redo", {}).json["moments"][0]["note"] == "they laugh"


def test_an_own_moment_stands_in_the_list_and_can_be_taken_away(browser: Browser) -> None:
    key = browser.say(None, start=3.0, end=5.0).json["piece"]
    own = next(m for m in listed(browser) if m["key"] == key)
    assert (own["own"], own["decision"], own["start"], own["end"], own["still"]) == (True, "keep", 3.0, 5.0, 4.0)
    assert not own["proposed"]
    browser.say(key, own["version"], gone=True)
    assert key not in {m["key"] for m in listed(browser)}


def test_a_decision_outlives_the_proposal(browser: Browser, shelf: Shelf, done: Suggested) -> None:
    """Numbers are turned, and a moment is proposed no more: what was kept stays."""
    key = listed(browser)[0]["key"]
    browser.say(key, decision="keep")
    shelf.put(replace(done, moments=done.moments[1:]))
    assert next(m for m in listed(browser) if m["key"] == key)["decision"] == "keep"


def test_another_window_is_told_and_nothing_is_overwritten(browser: Browser) -> None:
    key = listed(browser)[0]["key"]
    assert browser.say(key, decision="keep").status == 200
    stale = browser.say(key, decision="leave")
    assert stale.status == 412
    assert "another window" in stale.json["why"]
    assert listed(browser)[0]["decision"] == "keep"


WRONG: list[dict[str, Any]] = [
    {"decision": "best"}, {"start": 9.0, "end": 9.1}, {"start": "0"}, {"start": float("inf")}, {"score": 1.0},
    {"principles": ["warmth"]}, {"note": "x" * 5000}, {"own": 1}, {"note": None},
]  # fmt: skip


@pytest.mark.parametrize("changes", WRONG, ids=lambda changes: next(iter(changes)))
def test_what_cannot_be_is_refused_in_one_line_and_not_kept(browser: Browser, changes: dict[str, Any]) -> None:
    answer = browser.say(listed(browser)[0]["key"], **changes)
    assert answer.status == 400
    assert answer.json["why"].endswith(".")
    assert browser.of_film("/history").json == []


@pytest.mark.parametrize("body", [b"no json", b"[]", b'{"piece": 3}', b'{"piece": "m1", "changes": {}}'])
def test_nonsense_is_refused(browser: Browser, body: bytes) -> None:
    assert browser.of_film("/say", body).status == 400


def test_what_is_said_of_the_film_is_kept(browser: Browser) -> None:
    browser.say("film", goal="to play longer together", place="home")
    about = browser.of_film("/said").json["about"]
    assert (about["goal"], about["place"]) == ("to play longer together", "home")
    assert browser.say("film", about["version"], place="the moon").status == 400


def test_a_still_is_a_small_picture_of_that_second(browser: Browser, done: Suggested) -> None:
    still = browser.of_film(f"/still?at={done.moments[0].still}")
    assert still.headers["content-type"] == "image/jpeg"
    assert still.body[:2] == b"\xff\xd8"
    assert browser.of_film("/still?at=9999").status == 400
    assert browser.of_film("/still?at=x").status == 400


def test_the_sound_has_its_clicks(browser: Browser, done: Suggested) -> None:
    heights = browser.of_film("/sound").body
    assert len(heights) == pytest.approx(20 * done.film.seconds, abs=20)
    loud = [k / 20 for k, height in enumerate(heights) if height > 128]
    assert loud
    assert all(abs(second % 1 - 0.25) < 0.11 for second in loud)


def test_a_film_that_browsers_do_not_play_is_copied_once(browser: Browser, done: Suggested) -> None:
    assert browser.of_film("/play").status == 404
    assert browser.finished(browser.of_film("/copy", {}))["state"] == "done"
    copy = done.store.path("review/copy.mp4")
    assert open_film(copy).seconds == pytest.approx(done.film.seconds, abs=0.1)
    made = copy.stat().st_mtime_ns
    assert browser.of_film("/copy", {}).json["state"] == "done"
    assert copy.stat().st_mtime_ns == made
    piece = browser.ask(f"/films/{browser.film}/play", Range="bytes=100-199")
    assert piece.status == 206
    assert piece.headers["content-range"].startswith("bytes 100-199/")
    assert piece.body == copy.read_bytes()[100:200]


def test_what_is_kept_is_handed_out_and_nothing_else(browser: Browser, done: Suggested) -> None:
    first = listed(browser)[0]
    browser.say(first["key"], decision="keep", start=first["start"] + 0.4)
    browser.say(listed(browser)[1]["key"], decision="leave")
    own = browser.say(None, start=1.0, end=2.5).json["piece"]
    told = browser.finished(browser.of_film("/hand-out", {"kind": "clips"}))
    assert (told["state"], len(told["made"])) == ("done", 2)
    lengths = sorted(open_film(Path(told["where"]) / name).seconds for name in told["made"])
    assert lengths[0] == pytest.approx(1.5, abs=0.1)
    assert lengths[1] == pytest.approx(first["end"] - first["start"] - 0.4, abs=0.1)
    assert browser.ask(f"/jobs/{told['key']}/made/0").body == (Path(told["where"]) / told["made"][0]).read_bytes()
    assert browser.ask(f"/jobs/{told['key']}/made/2").status == 404
    assert own


def test_nothing_kept_is_nothing_handed_out(browser: Browser) -> None:
    told = browser.finished(browser.of_film("/hand-out", {"kind": "reel"}))
    assert told["state"] == "failed"
    assert "Keep one" in told["why"]


def test_a_film_that_went_away_is_said_to_be(browser: Browser, done: Suggested) -> None:
    away = done.film.path.with_name("away.mkv")
    done.film.path.rename(away)
    try:
        answer = browser.of_film("/still?at=1.234")
        assert answer.status == 400
        assert "There is no file" in answer.json["why"]
    finally:
        away.rename(done.film.path)


def test_films_are_named_by_keys_that_say_nothing(browser: Browser) -> None:
    (film,) = browser.ask("/films").json
    assert film["name"] not in film["key"]
    assert browser.ask("/films/nobody").status == 404


def test_a_folder_gives_its_films(done: Suggested, tmp_path: Path) -> None:
    assert done.film.path in films_in(done.film.path.parent)
    assert films_in(tmp_path) == []
    with pytest.raises(FilmError, match="no file and no folder"):
        films_in(tmp_path / "nowhere")


def test_what_was_shown_is_kept_with_its_features(browser: Browser, shelf: Shelf, done: Suggested) -> None:
    listed(browser)
    base = sqlite3.connect(done.store.path("review.sqlite"))
    ((made_by, moments),) = base.execute("SELECT made_by, moments FROM shown").fetchall()
    base.close()
    assert "models" in json.loads(made_by)
    first = json.loads(moments)[0]
    assert (first["key"], first["place"]) == (done.moments[0].key, 1)
    assert 0 <= first["features"]["mutual_gaze"] <= 1


def test_who_is_who_is_said_once_and_decisions_stay(browser: Browser, shelf: Shelf, done: Suggested) -> None:
    people = browser.of_film("/people").json
    assert [person["role"] for person in people] == ["adult", "child"]
    assert browser.of_film(f"/people/{people[0]['key']}").body[:2] == b"\xff\xd8"
    assert browser.of_film("/people/p99").status == 404
    key = listed(browser)[0]["key"]
    browser.say(key, decision="keep")
    swapped = {"adult": people[1]["key"], "child": people[0]["key"], "adult_name": "Ann"}
    try:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(parts, "SEE", fakes.SEE)
            patch.setattr(models, "ensure", lambda *_: None)
            assert browser.finished(browser.of_film("/people", swapped))["state"] == "done"
        now = {person["key"]: person for person in browser.of_film("/people").json}
        assert sorted(person["role"] for person in now.values()) == ["adult", "child"]
        assert browser.of_film("").json["names"] == {"adult": "Ann", "child": "the child"}
        stays = next(m for m in listed(browser) if m["key"] == key)
        assert stays["decision"] == "keep"
        assert not any("the adult" in m["why"] for m in listed(browser) if m["proposed"])
        both = {"adult": people[0]["key"], "child": people[0]["key"]}
        assert browser.finished(browser.of_film("/people", both))["state"] == "failed"
    finally:
        done.store.remove("people.json")
    assert browser.of_film("/people", {"adult": 3}).status == 400


def test_who_looks_first_sees_no_proposal_until_asking(done: Suggested) -> None:
    shelf = Shelf([done.film.path], None, "Ann", look_first=True)
    shelf.put(done)
    for browser in served(shelf):
        assert (browser.of_film("/said").json["covered"], listed(browser)) == (True, [])
        own = browser.say(None, start=3.0, end=5.0).json
        assert [m["key"] for m in own["moments"]] == [own["piece"]]
        assert browser.of_film("/undo", {}).json["moments"] == []
        browser.of_film("/redo", {})
        assert browser.of_film("/history").json[0]["shown"] is None
        assert len(browser.of_film("/said?show=1").json["moments"]) == len(done.moments) + 1
        assert not browser.of_film("/said").json["covered"]
        browser.say(done.moments[0].key, decision="keep")
        assert browser.of_film("/history").json[-1]["shown"] is not None


def test_what_is_kept_has_an_order_of_the_guiders_own(browser: Browser, done: Suggested) -> None:
    browser.say(None, start=0.5, end=1.5)
    for moment in done.moments[:2]:
        browser.say(moment.key, decision="keep")
    starts = {m["key"]: m["start"] for m in listed(browser) if m["decision"] == "keep"}
    film = sorted(starts, key=lambda key: starts[key])
    assert browser.of_film("/said").json["order"] == film
    mine = [film[2], film[0]]
    assert browser.say("film", order=mine).json["order"] == [*mine, film[1]]
    sheet = browser.finished(browser.of_film("/hand-out", {"kind": "sheet"}))
    table = next(Path(sheet["where"]).rglob("sheet.csv")).read_text(encoding="utf-8-sig")
    told = [row["from"] for row in csv.DictReader(table.splitlines())]
    assert told == [timestamp(starts[key]) for key in (*mine, film[1])]
    assert browser.of_film("/undo", {}).json["order"] == film
    about = browser.of_film("/said").json["about"]
    assert browser.say("film", about["version"], order=[*mine, film[2]]).status == 400


def test_who_began_is_who_first_started_something() -> None:
    def event(start: float, who: Who, kind: str) -> Event:
        return Event(Span(start, start + 1), kind, who)

    began = [event(1, "both", "mutual_gaze"), event(3, "child", "initiative"), event(2, "adult", "wait")]
    assert first(began) == "child"
    assert first([began[0], began[2]]) == "adult"
    assert first(began[:1]) == ""


def test_changed_keys_are_kept_for_every_film(browser: Browser, own_keys: Path) -> None:
    assert browser.ask("/keys").json == {}
    assert browser.ask("/keys", {"keys": {"keep": "q"}}).json == {"keep": "q"}
    assert browser.ask("/keys").json == {"keep": "q"}
    for wrong in ({"keep": "q", "leave": "q"}, {"keep": 3}, {"": "q"}, ["q"], {"keep": "x" * 99}):
        assert browser.ask("/keys", {"keys": wrong}).status == 400
    assert browser.ask("/keys").json == {"keep": "q"}
    own_keys.write_text("half a fi", encoding="utf-8")
    assert browser.ask("/keys").json == {}
    own_keys.write_text('{"format": 99, "keys": {"keep": "q"}}', encoding="utf-8")
    assert browser.ask("/keys").json == {}
    assert browser.ask("/keys", {"keys": {}}).status == 507
    assert "99" in own_keys.read_text(encoding="utf-8")


def test_boxes_are_where_heads_were_found_and_nowhere_else(browser: Browser, done: Suggested) -> None:
    told = browser.of_film("/heads").json
    tracks = {"adult": done.dyad.adult, "child": done.dyad.child}
    assert {person["role"] for person in told["people"]} == set(tracks)
    for person in told["people"]:
        track = tracks[person["role"]]
        spots = {
            first + k: flat[3 * k : 3 * k + 3] for first, *flat in person["stretches"] for k in range(len(flat) // 3)
        }
        assert sorted(spots) == np.flatnonzero(track.found).tolist()
        for look, spot in spots.items():
            assert spot == pytest.approx([*track.head[look] * 1000, track.size[look] * 1000], abs=0.51)


def test_a_head_that_was_not_found_has_no_box(done: Suggested) -> None:
    found = done.dyad.child.found.copy()
    found[20:40] = False
    child = replace(done.dyad.child, found=found)
    told = heads(replace(done, dyad=replace(done.dyad, child=child)))
    (stretches,) = (person["stretches"] for person in told["people"] if person["role"] == "child")
    looks = {first + k for first, *flat in stretches for k in range(len(flat) // 3)}
    assert not looks & set(range(20, 40))
    assert looks == set(np.flatnonzero(found).tolist())


def test_a_browser_at_an_address_that_is_none_gets_a_page_with_the_way_back(browser: Browser) -> None:
    told = browser.ask("/nowhere", accept="text/html,*/*")
    assert told.status == 404
    assert told.headers["content-type"].startswith("text/html")
    assert b'<a href="/">' in told.body
    assert browser.ask("/nowhere").json["why"] == "There is nothing at this address."
