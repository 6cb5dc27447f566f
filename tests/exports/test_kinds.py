"""What is handed out is the film's moments and nothing else, whole or not there at all."""

from __future__ import annotations

import errno
import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import av
import cv2
import numpy as np
import opentimelineio
import pytest

from attune import coding
from attune.codes import Code, Codes
from attune.errors import FilmError, FormatError, HideError, StoreError
from attune.exchange.mapping import Map
from attune.exports import clips as clips_room
from attune.exports import kinds
from attune.exports.cards import card
from attune.exports.coded import coded
from attune.exports.kinds import Wish, text, write
from attune.exports.places import reference
from attune.exports.reel import Joining
from attune.media.film import open_film
from attune.media.pictures import picture_at
from attune.media.sound import sound
from attune.media.upright import Pixels
from attune.moment import Moment
from attune.pipeline import Suggested
from attune.timeline import Span
from attune.words import PRINCIPLES, forbidden
from tests.exports.conftest import CLICKS
from tests.media.films import SOUND_RATE, clicks_in, number_of


def in_time(done: Suggested) -> list[Moment]:
    return sorted(done.moments, key=lambda m: m.span.start)


def numbers(path: Path, of: Callable[[float], bool] = lambda _: True) -> list[int]:
    """The numbers of a film's pictures at seconds that are asked for."""
    with av.open(str(path)) as container:
        frames = [(float(f.time or 0), f.to_ndarray(format="bgr24")) for f in container.decode(video=0)]
    return [number_of(pixels) for time, pixels in frames if of(time)]


def shown_in(done: Suggested, span: Span) -> list[int]:
    """The numbers of the pictures that the film shows between two seconds."""
    with av.open(str(done.film.path)) as container:
        frames = [(float(f.time or 0), f) for f in container.decode(video=0)]
    return [number_of(f.to_ndarray(format="bgr24")) for time, f in frames if time in span]


def test_there_is_something_to_hand_out(done: Suggested) -> None:
    assert len(done.moments) >= 2
    assert in_time(done) != list(done.moments), "so that the order shows"


def test_clips_show_the_core_as_it_is_and_fade_outside(done: Suggested, tmp_path: Path) -> None:
    told: list[tuple[str, float, float]] = []
    outs = write(done, Wish("clips", tmp_path / "clips"), lambda *step: told.append(step))
    assert [out.name[:2] for out in outs] == [f"{m.rank:02d}" for m in done.moments]
    for moment, out in zip(done.moments, outs, strict=True):
        core = Span(moment.core.start - moment.span.start, moment.core.end - moment.span.start)
        kept = shown_in(done, Span(moment.core.start + 0.05, moment.core.end - 0.05))
        assert kept
        assert set(kept) <= set(numbers(out, lambda second, core=core: second in core))
        with av.open(str(out)) as container:
            first = next(container.decode(video=0)).to_ndarray(format="bgr24")
        assert first.max() < 60
    total = sum(m.span.seconds for m in done.moments)
    assert {step[0] for step in told} == {"clips"}
    assert min(np.diff([step[1] for step in told])) > -1e-6
    assert told[-1][1:] == (pytest.approx(total, abs=0.5), pytest.approx(total))


def lasts(done: Suggested, joining: Joining, out: Path) -> float:
    write(done, Wish("reel", out, joining=joining))
    return open_film(out).seconds


def test_a_reel_has_every_moment_in_the_order_asked_for(done: Suggested, tmp_path: Path) -> None:
    whole = sum(m.span.seconds for m in done.moments)
    assert lasts(done, Joining(), tmp_path / "film.mp4") == pytest.approx(whole, abs=0.01)
    assert lasts(done, Joining(order="rank"), tmp_path / "rank.mp4") == pytest.approx(whole, abs=0.01)
    for name, ordered in (("film.mp4", in_time(done)), ("rank.mp4", list(done.moments))):
        first = ordered[0]
        seen = numbers(tmp_path / name, lambda t, first=first: 1.0 < t < first.span.seconds - 1.0)
        assert set(seen) <= set(shown_in(done, first.span))


