"""Writes the Parquet files of ParquetFormatTest. usage: parquet_files.py FOLDER (pandas, pyarrow)"""
import datetime, decimal, sys
import pandas as pd, pyarrow as pa, pyarrow.parquet as pq

out = sys.argv[1]
colours = ["red", "blue", "green", "red"]
frame = pd.DataFrame({
    "file_name": [f"images/{i}.png" for i in range(4)],
    "id": [1.0, None, 3.0, 4.0],                      # whole numbers with a gap: pandas makes them floats
    "title": ["Kleid in Größe 38", "Dress 1", None, "Dress 3"],
    "colour": pd.Categorical(colours),                # dictionary
    "pattern": ["plain", None, float("nan"), "dots"],
    "price": [19.9, float("nan"), 5.0, 7.25],
    "listed": pd.to_datetime(["2024-05-01", "2024-05-02", "2024-05-03", "2024-05-04"]),
    "new": [True, False, True, True],
}, index=[3, 1, 4, 1])                                # kept as a column __index_level_0__
for codec in ("snappy", "zstd", "gzip", "none"):
    frame.to_parquet(f"{out}/pandas-{codec}.parquet", compression=None if codec == "none" else codec, row_group_size=3)
pq.write_table(pa.table({
    "id": pa.array(["a", "b"]),
    "day": pa.array([datetime.date(2024, 5, 1), None]),
    "price": pa.array([decimal.Decimal("19.90"), decimal.Decimal("-5.00")], pa.decimal128(9, 2)),
    "one": pa.array([["red"], ["blue"]]),
    "tags": pa.array([["red", "blue"], []]),
    "image": pa.array([{"bytes": b"\x89PNG", "path": "0.png"}, None], pa.struct([("bytes", pa.binary()), ("path", pa.string())])),
}), f"{out}/nested.parquet")
pq.write_table(pa.table({"id": ["a", "b"], "title": ["x" * 50, "y"]}), f"{out}/brotli.parquet", compression="brotli")
