"""`read_claims`: a folder of claim files, the evidence table and the scenarios they name -> Claims, or all faults at once."""

from __future__ import annotations

from pathlib import Path

from detente.claims.checking import Checking
from detente.claims.content import (
    CLASSES,
    KINDS,
    Claim,
    Claims,
    Element,
    Finding,
    Hypothesis,
)
from detente.claims.expectations import read_alterations, read_tests
from detente.claims.hypotheses import read_hypotheses
from detente.claims.registering import REGISTRATIONS, digest_of, read_registrations
from detente.claims.rules import RULES, read_rules
from detente.claims.shapes import Shapes
from detente.scenario.catalogue_files import FOLDER
from detente.scenario.faults import Faults, shown
from detente.scenario.loading import load_file
from detente.scenario.positioned import Layer, Mapping, Node

CLAIMS_FOLDER = FOLDER / "claims"
EVIDENCE = FOLDER / "evidence.yaml"
HYPOTHESES = "hypotheses.yaml"
NO_CLAIMS = (RULES, HYPOTHESES, REGISTRATIONS)
CLAIM = ("where", "claim", "kind", "element", "evidence", "expects", "class", "because", "tests", "direct", "mutant",
         "untestable", "present", "note")  # fmt: skip
NEEDED = ("where", "claim", "kind", "expects", "class", "because")


def read_claims(folder: Path = CLAIMS_FOLDER, scenarios: Path = Path("scenarios"), evidence: Path = EVIDENCE) -> Claims:
    """Return the claims of a folder, checked against scenarios and evidence; raise `ScenarioError` with every fault."""
    faults = Faults()
    shapes = Shapes(faults)
    trees = _trees(folder, faults)
    rules = read_rules(shapes, trees.pop(RULES, None), folder)
    findings = _evidence(shapes, evidence)
    hypotheses = read_hypotheses(shapes, trees.pop(HYPOTHESES, None))
    registrations = read_registrations(shapes, trees.pop(REGISTRATIONS, None))
    claims: dict[str, Claim] = {}
    for tree in trees.values():
        for key, node in shapes.table(tree, "").items():
            if key in claims:
                earlier = claims[key].node.key_origin
                faults.add(node, key, f"the claim {shown(key)} stands twice; first at {earlier}", at_key=True)
            else:
                claims[key] = _claim(shapes, key, node, findings)
    _check_hypotheses(faults, claims, hypotheses)
    if rules is None:
        faults.raise_any()
        raise AssertionError("rules without faults are read")
    checking = Checking(scenarios, rules, shapes)
    checking.check(claims, hypotheses)
    faults.raise_any()
    return Claims(folder, checking.scenarios, claims, hypotheses, rules, findings, registrations, digest_of(folder))


def _trees(folder: Path, faults: Faults) -> dict[str, Mapping | None]:
    """Return the tree of every file of a folder by name; note where there is none."""
    found: dict[str, Mapping | None] = {}
    for rank, path in enumerate(sorted(folder.glob("*.yaml"))):
        found[path.name] = load_file(path, Layer(str(path), "claims", rank), faults)
    if RULES not in found:
        faults.add_at(Layer(str(folder), "claims"), 0, 0, "", f"has no {RULES}; a folder of claims is needed")
    return found


def _evidence(shapes: Shapes, path: Path) -> dict[str, Finding]:
    """Return the rows of the evidence table by id."""
    tree = load_file(path, Layer(str(path), "evidence", 90), shapes.faults)
    keys = Finding._fields[1:]
    found = {}
    for key, node in shapes.table(tree, "").items():
        row = shapes.table(node, key, keys, keys)
        found[key] = Finding(key, *(shapes.text(row.get(name), f"{key}.{name}") for name in keys))
    return found


def _claim(shapes: Shapes, key: str, node: Node, findings: dict[str, Finding]) -> Claim:
    """Return one claim, as far as it could be read."""
    table = shapes.table(node, key, CLAIM, NEEDED)
    declared = shapes.word(table.get("class"), f"{key}.class", CLASSES)
    evidence = [text for text, item in shapes.texts(table.get("evidence"), f"{key}.evidence")
                if text and _is_known(shapes, text, item, f"{key}.evidence", findings)]  # fmt: skip
    words = {name: shapes.text(table.get(name), f"{key}.{name}") for name in ("where", "claim", "expects", "because")}
    named = (name for where in ("element", "present") for name in _elements(shapes, table.get(where), f"{key}.{where}"))
    claim = Claim(
        id=key, where=words["where"], claim=words["claim"], kind=shapes.word(table.get("kind"), f"{key}.kind", KINDS),
        elements=tuple(named), evidence=tuple(evidence), expects=words["expects"], declared=declared,
        because=words["because"], tests=read_tests(shapes, table.get("tests"), f"{key}.tests"),
        direct=read_alterations(shapes, table.get("direct"), f"{key}.direct", ("zero", "flip")),
        mutant=read_alterations(shapes, table.get("mutant"), f"{key}.mutant", ("zero", "flip")),
        untestable=shapes.text(table.get("untestable"), f"{key}.untestable"), node=node,
    )  # fmt: skip
    _check_claim(shapes.faults, table, claim)
    return claim


def _check_claim(faults: Faults, table: dict[str, Node], claim: Claim) -> None:
    """Note what a claim lacks: a test or a reason for none, and a way to see whether it is built in."""

    def note(message: str) -> None:
        faults.add(claim.node, claim.id, message, at_key=True)

    ways = [name for name in ("tests", "untestable", "present") if name in table]
    if not ways:
        note("needs tests, or untestable: REASON, or (class structure) present: [KIND NAME]")
    if claim.declared == "structure" and ("present" not in table or "tests" in table):
        note("is a matter of structure: it needs present: [KIND NAME] and no tests")
    if "present" in table and claim.declared and claim.declared != "structure":
        note("has present:, which is for class structure")
    if "untestable" in table and claim.judged:
        note("is called untestable but has a test with a direction; use direction: report")
    if claim.judged and not claim.direct and not claim.mutant:
        note("has a test but neither direct: nor mutant:, so that nobody can see whether it could fail")


def _elements(shapes: Shapes, node: Node | None, path: str) -> list[Element]:
    """Return the elements a list names, each `KIND NAME`."""
    found = []
    for text, item in shapes.texts(node, path):
        kind, _, name = text.partition(" ")
        if text and not name:
            shapes.faults.add(item, path, f"found {shown(text)}; KIND NAME is needed, such as lever joint_exercises")
        elif text:
            found.append(Element(kind, name))
    return found


def _is_known(shapes: Shapes, text: str, item: Node, path: str, findings: dict[str, Finding]) -> bool:
    """Return whether a row of the evidence table exists; note it otherwise."""
    if text not in findings:
        shapes.faults.add(
            item, path, f"no row {shown(text)} in the evidence table{shapes.faults.nearest(text, findings)}"
        )
    return text in findings


def _check_hypotheses(faults: Faults, claims: dict[str, Claim], hypotheses: dict[str, Hypothesis]) -> None:
    """Note hypotheses that name claims which are not there."""
    for hypothesis in hypotheses.values():
        for name in hypothesis.claims:
            if name not in claims:
                faults.add(
                    hypothesis.node, hypothesis.id, f"no claim {shown(name)}{faults.nearest(name, claims)}", at_key=True
                )
