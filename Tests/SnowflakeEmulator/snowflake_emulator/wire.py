"""Snowflake's wire format for results: Arrow columns in Snowflake's own encodings, described by a row type.

The encodings are those of the real service, which drivers sometimes misread: timestamps and times as integers in units
of their scale, or as structs; numbers as the narrowest integer that holds a part's values.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

#: On the wire an offset is its minutes + 1440; all instants are stored in UTC.
_UTC_OFFSET = 1440
_MAXIMUM_TEXT = 16_777_216
_MAXIMUM_BINARY = 8_388_608
_INTEGERS = (pa.int8(), pa.int16(), pa.int32(), pa.int64())
_KINDS = {
    '"NULL"': "text", "VARCHAR": "text", "UUID": "text", "BLOB": "binary", "BOOLEAN": "boolean", "DATE": "date",
    "DOUBLE": "real", "FLOAT": "real", "JSON": "variant", "TIME": "time", "TIMESTAMP": "timestamp_ntz",
    "TIMESTAMP_S": "timestamp_ntz", "TIMESTAMP_MS": "timestamp_ntz", "TIMESTAMP_NS": "timestamp_ntz",
    "TIMESTAMP WITH TIME ZONE": "timestamp_tz",
} | dict.fromkeys(
    ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT"), "fixed"
)


@dataclass(frozen=True)
class DeclaredType:
    """What DuckDB doesn't keep of a Snowflake type."""

    #: The name used in a row type: timestamp_ltz, time, object ...
    kind: str
    #: Number of digits of the fraction of a second.
    scale: int | None = None


@dataclass(frozen=True)
class Column:
    """A column of a result."""

    name: str
    kind: str
    precision: int | None = None
    scale: int | None = None
    length: int | None = None

    def row_type(self) -> dict[str, Any]:
        """The column's entry in the answer."""
        return {
            "name": self.name, "database": "", "schema": "", "table": "", "nullable": True, "type": self.kind,
            "byteLength": self.length, "length": self.length, "scale": self.scale, "precision": self.precision,
            "collation": None,
        }

    def field(self, type: pa.DataType) -> pa.Field:
        """The column's Arrow field, with the metadata that drivers read."""
        return pa.field(self.name, type, metadata={
            "logicalType": self.kind.upper(), "precision": str(self.precision or 38), "scale": str(self.scale or 0),
            "charLength": str(self.length or 0), "byteLength": str(self.length or 0), "finalType": "T",
        })


def column(name: str, duckdb_type: str, declared: DeclaredType | None) -> Column:
    """Creates a column from its name, DuckDB's type and the declared type."""
    if decimal := re.fullmatch(r"DECIMAL\((\d+),(\d+)\)", duckdb_type):
        return Column(name, "fixed", precision=int(decimal[1]), scale=int(decimal[2]))
    kind = _KINDS.get(duckdb_type)
    if duckdb_type.endswith("[]") or duckdb_type.startswith(("STRUCT", "MAP")):
        kind = "array" if duckdb_type.endswith("[]") else "object"
    if kind is None:
        raise NotImplementedError(f"a result column of DuckDB's type {duckdb_type}")
    if kind == "fixed":
        return Column(name, kind, precision=38, scale=0)
    if kind == "text":
        if declared and declared.kind in ("geography", "geometry"):
            return Column(name, "object")
        return Column(name, kind, length=_MAXIMUM_TEXT)
    if kind == "binary":
        return Column(name, kind, length=_MAXIMUM_BINARY)
    # The declared type belongs to the name; the value may have been cast to another type.
    family = {"timestamp_ltz": "timestamp_tz", "object": "variant", "array": "variant"}
    if declared and family.get(declared.kind, declared.kind) == kind:
        kind = declared.kind
    else:
        declared = None
    if kind.startswith("time"):
        scale = declared.scale if declared and declared.scale is not None else 9
        return Column(name, kind, precision=0, scale=scale)
    return Column(name, kind)


def encode(table: pa.Table, columns: list[Column]) -> pa.Table:
    """Encodes a part of a result as Snowflake does."""
    arrays = [_encode(data.combine_chunks(), column) for data, column in zip(table.columns, columns, strict=True)]
    arrays = [a.combine_chunks() if isinstance(a, pa.ChunkedArray) else a for a in arrays]
    schema = pa.schema([column.field(array.type) for column, array in zip(columns, arrays, strict=True)])
    return pa.Table.from_arrays(arrays, schema=schema)


