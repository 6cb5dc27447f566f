"""A folder on the page: its cases are listed and opened, one is begun, people are added and agree; two cases in two
windows never get into each other's way."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from attune import record
from attune.case import consent, keep
from attune.review.shelf import Shelf, films_in
from tests.kept import film, reel
from tests.review.conftest import Answer, Browser, served
from tests.review.test_case import call, told
from tests.review.test_case import consent as agreeing

__all__ = ["film", "reel"]

PEOPLE = [{"name": "Laura", "role": "parent"}, {"name": "Sarah", "role": "child", "pseudonym": "Kim"}]
KESTREL = {"name": "kestrel", "setting": "home", "question": "How do we eat?", "people": PEOPLE}
TODAY = date.today().isoformat()


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A folder that may hold cases, and holds nothing."""
    home = tmp_path / "families"
    home.mkdir()
    return home


@pytest.fixture
def page(home: Path) -> Iterator[Browser]:
    yield from served(Shelf(films_in(home), None, "Ann", processes=1, home=home))


def listed(page: Browser) -> Any:
    return told(page.ask("/cases"))


def begun(page: Browser, **other: Any) -> str:
    """The address of a case that was begun."""
    return f"/cases/{told(page.ask('/cases', KESTREL | other))['key']}"


def test_a_case_is_begun_as_by_the_command_and_is_open_at_once(page: Browser, home: Path) -> None:
    assert (listed(page)["folder"], listed(page)["cases"]) == (str(home), [])
    at = begun(page)
    call("case", "new", home / "other", "--person", "Laura:parent", "--person", "Sarah:child:Kim", "--setting", "home",
         "--question", "How do we eat?")  # fmt: skip
    one, other = (keep.read(home / name) for name in ("kestrel", "other"))
    assert (one.people, one.setting, one.question, one.profile) == (other.people, "home", "How do we eat?", "practice")
    assert one.key != other.key
    assert [each["name"] for each in told(page.ask(at))["people"]] == ["Laura", "Sarah"]
    assert [(each["name"], each["question"]) for each in listed(page)["cases"]] == [
        ("kestrel", "How do we eat?"), ("other", "How do we eat?")]  # fmt: skip


@pytest.mark.parametrize(
    ("other", "why"),
    [
        ({"name": "../kestrel"}, "a folder of its own"),
        ({"name": "a/b"}, "a folder of its own"),
        ({"name": ".hidden"}, "a folder of its own"),
        ({"name": " "}, "a folder of its own"),
        ({"name": 3}, "Expected words"),
        ({"setting": "moon"}, "A setting is one of"),
        ({"profile": "play"}, "A profile is one of"),
        ({"people": [PEOPLE[0], PEOPLE[0]]}, "There is a Laura in this case already"),
        ({"people": ["Laura"]}, "a name and a role"),
        ({"people": [{"name": "", "role": "parent", "pseudonym": "Robin"}]}, "needs a name; a pseudonym will do."),
    ],
)
def test_what_is_no_case_is_refused_and_nothing_is_made(
    page: Browser, home: Path, other: dict[str, Any], why: str
) -> None:
    refused = page.ask("/cases", KESTREL | other)
    assert (refused.status, why in refused.json["why"]) == (400, True), refused.json
    assert list(home.iterdir()) == []
    assert [path.name for path in home.parent.iterdir()] == ["families"]


def test_a_folder_with_something_in_it_is_left_as_it_is(page: Browser, home: Path) -> None:
    begun(page)
    before = (home / "kestrel" / keep.FILE).read_bytes()
    refused = page.ask("/cases", KESTREL)
    assert (refused.status, "not empty" in refused.json["why"]) == (507, True)
    assert (home / "kestrel" / keep.FILE).read_bytes() == before


def test_a_film_that_was_sealed_meanwhile_is_not_missed(home: Path) -> None:
    films = [home / "kestrel" / "cycle-1" / "film-1.mp4", home / "film.mp4"]
    for page in served(Shelf(films, None, "Ann", processes=1, home=home)):
        (home / "kestrel").mkdir()
        (home / "kestrel" / "sealed.json").write_text("{}")
        rows = {each["name"]: (each["here"], each["sealed"]) for each in told(page.ask("/films"))}
        assert rows == {"film-1.mp4": (False, True), "film.mp4": (False, False)}
        films[0].parent.mkdir()
        films[0].write_bytes(b"a film that was put there plain")
        assert [each["sealed"] for each in told(page.ask("/films"))] == [False, False]


