from django.urls import path

from lightwell.post import pages as views

pages = [
    path("mail/", views.box, name="box"),
    path("mail/<str:name>/", views.letter, name="letter"),
]
