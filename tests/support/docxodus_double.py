"""Stands in for the program of Docxodus: one line of JSON in, one line out, in the way that its argument names.

``honest`` deletes every paragraph of the body and inserts every one of the new body, which is a true redline, if a poor one.
"""

from __future__ import annotations

import base64
import io
import json
import sys
import time
import zipfile

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def main() -> None:
    way = sys.argv[1]
    if way == "hang":
        time.sleep(60)
    asked = json.loads(sys.stdin.readline())
    if way == "crash":
        sys.stderr.write("Unhandled exception. System.NullReferenceException: at DocxDiff")
        sys.exit(134)
    if way == "garbage":
        sys.stdout.write("{ not json")
        return
    if way == "refuse":
        sys.stdout.write(json.dumps({"id": 1, "ok": False, "error": {"code": "x", "message": "Unsupported part"}}))
        return
    args = asked["args"]
    old, new = (base64.b64decode(args[side]) for side in ("leftB64", "rightB64"))
    made = b"PK not a file" if way == "broken" else new if way == "silent" else redline(old, new, args["settings"])
    sys.stdout.write(json.dumps({"id": 1, "ok": True, "result": {"docxB64": base64.b64encode(made).decode()}}))


def redline(old: bytes, new: bytes, settings: dict[str, object]) -> bytes:
    before, after = (etree.fromstring(part(data)) for data in (old, new))
    body = after.find(f"{W}body")
    for kind, source in (("ins", body), ("del", before.find(f"{W}body"))):
        for at, paragraph in enumerate([*source.iterchildren(f"{W}p")]):
            mark(paragraph, kind, settings)
            if kind == "del":
                body.insert(at, paragraph)
    return with_part(new, etree.tostring(after))


def mark(paragraph: etree._Element, kind: str, settings: dict[str, object]) -> None:
    attributes = {f"{W}id": "1", f"{W}author": settings["authorForRevisions"], f"{W}date": settings["dateTimeForRevisions"]}
    properties = paragraph.find(f"{W}pPr")
    if properties is None:
        properties = etree.Element(f"{W}pPr")
        paragraph.insert(0, properties)
    run = properties.find(f"{W}rPr")
    run = run if run is not None else etree.SubElement(properties, f"{W}rPr")
    etree.SubElement(run, f"{W}{kind}", attributes)
    for child in [c for c in paragraph if c.tag == f"{W}r"]:
        around = etree.Element(f"{W}{kind}", attributes)
        paragraph.replace(child, around)
        around.append(child)
        for text in child.iter(f"{W}t"):
            text.tag = f"{W}delText" if kind == "del" else text.tag


def part(data: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read("word/document.xml")


def with_part(data: bytes, document: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as archive, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as copy:
        for name in archive.namelist():
            copy.writestr(name, document if name == "word/document.xml" else archive.read(name))
    return out.getvalue()


if __name__ == "__main__":
    main()
