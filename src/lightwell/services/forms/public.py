"""The door of the room: forms from definition files, what they ask, and reading what people answer."""

from lightwell.services.forms.asking import (
    Standing,
    applies,
    asked,
    first_open,
    kept,
    next_page,
    page_asked,
    previous_page,
    standing,
)
from lightwell.services.forms.checking import problem_of, problems_of
from lightwell.services.forms.definition import Answers, Bounds, Choice, Form, Page, Question
from lightwell.services.forms.keeping import NoForm, form_of, keep_definition, text_kept, versions_kept
from lightwell.services.forms.page_forms import PageForm, read_page, said
from lightwell.services.forms.problems import DefinitionError, Problem
from lightwell.services.forms.reading import load_form, read_form, read_question
from lightwell.services.forms.schema import json_schema
from lightwell.services.forms.summary import Row, summary, text_of
from lightwell.services.forms.tables import SLUG, Table, opened

__all__ = [
    "SLUG",
    "Answers",
    "Bounds",
    "Choice",
    "DefinitionError",
    "Form",
    "NoForm",
    "Page",
    "PageForm",
    "Problem",
    "Question",
    "Row",
    "Standing",
    "Table",
    "applies",
    "asked",
    "first_open",
    "form_of",
    "json_schema",
    "keep_definition",
    "kept",
    "load_form",
    "next_page",
    "opened",
    "page_asked",
    "previous_page",
    "problem_of",
    "problems_of",
    "read_form",
    "read_page",
    "read_question",
    "said",
    "standing",
    "summary",
    "text_kept",
    "text_of",
    "versions_kept",
]
