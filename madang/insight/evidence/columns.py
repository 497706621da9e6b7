"""Which column of a log holds what: guessed from the names, confirmed by the content, or said by the user."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from madang.insight.evidence import times
from madang.lib.commands import BadInput

# For each role the names by which logs are known to call it, the surest first.
NAMES: dict[str, tuple[str, ...]] = {
    "case": (
        *("case:concept:name", "caseid", "case", "casenumber", "caseno", "traceid", "trace", "casekey"),
        *("사건번호", "접수번호", "민원번호", "신청번호", "처리번호", "사례번호", "사건", "건번호"),
        *(
            "applicationid",
            "applicationnumber",
            "requestid",
            "ticketid",
            "ticketnumber",
            "incidentid",
            "orderid",
        ),
    ),
    "activity": (
        *(
            "concept:name",
            "activity",
            "activityname",
            "activityid",
            "eventname",
            "event",
            "task",
            "taskname",
            "step",
        ),
        *(
            "활동",
            "활동명",
            "업무",
            "단계",
            "처리단계",
            "작업",
            "업무단계",
            "처리내용",
            "stage",
            "action",
            "status",
        ),
    ),
    "time": (
        *("time:timestamp", "timestamp", "completetimestamp", "endtimestamp", "eventtime", "eventtimestamp"),
        *(
            "datetime",
            "time",
            "completetime",
            "endtime",
            "occurredat",
            "recordedat",
            "처리일시",
            "일시",
            "시각",
        ),
        *("완료일시", "처리시각", "시간", "date", "eventdate", "처리일", "일자", "날짜"),
        *("completed", "completedat", "complete", "finished", "end"),
    ),
    "resource": (
        *(
            "org:resource",
            "resource",
            "resourceid",
            "user",
            "userid",
            "username",
            "employee",
            "officer",
            "handler",
        ),
        *("assignee", "performer", "agent", "담당자", "처리자", "담당자명", "처리자명", "담당공무원"),
    ),
    "lifecycle": ("lifecycle:transition", "lifecycle", "transition", "eventtype", "수명주기"),
    "deadline": (
        *("case:deadline", "deadline", "casedeadline", "duedate", "due", "dueat", "case:duedate"),
        *("처리기한", "기한", "마감일", "마감일시", "만료일", "처리예정일"),
    ),
    "end": (
        *(
            "case:enddate",
            "caseenddate",
            "caseend",
            "enddate",
            "case:closed",
            "closedat",
            "closedate",
            "caseclosed",
        ),
        *("종결일시", "종료일시", "종결일", "종료일", "민원종결일"),
    ),
    "start": (
        "starttimestamp",
        "time:start",
        "starttime",
        "startedat",
        "start",
        "begin",
        "began",
        "시작일시",
        "착수일시",
    ),
    "unit": ("org:group", "unit", "department", "group", "team", "부서", "처리부서", "담당부서", "부서명"),
    "role": ("org:role", "role", "rolename", "직위", "역할"),
    "enabled": (
        "enabledtimestamp",
        "enabletimestamp",
        "enabletime",
        "enabledtime",
        "enabledat",
        "enabled",
        "time:enabled",
    ),
    "automated": ("automated", "isautomated", "automatic", "자동처리", "자동여부"),
    "outcome": ("case:outcome", "outcome", "caseoutcome", "처리결과", "결과"),
    "group": ("case:group", "casegroup", "population", "집단"),
    "channel": ("case:channel", "channel", "접수경로", "접수방법", "신청경로", "접수채널"),
}
NEEDED = ("case", "activity", "time")
WORDS = {"case": "the case", "activity": "the activity", "time": "the time"}
SURE_ENOUGH = 0.9  # share of sampled values that must read as times


@dataclass
class Guess:
    """The column for each role, and how it was found: `said`, `name` or `content`."""

    columns: dict[str, str] = field(default_factory=dict)
    how: dict[str, str] = field(default_factory=dict)

    def take(self, role: str, column: str, how: str) -> None:
        self.columns[role], self.how[role] = column, how

    @property
    def wanted(self) -> list[str]:
        """The columns to read, each once."""
        return list(dict.fromkeys(self.columns.values()))


def guess(names: list[str], sample: Mapping[str, list[str]], said: Mapping[str, str], file: str) -> Guess:
    """Find the column for every role; those the user named go first, `none` leaves a role out."""
    found = Guess()
    left_out = {role for role, column in said.items() if column == "none"}
    for role, column in said.items():
        if role not in left_out:
            found.take(role, _said(column, names, role, file), "said")
    for role in NAMES:
        if role not in found.columns and role not in left_out:
            _by_name(found, role, names)
    if "time" not in found.columns:
        _by_content(found, names, sample)
    missing = [role for role in NEEDED if role not in found.columns]
    if missing:
        raise BadInput(_missing(missing, names, file))
    return found


def _said(column: str, names: list[str], role: str, file: str) -> str:
    if column in names:
        return column
    alike = [name for name in names if _bare(name) == _bare(column)]
    if len(alike) == 1:
        return alike[0]
    raise BadInput(f"'{file}' has no column '{column}' for --{role}; its columns are {_listed(names)}.")


def _by_name(found: Guess, role: str, names: list[str]) -> None:
    taken = set(found.columns.values())
    free = [name for name in names if name not in taken]
    for known in NAMES[role]:
        exact = [name for name in free if name.lower() == known] or [
            n for n in free if _bare(n) == _bare(known)
        ]
        if exact:
            found.take(role, exact[0], "name")
            return


def _by_content(found: Guess, names: list[str], sample: Mapping[str, list[str]]) -> None:
    """The only column left whose values read as times is the time."""
    taken = set(found.columns.values())
    readable = [name for name in names if name not in taken and _reads_as_time(sample.get(name, []))]
    if len(readable) == 1:
        found.take("time", readable[0], "content")


def _reads_as_time(values: list[str]) -> bool:
    filled = [value for value in values if value.strip()]
    good = sum(
        times.parse(value, "day") is not None or times.parse(value, "month") is not None for value in filled
    )
    return bool(filled) and good >= SURE_ENOUGH * len(filled)


def _missing(missing: list[str], names: list[str], file: str) -> str:
    what = " and ".join(WORDS[role] for role in missing)
    options = " ".join(f"--{role} COLUMN" for role in missing)
    known = f"no column of '{file}' is known to hold {what}; say which with {options}."
    return f"{known} Its columns are {_listed(names)}."


def _listed(names: list[str]) -> str:
    shown = ", ".join(f"'{name[:40]}'" for name in names[:30])
    return shown + (f" and {len(names) - 30} more" if len(names) > 30 else "")


def _bare(name: str) -> str:
    return re.sub(r"[^\w가-힣]|_", "", name.lower())
