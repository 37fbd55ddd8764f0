"""The XML inside .xlsx and .ods, read in one streaming pass, safe against entity bombs."""

import zipfile
import zlib
from typing import IO, TYPE_CHECKING, TypeAlias
from xml.sax import SAXException
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import AttributesImpl

import defusedxml
import defusedxml.sax

XmlTrouble = (
    SAXException,
    defusedxml.DefusedXmlException,
    zipfile.BadZipFile,
    zlib.error,
    KeyError,
    ValueError,
    EOFError,
    OSError,
)
"""What can go wrong in a pass; the values are then read without what the pass would have told."""

if TYPE_CHECKING:
    Attributes: TypeAlias = AttributesImpl[str]
else:
    Attributes = AttributesImpl


class Pass(ContentHandler):
    """A SAX handler that sees local names: some exporters write `x:row` where others write `row`."""

    def __init__(self) -> None:
        super().__init__()
        self.collecting = False
        self._text: list[str] = []
        self._inner = 0

    def opened(self, name: str, attributes: Attributes) -> None:
        """An element begins."""

    def closed(self, name: str, text: str) -> None:
        """An element ends; `text` is what was collected since `collect()`."""

    def collect(self) -> None:
        """Starts to keep character data, until the element that is being opened closes."""
        self.collecting = True
        self._inner = 0
        self._text.clear()

    def startElement(self, name: str, attrs: Attributes) -> None:
        if self.collecting:
            self._inner += 1
        self.opened(name.rpartition(":")[2], attrs)

    def endElement(self, name: str) -> None:
        text = ""
        if self._inner:
            self._inner -= 1
        elif self.collecting:
            text = "".join(self._text)
            self.collecting = False
        self.closed(name.rpartition(":")[2], text)

    def characters(self, content: str) -> None:
        if self.collecting:
            self._text.append(content)


def run_pass(stream: IO[bytes], handler: Pass) -> None:
    """Feeds the stream through the handler. Raises one of `XmlTrouble`."""
    # Entities are refused by default; a document type without any is harmless.
    defusedxml.sax.parse(stream, handler)


def local(attributes: Attributes, name: str) -> str | None:
    """An attribute by its local name, whatever prefix the file gives it."""
    value = attributes.get(name)
    if value is not None:
        return value
    for key in attributes.keys():  # noqa: SIM118 - SAX attributes are no full mapping
        if key.rpartition(":")[2] == name:
            return attributes[key]
    return None
