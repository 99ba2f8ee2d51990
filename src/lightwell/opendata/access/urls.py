"""Addresses of open data: pages and feeds in both languages, files without."""

from django.urls import path

from lightwell.opendata.access import downloads, feeds, rows
from lightwell.opendata.access import pages as views

plain = [
    path(
        "datasets/<slug:slug>/versions/<int:number>/files/<str:name>",
        downloads.of_version,
        name="dataset-version-file",
    ),
    path("datasets/<slug:slug>/files/<str:name>", downloads.current, name="dataset-file"),
]
pages = [
    path("datasets/", views.datasets, name="datasets"),
    path("datasets.atom", feeds.all_datasets, name="datasets-feed"),
    path("datasets/<slug:slug>.atom", feeds.one_dataset, name="dataset-feed"),
    path("datasets/<slug:slug>/", views.dataset, name="dataset"),
    path("datasets/<slug:slug>/rows/", rows.rows, name="rows"),
    path("datasets/<slug:slug>/versions/", views.versions, name="versions"),
    path("datasets/<slug:slug>/versions/<int:number>/", views.version, name="version"),
]
