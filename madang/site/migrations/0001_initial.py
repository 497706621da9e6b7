from django.db import migrations, models

# Neither table is worth a line in the write-ahead log: after a crash everybody simply begins anew.
CACHE = """
CREATE UNLOGGED TABLE site_cache (
    cache_key varchar(255) PRIMARY KEY,
    value text NOT NULL,
    expires timestamptz NOT NULL
);
CREATE INDEX site_cache_by_age ON site_cache (expires);
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Pace",
            fields=[
                (
                    "key",
                    models.CharField(
                        help_text="a hash: nobody can be read from it",
                        max_length=64,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("used_until", models.DateTimeField()),
            ],
            options={
                "indexes": [models.Index(fields=["used_until"], name="pace_by_age")],
            },
        ),
        migrations.RunSQL("ALTER TABLE site_pace SET UNLOGGED", migrations.RunSQL.noop),
        migrations.RunSQL(CACHE, "DROP TABLE site_cache"),
    ]
