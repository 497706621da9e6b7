"""The connector to the demo's own registers: it stands in where no connector to a real register is named."""

from collections.abc import Sequence
from uuid import UUID

from madang.work.services.definition import registers
from madang.work.services.registers.models import DemoRecord
from madang.work.services.registers.rules import Answer, Found, NotFound, Unavailable


class DemoRegister:
    """A register of the fictional country, kept in our own database and labelled as invented."""

    seconds: float | None = None

    def __init__(self, key: str) -> None:
        self.key = key

    def look_up(
        self, identity: str, fields: Sequence[str], *, purpose: str, basis: str, case: UUID
    ) -> Answer:
        """The values of these fields on the record of that number."""
        record = DemoRecord.objects.filter(register=self.key, identity=identity).first()
        if record is not None:
            values = {name: record.values[name] for name in fields if name in record.values}
            return Found(values, record.as_of, self._source())
        if DemoRecord.objects.filter(register=self.key).exists():
            return NotFound(self._source())
        return Unavailable(f"no connector to the register '{self.key}' is named, and the demo's is empty")

    def _source(self) -> dict[str, str]:
        register = registers().get(self.key)
        ko, en = (register.title.ko, register.title.en) if register else (self.key, self.key)
        return {"ko": f"{ko} (가상 자료)", "en": f"{en} (invented data)"}
