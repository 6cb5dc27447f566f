"""XML as a tree whose elements know their lines. No document type is read, so nothing in a file can grow or fetch."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from xml.parsers import expat

from attune.errors import FormatError


@dataclass
class Element:
    """An element of a file: its attributes, the line on which it begins, its text, what lies in it."""

    tag: str
    attributes: Mapping[str, str]
    line: int
    text: str = ""
    inside: list[Element] = field(default_factory=list)

    def all(self, tag: str) -> Iterator[Element]:
        """Those directly inside that have this tag."""
        return (one for one in self.inside if one.tag == tag)

    def needed(self, name: str) -> str:
        """An attribute. Raises FormatError where it is missing."""
        if name not in self.attributes:
            raise FormatError(f"line {self.line}: <{self.tag}> has no {name}.")
        return self.attributes[name]


def parse(data: bytes) -> Element:
    """The outermost element. Raises FormatError with the line, for what is no XML and for a document type."""
    outside = Element("", {}, 0)
    way = [outside]
    reader = expat.ParserCreate()

    def begin(tag: str, attributes: dict[str, str]) -> None:
        element = Element(tag, attributes, reader.CurrentLineNumber)
        way[-1].inside.append(element)
        way.append(element)

    def end(_: str) -> None:
        way.pop()

    def text(more: str) -> None:
        way[-1].text += more

    def refuse(*_: object) -> None:
        raise FormatError(f"line {reader.CurrentLineNumber}: a document type (DTD) is not read. Remove it.")

    reader.StartElementHandler, reader.EndElementHandler = begin, end
    reader.CharacterDataHandler, reader.StartDoctypeDeclHandler = text, refuse
    reader.buffer_text = True
    try:
        reader.Parse(data, True)
    except expat.ExpatError as why:
        raise FormatError(f"line {why.lineno}: not XML ({expat.ErrorString(why.code)}).") from why
    except (LookupError, ValueError) as why:
        raise FormatError(f"line 1: {why}. Save the file as UTF-8.") from why
    return outside.inside[0]
