"""A small file with the faults that government files have, for those who have none at hand. Everything in it is invented."""

from __future__ import annotations

NAME = "example-big5.csv"
TEXT = """\
燈火市 114 年度社區活動中心使用情形（單位：人次、元）

日期,活動中心,里別,使用人次,場地收入,有無電梯,備註
114年1月5日,光明活動中心 ,光明里,"1,204",NT$3600,有,
114年1月12日, 和平活動中心,和平里,８５２,"NT$2,400",無,空調維修
114年1月19日,光明活動中心,光明里,"1,377",NT$4050,有,
114年2月2日,橋頭活動中心,橋頭里,－,NT$0,無,春節休館
114年2月9日,和平活動中心,和平里,９０６,"NT$2,700",無,
114年2月16日,橋頭活動中心,橋頭里,441,"NT$1,350",無,首次開放
資料來源：燈火市政府民政局（虛構）
"""


def content() -> bytes:
    """Return the file as an old spreadsheet program in Taiwan saves it: Big5, lines ended by CR and LF."""
    return TEXT.replace("\n", "\r\n").encode("cp950")
