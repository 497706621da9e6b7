"""Every worked case of every shipped service, each a test of its own name."""

import pytest

from madang.work.services.checking import check
from madang.work.services.definition import ServiceDefinition, shipped
from madang.work.services.examples import Example, differences

CASES = [
    pytest.param(checked.loaded.definition, example, id=f"{file.parent.name}: {example.name.en}")
    for file in shipped()
    if (checked := check(file)).loaded.definition
    for example in checked.cases.examples
]


@pytest.mark.parametrize(("service", "example"), CASES)
def test_worked_case(service: ServiceDefinition, example: Example) -> None:
    wrong = differences(service, example)
    assert not wrong, [f"{'.'.join(map(str, one.place))}: {one.words()['en']}" for one in wrong]


@pytest.mark.parametrize(("service", "example"), CASES)
def test_a_worked_case_that_expects_something_else_fails(
    service: ServiceDefinition, example: Example
) -> None:
    expected = {"stage": "elsewhere", "end": "elsewhere", "due": "2000-01-01T00:00+09:00"}
    false = example.model_validate(example.model_dump() | {"expect": expected})
    assert {one.place[-1] for one in differences(service, false)} >= {"stage", "end", "due"}
