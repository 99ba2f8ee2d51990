"""Numbers, dates and codes: what Python recognises is what SQL converts."""

from datetime import date

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lightwell.engines.tables import codes, dates, numbers
from lightwell.engines.tables.folding import sql_missing, sql_trim, trim

DB = duckdb.connect(":memory:")
NUMBER_FORMS = [
    numbers.INTEGER,
    numbers.DECIMAL,
    numbers.PERCENT,
    numbers.SIGNED_PERCENT,
    numbers.MONEY,
    numbers.MONEY_DECIMAL,
]
numeric_text = st.text(alphabet="0123456789,.-+%()△ $元０１２，．％NTeE", max_size=12)
dated_text = st.text(alphabet="0123456789/-.年月日民國 :Q第季度T上下午", max_size=16)


def by_sql(expression: str, text: str):
    return DB.execute(f"SELECT {expression} FROM (SELECT ?::VARCHAR AS x)", [text]).fetchone()[0]


@given(numeric_text, st.sampled_from(NUMBER_FORMS))
@settings(max_examples=200, deadline=None)
def test_python_and_sql_read_the_same_numbers(text, form):
    read = form.parse(text) if trim(text) else None
    got = by_sql(form.sql("x"), text)
    if form.sql_type == "BIGINT" and read is not None and abs(read) >= 2**63:
        assert got is None
    else:
        assert got == (pytest.approx(read, rel=1e-15) if isinstance(read, float) else read)


@given(st.integers(-(10**17), 10**17))
@settings(deadline=None)
def test_a_whole_number_survives_grouping_and_full_width_digits(number):
    wide = str.maketrans("0123456789,-", "０１２３４５６７８９，－")
    for written in (str(number), f"{number:,}", f"{number:,}".translate(wide)):
        assert by_sql(numbers.INTEGER.sql("x"), written) == number == numbers.INTEGER.parse(written)


@pytest.mark.parametrize(
    "text", ["12,34", "1,2345", ",123", "1,23", "0,123", "007", "1.5.2", "1-2", "--5", "12 345"]
)
def test_what_only_looks_like_a_number_is_none(text):
    assert numbers.INTEGER.parse(text) is None
    assert numbers.DECIMAL.parse(text) is None
    assert by_sql(numbers.DECIMAL.sql("x"), text) is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("NT$1,200", 1200),
        ("1,200元", 1200),
        ("△1,234", -1234),
        ("(1,234)", -1234),
        ("＄３００", 300),
        ("-50", -50),
        ("新臺幣5元整", 5),
    ],
)
def test_money_is_read_as_offices_write_it(text, value):
    assert numbers.MONEY.parse(text) == value == by_sql(numbers.MONEY.sql("x"), text)


@given(dated_text, st.sampled_from(["date", "datetime", "month", "quarter", "year"]))
@settings(max_examples=120, deadline=None)
def test_python_and_sql_read_the_same_dates(text, kind):
    read = dates.parse(trim(text), dates.FORMS[kind]) if trim(text) else None
    got = by_sql(f"CAST({dates.sql('x', dates.FORMS[kind])} AS VARCHAR)", text)
    assert got == (None if read is None else str(read))


@given(st.dates(date(1912, 1, 1), date(2099, 12, 31)))
@settings(max_examples=40, deadline=None)
def test_every_usual_roc_form_of_a_day_is_that_day(day):
    roc = day.year - 1911
    forms = [
        f"{roc:02d}/{day.month:02d}/{day.day:02d}",
        f"{roc:02d}.{day.month}.{day.day}",
        f"{roc:02d}-{day.month:02d}-{day.day:02d}",
        f"{roc:03d}{day.month:02d}{day.day:02d}",
        f"民國{roc}年{day.month}月{day.day}日",
        f"中華民國 {roc} 年 {day.month:02d} 月 {day.day:02d} 日",
        day.isoformat(),
        f"{day.year}/{day.month}/{day.day}",
        f"{day.year}年{day.month}月{day.day}日",
        f"{day.year}{day.month:02d}{day.day:02d}",
    ]
    for text in forms:
        assert dates.parse(text, dates.FORMS["date"]) == day.isoformat(), text
    read = DB.execute(
        f"SELECT {dates.sql('x', dates.FORMS['date'])} FROM unnest(?::VARCHAR[]) t(x)", [forms]
    ).fetchall()
    assert read == [(day,)] * len(forms)