def test_sealed_due_and_spoilt_cases_are_named_as_such(page: Browser, home: Path) -> None:
    call("case", "new", home / "2025" / "merlin")
    call("case", "end", home / "2025" / "merlin", "--on", "2025-01-31")
    call("case", "new", home / "spoilt")
    (home / "spoilt" / keep.FILE).write_text("{")
    (home / "shut").mkdir()
    (home / "shut" / "sealed.json").write_text("{}")
    now = listed(page)
    assert [each["name"] for each in now["cases"]] == ["2025/merlin", "spoilt"]
    assert "attune forget" in now["cases"][0]["reminder"]
    assert "is not what attune keeps there" in now["cases"][1]["trouble"]
    assert [each["name"] for each in now["sealed"]] == ["shut"]


def test_two_cases_in_two_windows_keep_apart(page: Browser, home: Path, film: Path) -> None:
    one, other = begun(page), begun(page, name="merlin")
    call("case", "add", home / "kestrel", film)
    call("case", "add", home / "merlin", film)
    told(page.ask(f"{other}/notes", {"cycle": 1, "text": "of the other", "before": ""}))
    told(page.ask(f"{one}/notes", {"cycle": 1, "text": "of the one", "before": ""}))
    assert [keep.read(home / name).cycles[0].notes for name in ("kestrel", "merlin")] == ["of the one", "of the other"]


def test_a_page_that_was_open_goes_on_after_a_restart(page: Browser, home: Path, film: Path) -> None:
    """The server has not read the case yet, and is asked for a film of it."""
    at = begun(page)
    call("case", "add", home / "kestrel", film)
    agreeing(home / "kestrel", "review", "Laura", "Sarah")
    key = told(page.ask(at))["cycles"][0]["films"][0]["key"]
    for anew in served(Shelf(films_in(home), None, "Ann", processes=1, home=home)):
        assert anew.finished(anew.ask(f"/films/{key}/open", {}))["state"] == "done"
        assert told(anew.ask(f"/films/{key}/said"))["moments"]


def test_somebody_is_added_once(page: Browser, home: Path) -> None:
    at = begun(page)
    told(page.ask(f"{at}/person", {"name": "Tom", "role": "sibling", "pseudonym": "Robin"}))
    assert [(one.key, one.name, one.pseudonym) for one in keep.read(home / "kestrel").people][2] == (
        "p3",
        "Tom",
        "Robin",
    )
    for name, role in (("tom", "sibling"), ("Eve", "witch"), (" ", "child")):
        assert page.ask(f"{at}/person", {"name": name, "role": role}).status == 400
        assert "NAME:ROLE" not in page.ask(f"{at}/person", {"name": name, "role": role}).json["why"]
    assert len(keep.read(home / "kestrel").people) == 3


def test_who_is_in_no_film_is_told(page: Browser, home: Path, film: Path) -> None:
    """The guider is, once a review meeting is filmed."""
    at = begun(page, people=[*PEOPLE, {"name": "Ann", "role": "guider"}])
    assert [each["filmed"] for each in told(page.ask(at))["people"]] == [False, False, False]
    call("case", "add", home / "kestrel", film)
    assert [each["filmed"] for each in told(page.ask(at))["people"]] == [True, True, False]
    call("case", "add", home / "kestrel", film, "--meeting")
    assert [each["filmed"] for each in told(page.ask(at))["people"]] == [True, True, True]


