import django.db.models.deletion
import django.utils.timezone
import oversight.deadlines.models.rule
import uuid
from django.conf import settings
from django.db import migrations, models


TERMS = (
    *("amount", "unit", "warn_amount", "warn_unit", "unassigned_to"),
    *("escalate_amount", "escalate_unit", "escalate_to"),
    *("extend_times", "extend_amount", "extend_unit"),
)
# Clocks that run already take over what their rule says today.
FILL = "UPDATE oversight_deadline AS clock SET {} FROM oversight_deadlinerule AS rule WHERE rule.id = clock.rule_id".format(
    ", ".join(f"{name} = rule.{name}" for name in TERMS)
)


class Migration(migrations.Migration):
    """Clocks keep the terms they started with; requests for more time; days of the office."""

    dependencies = [("oversight", "0006_kinds")]

    operations = [
        migrations.RenameModel("Holiday", "OfficeDay"),
        migrations.RenameField("officeday", "name", "label_en"),
        migrations.AddField(
            "deadline",
            "amount",
            models.PositiveIntegerField(default=1, verbose_name="takes"),
            preserve_default=False,
        ),
        migrations.AlterModelOptions(
            name="officeday",
            options={
                "ordering": ("-day",),
                "verbose_name": "day of the office",
                "verbose_name_plural": "days of the office",
            },
        ),
        migrations.AddField(
            model_name="deadline",
            name="escalate_amount",
            field=models.PositiveIntegerField(blank=True, null=True, verbose_name="escalate after"),
        ),
        migrations.AddField(
            model_name="deadline",
            name="escalate_to",
            field=models.CharField(
                choices=oversight.deadlines.models.rule.role_choices,
                default="lead",
                max_length=30,
                verbose_name="escalate to",
            ),
        ),
        migrations.AddField(
            model_name="deadline",
            name="escalate_unit",
            field=models.CharField(
                choices=[
                    ("hours", "hours"),
                    ("calendar_days", "calendar days"),
                    ("working_days", "working days"),
                    ("months", "months"),
                ],
                default="working_days",
                max_length=14,
                verbose_name="unit of the escalation",
            ),
        ),
        migrations.AddField(
            model_name="deadline",
            name="extend_amount",
            field=models.PositiveIntegerField(
                blank=True,
                help_text="Empty: no limit.",
                null=True,
                verbose_name="each time by at most",
            ),
        ),
        migrations.AddField(
            model_name="deadline",
            name="extend_times",
            field=models.PositiveSmallIntegerField(
                default=2, verbose_name="extended at most so many times"
            ),
        ),
        migrations.AddField(
            model_name="deadline",
            name="extend_unit",
            field=models.CharField(
                choices=[
                    ("hours", "hours"),
                    ("calendar_days", "calendar days"),
                    ("working_days", "working days"),
                    ("months", "months"),
                ],
                default="working_days",
                max_length=14,
                verbose_name="unit of the extension",
            ),
        ),
        migrations.AddField(
            model_name="deadline",
            name="taken_up_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="taken up"),
        ),
        migrations.AddField(
            model_name="deadline",
            name="unassigned_to",
            field=models.CharField(
                choices=oversight.deadlines.models.rule.role_choices,
                default="reviewer",
                max_length=30,
                verbose_name="told when nobody works on it",
            ),
        ),
        migrations.AddField(
            model_name="deadline",
            name="unit",
            field=models.CharField(
                choices=[
                    ("hours", "hours"),
                    ("calendar_days", "calendar days"),
                    ("working_days", "working days"),
                    ("months", "months"),
                ],
                default="working_days",
                max_length=14,
                verbose_name="unit",
            ),
        ),
        migrations.AddField(
            model_name="deadline",
            name="warn_amount",
            field=models.PositiveIntegerField(blank=True, null=True, verbose_name="warn before"),
        ),
        migrations.AddField(
            model_name="deadline",
            name="warn_unit",
            field=models.CharField(
                choices=[
                    ("hours", "hours"),
                    ("calendar_days", "calendar days"),
                    ("working_days", "working days"),
                    ("months", "months"),
                ],
                default="working_days",
                max_length=14,
                verbose_name="unit of the warning",
            ),
        ),
        migrations.AddField(
            model_name="deadlinerule",
            name="extend_amount",
            field=models.PositiveIntegerField(
                blank=True,
                help_text="Empty: no limit.",
                null=True,
                verbose_name="each time by at most",
            ),
        ),
        migrations.AddField(
            model_name="deadlinerule",
            name="extend_times",
            field=models.PositiveSmallIntegerField(
                default=2, verbose_name="extended at most so many times"
            ),
        ),
        migrations.AddField(
            model_name="deadlinerule",
            name="extend_unit",
            field=models.CharField(
                choices=[
                    ("hours", "hours"),
                    ("calendar_days", "calendar days"),
                    ("working_days", "working days"),
                    ("months", "months"),
                ],
                default="working_days",
                max_length=14,
                verbose_name="unit of the extension",
            ),
        ),
        migrations.AddField(
            model_name="officeday",
            name="label_fr",
            field=models.CharField(blank=True, max_length=200, verbose_name="label in French"),
        ),
        migrations.AddField(
            model_name="officeday",
            name="label_ht",
            field=models.CharField(
                blank=True, max_length=200, verbose_name="label in Haitian Creole"
            ),
        ),
        migrations.AddField(
            model_name="officeday",
            name="source",
            field=models.CharField(blank=True, max_length=300, verbose_name="source"),
        ),
        migrations.AlterField(
            model_name="deadlinechange",
            name="kind",
            field=models.CharField(
                choices=[
                    ("paused", "paused"),
                    ("resumed", "resumed"),
                    ("extended", "extended"),
                    ("moved", "moved"),
                    ("taken_up", "taken up after it was escalated"),
                ],
                max_length=10,
                verbose_name="what",
            ),
        ),
        migrations.AlterField(
            model_name='notice',
            name='kind',
            field=models.CharField(choices=[('reminder', 'Something is due.'), ('escalation', 'Something is overdue and was brought to you.'), ('case_assigned', 'A case was given to you.'), ('case_brought', 'A case was brought to you.'), ('report_question', 'There is a question for you.'), ('report_answered', 'Your question was answered.'), ('report_decided', 'There is news about what you sent.'), ('finding_proposed', 'A finding waits for review.'), ('finding_adopted', 'A finding was adopted.'), ('finding_returned', 'A finding came back to you.'), ('extension_asked', 'Somebody asks for more time.'), ('extension_decided', 'Your request for more time was decided.'), ('release_awaits_approval', 'A release waits for approval.'), ('release_rejected', 'A release you prepared was rejected.'), ('withdrawal_awaits', 'The withdrawal of a release waits for you.'), ('role_awaits_approval', 'A role waits for approval.'), ('reset_awaits_approval', 'A reset of a second step waits for approval.'), ('second_step_reset', 'Your second step was taken away. Set up a new one.'), ('danger_reported', 'Something needs you at once.'), ('token_ends', 'Something of yours ends soon.'), ('report_given', 'A report was given to you.'), ('asked_to_take', 'A colleague asks you to take something over.'), ('case_without_report', 'A case of yours has no report any more.'), ('mentioned', 'You are mentioned in a note.'), ('second_person', 'A proposal waits for a second person.'), ('proposal_refused', 'A proposal of yours was not followed.'), ('digest', 'What happened since the last summary.')], max_length=30, verbose_name='kind'),
        ),
        migrations.AlterField(
            model_name="officeday",
            name="label_en",
            field=models.CharField(max_length=200, verbose_name="label in English"),
        ),
        migrations.CreateModel(
            name="Extension",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "waits for approval"),
                            ("approved", "approved"),
                            ("refused", "refused"),
                            ("taken_back", "taken back"),
                            ("lapsed", "no longer needed: the clock ended"),
                        ],
                        default="waiting",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("due_at", models.DateTimeField(verbose_name="asked until")),
                ("reason", models.TextField(verbose_name="reason")),
                (
                    "asked_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="asked"),
                ),
                ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="decided")),
                (
                    "decision_reason",
                    models.TextField(blank=True, verbose_name="reason of the decision"),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="asked by",
                    ),
                ),
                (
                    "deadline",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="extensions",
                        to="oversight.deadline",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="decided by",
                    ),
                ),
            ],
            options={
                "verbose_name": "request for more time",
                "verbose_name_plural": "requests for more time",
                "ordering": ("asked_at", "pk"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "waiting")),
                        fields=("deadline",),
                        name="extension_one_waiting",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ("approved", "refused")), _negated=True),
                            models.Q(
                                ("decided_by__isnull", False),
                                models.Q(("decided_by", models.F("asked_by")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="extension_decided_by_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at__isnull", True), ("state", "waiting")),
                            models.Q(
                                models.Q(("state", "waiting"), _negated=True),
                                ("decided_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="extension_decided_when_not_waiting",
                    ),
                ],
            },
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
