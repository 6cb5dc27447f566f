"""Small enough to read: a budget for the longest and for the middle."""

from __future__ import annotations

from statistics import median

from tests.house.source import HOUSE, code_lines, functions, modules

LONGEST_FUNCTION = 50
LONGEST_FILE = 600
MIDDLE_FUNCTION = 12


def test_no_function_is_longer_than_a_screen() -> None:
    long = {
        f"{m.path.name}:{f.lineno} {f.name}": lines
        for m in modules()
        for f in functions(m)
        if (lines := code_lines(m, f)) > LONGEST_FUNCTION
    }
    assert not long


def test_no_file_has_two_subjects() -> None:
    long = {m.name: lines for m in modules() if (lines := len(m.text.splitlines())) > LONGEST_FILE}
    assert not long


def test_no_script_of_the_page_has_two_subjects() -> None:
    scripts = [path for path in HOUSE.rglob("*") if path.suffix in (".js", ".css", ".html")]
    assert scripts
    assert not {path.name for path in scripts if len(path.read_text(encoding="utf-8").splitlines()) > LONGEST_FILE}


def test_the_middle_function_is_short() -> None:
    assert median(code_lines(m, f) for m in modules() for f in functions(m)) <= MIDDLE_FUNCTION


def test_every_file_says_its_subject() -> None:
    silent = [m.name for m in modules() if not (m.tree.body and m.text.lstrip().startswith(('"""', "'''")))]
    assert not silent
