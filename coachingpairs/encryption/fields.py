"""A text field whose column holds ciphertext bound to its organisation, table, row and field."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import FieldError
from django.db import models
from django.db.models.query_utils import DeferredAttribute

from coachingpairs.encryption import ciphers, keys

if TYPE_CHECKING:
    TextField = models.TextField[str, str]
else:
    TextField = models.TextField


class Ciphertext(str):
    """A column's content as read from the database, not opened yet."""

    __slots__ = ()


class OpensOnReading(DeferredAttribute):
    """Decrypts when somebody reads the attribute, so that lists which do not show it pay nothing."""

    def __get__(self, instance: Any, cls: Any = None) -> Any:
        value = super().__get__(instance, cls)
        if isinstance(value, Ciphertext):
            value = self.field.open(instance, value)  # type: ignore[attr-defined]
            instance.__dict__[self.field.attname] = value
        return value

    def __set__(self, instance: Any, value: Any) -> None:
        instance.__dict__[self.field.attname] = value


class EncryptedTextField(TextField):
    """Private text. Needs ``id`` and ``organisation_id`` on the row before it is saved.

    It can be neither searched, ordered, aggregated nor updated in bulk: FieldError says so.
    """

    descriptor_class = OpensOnReading

    def from_db_value(self, value: str | None, *_: Any) -> Ciphertext | None:
        return None if value is None else Ciphertext(value)

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:  # noqa: ARG002
        value = model_instance.__dict__.get(self.attname)
        if value is None or isinstance(value, Ciphertext):
            return value
        return self.close(model_instance, str(value))

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:  # noqa: ARG002
        if value is None or isinstance(value, Ciphertext):
            return value if value is None else str(value)
        raise FieldError(f"{self.name} is encrypted: save it through its row.")

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name != "isnull":
            raise FieldError(f"{self.name} is encrypted and cannot be searched.")
        return super().get_lookup(lookup_name)

    def close(self, instance: Any, plain: str) -> Ciphertext:
        context = self._context(instance)
        number, key = keys.current_key(instance.organisation_id)
        sealed = ciphers.seal(plain.encode(), key=key, context=context)
        return Ciphertext(ciphers.to_text(sealed, key_number=number))

    def open(self, instance: Any, ciphertext: Ciphertext) -> str:
        number, sealed = ciphers.from_text(ciphertext)
        key = keys.key(instance.organisation_id, number)
        return ciphers.unseal(sealed, key=key, context=self._context(instance)).decode()

    def _context(self, instance: Any) -> bytes:
        if not instance.organisation_id or not instance.pk:
            raise ValueError(f"{self.name} needs its organisation and row before it can be encrypted.")
        return f"{instance.organisation_id}:{instance._meta.db_table}:{instance.pk}:{self.column}".encode()
