"""The command that makes a world too large to be written by hand: a public library of millions."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click


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
    part.unlink(missing_ok=True)
    _furnish(part)
    with click.progressbar(length=public, label=f"{public:,} posts") as bar:
        for done in write_posts(part, public, seed):
            bar.update(done)
    part.replace(out)
    click.echo(f"made {out}: memories-fake serve --store {out}")


def write_posts(path: Path, number: int, seed: str) -> Iterator[int]:
    """Write so many posts into a file that has its tables; tells how many are written each time."""
    from memories_fake.domain.mass_posts import LABEL, STORY, VIDEO, posts
    from memories_fake.store.bulk import bulk
    from memories_fake.store.tables import labels, stories, videos

    with bulk(path) as file:
        for rows in posts(seed, number):
            file.add(videos, VIDEO, rows.videos)
            file.add(stories, STORY, rows.stories)
            file.add(labels, LABEL, rows.labels)
            yield len(rows.videos)


def _furnish(path: Path) -> None:
    """Make the tables, and the posts that every library begins with."""
    from memories_fake.domain import public
    from memories_fake.fake import Fake

    with Fake(store=str(path), callbacks="off") as fake:
        account = fake.services.accounts.of("the maker of the world")
        with fake.services.library(account, "default") as library:
            public.everything(library)
    for beside in (f"{path}-wal", f"{path}-shm"):
        Path(beside).unlink(missing_ok=True)
