"""The schema of `service.yaml`: a public service as a promise with evidence; the flow is one part."""

from madang.flow.definition import Channel, Text
from madang.work.services.definition.grade import Criterion, Grade, grade_of
from madang.work.services.definition.parts import (
    Disclosure,
    Document,
    Eligibility,
    Evidence,
    Fee,
    FileKind,
    FormField,
    Law,
    Line,
    Records,
    Standard,
    Survey,
    Telephone,
)
from madang.work.services.definition.reading import Loaded, Problem, load, read_service
from madang.work.services.definition.registers import Register, RegisterField, registers
from madang.work.services.definition.service import (
    SHIPPED,
    ServiceDefinition,
    canonical,
    content_hash,
    fee_due,
    shipped,
)

__all__ = [
    "SHIPPED",
    "Channel",
    "Criterion",
    "Disclosure",
    "Document",
    "Eligibility",
    "Evidence",
    "Fee",
    "FileKind",
    "FormField",
    "Grade",
    "Law",
    "Line",
    "Loaded",
    "Problem",
    "Records",
    "Register",
    "RegisterField",
    "ServiceDefinition",
    "Standard",
    "Survey",
    "Telephone",
    "Text",
    "canonical",
    "content_hash",
    "fee_due",
    "grade_of",
    "load",
    "read_service",
    "registers",
    "shipped",
]
