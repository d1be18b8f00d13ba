"""ReportLab's pages become PDF/A-3b: an output intent, metadata, and the facts as JSON inside.

Everything that usually comes from the clock or from chance (dates, ids) comes from the paper, so
the same facts always give the same bytes. Not by ``pikepdf.pdfa``: that one stamps the present
time and validates through a temporary file, which would leave personal data on the disk in the
clear. Tests validate the result with it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from io import BytesIO
from xml.sax.saxutils import escape

from pikepdf import Array, Dictionary, Name, Object, ObjectStreamMode, Pdf, Stream, String

from intake_app import __version__
from intake_app.documents.fonts import meaning, resources_folder

PRODUCER = f"Intake desk {__version__}"

_MEANT = re.compile(rb"(<[0-9A-F]{2}>) <([0-9A-F]{4,6})>")
"""A line of a ToUnicode table: the code in the page, and the character given to ReportLab."""

_NO_TEXT = "\u200b"
"""Read for a shape that adds nothing to the text of the shapes before it: a space without width."""


@dataclass(frozen=True)
class Colophon:
    """What a file says about itself. ``title`` and ``author`` hold no personal data."""

    title: str
    author: str
    language: str
    issued_on: date


def archived(pages: bytes, colophon: Colophon, facts: bytes) -> bytes:
    """The finished file from ReportLab's; ``facts`` goes with it as ``case.json``."""
    with Pdf.open(BytesIO(pages)) as pdf:
        for page in pdf.pages:
            if "/Trans" in page.obj:  # an effect for shows on a screen, which PDF/A does not have
                del page.obj["/Trans"]
        for entry in pdf.objects:
            if isinstance(entry, Dictionary) and "/ToUnicode" in entry:
                _correct_meanings(entry.ToUnicode)
        _attach(pdf, facts, colophon)
        _describe(pdf, colophon)
        out = BytesIO()
        pdf.save(
            out,
            deterministic_id=True,
            force_version="1.7",
            fix_metadata_version=False,
            compress_streams=True,
            object_stream_mode=ObjectStreamMode.generate,
        )
    return out.getvalue()


def joined(files: Sequence[bytes]) -> bytes:
    """The pages of several papers in one file, to be printed; what went with each is left out."""
    with Pdf.new() as whole:
        for content in files:
            with Pdf.open(BytesIO(content)) as one:
                whole.pages.extend(one.pages)
        out = BytesIO()
        whole.save(out, deterministic_id=True)
    return out.getvalue()


def _correct_meanings(table: Object) -> None:
    """Say what each code means as UTF-16: ReportLab knows neither joined letters nor Adlam."""
    table.write(_MEANT.sub(_meant, table.read_bytes()))


def _meant(line: re.Match[bytes]) -> bytes:
    text = meaning(int(line[2], 16)) or _NO_TEXT
    return line[1] + b" <" + text.encode("utf-16-be").hex().upper().encode("ascii") + b">"


def _attach(pdf: Pdf, facts: bytes, colophon: Colophon) -> None:
    moment = String(_pdf_date(colophon.issued_on))
    embedded = Stream(
        pdf,
        facts,
        Type=Name.EmbeddedFile,
        Subtype=Name("/application/json"),
        Params=Dictionary(Size=len(facts), CreationDate=moment, ModDate=moment),
    )
    specification = pdf.make_indirect(
        Dictionary(
            Type=Name.Filespec,
            F=String("case.json"),
            UF=String("case.json"),
            AFRelationship=Name.Data,
            EF=Dictionary(F=embedded, UF=embedded),
        )
    )
    names = Dictionary(Names=[String("case.json"), specification])
    pdf.Root.Names = Dictionary(EmbeddedFiles=names)
    pdf.Root.AF = Array([specification])


def _describe(pdf: Pdf, colophon: Colophon) -> None:
    moment = String(_pdf_date(colophon.issued_on))
    pdf.trailer.Info = pdf.make_indirect(
        Dictionary(
            Title=String(colophon.title),
            Author=String(colophon.author),
            Producer=String(PRODUCER),
            CreationDate=moment,
            ModDate=moment,
        )
    )
    pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    pdf.Root.Metadata = Stream(pdf, _xmp(colophon), Type=Name.Metadata, Subtype=Name.XML)
    pdf.Root.OutputIntents = Array(
        [
            Dictionary(
                Type=Name.OutputIntent,
                S=Name.GTS_PDFA1,
                OutputConditionIdentifier=String("sRGB"),
                Info=String("sRGB"),
                DestOutputProfile=Stream(pdf, _colour_profile(), N=3),
            )
        ]
    )


@cache
def _colour_profile() -> bytes:
    return (resources_folder() / "icc" / "sRGB.icc").read_bytes()


def _pdf_date(day: date) -> str:
    return f"D:{day:%Y%m%d}000000Z"


def _xmp(colophon: Colophon) -> bytes:
    """The metadata packet of PDF/A-3b; it says the same as the document information."""
    title, author = escape(colophon.title), escape(colophon.author)
    moment = f"{colophon.issued_on.isoformat()}T00:00:00Z"
    return f"""<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about=""
 xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
 xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<dc:language><rdf:Bag><rdf:li>{colophon.language}</rdf:li></rdf:Bag></dc:language>
<pdf:Producer>{PRODUCER}</pdf:Producer>
<xmp:CreateDate>{moment}</xmp:CreateDate>
<xmp:ModifyDate>{moment}</xmp:ModifyDate>
<xmp:MetadataDate>{moment}</xmp:MetadataDate>
<pdfaid:part>3</pdfaid:part>
<pdfaid:conformance>B</pdfaid:conformance>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>""".encode()
