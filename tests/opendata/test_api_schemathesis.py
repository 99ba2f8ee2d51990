"""Whatever a client sends to the API, the answer is one that the description tells of, and never a 500."""

from __future__ import annotations

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import (
    content_type_conformance,
    not_a_server_error,
    response_schema_conformance,
    status_code_conformance,
)

from lightwell.bridges.search import public as search
from lightwell.config.wsgi import application
from lightwell.frontdoor.api import api
from opendata.tables import make_dataset, publish_file

EXAMPLES = 10
SLUG = "parking"
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]


@pytest.fixture
def described(transactional_db, home):
    """The API's own description, with a dataset that most of the questions are about."""
    publish_file(make_dataset(SLUG))
    search.rebuild()
    told = dict(api.get_openapi_schema())
    for path, methods in told["paths"].items():
        for parameter in methods.get("get", {}).get("parameters", []):
            if parameter["name"] == "slug" and "/datasets/" in path:
                parameter["schema"] = {"enum": [SLUG, "none"]}
    schema = schemathesis.openapi.from_dict(told)
    schema.app = application
    return schema


def test_no_question_is_answered_with_500_or_with_what_is_not_described(described):
    operations = [result.ok() for result in described.get_all_operations()]
    assert len(operations) >= 7
    statuses: set[int] = set()
    for operation in operations:
        for mode in (
            schemathesis.GenerationMode if len(operation.query) else [schemathesis.GenerationMode.POSITIVE]
        ):
            _probe(operation, mode, statuses)
    assert {200, 400, 404} <= statuses  # it did get in, and was told what is wrong


def _probe(operation, mode, statuses: set[int]) -> None:
    @settings(
        max_examples=EXAMPLES, deadline=None, derandomize=True, database=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(case=operation.as_strategy(generation_mode=mode))
    def probe(case):
        response = case.call()
        statuses.add(response.status_code)
        case.validate_response(response, checks=CHECKS)

    probe()
