"""The command line: read arguments, call a verb, print. Every verb lives in ``docgen.app``."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from docgen import __version__

if TYPE_CHECKING:
    from docgen.app.workshop import Workshop
    from docgen.model.diagnostic import Diagnostic
    from docgen.model.plan import Request

Command = Callable[..., Any]
FORMATS = click.Choice(["text", "json", "github"])


def _common(command: Command) -> Command:
    """Options that every command on a project has."""
    options = (
        click.option("--project", type=click.Path(path_type=Path), help="Folder of the project; default: the nearest one."),
        click.option("--format", "form", type=FORMATS, default="text", help="How findings are printed."),
        click.option("--no-index", is_flag=True, help="Read every file anew and keep nothing."),
    )
    for option in reversed(options):
        command = option(command)
    return command


def _dates(command: Command) -> Command:
    """Options that say what is made and as of when."""
    options = (
        click.option("--only", multiple=True, metavar="TYPE", help="Make only this document type (may be repeated)."),
        click.option("--lang", default="", metavar="CODE", help="Language of the documents; default: that of the profile."),
        click.option("--variant", default="", help="Variant of the document type, such as leger."),
        click.option("--as-of", default="", metavar="DATE", callback=_iso, help="Date of the law and of the document; default: as_of of the profile."),
        click.option("--effective", default="", metavar="DATE", callback=_iso, help="Date that decides which revisions are in force; default: that of the profile."),
    )  # fmt: skip
    for option in reversed(options):
        command = option(command)
    return command


def _iso(context: click.Context, option: click.Parameter, value: str) -> str:
    from datetime import date

    if not value:
        return ""
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError as exc:
        raise click.BadParameter("write a date as 2027-03-01") from exc


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="docgen")
def main() -> None:
    """Contracts and specifications in Word, from a clause library and a client profile."""


# ---------------------------------------------------------------------- verbs
@main.command()
@click.argument("folder", type=click.Path(path_type=Path))
def init(folder: Path) -> None:
    """Make a project of your own in FOLDER: library, templates and example profiles."""
    from docgen.app.start import init as start

    written, problems = start(folder)
    _print(problems, "text")
    if not written:
        sys.exit(1)
    click.echo(f"{len(written)} files in {folder}")
    click.echo(f"next: cd {folder} && docgen draft profiles/mobilys.yaml")


@main.command()
@click.argument("profiles", nargs=-1, type=click.Path(path_type=Path))
@click.option("--library", "whole", is_flag=True, help="Also explore every combination that the library allows, with PROFILES as examples.")
@click.option("--budget", type=click.FloatRange(min=0), default=120, show_default=True, metavar="SECONDS", help="Time of the processor for --library.")
@click.option("--quiet", is_flag=True, help="Neither progress nor a summary, only findings.")
@_dates
@_common
def check(profiles: Sequence[Path], whole: bool, budget: float, quiet: bool, project: Path | None, form: str,
          no_index: bool, **asked: Any) -> None:  # fmt: skip
    """Check the library, the templates and PROFILES (default: every profile of the project)."""
    from docgen.app.check import check as verb
    from docgen.store.project import PROFILES

    workshop = _workshop(project, profiles, form, no_index)
    chosen = list(profiles) or sorted((workshop.project.root / PROFILES).glob("*.yaml"))
    with _Progress(quiet=quiet) as progress:
        found = verb(workshop, chosen, _request(asked), progress)
        summary = ""
        if whole:
            from docgen.app.space import check_space
            from docgen.model.diagnostic import in_reading_order

            more, summary = check_space(workshop, chosen, budget, progress)
            found = in_reading_order((*found, *more))
    workshop.close()
    _print(found, form)
    if summary and form == "text" and not quiet:
        click.echo(summary, err=True)
    _exit(found)


@main.command()
@click.argument("profile", type=click.Path(path_type=Path))
@click.option("--out", type=click.Path(path_type=Path), default=Path("out"), show_default=True, help="Folder for the documents.")
@click.option("--final", is_flag=True, help="Final documents: refused while there is any error.")
@click.option("--pdf", is_flag=True, help="Also a PDF beside each .docx (needs LibreOffice).")
@click.option("--comments", is_flag=True, help="Drafts for your own side: at each clause a Word comment with positions, guidance, law and revision.")
@click.option("--watch", is_flag=True, help="Draw again whenever a file of the project changes.")
@_dates
@_common
def draft(profile: Path, out: Path, final: bool, pdf: bool, comments: bool, watch: bool, project: Path | None,
          form: str, no_index: bool, **asked: Any) -> None:  # fmt: skip
    """Draw the documents of PROFILE in Word, all of them or none."""
    if final and comments:
        raise click.UsageError("--comments is for drafts, a final document holds no comment: leave out --comments or --final")
    request = _request(asked, final=final)

    def once() -> int:
        workshop = _workshop(project, [profile], form, no_index)
        try:
            return _draft(workshop, profile, out, request, form, pdf=pdf, comments=comments)
        finally:
            workshop.close()

    if not watch:
        sys.exit(once())
    from docgen.app.watch import watching

    watching(_root(project, [profile]), [profile], once, click.echo)


def _draft(
    workshop: Workshop, profile: Path, out: Path, request: Request, form: str, *, pdf: bool, comments: bool
) -> int:
    from docgen.app.draft import make
    from docgen.app.issue import issue
    from docgen.model.diagnostic import has_errors, in_reading_order

    read = workshop.profile(profile)
    if read.value is None or has_errors(read.diagnostics):
        _print(in_reading_order(read.diagnostics), form)
        return 1
    drafts = make(workshop, read.value, request)
    found = in_reading_order((*read.diagnostics, *drafts.diagnostics))
    if drafts.blocked or (request.final and has_errors(found)) or not drafts.documents:
        _print(found, form)
        _say_nothing_written(drafts.blocked, request.final, form)
        return 1
    with _Progress() as progress:
        written, problems = issue(drafts, out, pdf=pdf, progress=progress, commented=comments)
    _print((*found, *problems), form, [str(p) for p in written])
    return 0 if written else 1


def _say_nothing_written(blocked: bool, final: bool, form: str) -> None:
    if form == "text":
        reason = "the errors above stop a draft too" if blocked or not final else "a final document needs them mended"
        click.echo(f"nothing written: {reason}", err=True)


@main.command()
@click.argument("profile", type=click.Path(path_type=Path))
@click.option("--out", type=click.Path(path_type=Path), default=Path("out"), show_default=True, help="Folder for the page.")
@_dates
@_common
def preview(profile: Path, out: Path, project: Path | None, form: str, no_index: bool, **asked: Any) -> None:
    """Show the draft of PROFILE as an HTML page, with the source and the reason of each clause."""
    from docgen.app.preview import preview as verb
    from docgen.model.diagnostic import has_errors

    workshop = _workshop(project, [profile], form, no_index)
    path, found = verb(workshop, profile, out, _request(asked))
    workshop.close()
    _print(found, form, [str(path)] if path else [])
    sys.exit(0 if path is not None and not has_errors(d for d in found if d.code.startswith("IO")) else 1)


@main.command()
@click.argument("profile", type=click.Path(path_type=Path))
@click.option("--document", "only", multiple=True, metavar="TYPE", help="Duties of this document type (may be repeated); default: every contract.")
@click.option("--from", "start", default="", metavar="DATE", callback=_iso, help="Leave out the days before this one.")
@click.option("--until", "end", default="", metavar="DATE", callback=_iso, help="Leave out the days after this one.")
@click.option("--format", "form", type=click.Choice(["text", "json", "ics"]), help="Default: that of the name of FILE, else text.")
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="FILE", help="Write to FILE instead of printing.")
@click.option("--lang", default="", metavar="CODE", help="Language of the duties; default: that of the profile.")
@click.option("--project", type=click.Path(path_type=Path), help="Folder of the project; default: the nearest one.")
@click.option("--no-index", is_flag=True, help="Read every file anew and keep nothing.")
def calendar(profile: Path, only: Sequence[str], start: str, end: str, form: str | None, output: Path | None,
             lang: str, project: Path | None, no_index: bool) -> None:  # fmt: skip
    """Show what the contracts of PROFILE make due, by whom and when; also as a file for calendars (.ics)."""
    from docgen.app.calendar import calendar_file
    from docgen.model.plan import Request

    workshop = _workshop(project, [profile], "text", no_index)
    wanted = form or (output.suffix[1:] if output is not None and output.suffix in (".ics", ".json") else "text")
    data, found = calendar_file(workshop, profile, Request(tuple(only), lang), wanted, start=start, end=end)
    workshop.close()
    if data is not None and output is not None:
        from docgen.store.atomic import write_all

        problems = write_all({output: data})
        _print((*found, *problems), "text", [] if problems else [str(output)])
        sys.exit(1 if problems else 0)
    _print(found, "text")
    if data is None:
        sys.exit(1)
    click.echo(data, nl=False)


@main.command()
@click.argument("profile", type=click.Path(path_type=Path))
@click.argument("values", nargs=-1, metavar="[NAME=VALUE]...")
@click.option("--out", type=click.Path(path_type=Path), help="Folder for Word files; default: text on the terminal.")
@_dates
@_common
def simulate(profile: Path, values: Sequence[str], out: Path | None, project: Path | None, form: str,
             no_index: bool, **asked: Any) -> None:  # fmt: skip
    """Show what PROFILE gives for VALUES, such as what a provider earns for given results."""
    from docgen.app.issue import issue
    from docgen.app.simulate import simulate as verb
    from docgen.app.simulate import simulation_text

    workshop = _workshop(project, [profile], form, no_index)
    drafts, found = verb(workshop, profile, values, _request(asked))
    workshop.close()
    if drafts is None or not drafts.documents:
        _print(found, form)
        sys.exit(1)
    if out is None:
        _print([d for d in found if d.severity == "error"], form)
        click.echo(simulation_text(drafts))
        return
    with _Progress() as progress:
        written, problems = issue(drafts, out, pdf=False, progress=progress)
    _print((*found, *problems), form, [str(p) for p in written])
    sys.exit(0 if written else 1)


@main.command()
@click.argument("code")
def explain(code: str) -> None:
    """Explain the diagnostic CODE, with a bad and a good example."""
    from docgen.app.explain import explain as verb

    text, known = verb(code, Path.cwd())
    click.echo(text, err=not known)
    sys.exit(0 if known else 1)


@main.group()
def clauses() -> None:
    """Look at the clauses of the library, and publish them."""


@clauses.command("list")
@click.option("--lang", default="fr", show_default=True)
@_common
def clauses_list(lang: str, project: Path | None, form: str, no_index: bool) -> None:
    """List every clause: id, revisions, positions, languages, status, title."""
    from docgen.app.clauses import listing

    workshop = _workshop(project, [], form, no_index)
    rows = listing(workshop, lang)
    workshop.close()
    if form == "json":
        _json(rows)
        return
    width = max((len(r["id"]) for r in rows), default=0)
    for r in rows:
        revisions = ",".join(f"r{n}" for n in r["revisions"])
        click.echo(f"{r['id']:<{width}}  {revisions:<6}  {','.join(r['languages']):<6}  {r['status']:<9}  {r['title']}"
                   f"{'  [' + ', '.join(r['positions']) + ']' if r['positions'] else ''}")  # fmt: skip


@clauses.command("show")
@click.argument("clause")
@click.option("--lang", default="fr", show_default=True)
@_common
def clauses_show(clause: str, lang: str, project: Path | None, form: str, no_index: bool) -> None:
    """Show CLAUSE: parameters, positions, revisions, guidance, references and texts."""
    from docgen.app.clauses import details

    workshop = _workshop(project, [], form, no_index)
    found, problem = details(workshop, clause, lang)
    workshop.close()
    if problem is not None or found is None:
        _print([problem] if problem else [], form)
        sys.exit(1)
    if form == "json":
        _json(found)
        return
    from docgen.app.explain import readable

    click.echo(readable(found))


@clauses.command("seal")
@click.argument("ids", nargs=-1, metavar="CLAUSE...")
@click.option("--all", "everything", is_flag=True, help="Publish every clause of the library.")
@_common
def clauses_seal(ids: Sequence[str], everything: bool, project: Path | None, form: str, no_index: bool) -> None:
    """Publish the texts of clauses: from then on a changed text is an error."""
    from docgen.app.clauses import seal

    workshop = _workshop(project, [], form, no_index)
    chosen = workshop.project.clause_ids() if everything else ids
    if not chosen:
        raise click.UsageError("name a clause, or say --all")
    sealed, found = seal(workshop, chosen)
    workshop.close()
    _print(found, form, list(sealed))
    _exit(found)


@main.group()
def profile() -> None:
    """Make profiles."""


@profile.command("new")
@click.argument("file", required=False)
@click.option("--lang", default="", metavar="CODE", help="Language of the questions; default: the first of the library.")
@_common
def profile_new(file: str | None, lang: str, project: Path | None, form: str, no_index: bool) -> None:
    """Fill in a profile by answering questions; the same command goes on where it stopped.

    FILE is a name, such as mobilys for profiles/mobilys.yaml, or a path in the project.
    """
    from docgen.app.interview import interview

    workshop = _workshop(project, [], form, no_index)
    _, found = interview(workshop, file, _Talk(), lang)
    workshop.close()
    _print(found, form)
    _exit(found)


class _Talk:
    """Plain lines on a terminal, or through pipes: prompts that a screen reader can follow."""

    def say(self, line: str) -> None:
        """Show a line."""
        click.echo(line)

    def ask(self) -> str | None:
        """The next line typed, None at the end of the input or after Ctrl-C."""
        try:
            return str(click.prompt("", default="", show_default=False, prompt_suffix="> "))
        except click.Abort:
            click.echo()
            return None


@main.group()
def template() -> None:
    """Look at Word templates."""


@template.command("check")
@click.argument("names", nargs=-1, metavar="[NAME]...")
@_common
def template_check(names: Sequence[str], project: Path | None, form: str, no_index: bool) -> None:
    """Check Word templates (default: all): slots, styles, numbering, safety."""
    from docgen.app.check import check_template
    from docgen.store.project import TEMPLATES

    workshop = _workshop(project, [], form, no_index)
    folder = workshop.project.root / TEMPLATES / "docx"
    chosen = list(names) or sorted(p.stem for p in folder.glob("*.docx") if not p.name.startswith("~"))
    found = [d for name in chosen for d in check_template(workshop, Path(name).stem)]
    workshop.close()
    _print(found, form)
    if form == "text" and not found:
        click.echo(f"{len(chosen)} template{'s' if len(chosen) != 1 else ''}, nothing to mend")
    _exit(found)


@main.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """Print the completion script for SHELL."""
    from click.shell_completion import get_completion_class

    found = get_completion_class(shell)
    assert found is not None
    click.echo(found(main, {}, "docgen", "_DOCGEN_COMPLETE").source())


# -------------------------------------------------------------------- helpers
def _request(asked: dict[str, Any], *, final: bool = False) -> Request:
    from docgen.model.plan import Request

    return Request(tuple(asked["only"]), asked["lang"], asked["variant"], asked["as_of"], asked["effective"], final)


def _root(project: Path | None, paths: Sequence[Path]) -> Path:
    """Where to look for the project: as told, else beside the profile, else here."""
    if project is not None:
        return project
    from docgen.store.project import find_project

    for path in paths:
        found = find_project(path.resolve().parent)
        if found is not None:
            return found
    return find_project(Path.cwd()) or Path.cwd()


def _workshop(project: Path | None, paths: Sequence[Path], form: str, no_index: bool) -> Workshop:
    from docgen.app.workshop import open_workshop

    opened = open_workshop(_root(project, paths), shown_from=Path.cwd(), use_index=not no_index)
    if opened.value is None:
        _print(opened.diagnostics, form)
        sys.exit(1)
    return opened.value


def _print(found: Sequence[Diagnostic], form: str, written: Sequence[str] = ()) -> None:
    from docgen.app.report import as_github, as_json, as_text

    if form == "json":
        click.echo(as_json(found, written))
        return
    if form == "github":
        click.echo(as_github(found), nl=False)
    else:
        for line, is_error in as_text(found, color=_color(sys.stderr)):
            click.echo(line, err=True, color=_color(sys.stderr) or None)
            del is_error
    for path in written:
        click.echo(path)


def _color(stream: Any) -> bool:
    """Colour only on a terminal, and never where NO_COLOR is set (no-color.org)."""
    import os

    return bool(stream.isatty()) and "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb"


def _json(value: Any) -> None:
    import json

    click.echo(json.dumps(value, ensure_ascii=False, indent=1, default=str))


def _exit(found: Sequence[Diagnostic]) -> None:
    from docgen.model.diagnostic import has_errors

    sys.exit(1 if has_errors(found) else 0)


class _Progress:
    """What is being done, on one line of a terminal; nothing where output is not watched."""

    def __init__(self, *, quiet: bool = False) -> None:
        self._live, self._shown = sys.stderr.isatty() and not quiet, 0

    def __enter__(self) -> Callable[[str], None]:
        return self._say

    def _say(self, text: str) -> None:
        if self._live:
            line = f"… {text}"[:78]
            click.echo("\r" + line.ljust(self._shown), err=True, nl=False)
            self._shown = len(line)

    def __exit__(self, *_: object) -> None:
        if self._shown:
            click.echo("\r" + " " * self._shown + "\r", err=True, nl=False)
