"""``docgen profile new``: questions through a pipe, a profile as the result."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner

from docgen.app.interview_words import Words
from docgen.cli import main
from docgen.model.interview import Step
from docgen.stages.schema_walk import SchemaWalk
from support.interview import answers, opened, stdin
from support.project import Cli, Ran

INTERVIEW = """\
schema: docgen.interview/1
sections:
- id: strategie
  title: {fr: Stratégie}
  intro: {fr: Le pourquoi.}
  questions:
  - {path: projet.nom, help: {fr: "Le nom."}, more: {fr: "Sur la page de garde."}, source: [A1]}
  - {path: projet.raisons, labels: raison}
  - {path: projet.raisons_texte, keys: projet.raisons}
  - {path: id, suggest: file}
  - {path: version, suggest: "1"}
  - {path: as_of}
  - {path: projet.premiere_externalisation}
- id: besoin
  title: {fr: Besoin}
  questions:
  - {path: client.denomination}
  - path: missions
    item: mission
    another: {fr: une mission}
    items:
    - {path: libelle}
    - {path: id, suggest: "mission.libelle|identifier"}
    - {path: sens}
    - {path: public, when: "mission.sens == 'sortant'"}
  - path: gouvernance.escalade
    items:
    - {path: niveau}
    - {path: delai}
- id: argent
  title: {fr: Argent}
  questions:
  - {path: budget.mode, labels: mode_budget}
  - {path: budget.montant_annuel_ht, when: "budget.mode == 'plafond'"}
