"""docs/agreement.ipynb runs as it stands, from codes to a figure, and holds nothing that a machine put there."""

from __future__ import annotations

import re
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbformat import NotebookNode

from tests.house.source import ROOT

PAGE = ROOT / "docs/agreement.ipynb"
LIMIT = 300
"""Seconds that a cell may take before it hangs: on a machine with nothing else to do all of them take five."""


def notebook() -> NotebookNode:
    return nbformat.read(PAGE, as_version=4)


def run(book: NotebookNode, folder: Path) -> list[NotebookNode]:
    """What the cells show, in their order."""
    NotebookClient(book, timeout=LIMIT, resources={"metadata": {"path": str(folder)}}).execute()
    return [shown for cell in book.cells for shown in cell.get("outputs", ())]


def test_no_output_of_anybodys_is_stored() -> None:
    cells = [cell for cell in notebook().cells if cell.cell_type == "code"]
    assert len(cells) > 4
    assert not [cell for cell in cells if cell.outputs or cell.execution_count]


def test_it_goes_from_codes_to_a_figure(tmp_path: Path) -> None:
    shown = run(notebook(), tmp_path)
    printed = "".join(one.text for one in shown if one.output_type == "stream" and one.name == "stdout")
    told = re.findall(r"^(\w+): (0\.\d\d) at (\d+)% coverage; people (0\.\d\d)$", printed, re.MULTILINE)
    assert [cue for cue, *_ in told] == ["mutual_gaze", "joint_attention", "child_smiles"]
    assert all(float(kappa) > 0.4 and int(coverage) > 40 and float(people) > 0.6 for _, kappa, coverage, people in told)
    assert re.findall(r"p = (\S+)", printed) == ["0.005"] * 3
    assert len(shown[-1].data["image/png"]) > 10_000
    assert not [one for one in shown if one.output_type == "stream" and one.name == "stderr"]
    assert not list(tmp_path.iterdir()), "it leaves nothing behind"
