"""What a form of a word processor may have inside: looked at before it is filled in, and once more when it is.

A document goes to people who open it. So nothing in it may run, be fetched when it is opened, or make much of little,
whatever a part is called, and however its XML is spelled. RefusedFormError says what was found.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from io import BytesIO

from lxml import etree

from kamctl.exchange.archive import has_document_type, is_markup, is_utf8
from kamctl.exchange.documents.refusal import RefusedFormError

MOST_PARTS, LARGEST_PART, LARGEST_FORM = 500, 8 * 1024 * 1024, 24 * 1024 * 1024
"""Parts of a form, and bytes of one and of all of them when they are unpacked."""

_LINKS = ("https:", "http:", "mailto:", "tel:")
"""Where a link may lead that somebody must click."""

_ACTING = re.compile(
    "macroenabled|vbaproject|vbadata|activex|oleobject|afchunk|attachedtemplate|subdocument|keymapcustomizations|"
    "attachedtoolbars|/(?:control|package|frame)$",
    re.IGNORECASE,
)
"""In the type of a part or of a relation: what runs, is an object of another program, or is put in from elsewhere."""

_NAMES = re.compile(r"vba|macro|activex|oleobject|embeddings/", re.IGNORECASE)
_FETCHING = re.compile(
    r'^[\s"]*(?:DDE|DDEAUTO|INCLUDE|INCLUDETEXT|INCLUDEPICTURE|IMPORT|LINK|RD|DATABASE|MACROBUTTON|EMBED|CONTROL)\b',
    re.IGNORECASE | re.MULTILINE,
)
"""Fields that fetch something, or start it."""

_ACTS = "macros, or objects of other programs"


def parts_of(data: bytes) -> dict[str, bytes]:
    """The parts of a file, each and all of them no larger than a document has."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            entries = archive.infolist()
            names = {entry.filename.casefold() for entry in entries}
            if len(entries) > MOST_PARTS or len(names) < len(entries):
                raise RefusedFormError("more parts than a document has, or one twice")
            if any(entry.flag_bits & 1 for entry in entries):
                raise RefusedFormError("a password")
            found: dict[str, bytes] = {}
            room = LARGEST_FORM
            for entry in entries:
                with archive.open(entry) as part:
                    found[entry.filename] = part.read(LARGEST_PART + 1)
                room -= len(found[entry.filename])
                if len(found[entry.filename]) > LARGEST_PART or room < 0:
                    raise RefusedFormError(f"more than {LARGEST_FORM // 1024**2} MiB when it is unpacked")
            return found
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError) as error:
        raise RefusedFormError("no parts: it is not a document of Word, or not whole") from error


def require_safe(parts: Mapping[str, bytes]) -> None:
    """RefusedFormError where one of the parts of a document is none that a form may have."""
    if any(_NAMES.search(name) for name in parts):
        raise RefusedFormError(_ACTS)
    for name, content in parts.items():
        if not is_markup(name, content):
            continue
        if not is_utf8(content) or has_document_type(content):
            raise RefusedFormError("a document type, which could make much of little, or XML that is not in UTF-8")
        if name.lower().endswith(".rels"):
            _require_links(content)
        elif name == "[Content_Types].xml":
            if any(_ACTING.search(element.get("ContentType", "")) for element in _elements(content)):
                raise RefusedFormError(_ACTS)
        elif b"instrText" in content or b"fldSimple" in content:
            _require_fields(content)


def _require_links(content: bytes) -> None:
    for relation in _elements(content):
        kind = relation.get("Type", "")
        if _ACTING.search(kind):
            raise RefusedFormError(_ACTS)
        if relation.get("TargetMode", "").lower() != "external":
            continue
        if not kind.lower().endswith("/hyperlink"):
            raise RefusedFormError("a link to something outside that is fetched when it is opened")
        if not relation.get("Target", "").strip().lower().startswith(_LINKS):
            raise RefusedFormError("a link that leads to no page, address or telephone")


def _require_fields(content: bytes) -> None:
    pieces = []
    for element in _elements(content):
        kind = etree.QName(element).localname
        if kind in ("instrText", "delInstrText"):
            pieces.append(element.text or "")  # one instruction may stand in many of them
        elif kind == "fldChar":
            pieces.append("\n")
        elif kind == "fldSimple":
            pieces += ["\n", *(value for name, value in element.attrib.items() if str(name).endswith("}instr")), "\n"]
    if _FETCHING.search("".join(pieces)):
        raise RefusedFormError("a field that fetches something, or starts it")


def _elements(content: bytes) -> Iterator[etree._Element]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
    try:
        return iter(etree.fromstring(content, parser).iter("*"))
    except etree.XMLSyntaxError as error:
        raise RefusedFormError("parts that are not those of a document of Word") from error
