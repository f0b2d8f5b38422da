"""Writes the shipped Word templates, always the same bytes.

    python tools/build_templates.py [--out FOLDER]

The looks are data (`tools/templates/look_*.py`): change a row, run this, look at the pages.
A lawyer may also restyle the written .docx in Word; this script is then no longer its source.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from templates import look_accord, look_annexe, look_cabinet, look_cahier, look_contrat, look_grille, look_leger
from templates.package import template_bytes

LOOKS = (
    look_contrat.LOOK, look_cahier.LOOK, look_cabinet.LOOK,
    look_annexe.LOOK, look_accord.LOOK, look_grille.LOOK, look_leger.LOOK,
)  # fmt: skip
SHIPPED = Path(__file__).resolve().parent.parent / "templates" / "docx"


def build(folder: Path) -> list[Path]:
    """Write every template into the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for look in LOOKS:
        path = folder / look.file
        path.write_bytes(template_bytes(look))
        written.append(path)
    return written


def main() -> None:
    parser = argparse.ArgumentParser(description="Write the shipped Word templates.")
    parser.add_argument(
        "--out", type=Path, default=SHIPPED, help="folder (default: templates/docx)"
    )
    for path in build(parser.parse_args().out):
        print(path.name)


if __name__ == "__main__":
    main()
