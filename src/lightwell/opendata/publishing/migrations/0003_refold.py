"""What datasets are found by, in the folding that the whole house uses now."""

from django.db import migrations

from lightwell.kernel import folding


def refold(apps, schema_editor):
    Dataset = apps.get_model("publishing", "Dataset")
    for dataset in Dataset.objects.only("search_text").iterator():
        text = "\n".join(folding.fold(line) for line in dataset.search_text.split("\n"))
        if text != dataset.search_text:
            Dataset.objects.filter(pk=dataset.pk).update(search_text=text)


class Migration(migrations.Migration):

    dependencies = [
        ('publishing', '0002_origin'),
    ]

    operations = [migrations.RunPython(refold, migrations.RunPython.noop, elidable=True)]
