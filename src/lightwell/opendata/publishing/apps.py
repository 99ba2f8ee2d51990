from django.apps import AppConfig


class Publishing(AppConfig):
    name = "lightwell.opendata.publishing"
    label = "publishing"

    def ready(self) -> None:
        """Say who may read an original before it is published, and what the record may compare."""
        from django.utils.translation import gettext_lazy as _

        from lightwell.files import public as files
        from lightwell.opendata.publishing import actions, proofs
        from lightwell.record import public as record

        files.register(
            files.Purpose(actions.PURPOSE, may_read=proofs.may_read_original, accepts=proofs.TAKEN)
        )
        record.read_texts_with("dataset.version_published", proofs.published_texts)
        record.name_acts(
            {
                "dataset.described": _("Description of a dataset changed"),
                "catalogue.imported": _("Catalogue of another site taken over"),
                "dataset.version_withdrawn": _("Version of a dataset withdrawn"),
            }
        )
