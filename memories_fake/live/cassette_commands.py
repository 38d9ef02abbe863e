"""The commands around cassettes: record, replay, convert."""

from __future__ import annotations

import os
import re
import signal
import sys
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from memories_fake.doors.redirect import OtherHosts
    from memories_fake.live.recording.doors import Deck

PORT = 4610
SHORTEST_SECRET = 8
_SECRET_VARIABLE = re.compile(r"(API_?KEY|TOKEN|SECRET|PASSWORD)$")
MODES = click.Choice(["none", "once", "new_episodes", "all"])
FILE = click.Path(dir_okay=False, path_type=Path)
UNPROCESSED: Mapping[str, Any] = {"ignore_unknown_options": True}


def _against(command: Callable[..., Any]) -> Callable[..., Any]:
    for option in reversed(
        (
            click.option(
                "--against",
                multiple=True,
                metavar="URL",
                help="The service to record, fake or live; repeatable, one for each host.",
            ),
            click.option(
                "--live", is_flag=True, help="Yes, call the live service, which costs money."
            ),
            click.option(
                "--expires-days",
                type=click.FloatRange(min=0),
                help="After that many days a replay warns, and fails where CI is set.  [never]",
            ),
        )
    ):
        command = option(command)
    return command


@click.command(context_settings=UNPROCESSED)
@_against
@click.option("--out", type=FILE, default=Path("cassette.json"), show_default=True)
@click.option("--mode", type=MODES, default="all", show_default=True, help="See replay --help.")
@click.option("--port", default=0, help="Where to listen.  [a free port]")
@click.argument("command", nargs=-1, type=click.UNPROCESSED)
def record(
    *,
    against: tuple[str, ...],
    live: bool,
    out: Path,
    mode: str,
    expires_days: float | None,
    port: int,
    command: tuple[str, ...],
) -> None:
    """Record what a program and a service say: memories-fake record --against URL -- CMD.

    The program runs as under exec, its calls led through a proxy into a cassette. No secret is
    written: keys, cookies, signed addresses and e-mail addresses get placeholders, equal ones the
    same, and of uploaded files only size and hash are kept. Without CMD the proxy serves until
    Ctrl-C: point any program at its address.
    """
    if not against:
        raise click.UsageError("say which service is recorded: --against URL")
    deck = _deck(out, mode=mode, against=against, live=live, expires_days=expires_days, speed=None)
    try:
        doing = f"records {' and '.join(against)}"
        code = _run(deck, command, port=port, others=None, doing=doing)
    finally:
        new = deck.save()
    if new:
        _say(f"{_counted(new)} recorded in {out}")
    elif deck.tape is None:
        _say(f"{out} is there already and stays as it is: --mode {mode} told it")
    else:
        _say("nothing was recorded: the program never called the service through the proxy")
        code = code or 1
    sys.exit(_code_after(deck, code))


@click.command(context_settings=UNPROCESSED)
@_against
@click.argument("file", type=FILE)
@click.option(
    "--mode",
    type=MODES,
    default="none",
    show_default=True,
    help="What is recorded --against a service: nothing; all if there is no FILE yet (once);"
    " what FILE does not hold (new_episodes); all anew.",
)
@click.option("--port", type=int, help=f"Where to listen.  [{PORT}; with CMD a free port]")
@click.option(
    "--speed",
    type=click.FloatRange(min=0, min_open=True),
    help="Let time pass so many times as fast as it was recorded: 1 is just as it was."
    "  [nobody waits: each look at a job shows its next state]",
)
@click.option(
    "--ignore",
    multiple=True,
    metavar="NAME",
    help="A parameter that does not matter, for it is another in each run; repeatable.",
)
@click.option("--offline", is_flag=True, help="Refuse the program every host but this machine.")
@click.argument("command", nargs=-1, type=click.UNPROCESSED)
def replay(
    *,
    file: Path,
    port: int | None,
    offline: bool,
    command: tuple[str, ...],
    **choices: Any,
) -> None:
    """Answer from a cassette: memories-fake replay FILE -- CMD, or without CMD until Ctrl-C.

    What changes something is answered in its order, and looks by the state that is due, however
    often one looks. What was not recorded is refused with the nearest that was, and the exit code
    is 1 then.
    """
    from memories_fake.doors.redirect import OtherHosts

    deck = _deck(file, **choices)
    others = OtherHosts.REFUSED if offline else OtherHosts.REACHED
    chosen = (0 if command else PORT) if port is None else port
    code = _run(deck, command, port=chosen, others=others, doing=f"replays {file}")
    if new := deck.save():
        _say(f"{_counted(new)} recorded in {file}")
    if deck.replay and (left := deck.replay.not_told()):
        _say(f"nobody asked for {', '.join(left)}")
    sys.exit(_code_after(deck, code))


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--out", type=FILE, help="The cassette to write.  [FILE with the ending .json]")
@click.option("--expires-days", type=click.FloatRange(min=0), help="How long it is good.")
def convert(*, file: Path, out: Path | None, expires_days: float | None) -> None:
    """Make a cassette of one that VCR.py recorded, scrubbed like any other."""
    from memories_fake.live.recording.doors import put_together
    from memories_fake.live.recording.keeping import save
    from memories_fake.live.recording.scrubbing import Scrubber
    from memories_fake.live.recording.vcr import NotFromVcr, taken_by_vcr

    out = out or file.with_suffix(".json")
    if not out.parent.is_dir():
        raise click.UsageError(f"there is no folder {out.parent}")
    if out == file:
        raise click.UsageError("say where the cassette goes: --out FILE")
    try:
        takens, against = taken_by_vcr(file)
    except NotFromVcr as error:
        raise click.ClickException(str(error)) from error
    scrubber = _scrubber(Scrubber())
    save(put_together(takens, scrubber, against=against, expires_days=expires_days), out)
    _say(f"{_counted(len(takens))} converted into {out}; VCR.py knows no times: one second each")


