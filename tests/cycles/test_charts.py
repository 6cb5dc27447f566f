"""Charts: a dot a film with its interval, one band an activity, and nothing that ranks or joins films."""

from __future__ import annotations

import math
from datetime import date
from xml.etree import ElementTree

from matplotlib.collections import LineCollection, PolyCollection
from matplotlib.figure import Figure

from attune.cycles.charts import BLUE, chart, drawn
from attune.cycles.compare import Shown
from attune.cycles.measures import Measure


def film(day: int, value: float, activity: str = "bricks", coverage: float = 0.9) -> Shown:
    measure = Measure(value, value - 8, value + 8, valid=600 * coverage, seconds=600)
    return Shown(date(2026, 3, day), activity, "cycle 1", {"attended": measure})


def words(figure: Figure) -> list[str]:
    axes = figure.axes[0]
    return [text.get_text() for text in [*axes.texts, *axes.get_xticklabels()]]


def test_each_film_has_a_dot_an_interval_its_number_and_what_it_rests_on() -> None:
    figure = drawn("attended", [film(9, 60), film(2, 40)])
    axes = figure.axes[0]
    assert [line.get_ydata()[0] for line in axes.lines] == [40, 60]  # type: ignore[index]
    assert len([c for c in axes.collections if isinstance(c, LineCollection)]) == 2
    assert {"40", "60", "could be chance", "bricks"} <= set(words(figure))
    assert "2 Mar 2026\ncycle 1\ntold in 90 %" in words(figure)


def test_no_line_joins_films_and_all_dots_have_one_colour() -> None:
    axes = drawn("attended", [film(day, 10.0 * day) for day in range(1, 6)]).axes[0]
    assert all(len(line.get_xdata()) == 1 for line in axes.lines)  # type: ignore[arg-type]
    assert {line.get_color() for line in axes.lines} == {BLUE}


def test_another_activity_stands_apart_with_a_band_of_its_own() -> None:
    axes = drawn("attended", [film(1, 40), film(2, 41, "meal"), film(3, 50), film(4, 44, "meal")]).axes[0]
    places = [float(line.get_xdata()[0]) for line in axes.lines]  # type: ignore[index, arg-type]
    assert places[2] - places[1] > places[1] - places[0]
    assert len([c for c in axes.collections if isinstance(c, PolyCollection)]) == 2


def test_where_too_little_was_seen_there_is_no_number() -> None:
    figure = drawn("attended", [film(1, 40, coverage=0.3), film(2, 50, coverage=0.5)])
    assert "cannot\nbe told" in words(figure)
    assert "40" not in words(figure)
    assert [line.get_markerfacecolor() for line in figure.axes[0].lines] == ["white"]


def test_a_chart_without_any_number_is_drawn_too() -> None:
    nothing = Shown(date(2026, 3, 1), "", "cycle 1", {"attended": Measure(math.nan, math.nan, math.nan, 0, 600)})
    assert "cannot\nbe told" in words(drawn("attended", [nothing]))


def test_as_svg_it_has_a_name_and_the_same_numbers_give_the_same_bytes() -> None:
    films = [film(1, 40), film(2, 50)]
    one = chart("attended", films)
    assert one == chart("attended", films)
    root = ElementTree.fromstring(one)
    assert root.get("aria-label") == "The adult attends to the child, % of the time"
    assert "http://" not in one.replace("http://www.w3.org/", "")


def test_the_band_holds_what_can_be() -> None:
    axes = drawn("attended", [film(1, 98), film(2, 97)]).axes[0]
    (area,) = [c for c in axes.collections if isinstance(c, PolyCollection)]
    assert area.get_paths()[0].vertices[:, 1].max() == 100  # type: ignore[index, call-overload]
    assert axes.get_ylim()[1] <= 108
