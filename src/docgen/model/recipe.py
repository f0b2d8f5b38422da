"""How a version is made: everything that was asked for, so that the same documents can be made again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, field, fields
from typing import Any, Final

from docgen.model.dataclass import dataclass
from docgen.model.diagnostic import Outcome, error
from docgen.model.plan import Request

RECIPE_FORMAT: Final = "docgen.recipe/1"


@dataclass(frozen=True, slots=True)
class Recipe:
    """What a version is made from, beside its profile and its library.

    ``changes`` says how many of the dated changes of the profile are in it, in the order of their numbers. ``base`` is
    the version that it follows (0: none); where it ``amends`` that one, the numbers of its articles are kept and
    amendments are made. ``pins`` are the revisions that clauses keep, ``taken`` the ISO days from which clauses have
    the revision pinned for them. ``own`` is how many bytes of the recorded profile are its own file: changes from other
    files follow (0: all of it). ``change`` says of a change that stands in no file what an amendment has to say of it.
    """

    profile: str
    own: int = 0
    changes: int = 0
    base: int = 0
    amends: bool = False
    pins: Mapping[str, int] = field(default_factory=dict)
    taken: Mapping[str, str] = field(default_factory=dict)
    types: tuple[str, ...] = ()
    language: str = ""
    variant: str = ""
    as_of: str = ""
    effective: str = ""
    final: bool = False
    change: Mapping[str, Any] = field(default_factory=dict)

    @property
    def request(self) -> Request:
        """What is asked for, as a draft asks for it."""
        return Request(self.types, self.language, self.variant, self.as_of, self.effective, self.final)


def as_plain(recipe: Recipe) -> dict[str, Any]:
    """The recipe as plain data, to be recorded."""
    plain = asdict(recipe)
    return {"format": RECIPE_FORMAT, **plain, "types": list(recipe.types)}


def from_plain(plain: Mapping[str, Any], version: str) -> Outcome[Recipe]:
    """The recipe again; RN601 when another docgen wrote it in a form that this one does not know."""
    names = {f.name for f in fields(Recipe)}
    known = {k: v for k, v in plain.items() if k in names}
    if plain.get("format") != RECIPE_FORMAT or set(plain) - names - {"format"} or "profile" not in known:
        hint = "take the docgen that wrote it, or a newer one; the files that were issued are in the register all the same"
        return Outcome(None, (error("RN601", f"{version} was made by a recipe of an unknown form: {plain.get('format')!r}", None, hint),))
    return Outcome(Recipe(**{**known, "types": tuple(known.get("types", ()))}))
