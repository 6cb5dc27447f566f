"""Codes go into every format and come back the same; what is no such file is answered with its place."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from attune import coding
from attune.codes import UNCODABLE, Code, Codes, plain
from attune.errors import FormatError
from attune.exchange import boris, chat, datavyu, eaf, parquet, rttm, tables, textgrid, webvtt
from attune.exchange.cells import About, Cell
from attune.exchange.mapping import Map
from attune.timeline import Span

ABOUT = About("../film%20one.mp4", "film one.mp4", 59.93, 25.0)

Writer = Callable[[Codes, About], bytes]
Reader = Callable[[bytes], Iterator[Cell]]

FORMATS: dict[str, tuple[Writer, Reader, bool]] = {
    "csv": (tables.to_csv, tables.read, True),
    "eaf": (eaf.to_eaf, eaf.read, False),
    "boris": (boris.to_boris, boris.read, False),
    "datavyu": (datavyu.to_datavyu, datavyu.read, True),
    "textgrid": (textgrid.to_textgrid, textgrid.read, False),
    "rttm": (rttm.to_rttm, rttm.read, True),
}
if parquet.arrow is not None:  # an extra
    FORMATS["parquet"] = (parquet.to_parquet, parquet.read, True)
"""What writes, what reads, and whether the confidence is kept."""

texts = st.one_of(
    st.sampled_from(
        ["yes", "child_looks", UNCODABLE, "a [b] (2)", "x,y", 'say "no"', "a%20b", "(a|b)-c\\", "<v &>", "é 語"]
    ),
    st.text(max_size=12).map(plain).filter(lambda t: bool(t) and t not in ("None", "<NA>")),
)
times = st.integers(0, 100_000).map(lambda ms: ms / 1000)
spans = st.tuples(times, times).map(lambda pair: Span(min(pair), max(pair)))
codes = st.builds(
    Code, texts, texts, spans, st.one_of(st.just(""), texts), st.one_of(st.none(), st.sampled_from([0.0, 0.125, 1.0]))
)


def back(cells: Iterator[Cell]) -> Codes:
    return Codes(tuple(Code(c.tier, c.code, Span(c.start, c.end), c.coder, c.confidence) for c in cells))


@pytest.mark.parametrize("kind", FORMATS)
@settings(deadline=None)
@given(several=st.lists(codes, min_size=1, max_size=12))
def test_there_and_back_is_the_same(kind: str, several: list[Code]) -> None:
    write, read, sure = FORMATS[kind]
    sent = Codes(tuple(several if sure else (replace(code, confidence=None) for code in several)))
    assert back(read(write(sent, ABOUT))) == sent


@settings(deadline=None)
@given(several=st.lists(codes, min_size=1, max_size=12))
def test_an_eaf_keeps_the_rules_of_its_schema(several: list[Code]) -> None:
    root = ElementTree.fromstring(eaf.to_eaf(Codes(tuple(several)), ABOUT))
    order = ["HEADER", "TIME_ORDER", *["TIER"] * len(root.findall("TIER")), "LINGUISTIC_TYPE"]
    assert [child.tag for child in root] == order
    assert (root.get("FORMAT"), root.get("VERSION"), root.get("AUTHOR")) == ("3.0", "3.0", "attune")
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00", root.get("DATE", ""))
    media = root.find("HEADER/MEDIA_DESCRIPTOR")
    assert media is not None
    assert dict(media.attrib) == {
        "MEDIA_URL": "../film%20one.mp4", "MIME_TYPE": "video/mp4", "RELATIVE_MEDIA_URL": "../film%20one.mp4",
    }  # fmt: skip
    slots = {slot.get("TIME_SLOT_ID"): int(slot.get("TIME_VALUE", "")) for slot in root.iter("TIME_SLOT")}
    assert list(slots.values()) == sorted(slots.values())
    assert len(slots) == len(root.findall(".//TIME_SLOT")) == 2 * len(several)
    types = {one.get("LINGUISTIC_TYPE_ID"): one.get("TIME_ALIGNABLE") for one in root.iter("LINGUISTIC_TYPE")}
    names = [tier.get("TIER_ID") for tier in root.iter("TIER")]
    keys = [one.get("ANNOTATION_ID") for one in root.iter("ALIGNABLE_ANNOTATION")]
    assert len(set(names)) == len(names)
    assert len(set(keys)) == len(keys) == len(several)
    for tier in root.iter("TIER"):
        assert types[tier.get("LINGUISTIC_TYPE_REF")] == "true"
        ends = [(slots[one.get("TIME_SLOT_REF1")], slots[one.get("TIME_SLOT_REF2")])
                for one in tier.iter("ALIGNABLE_ANNOTATION")]  # fmt: skip
        assert all(start <= end for start, end in ends)
        assert all(a[1] <= b[0] for a, b in pairwise(ends)), "nothing overlaps on a tier"


@settings(deadline=None)
@given(several=st.lists(codes, min_size=1, max_size=12))
def test_intervals_of_a_textgrid_leave_no_gap(several: list[Code]) -> None:
    text = textgrid.to_textgrid(Codes(tuple(several)), ABOUT).decode()
    end = max(59.93, *(code.span.end for code in several))
    for tier in text.split('class = "IntervalTier"')[1:]:
        inside = tier.split("intervals: size")[1].split("item [")[0]
        starts = [float(x) for x in re.findall(r"^ +xmin = ([\d.]+)$", inside, re.MULTILINE)]
        ends = [float(x) for x in re.findall(r"^ +xmax = ([\d.]+)$", inside, re.MULTILINE)]
        assert starts == [0, *ends[:-1]]
        assert ends[-1] == pytest.approx(end)


EAF = """<?xml version="1.0"?>
<ANNOTATION_DOCUMENT><HEADER TIME_UNITS="milliseconds"/>
<TIME_ORDER><TIME_SLOT TIME_SLOT_ID="s1" TIME_VALUE="1000"/><TIME_SLOT TIME_SLOT_ID="s2"/>
<TIME_SLOT TIME_SLOT_ID="s3" TIME_VALUE="3000"/></TIME_ORDER>
<TIER TIER_ID="words" ANNOTATOR="ann"><ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID="a1" TIME_SLOT_REF1="s1"
TIME_SLOT_REF2="s2"><ANNOTATION_VALUE>hello
there</ANNOTATION_VALUE></ALIGNABLE_ANNOTATION></ANNOTATION></TIER>
<TIER TIER_ID="parts"><ANNOTATION><REF_ANNOTATION ANNOTATION_ID="a2" ANNOTATION_REF="a1"/></ANNOTATION>
<ANNOTATION><REF_ANNOTATION ANNOTATION_ID="a3" ANNOTATION_REF="a1"/></ANNOTATION></TIER>
</ANNOTATION_DOCUMENT>"""


def test_annotations_without_own_times_share_those_of_others() -> None:
    assert [(c.tier, c.code, c.span, c.coder) for c in back(eaf.read(EAF.encode()))] == [
        ("parts", "yes", Span(1, 1.5), ""),
        ("parts", "yes", Span(1.5, 2), ""),
        ("words", "hello there", Span(1, 2), "ann"),
    ]


def test_a_textgrid_in_short_form_and_utf_16_is_read() -> None:
    text = 'File type = "ooTextFile"\n"TextGrid"\n0 5 <exists> 2 "IntervalTier" "a" 0 5 2 0 1 "" 1 5 "é ""x"""\n'
    text += '"TextTier" "p" 0 5 1 2 ""'
    for data in (text.encode("utf-16"), text.encode()):
        assert [(c.tier, c.code, c.span) for c in back(textgrid.read(data))] == [
            ("a", 'é "x"', Span(1, 5)),
            ("p", "yes", Span(2, 2)),
        ]


