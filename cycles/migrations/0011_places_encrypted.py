"""Where a pair means to meet is encrypted: it may be the address of a call, with the password in it."""

from django.db import migrations

from coachingpairs.encryption import ciphers, keys
from coachingpairs.encryption.fields import EncryptedTextField


def encrypt(_apps, schema_editor):
    """What was there in plain words. Rows of an organisation without a key are as unreadable as all of its text."""
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT id, organisation_id, place FROM cycles_plannedsession")
        for identity, organisation, place in cursor.fetchall():
            try:
                number, key = keys.current_key(organisation)
            except ciphers.CannotDecrypt:
                continue
            context = f"{organisation}:cycles_plannedsession:{identity}:place".encode()
            sealed = ciphers.to_text(
                ciphers.seal(place.encode(), key=key, context=context), key_number=number
            )
            cursor.execute("UPDATE cycles_plannedsession SET place = %s WHERE id = %s", [sealed, identity])


class Migration(migrations.Migration):
    dependencies = [("cycles", "0010_closed_is_closed"), ("encryption", "0002_tenancy")]
    operations = [
        migrations.AlterField("plannedsession", "place", EncryptedTextField(blank=True, default="")),
        migrations.RunPython(encrypt, migrations.RunPython.noop),
    ]
