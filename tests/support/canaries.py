"""Files in which every wrong place holds something that must not be seen anywhere afterwards."""

import csv
import io
from pathlib import Path

HEADER = (
    *("claim_id", "payer", "cpt", "submitted_date", "decided_date", "outcome", "billed_amount"),
    *("denial_reason", "facility", "prior_auth", "pos", "npi", "patient_name", "dob", "ssn", "mrn"),
    *("phone", "email", "address", "field_9", "wanda.header@canary.example"),
)
SOUND = dict(
    zip(
        HEADER,
        (
            *("C{}", "Aetna", "99213", "2025-01-02", "2025-01-20", "PAID", "150.00", "", ""),
            *("", "11", "1234567893", "Zelda Quimby", "01/02/1961", "512-41-7001", "MRN70010001"),
            *("(402) 555-7001", "zelda@canary.example", "7001 Canary Lane", "", ""),
        ),
        strict=True,
    )
)
STRAYS = {
    "claim_id": "512-41-7010",
    "payer": "Hernandez, Lucia",
    "outcome": "Denied - patient Rosa Martinez 512-41-7012",
    "denial_reason": "Member Carlos Ramirez, call 402-555-7013, DOB 3/14/1959",
    "facility": "7014 Nightingale Street, Omaha, NE 68102",
    "prior_auth": "tweety7015@canary.example",
    "pos": "512-41-7016",
    "npi": "402-555-7017",
    "billed_amount": "512-41-7018",
    "decided_date": "512-41-7019",
    "cpt": "512-41-7020",
    "field_9": "patient Sylvester Jones MRN 70210021",
}
"""What strays into one row each, by column."""

CANARIES = (
    *("Zelda", "Quimby", "512-41-70", "MRN7001", "70010001", "402) 555-7001", "canary.example"),
    *("7001 Canary", "Hernandez", "Lucia", "Rosa Martinez", "Ramirez", "402-555-70", "3/14/1959"),
    *("Nightingale", "tweety", "Sylvester", "70210021", "wanda", "01/02/1961", "512417099"),
    *("Preston", "512-41-7098", "Wilhelmsen", "QUAGMIRE", "Garcia"),
)
"""Nothing else in the installation has these in it."""

REMITTANCE = (
    "ISA*00*          *00*          *ZZ*PAYER          *ZZ*PROVIDER       *250120*1200*^*00501*"
    "000000001*0*P*:~GS*HP*PAYER*PROVIDER*20250120*1200*1*X*005010X221A1~ST*835*0001~"
    "BPR*I*92.1*C*CHK************20250120~TRN*1*7654321*1123456789~DTM*405*20250120~"
    "N1*PR*AETNA~N1*PE*CLINIC*XX*1234567893~LX*1~"
    "CLP*512-41-7098*1*150*92.1*57.9*12*ICN70981*11*1~CAS*CO*45*57.9~"
    "NM1*QC*1*QUAGMIRE*Preston****MI*512417099~DTM*232*20250102~DTM*050*20250103~"
    "SVC*HC:99213*150*92.1**1~DTM*472*20250102~CAS*CO*45*57.9~AMT*B6*92.1~"
    "PLB*1234567893*20251231*WO:512-41-7093*0~"
    "SE*18*0001~GE*1*1~IEA*1*000000001~"
)


def canary_file(folder: Path) -> Path:
    """A preamble, telling headers, a sound row, and one row for every wrong place."""
    text = io.StringIO()
    text.write("Report for Preston Wilhelmsen SSN 512-41-7098\n")
    writer = csv.DictWriter(text, HEADER, lineterminator="\n")
    writer.writeheader()
    for number, (column, stray) in enumerate([("", ""), *STRAYS.items()]):
        row = {**SOUND, "claim_id": f"C{number}", **({column: stray} if column else {})}
        writer.writerow(row)
    text.write(f"{text.getvalue().splitlines()[2]},one more 512-41-7097\n")
    text.write('C99,"512-41-7096\n')
    path = folder / "remits of Maria Garcia 512-41-7099.csv"
    path.write_text(text.getvalue(), encoding="utf-8")
    return path


def hits(content: bytes) -> list[str]:
    return [canary for canary in CANARIES if canary.encode() in content]