def test_voices_of_webvtt_are_tiers() -> None:
    text = "WEBVTT\n\nNOTE no\n\nSTYLE\nx\n\n1\n00:01.000 --> 00:02.500 align:left\n<v.loud Ann>Hi &amp; <i>bye</i>\n"
    text += "\n01:00:00.000 --> 01:00:01.000\nword"
    assert [(c.tier, c.code, c.span) for c in back(webvtt.read(text.encode()))] == [
        ("Ann", "Hi & bye", Span(1, 2.5)),
        ("captions", "word", Span(3600, 3601)),
    ]


def test_utterances_of_chat_have_their_times_and_what_hangs_on_them() -> None:
    text = "@UTF8\n@Begin\n@Media:\tfilm, video\n@Coder:\tann\n"
    text += "*CHI:\tda\n\tda . \x15100_2500\x15\n%add:\tMOT\n*MOT:\tno time .\n@End\n"
    cells = list(chat.read(text.encode()))
    assert [(c.where, c.tier, c.code, c.start, c.end, c.coder, c.of) for c in cells[:2]] == [
        ("line 5", "CHI", "da da .", 0.1, 2.5, "ann", ("film",)),
        ("line 7", "CHI%add", "MOT", 0.1, 2.5, "ann", ("film",)),
    ]
    assert cells[2].start != cells[2].start


