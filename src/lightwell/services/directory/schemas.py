"""What the API says of services."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Self

from django.conf import settings
from ninja import Field, Schema

from lightwell.services.directory.models import Service


class ErrorBody(Schema):
    status: int
    message: str
    field: str | None = None


class ErrorOut(Schema):
    error: ErrorBody


class TextOut(Schema):
    zh: str
    en: str


class ServiceOut(Schema):
    slug: str
    name: TextOut
    summary: TextOut
    unit: str = Field(description="Slug of the unit that answers for it")
    state: str = Field(description="open or closed")
    closed_because: TextOut | None
    life_event: str
    who: TextOut
    evidence: list[TextOut]
    legal: list[TextOut]
    cost: TextOut
    fee: int = Field(description="New Taiwan dollars, the usual one; 0 is free")
    working_days: int | None = Field(description="How long it takes; null: two months at most, by law")
    channels: list[str] = Field(description="web, counter, mail, phone")
    version: int = Field(description="Of its definition and form")
    has_check: bool = Field(description="Whether one can check beforehand who may use it")
    changed_at: datetime
    address: str

    @classmethod
    def of(cls, service: Service) -> Self:
        """Return a service loaded with its unit."""
        plain = ("slug", "state", "life_event", "fee", "working_days", "channels", "has_check", "changed_at")
        told: dict[str, Any] = {name: getattr(service, name) for name in plain}
        told |= {name: _text(service, name) for name in ("name", "summary", "who", "cost")}
        return cls(
            **told,
            unit=service.unit.slug,
            closed_because=None if service.is_open else _text(service, "closed_because"),
            evidence=[TextOut(zh=zh, en=en) for zh, en in service.evidence],
            legal=[TextOut(zh=zh, en=en) for zh, en in service.legal],
            version=service.form_version,
            address=settings.SITE_URL + service.get_absolute_url(),
        )


def _text(service: Service, name: str) -> TextOut:
    return TextOut(zh=getattr(service, name), en=getattr(service, f"{name}_en"))


class ServicesOut(Schema):
    services: list[ServiceOut]
