"""Words the benchmark makes people, payers and houses of; chosen apart from the detector's lists.

About every third given name and every other surname is one the detector has never heard of.
"""

from typing import Final

GIVEN: Final = """
James Mary Robert Linda Michael Susan David Karen Joseph Lisa Maria Carlos Angela Kevin Laura Brian
Emily Jose Rachel Eric Diane Victor Monica Samuel Teresa Henry Alice Walter Gloria Raymond Irene
Oluwaseun Bronwyn Xochitl Siobhan Anneliese Bartholomew Dmitri Ingrid Kofi Lakshmi Mireille Nnamdi
Philippa Quentin Rosalind Soren Tadeusz Ulrike Vivek Wilhelmina
""".split()
SURNAMES: Final = """
Smith Johnson Garcia Miller Davis Martinez Anderson Taylor Thomas Moore Lee Perez Thompson Harris
Clark Ramirez Walker Young King Wright Flores Nguyen Hill Green Adams Baker Rivera Campbell Carter
Roberts Abernathy Okonkwo Szymanski Vandermeer Papadopoulos Lindqvist Ferreira Haverford Kowalczyk
Mbeki Oyelaran Pemberton Quisenberry Rasmusson Stavropoulos Thibodeaux Underhill Vasconcelos
Wojcik Yarborough Zielinski Achterberg Brzezinski Castellanos Dombrowski Eisenhart Fairweather
""".split()
STREETS: Final = "Maple Birchwood Elm Lakeview Sycamore Juniper Harvest Pine Orchard Cottonwood".split()  # fmt: skip
STREET_KINDS: Final = ("St", "Street", "Ave", "Avenue", "Road", "Lane", "Drive", "Blvd", "Ct")
TOWNS: Final = (
    ("Omaha", "NE", "68102"),
    ("Tulsa", "OK", "74103"),
    ("Boise", "ID", "83702"),
    ("Fort Wayne", "IN", "46802"),
    ("Santa Rosa", "CA", "95401"),
    ("Duluth", "MN", "55802"),
)
AREA_CODES: Final = ("402", "531", "918", "208", "260", "707", "218", "312", "646", "503")
MAIL_HOSTS: Final = ("example.com", "mail.example.org", "example.net", "post.example.edu")

PAYERS: Final = (
    *("Aetna", "Cigna", "Humana", "UnitedHealthcare", "Blue Cross Blue Shield of Nebraska"),
    *("Mark Cuban Health", "John Hancock Life", "Oscar Health", "Molina Healthcare", "Medica"),
    *("Harvard Pilgrim Health Care", "Kaiser Permanente", "Anthem Blue Cross", "Centene"),
    *("Martin's Point Health Care", "Clover Health", "Devoted Health", "WellCare", "Tricare East"),
    *("Medicare Part B", "Medicaid of Idaho", "Ambetter from Absolute Total Care", "Geisinger"),
    *("Scott and White Health Plan", "Mutual of Omaha", "Sierra Health", "Allina Health Aetna"),
)
HOUSES: Final = (
    *("St. Mary Hospital", "Mercy General", "Johns Hopkins Bayview", "Henry Ford Hospital"),
    *("Martin Luther King Jr. Community Hospital", "Thomas Jefferson University Hospital"),
    *("Virginia Mason", "Scott & White", "Mary Washington Hospital", "John Muir Health"),
    *("Lakeside Clinic", "Riverside Family Practice", "Main Street Pediatrics", "Building 4 North"),
    *("St. Elizabeth Medical Center", "Grant Regional", "Baptist East", "Rush Oak Park"),
    *("George Washington University Hospital", "Charlotte Hungerford Hospital", "Clinic 12"),
)
REASONS: Final = (
    *("CO-197", "CO45", "PR-1", "OA-18", "CO-16 (M76, N290)", "CO 50", "96", "PI-204"),
    "No prior authorization on file for this service",
    "Service was billed twice for the same day",
    "Filed after the time limit of the contract",
    "Another payer is responsible; send to the primary first",
    "Procedure does not match the diagnosis given",
    "Patient responsibility: deductible not met",
    "Member not eligible on the date of service",
    "Information requested on 01/12/2025 was not received within 45 days",
    "Denied - CO-50, not medically necessary per policy 4711",
    "Included in payment for procedure 99213, see claim 2024118834",
    "Modifier 25 missing or invalid",
    "Provider not in network for plan H1234-005",
    "Records for claim CLM-2025-004711 under review since 2025-02-03",
)
NOTES: Final = (
    "resubmitted with corrected modifier",
    "appeal sent 2025-03-04, answer due in 30 days",
    "payer says check 0048813 was mailed 02/11/2025",
    "second level appeal upheld; write off approved by manager",
    "batch 20250114-03 rejected at clearinghouse, see file REJ_000172.txt",
    "eligibility rechecked, coverage active until 12/31/2025",
    "adjusted 125.40 to contract; balance 0.00",
    "Medical records faxed to review unit, 14 pages",
    "waiting on Coordination of Benefits from Blue Cross",
    "Dr. Abernathy will write a letter of medical necessity",
)
DIAGNOSES: Final = (
    *("Crohn's disease", "Bell's palsy", "Type 2 diabetes mellitus", "Hodgkin lymphoma"),
    *("Parkinson's disease", "Raynaud syndrome", "Graves disease", "Essential hypertension"),
    *(
        "Alzheimer disease, unspecified",
        "Colles fracture, left",
        "Down syndrome",
        "Acute bronchitis",
    ),
)
DRUGS: Final = ("Lantus SoloStar 100 unit/mL", "Eliquis 5 mg", "Humira Pen 40 mg", "amoxicillin")
DEPARTMENTS: Final = ("Cardiology", "Oncology", "Family Medicine", "Orthopedics", "Radiology")