def test_points_and_states_of_boris_are_told_apart_and_an_open_state_has_no_end() -> None:
    text = """{"behaviors_conf": {"0": {"code": "s", "type": "State event"}, "1": {"code": "p", "type": "Point event"}},
    "observations": {"one": {"file": {"1": ["/a/film.mp4"]}, "events": [[1, "Eve", "s", "m", ""], [2, "", "p", "", ""],
    [3, "Eve", "s", "m", ""], [4, "", "s", "", ""]]}}}"""
    first, second, third = sorted(boris.read(text.encode()), key=lambda c: c.start)
    assert (first.tier, first.code, first.start, first.end) == ("Eve.s", "m", 1, 3)
    assert (first.coder, first.of) == ("one", ("one", "film.mp4"))
    assert (second.tier, second.start, second.end) == ("p", 2, 2)
    assert third.end != third.end
    assert third.where == 'observation "one", event 4'


def packed(text: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("db", text)
    return out.getvalue()


def test_each_argument_of_a_datavyu_cell_is_a_code_and_an_empty_one_is_none() -> None:
    text = "#4\nhands (MATRIX,true,)-hand|NOMINAL,look|NOMINAL\n"
    text += "00:00:01:500,01:00:00:000,(left,)\n00:00:02:000,00:00:03:000,(,)\n"
    assert [(c.tier, c.code, c.span) for c in back(datavyu.read(packed(text)))] == [
        ("hands", "yes", Span(2, 3)),
        ("hands.hand", "left", Span(1.5, 3600)),
    ]


TABULAR = "\n,,,\nTime,Subject,Behavior,Status\n1.5,Ann,s,START\n2.0,No focal subject,p,POINT\n3,Ann,s,STOP\n"
AGGREGATED = "Observation id\tSubject\tBehavior\tModifiers\tStart (s)\tStop (s)\none\tNo focal subject\ts\tm\t1\t2\n"


def test_tables_of_boris_are_read() -> None:
    assert [(c.tier, c.code, c.span) for c in back(tables.read(TABULAR.encode()))] == [
        ("Ann.s", "yes", Span(1.5, 3)),
        ("p", "yes", Span(2, 2)),
    ]
    assert [(c.tier, c.code, c.span, c.coder) for c in back(tables.read(AGGREGATED.encode()))] == [
        ("s", "m", Span(1, 2), "one")
    ]


@settings(deadline=None)
@pytest.mark.parametrize("kind", FORMATS)
@given(
    several=st.lists(codes, min_size=1, max_size=3),
    at=st.floats(0, 1),
    cut=st.integers(0, 9),
    more=st.binary(max_size=9),
)
def test_a_spoilt_file_is_read_or_refused_and_nothing_else(
    kind: str, several: list[Code], at: float, cut: int, more: bytes
) -> None:
    write, read, _ = FORMATS[kind]
    whole = write(Codes(tuple(several)), ABOUT)
    place = int(at * len(whole))
    with suppress(FormatError):
        back(read(whole[:place] + more + whole[place + cut :]))


BOMB = '<?xml version="1.0"?>\n<!DOCTYPE x [<!ENTITY a "ha">]>\n<ANNOTATION_DOCUMENT/>'
HEAD = "tier,code,onset_s,offset_s,coder,confidence\n"


@pytest.mark.parametrize(
    ("read", "data", "told"),
    [
        (eaf.read, BOMB, "line 2: a document type"),
        (eaf.read, EAF.replace("</TIER>", ""), "line 10: not XML"),
        (eaf.read, "<a/>", "line 1: <a>"),
        (eaf.read, "", "line 1: not XML"),
        (eaf.read, '<?xml version="1.0" encoding="x"?><a/>', "line 1: unknown encoding: x"),
        (eaf.read, EAF.replace('"3000"', '"x"'), "line 4: TIME_VALUE must be a number"),
        (eaf.read, EAF.replace('REF2="s2"', 'REF2="s9"'), "line 5: there is no time slot s9"),
        (eaf.read, EAF.replace('REF="a1"/></ANNOTATION></TIER>', 'REF="a3"/></ANNOTATION></TIER>'), "line 9: .* a3"),
        (textgrid.read, 'File type = "ooTextFile"\n"TextGrid"\n0 5 <exists> 2\n"TextTier"', "line 4: the file ends"),
        (textgrid.read, 'File type = "ooTextFile"\n"TextGrid"\n0 "x"', 'line 3: xmax must be a number. Got "x"'),
        (textgrid.read, 'File type = "ooTextFile"\n"TextGrid"\n0 5 <exists> 1e999', "line 3: .* whole number. Got inf"),
        (textgrid.read, "hello", "line 1: not a TextGrid"),
        (rttm.read, "SPEAKER a 1 2\n", "line 1: 4 fields"),
        (rttm.read, ";; x\nSPEAKER a 1 x 2 <NA> <NA> b\n", "line 2: the onset must be a number"),
        (rttm.read, "hello\n", "line 1: not RTTM"),
        (chat.read, "hello", "line 1: not CHAT"),
        (chat.read, "@UTF8\n%add:\tx", "line 2: %add hangs on no utterance"),
        (webvtt.read, "hello", "line 1: not WebVTT"),
        (webvtt.read, "WEBVTT\n\n1 --> 2\nx", "line 3: no times"),
        (tables.read, f"{HEAD}a,b,c,4,,\n", "line 2: onset_s must be a number"),
        (tables.read, f"{HEAD}a,b\n", "line 2: 2 fields"),
        (tables.read, "a,b\n1,2\n", "line 1: no table of codes"),
        (boris.read, "{\n]", "line 2: not JSON"),
        (boris.read, "[]", "observations: there are none"),
        (boris.read, '{"observations": {"a": {"events": [[1]]}}}', 'observation "a", event 1: not an event'),
        (boris.read, '{"observations": {"a": {"events": [["x", "", "s"]]}}}', "event 1: the time must be a number"),
        (boris.read, '{"observations": {"a": 3}}', "not as BORIS writes them"),
        (datavyu.read, "hello", "db: not a file of Datavyu"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_with_its_place(read: Reader, data: str, told: str) -> None:
    with pytest.raises(FormatError, match=told):
        list(read(data.encode()))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("00:00:01:000,00:00:02:000,(a)", "db line 1: a cell before any column"),
        ("#4\na (MATRIX,true,)-x|NOMINAL\n00:00:01:000,00:00:02:000,(a,b)", "db line 3: 2 values"),
        ("#4\nhello", "db line 2: neither"),
    ],
)
def test_what_is_wrong_in_a_database_of_datavyu_is_said(text: str, told: str) -> None:
    with pytest.raises(FormatError, match=told):
        list(datavyu.read(packed(text)))


def test_without_its_library_parquet_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parquet, "arrow", None)
    with pytest.raises(FormatError, match=r"pip install 'attune\[parquet\]'"):
        parquet.to_parquet(Codes(), ABOUT)


@pytest.mark.skipif(parquet.arrow is None, reason="pyarrow is not installed")
def test_what_is_no_parquet_is_refused() -> None:
    with pytest.raises(FormatError, match="not a Parquet file of codes"):
        list(parquet.read(b"hello"))


FILES = Path(__file__).parents[3] / "shared" / "formats"
REFUSED = {"otx_import_test.boris": "observations", "pyannote_sample.wav": "no file of codes"}


@pytest.mark.skipif(not FILES.exists(), reason="no files of other people beside the checkout")
@pytest.mark.parametrize("path", sorted(p for p in FILES.rglob("*") if p.is_file()), ids=lambda p: p.name)
def test_files_of_the_field_are_read(path: Path) -> None:
    if path.name in REFUSED:
        with pytest.raises(FormatError, match=f"{path.name}: .*{REFUSED[path.name]}"):
            coding.bring(path, "film.mp4", 1e5, Map())
    else:
        found, _ = coding.bring(path, "film.mp4", 1e5, Map())
        assert len(found)
        for write, read, sure in FORMATS.values():
            sent = Codes(tuple(found if sure else (replace(code, confidence=None) for code in found)))
            assert back(read(write(sent, ABOUT))) == sent
