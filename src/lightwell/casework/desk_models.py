"""What an officer has typed and not sent: kept on the server, so that it is there on another machine and after a conflict."""

from __future__ import annotations

from django.db import models


class AnswerDraft(models.Model):
    """One officer's unfinished answer to one matter, with the version of the matter that they had before them."""

    matter = models.ForeignKey("casework.Matter", models.CASCADE, related_name="drafts")
    by = models.ForeignKey("people.Account", models.CASCADE, related_name="+")
    text = models.TextField()
    seen_version = models.PositiveIntegerField()
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["matter", "by"], name="one_draft_a_matter_and_officer")
        ]

    def __str__(self) -> str:
        return f"{self.matter_id}: {self.saved_at}"
