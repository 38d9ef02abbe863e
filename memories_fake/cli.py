"""The command line: memories-fake demo | serve | exec | routes | record | replay …"""

from __future__ import annotations

import gc
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from memories_fake.live.cassette_commands import convert, record, replay
from memories_fake.live.commands import drift, verify
from memories_fake.making import world

if TYPE_CHECKING:
    from memories_fake.settings import Settings

PORT = 4610
Command = Callable[..., Any]


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="memories-fake")
def main() -> None:
    """Memories.ai on your laptop: a stateful, deterministic fake of its video API."""


def fake_options(command: Command) -> Command:
    """The options that choose what kind of fake is run."""
    for option in reversed((*_state_options(), *_time_options(), *_world_outside_options())):
        command = option(command)
    return command


def _state_options() -> tuple[Command, ...]:
    return (
        click.option("--seed", default="0", help="Equal seeds make equal content."),
        click.option("--keys", help="Admit only these keys, separated by commas.  [any key]"),
        click.option(
            "--world",
            metavar="demo|FILE",
            help="Begin with sample content, or with an account from /_fake/export.",
        ),
        click.option("--store", metavar="FILE", help="Keep everything in this file.  [memory]"),
        click.option(
            "--dialect",
            "dialects",
            multiple=True,
            metavar="NAME=VALUE",
            help="How to speak where the sources differ; see `memories-fake dialects`.",
        ),
        click.option(
            "--require-evidence",
            type=click.Choice(["recorded", "documented", "inferred"]),
            help="Withhold answers that rest on less than that.",
        ),
        click.option("--check-replies", is_flag=True, help="Hold each answer to its contract."),
    )


def _time_options() -> tuple[Command, ...]:
    return (
        click.option(
            "--parse-seconds",
            default=2.0,
            show_default=True,
            help="How long a video takes from UNPARSE to PARSE.",
        ),
        click.option(
            "--import-seconds",
            type=float,
            help="How long an import downloads.  [as long as parsing]",
        ),
        click.option(
            "--virtual-time",
            is_flag=True,
            help="Repeatable runs: time moves one second per request, and nobody waits.",
        ),
        click.option(
            "--limits",
            type=click.Choice(["2025", "2026"]),
            help="Keep to the documented rates of that year.  [no limits]",
        ),
    )


def _world_outside_options() -> tuple[Command, ...]:
    return (
        click.option("--fetch", is_flag=True, help="Let upload_url download from public hosts."),
        click.option("--fetch-private", is_flag=True, help="…and from private ones."),
        click.option("--no-callbacks", is_flag=True, help="Write callbacks down, send none."),
        click.option(
            "--credits",
            type=click.FloatRange(min=0),
            metavar="N",
            help="Give each account N credits to spend.  [no end of them]",
        ),
    )


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=PORT, show_default=True, help="0 takes a free one.")
@click.option("--quiet", is_flag=True, help="Do not print each call.")
@fake_options
def serve(*, host: str, port: int, quiet: bool, **choices: Any) -> None:
    """Serve the fake over HTTP until interrupted."""
    with _nothing_thrown_away():
        from memories_fake.fake import Fake

        fake = Fake(_settings(**choices))
        server = _listening(fake, host, port)
    with _tidy_when_stopped(), fake:
        click.echo(f"memories-fake serves Memories.ai at {server.url}  (Ctrl-C ends it)")
        click.echo(
            f"  try:  curl -H 'Authorization: sk-any' -X POST {server.url}/serve/api/v1/list_videos"
        )
        if not quiet:
            from memories_fake.calling_out import print_call

            fake.services.journal.listen(print_call)
        with suppress(KeyboardInterrupt):
            server.serve()
        click.echo("\nstopped")


@main.command("exec", context_settings={"ignore_unknown_options": True})
@fake_options
@click.option("--offline", is_flag=True, help="Refuse the program every host but this machine.")
@click.argument("command", nargs=-1, required=True, type=click.UNPROCESSED)
def exec_(*, command: tuple[str, ...], offline: bool, **choices: Any) -> None:
    """Run any program with its calls to Memories.ai led to a fake: memories-fake exec -- CMD."""
    import os

    from memories_fake.doors.redirect import OtherHosts, redirected_environment, run
    from memories_fake.fake import Fake
    from memories_fake.showing import print_summary

    with Fake(_settings(**choices)) as fake, fake.serve() as server:
        others = OtherHosts.REFUSED if offline else OtherHosts.REACHED
        code = run(command, redirected_environment(os.environ, base_url=server.url, others=others))
        print_summary(list(fake.services.journal))
    sys.exit(code)


@main.command()
@click.option("--markdown", is_flag=True, help="As the table of the README.")
@click.option("--controls", is_flag=True, help="The fake's own paths instead.")
def routes(*, markdown: bool, controls: bool) -> None:
    """List every operation: its paths, and how it is known."""
    from memories_contracts import load_catalogue, load_control
    from memories_contracts.table import markdown_controls, markdown_table
    from memories_fake.showing import print_controls, print_routes

    catalogue = load_control() if controls else load_catalogue()
    if markdown:
        made = markdown_controls(catalogue) if controls else markdown_table(catalogue)
        click.echo(made, nl=False)
    elif controls:
        print_controls(catalogue)
    else:
        print_routes(catalogue)


@main.command()
def dialects() -> None:
    """List the switches for what the sources disagree about."""
    from memories_fake.showing import print_dialects

    print_dialects()


@main.command()
@click.option("--video", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--seed", default="0", help="Equal seeds make equal content.")
def demo(*, video: Path | None, seed: str) -> None:
    """Tell the whole story once: upload a real video, search it, chat about it, delete it."""
    from memories_fake.demo import run_demo

    sys.exit(run_demo(video, seed=seed))


for each in (verify, drift, record, replay, convert, world):
    main.add_command(each)


def _settings(*, keys: str | None, dialects: tuple[str, ...], **choices: Any) -> Settings:
    from memories_fake.api.dialects import spoken
    from memories_fake.settings import Callbacks, Fetch, Settings, Time
    from memories_fake.testkit.furnishing import furnisher

    fetch, private = choices.pop("fetch"), choices.pop("fetch_private")
    pairs = dict(each.partition("=")[::2] for each in dialects)
    try:
        spoken(pairs)
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--dialect") from error
    try:
        furnisher(choices["world"])
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--world") from error
    return Settings(
        keys=frozenset(filter(None, (key.strip() for key in (keys or "").split(",")))),
        dialect=pairs,
        time=Time.VIRTUAL if choices.pop("virtual_time") else Time.REAL,
        callbacks=Callbacks.OFF if choices.pop("no_callbacks") else Callbacks.ON,
        fetch=Fetch.ANY if private else Fetch.PUBLIC if fetch else Fetch.NEVER,
        **choices,
    )


@contextmanager
def _tidy_when_stopped() -> Iterator[None]:
    """Be stopped from outside, as containers are, as by Ctrl-C: no files are left behind."""
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


@contextmanager
def _nothing_thrown_away() -> Iterator[None]:
    """Start without the collector of garbage: what is loaded and made here stays to the end.

    It would look through all of that again and again, for a fifth of the time until the first
    answer; and need not look through it later either.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def _listening(fake: Any, host: str, port: int) -> Any:
    try:
        return fake.serve(host=host, port=port)
    except (OSError, SystemExit) as error:
        raise click.ClickException(
            f"cannot listen on {host}:{port}; is another one running? Try --port 0 for a free port."
        ) from error
