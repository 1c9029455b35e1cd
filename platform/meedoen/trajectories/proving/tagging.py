"""What WeasyPrint leaves out of a tagged PDF: the language of parts, and that it is PDF/UA too."""

from collections.abc import Iterator
from functools import cache
from typing import Any

UA = b"""<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">\
<pdfuaid:part>1</pdfuaid:part></rdf:Description>\
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" \
xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" \
xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">\
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">\
<pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>\
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>\
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>\
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">\
<pdfaProperty:name>part</pdfaProperty:name>\
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>\
<pdfaProperty:category>internal</pdfaProperty:category>\
<pdfaProperty:description>Part of ISO 14289 to which the file conforms</pdfaProperty:description>\
</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas>\
</rdf:Description>"""
"""Says PDF/UA-1, and describes the word that says it: PDF/A asks that of words it does not know."""

END = b"</rdf:RDF>"


def say_accessible(document: object, pdf: Any) -> None:
    """A finisher of WeasyPrint: the metadata of a PDF/A say that it is PDF/UA-1 as well.

    Who made it is left to the signature: it writes its own name there, in both places the same.
    """
    pdf.info.pop("Producer", None)
    number = int(pdf.catalog["Metadata"].split()[0])
    metadata = pdf.objects[number]
    (words,) = metadata.stream
    metadata.stream = [words.replace(END, UA + END, 1)]


@cache
def tag_languages() -> None:
    """Have WeasyPrint write the language of each part in its tag, as ISO 14289-1 7.2 asks.

    It has no way in for that (version 70), so its builder of tags is wrapped, once.
    """
    from weasyprint.pdf import tags

    build = tags._build_box_tree

    def with_language(box: Any, *rest: Any) -> Iterator[Any]:
        for element in build(box, *rest):
            whose = getattr(box, "element", None)
            language = whose.attrib.get("lang") if whose is not None else None
            if language and "Lang" not in element:
                element["Lang"] = f"({language})"
            yield element

    tags._build_box_tree = with_language
