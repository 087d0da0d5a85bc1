"""Forms of a word processor: how such a file is filled in, and how it is stamped.

The tags are those of docxtpl (`{{ … }}`, `{% … %}`, and `{%p … %}`, `{%tr … %}` for whole paragraphs and rows).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape

from docx.opc.exceptions import PackageNotFoundError
from docx.shared import Pt, RGBColor
from docxtpl import DocxTemplate
from jinja2 import Environment
from lxml import etree

from kamctl.exchange.archive import packed, unpacked
from kamctl.exchange.documents.form_package import parts_of, require_safe
from kamctl.exchange.documents.refusal import RefusedFormError
from kamctl.exchange.documents.stamp import Stamp

_CORE, _CUSTOM, _TYPES, _RELATIONS = "docProps/core.xml", "docProps/custom.xml", "[Content_Types].xml", "_rels/.rels"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_CUSTOM_TYPE = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_PROPERTY = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"


class _Template(DocxTemplate):  # type: ignore[misc]  # docxtpl has no types
    def render_properties(self, context: Any, jinja_env: Any = None) -> None:
        """The properties of a document are its stamp's: a form has no say in them."""


def render(data: bytes, environment: Environment, context: Mapping[str, Any], token: str) -> dict[str, bytes]:
    """The parts of a form that is filled in, with the place of its stamp; RefusedFormError for what it may not be."""
    require_safe(parts_of(data))
    with _opened():
        template = _Template(BytesIO(data))
        template.render(dict(context), environment, autoescape=True)
    made = _parts(template)
    require_safe(made)  # a form can write what it did not have
    if not any(token.encode() in part for part in made.values()):
        run = template.docx.add_paragraph().add_run(token)
        run.font.size, run.font.color.rgb = Pt(8), RGBColor(0x70, 0x70, 0x70)
        made = _parts(template)
    return made


def check(data: bytes, environment: Environment) -> None:
    """Read a form as Jinja does, and fill in nothing; it raises what `render` would for one that is broken."""
    require_safe(parts_of(data))
    with _opened():
        template = _Template(BytesIO(data))
        template.init_docx()
        environment.from_string(template.patch_xml(template.get_xml()))
        for uri in (template.HEADER_URI, template.FOOTER_URI):
            for _, part in template.get_headers_footers(uri):
                environment.from_string(template.patch_xml(template.get_part_xml(part)))


@contextmanager
def _opened() -> Iterator[None]:
    try:
        yield
    except (PackageNotFoundError, etree.XMLSyntaxError, KeyError) as error:
        raise RefusedFormError("parts that are not those of a document of Word") from error


def _parts(template: _Template) -> dict[str, bytes]:
    whole = BytesIO()
    template.docx.save(whole)
    return unpacked(whole.getvalue())


def finished(parts: dict[str, bytes], stamp: Stamp, token: str) -> bytes:
    """The file with the stamp in its place; nothing in it tells of another day, program or person."""
    words = escape(stamp.words).encode("utf-8")
    made = {name: data.replace(token.encode(), words) for name, data in parts.items()}
    made[_CORE] = _core(stamp)
    made[_CUSTOM] = _custom(made.get(_CUSTOM), stamp)
    if b"/docProps/custom.xml" not in made[_TYPES]:
        override = f'<Override PartName="/{_CUSTOM}" ContentType="{_CUSTOM_TYPE}"/></Types>'
        made[_TYPES] = made[_TYPES].replace(b"</Types>", override.encode())
    if b"/custom-properties" not in made[_RELATIONS]:
        kind = f"{_OFFICE}/relationships/custom-properties"
        relation = f'<Relationship Id="rIdKamctl" Type="{kind}" Target="{_CUSTOM}"/></Relationships>'
        made[_RELATIONS] = made[_RELATIONS].replace(b"</Relationships>", relation.encode())
    return packed(made)


def _core(stamp: Stamp) -> bytes:
    moment = f"{stamp.today.isoformat()}T00:00:00Z"
    when = f'<dcterms:{{0}} xsi:type="dcterms:W3CDTF">{moment}</dcterms:{{0}}>'
    title = f"{stamp.client}: {stamp.form}"
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(title)}</dc:title><dc:creator>kamctl</dc:creator>"
        f"<cp:keywords>{escape(stamp.spelling)}</cp:keywords><dc:language>{stamp.language}</dc:language>"
        f"{when.format('created')}{when.format('modified')}</cp:coreProperties>"
    ).encode()


def _custom(there: bytes | None, stamp: Stamp) -> bytes:
    """The properties that a form's file has of its own, and the stamp."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    empty = f'<Properties xmlns="{_OFFICE}/custom-properties"/>'.encode()
    with _opened():
        root = etree.fromstring(there or empty, parser)
    space = f"{{{_OFFICE}/custom-properties}}"
    for own in root.findall(f"{space}property"):
        if own.get("name") == "kamctl":
            root.remove(own)
    numbers = [own.get("pid", "") for own in root.findall(f"{space}property")]
    number = max((int(each) for each in numbers if re.fullmatch("[0-9]{1,9}", each)), default=1) + 1
    ours = etree.SubElement(root, f"{space}property", fmtid=_PROPERTY, pid=str(number), name="kamctl")
    etree.SubElement(
        ours, f"{{{_OFFICE}/docPropsVTypes}}lpwstr", nsmap={"vt": f"{_OFFICE}/docPropsVTypes"}
    ).text = stamp.spelling
    made: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return made
