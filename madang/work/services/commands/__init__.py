"""`madang definitions check | publish | diff` and `madang new service`."""

from madang.work.services.commands.check import CHECK
from madang.work.services.commands.diff import DIFF
from madang.work.services.commands.new import NEW
from madang.work.services.commands.publish import PUBLISH

__all__ = ["CHECK", "DIFF", "NEW", "PUBLISH"]
