"""Who is in the demo: three invented organisations and one facilitator who serves all of them."""

from __future__ import annotations

from coachingpairs.demo.places import Place, Someone
from coachingpairs.demo.water import MERROW_WATER

NORTHMERE = Place(
    name="Northmere",
    slug="northmere",
    domain="northmere.example",
    about="A housing association in the third cycle of its extended leadership team.",
    team="Leadership team",
    administrator="Ada Mirza",
    sponsor="Maggie Thornton",
    functions=(
        ("HOU", "Housing Services"),
        ("CARE", "Care and Support"),
        ("PROP", "Property"),
        ("FIN", "Finance"),
        ("PPL", "People and Culture"),
        ("DIGI", "Digital and Data"),
        ("STR", "Strategy and Communications"),
    ),
    leaders=(
        Someone("Maggie Thornton", "STR", "Chief Executive"),
        Someone("Amara Okafor", "HOU", "Director of Housing", "Maggie Thornton"),
        Someone("Tom Whitfield", "HOU", "Head of Neighbourhoods", "Amara Okafor"),
        Someone("Yasmin Rahman", "HOU", "Head of Lettings", "Amara Okafor"),
        Someone("Gareth Llewellyn", "HOU", "Head of Income", "Amara Okafor"),
        Someone("Siobhan Doyle", "CARE", "Director of Care", "Maggie Thornton"),
        Someone("Kwame Mensah", "CARE", "Head of Supported Living", "Siobhan Doyle"),
        Someone("Priya Nair", "CARE", "Head of Wellbeing", "Siobhan Doyle"),
        Someone("Marek Zieliński", "PROP", "Director of Property", "Maggie Thornton"),
        Someone("Ruth Adeyemi", "PROP", "Head of Repairs", "Marek Zieliński"),
        Someone("Callum Fraser", "PROP", "Head of Development", "Marek Zieliński"),
        Someone("Leila Haddad", "PROP", "Head of Building Safety", "Marek Zieliński"),
        Someone("Helen Armitage", "FIN", "Chief Finance Officer", "Maggie Thornton"),
        Someone("Vikram Sethi", "FIN", "Head of Procurement", "Helen Armitage"),
        Someone("Nia Bowen", "FIN", "Financial Controller", "Helen Armitage"),
        Someone("Joanna Clarke", "PPL", "Chief People Officer", "Maggie Thornton"),
        Someone("Idris Kaya", "PPL", "Head of Learning", "Joanna Clarke"),
        Someone("Mei-Ling Chan", "PPL", "Head of Talent", "Joanna Clarke"),
        Someone("Farah Siddiqui", "DIGI", "Chief Digital Officer", "Maggie Thornton"),
        Someone("Oliver Brandt", "DIGI", "Head of Data", "Farah Siddiqui"),
        Someone("Chidi Eze", "DIGI", "Head of Technology", "Farah Siddiqui"),
        Someone("Rafael Duarte", "STR", "Director of Communications", "Maggie Thornton"),
    ),
)

HARBOUR_ARTS = Place(
    name="Harbour Arts",
    slug="harbour-arts",
    domain="harbourarts.example",
    about="A small arts centre at its very first choosing.",
    team="Leadership team",
    administrator="Kit Lawson",
    sponsor="Lowri Pritchard",
    functions=(
        ("PROG", "Programme"),
        ("OPS", "Operations"),
        ("DEV", "Development"),
        ("AUD", "Audiences"),
    ),
    leaders=(
        Someone("Lowri Pritchard", "PROG", "Artistic Director"),
        Someone("Dev Malhotra", "PROG", "Head of Theatre", "Lowri Pritchard"),
        Someone("Bronagh Kelly", "PROG", "Head of Visual Arts", "Lowri Pritchard"),
        Someone("Sunniva Berg", "OPS", "Executive Director", "Lowri Pritchard"),
        Someone("Tunde Bakare", "OPS", "Head of Buildings", "Sunniva Berg"),
        Someone("Imogen Hartley", "DEV", "Director of Development", "Lowri Pritchard"),
        Someone("Roshni Patel", "AUD", "Director of Audiences", "Lowri Pritchard"),
        Someone("Xavier Lobo", "AUD", "Head of Membership", "Roshni Patel"),
    ),
)

PLACES = (NORTHMERE, HARBOUR_ARTS, MERROW_WATER)

# First names: in the demo each of them is of one person.
NORTHMERE_PAIRS: dict[int, tuple[tuple[str, str], ...]] = {
    1: (
        ("Helen", "Marek"), ("Amara", "Oliver"), ("Tom", "Nia"), ("Yasmin", "Idris"), ("Gareth", "Siobhan"),
        ("Kwame", "Maggie"), ("Priya", "Mei-Ling"), ("Ruth", "Vikram"), ("Callum", "Chidi"),
        ("Leila", "Rafael"), ("Joanna", "Farah"),
    ),
    2: (
        ("Helen", "Joanna"), ("Amara", "Marek"), ("Tom", "Siobhan"), ("Yasmin", "Farah"), ("Gareth", "Priya"),
        ("Kwame", "Oliver"), ("Ruth", "Maggie"), ("Callum", "Vikram"), ("Leila", "Mei-Ling"),
        ("Nia", "Idris"), ("Chidi", "Rafael"),
    ),
    3: (
        ("Amara", "Vikram"), ("Siobhan", "Oliver"), ("Maggie", "Callum"), ("Joanna", "Marek"),
        ("Tom", "Farah"), ("Helen", "Priya"), ("Rafael", "Yasmin"), ("Idris", "Ruth"), ("Kwame", "Chidi"),
        ("Gareth", "Mei-Ling"), ("Leila", "Nia"),
    ),
}  # fmt: skip
QUIET = frozenset({"Joanna", "Kwame"})
YET_TO_MEET = frozenset({"Leila"})

HARBOUR_PAIRS = (("Roshni", "Sunniva"), ("Lowri", "Xavier"))
HARBOUR_DECLINED = ("Dev", "Imogen")
HARBOUR_ASKED = ("Bronagh", "Imogen")
HARBOUR_INVITED = "Tunde Bakare"

# Whom to be first: the slug of the organisation, the name, and what to try.
BEGINNINGS = (
    ("northmere", "Helen Armitage", "Read what Marek says to two growth targets, and decide with Priya."),
    ("northmere", "Tom Whitfield", "Answer Helen, who asks for an honest view."),
    ("northmere", "Farah Siddiqui", "Read what Tom rates in her, and agree how they work together."),
    ("northmere", "Esther Boateng", "Look after a third cycle: who meets, who is quiet, what comes next."),
    ("harbour-arts", "Imogen Hartley", "Answer Bronagh, who would like to pair with her."),
    ("harbour-arts", "Dev Malhotra", "Choose a partner, and see who cannot be asked and why."),
)
