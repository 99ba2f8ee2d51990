"""Real government files, each with its facts. Skipped where ../shared/data is absent."""

import pytest
from tables_samples import codes_of, column, real, types_of

from lightwell.engines.tables import Report, read


def facts(name: str) -> Report:
    return read(real(f"tables/{name}"))


def test_taipeis_dataset_list_is_cp950_with_line_breaks_in_cells():
    report = facts("taipei-dataset-list.cp950.csv")
    assert (report.encoding, report.rows, len(report.columns)) == ("cp950", 1127, 27)
    assert types_of(report)["最後更新時間"] == "datetime"
    assert types_of(report)["資料連結網址"] == "url"
    assert types_of(report)["資料集提供機關聯絡人電子郵件"] == "email"
    assert types_of(report)["資料集提供機關電話"] == "phone"
    assert column(report, "編號").distinct == 1127


def test_education_by_village_2014_is_utf16_tabs_with_lost_characters_flagged():
    report = facts("education-2014.utf16.tsv.csv")
    assert (report.encoding, report.delimiter, report.rows, len(report.columns)) == (
        "utf-16-le",
        "\t",
        7851,
        27,
    )
    assert (column(report, "資料年度").type, column(report, "資料年度").min) == ("year", 2014)
    assert {one.type for one in report.columns[3:]} == {"integer"}
    assert set(codes_of(report)) == {"private_use"}
    assert {warned.column for warned in report.warnings} == {"村里名稱"}


def test_education_by_village_2018_has_two_header_rows_and_codes():
    report = facts("education-2018.csv")
    assert (report.encoding, report.header_rows, report.rows, len(report.columns)) == (
        "utf-8-sig",
        [1, 2],
        7760,
        51,
    )
    assert report.columns[0].name == "statistic_yyy"
    assert (column(report, "district_code").type, column(report, "district_code").min) == (
        "code",
        "09007010001",
    )
    assert {one.type for one in report.columns[4:]} == {"integer"}


def test_tainans_spraying_has_line_breaks_in_its_header_and_dates_without_a_year():
    report = facts("tainan-spraying-2015-10.csv")
    assert (report.header_rows, report.rows, len(report.columns)) == ([1, 2], 655, 16)
    assert types_of(report)["經度"] == "longitude" and types_of(report)["緯度"] == "latitude"
    assert types_of(report)["日期"] == "category"
    assert column(report, "支援人力").failures == 9


@pytest.mark.parametrize("name", ["banqiao-parking-twd97.csv", "banqiao-parking-answers.csv"])
def test_banqiaos_car_parks_have_tm2_coordinates(name):
    report = facts(name)
    assert report.rows == 113
    assert (types_of(report)["TW97X"], types_of(report)["TW97Y"], types_of(report)["ID"]) == (
        "tm2_x",
        "tm2_y",
        "code",
    )


def test_the_answers_file_has_longitude_and_latitude_beside_tm2():
    types = types_of(facts("banqiao-parking-answers.csv"))
    assert (types["lng"], types["lat"]) == ("longitude", "latitude")


def test_presale_prices_have_roc_dates_and_a_second_header_in_english():
    report = facts("realprice-1111-presale.csv")
    assert (report.header_rows, report.rows, len(report.columns)) == ([1, 2], 666, 30)
    assert (column(report, "交易年月日").min, column(report, "交易年月日").max) == (
        "2021-11-11",
        "2022-02-10",
    )
    assert types_of(report)["總價元"] == "money"
    assert column(report, "建築完成年月").type is None


def test_rents_keep_full_width_digits_in_addresses_and_flag_a_user_defined_character():
    report = facts("realprice-1111-rent.csv")
    assert (report.header_rows, report.rows, len(report.columns)) == ([1, 2], 918, 29)
    assert types_of(report)["建築完成年月"] == "date"
    assert types_of(report)["土地位置建物門牌"] == "address"
    assert [(warned.code, warned.row) for warned in report.warnings] == [("private_use", 805)]


def test_the_budget_out_of_a_pdf_is_flagged_for_its_glyph_codes():
    report = facts("dgbas-101-summary.csv")
    assert report.status == "warnings"
    assert {"glyph_codes", "mixed_widths", "no_header"} <= set(codes_of(report))


def test_the_catalogue_of_data_gov_tw_has_grouped_thousands():
    report = read(real("catalogue/data-gov-tw-2018.csv"))
    assert report.rows == 35_955
    assert (column(report, "瀏覽人次").type, column(report, "瀏覽人次").max) == ("integer", 193_052)
    assert types_of(report)["上架日"] == "date"


def test_a_json_series_is_refused_as_json():
    report = read(real("prices/cpi-by-purchase-frequency.json"))
    assert report.status == "refused"
    assert "JSON" in report.warnings[0].message