def test_titles_and_slow_repeats_come_where_they_belong_and_sound_keeps_step(done: Suggested, tmp_path: Path) -> None:
    out, ordered = tmp_path / "reel.mp4", in_time(done)
    whole = sum(m.span.seconds for m in done.moments)
    joining = Joining(titles=True, slow=0.5)
    assert lasts(done, joining, out) == pytest.approx(3 * whole + 2.5 * len(ordered), abs=0.01)
    wide, tall = open_film(out).width, open_film(out).height
    title = picture_at(open_film(out), 1.2).pixels
    assert np.abs(title.astype(int) - card(ordered[0], PRINCIPLES, wide, tall)).mean() < 4
    film = open_film(out)
    samples = np.concatenate(list(sound(film, Span(0, film.seconds), SOUND_RATE, 1)), axis=1)[0]
    found, start = np.array(clicks_in(samples)), 0.0
    assert np.abs(samples[: 2 * SOUND_RATE]).max() == 0
    for moment in ordered:
        start += 2.5
        core = [c for c in CLICKS if c in moment.core]
        for click in core:
            assert np.abs(found - (start + click - moment.span.start)).min() < 0.005
            assert np.abs(found - (start + moment.span.seconds + 2 * (click - moment.span.start))).min() < 0.02
        start += 3 * moment.span.seconds
    slow = write(done, Wish("reel", tmp_path / "short.mp4", joining=Joining(titles=True)))
    longer = replace(done, knobs=done.knobs.set({"Showing.title": 4.0}))
    assert lasts(longer, Joining(titles=True), tmp_path / "long.mp4") == pytest.approx(
        open_film(slow[0]).seconds + 1.5 * len(ordered), abs=0.01
    )


@pytest.mark.parametrize("size", [(192, 128), (1920, 1080), (426, 240), (240, 426)])
def test_a_card_has_its_lines_in_the_middle_and_inside_the_picture(done: Suggested, size: tuple[int, int]) -> None:
    many = replace(done.moments[0], principles=tuple(PRINCIPLES)[:3])
    picture = card(many, PRINCIPLES, *size).astype(int)
    written = np.abs(picture - picture[0, 0]).max(axis=2) > 40
    rows, columns = np.flatnonzero(written.any(axis=1)), np.flatnonzero(written.any(axis=0))
    assert 0.04 * size[0] < columns[0] < columns[-1] < 0.96 * size[0]
    assert (columns[0] + columns[-1]) / 2 == pytest.approx(size[0] / 2, abs=0.04 * size[0])
    assert (rows[0] + rows[-1]) / 2 == pytest.approx(size[1] / 2, abs=0.1 * size[1])
    assert not (card(replace(many, score=0.1), PRINCIPLES, *size) - picture).any(), "no figure of worth is on it"


def test_a_reel_has_the_labels_of_the_service_on_its_cards(done: Suggested, tmp_path: Path) -> None:
    one = replace(done, moments=done.moments[:1])
    own = replace(one, settings=replace(done.settings, labels={one.moments[0].principles[0]: "unser eigenes Wort"}))
    (out,) = write(own, Wish("reel", tmp_path / "own.mp4", joining=Joining(titles=True)))
    film = open_film(out)
    title = picture_at(film, 1.2).pixels.astype(int)
    theirs, ours = (card(one.moments[0], names, film.width, film.height) for names in (own.labels, PRINCIPLES))
    assert np.abs(title - theirs).mean() < 0.5 * np.abs(title - ours).mean()


def test_a_still_is_the_picture_of_the_meeting(done: Suggested, tmp_path: Path) -> None:
    outs = write(done, Wish("stills", tmp_path / "stills"))
    assert [out.suffix for out in outs] == [".jpg"] * len(done.moments)
    for moment, out in zip(done.moments, outs, strict=True):
        truth = picture_at(done.film, moment.still).pixels
        assert np.abs(cv2.imread(str(out)).astype(int) - truth).mean() < 4


def test_a_last_change_reaches_every_picture_that_leaves(done: Suggested, tmp_path: Path) -> None:
    def blacken(pixels: Pixels, second: float) -> Pixels:
        assert abs(picture_at(done.film, second).time - second) < 0.001
        return np.zeros_like(pixels)

    one = replace(done, moments=done.moments[:1])
    for kind in ("clips", "stills", "reel"):
        for out in write(one, Wish(kind, tmp_path / kind, joining=Joining()), retouch=blacken):
            pixels = cv2.imread(str(out)) if out.suffix == ".jpg" else picture_at(open_film(out), 2.0).pixels
            assert pixels.max() < 20


