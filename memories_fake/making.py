"""The command that makes a world too large to be written by hand: a public library of millions."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from memories_fake.store.bulk import Bulk

# The shares that the steps have in the time.
OF_VIDEOS, OF_LABELS, OF_TAKING_OVER = 0.48, 0.45, 0.07
OF_ROWS = 0.72  # of a table; its indexes take the rest
BATCH = 10_000
BAR_STEPS = 1_000

Told = tuple[str, float]  # what is being done, and how much of all has been done: at last 1.0


@click.group()
def world() -> None:
    """Make a world to serve: memories-fake world make."""


@world.command()
@click.option("--public", type=click.IntRange(min=1), required=True, help="So many public posts.")
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    required=True,
    help="The file to make, for `serve --store`.",
)
@click.option("--seed", default="0", help="Equal seeds make equal content.")
def make(*, public: int, out: Path, seed: str) -> None:
    """Make a file with a large public library, beside the posts that are always there."""
    if out.exists():
        raise click.ClickException(f"{out} is there already; it is left as it is.")
    part = out.with_name(f"{out.name}.part")
    furnish(part)
    with click.progressbar(length=BAR_STEPS, label=f"{public:,} posts") as bar:
        for doing, done in write_posts(part, public, seed):
            bar.label = f"{public:,} posts: {doing}"
            bar.update(round(done * BAR_STEPS) - bar.pos)
    part.replace(out)
    click.echo(f"made {out}: memories-fake serve --store {out}")


def write_posts(path: Path, number: int, seed: str) -> Iterator[Told]:
    """Write so many posts into a file that has its tables. Raises ClickException.

    What they tell is written meanwhile by another process into a file beside it, and then taken
    over in bulk: so the file is the same however the two come along.
    """
    from multiprocessing import get_context  # for who makes a world only

    beside = path.with_name(f"{path.name}.stories")
    shutil.copyfile(path, beside)
    arguments = (beside, number, seed)
    other = get_context("spawn").Process(target=write_stories, args=arguments, daemon=True)
    other.start()
    try:
        yield from write_videos_and_labels(path, number, seed)
        other.join()
    finally:
        other.terminate()
    if other.exitcode:
        raise click.ClickException("the stories could not be written; what was made is of no use.")
    yield "taking over the stories", 1 - OF_TAKING_OVER
    _take_over_stories(path, beside)
    yield "done", 1.0


def write_videos_and_labels(path: Path, number: int, seed: str) -> Iterator[Told]:
    from memories_fake.domain.mass_posts import VIDEO, video_rows

    for doing, done in _write(path, VIDEO, video_rows(seed, number), number, "videos"):
        yield doing, done * OF_VIDEOS
    for doing, done in _note_labels(path):
        yield doing, OF_VIDEOS + done * OF_LABELS
    yield "waiting for the stories", OF_VIDEOS + OF_LABELS


def _note_labels(path: Path) -> Iterator[Told]:
    from memories_fake.domain.mass_posts import NOTE_LABELS
    from memories_fake.store.bulk import bulk
    from memories_fake.store.tables import metadata

    yield "labels", 0.0
    with bulk(path, metadata.tables["labels"]) as file:
        file.add_found(NOTE_LABELS)
        yield from _with_indexes(file)


def _take_over_stories(path: Path, beside: Path) -> None:
    from memories_fake.store.bulk import take_over
    from memories_fake.store.tables import metadata

    take_over(path, metadata.tables["stories"], beside)
    beside.unlink()


def write_stories(path: Path, number: int, seed: str) -> None:
    """Write what the posts tell into a file that has its tables."""
    from memories_fake.domain.mass_posts import STORY, story_rows

    for _told in _write(path, STORY, story_rows(seed, number), 2 * number, "stories"):
        """Nobody looks on."""


def _write(
    path: Path, columns: Sequence[str], rows: Iterator[Sequence[object]], count: int, name: str
) -> Iterator[Told]:
    """Write so many rows into the table of that name, and make its indexes."""
    from memories_fake.store.bulk import bulk
    from memories_fake.store.tables import metadata

    with bulk(path, metadata.tables[name]) as file:
        for first in range(0, count, BATCH):
            yield name, OF_ROWS * first / count
            file.add(columns, islice(rows, BATCH))
        yield from _with_indexes(file)


def _with_indexes(file: Bulk) -> Iterator[Told]:
    for index, done in file.make_indexes():
        yield f"index {index}", OF_ROWS + (1 - OF_ROWS) * done


def furnish(path: Path) -> None:
    """Make the tables, and the posts that every library begins with."""
    from memories_fake.domain import public
    from memories_fake.fake import Fake

    path.unlink(missing_ok=True)
    with Fake(store=str(path), callbacks="off") as fake:
        account = fake.services.accounts.of("the maker of the world")
        with fake.services.library(account, "default") as library:
            public.everything(library)
    for beside in (f"{path}-wal", f"{path}-shm"):
        Path(beside).unlink(missing_ok=True)
