"""The JSON Schema (2020-12) of scenario files and cards, for completion and checks in an editor.

It knows forms, words, units and bounds, but one file at a time: what a file inherits need not stand in it, so little is
required there.  States, dates and sources are left to `detente validate`.
"""

from __future__ import annotations

from detente.scenario import forms
from detente.scenario.catalogue_files import card_names, catalogue_file
from detente.scenario.json_values import KEYED, NOTHING, NUMBERS, PASSPORT_RULES, SIMPLE, Schema, bounds, limited, span
from detente.scenario.kinds import UNIT, Field, Form, Kind
from detente.scenario.meanings import MEANINGS
from detente.scenario.positioned import Node, child
from detente.scenario.quantities import Declared
from detente.scenario.regions import limits_of

DIALECT = "https://json-schema.org/draft/2020-12/schema"
FORMS: dict[str, tuple[Kind, str]] = {
    "scenario": (forms.FILE, "A detente scenario"),
    "lever": (forms.LEVER_CARD, "A detente lever card"),
    "shock": (forms.SHOCK_CARD, "A detente shock card"),
    "sources": (forms.FILE.fields["sources"].kind, "A detente bibliography"),
}


def json_schema(of: str = "scenario") -> Schema:
    """Return the JSON Schema of one of `FORMS`: a scenario file, a card of a folder, or the bibliography of one."""
    kind, title = FORMS[of]
    schemas = _Schemas(whole=of != "scenario")
    top = schemas.of(kind)
    if "$ref" in top:
        top = schemas.definitions.pop(top["$ref"].rpartition("/")[2])
    if isinstance(kind, Form) and of == "scenario":
        needed = [key for key, field in kind.fields.items() if field.default is ...]
        top["if"] = {"required": ["extends"]}
        top["else"] = {"required": needed}  # whoever extends nothing must bring all this
    return {"$schema": DIALECT, **top, "title": title, "$defs": dict(sorted(schemas.definitions.items()))}


class _Schemas:
    """Turns kinds into schemas; forms become definitions.  `whole`: nothing can be inherited, so all is required."""

    def __init__(self, *, whole: bool) -> None:
        self.definitions: dict[str, Schema] = {}
        self._whole = whole

    def of(self, kind: Kind, number: Declared | None = None) -> Schema:
        """Return the schema of a kind; numbers in it have the given unit and bounds."""
        if isinstance(kind, Form):
            return self._form(kind, number)
        if kind is UNIT:
            return {"anyOf": [SIMPLE["text"], SIMPLE["number"]]}
        if kind.name in SIMPLE:
            return SIMPLE[kind.name]
        name = "whole_number" if kind.name == "whole" else kind.name
        found: Schema = getattr(self, f"_{name}")(kind.of, number)
        return found

    def _form(self, form: Form, number: Declared | None) -> Schema:
        if form.name not in self.definitions:
            self.definitions[form.name] = {}  # no form holds itself, but two may hold the same
            self.definitions[form.name] = self._object(form)
        reference = {"$ref": f"#/$defs/{form.name}"}
        return reference if number is None else {"allOf": [reference, {"properties": limited(number)}]}

    def _object(self, form: Form) -> Schema:
        found: Schema = {"description": form.about, "type": "object", "additionalProperties": False}
        found["properties"] = {key: self._property(form, key, field) for key, field in form.fields.items()}
        if self._whole:
            needed = [key for key, field in form.fields.items() if field.default is ...]
            quantity = "value" in form.fields
            found["required"] = [*needed, "value"] if quantity else needed
            found |= {"allOf": PASSPORT_RULES} if quantity else {}
        return found

    def _property(self, form: Form, key: str, field: Field) -> Schema:
        number, named = NUMBERS.get((form.name, key)), NAMED.get((form.name, key))
        found = self.of(field.kind, number) if named is None else named
        about = field.about or MEANINGS.get(form.name, {}).get(key, "")
        if number is not None and about and number.unit not in about:
            about = f"{about} ({number.unit})"
        default = {} if field.default in (..., None) else {"default": field.default}
        return {**({"description": about} if about else {}), **found, **default}

    def _optional(self, kind: Kind, number: Declared | None) -> Schema:
        return {"anyOf": [self.of(kind, number), NOTHING]}

    def _whole_number(self, of: tuple[int, int | None], _: Declared | None) -> Schema:
        least, most = of
        return {"type": "integer", "minimum": least, **({} if most is None else {"maximum": most})}

    def _words(self, of: tuple[str, ...], _: Declared | None) -> Schema:
        return {"enum": list(of)}

    def _listing(self, of: tuple[Kind, int, int | None], number: Declared | None) -> Schema:
        kind, least, most = of
        sizes = {key: size for key, size in (("minItems", least), ("maxItems", most)) if size}
        return {"type": "array", "items": self.of(kind, number), **sizes}

    def _quantity(self, passport: Form, number: Declared | None) -> Schema:
        bare = SIMPLE["number"] if number is None else {"type": "number", **bounds(number)}
        if passport is forms.PARAMETER:
            passport = forms.PASSPORT  # meaning and bounds belong to the catalogue
        return {"anyOf": [bare, self.of(passport, number)]}

    def _table(self, of: tuple[Kind, tuple[str, ...] | None], number: Declared | None) -> Schema:
        kind, keys = of
        if keys is None and kind.of is not forms.PARAMETER:
            return {"type": "object", "additionalProperties": self.of(kind, number)}
        rows: Schema = self._parameters(kind) if keys is None else {key: self._row(kind, keys, key) for key in keys}
        return {"type": "object", "additionalProperties": False, "properties": rows}

    def _row(self, kind: Kind, keys: tuple[str, ...], key: str) -> Schema:
        number = KEYED[keys][key]
        return {"description": f"in {number.unit}, {span(number)}", **self.of(kind, number)}

    def _parameters(self, kind: Kind) -> Schema:
        found: Schema = {}
        for name, node in catalogue_file("parameters.yaml").items.items():
            number, meaning = limits_of(node), _text(child(node, "meaning"))
            about = f"{meaning} ({number.unit}, {span(number)}; shipped {_text(child(node, 'value'))})"
            found[name] = {"description": about, **self.of(kind, number)}
        return found


def _text(node: Node | None) -> str:
    return str(getattr(node, "text", ""))


def _open_names(kind: str) -> Schema:
    """Return the schema of a card's name: the shipped ones to choose from, and any other."""
    return {"anyOf": [{"enum": list(card_names(kind))}, SIMPLE["title"]]}


NAMED: dict[tuple[str, str], Schema] = {
    ("LeverUse", "lever"): _open_names("levers"),
    ("ShockUse", "shock"): _open_names("shocks"),
}
