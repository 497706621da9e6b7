from datetime import UTC, datetime

import pytest
from django.utils import timezone

from madang.ground.notices.models import Notice
from madang.ground.organisations.actions import be_absent
from madang.ground.people.actions import return_early
from tests import people

pytestmark = pytest.mark.django_db
STARTS, ENDS = datetime(2027, 3, 2, 0, tzinfo=UTC), datetime(2027, 3, 4, 9, tzinfo=UTC)


def test_the_deputy_is_told_in_both_languages_and_in_the_governments_time() -> None:
    head, clerk = people.choi_junho(), people.park_seoyeon()
    absence = be_absent(head, clerk, starts=STARTS, ends=ENDS, by=head)
    notice = Notice.objects.get()
    assert (notice.person, notice.kind, notice.government) == (clerk, "deputy-named", people.city())
    assert "최준호" in notice.subject["ko"]
    assert "Choi Junho" in notice.subject["en"]
    assert "2027년 3월 2일(화) 09:00" in notice.body["ko"]
    assert "18:00" in notice.body["en"]
    return_early(absence, by=head)
    assert Notice.objects.latest("id").kind == "deputy-released"


def test_without_a_deputy_nobody_is_told() -> None:
    head = people.choi_junho()
    return_early(be_absent(head, None, starts=timezone.now(), ends=ENDS, by=head), by=head)
    assert not Notice.objects.exists()
