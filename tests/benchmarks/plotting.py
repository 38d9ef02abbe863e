"""The plot: each row as bars, ours beside the others."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from measuring import OURS, Row

SHOWN = ("cold start", "in-process", "per-test", "a stateful list", "memory idle", "upload")
OURS_COLOUR, OTHER_COLOUR = "#d1495b", "#8d99ae"


def plot(rows: Sequence[Row], folder: Path) -> None:
    """Writes plot.png and plot.svg."""
    import matplotlib as mpl
    from matplotlib import pyplot as plt

    mpl.use("Agg")
    mpl.rcParams["svg.hashsalt"] = "memories-fake"
    shown = [row for row in rows if row.found and row.name.startswith(SHOWN)]
    figure, axes = plt.subplots(
        (len(shown) + 1) // 2, 2, figsize=(12, 2.6 * ((len(shown) + 1) // 2)), squeeze=False
    )
    for axis in axes.flat[len(shown) :]:
        axis.set_visible(False)
    for row, axis in zip(shown, axes.flat, strict=False):
        items = sorted(row.found.items(), key=lambda item: item[1], reverse=not row.more_is_better)
        names, values = [name for name, _ in items], [value for _, value in items]
        colours = [OURS_COLOUR if name.startswith(OURS) else OTHER_COLOUR for name in names]
        bars = axis.barh(names, values, color=colours)
        axis.bar_label(bars, fmt="{:,.4g}", padding=3, fontsize=8)
        axis.set_title(f"{row.name} [{row.unit}]", fontsize=9, loc="left")
        axis.tick_params(labelsize=8)
        axis.spines[["top", "right", "bottom"]].set_visible(False)
        axis.set_xticks([])
        axis.margins(x=0.15)
    figure.tight_layout()
    figure.savefig(folder / "plot.png", dpi=110)
    figure.savefig(folder / "plot.svg", metadata={"Date": None})