@pytest.mark.parametrize("kind", ["clips", "stills", "reel"])
def test_what_may_not_leave_is_tried_again_and_then_refused(done: Suggested, tmp_path: Path, kind: str) -> None:
    """The film's first moment may never leave, each other one at the second try."""
    first, tries = in_time(done)[0].span, set[float]()
    joining = Joining(titles=kind == "reel", slow=0.5 if kind == "reel" else None)

    def inspect(pixels: Pixels, second: float) -> bool:
        assert pixels.shape == picture_at(done.film, second).pixels.shape
        again = second in tries
        tries.add(second)
        return again and second not in first

    folder = tmp_path if kind == "reel" else tmp_path / kind
    earlier = write(done, Wish(kind, folder))
    with pytest.raises(HideError, match=r"not handed out: at \d+\.\d s of the film a face") as why:
        write(done, Wish(kind, folder, joining=joining), inspect=inspect)
    gone = [path for path in earlier if not path.exists()]
    assert [path.name for path in gone] == re.findall(r"(\S+) was not handed out", str(why.value))
    assert len(gone) == 1, "an earlier one of that name would be taken for it"
    assert {path for path in folder.iterdir() if path.is_file()} == {*earlier} - {*gone}, "and nothing is left of it"


def test_the_inspected_pictures_are_the_written_ones_each_at_its_own_second(done: Suggested, tmp_path: Path) -> None:
    seen: list[tuple[int, float]] = []

    def inspect(pixels: Pixels, second: float) -> bool:
        if pixels.max() > 200:
            seen.append((number_of(pixels), second))
        return True

    one = replace(done, moments=done.moments[:1])
    write(one, Wish("reel", tmp_path / "reel.mp4", joining=Joining(titles=True, slow=0.5)), inspect=inspect)
    assert len(seen) > 50
    assert all(number_of(picture_at(done.film, second).pixels) == number for number, second in seen[::9])


def test_voices_are_left_out_if_asked(done: Suggested, tmp_path: Path) -> None:
    assert done.film.sound
    one = replace(done, moments=done.moments[:1])
    for kind in ("clips", "reel"):
        (out,) = write(one, Wish(kind, tmp_path / kind, mute=True))
        assert not open_film(out).sound
        assert open_film(out).seconds == pytest.approx(done.moments[0].span.seconds, abs=0.01)


@pytest.mark.parametrize(
    ("wish", "why"),
    [
        (Wish("seconds", hidden=("all",)), "--hide is for"), (Wish("otio", hidden=("child",)), "--hide is for"),
        (Wish("stills", mute=True), "--mute is for"), (Wish("moments", mute=True), "--mute is for"),
    ],
)  # fmt: skip
def test_only_pictures_are_covered_and_only_sound_is_left_out(done: Suggested, wish: Wish, why: str) -> None:
    with pytest.raises(FormatError, match=why):
        kinds.check([done.film.path], wish)
    kinds.check([done.film.path], Wish("reel", hidden=("all",), mute=True))


def cues(path: Path) -> list[tuple[float, float, str]]:
    """Start, end and text of each cue, read by another program's reader."""
    with av.open(str(path)) as container:
        packets = [p for p in container.demux() if p.size]
        return [
            (float(p.pts * p.time_base), float((p.pts + p.duration) * p.time_base), bytes(p).decode()) for p in packets
        ]


def test_captions_and_chapters_stand_at_their_moments(done: Suggested, tmp_path: Path) -> None:
    named = replace(done, moments=(replace(done.moments[0], why="00:12 - A <b>&\n--> B."), *done.moments[1:]))
    for kind in ("webvtt", "chapters"):
        (out,) = write(named, Wish(kind, tmp_path / f"{kind}.vtt"))
        assert out.read_text(encoding="utf-8") == text(named, Wish(kind))
        read = cues(out)
        assert [c[:2] for c in read] == [pytest.approx((m.span.start, m.span.end), abs=0.001) for m in in_time(done)]
        assert forbidden(out.read_text(encoding="utf-8")) == []
    told = [c[2] for c in cues(tmp_path / "webvtt.vtt")]
    assert "A &lt;b&gt;&amp; --&gt; B." in told
    assert all(m.why.endswith(line) for m, line in zip(in_time(done), told, strict=True) if "&" not in line)
    chapter = cues(tmp_path / "chapters.vtt")[0][2]
    assert chapter == f"{in_time(done)[0].rank}. {', '.join(PRINCIPLES[p] for p in in_time(done)[0].principles)}"