"""
STRATEGY = ("Essai", "", "", "", "2026-11-20", "non")
NEED = ("Exemple SA", "oui", "Suivi des commandes", "", "entrant", "", "")
MONEY = ("plafond", "1 250,50")


@pytest.fixture
def small(project: Path) -> Path:
    """A project with a short interview."""
    (project / "clauses/interview.yaml").write_text(INTERVIEW, encoding="utf-8")
    return project


def ask(*typed: str, file: str = "essai", code: int | None = None) -> Ran:
    lines = "".join(f"{line}\n" for line in typed)
    result = CliRunner().invoke(main, ["profile", "new", file], input=lines, catch_exceptions=False)
    ran = Ran(result.exit_code, result.stdout, result.stderr)
    assert "Traceback" not in ran.out + ran.err
    assert code is None or ran.code == code, ran.out + ran.err
    return ran


def profile(project: Path, name: str = "essai") -> Any:
    return yaml.load((project / f"profiles/{name}.yaml").read_text(encoding="utf-8"), yaml.BaseLoader)


def text(project: Path) -> str:
    return (project / "profiles/essai.yaml").read_text(encoding="utf-8")


def test_everything_answered(small: Path) -> None:
    ran = ask(*STRATEGY, *NEED, *MONEY)
    assert profile(small) == {
        "schema": "docgen.profile/1", "id": "essai", "version": "1", "as_of": "2026-11-20",
        "projet": {"nom": "Essai", "premiere_externalisation": "false"},
        "client": {"denomination": "Exemple SA"},
        "missions": [{"libelle": "Suivi des commandes", "id": "suivi-des-commandes", "sens": "entrant"}],
        "budget": {"mode": "plafond", "montant_annuel_ht": "1250.50"},
    }  # fmt: skip
    assert "1/3 — Stratégie" in ran.out
    assert "Vérification du profil entier" in ran.out
    assert "R-CDC-11" in ran.codes  # the whole profile is checked at the end
    assert "# Intitulé du projet" in text(small)
    assert "$schema=../clauses/vocabulary.yaml" in text(small)


def test_a_question_says_what_it_wants(small: Path) -> None:
    out = ask("?", ":q").out
    for said in ("Intitulé du projet (obligatoire)", "Le nom.", "Source : A1", "Sur la page de garde.", "projet.nom"):
        assert said in out
    out = ask("Essai", ":q").out
    assert "saisonnalite (une variation très forte" in out


def test_it_goes_on_where_it_stopped(small: Path) -> None:
    ran = ask("Essai", "saisonnalite", ":q", code=0)
    assert "la même commande reprend" in ran.out
    before = text(small)
    hand = before.replace("projet:", "# mon commentaire\nprojet:", 1)
    (small / "profiles/essai.yaml").write_text(hand, encoding="utf-8")
    ran = ask("", "", "", "2026-11-20", "oui", *NEED, *MONEY)
    assert "est repris où il en était" in ran.out
    assert "Intitulé du projet" not in ran.out.split("1/3")[1].split("2/3")[0]
    assert profile(small)["projet"]["raisons"] == ["saisonnalite"]
    assert "# mon commentaire\nprojet:" in text(small)
    assert "#? projet.raisons_texte.saisonnalite" in text(small)
    ran = ask()
    assert "> " not in ran.out  # nothing is left to ask


def test_the_end_of_the_input_keeps_everything(small: Path) -> None:
    ran = ask("Essai", code=0)
    assert profile(small)["projet"]["nom"] == "Essai"
    assert "Arrêt" in ran.out


def test_a_killed_process_loses_nothing_that_was_answered(small: Path) -> None:
    command = [sys.executable, "-m", "docgen", "profile", "new", "essai"]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=small, env=os.environ)
    assert process.stdin and process.stdout
    process.stdin.write(b"Essai\npic_soudain\n")
    process.stdin.flush()
    seen = b""
    while b"pic_soudain\n" not in seen and b"raison : pic_soudain" not in seen:
        seen += process.stdout.read1(4096)
    process.kill()
    process.wait()
    process.stdout.close()
    process.stdin.close()
    assert profile(small)["projet"] == {"nom": "Essai", "raisons": ["pic_soudain"]}
    assert not list((small / "profiles").glob(".docgen-*"))


def test_going_back_changes_an_answer_and_returns(small: Path) -> None:
    ran = ask("Esai", "", "", "<", "<", "<", "Essai", "pic_soudain", "parce que", "", "3", ":q")
    assert "Réponse actuelle : Esai" in ran.out
    found = profile(small)
    assert found["projet"] == {"nom": "Essai", "raisons": ["pic_soudain"], "raisons_texte": {"pic_soudain": "parce que"}}
    assert found["version"] == "3"
    assert found["id"] == "essai"
    assert "#? projet.raisons\n" not in text(small)


def test_the_first_question_has_none_before_it(small: Path) -> None:
    assert "C’est la première question" in ask("<", ":q").out


def test_an_answer_can_be_erased(small: Path) -> None:
    ask("Essai", "pic_soudain", "<", "-", ":q")
    assert profile(small)["projet"] == {"nom": "Essai"}
    assert "#? projet.raisons\n" in text(small)


@pytest.mark.parametrize(
    ("before", "typed", "said"),
    [
        ((), "", "demande une réponse"),
        ((), "-", "demande une réponse"),
        ((), "=", "pas de proposition"),
        (("Essai",), "pluie", "n’est pas dans la liste"),
        (("Essai", "", ""), "deux", "n’est pas un nombre"),
        (("Essai", "", ""), "0", "au moins 1"),
        (("Essai", ""), "a b", "forme attendue"),
        (("Essai", "", "", ""), "31/02/2026", "pas une date"),
        (("Essai", "", "", "", "2026-11-20"), "bof", "oui ou non"),
        ((*STRATEGY, *NEED, "plafond"), "1,250", "1250 ou 1.250"),
        ((*STRATEGY, *NEED, "plafond"), "-5", "au moins 0"),
        ((*STRATEGY, "Exemple SA"), "bof", "oui ou non"),
        ((*STRATEGY, "Exemple SA", "oui", "A", "", "", "oui", "B"), "a", "déjà pris"),
    ],
)
def test_a_wrong_answer_is_asked_again(small: Path, before: tuple[str, ...], typed: str, said: str) -> None:
    ran = ask(*before, typed, ":q", code=0)
    assert said in ran.out
    assert ask(":q").out.count("> ") == 1  # the same question stands open


def test_conditions_decide_what_is_asked(small: Path) -> None:
    ran = ask(*STRATEGY, "Exemple SA", "oui", "Rappels", "", "sortant", "b2c", "", "", "indicatif")
    assert "Public appelé" in ran.out
    assert "Montant annuel" not in ran.out
    assert profile(small)["missions"][0]["public"] == "b2c"


def test_an_item_without_any_answer_is_none(small: Path) -> None:
    ask(*STRATEGY, "Exemple SA", "", "oui", "", "", *MONEY)
    assert "gouvernance" not in profile(small)
    assert "#? gouvernance.escalade+\n" in text(small)
    assert "niveau" not in text(small)


def test_opening_an_item_can_be_taken_back(small: Path) -> None:
    ask(*STRATEGY, "Exemple SA", "oui", "<", "", "", *MONEY)
    assert "missions" not in profile(small)
    assert profile(small)["budget"]["mode"] == "plafond"


def test_rules_speak_after_the_section_in_which_they_can_be_judged(small: Path) -> None:
    out = ask(*STRATEGY, ":q").out
    assert "R-CDC-01" in out
    assert "→ Indiquez au moins une raison" in out
    assert "R-CDC-03" not in out  # missions and budget were not asked yet
    assert "R-CDC-01" not in ask(":q").out  # said once


def test_a_rule_is_judged_again_after_a_change(small: Path) -> None:
    out = ask(*STRATEGY, "<", "<", "<", "<", "<", "pic_soudain", "", "", "", "", "", "Exemple SA", ":q").out
    assert out.count("R-CDC-01") == 1


def test_text_that_looks_like_a_command(small: Path) -> None:
    ask("\\<", ":q")
    assert profile(small)["projet"]["nom"] == "<"


def test_texts_that_yaml_would_twist(small: Path, docgen: Cli) -> None:
    for n, typed in enumerate(("NO", "12:30", "1.10", "007", "a: b", "# x", "- x", "{{ x }}", "'", '"', "\\", "null")):
        ask("\\" + typed, ":q", file=f"p{n}")
        assert profile(small, f"p{n}")["projet"]["nom"] == typed


def test_the_file_is_asked_for(small: Path) -> None:
    result = CliRunner().invoke(main, ["profile", "new"], input="acme\nEssai\n:q\n", catch_exceptions=False)
    assert "Nom du fichier" in result.stdout
    assert profile(small, "acme")["projet"]["nom"] == "Essai"


@pytest.mark.parametrize("name", ["../dehors.yaml", "/tmp/dehors.yaml", "clauses/x.yaml", "templates/x.yaml", "profiles/x.txt",
                                  ".docgen/x.yaml", "", "a\0b.yaml", "x.yaml"])  # fmt: skip
def test_nothing_is_written_elsewhere(small: Path, name: str) -> None:
    ran = ask("Essai", file=name, code=1)
    assert "IO941" in ran.codes
    assert not (small.parent / "dehors.yaml").exists()


def test_a_link_does_not_lead_out(small: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    try:
        (small / "profiles/lien").symlink_to(outside, target_is_directory=True)
    except OSError:
        pytest.skip("this system makes no links")
    assert "IO941" in ask("Essai", file="profiles/lien/x.yaml", code=1).codes
    assert list(outside.iterdir()) == []


@pytest.mark.parametrize(
    ("content", "code"),
    [("schema: autre/1\na: 1\n", "IO942"), ("a: [1\n", "Y101"), ("- 1\n", "Y112"), ("", "Y111"), ("\xff", "Y104")],
)
def test_a_foreign_file_is_left_alone(small: Path, content: str, code: str) -> None:
    path = small / "profiles/essai.yaml"
    path.write_bytes(content.encode("latin-1"))
    assert code in ask("Essai", code=1).codes
    assert path.read_bytes() == content.encode("latin-1")


def test_a_file_that_somebody_else_writes_meanwhile(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from docgen.cli.profile import Talk

    path, typed = small / "profiles/essai.yaml", iter(["Essai", "pic_soudain"])

    def answer(self: Talk) -> str | None:
        following = next(typed, None)
        if following == "pic_soudain":
            path.write_text("schema: docgen.profile/1\nid: x\n", encoding="utf-8")
        return following

    monkeypatch.setattr(Talk, "ask", answer)
    assert "IO943" in ask(code=1).codes
    assert path.read_text(encoding="utf-8") == "schema: docgen.profile/1\nid: x\n"


def test_a_place_where_nothing_can_be_put(small: Path) -> None:
    path = small / "profiles/essai.yaml"
    path.write_text("schema: docgen.profile/1\nprojet: du texte\n", encoding="utf-8")
    assert "IO944" in ask("Essai", code=1).codes
    assert path.read_text(encoding="utf-8") == "schema: docgen.profile/1\nprojet: du texte\n"


def test_a_library_without_an_interview(small: Path) -> None:
    settings = small / "clauses/library.yaml"
    settings.write_text(settings.read_text(encoding="utf-8").replace("interview: interview.yaml\n", ""), encoding="utf-8")
    assert "LB274" in ask("Essai", code=1).codes


def test_mistakes_of_the_interview_are_found_by_check(small: Path, docgen: Cli) -> None:
    path = small / "clauses/interview.yaml"
    path.write_text(INTERVIEW.replace("path: id, suggest: file", "path: idd, suggest: fil"), encoding="utf-8")
    ran = docgen("check", "profiles/mobilys.yaml", code=1)
    assert "clauses/interview.yaml:10:5: error LB270" in ran.err


def english(*typed: str) -> str:
    lines = "".join(f"{line}\n" for line in typed)
    return CliRunner().invoke(main, ["profile", "new", "essai", "--lang", "en"], input=lines, catch_exceptions=False).stdout


def test_in_another_language(small: Path) -> None:
    out = english(":q")
    assert "Answer line by line" in out
    assert "Le nom." in out  # what is not written in that language is said in the first one


def test_the_shipped_questions_in_english(project: Path) -> None:
    out = english("?", "Essai", "?", ":q")
    assert "1/11 — Strategy" in out
    assert "Title of the project (required)\n  What is entrusted, in one line" in out
    assert "  Source: A1\n" in out
    assert "cdc (statement of requirements)" in out
    assert "cdc: statement of requirements; oral" in out
    assert not re.search(r"Intitulé|Origine|Comment la demande|rédigé", out)


def test_no_question_says_a_word_of_french_in_english(project: Path) -> None:
    """Every question of the shipped interview, left out or answered with the facts of an example."""
    workshop = opened(project)
    library = workshop.library().value
    assert library is not None
    questions = workshop.project.interview(library).value
    assert questions is not None
    words = Words(library, workshop.language("en"), SchemaWalk(library.vocabulary), {})
    for section, number in zip(questions.sections, range(99), strict=False):
        for question in section.questions:
            step = Step(question.steps, question, number, one_more=False, answered=False, names={})
            for line in (*words.heading(step, None, None), *words.more(step)):
                bare = re.sub(r"« [^»]* »|Label Responsabilité Sociale|\([^()]*\)|Président.*", "", line)
                assert not re.search(r"\b(le|la|les|une?|des?|du|est|pour|avec|dans)\b [a-zéè]", bare), line


def test_another_document_in_the_same_file_stays(small: Path) -> None:
    other = "---\noverlay: un\nnumero: 1\ndate_effet: 2027-01-01\n"
    path = small / "profiles/essai.yaml"
    path.write_text("schema: docgen.profile/1\n" + other, encoding="utf-8")
    ask("Essai", ":q")
    assert path.read_text(encoding="utf-8").startswith("schema: docgen.profile/1\nprojet:")
    assert other in path.read_text(encoding="utf-8")


ONE = ("parties_prenantes", "organisation", "pics", "outils", "interfaces", "moyens_client", "jalons", "notes", "instances",
       "short_list", "escalade", "etapes", "traitements", "profils_conseillers", "declencheurs", "cle")  # fmt: skip
NOT_ASKED = {"clauses", "client", "prestataires", "consultation"}
"""Choices of clauses; and groups with a field that does not apply or an empty text, which nobody types."""


def small_deal(data: Any) -> Any:
    """The facts without what only repeats: one item of each list that may have one, one channel."""
    out = thinned(data)
    out["projet"]["niveau_detail"] = "leger"
    out["missions"], out["flux"] = out["missions"][:2], out["flux"][:1]
    out["canaux"], out["localisation"]["sites"][0]["canaux"] = out["canaux"][:1], ["telephone"]
    paid = {line["kpi"] for line in out["remuneration"]["variable"]["lignes"]}
    out["kpis"] = [k for k in out["kpis"] if k["id"] in paid]
    out["remuneration"]["unites"] = out["remuneration"]["unites"][:1]
    out["reporting"] = [{**out["reporting"][0], "kpis": ["fcr"]}]
    return out


def thinned(data: Any, name: str = "") -> Any:
    if isinstance(data, dict):
        return {k: thinned(v, k) for k, v in data.items()}
    if isinstance(data, list):
        return [thinned(v) for v in (data[:1] if name in ONE else data)]
    return data


def test_the_shipped_interview_gives_a_profile_that_can_be_drawn(
    project: Path, docgen: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every shipped question, answered with the facts of a small deal, gives its documents without an error."""
    monkeypatch.setattr(os, "fsync", lambda _: None)  # hundreds of answers, each written to the disk
    workshop = opened(project)
    read = workshop.profile(project / "profiles/mobilys.yaml").value
    assert read is not None
    target = small_deal(read.data)
    typed = answers(workshop, target, "copie")
    assert len(typed) > 400
    ran = CliRunner().invoke(main, ["profile", "new", "copie"], input=stdin(typed), catch_exceptions=False)
    assert ran.exit_code == 0, ran.stderr
    assert "error" not in ran.stderr
    copy = workshop.profile(project / "profiles/copie.yaml").value
    assert copy is not None
    same = {k for k in target if copy.data.get(k) == target[k]}
    assert set(target) - same <= NOT_ASKED
    docgen("check", "profiles/copie.yaml", code=0)
    docgen("draft", "profiles/copie.yaml", code=0)
    assert list((project / "out").glob("*contrat*.docx"))
    assert list((project / "out").glob("*cahier*.docx"))
