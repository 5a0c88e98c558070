"""What the columns of common exports are called, best name first."""

from __future__ import annotations

import re
from typing import Final, Literal, get_args

from .text import fold, phrases

Field = Literal["id", "name", "first_name", "last_name", "email", "title", "function", "manager"]
FIELDS: Final[tuple[Field, ...]] = get_args(Field)

_HEADINGS: Final[dict[Field, str]] = {
    "id": """
        employee id, employee number, employee no, employee code, emp id, emp no, emplid, empl id,
        employeeid, worker id, person id external, person id, person number, personnel number, personnel
        no, pernr, staff id, staff number, staff no, user id, userid, user sys id, payroll number, payroll
        no, post unique reference, post reference, post id, post number, position id, position number,
        assignment number, associate id, payroll id, payroll ref, object id, unique id, unique reference,
        id, reference, ref, personalnummer, personal nr, mitarbeiternummer, mitarbeiter id, matricule,
        numero de empleado, id empleado, numero empleado, matricola, codice dipendente, personeelsnummer,
        medewerkernummer, kennung, identifiant, identificador""",
    "name": """
        full name, name, employee name, worker name, display name, legal name, worker, employee, post
        holder, postholder, post holder name, postholder name, name of post holder, staff name, person
        name, person, preferred name, preferred full name, formatted name, common name, cn, leader,
        colleague, member, staff member, team member, people, participant, names, who, contact name,
        contact, incumbent, name des mitarbeiters, vollstandiger name, mitarbeiter, mitarbeiterin,
        mitarbeitende, mitarbeitername, anzeigename, nom complet, nom et prenom, prenom et nom, nom
        prenom, prenom nom, collaborateur, nom, nombre completo, nombre y apellidos, apellidos y nombre,
        empleado, nombre, nome completo, nome e cognome, cognome e nome, nominativo, dipendente, nome,
        volledige naam, naam, medewerker, weergavenaam""",
    "first_name": """
        first name, given name, given names, forename, forenames, first names, legal first name, preferred
        first name, firstname, fname, first, known as, christian name, vorname, vornamen, rufname, prenom,
        prenoms, nombre, nombres, nombre de pila, primer nombre, nome, nome di battesimo, voornaam,
        voornamen, roepnaam""",
    "last_name": """
        last name, surname, surnames, family name, legal last name, lastname, lname, last, sn, nachname,
        familienname, zuname, nom de famille, nom d usage, nom, apellidos, apellido, primer apellido,
        cognome, achternaam, familienaam""",
    "email": """
        work email, work e mail, email work, primary work email, email primary work, business email,
        business e mail, corporate email, company email, office email, email, e mail, email address, e
        mail address, emailaddress, contact email, contact e mail, work email address, primary email,
        primary email address, mail, primary smtp address, smtp address, internet address, email id,
        emails, user principal name, upn, user name, username, login, login name, sign in name, e mail
        adresse, emailadresse, email adresse, mailadresse, e mail geschaftlich, dienstliche e mail,
        courriel, adresse e mail, adresse email, adresse mail, adresse electronique, mel, correo
        electronico, correo, email laboral, direccion de correo, direccion de correo electronico, posta
        elettronica, indirizzo email, indirizzo e mail, e mailadres, emailadres, mailadres, zakelijk e
        mailadres""",
    "title": """
        job title, title, position title, business title, post title, working title, job role, role, role
        title, position, position name, job, job name, job description title, post, designation,
        occupation, job profile, job profile name, grade title, stellenbezeichnung, berufsbezeichnung,
        stelle, positionsbezeichnung, funktionsbezeichnung, jobtitel, intitule du poste, intitule de
        poste, poste, titre, fonction, emploi, puesto, puesto de trabajo, cargo, titulo, posizione,
        posizione lavorativa, qualifica, mansione, ruolo, titolo, functietitel, functienaam, functie,
        functieomschrijving, funktion, rolle""",
    "function": """
        function, function name, unit, unit name, directorate, directorate name, department, department
        name, dept, dept name, deptname, department description, division, division name, business unit,
        business unit name, business area, business function, service area, area of responsibility, area,
        org unit, org unit name, organisational unit, organizational unit, organisation unit, organization
        unit, org unit path, section, service, faculty, team, team name, group, sector, cost centre name,
        cost center name, cost centre, cost center, cost centre description, supervisory organization,
        supervisory organisation, job function, team function, job family, job team function, abteilung,
        bereich, geschaftsbereich, fachbereich, ressort, direktion, dezernat, organisationseinheit,
        kostenstelle, funktion, departement, direction, pole, fonction, departamento, area funcional,
        direccion, unidad, unidad organizativa, dipartimento, funzione, direzione, reparto, unita
        organizzativa, settore, afdeling, afdelingsnaam, directie, dienst, organisatieonderdeel, functie,
        parent department, organisation, organization, organisation name, organization name, company,
        company name, employer, legal entity, gesellschaft, firma, societe, entreprise, empresa, azienda,
        bedrijf""",
    "manager": """
        reports to senior post, manager id, manager employee id, manager employee number, manager worker
        id, manager user id, manager user sys id, manager person number, manager person id, manager
        number, manager no, managers id, line manager id, supervisor id, supervisor number, supervisor
        employee id, supervisor emplid, reports to id, reports to post, reports to position, managerid,
        mgr id, mgr, manager email, manager e mail, manager email address, managers email, manager work
        email, manager upn, manager user principal name, employee manager, line manager email, line
        managers email, supervisor email, reporting manager email, reports to email, line manager, line
        manager name, line managers name, manager, manager name, manager display name, managers name,
        managers, reporting manager, reporting manager name, reporting to, reports to, reports to name,
        report to, direct manager, direct manager name, direct supervisor, people manager, immediate
        manager, immediate supervisor, supervisor, supervisor name, worker manager, workers manager,
        managed by, boss, vorgesetzter, vorgesetzte, vorgesetzte r, direkter vorgesetzter, fuhrungskraft,
        personalnummer vorgesetzter, berichtet an, responsable, responsable hierarchique, manager direct,
        superieur, superieur hierarchique, n 1, rattachement hierarchique, jefe, jefe directo, supervisor
        directo, responsable directo, reporta a, responsabile, responsabile diretto, superiore, superiore
        diretto, riporta a, leidinggevende, direct leidinggevende, chef, rapporteert aan""",
}
# The name of the whole organisation: no use as a function unless it has several values.
_WHOLES: Final = phrases(
    """parent department, organisation, organization, organisation name, organization name, company,
    company name, employer, legal entity, gesellschaft, firma, societe, entreprise, empresa, azienda,
    bedrijf"""
)
# Before these words an export says whose the column is: "Worker Job Title", "Contact E-mail".
_OWNERS: Final = ("employee", "worker", "staff", "personnel", "emp", "contact", "leader", "member", "current")
_CAMEL = re.compile(r"(?<=[a-z\u00df-\u00ff])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_BRACKETS = re.compile(r"\[[^\]]*\]|\([^)]*\)")
_NOT_WORD = re.compile(r"[^\w]+|_+")


