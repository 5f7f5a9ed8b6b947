"""Good files of every format, and how to spoil them; one check for whatever comes out."""

import gzip
import io
import json
import random
import zipfile
from collections.abc import Callable
from datetime import date

from openpyxl import Workbook

from upstream.application.readers.catalogue import reader_for, reader_of
from upstream.application.readers.reader import Instructions, Place
from upstream.domain.claims.layout import Layout
from upstream.domain.uploads.file_problem import FileProblem
from upstream.infrastructure.file_limits import Limits

TODAY = date(2026, 6, 1)
LIMITS = Limits(expanded_bytes_max=64 << 20)
HEADER = "claim_id,payer,cpt,submitted_date,decided_date,outcome,billed_amount,denial_reason"
X12 = (
    "ISA*00*          *00*          *ZZ*SENDER         *ZZ*RECEIVER       *250120*1200*^*00501*"
    "000000001*0*P*:~GS*HP*S*R*20250120*1200*1*X*005010X221A1~ST*835*0001~BPR*I*80*C*ACH*CCP*01*1"
    "*DA*1*1512345678**01*1*DA*1*20250120~TRN*1*1*1512345678~N1*PR*AETNA~N1*PE*CLINIC*XX*1234567893"
    "~LX*1~CLP*C1*1*100*80*20*12*ICN1~NM1*QC*1*DOE*JANE****MI*1~DTM*232*20250102~SVC*HC:99213*100*"
    "80**1~DTM*472*20250102~CAS*PR*1*20~SE*15*0001~GE*1*1~IEA*1*000000001~"
)


def csv_text(rows: int = 30) -> str:
    reasons = ("CO-197", "", "PR-1")
    lines = (
        f'C{n},"Aetna, Inc.",99213-25,2025-01-0{n % 9 + 1},01/20/2025,PAID,'
        f'"1,{n:03}.50",{reasons[n % 3]}'
        for n in range(rows)
    )
    return "\n".join([HEADER, *lines, "TOTAL,,,,,,1.00,", ""])


def workbook() -> bytes:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(HEADER.split(","))
    for n in range(10):
        sheet.append([f"C{n}", "Aetna", 99213, date(2025, 1, 2), 45677, "PAID", n + 0.5, None])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def explanation(number: int) -> dict[str, object]:
    category = {"coding": [{"code": "submitted"}]}
    return {
        "resourceType": "ExplanationOfBenefit",
        "status": "active",
        "use": "claim",
        "outcome": "complete",
        "identifier": [{"type": {"coding": [{"code": "uc"}]}, "value": f"N{number}"}],
        "insurer": {"display": "Aetna"},
        "patient": {"reference": "Patient/1"},
        "created": "2025-02-01",
        "billablePeriod": {"start": "2025-01-02", "end": "2025-01-02"},
        "payment": {"amount": {"value": 80.25}},
        "item": [
            {
                "sequence": 1,
                "productOrService": {"coding": [{"code": "99213"}]},
                "adjudication": [{"category": category, "amount": {"value": 100}}],
            }
        ],
    }


def seeds() -> list[bytes]:
    """One sound file of each format, and of some ways to write it."""
    text = csv_text()
    entries = [{"resource": explanation(n)} for n in range(5)]
    bundle = json.dumps({"resourceType": "Bundle", "entry": entries}).encode()
    lines = b"\n".join(json.dumps(explanation(n)).encode() for n in range(5))
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("claims.csv", text)
    return [
        text.encode(),
        text.replace('"1,', '"1').replace(",", ";").encode("cp1252"),
        text.replace("\n", "\r\n").encode("utf-16"),
        text.replace("\n", "\r").encode(),
        gzip.compress(text.encode()),
        packed.getvalue(),
        workbook(),
        bundle,
        lines,
        gzip.compress(bundle),
        X12.encode(),
        X12.replace("~", "\n").encode(),
        gzip.compress(X12.encode()),
    ]


_ODD = (
    b"\0", b"\x1a", b'"', b"'", b"\r", b"\n", b",", b"~", b"*", b"\xff\xfe", b"\xef\xbb\xbf", b"{",
    b"}", b"[", b"]", b"<", b"&", b"1e999", b"-1", b"NaN", b"9" * 400, b"null", b'""', b"PK\x03",
    b"\x1f\x8b", b"ISA*", b"resourceType", b"</row>", b"Total", b"=1+1", b"\xed\xa0\x80", b"\x85",
)  # fmt: skip


def spoiled(content: bytes, chance: random.Random) -> bytes:
    """The same with a few bytes changed, dropped, doubled or put in."""
    data = bytearray(content)
    for _ in range(chance.choice((1, 1, 2, 3, 8, 30))):
        place = chance.randrange(len(data) + 1)
        length = chance.choice((1, 2, 4, 16, 200, 2_000))
        match chance.randrange(6):
            case 0:
                data[place : place + 1] = bytes([chance.randrange(256)])
            case 1:
                del data[place : place + length]
            case 2:
                data[place:place] = chance.choice(_ODD)
            case 3:
                data[place:place] = data[place : place + length] * chance.choice((1, 2, 50))
            case 4:
                data[place:] = b""
            case _:
                data[place : place + length] = chance.choice(_ODD)
        data = data[: 1 << 20]
    return bytes(data)


def inside_out(content: bytes, chance: random.Random) -> bytes:
    """What is packed is spoiled inside, so that the packing itself stays sound."""
    if content.startswith(b"\x1f\x8b"):
        return gzip.compress(spoiled(gzip.decompress(content), chance), 1)
    if not content.startswith(b"PK"):
        return spoiled(content, chance)
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(file, "w", 8) as new:
        entries = old.infolist()
        unlucky = chance.choice(entries)
        for entry in entries:
            part = old.read(entry)
            new.writestr(entry.filename, spoiled(part, chance) if entry is unlucky else part)
    return file.getvalue()


SPOILERS: tuple[Callable[[bytes, random.Random], bytes], ...] = (spoiled, inside_out)


def read_through(content: bytes) -> str:
    """A problem's code, or `read`. Whatever else is raised or does not add up is a bug."""
    file = io.BytesIO(content)
    reader = reader_for(file, LIMITS)
    if isinstance(reader, FileProblem):
        return reader.code
    layout = reader.judge(file, (), today=TODAY)
    if isinstance(layout, FileProblem):
        return layout.code
    assert isinstance(layout, Layout)
    place = Place(layout.shape.first_line, layout.shape.first_offset)
    told = Instructions(layout, b"k" * 32)
    for part in reader_of(layout.kind).parts(file, told, place):
        understood = part.understood
        assert part.start == place
        assert part.next.offset > place.offset
        assert len(understood.facts) == len(understood.lines) == len(understood.keys)
        assert all(row.faults for row in understood.rejected)
        place = part.next
    return "read"
