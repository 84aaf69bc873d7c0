"""The forms of scenario files as pydantic models: they say what does not fit.

Slow to import; a file that fits is never shown to them.
"""

from __future__ import annotations

import keyword
from functools import cache
from typing import Annotated, Any, Literal, Optional, Union

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    Tag,
    create_model,
)
from pydantic_core import PydanticCustomError

from detente.scenario.dates import parse_date
from detente.scenario.kinds import Form, Kind


class Model(BaseModel):
    """Common rules: nothing unknown, nothing converted, nothing infinite, nothing changed afterwards."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid", allow_inf_nan=False, defer_build=True)


def _date(value: Any) -> Any:
    try:
        parse_date(value)
    except ValueError as error:
        raise PydanticCustomError("date", "{reason}", {"reason": str(error)}) from None
    return value


def _optional_date(value: Any) -> Any:
    return None if value is None else _date(value)


def _dates(value: Any) -> Any:
    if value is None:
        return None
    for item in value if isinstance(value, list) and value else [value]:
        _date(item)
    return value


def _names(value: Any) -> Any:
    if value is None:
        return None
    items = value if isinstance(value, list) else [value]
    if not items or not all(isinstance(item, str) for item in items):
        raise PydanticCustomError("names", "a name or a list of names is needed")
    return value


SIMPLE: dict[str, Any] = {
    "anything": Any,
    "text": str,
    "title": Annotated[str, Field(min_length=1)],
    "number": float,
    "share": Annotated[float, Field(ge=0, le=1)],
    "truth": bool,
    "date": Annotated[Any, BeforeValidator(_date)],
    "optional date": Annotated[Any, BeforeValidator(_optional_date)],
    "optional dates": Annotated[Any, BeforeValidator(_dates)],
    "optional names": Annotated[Any, BeforeValidator(_names)],
}


def annotation(kind: Kind) -> Any:
    """Return the annotation that makes pydantic check a kind."""
    if isinstance(kind, Form):
        return model(kind)
    if kind.name in SIMPLE:
        return SIMPLE[kind.name]
    return COMPOSED[kind.name](kind.of)


def _listing(of: tuple[Kind, int, int | None]) -> Any:
    kind, least, most = of
    items: Any = list[annotation(kind)]  # type: ignore[misc]
    return Annotated[items, Field(min_length=least or None, max_length=most)]


def _table(of: tuple[Kind, tuple[str, ...] | None]) -> Any:
    kind, keys = of
    key = str if keys is None else Literal[keys]
    return dict[key, annotation(kind)]  # type: ignore[misc, valid-type]


def _quantity(passport: Form) -> Any:
    number, record = Annotated[float, Tag("number")], Annotated[annotation(passport), Tag("passport")]
    return Annotated[Union[number, record], Discriminator(_tag)]  # noqa: UP007


def _tag(value: Any) -> str:
    return "passport" if isinstance(value, dict | BaseModel) else "number"


COMPOSED: dict[str, Any] = {
    "optional": lambda of: Optional[annotation(of)],  # noqa: UP045
    "whole": lambda of: Annotated[int, Field(ge=of[0], le=of[1])],
    "words": lambda of: Literal[of],
    "listing": _listing,
    "table": _table,
    "quantity": _quantity,
}


@cache
def model(form: Form) -> Any:
    """Return the pydantic model of a form."""
    fields: dict[str, Any] = {}
    for key, (kind, default, about) in form.fields.items():
        reserved = keyword.iskeyword(key) or hasattr(BaseModel, key)
        details = Field(default, alias=key if reserved else None, description=about or None)
        fields[f"{key}_" if reserved else key] = (annotation(kind), details)
    return create_model(form.name, __base__=Model, __doc__=form.about, **fields)
