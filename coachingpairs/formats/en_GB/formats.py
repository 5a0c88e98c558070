"""Dates as the design's wording asks: “Thursday 26 November”, “9.30”."""

DATE_FORMAT = "j F Y"
SHORT_DATE_FORMAT = "j M"
TIME_FORMAT = "G.i"
DATETIME_FORMAT = "j F Y, G.i"
DATE_INPUT_FORMATS = ["%Y-%m-%d", "%d/%m/%Y", "%d %B %Y", "%d %b %Y", "%d.%m.%Y"]
