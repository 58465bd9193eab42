from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0003_vetting'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name='caseaccess',
            index=models.Index(condition=models.Q(('ended_at__isnull', True), ('kind', 'recused')), fields=['user', 'case'], name='case_access_barred'),
        ),
    ]
