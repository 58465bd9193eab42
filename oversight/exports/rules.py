"""What a cell may hold in a file that a spreadsheet will open."""

# A text that begins with one of these is run as a formula by the common spreadsheets.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
CSV, XLSX = "csv", "xlsx"
FORMATS = (CSV, XLSX)
# Comma-separated values with a row of hashtags under the heading (hxlstandard.org).
HXL = "hxl"


def harmless(text: str) -> str:
    """The text so that no spreadsheet takes it for a formula (CWE-1236): led by an apostrophe."""
    return f"'{text}" if text.lstrip(" ")[:1] in FORMULA_STARTS and text.strip() else text
