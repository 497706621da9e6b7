"""What the command line can do with logs."""

from madang.insight.evidence.commands.import_log import IMPORT
from madang.insight.evidence.commands.measure import MEASURE

__all__ = ["IMPORT", "MEASURE"]
