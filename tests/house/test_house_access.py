"""Every address and API operation says who may come in."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver


def patterns(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    for found in resolver.url_patterns:
        route = prefix + str(found.pattern)
        if isinstance(found, URLResolver):
            yield from patterns(found, route)
        else:
            yield route, found


def rule_of(view: object) -> object | None:
    while view is not None:
        rule = getattr(view, "access_rule", None)
        if rule is not None:
            return rule
        view = getattr(view, "view_class", None) or getattr(view, "__wrapped__", None)
    return None


def test_every_address_declares_its_access_rule():
    """Operations of the API are held by the next test; its description is as public as they are."""
    found = [(route, p) for route, p in patterns(get_resolver()) if not route.startswith("api/v1/")]
    assert [route for route, p in found if rule_of(p.callback) is None] == []


def test_every_api_operation_declares_its_access_rule():
    from lightwell.frontdoor.api import api

    undeclared = []
    for prefix, router in api._routers:
        for path, view in router.path_operations.items():
            for operation in view.operations:
                if rule_of(operation.view_func) is None:
                    undeclared.append(f"{','.join(operation.methods)} {prefix}{path}")
    assert undeclared == []
