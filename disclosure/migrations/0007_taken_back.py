import uuid

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import protection.fields


class Migration(migrations.Migration):
    dependencies = [
        ("disclosure", "0006_single_payments"),
        ("organizations", "0010_who_typed_the_address"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Proposal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "step",
                    models.CharField(
                        choices=[
                            ("take-down", "Withdraw the list from the public"),
                            ("show-again", "Show the withdrawn list again"),
                            ("hide", "Hide one household"),
                            ("unhide", "Show the hidden household again"),
                        ],
                        max_length=12,
                        verbose_name="step",
                    ),
                ),
                ("id_index", models.CharField(blank=True, max_length=64)),
                ("reason", protection.fields.EncryptedTextField(verbose_name="reason")),
                ("asked_at", models.DateTimeField(auto_now_add=True, verbose_name="proposed at")),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Waits for a second person"),
                            ("done", "Done"),
                            ("refused", "Refused"),
                            ("taken-back", "Taken back"),
                        ],
                        default="",
                        max_length=12,
                        verbose_name="outcome",
                    ),
                ),
                ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="decided at")),
                ("holds", models.BooleanField(default=False, editable=False)),
            ],
            options={
                "verbose_name": "proposal about a public list",
                "verbose_name_plural": "proposals about public lists",
                "ordering": ["-pk"],
            },
        ),
        migrations.AlterModelOptions(
            name="batch",
            options={
                "ordering": ["-month", "-pk"],
                "permissions": [
                    ("submit_batch", "Can submit a list for review"),
                    ("approve_batch", "Can approve or send back a list"),
                    ("propose_batch", "Can propose to take back what is public"),
                ],
                "verbose_name": "list",
                "verbose_name_plural": "lists",
            },
        ),
        migrations.RemoveIndex(
            model_name="recipient",
            name="recipient_household",
        ),
        migrations.AddField(
            model_name="batch",
            name="brings_back",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="disclosure.batch",
                verbose_name="brings back",
            ),
        ),
        migrations.AddField(
            model_name="batch",
            name="corrects",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="corrections",
                to="disclosure.batch",
                verbose_name="corrects",
            ),
        ),
        migrations.AddField(
            model_name="batch",
            name="ended_seen",
            field=models.PositiveIntegerField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="batch",
            name="withdrawn_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="withdrawn from the public at"),
        ),
        migrations.AddField(
            model_name="listtotal",
            name="hidden",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="listtotal",
            name="is_compared",
            field=models.BooleanField(default=True),
        ),
        migrations.AddField(
            model_name="listtotal",
            name="is_partial",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="listtotal",
            name="is_withdrawn",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="programme",
            name="ending_share",
            field=models.PositiveSmallIntegerField(
                default=10,
                help_text="Percent.",
                validators=[django.core.validators.MaxValueValidator(100)],
                verbose_name="share of households that may end unasked",
            ),
        ),
        migrations.AddField(
            model_name="recipient",
            name="is_hidden",
            field=models.BooleanField(default=False, editable=False),
        ),
        migrations.AlterField(
            model_name="batch",
            name="state",
            field=models.CharField(
                choices=[
                    ("draft", "Draft"),
                    ("submitted", "Waiting for review"),
                    ("approved", "Approved"),
                    ("published", "Published"),
                    ("returned", "Sent back"),
                    ("withdrawn", "Withdrawn by its editor"),
                    ("taken-down", "Withdrawn from the public"),
                    ("replaced", "Replaced by a corrected list"),
                ],
                default="draft",
                max_length=16,
                verbose_name="state",
            ),
        ),
        migrations.AddIndex(
            model_name="recipient",
            index=models.Index(fields=["id_index", "programme"], name="recipient_household"),
        ),
        migrations.AddField(
            model_name="proposal",
            name="asked_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="proposed by",
            ),
        ),
        migrations.AddField(
            model_name="proposal",
            name="batch",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="proposals",
                to="disclosure.batch",
                verbose_name="list",
            ),
        ),
        migrations.AddField(
            model_name="proposal",
            name="decided_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="decided by",
            ),
        ),
        migrations.AddField(
            model_name="proposal",
            name="programme",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="disclosure.programme",
            ),
        ),
        migrations.AddField(
            model_name="proposal",
            name="region",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.region"
            ),
        ),
        migrations.AddField(
            model_name="proposal",
            name="row",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="disclosure.recipient",
            ),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.UniqueConstraint(
                condition=models.Q(("holds", True)),
                fields=("id_index", "programme"),
                name="one_hiding_per_household",
            ),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.UniqueConstraint(
                condition=models.Q(("outcome", "")),
                fields=("batch", "id_index", "programme"),
                name="one_waiting_proposal",
            ),
        ),
    ]