def messages(table: pa.Table) -> Iterator[tuple[int, bytes]]:
    """Yields the messages of an Arrow IPC stream of several batches, each with its number of rows.

    The first is the schema and the last the end of the stream; both have no rows.
    """
    sink = pa.BufferOutputStream()
    writer = pa.ipc.new_stream(sink, table.schema)
    starts, rows = [sink.tell()], [0]
    for batch in table.to_batches(max_chunksize=max(1, -(-table.num_rows // 4))):
        writer.write_batch(batch)
        starts.append(sink.tell())
        rows.append(batch.num_rows)
    writer.close()
    data = memoryview(sink.getvalue())
    rows.append(0)
    ends = [*starts, len(data)]
    begin = 0
    for end, count in zip(ends, rows, strict=True):
        yield count, bytes(data[begin:end])
        begin = end


def _encode(data: Any, column: Column) -> pa.Array:
    data = data.combine_chunks() if isinstance(data, pa.ChunkedArray) else data
    if column.kind == "fixed":
        return _number(data)
    if column.kind == "real":
        return data.cast(pa.float64())
    if column.kind == "time":
        scale = column.scale or 0
        units = _rescale(data.cast(pa.time64("us")).cast(pa.int64()), scale)
        return units.cast(pa.int32() if scale < 5 else pa.int64())
    if column.kind.startswith("timestamp"):
        instant = data.cast(pa.timestamp("us", tz=data.type.tz), safe=False).cast(pa.int64())
        return _timestamp(instant, column)
    if pa.types.is_nested(data.type):
        return pa.array([None if v is None else json.dumps(v, default=str) for v in data.to_pylist()], pa.string())
    if column.kind in ("text", "variant", "object", "array"):
        return data.cast(pa.string())
    return data


def _number(data: pa.Array) -> pa.Array:
    """The unscaled values as the narrowest integers that hold all of them, otherwise as decimal128."""
    if pa.types.is_decimal(data.type):
        unscaled = pa.decimal128(38, 0)
        data = pa.Array.from_buffers(unscaled, len(data), data.cast(pa.decimal128(38, data.type.scale)).buffers(),
                                     offset=0)
    bounds = pc.min_max(data)
    low, high = bounds["min"].as_py(), bounds["max"].as_py()
    for type in _INTEGERS:
        if low is None or (-(1 << (type.bit_width - 1)) <= low and high < 1 << (type.bit_width - 1)):
            return data.cast(type)
    return data.cast(pa.decimal128(38, 0)) if not pa.types.is_decimal(data.type) else data


def _timestamp(micros: pa.Array, column: Column) -> pa.Array:
    """Encodes microseconds since 1970: as integers up to scale 7 (3 with an offset), otherwise as structs."""
    scale = column.scale or 0
    has_offset = column.kind == "timestamp_tz"
    if scale <= (3 if has_offset else 7):
        values = [_rescale(micros, scale)]
        names = ["epoch"]
        if not has_offset:
            return values[0]
    else:
        seconds = _floor_divide(micros, 1_000_000)
        fraction = pc.multiply(pc.subtract(micros, pc.multiply(seconds, 1_000_000)), 1000).cast(pa.int32())
        values, names = [seconds, fraction], ["epoch", "fraction"]
    if has_offset:
        values.append(pa.repeat(pa.scalar(_UTC_OFFSET, pa.int32()), len(micros)))
        names.append("timezone")
    fields = [pa.field(name, value.type, nullable=False) for name, value in zip(names, values, strict=True)]
    filled = [pc.fill_null(value, 0) for value in values]
    return pa.StructArray.from_arrays(filled, fields=fields, mask=pc.is_null(micros))


def _rescale(micros: pa.Array, scale: int) -> pa.Array:
    """Converts microseconds to units of 10^-scale seconds, rounded down."""
    if scale >= 6:
        return pc.multiply(micros, 10 ** (scale - 6))
    return _floor_divide(micros, 10 ** (6 - scale))


def _floor_divide(values: pa.Array, divisor: int) -> pa.Array:
    """Divides and rounds down; Arrow's division rounds towards 0."""
    quotient = pc.divide(values, divisor)
    remainder = pc.subtract(values, pc.multiply(quotient, divisor))
    return pc.subtract(quotient, pc.less(remainder, 0).cast(pa.int64()))
