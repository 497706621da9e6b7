from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from madang.ground.notices import actions, digests, outbox, queries, rules
from madang.ground.notices.models import Mail, Notice
from madang.ground.people.models import Person
from madang.lib import mailbox
from tests import people

pytestmark = pytest.mark.django_db
EIGHT = datetime(2026, 11, 20, 23, tzinfo=UTC)  # 8:00 on the 21st in Seoul


def early_bird() -> Person:
    person = people.lee_doyun()
    person.daily_digest = True
    person.save()
    return person


def tell(person: Person, at: datetime, subject: str = "News") -> Notice:
    words = {"ko": f"소식 {subject}", "en": subject}
    actions.notify(person, government=people.city(), kind="news", subject=words, body=words, by=None)
    notice = Notice.objects.latest("pk")
    Notice.objects.filter(pk=notice.pk).update(created_at=at)
    return notice


@pytest.mark.parametrize(
    ("now", "zone", "day", "until"),
    [
        (EIGHT, "Asia/Seoul", 21, EIGHT),
        (EIGHT - timedelta(minutes=1), "Asia/Seoul", 20, EIGHT - timedelta(days=1)),
        (EIGHT, "UTC", 20, datetime(2026, 11, 20, 8, tzinfo=UTC)),
    ],
)
def test_the_hour_comes_by_the_clock_of_the_zone(now: datetime, zone: str, day: int, until: datetime) -> None:
    found_day, found_until = rules.digest_due(now, zone)
    assert (found_day.day, found_until) == (day, until)


def test_one_mail_tells_all_that_is_unread(post_office: Path) -> None:
    person = early_bird()
    for subject in ("first", "second"):
        tell(person, EIGHT - timedelta(hours=2), subject)
    actions.mark_read(person, tell(person, EIGHT - timedelta(hours=1), "read already").pk, by=person)
    assert Mail.objects.count() == 0
    assert digests.write(EIGHT - timedelta(minutes=1)) == 0
    assert digests.write(EIGHT) == 1
    outbox.deliver(Mail.objects.get().pk)
    (letter,) = mailbox.letters(post_office)
    assert letter.subject == "2 notices for you"
    assert "first" in letter.text
    assert "second" in letter.text
    assert "read already" not in letter.text


def test_what_comes_after_eight_waits_for_the_next_day() -> None:
    person = early_bird()
    tell(person, EIGHT - timedelta(hours=1))
    assert digests.write(EIGHT) == 1
    tell(person, EIGHT + timedelta(hours=1))
    assert digests.write(EIGHT + timedelta(hours=2)) == 0
    assert digests.write(EIGHT + timedelta(days=1)) == 1
    assert queries.unread(person) == 2


def test_a_digest_missed_at_eight_is_made_later_and_once() -> None:
    tell(early_bird(), EIGHT - timedelta(hours=1))
    assert [digests.write(EIGHT + timedelta(hours=5)) for _ in range(2)] == [1, 0]


def test_each_person_gets_the_own_notices_only(post_office: Path) -> None:
    person = early_bird()
    other = people.kim_haneul()
    other.daily_digest = True
    tell(person, EIGHT - timedelta(hours=1), "for-doyun")
    tell(other, EIGHT - timedelta(hours=1), "for-haneul")
    assert digests.write(EIGHT) == 2
    for mail in Mail.objects.all():
        outbox.deliver(mail.pk)
    (letter,) = mailbox.letters(post_office, recipient=person.email)
    assert "for-doyun" in letter.text
    assert "for-haneul" not in letter.text
