"""Work spread over processes: each goes on where it was, and all end at about the same time."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from attune.workers import _next


@given(st.integers(1, 60), st.integers(1, 5))
def test_workers_go_on_where_they_are_and_seldom_elsewhere(count: int, workers: int) -> None:
    waiting, last, leaps, done = set(range(count)), [-1] * workers, 0, []
    while waiting:
        for worker in range(workers):
            if waiting:
                job = _next(waiting, last[worker])
                waiting.remove(job)
                leaps += job != last[worker] + 1
                last[worker] = job
                done.append(job)
    assert sorted(done) == list(range(count))
    assert leaps <= workers * (1 + count.bit_length())


def test_two_workers_share_a_row_of_jobs_in_halves() -> None:
    waiting = set(range(10))
    order = []
    one = two = -1
    for _ in range(5):
        one = _next(waiting, one)
        waiting.remove(one)
        two = _next(waiting, two)
        waiting.remove(two)
        order.append((one, two))
    assert order == [(0, 5), (1, 6), (2, 7), (3, 8), (4, 9)]


def test_what_is_left_of_another_run_goes_to_the_middle_of_the_longest() -> None:
    assert _next({3, 4, 10, 11, 12, 13}, 7) == 12
    assert _next({3}, 7) == 3
