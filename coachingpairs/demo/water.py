"""Merrow Water: an invented company on the morning of its Awayday, with names as they come.

Twenty-three leaders, so that somebody will be in a trio; names in four scripts, one of them of forty letters.
"""

from __future__ import annotations

from coachingpairs.demo.places import Place, Someone

CATRIN = "Catrin Hughes-Vaughan"
BARTHOLOMEW = "Bartholomew Cholmondeley-Featherstonehaugh"
ELENI = "Ελένη Παπαδάκη"

MERROW_WATER = Place(
    name="Merrow Water",
    slug="merrow-water",
    domain="merrowwater.example",
    about="A water company on the morning of its Awayday: the first cycle ends, the second begins.",
    team="Leadership team",
    administrator="Marion Teague",
    sponsor=CATRIN,
    functions=(
        ("NET", "Networks"),
        ("WQ", "Water Quality"),
        ("CUS", "Customers"),
        ("CAP", "Capital Projects"),
        ("FIN", "Finance"),
        ("PPL", "People and Strategy"),
    ),
    leaders=(
        Someone(CATRIN, "PPL", "Chief Executive"),
        Someone("Zoë Okonjo", "PPL", "Director of People", CATRIN),
        Someone("Ruairí Ó Cathasaigh", "PPL", "Head of Communications", CATRIN),
        Someone(BARTHOLOMEW, "NET", "Director of Networks", CATRIN),
        Someone("Anjali Deshpande", "NET", "Head of Leakage", BARTHOLOMEW),
        Someone("Håkon Sæther", "NET", "Head of Mains", BARTHOLOMEW, "Hakon Saether"),
        Someone("Мирослава Гнатюк", "NET", "Head of the Control Room", BARTHOLOMEW, "Myroslava Hnatiuk"),
        Someone("Tomasz Wójcik", "NET", "Head of Field Teams", BARTHOLOMEW),
        Someone(ELENI, "WQ", "Director of Water Quality", CATRIN, "Eleni Papadaki"),
        Someone("Chukwuemeka Obi", "WQ", "Head of Treatment", ELENI),
        Someone("Aoife Brennan", "WQ", "Head of Laboratories", ELENI),
        Someone("Minh Châu Đặng", "WQ", "Head of Catchments", ELENI, "Minh Chau Dang"),
        Someone("Farida Rahimi", "CUS", "Director of Customers", CATRIN),
        Someone("Jürgen Größmann", "CUS", "Head of Billing", "Farida Rahimi", "Juergen Groessmann"),
        Someone("نور حداد", "CUS", "Head of the Contact Centre", "Farida Rahimi", "Nour Haddad"),
        Someone("Siân Prothero", "CUS", "Head of Priority Services", "Farida Rahimi"),
        Someone("Ngozi Uzoma", "CAP", "Director of Capital Projects", CATRIN),
        Someone("Mateus Gonçalves", "CAP", "Head of Reservoirs", "Ngozi Uzoma"),
        Someone("Keiko Tanabe", "CAP", "Head of Engineering", "Ngozi Uzoma"),
        Someone("Will Ashdown", "CAP", "Head of Delivery", "Ngozi Uzoma"),
        Someone("Nadia Benali", "FIN", "Chief Finance Officer", CATRIN),
        Someone("Owen Trefusis", "FIN", "Head of Regulation", "Nadia Benali"),
        Someone("Şebnem Yıldırım", "FIN", "Head of Procurement", "Nadia Benali", "Sebnem Yildirim"),
    ),
)

NEWCOMER = "Will Ashdown"
"""Has joined since the first cycle began, and not accepted the invitation yet."""

GOOD_TO_BE = ("Anjali Deshpande", "Owen Trefusis", "Siân Prothero", "Zoë Okonjo")
"""Leaders to be oneself while the others are played: nobody's line manager, each of another function."""

# First names: in the demo each of them is of one person of the organisation.
MERROW_PAIRS = (
    ("Catrin", "Håkon"), ("Zoë", "Jürgen"), ("Ruairí", "Chukwuemeka"), ("Bartholomew", "Nadia"),
    ("Anjali", "Siân"), ("Мирослава", "Keiko"), ("Tomasz", "Şebnem"), ("Ελένη", "Farida"),
    ("Aoife", "Mateus"), ("Minh", "Owen"), ("نور", "Ngozi"),
)  # fmt: skip
