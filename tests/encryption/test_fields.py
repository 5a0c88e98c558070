"""The encrypted field: what the column holds, what it is bound to, and what it refuses."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

import pytest
from django.core.exceptions import FieldError
from django.db import connection, transaction
from django.db.models import Max

from coachingpairs.encryption import ciphers, keys
from coachingpairs.encryption.ciphers import CannotDecrypt
from coachingpairs.encryption.fields import Ciphertext
from coachingpairs.encryption.models import OrganisationKey
from coachingpairs.tenancy.scope import scope
from cycles.models import PairNote, PrivateNote
from tests.cast import Northmere, make_northmere
from tests.cycles.made import log, make_cycle

pytestmark = pytest.mark.django_db
TEXT = "What would happen if you waited? 🤝 Ünïcode"
FIELD = PairNote._meta.get_field("text")


def written(cast: Northmere) -> Any:
    """Helen's session with a note of each kind."""
    return log(
        cast, make_cycle(cast), "Helen", dt.date(2026, 10, 9), pair_note=TEXT, private_note="Only mine"
    )


def as_helen(cast: Northmere) -> Any:
    return scope(organisation=cast.organisation.pk, person=cast.person("Helen").pk)


def column(table: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT text FROM "{table}"')  # noqa: S608  a table of ours
        return str(cursor.fetchone()[0])


def put(table: str, text: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f'UPDATE "{table}" SET text = %s', [text])  # noqa: S608  a table of ours


def test_the_column_names_its_key_and_says_nothing(northmere: Northmere) -> None:
    written(northmere)
    with as_helen(northmere):
        stored = column("cycles_pairnote")
        number, sealed = ciphers.from_text(stored)
        assert number == 1
        assert len(sealed) == ciphers.NONCE_BYTES + len(TEXT.encode()) + 16
        assert "waited" not in stored
        assert PairNote.objects.get().text == TEXT


def test_the_same_words_never_look_the_same(northmere: Northmere) -> None:
    written(northmere)
    with as_helen(northmere):
        note, first = PairNote.objects.get(), column("cycles_pairnote")
        note.text = TEXT
        note.save()
        assert column("cycles_pairnote") != first
        assert PairNote.objects.get().text == TEXT


def test_saving_a_row_whose_text_nobody_read_leaves_its_ciphertext(northmere: Northmere) -> None:
    written(northmere)
    with as_helen(northmere):
        stored = column("cycles_pairnote")
        PairNote.objects.get().save()
        assert column("cycles_pairnote") == stored


def test_text_moved_to_another_table_cannot_be_opened(northmere: Northmere) -> None:
    written(northmere)
    with as_helen(northmere):
        put("cycles_privatenote", column("cycles_pairnote"))
        with pytest.raises(CannotDecrypt, match="does not belong to this place"):
            _ = PrivateNote.objects.get().text


def test_text_moved_to_another_organisation_cannot_be_opened(northmere: Northmere) -> None:
    other = make_northmere("southmere")
    written(northmere)
    written(other)
    with as_helen(northmere):
        stolen = column("cycles_pairnote")
    with as_helen(other):
        put("cycles_pairnote", stolen)
        with pytest.raises(CannotDecrypt):
            _ = PairNote.objects.get().text


def test_organisations_keys_are_their_own(northmere: Northmere) -> None:
    other = make_northmere("southmere")
    with as_helen(northmere):
        _number, ours = keys.current_key(northmere.organisation.pk)
        row = OrganisationKey.objects.get()
        wrapped = bytes(row.wrapped)
        assert ours not in wrapped
    with as_helen(other):
        assert keys.current_key(other.organisation.pk)[1] != ours
        # A wrapped key put into another organisation's row is worth nothing there.
        OrganisationKey.objects.update(wrapped=wrapped)
        keys.forget_keys()
        with pytest.raises(CannotDecrypt):
            keys.current_key(other.organisation.pk)


def test_one_changed_bit_is_noticed(northmere: Northmere) -> None:
    written(northmere)
    with as_helen(northmere):
        number, sealed = ciphers.from_text(column("cycles_pairnote"))
        changed = sealed[:-1] + bytes([sealed[-1] ^ 1])
        put("cycles_pairnote", ciphers.to_text(changed, key_number=number))
        with pytest.raises(CannotDecrypt):
            _ = PairNote.objects.get().text


@pytest.mark.parametrize("text", ["plain words", "v2:1:AAAA", "v1:x:AAAA", "v1:1:not base64!", "v1:1:", ""])
def test_a_column_that_is_no_ciphertext_is_not_taken_for_one(northmere: Northmere, text: str) -> None:
    written(northmere)
    with as_helen(northmere):
        put("cycles_pairnote", text)
        with pytest.raises(CannotDecrypt):
            _ = PairNote.objects.get().text


def test_a_list_that_does_not_read_the_text_does_not_open_it(northmere: Northmere) -> None:
    written(northmere)
    with as_helen(northmere):
        put("cycles_pairnote", "v1:1:AAAA")
        (note,) = PairNote.objects.all()
        assert note.changed_by_id == northmere.leader("Helen").pk


def test_without_its_key_a_text_is_gone(northmere: Northmere) -> None:
    written(northmere)
    with as_helen(northmere):
        OrganisationKey.objects.all().delete()
        keys.forget_keys()
        with pytest.raises(CannotDecrypt, match="key of this text has been deleted"):
            _ = PairNote.objects.get().text
        with pytest.raises(CannotDecrypt, match="The organisation has no key"):
            keys.current_key(northmere.organisation.pk)


def test_text_is_neither_searched_ordered_nor_written_in_bulk(northmere: Northmere) -> None:
    written(northmere)
    with as_helen(northmere):
        for lookup in ("text", "text__icontains", "text__in"):
            with pytest.raises(FieldError, match="cannot be searched"):
                PairNote.objects.filter(**{lookup: TEXT}).exists()
        with pytest.raises(FieldError, match="save it through its row"), transaction.atomic():
            PairNote.objects.update(text=TEXT)
        assert PairNote.objects.filter(text__isnull=False).count() == 1
        assert isinstance(PairNote.objects.aggregate(last=Max("text"))["last"], Ciphertext)


def test_a_row_without_an_organisation_cannot_be_encrypted() -> None:
    with pytest.raises(ValueError, match="needs its organisation and row"):
        FIELD.close(PairNote(id=uuid.uuid4()), TEXT)


def test_deferred_and_refreshed_text_is_opened_too(northmere: Northmere) -> None:
    written(northmere)
    with as_helen(northmere):
        note = PairNote.objects.defer("text").get()
        assert note.text == TEXT
        put("cycles_pairnote", str(FIELD.close(note, "Changed elsewhere")))
        note.refresh_from_db()
        assert note.text == "Changed elsewhere"