def _deck(
    file: Path,
    *,
    mode: str,
    against: tuple[str, ...],
    live: bool,
    expires_days: float | None,
    speed: float | None,
    ignore: tuple[str, ...] = (),
) -> Deck:
    """A cassette in use, after what is to be said about it was said on stderr."""
    from memories_fake.live import guarding
    from memories_fake.live.recording.doors import Choices, Deck, Mode
    from memories_fake.live.recording.keeping import NoCassette
    from memories_fake.live.recording.warning import CassetteWarning

    choices = Choices(
        file,
        Mode(mode),
        against or None,
        speed,
        expires_days=expires_days,
        secrets=_secrets_around(),
        ignored=ignore,
        refused=_say,
    )
    try:
        if any(guarding.is_live(base) for base in against):
            guarding.insist_on_consent(live)
        with _spoken():
            deck = Deck(choices)
            _ = deck.app
    except (NoCassette, ValueError, CassetteWarning) as error:
        raise click.ClickException(str(error)) from error
    return deck


@contextmanager
def _spoken() -> Iterator[None]:
    """What is warned of is said on stderr, as people read it."""
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        yield
    for warning in told:
        _say(f"warning: {warning.message}")


def _run(
    deck: Deck, command: Sequence[str], *, port: int, others: OtherHosts | None, doing: str
) -> int:
    from memories_fake.doors.redirect import OtherHosts, redirected_environment, run

    with _listening(deck, port) as server:
        if not command:
            _say(f"{doing} at {server.url}: point a program at it  (Ctrl-C ends it)")
            _wait_for_the_end()
            return 0
        led = {name: _led(value, deck.bases, server.url) for name, value in os.environ.items()}
        environment = redirected_environment(
            led, base_url=server.url, others=others or OtherHosts.REACHED
        )
        return run(command, environment)


def _led(value: str, bases: Sequence[str], url: str) -> str:
    """An address of what is recorded, for programs that have it from a variable."""
    for base in bases:
        if value == base or value.startswith(f"{base}/"):
            return url + value.removeprefix(base)
    return value


def _listening(deck: Deck, port: int) -> Any:
    try:
        return deck.serve(port=port)
    except (OSError, SystemExit) as error:
        raise click.ClickException(
            f"cannot listen on port {port}; is another one running? Try --port 0 for a free one."
        ) from error


def _wait_for_the_end() -> None:
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        signal.pause()
    except KeyboardInterrupt:
        _say("stopped")


def _code_after(deck: Deck, code: int) -> int:
    """A program that was refused something has not run as it was recorded."""
    if deck.unmatched:
        _say(f"{_counted(len(deck.unmatched), 'refused request')}: see above what was recorded")
    return code or (1 if deck.unmatched else 0)


def _scrubber(scrubber: Any) -> Any:
    for secret in _secrets_around():
        scrubber.learn_secret(secret)
    return scrubber


def _secrets_around() -> tuple[str, ...]:
    """The secrets of this environment: nothing of them may be in a cassette, wherever it came."""
    return tuple(
        value
        for name, value in os.environ.items()
        if _SECRET_VARIABLE.search(name) and len(value) >= SHORTEST_SECRET
    )


def _counted(number: int, what: str = "exchange") -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def _say(text: str) -> None:
    click.echo(f"memories-fake: {text}", err=True)
