"""The command that makes a world too large to be written by hand: a public library of millions."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any, cast

import click

ROWS_PER_POST = {"videos": 1, "stories": 2, "labels": 3}  # about so many
OF_ROWS, OF_TABLES = 0.7, 0.9  # so much of the time goes to rows, and to a table with its indexes
TOLD_EVERY = 10_000  # rows
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
    _furnish(part)
    with click.progressbar(length=BAR_STEPS, label=f"{public:,} posts") as bar:
        for doing, done in write_posts(part, public, seed):
            bar.label = f"{public:,} posts: {doing}"
            bar.update(round(done * BAR_STEPS) - bar.pos)
    part.replace(out)
    click.echo(f"made {out}: memories-fake serve --store {out}")


@dataclass(frozen=True, slots=True)
class Job:
    """A table of the posts, which a process of its own writes into a file of its own."""

    table: str
    path: Path
    number: int
    seed: str

    def do(self, teller: Connection) -> None:
        """Write the rows, make the indexes, and tell how far it is."""
        from memories_fake.domain import mass_posts
        from memories_fake.store.bulk import bulk
        from memories_fake.store.tables import metadata

        columns, rows_of = {
            "videos": (mass_posts.VIDEO, mass_posts.video_rows),
            "stories": (mass_posts.STORY, mass_posts.story_rows),
            "labels": (mass_posts.LABEL, mass_posts.label_rows),
        }[self.table]
        with bulk(self.path, metadata.tables[self.table]) as file:
            file.add(columns, self._counted(rows_of(self.seed, self.number), teller.send))
            for index, done in file.make_indexes():
                teller.send((f"index {index}", OF_ROWS + (1 - OF_ROWS) * done))

    def _counted(
        self, rows: Iterable[Sequence[object]], tell: Callable[[Told], None]
    ) -> Iterator[Sequence[object]]:
        most = self.number * ROWS_PER_POST[self.table]
        for count, row in enumerate(rows):
            if count % TOLD_EVERY == 0:
                tell(("rows", OF_ROWS * min(1.0, count / most)))
            yield row


def write_posts(path: Path, number: int, seed: str) -> Iterator[Told]:
    """Write so many posts into a file that has its tables.

    Each table is written by a process of its own, so that the file is the same however many run
    at once. Raises ClickException where one of them fails.
    """
    from memories_fake.store.bulk import take_over
    from memories_fake.store.tables import metadata

    first, *others = [
        Job(table, path.with_name(f"{path.name}.{table}"), number, seed) for table in ROWS_PER_POST
    ]
    for job in (first, *others):
        shutil.copyfile(path, job.path)
    yield from _at_once((first, *others))
    for at, job in enumerate(others):
        yield f"{job.table} to the rest", OF_TABLES + (1 - OF_TABLES) * at / len(others)
        take_over(first.path, metadata.tables[job.table], job.path)
        job.path.unlink()
    first.path.replace(path)
    yield "done", 1.0


def _at_once(jobs: Sequence[Job]) -> Iterator[Told]:
    """Do them all; tell what any of them tells, and how far they are on the whole."""
    context, running = get_context("spawn"), {}
    done: dict[Any, float] = {}
    for job in jobs:
        hearer, teller = context.Pipe(duplex=False)
        running[hearer] = context.Process(target=job.do, args=(teller,), daemon=True)
        running[hearer].start()
        teller.close()
    try:
        while running:
            for ready in wait(list(running)):
                hearer = cast("Connection[Told, Told]", ready)
                try:
                    doing, done[hearer] = hearer.recv()
                except EOFError:
                    _end(running.pop(hearer))
                    done[hearer] = 1.0
                else:
                    yield doing, OF_TABLES * sum(done.values()) / len(jobs)
    finally:
        for process in running.values():  # of no use without the one that has failed
            process.terminate()


def _end(process: BaseProcess) -> None:
    process.join()
    if process.exitcode:
        raise click.ClickException("a table could not be written; what was made is of no use.")


def _furnish(path: Path) -> None:
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
