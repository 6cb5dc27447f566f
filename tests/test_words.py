"""The words of the output, and the check that keeps others out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attune import words
from attune.words import forbidden, seconds_in_words, share_in_words


def test_the_list_of_the_science_page_is_on_it() -> None:
    listed = ("should failed missed ignored poor lack only never cold unresponsive happy sad angry anxious bonded "
              "attached autistic ADHD normal score")  # fmt: skip
    assert forbidden(listed) == listed.lower().split()


@pytest.mark.parametrize("text", ["She NEVER looked.", "they lacked it", "cold-hearted", "Ignoring him", "top-scores"])
def test_a_word_is_found_however_it_is_written(text: str) -> None:
    assert len(forbidden(text)) == 1


@pytest.mark.parametrize("text", ["black", "a sadder-looking saddle", "the Missouri", "coldstream", "nevertheless"])
def test_a_part_of_another_word_is_none(text: str) -> None:
    assert forbidden(text) == []


def test_no_word_of_the_tables_is_on_the_list() -> None:
    tables = (words.INITIATIVES, words.RECEPTIONS, words.BESIDE, words.RETURNS, words.SHARED)
    said = [verb for table in tables for verbs in table.values() for verb in verbs]
    assert forbidden(" ".join([*said, *words.PRINCIPLES.values()])) == []


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(0.3, "a second"), (1.4, "a second"), (1.6, "two seconds"), (12, "twelve seconds"), (13, "15 seconds"),
     (22, "20 seconds"), (29, "half a minute"), (58, "a minute"), (150, "two minutes"), (1200, "20 minutes")],
)  # fmt: skip
def test_seconds_as_people_say_them(seconds: float, said: str) -> None:
    assert seconds_in_words(seconds) == said


@given(st.floats(0, 10_000))
def test_every_length_has_words(seconds: float) -> None:
    assert seconds_in_words(seconds)


@given(st.floats(0, 1), st.floats(0, 1))
def test_shares_in_words_keep_their_order(a: float, b: float) -> None:
    order = list(dict.fromkeys(share_in_words(k / 1000) for k in range(1001)))
    low, high = sorted((a, b))
    assert order.index(share_in_words(low)) <= order.index(share_in_words(high))
    assert (order[0], order[-1]) == ("hardly any of the film", "all of the film")
