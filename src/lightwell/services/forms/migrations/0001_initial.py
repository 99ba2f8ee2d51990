from django.db import migrations, models

import lightwell.kernel.clock


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Definition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('service', models.CharField(max_length=60)),
                ('version', models.PositiveIntegerField()),
                ('text', models.TextField()),
                ('sha256', models.CharField(max_length=64)),
                ('kept_at', models.DateTimeField(default=lightwell.kernel.clock.now)),
            ],
            options={
                'verbose_name': 'definition of a form',
                'ordering': ['service', '-version'],
                'constraints': [models.UniqueConstraint(fields=('service', 'version'), name='one_definition_a_version')],
            },
        ),
    ]
