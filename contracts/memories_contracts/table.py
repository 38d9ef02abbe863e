"""The operations as a Markdown table, for a README to hold."""

from __future__ import annotations

from memories_contracts.catalogue import Catalogue
from memories_contracts.evidence import Known


def markdown_table(catalogue: Catalogue) -> str:
    """One row per operation: name, call, how it is known, and its fields by grade."""
    grades = " | ".join(known.value for known in Known)
    rows = [
        f"| operation | call | known | {grades} |",
        "|---|---|---|" + "--:|" * len(Known),
    ]
    for contract in catalogue.values():
        counts = " | ".join(str(count or "") for count in contract.evidence_counts().values())
        call = f"`{contract.method} {contract.path}`"
        rows.append(f"| {contract.name} | {call} | {contract.evidence} | {counts} |")
    return "\n".join(rows) + "\n"


def markdown_controls(control: Catalogue) -> str:
    """The fake's own paths and the Python words that do the same, as rows of Markdown."""
    lines = ["| what | over HTTP | in Python |", "|---|---|---|"]
    for contract in sorted(control.values(), key=lambda each: (each.path, each.method)):
        words = [word.strip() for word in str(contract.document.get("python", "")).split(",")]
        python = ", ".join(f"`{word}`" for word in words if word)
        lines.append(f"| {contract.summary} | `{contract.method} {contract.path}` | {python} |")
    return "\n".join(lines) + "\n"


def markdown_evidence(catalogue: Catalogue) -> str:
    """How many fields of each generation are known in which way, as rows of Markdown."""
    grades = [known.value for known in Known]
    lines = [f"| generation | operations | {' | '.join(grades)} |", "|---|" + "--:|" * 5]
    for generation in dict.fromkeys(contract.generation for contract in catalogue.values()):
        contracts = [each for each in catalogue.values() if each.generation == generation]
        counts = [sum(each.evidence_counts()[known] for each in contracts) for known in Known]
        cells = " | ".join(map(str, (len(contracts), *counts)))
        lines.append(f"| {generation} | {cells} |")
    return "\n".join(lines) + "\n"
