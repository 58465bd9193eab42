"""A file as an answer: streamed, never cached, named without a person in it."""

from itertools import chain

from django.http import FileResponse, HttpResponseBase, StreamingHttpResponse

from oversight.exports.columns import BYTE_ORDER_MARK, Rows, csv_lines, xlsx_file
from oversight.exports.rules import XLSX

XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def download(rows: Rows, *, name: str, format: str) -> HttpResponseBase:
    """`rows` (heading first) as `name`.csv or `name`.xlsx.

    The caller has checked who may have them and recorded the event before calling: once the
    first line has left, a refusal can no longer be said.
    """
    if format == XLSX:
        file = xlsx_file(rows)
        return FileResponse(
            file, as_attachment=True, filename=f"{name}.xlsx", content_type=XLSX_TYPE
        )
    response = StreamingHttpResponse(
        chain([BYTE_ORDER_MARK], csv_lines(rows)), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response
