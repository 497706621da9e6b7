"""The felt side of a claim in sentences, in both languages."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from madang.insight.claims.felt_rules import Felt
    from madang.lib.statistics.proportions import Estimate

WHO = {"residents": ("주민은", "residents"), "users": ("이용자는", "users")}
# After every case it is asked whether the matter was solved; in rounds, whether the service has improved.
FEELING = {
    "rounds": ("나아졌다고 느낀", "felt an improvement"),
    "monthly": ("문제가 해결되었다고 느낀", "felt that their matter was solved"),
}
MISSING = {
    "before": (
        "바뀌기 전에는 묻지 않아 변화를 알 수 없습니다.",
        "Nobody was asked before, so a change cannot be told.",
    ),
    "after": ("바뀐 뒤에는 아직 묻지 않았습니다.", "Nobody has been asked since."),
    "wording": (
        "바뀌기 전에는 다른 문구로 물어 견줄 수 없습니다.",
        "Before, other words were asked, so the two cannot be compared.",
    ),
    "few": (
        "답한 사람이 열 명이 안 되는 조사가 있어 차이를 보이지 않습니다.",
        "Too few have answered (below ten) for the difference to be shown.",
    ),
}


def sentence(felt: "Felt") -> dict[str, str]:
    """What citizens felt, in both languages; empty where nobody was asked."""
    return {"ko": " ".join(_korean(felt)), "en": " ".join(_english(felt))} if felt.source else {}


def percent(value: float) -> str:
    """A share in percent with one digit."""
    return f"{100 * value:.1f} %"


def points(value: float) -> str:
    """A difference of shares in points with one digit and its sign."""
    return f"{100 * value:+.1f}".replace("-", "−")


def _interval(estimate: "Estimate") -> tuple[str, str]:
    return points(estimate.low), points(estimate.high)


def _korean(felt: "Felt") -> list[str]:
    said, who = [], f"{FEELING[felt.source or 'rounds'][0]} {WHO.get(felt.population, WHO['users'])[0]}"
    if felt.change and felt.before and felt.after and felt.before.felt and felt.after.felt:
        low, high = _interval(felt.change.difference)
        said.append(
            f"{who} 바뀌기 전 {percent(felt.before.felt.value)}({felt.before.felt.n:.0f}명 중),"
            f" 바뀐 뒤 {percent(felt.after.felt.value)}({felt.after.felt.n:.0f}명 중)입니다."
            f" 차이는 {points(felt.change.difference.value)}%p(95 % 구간 {low}에서 {high})입니다."
        )
    elif felt.after and felt.after.felt:
        said.append(f"{who} 바뀐 뒤 {percent(felt.after.felt.value)}({felt.after.felt.n:.0f}명 중)입니다.")
    if felt.beyond_elsewhere:
        low, high = _interval(felt.beyond_elsewhere)
        said.append(
            f"바뀌지 않은 곳의 변화를 빼면 {points(felt.beyond_elsewhere.value)}%p({low}에서 {high})입니다."
        )
    if felt.gap and felt.reported is not None:
        low, high = _interval(felt.gap)
        said.append(
            f"기관은 {percent(felt.reported)}라고 보고했습니다."
            f" 체감과의 차이는 {points(felt.gap.value)}%p({low}에서 {high})입니다."
        )
    return [*said, *(MISSING[why][0] for why in felt.not_shown if why in MISSING)]


def _english(felt: "Felt") -> list[str]:
    said, who = [], WHO.get(felt.population, WHO["users"])[1]
    feeling = FEELING[felt.source or "rounds"][1]
    if felt.change and felt.before and felt.after and felt.before.felt and felt.after.felt:
        low, high = _interval(felt.change.difference)
        said.append(
            f"Before, {percent(felt.before.felt.value)} of {felt.before.felt.n:.0f} {who} {feeling}; after,"
            f" {percent(felt.after.felt.value)} of {felt.after.felt.n:.0f}:"
            f" {points(felt.change.difference.value)} points (95 % interval {low} to {high})."
        )
    elif felt.after and felt.after.felt:
        said.append(
            f"After the change {percent(felt.after.felt.value)} of {felt.after.felt.n:.0f} {who} {feeling}."
        )
    if felt.beyond_elsewhere:
        low, high = _interval(felt.beyond_elsewhere)
        said.append(
            "Less the change over the same time where the reform had not come:"
            f" {points(felt.beyond_elsewhere.value)} points ({low} to {high})."
        )
    if felt.gap and felt.reported is not None:
        said.append(_gap_in_english(felt.reported, felt.gap))
    return [*said, *(MISSING[why][1] for why in felt.not_shown if why in MISSING)]


def _gap_in_english(reported: float, gap: "Estimate") -> str:
    low, high = _interval(gap)
    return f"The office reported {percent(reported)}: {points(gap.value)} points from what is felt ({low} to {high})."


def lines(felt: Mapping[str, Any], language: str) -> list[str]:
    """What else is known of how it was felt, from the plain data of a felt side; a sentence each."""
    korean = language == "ko"
    return [*_split_lines(felt, korean), *_time_lines(felt.get("remembered") or {}, korean)]


def _split_lines(felt: Mapping[str, Any], korean: bool) -> Iterator[str]:
    for sides, who in ((felt.get("known"), KNOWING), (felt.get("used"), USING)):
        if sides:
            yes, no = (percent(sides[side]["value"]) for side in ("yes", "no"))
            yield who[0].format(yes=yes, no=no) if korean else who[1].format(yes=yes, no=no)


KNOWING = (
    "변화를 아는 사람 중에서는 {yes}, 모르는 사람 중에서는 {no}가 나아졌다고 느꼈습니다.",
    "Of those who know of the change {yes} feel it, of the others {no}.",
)
USING = (
    "이용한 사람 중에서는 {yes}, 이용하지 않은 사람 중에서는 {no}가 나아졌다고 느꼈습니다.",
    "Of those who have used it {yes} feel it, of the others {no}.",
)


def _time_lines(told: Mapping[str, Any], korean: bool) -> Iterator[str]:
    """How long it took as people remember it, beside the log of the same cases and what they had expected."""
    if not told:
        return
    days = {
        name: f"{told[name]:.4g}" for name in ("median", "logged", "expected") if told.get(name) is not None
    }
    if korean:
        yield f"이용자가 기억하는 기간은 중앙값 {days['median']}일입니다({told['n']}명)."
    else:
        yield f"Users remember a median of {days['median']} days ({told['n']} answers)."
    if "logged" in days and korean:
        yield f"같은 건의 업무 기록으로는 중앙값 {days['logged']}일입니다({told['cases']}건)."
    elif "logged" in days:
        yield f"The log of the same cases says {days['logged']} days ({told['cases']} cases)."
    if "expected" in days:
        yield (
            f"신청할 때는 {days['expected']}일을 예상했습니다."
            if korean
            else f"When they applied they expected {days['expected']} days."
        )
