"""Tables on Spark, for what outgrows a machine."""

# PySpark is an extra and brings no complete types, so the strict checks stop at its edge.
# pyright: reportMissingImports=false, reportUnknownMemberType=false, reportUnknownVariableType=false
# pyright: reportUnknownArgumentType=false

from __future__ import annotations

from pathlib import Path
from typing import Any

import narwhals as nw

from brightline.errors import BrightlineError


def spark_parquet(path: Path) -> nw.LazyFrame[Any]:
    """A Parquet file or folder as a Spark table, on the running session or a new one."""
    try:
        from pyspark.errors import PySparkException
        from pyspark.sql import SparkSession
    except ImportError:
        raise BrightlineError("the spark engine needs PySpark and Java 17: pip install 'brightline[spark]'") from None
    session = SparkSession.builder.appName("brightline").getOrCreate()
    try:
        return nw.from_native(session.read.parquet(str(path)))
    except PySparkException:
        raise BrightlineError(f"{path.name}: not readable as Parquet; it is damaged or something else") from None
