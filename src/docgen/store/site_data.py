"""What the site of a library is made with, as it ships with the package: words, pages, style sheet and script."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable


def _folder() -> Traversable:
    return resources.files("docgen").joinpath("data", "site")


@lru_cache(maxsize=1)
def site_languages() -> tuple[str, ...]:
    """Codes of the languages in which a site can speak."""
    return tuple(sorted(f.name.removesuffix(".yaml") for f in _folder().iterdir() if f.name.endswith(".yaml")))


def site_words(code: str) -> Mapping[str, Any]:
    """The words of a site in one of these languages."""
    words: dict[str, Any] = yaml.load(_folder().joinpath(f"{code}.yaml").read_bytes(), yaml.CSafeLoader)
    return words


def site_pages() -> dict[str, str]:
    """The templates of the pages by name."""
    return {
        f.name: f.read_text(encoding="utf-8") for f in _folder().joinpath("pages").iterdir() if f.name.endswith(".html")
    }


def site_assets() -> dict[str, bytes]:
    """The style sheet and the script, as they are written into a site."""
    return {name: _folder().joinpath(name).read_bytes().replace(b"\r\n", b"\n") for name in ("site.css", "site.js")}
