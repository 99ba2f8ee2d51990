from django.urls import path

from lightwell.files import pages as views

plain = [path("files/<str:public_id>", views.download, name="file")]