def test_who_was_mistyped_is_put_right_and_an_open_film_says_so_when_it_is_opened_next(
    page: Browser, home: Path, film: Path
) -> None:
    at = begun(page)
    call("case", "add", home / "kestrel", film)
    agreeing(home / "kestrel", "review", "Laura", "Sarah")
    page.film = told(page.ask(at))["cycles"][0]["films"][0]["key"]

    def opened() -> Any:
        assert page.finished(page.of_film("/open", {}))["state"] == "done"
        return told(page.of_film(""))["names"]

    assert opened() == {"adult": "Laura", "child": "Sarah"}
    assert "key" not in page.of_film("/open", {}).json  # it was open: no job
    given = {"person": "p2", "name": "Zara", "role": "child", "pseudonym": "Kim"}
    assert told(page.ask(f"{at}/correct", given))["people"][1]["scopes"] == ["review"]
    assert opened() == {"adult": "Laura", "child": "Zara"}
    before = (home / "kestrel" / keep.FILE).read_bytes()
    for other in (
        {"name": "laura"},
        {"name": " "},
        {"role": "witch"},
        {"person": "p9"},
        {"person": 2},
        {"name": ["x"]},
    ):
        assert page.ask(f"{at}/correct", given | other).status == 400
    assert (home / "kestrel" / keep.FILE).read_bytes() == before


def step(page: Browser, at: str, person: str, **given: Any) -> Answer:
    return page.ask(f"{at}/consent", {"person": person, **given})


def test_what_somebody_agrees_to_is_noted_step_by_step(page: Browser, home: Path) -> None:
    at = begun(page)
    told(step(page, at, "p2", give=["review", "supervision"], on="2026-03-31", by="Laura"))
    now = told(step(page, at, "p2", withdraw=["supervision"]))["people"][1]
    assert (now["scopes"], now["agreed"]) == (["review"], "agrees to review")
    assert [(each["on"], each["scope"], each["given"], each["by"]) for each in now["steps"]] == [
        ("2026-03-31", "review", True, "Laura"), ("2026-03-31", "supervision", True, "Laura"),
        (TODAY, "supervision", False, "")]  # fmt: skip
    assert [(each.deed, each.what) for each in record.read()][-2:] == [
        ("agreed", "review,supervision"), ("withdrew", "supervision")]  # fmt: skip
    before = (home / "kestrel" / keep.FILE).read_bytes()
    for given in ({"give": ["fame"]}, {"give": "review"}, {"give": ["review"], "on": "soon"}):
        assert step(page, at, "p2", **given).status == 400
    assert step(page, at, "p9", give=["review"]).status == 400
    assert (home / "kestrel" / keep.FILE).read_bytes() == before


def test_steps_of_two_windows_at_once_are_both_there(home: Path) -> None:
    """Each is computed of what is on the disk when it is written, and not of what was there before."""
    call("case", "new", home / "kestrel", "--person", "Laura:parent")
    for scope in ("review", "training"):
        keep.changed(home / "kestrel", lambda case, scope=scope: consent.said(case, "p1", [scope], [], date.today()))
    assert [each.scope for each in keep.read(home / "kestrel").people[0].consents] == ["review", "training"]


def test_a_film_opens_once_everybody_agrees_and_closes_when_somebody_withdraws(
    page: Browser, home: Path, film: Path
) -> None:
    at = begun(page)
    call("case", "add", home / "kestrel", film)
    page.film = told(page.ask(at))["cycles"][0]["films"][0]["key"]
    assert "p1 (parent) has not agreed" in page.finished(page.of_film("/open", {}))["why"]
    told(step(page, at, "p1", give=["review"]))
    now = told(step(page, at, "p2", give=["review"]))
    assert now["cycles"][0]["films"][0]["refused"] == ""
    assert page.finished(page.of_film("/open", {}))["state"] == "done"
    assert page.of_film("/said").status == 200
    told(step(page, at, "p1", withdraw=["review"]))
    assert page.of_film("/said").status == 409
    assert "withdrew" in page.finished(page.of_film("/open", {}))["why"]
    told(step(page, at, "p1", give=["review"]))
    page.finished(page.of_film("/open", {}))
    call("case", "consent", home / "kestrel", "Laura", "--withdraw", "review")
    refused = page.of_film("/open", {})
    assert (refused.status, "withdrew" in refused.json["why"]) == (400, True)


def test_the_end_of_the_involvement_is_noted(page: Browser, home: Path) -> None:
    at = begun(page)
    now = told(page.ask(f"{at}/end", {"on": "2025-01-31"}))
    assert (now["ended"], "attune forget" in now["reminder"]) == ("2025-01-31", True)
    assert page.ask(f"{at}/end", {"on": TODAY, "until": TODAY}).status == 400
    assert keep.read(home / "kestrel").ended == date(2025, 1, 31)
    assert [each.deed for each in record.read()][-1] == "ended"
