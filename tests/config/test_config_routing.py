import pytest
from django.http import HttpResponse
from django.urls import URLResolver, path, re_path
from django.urls.resolvers import RegexPattern

from lightwell.config.routing import FirstSegment, group


def view(request, **_given):
    return HttpResponse()


def resolver(*patterns, namespace=None):
    return URLResolver(RegexPattern(r"^/"), group(list(patterns), namespace))


def test_an_address_is_found_and_written_as_without_groups():
    found = resolver(
        path("a/<slug:name>/", view, name="a"), path("b.csv", view, name="b"), path("", view, name="c")
    )
    assert found.resolve("/a/x/").kwargs == {"name": "x"}
    assert found.resolve("/b.csv").url_name == "b" and found.resolve("/").url_name == "c"
    assert (found.reverse("a", name="x"), found.reverse("b"), found.reverse("c")) == ("a/x/", "b.csv", "")
    for missing in ("/c/", "/a", "/b.csv/"):
        with pytest.raises(Exception, match="tried"):
            found.resolve(missing)


def test_patterns_are_not_tried_for_an_address_that_begins_otherwise():
    (one,) = group([path("a/", view), path("b/c/", view)])
    assert one.pattern.segments == {"a", "b"}
    assert one.pattern.match("a/whatever") == ("a/whatever", (), {}) and one.pattern.match("c/") is None


@pytest.mark.parametrize("odd", [path("<slug:any>/", view), re_path(r"^(?P<any>x|y)/$", view)])
def test_patterns_that_begin_with_anything_are_tried_for_every_address(odd):
    (one,) = group([path("a/", view), odd])
    assert one.pattern.segments is None and one.pattern.match("zzz") is not None


def test_a_room_without_addresses_is_no_group():
    assert group([]) == []
    assert isinstance(group([path("a/", view)], "room")[0].pattern, FirstSegment)
