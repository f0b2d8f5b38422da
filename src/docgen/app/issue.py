"""Write a set of documents: Word, lock and, on demand, PDF; all of them or none."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from docgen import __version__
from docgen.app.draft import DraftSet, Made, render
from docgen.model.diagnostic import Diagnostic, Place, error, has_errors
from docgen.model.lock import Lock
from docgen.stages.lock import lock_text, locked
from docgen.store.atomic import write_all
from docgen.store.names import file_name

PDF_SECONDS = 180


def output_name(profile_id: str, made: Made, suffix: str, *, commented: bool = False) -> str:
    """The file name of a document; a client's name never decides a path.

    A draft with comments has a name of its own: nobody sends it to the other side for the one without.
    """
    parts = [profile_id, made.plan.doctype.id, made.plan.key, made.plan.variant]
    if made.plan.language != made.plan.doctype.languages[0]:
        parts.append(made.plan.language)
    if commented:
        parts.append("comments")
    return file_name([p for p in parts if p], suffix)


def issue(
    drafts: DraftSet, folder: Path, *, pdf: bool, progress: Callable[[str], None], commented: bool = False
) -> tuple[tuple[Path, ...], tuple[Diagnostic, ...]]:
    """Render every document, read each again, then write them together.

    :param commented: drafts with a comment at each clause; final documents have none.
    """
    files: dict[Path, bytes] = {}
    found: list[Diagnostic] = []
    profile = drafts.profile
    assert profile is not None
    for made in drafts.documents:
        progress(made.plan.name)
        data, problems, digest = render(made, drafts.dates.as_of, commented=commented)
        found += problems
        path = folder / output_name(profile.id, made, ".docx", commented=commented)
        files[path] = data
        lock = lock_of(made, drafts, digest)
        files[path.with_suffix(".lock.yaml")] = lock_text(lock).encode()
    if pdf and not has_errors(found):
        found += _add_pdfs(files, progress)
    if has_errors(found):
        return (), tuple(found)
    found += write_all(files)
    written = () if has_errors(found) else tuple(files)
    return written, tuple(found)


def lock_of(made: Made, drafts: DraftSet, content: str, *, version: str = "", previous: str = "") -> Lock:
    """What the document was made from; ``version`` and ``previous`` where it is recorded in a register."""
    profile, template, dates = drafts.profile, made.press.template, drafts.dates
    assert profile is not None
    return Lock(
        __version__, made.plan.doctype.id, made.plan.key, made.plan.language, made.plan.variant,
        made.document.final, profile.id, profile.digest, made.plan.doctype.template, template.digest,
        dates.as_of, dates.effective, dates.signature, content, version, previous,
        tuple(locked(c) for c in made.plan.clauses),
    )  # fmt: skip


def _add_pdfs(files: dict[Path, bytes], progress: Callable[[str], None]) -> list[Diagnostic]:
    from shutil import which

    program = which("soffice") or which("libreoffice")
    if program is None:
        hint = "install LibreOffice, or leave --pdf out and print to PDF from Word"
        return [error("IO920", "LibreOffice is not installed, so no PDF can be made", None, hint)]
    words = {path: data for path, data in files.items() if path.suffix == ".docx"}
    made, problem = convert_to_pdf(program, words, progress)
    files |= made
    return [problem] if problem else []


def convert_to_pdf(
    program: str, words: Mapping[Path, bytes], progress: Callable[[str], None]
) -> tuple[dict[Path, bytes], Diagnostic | None]:
    """Each Word file as PDF, by a LibreOffice with a profile of its own and no network proxy.

    docgen's own files hold no link to anything outside, so nothing is fetched.
    """
    import subprocess  # with tempfile a tenth of the imports of a draft, and few want a PDF
    import tempfile

    out: dict[Path, bytes] = {}
    with tempfile.TemporaryDirectory(prefix="docgen-") as folder:
        work = Path(folder)
        for number, (path, data) in enumerate(words.items()):
            progress(f"{path.stem}.pdf")
            source = work / f"document-{number}.docx"
            source.write_bytes(data)
            command = [program, f"-env:UserInstallation={(work / 'profile').as_uri()}", "--headless",
                       "--norestore", "--convert-to", "pdf:writer_pdf_Export", "--outdir", folder, str(source)]  # fmt: skip
            try:
                subprocess.run(command, capture_output=True, timeout=PDF_SECONDS, check=False)  # noqa: S603
            except (OSError, subprocess.TimeoutExpired) as exc:
                return {}, error("IO921", f"LibreOffice did not make the PDF: {type(exc).__name__}", Place(path.name))
            result = source.with_suffix(".pdf")
            if not result.is_file():
                return {}, error("IO921", "LibreOffice made no PDF", Place(path.name), "open the .docx and print it")
            out[path.with_suffix(".pdf")] = result.read_bytes()
    return out, None
