"""`madang definitions check | publish | diff`, `madang new service` and `madang certificates revoke`."""

from madang.work.services.commands.check import CHECK
from madang.work.services.commands.diff import DIFF
from madang.work.services.commands.new import NEW
from madang.work.services.commands.publish import PUBLISH
from madang.work.services.commands.revoke import REVOKE

__all__ = ["CHECK", "DIFF", "NEW", "PUBLISH", "REVOKE"]
