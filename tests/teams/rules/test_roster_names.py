"""Names as files write them, and as people are greeted."""

from __future__ import annotations

import pytest

from teams.rules.roster import read_name
from teams.rules.roster.names import either_order_key, is_likely_same, read_two_names


@pytest.mark.parametrize(
    ("written", "full", "sort"),
    [
        ("Sue Marlow", "Sue Marlow", "Marlow, Sue"),
        ("MARLOW, Sue [Dr]", "Sue Marlow", "Marlow, Sue"),
        ("ROBSON ,Kathleen", "Kathleen Robson", "Robson, Kathleen"),
        ("NEWHAM,Birgit", "Birgit Newham", "Newham, Birgit"),
        ("McDERMID, Alan", "Alan McDermid", "McDermid, Alan"),
        ("MCDERMID, Alan", "Alan McDermid", "McDermid, Alan"),
        ("McDERMID-JONES, Al", "Al McDermid-Jones", "McDermid-Jones, Al"),
        ("MACLEISH, Morag [Dr]", "Morag Macleish", "Macleish, Morag"),
        ("O'NEILL-SMITH, Ann", "Ann O'Neill-Smith", "O'Neill-Smith, Ann"),
        ("D’ARCY, James", "James D’Arcy", "D’Arcy, James"),
        ("van der Berg, Jan", "Jan van der Berg", "van der Berg, Jan"),
        ("VAN DER BERG, JAN", "Jan van der Berg", "van der Berg, Jan"),
        ("Jan van der Berg", "Jan van der Berg", "van der Berg, Jan"),
        ("MASSON, ERWIN [Dr]", "Erwin Masson", "Masson, Erwin"),
        ("HATTIE MOSS", "Hattie Moss", "Moss, Hattie"),
        ("Marie-Claire DUPONT", "Marie-Claire Dupont", "Dupont, Marie-Claire"),
        ("AJ Jones", "AJ Jones", "Jones, AJ"),
        ("JRR Tolkien", "JRR Tolkien", "Tolkien, JRR"),
        ("LI, Wei", "Wei Li", "Li, Wei"),
        ("Dr Sue Marlow", "Sue Marlow", "Marlow, Sue"),
        ("Prof. Dr. Anna Schmidt", "Anna Schmidt", "Schmidt, Anna"),
        ("Dr Marlow", "Dr Marlow", "Dr Marlow"),
        ("Sue Marlow, MBE", "Sue Marlow", "Marlow, Sue"),
        ("Marlow, Sue, PhD", "Sue Marlow", "Marlow, Sue"),
        ("Sue Marlow OBE", "Sue Marlow", "Marlow, Sue"),
        ("King Jr., Martin Luther", "Martin Luther King Jr.", "King Jr., Martin Luther"),
        ("Henry Tudor III", "Henry Tudor III", "Tudor III, Henry"),
        ("Sue Marlow (she/her)", "Sue Marlow", "Marlow, Sue"),
        ("Sue Marlow (On Leave)", "Sue Marlow", "Marlow, Sue"),
        ("Sue Marlow (10234)", "Sue Marlow", "Marlow, Sue"),
        ("Robert (Bob) Smith", "Robert (Bob) Smith", "Smith, Robert (Bob)"),
        ("Sue Marlow*", "Sue Marlow", "Marlow, Sue"),
        ("  Sue\u00a0\u00a0Marlow\u200b ", "Sue Marlow", "Marlow, Sue"),
        ("Sue\r\nMarlow", "Sue Marlow", "Marlow, Sue"),
        ("Zoe\u0308 Smith", "Zo\u00eb Smith", "Smith, Zo\u00eb"),
        ("ZIELIŃSKI, Marek", "Marek Zieliński", "Zieliński, Marek"),
        ("ИВАНОВ, Иван", "Иван Иванов", "Иванов, Иван"),
        ("ΠΑΠΑΔΌΠΟΥΛΟΣ, Κώστας", "Κώστας Παπαδόπουλος", "Παπαδόπουλος, Κώστας"),
        ("İSTANBULLU, Ali", "Ali İstanbullu", "İstanbullu, Ali"),
        ("田中太郎", "田中太郎", "田中太郎"),
        ("田中, 太郎", "田中 太郎", "田中, 太郎"),
        ("محمد علی", "محمد علی", "محمد علی"),
        ("राजू शर्मा", "राजू शर्मा", "राजू शर्मा"),
        ("می\u200cرا", "می\u200cرا", "می\u200cرا"),
        ("Madonna", "Madonna", "Madonna"),
    ],
)
def test_one_cell(written: str, full: str, sort: str) -> None:
    name = read_name(written)
    assert (name.full, name.sort) == (full, sort)


@pytest.mark.parametrize(
    ("first", "last", "full"),
    [
        ("Sue", "Marlow", "Sue Marlow"),
        ("SUE", "MARLOW", "Sue Marlow"),
        ("Sue [Dr]", "MARLOW", "Sue Marlow"),
        ("AJ", "SMITH", "AJ Smith"),
        ("JO", "NG", "Jo Ng"),
        ("Jose Manuel", "Urban", "Jose Manuel Urban"),
        ("Jan", "van der Berg", "Jan van der Berg"),
        ("太郎", "田中", "田中 太郎"),
        ("", "MARLOW, Sue", "Sue Marlow"),
        ("Sue Marlow", "", "Sue Marlow"),
        ("Sue", "Marlow, MBE", "Sue Marlow"),
    ],
)
def test_two_cells(first: str, last: str, full: str) -> None:
    assert read_two_names(first, last).full == full


def test_honorifics_are_kept_beside_the_name() -> None:
    assert read_name("MARLOW, Sue [Prof]").honorific == "Prof"
    assert read_name("Prof. Dr. Anna Schmidt").honorific == "Prof. Dr."
    assert read_name("Sue Marlow").honorific == ""


def test_what_to_call_somebody() -> None:
    assert read_name("Eze, Chidi").called == "Chidi"
    assert read_name("Jose Manuel Urban").called == "Jose"
    assert read_name("田中太郎").called == "田中太郎"
    assert read_name("Dr Marlow").called == "Dr Marlow"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Sue Marlow", "Marlow Sue"),
        ("Zoë O'Neill", "ZOE ONEILL"),
        ("Morag\u00a0Macleish", "MACLEISH, Morag"),
        ("Ann O’Neill-Smith", "ann o'neill smith"),
        ("Straße Jörg", "jorg strasse"),
        ("Łukasz Ørsted", "Lukasz Orsted"),
    ],
)
def test_names_alike(one: str, other: str) -> None:
    assert either_order_key(one) == either_order_key(other)


@pytest.mark.parametrize(
    ("one", "other"), [("राजु शर्मा", "राजू शर्मा"), ("がく 田中", "かく 田中"), ("Ann Li", "Anna Li")]
)
def test_names_that_differ(one: str, other: str) -> None:
    assert either_order_key(one) != either_order_key(other)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Sue Marlow", "Susan Marlow", True),
        ("S Marlow", "Sue Marlow", True),
        ("Gerry Galway", "Gerard Galway", True),
        ("David Ewart", "Gavin Ewart", False),
        ("Sue Marlow", "Sue Taylor", False),
        ("Marlow", "Marlow", True),
    ],
)
def test_likely_the_same(one: str, other: str, same: bool) -> None:
    assert is_likely_same(one, other) is same
