"""The ledger: every film in one state, no film taken twice, and nothing that was done is lost."""

from __future__ import annotations

import sqlite3
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from attune.errors import StoreError
from attune.night.ledger import FILE, STATES, TRIES, Ledger

NAMES = ("a.mp4", "b.mp4", "c.mp4")
ABOUT = {"moments": 3}


class LedgerMachine(RuleBasedStateMachine):
    """What may happen to films in a night, in any order, beside a dictionary that says what must come of it."""

    def __init__(self) -> None:
        super().__init__()
        self.place = tempfile.TemporaryDirectory()
        self.ledger = Ledger(Path(self.place.name))
        self.stamps: dict[str, tuple[int, int]] = {}
        self.known: dict[str, tuple[str, int]] = {}
        self.further: set[str] = set()
        self.parts: dict[str, set[str]] = {}

    def teardown(self) -> None:
        self.ledger.__exit__()
        self.place.cleanup()

    @property
    def running(self) -> list[str]:
        return sorted(name for name, (state, _) in self.known.items() if state == "running")

    @rule(films=st.dictionaries(st.sampled_from(NAMES), st.integers(1, 2)))
    def look(self, films: dict[str, int]) -> None:
        """Films come, change, and go."""
        found = {name: (size, 7) for name, size in films.items()}
        self.ledger.found(found)
        for name, stamp in found.items():
            state = self.known.get(name, ("", 0))[0]
            if not state or (self.stamps[name] != stamp and state != "running"):
                self.known[name], self.stamps[name], self.parts[name] = ("queued", 0), stamp, set()
        for name in set(self.known) - set(found):
            if self.known[name][0] != "running":
                del self.known[name]

    @rule()
    def take(self) -> None:
        name = self.ledger.take()
        queued = sorted((tries, name) for name, (state, tries) in self.known.items() if state == "queued")
        assert name == (queued[0][1] if queued else None)
        if name:
            self.known[name] = ("running", queued[0][0])
            self.further.discard(name)

    @precondition(lambda self: self.running)
    @rule(data=st.data(), part=st.sampled_from("12"))
    def part(self, data: st.DataObject, part: str) -> None:
        name = data.draw(st.sampled_from(self.running))
        self.ledger.parted(name, "watch", [part])
        if part not in self.parts[name]:
            self.further.add(name)
        self.parts[name].add(part)

    @precondition(lambda self: self.running)
    @rule(data=st.data(), how=st.sampled_from(["done", "failed", "own", "queued", "lost"]))
    def end(self, data: st.DataObject, how: str) -> None:
        name = data.draw(st.sampled_from(self.running))
        tries = self.known[name][1]
        if how == "lost":
            tries = 1 if name in self.further else tries + 1
            again = self.ledger.lost(name, "signal SIGSEGV")
            assert again == (tries < TRIES)
            how = "queued" if again else "quarantined"
        else:
            {"done": lambda: self.ledger.finish(name, ABOUT), "failed": lambda: self.ledger.refuse(name, "why"),
             "own": lambda: self.ledger.leave(name), "queued": lambda: self.ledger.release(name)}[how]()  # fmt: skip
        self.known[name] = (how, tries)

    @rule(again=st.booleans())
    def killed_and_begun_again(self, again: bool) -> None:
        """Nothing was closed in peace; another process begins."""
        self.ledger.__exit__()
        self.ledger = Ledger(Path(self.place.name))
        self.ledger.begin(again)
        for name, (state, tries) in self.known.items():
            if state in ("running", "failed"):
                self.known[name] = ("queued", max(tries, 1) if state == "failed" else tries)
            elif state == "quarantined" and again:
                self.known[name] = ("queued", 0)

    @invariant()
    def every_film_is_in_the_state_it_must_be_in(self) -> None:
        assert {row.name: (row.state, row.tries) for row in self.ledger.rows()} == self.known
        assert sum(self.ledger.counts().values()) == len(self.known)
        assert all(row.about == ABOUT for row in self.ledger.rows("done"))

    @invariant()
    def one_attempt_is_open_for_each_running_film(self) -> None:
        assert sorted(one["film"] for one in self.ledger.attempts() if one["ended"] is None) == self.running


LedgerMachine.TestCase.settings = settings(max_examples=40, stateful_step_count=30, deadline=None)
test_whatever_happens_every_film_has_one_state = LedgerMachine.TestCase


def test_a_film_that_is_not_running_cannot_end(tmp_path: Path) -> None:
    with Ledger(tmp_path) as ledger:
        ledger.found({"a.mp4": (1, 1)})
        for end in (ledger.release, ledger.leave, lambda name: ledger.finish(name, {})):
            with pytest.raises(ValueError, match="not running"):
                end("a.mp4")
        assert ledger.counts()["queued"] == 1


def test_a_part_more_forgives_the_bad_ends_before(tmp_path: Path) -> None:
    with Ledger(tmp_path) as ledger:
        ledger.found({"a.mp4": (1, 1)})
        for part in range(2 * TRIES):
            ledger.take()
            if part % 2:
                ledger.parted("a.mp4", "watch", [f"{part}"])
            assert ledger.lost("a.mp4", "signal SIGSEGV")
        assert [(ledger.take(), ledger.lost("a.mp4", "signal SIGSEGV")) for _ in range(TRIES - 1)][-1][1] is False


def test_a_film_that_is_gone_leaves_no_name_behind(tmp_path: Path) -> None:
    with Ledger(tmp_path) as ledger:
        ledger.found({"Sarah.mp4": (1, 1), "b.mp4": (1, 1)})
        ledger.take()
        ledger.opened("Sarah.mp4", 6.0, ["part-0"])
        ledger.finish("Sarah.mp4", ABOUT)
        ledger.found({"b.mp4": (1, 1)})
    with sqlite3.connect(tmp_path / FILE) as base:
        assert "Sarah" not in "".join(base.iterdump())
    base.close()


def test_two_that_take_at_once_take_different_films(tmp_path: Path) -> None:
    with Ledger(tmp_path) as one, Ledger(tmp_path) as other:
        one.found(dict.fromkeys(NAMES, (1, 1)))
        taken = [one.take(), other.take(), one.take(), other.take()]
        assert taken == [*NAMES, None]


def test_what_is_left_is_told_by_size_until_a_film_was_opened(tmp_path: Path) -> None:
    with Ledger(tmp_path) as ledger:
        ledger.found({"a.mp4": (100, 1), "b.mp4": (300, 1)})
        assert ledger.seconds_left() is None
        ledger.take()
        ledger.opened("a.mp4", 50.0, [])
        ledger.told("a.mp4", "watch", 10.0, 50.0, first=True)
        ledger.told("a.mp4", "watch", 30.0, 50.0)
        assert ledger.seconds_left() == pytest.approx(20 + 150)
        assert ledger.watched_since(0) == 20
        ledger.finish("a.mp4", {})
        assert ledger.seconds_left() == pytest.approx(150)
        assert ledger.bytes_left() == 300


def test_a_damaged_or_newer_ledger_is_named_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"no ledger at all" * 100)
    with pytest.raises(StoreError, match="damaged, remove it"):
        Ledger(tmp_path)
    (tmp_path / FILE).unlink()
    with sqlite3.connect(tmp_path / FILE) as base:
        base.execute("PRAGMA user_version = 99")
    base.close()
    with pytest.raises(StoreError, match="another attune"):
        Ledger(tmp_path)


def test_every_state_is_counted(tmp_path: Path) -> None:
    with Ledger(tmp_path) as ledger:
        assert tuple(ledger.counts()) == STATES
