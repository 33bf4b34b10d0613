"""What a row of draws is to the compiler: a vector, with its sum, difference, product and quotient, read and written.

Numba finds vectors in short loops by itself; in loops as long as these it does not. It needs the extra `compiled`.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from functools import cache
from importlib import import_module
from typing import Any

OPERATIONS = {"add": "fadd", "sub": "fsub", "mul": "fmul", "truediv": "fdiv"}
EXACT = ("contract", "nsz")
"""A product and a sum may be one operation. Their order stays: the same bits in each lane, whoever is in the others."""


@cache
def words(lanes: int) -> dict[str, Callable[..., Any]]:
    """`load`, `store` and `every` for rows of so many numbers, as the compiler's own instructions."""
    ir: Any = import_module("llvmlite.ir")
    types: Any = import_module("numba.core.types")
    models: Any = import_module("numba.core.datamodel.models")
    templates: Any = import_module("numba.core.typing.templates")
    extending: Any = import_module("numba.extending")
    vector: Any = ir.VectorType(ir.DoubleType(), lanes)
    row: Any = type("Row", (types.Type,), {})(name=f"row of {lanes} draws")

    def model(self: Any, manager: Any, of: Any) -> None:
        models.PrimitiveModel.__init__(self, manager, of, vector)

    extending.register_model(type(row))(type("RowModel", (models.PrimitiveModel,), {"__init__": model}))
    for operation, instruction in OPERATIONS.items():
        _operation(getattr(operator, operation), instruction, row, templates, extending)

    def place(context: Any, builder: Any, signature: Any, given: Any) -> Any:
        array = context.make_array(signature.args[0])(context, builder, given[0])
        return builder.bitcast(builder.gep(array.data, [given[1]]), vector.as_pointer())

    def load(_typing: Any, w: Any, _at: Any) -> Any:
        def build(context: Any, builder: Any, signature: Any, given: Any) -> Any:
            return builder.load(place(context, builder, signature, given), align=8)

        return row(w, types.intp), build

    def store(_typing: Any, w: Any, _at: Any, _value: Any) -> Any:
        def build(context: Any, builder: Any, signature: Any, given: Any) -> Any:
            builder.store(given[2], place(context, builder, signature, given), align=8)
            return context.get_dummy_value()

        return types.void(w, types.intp, row), build

    def every(_typing: Any, _number: Any) -> Any:
        def build(_context: Any, builder: Any, _signature: Any, given: Any) -> Any:
            none = ir.Constant(vector, ir.Undefined)
            one = builder.insert_element(none, given[0], ir.Constant(ir.IntType(32), 0))
            return builder.shuffle_vector(one, none, ir.Constant(ir.VectorType(ir.IntType(32), lanes), [0] * lanes))

        return row(types.float64), build

    return {one.__name__: extending.intrinsic(one) for one in (load, store, every)}


def _operation(operation: Callable[..., Any], instruction: str, row: Any, templates: Any, extending: Any) -> None:
    def generic(_self: Any, given: Any, _named: Any) -> Any:
        return templates.signature(row, row, row) if given == (row, row) else None

    def build(_context: Any, builder: Any, _signature: Any, given: Any) -> Any:
        return getattr(builder, instruction)(*given, flags=EXACT)

    template = type(f"RowBy{instruction}", (templates.AbstractTemplate,), {"generic": generic})
    templates.infer_global(operation)(template)
    extending.lower_builtin(operation, row, row)(build)
