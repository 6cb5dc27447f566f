"""A night on a cluster: the same films done, a machine lost in the middle, and nothing told to who listens."""

from __future__ import annotations

import os
import time
import uuid
from collections.abc import Iterator
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

import dask
import distributed
import psutil
import pytest
from click.testing import CliRunner
from distributed.security import Security

from attune import cli, models
from attune.errors import KnobError, StoreError
from attune.night import cluster, run
from attune.night.ledger import Ledger
from tests.night import fake

pytestmark = pytest.mark.filterwarnings("default")  # Dask's own


@pytest.fixture
def machines() -> Iterator[distributed.LocalCluster]:
    """Two machines, played by two processes."""
    with (
        dask.config.set({"distributed.admin.log-length": None}),
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, dashboard_address=None, silence_logs=50, host="127.0.0.1"
        ) as local,
    ):
        yield local


def test_a_machine_lost_in_mid_film_costs_no_film(machines: distributed.LocalCluster, tmp_path: Path) -> None:
    folder = tmp_path / "films"
    for mood in ("slow-1", "slow-2", "good", "refuses", "segfault"):
        fake.film_at(folder / f"{mood}.mp4", parts=20 if "slow" in mood else 1)
    lost: list[int] = []

    def tell(event: dict[str, object]) -> None:
        if not lost and event["event"] == "progress" and len(fake.begun(folder / "slow-1.mp4")) > 3:
            lost.append(next(iter(machines.workers.values())).pid)
            psutil.Process(lost[0]).kill()

    with cluster.joined(machines.scheduler_address, 2) as client:
        crew = cluster.Cluster(client, fake.WORK, None)
        run.night(run.Wish(folder, at_once=2, work=fake.WORK), tell, crew)
    assert lost
    with Ledger(folder / "attune-night") as book:
        states = {row.name: (row.state, row.why) for row in book.rows()}
    assert {name: state for name, (state, _) in states.items()} == {
        "good.mp4": "done", "refuses.mp4": "failed", "segfault.mp4": "quarantined", "slow-1.mp4": "done",
        "slow-2.mp4": "done",
    }  # fmt: skip
    assert "SIGSEGV" in states["segfault.mp4"][1]
    owners = {path.read_text() for path in folder.glob("*.attune/owner")}
    assert str(os.getpid()) not in owners, "the machines watched, not this process"
    assert len(owners) > 1
    begun = [fake.begun(folder / f"slow-{n}.mp4") for n in (1, 2)]
    assert all(len(parts) <= 21 for parts in begun)
    assert sum(map(len, begun)) <= 41


def test_the_command_gives_its_films_to_the_cluster(
    machines: distributed.LocalCluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(models, "ensure", lambda *_: None)
    monkeypatch.setattr(run.Wish.__init__, "__defaults__", (None, 1, None, False, fake.WORK, None))
    fake.film_at(tmp_path / "good.mp4")
    result = CliRunner().invoke(cli.main, ["night", str(tmp_path), "--cluster", machines.scheduler_address])
    assert result.exit_code == 0, result.output
    assert (tmp_path / "good.mp4.attune" / "owner").read_text() != str(os.getpid())


def test_a_film_that_is_taken_back_ends_where_it_is(machines: distributed.LocalCluster, tmp_path: Path) -> None:
    film = fake.film_at(tmp_path / "slow.mp4", parts=1000)
    with cluster.joined(machines.scheduler_address, 1) as client:
        crew = cluster.Cluster(client, fake.WORK, None)
        crew.start("slow.mp4", film)
        until = time.monotonic() + 60
        while len(fake.begun(film)) < 3:
            assert time.monotonic() < until
            list(crew.hear(0.1))
        crew.close()
        until = time.monotonic() + 30
        while True:
            before = len(fake.begun(film))
            time.sleep(1.0)
            if len(fake.begun(film)) == before:
                return
            assert time.monotonic() < until, "it goes on"


def certified(place: Path) -> dict[str, str]:
    """Dask's settings with a certificate made a moment ago, one for all roles, which vouches for itself."""
    made = Security.temporary()
    file = place / f"{uuid.uuid4().hex}.pem"
    file.write_text(f"{made.tls_client_key}{made.tls_ca_file}")
    names = [f"{role}.{what}" for role in ("scheduler", "worker", "client") for what in ("cert", "key")]
    return {f"distributed.comm.tls.{name}": str(file) for name in ("ca-file", *names)}


def test_over_tls_a_night_is_done_and_a_stranger_is_not_let_in(tmp_path: Path) -> None:
    films = [fake.film_at(tmp_path / "films" / f"{name}.mp4", parts=2) for name in ("good", "good-2")]
    with dask.config.set(certified(tmp_path)), distributed.LocalCluster(
        n_workers=1, threads_per_worker=1, dashboard_address=None, silence_logs=50, host="127.0.0.1",
        protocol="tls://", security=Security(),
    ) as machines:  # fmt: skip
        assert machines.scheduler_address.startswith("tls://127.0.0.1:")
        assert all(address.startswith("tls:") for address in machines.scheduler_info["workers"])
        with cluster.joined(machines.scheduler_address, 1) as client:
            counts = run.night(run.Wish(films[0].parent), lambda _: None, cluster.Cluster(client, fake.WORK, None))
        assert counts["done"] == 2
        with dask.config.set(certified(tmp_path)), pytest.raises(StoreError, match="certificate"):
            cluster.joined(machines.scheduler_address, 1).__enter__()
        with pytest.raises(StoreError, match="does not answer"):
            cluster.joined(machines.scheduler_address.replace("tls:", "tcp:"), 1).__enter__()


def test_without_certificates_it_is_said_where_they_are_named() -> None:
    with pytest.raises(KnobError, match=r"distributed\.comm\.tls"), cluster.joined("tls://127.0.0.1:1", 1):
        pass


@pytest.mark.parametrize("address", ["tcp://192.0.2.1:8786", "tcp://cluster.example:8786", "http://127.0.0.1", "here"])
def test_another_machine_is_spoken_to_over_tls_alone(address: str) -> None:
    with pytest.raises(KnobError, match="tls://"):
        cluster.check(address)


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:1", "tcp://localhost:1", "tcp://[::1]:1", "tls://x:1", "slurm"])
def test_this_machine_tls_and_slurm_are_taken(address: str) -> None:
    cluster.check(address)


def test_a_cluster_that_does_not_answer_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "ANSWER", 0.5)
    with pytest.raises(StoreError, match="does not answer"), cluster.joined("tcp://127.0.0.1:1", 1):
        pass


def test_slurm_is_asked_for_one_film_a_job_over_tls(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    before = {one.laddr for one in psutil.Process().net_connections()}
    with cluster.slurm(shared_temp_directory=str(tmp_path)) as machines:
        script = machines.job_script()
        assert machines.scheduler_address.startswith("tls://")
        open_to_all = {one.laddr for one in psutil.Process().net_connections() if one.status == "LISTEN"} - before
        port = urlsplit(machines.scheduler_address).port
        assert {at.port for at in open_to_all if not ip_address(at.ip).is_loopback} == {port}
    for line in ("#SBATCH --cpus-per-task=1", "#SBATCH --mem=4G", "--nthreads 1", "--no-dashboard",
                 "--dashboard-address 127.0.0.1", "--tls-cert", "tls://"):  # fmt: skip
        assert line in script
