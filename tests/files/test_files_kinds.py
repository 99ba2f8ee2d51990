"""A file's kind is told from what is in it."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from files import specimens
from lightwell.files import checks, kinds, names
from lightwell.files.checks import Finding

CSV = "行政區,件數\n中正區,12\n"
EACH = [
    ("scan.png", specimens.png(), "PNG"),
    ("scan.jpg", specimens.jpeg(), "JPEG"),
    ("scan.gif", b"GIF89a\x02\x00\x02\x00\x00;", "GIF"),
    ("scan.webp", b"RIFF\x10\x00\x00\x00WEBPVP8 ", "WebP"),
    ("scan.tif", b"II*\x00\x08\x00\x00\x00", "TIFF"),
    ("photo.heic", b"\x00\x00\x00\x18ftypheic\x00\x00", "HEIC"),
    ("paper.pdf", specimens.pdf(), "PDF"),
    ("table.csv", CSV.encode("utf-8-sig"), "CSV"),
    ("table.csv", CSV.encode("cp950"), "CSV"),
    ("table.csv", CSV.encode("utf-16"), "CSV"),
    ("table.tsv", CSV.replace(",", "\t").encode(), "TSV"),
    ("note.txt", "您好".encode(), "TXT"),
    ("note", "您好".encode(), "TXT"),
    ("list.json", b'{"a": 1}', "JSON"),
    ("map.geojson", b'{"type": "FeatureCollection"}', "GeoJSON"),
    ("list.xml", b"<?xml version='1.0'?><a/>", "XML"),
    ("map.kml", b"<?xml version='1.0'?><kml/>", "KML"),
    ("table.xlsx", specimens.xlsx(), "XLSX"),
    ("text.docx", specimens.archive({"[Content_Types].xml": b"<T/>", "word/document.xml": b"<d/>"}), "DOCX"),
    ("table.ods", specimens.ods(), "ODS"),
    ("table.xls", specimens.old_office(), "XLS"),
    ("text.doc", specimens.old_office(), "DOC"),
    ("table.parquet", b"PAR1....PAR1", "Parquet"),
    ("files.zip", specimens.archive({"a.csv": CSV.encode()}), "ZIP"),
]


@pytest.mark.parametrize(
    ("name", "content", "label"), EACH, ids=[f"{n}-{i}" for i, (n, _c, _l) in enumerate(EACH)]
)
def test_each_kind_is_recognised_and_its_specimen_has_nothing_to_hide(name, content, label):
    kind = kinds.kind_of(io.BytesIO(content), name)
    assert kind and kind.label == label
    assert checks.examine(io.BytesIO(content), kind.media_type) is None


@pytest.mark.parametrize(
    "content",
    [
        b"MZ\x90\x00\x03\x00\x00\x00", b"\x7fELF\x02\x01\x01\x00", b"<!DOCTYPE html><p>x", b"<svg onload='x()'/>",
        b"<?xml version='1.0'?>\n<svg xmlns='http://www.w3.org/2000/svg'/>", b"<script>x()</script>", b"\x00\x01\x02",
        b"PK\x03\x04 but nothing else", b"   \n ",
    ],
)  # fmt: skip
def test_programs_active_pages_and_unknown_bytes_are_no_kind_of_ours(content):
    assert kinds.kind_of(io.BytesIO(content), "table.csv") is None


@given(st.binary(max_size=3000), st.sampled_from(["a.csv", "a.pdf", "a.xlsx", "a", "a.json", "a.zip"]))
def test_no_bytes_make_the_recognition_fail(content, name):
    kind = kinds.kind_of(io.BytesIO(content), name)
    if kind:
        checks.examine(io.BytesIO(content), kind.media_type)


@given(st.sampled_from([k.media_type for k in kinds.KINDS]), st.binary(max_size=2000))
def test_no_bytes_make_a_check_fail(media_type, content):
    assert checks.examine(io.BytesIO(content), media_type) in {None, *Finding}


HIDDEN = [
    ("application/zip", specimens.archive({"zeros": b"\x00" * 30_000_000}), Finding.BOMB),
    ("application/zip", specimens.archive({"setup.exe": b"MZ"}), Finding.PROGRAM),
    ("application/zip", specimens.archive({"../../etc/x": b"x"}), Finding.DAMAGED),
    ("application/zip", specimens.archive({"a.csv": b"a,b\n1,2\n" * 400})[:-40], Finding.DAMAGED),
    (kinds.KINDS[14].media_type, specimens.xlsx({"xl/vbaProject.bin": b"macro"}), Finding.MACROS),
    (kinds.KINDS[17].media_type, specimens.ods({"Basic/Standard/Module1.xml": b"Sub"}), Finding.MACROS),
    ("application/vnd.ms-excel", specimens.old_office("_VBA_PROJECT"), Finding.MACROS),
    ("application/vnd.ms-excel", specimens.old_office("EncryptedPackage"), Finding.LOCKED),
    ("application/pdf", specimens.pdf(b"<< /OpenAction << /S /JavaScript /JS (x) >> >>"), Finding.ACTIVE),
    ("application/pdf", specimens.pdf(b"<< /S /Launch /F (cmd.exe) >>"), Finding.ACTIVE),
    ("application/pdf", specimens.pdf(b"<< /S /J#61vaScript >>"), Finding.ACTIVE),
    ("application/pdf", specimens.pdf(b"<< /Encrypt 5 0 R >>"), Finding.LOCKED),
    ("application/pdf", specimens.pdf()[:-8], Finding.DAMAGED),
    ("image/png", specimens.png(60_000, 60_000), Finding.BOMB),
    ("image/png", specimens.png(0, 5), Finding.DAMAGED),
    ("image/jpeg", specimens.jpeg(65_000, 65_000), Finding.BOMB),
    ("image/jpeg", b"\xff\xd8\xff\xe0\x00", Finding.DAMAGED),
    ("text/csv", b"a,b\n" * 1000 + b"\x00\x00", Finding.NOT_TEXT),
    ("application/vnd.apache.parquet", b"PAR1....cut", Finding.DAMAGED),
]


@pytest.mark.parametrize(
    ("media_type", "content", "finding"), HIDDEN, ids=[f"{f}-{i}" for i, (_m, _c, f) in enumerate(HIDDEN)]
)
def test_what_hides_in_a_file_is_found(media_type, content, finding):
    assert checks.examine(io.BytesIO(content), media_type) is finding


def test_a_pdf_script_across_the_edge_of_a_window_is_found():
    content = specimens.pdf(b" " * (1024 * 1024 - 25) + b"/JavaScript ")
    assert checks.examine(io.BytesIO(content), "application/pdf") is Finding.ACTIVE


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("C:\\Users\\me\\報告.pdf", "報告.pdf"),
        ("../../etc/passwd", "passwd"),
        ("cod\u202exslx.exe", "codxslx.exe"),
        ("a\r\nSet-Cookie: x.txt", "aSet-Cookie: x.txt"),
        ("", "file"),
        ("..", "file"),
    ],
)
def test_a_name_is_what_a_person_can_read(given_name, kept):
    assert names.clean_name(given_name) == kept


@given(st.text(max_size=400))
def test_a_name_is_never_long_empty_or_a_path(text):
    name = names.clean_name(text)
    assert 0 < len(name) <= names.LONGEST and "/" not in name and "\\" not in name and "\x00" not in name


def test_a_long_name_keeps_its_ending():
    assert names.clean_name("年" * 300 + ".xlsx").endswith("年.xlsx")
