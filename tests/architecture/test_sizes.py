"""Files stay under 300 lines and functions under 25; the few that are larger stand here, and the list only shrinks."""

import ast

from tests.architecture.house import ROOT, source_files

LONGEST_FILE = 300
LONGEST_FUNCTION = 25

LARGER_FILES: dict[str, int] = {}
LARGER_FUNCTIONS: dict[str, int] = {
    "madang/insight/laboratory/engine.py:_serve": 46,  # the loop of the queue; a call in it would halve its speed
    "madang/ui/views.py:_lists": 40,  # the examples of the gallery, nothing but data
}


def test_files_are_short_enough_to_be_read_at_once() -> None:
    found = {str(file.relative_to(ROOT)): len(file.read_text().splitlines()) for file in source_files()}
    _compare({name: size for name, size in found.items() if size > LONGEST_FILE}, LARGER_FILES)


def test_functions_are_short_enough_to_be_understood_at_once() -> None:
    found = {}
    for file in source_files():
        for node in ast.walk(ast.parse(file.read_text())):
            if (
                isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
                and (size := _statements(node)) > LONGEST_FUNCTION
            ):
                found[f"{file.relative_to(ROOT)}:{node.name}"] = size
    _compare(found, LARGER_FUNCTIONS)


def _statements(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of the body, without signature and docstring."""
    body = node.body[1:] if ast.get_docstring(node) and len(node.body) > 1 else node.body
    end = node.end_lineno
    assert end is not None  # every parsed node has an end
    return end - body[0].lineno + 1


def _compare(found: dict[str, int], allowed: dict[str, int]) -> None:
    grown = {name: size for name, size in found.items() if size > allowed.get(name, 0)}
    assert not grown, f"too long; split them: {grown}"
    shrunk = {name: size for name, size in allowed.items() if found.get(name, 0) < size}
    assert not shrunk, f"shorter now; take them from the list or lower the number: {shrunk}"