def test_a_timeline_leads_to_the_film_and_to_each_moment(done: Suggested, tmp_path: Path) -> None:
    (out,) = write(done, Wish("otio", tmp_path / "moments.otio"))
    timeline = opentimelineio.schema.Timeline.from_json_file(str(out))
    pictures, heard = timeline.tracks
    assert (pictures.kind, heard.kind) == ("Video", "Audio")
    for clip, moment in zip(pictures, in_time(done), strict=True):
        span, core = clip.source_range, clip.markers[0].marked_range
        half = 0.5 / span.start_time.rate + 1e-6
        assert span.start_time.to_seconds() == pytest.approx(moment.span.start, abs=half)
        assert span.end_time_exclusive().to_seconds() == pytest.approx(moment.span.end, abs=half)
        assert core.start_time.to_seconds() == pytest.approx(moment.core.start, abs=half)
        assert clip.markers[0].comment == moment.why
        assert clip.markers[1].marked_range.start_time.to_seconds() == pytest.approx(moment.still, abs=half)
        url = clip.media_reference.target_url
        assert url == reference(done.film.path, tmp_path)
        assert (tmp_path / opentimelineio.url_utils.filepath_from_url(url)).samefile(done.film.path)
    printed = json.loads(text(done, Wish("otio")))
    assert str(done.film.path.parent) not in json.dumps(printed)


def test_several_films_have_a_folder_each_that_says_nothing_of_their_names(done: Suggested, tmp_path: Path) -> None:
    for kind, name in kinds.NAMES.items():
        outs = write(done, Wish(kind, tmp_path / "out", several=True))
        assert all((tmp_path / "out" / done.store.film[:16] / name) in (out, out.parent) for out in outs)
    assert not [path for path in (tmp_path / "out").rglob("*") if "Sarah" in path.name]


def test_in_a_films_own_folder_older_files_make_room_once_the_new_ones_are_there(
    done: Suggested, monkeypatch: pytest.MonkeyPatch
) -> None:
    for kind in ("clips", "stills"):
        outs = write(done, Wish(kind))
        stale = outs[0].with_name(f"99-59m59s{outs[0].suffix}")
        stale.write_bytes(b"of an earlier choice")
        write(done, Wish(kind))
        assert sorted(outs[0].parent.iterdir()) == sorted(outs)
    stale = outs[0].parent.parent / "clips" / "99-59m59s.mp4"
    stale.write_bytes(b"of an earlier choice")

    def full(*_: object) -> None:
        raise StoreError("There is no room left.")

    monkeypatch.setattr(clips_room, "write_clip", full)
    with pytest.raises(StoreError, match="no room left"):
        write(done, Wish("clips"))
    assert len(list(stale.parent.iterdir())) == len(done.moments) + 1, "nothing that was made is lost"


def test_a_film_without_moments_has_no_reel_and_says_so(done: Suggested, tmp_path: Path) -> None:
    none = replace(done, moments=())
    with pytest.raises(FilmError, match=r"has no moments to join"):
        write(none, Wish("reel", tmp_path / "reel.mp4"))
    assert write(none, Wish("clips", tmp_path / "clips")) == []
    assert not list(tmp_path.iterdir())


def test_a_full_disk_ends_stills_with_a_plain_line_and_keeps_those_made(
    done: Suggested, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import os

    kept, sync = [], os.fsync

    def fsync(handle: int) -> None:
        kept.append(handle)
        if len(kept) > 2:
            raise OSError(errno.ENOSPC, "No space left on device")
        sync(handle)

    monkeypatch.setattr(os, "fsync", fsync)
    with pytest.raises(StoreError, match=r"disk is full.*is still there"):
        write(done, Wish("stills", tmp_path / "stills"))
    assert len(list((tmp_path / "stills").iterdir())) == 1


@pytest.mark.parametrize("kind", ["csv", "eaf", "boris", "datavyu", "textgrid", "rttm"])
def test_codes_go_out_with_those_of_people_and_come_in_again(
    kind: str, done: Suggested, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    theirs = Codes((Code("child_speaks", "yes", Span(1, 2), "ann"), Code("own tier", "uncodable", Span(1.5, 3), "ann")))
    monkeypatch.setattr(coding, "kept", lambda _: theirs)
    (path,) = write(done, Wish(kind, tmp_path))
    assert path == tmp_path / kinds.NAMES[kind]
    back = {replace(code, confidence=None) for code in coding.bring(path, done.film.path.name, 32, Map()).codes}
    sent = {replace(code, confidence=None) for code in coded(done, tmp_path)[0]}
    assert set(theirs) < back
    assert back == (sent if kind != "rttm" else {c for c in sent if c.tier.endswith("_speaks") or c.coder == "ann"})
    assert {"moment", "mutual_gaze"} <= {code.tier for code in sent}