def _ranks() -> dict[str, dict[Field, int]]:
    ranks: dict[str, dict[Field, int]] = {}
    for field, names in _HEADINGS.items():
        for rank, name in enumerate(names.split(",")):
            ranks.setdefault("".join(name.split()), {}).setdefault(field, rank)
    return ranks


_RANKS: Final = _ranks()


def heading_key(heading: str) -> str:
    """``"First Name [Required]"``, ``"firstName"`` and ``"FIRST_NAME"`` are ``"first name"``; # is number."""
    if len(heading) > 120:
        return ""
    plain = _BRACKETS.sub(" ", heading).replace("#", " number ")
    folded = fold(_CAMEL.sub(" ", plain if plain.strip() else heading))
    return _NOT_WORD.sub(" ", folded.replace("'", "").replace("’", "")).strip()


def fields_of(heading: str) -> dict[Field, int]:
    """The fields a heading can stand for, each with its rank: 0 is the surest name."""
    key = heading_key(heading)
    owner, _, rest = key.partition(" ")
    known = _RANKS.get(key.replace(" ", ""))
    if known is None and owner in _OWNERS:
        known = _RANKS.get(rest.replace(" ", ""))
    return known or {}


def names_the_whole(heading: str) -> bool:
    """Whether a column is likely to hold the organisation's own name in every row."""
    return heading_key(heading) in _WHOLES


def count_fields(headings: list[str] | tuple[str, ...]) -> int:
    """How many different fields a row of headings could name; one heading counts once."""
    fields: set[Field] = set()
    for heading in headings:
        fields.update(list(fields_of(heading))[:1])
    return len(fields)