@pytest.mark.parametrize(
    "text",
    [
        "0000101",
        "000/01/01",
        "民國0年1月1日",
        "1040230",
        "104/02/30",
        "104/13/01",
        "2015-02-29",
        "-5/01/01",
        "民國前3年1月1日",
    ],
)
def test_days_before_the_republic_and_impossible_days_are_never_guessed(text):
    assert dates.parse(text, dates.FORMS["date"]) is None
    assert by_sql(dates.sql("x", dates.FORMS["date"]), text) is None


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("month", "104.4", "2015-04"),
        ("month", "10404", "2015-04"),
        ("month", "104年4月", "2015-04"),
        ("month", "2015M04", "2015-04"),
        ("month", "201504", "2015-04"),
        ("quarter", "104年Q2", "2015-Q2"),
        ("quarter", "104年第二季", "2015-Q2"),
        ("quarter", "2015Q2", "2015-Q2"),
        ("year", "104年度", 2015),
        ("year", "民國104年", 2015),
        ("year", "２０１５", 2015),
        ("year", "104", 2015),
        ("datetime", "104/04/28 13:05", "2015-04-28 13:05:00"),
        ("datetime", "2018/7/6 下午 10:28:04", "2018-07-06 22:28:04"),
        ("datetime", "2018-07-06T22:28:04+08:00", "2018-07-06 22:28:04"),
        ("datetime", "20180706222804", "2018-07-06 22:28:04"),
    ],
)
def test_months_quarters_years_and_moments_are_read(kind, text, value):
    assert dates.parse(text, dates.FORMS[kind]) == value
    assert by_sql(f"CAST({dates.sql('x', dates.FORMS[kind])} AS VARCHAR)", text) == str(value)


@given(st.text(alphabet=" \t\u3000\u00a0a臺.", max_size=8))
@settings(deadline=None)
def test_python_and_sql_trim_alike(text):
    assert by_sql(sql_trim("x"), text) == (trim(text) or None)


def test_marks_for_no_value_are_known_to_sql():
    assert by_sql(sql_missing("x"), "－") is True
    assert by_sql(sql_missing("x"), "0") is False


@pytest.mark.parametrize(
    ("text", "valid"),
    [
        ("A123456789", True),
        ("A123456788", False),
        ("A800000014", True),
        ("a123456789", False),
        ("A323456789", False),
    ],
)
def test_a_national_id_stands_or_falls_by_its_checksum(text, valid):
    assert codes.NATIONAL_ID.fits(text) is valid
    assert bool(by_sql(codes.NATIONAL_ID.sql_fits("x"), text)) is valid


@given(st.from_regex(r"[A-Z][1289][0-9]{8}", fullmatch=True))
@settings(max_examples=100, deadline=None)
def test_python_and_sql_agree_on_national_ids(text):
    assert bool(by_sql(codes.NATIONAL_ID.sql_fits("x"), text)) is codes.NATIONAL_ID.fits(text)


@given(st.from_regex(r"[0-9]{8}", fullmatch=True))
@settings(max_examples=100, deadline=None)
def test_python_and_sql_agree_on_business_ids(text):
    assert bool(by_sql(codes.BUSINESS_ID.sql_fits("x"), text)) is codes.BUSINESS_ID.fits(text)


@pytest.mark.parametrize(
    ("text", "valid"),
    [("04595257", True), ("22099131", True), ("10458575", True), ("12345678", False), ("00000000", False)],
)
def test_a_business_id_stands_or_falls_by_its_checksum(text, valid):
    assert codes.BUSINESS_ID.fits(text) is valid


@pytest.mark.parametrize(
    "text",
    [
        "02-27208889-6518",
        "(02)23654361分機722",
        "0932241641；0988018105",
        "22725015#611",
        "8953-8420",
        "02-2720-8889轉1234",
        "0800-021111",
    ],
)
def test_telephone_numbers_are_known_in_the_forms_that_offices_write(text):
    assert codes.PHONE.fits(text)
    assert by_sql(codes.PHONE.sql_fits("x"), text)
