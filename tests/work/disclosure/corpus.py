"""Invented passages of office papers whose class is known, from a seed. Shares no code with the detectors.

Each passage is made from a frame (a sentence with gaps) and from fillings whose truth is known: numbers are computed
here from their published rules, names and places are put together from syllables.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random

Filling = tuple[str, str]  # what stands in the text, and its kind; an empty kind is nothing to withhold


@dataclass(frozen=True)
class Passage:
    """A text, the class it should have, the stretches that should be found, and the family it belongs to."""

    text: str
    disclosure: str
    spans: tuple[tuple[int, int, str], ...]
    family: str


FAMILY = "김이박최정강조윤장임한오서신권황안송류홍전고문손배백허유남심노하곽성차주우구민"
GIVEN = [
    "하늘", "지우", "민준", "서연", "도윤", "예은", "시우", "수빈", "준호", "영희", "철수", "은주",
    "경수", "미란", "태식", "보람", "현정", "상우", "나래", "동현", "슬기", "정환", "말순", "병철",
]  # fmt: skip
CITIES = ["하늘시", "구름시", "새빛시", "별내시", "가온군", "누리군"]
DISTRICTS = ["마당구", "솔숲구", "달빛구", "바람면", "샘터읍", "한울동"]
ROADS = ["마당로", "솔숲로", "달빛길", "햇살로", "느티나무길", "한울대로", "중앙로", "학교길"]
BANKS = {
    "국민은행": (6, 2, 6), "신한은행": (3, 3, 6), "우리은행": (4, 3, 6), "하나은행": (3, 6, 5),
    "농협은행": (3, 4, 4, 2), "기업은행": (3, 6, 2, 3), "카카오뱅크": (4, 2, 7), "우체국": (6, 2, 6),
    "새마을금고": (4, 4, 4, 1),
    "신협": (3, 3, 6), "수협은행": (3, 2, 6, 1), "케이뱅크": (3, 3, 6), "토스뱅크": (4, 4, 4), "SC제일은행": (3, 2, 6),
}  # fmt: skip
WIDE = str.maketrans("0123456789-", "０１２３４５６７８９－")
WORDS = str.maketrans("0123456789", "공일이삼사오육칠팔구")


def digits(random: Random, count: int) -> str:
    return "".join(random.choice("0123456789") for _ in range(count))


def disguised(random: Random, number: str) -> str:
    """The number as people write it to be read by people only, or as a machine tore it."""
    way = random.randrange(10)
    if way == 0:
        return number.translate(WIDE)
    if way == 1:
        return number.translate(WORDS)
    if way == 2:
        return " ".join(number)
    if way == 3:
        return number.replace("-", " - ")
    if way == 4:
        return number.replace("-", "-\n", 1) if "-" in number else number
    if way == 5:
        return number.replace("-", " ")
    if way == 6:
        return number.replace("-", "")
    return number


def person(random: Random) -> str:
    return random.choice(FAMILY) + random.choice(GIVEN)


def resident(random: Random, *, foreign: bool = False) -> str:
    year, month, day = random.randint(1930, 2019), random.randint(1, 12), random.randint(1, 28)
    late = year >= 2000
    first = random.choice(("78" if late else "56") if foreign else ("34" if late else "12"))
    body = f"{year % 100:02}{month:02}{day:02}{first}{digits(random, 5)}"
    total = sum(int(d) * w for d, w in zip(body, (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5), strict=True))
    last = ((13 if foreign else 11) - total % 11) % 10
    return f"{body[:6]}-{body[6:]}{last}"


def a_resident(random: Random) -> Filling:
    return disguised(random, resident(random)), "resident_number"


def a_foreigner(random: Random) -> Filling:
    return disguised(random, resident(random, foreign=True)), "foreigner_number"


def an_account(random: Random, bank: str) -> Filling:
    groups = [digits(random, size) for size in BANKS[bank]]
    while groups[0].startswith(("0", "1900", "20")):
        groups[0] = digits(random, len(groups[0]))
    return disguised(random, "-".join(groups)), "account"


def a_mobile(random: Random) -> Filling:
    return disguised(random, f"010-{digits(random, 4)}-{digits(random, 4)}"), "mobile_phone"


def a_card(random: Random) -> Filling:
    body = random.choice("4569") + digits(random, 14)
    total = 0
    for place, digit in enumerate(body):
        value = int(digit) * (2 if place % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    number = body + str(-total % 10)
    return disguised(random, "-".join(number[at : at + 4] for at in range(0, 16, 4))), "card"


def a_licence(random: Random) -> Filling:
    return (
        f"{random.randint(11, 28)}-{digits(random, 2)}-{digits(random, 6)}-{digits(random, 2)}",
        "driver_licence",
    )


def a_passport(random: Random) -> Filling:
    old = f"M{digits(random, 8)}"
    return random.choice(
        (old, f"M{digits(random, 3)}{random.choice('ABCDEFGH')}{digits(random, 4)}")
    ), "passport"


def a_plate(random: Random) -> Filling:
    letter = random.choice("가나다라마거너더러머버서어저고노도로모보소오조")
    return (
        f"{digits(random, random.choice((2, 3)))}{letter}{random.choice(('', ' '))}{digits(random, 4)}",
        "plate",
    )


def a_home(random: Random) -> Filling:
    flat = f", {random.randint(101, 120)}동 {random.randint(1, 25)}0{random.randint(1, 6)}호"
    street = (
        f"{random.choice(CITIES)} {random.choice(DISTRICTS)} {random.choice(ROADS)} {random.randint(1, 300)}"
    )
    return street + random.choice((flat, flat, "")), "address"


def a_name(random: Random) -> Filling:
    name = person(random)
    return random.choice((name, name, name, " ".join(name))), "name"


def officer(random: Random) -> str:
    return f"{person(random)} {random.choice(('주무관', '과장', '팀장', '사무관', '국장'))}"


def office_phone(random: Random) -> str:
    return f"{random.choice(('02', '031', '051', '044'))}-{random.randint(200, 9999)}-{digits(random, 4)}"


def amount(random: Random) -> str:
    return f"{random.randint(1, 999_999_999_999):,}"


def business(random: Random) -> str:
    return f"{digits(random, 3)}-{digits(random, 2)}-{digits(random, 5)}"


def company(random: Random) -> str:
    return f"{random.choice(('110111', '180111', '134511', '200111'))}-{digits(random, 7)}"


def day(random: Random) -> str:
    y, m, d = random.randint(2005, 2026), random.randint(1, 12), random.randint(1, 28)
    return random.choice((f"{y}. {m}. {d}.", f"{y}-{m:02}-{d:02}", f"{y}년 {m}월 {d}일", f"{y}{m:02}{d:02}"))


Gap = Callable[[Random], Filling | str]
BANK_FRAMES = (
    "환급 계좌는 {bank} {0} (예금주 {1})입니다.",
    "입금계좌: {bank} {0}",
    "{bank} 계좌번호 {0}로 송금하여 주십시오.",
    "수당 지급 계좌\t{bank}\t{0}",
)
PERSONAL: tuple[tuple[str, tuple[Gap, ...]], ...] = (
    ("신청인의 주민등록번호는 {0}입니다.", (a_resident,)),
    ("성명: {0}\n주민등록번호: {1}\n연락처: {2}", (a_name, a_resident, a_mobile)),
    ("위 사람({0})은 지원 대상에 해당합니다.", (a_resident,)),
    ("대상자\t{0}\t{1}\t{2}", (a_name, a_resident, a_mobile)),
    ("외국인등록번호 {0}의 체류 자격을 확인하였습니다.", (a_foreigner,)),
    ("민원인 {0}은 {1}로 연락해 줄 것을 요청하였습니다.", (a_name, a_mobile)),
    ("휴대전화 {0}로 결과를 알려 드렸습니다.", (a_mobile,)),
    ("과태료를 카드 {0}로 결제하였습니다.", (a_card,)),
    ("운전면허번호 {0}, 적성검사 기간이 지났습니다.", (a_licence,)),
    ("여권번호 {0}을 분실 신고하였습니다.", (a_passport,)),
    ("차량 {0}이 불법 주차되어 단속하였습니다.", (a_plate,)),
    ("주소: {0}", (a_home,)),
    ("신고인 {0}의 거주지는 {1}입니다.", (a_name, a_home)),
    ("피해자 {0} 씨가 현장에서 진술하였습니다.", (a_name,)),
    ("보호자: {0}, 비상 연락처 {1}", (a_name, a_mobile)),
    ("세대주 {0}은 기초생활수급 가구로 확인됩니다.", (a_name,)),
    ("환자명: {0}, 진단명: 우울증, 복용 약 있음.", (a_name,)),
)
OPEN: tuple[tuple[str, tuple[Gap, ...]], ...] = (
    ("{0} 예산 {1}원을 편성하여 집행합니다.", (day, amount)),
    ("문의: 복지정책과 {0}({1})", (officer, office_phone)),
    ("담당자: {0}, 전화 {1}, 전자우편 help@saebit.example", (person, office_phone)),
    ("사업자등록번호 {0}, 법인등록번호 {1}", (business, company)),
    ("문서번호 기획예산과-{0}({1})와 관련됩니다.", (lambda r: digits(r, 5), day)),
    (
        "도로 포장 공사(연장 {0}m, 폭 {1}m)를 {2}부터 시행합니다.",
        (lambda r: digits(r, 3), lambda r: digits(r, 1), day),
    ),
    (
        "민원 처리 현황: 접수 {0}건, 완료 {1}건, 평균 {2}일",
        (lambda r: digits(r, 4), lambda r: digits(r, 4), lambda r: digits(r, 1)),
    ),
    ("조례 제{0}조제{1}항에 따라 위원회를 구성합니다.", (lambda r: digits(r, 2), lambda r: digits(r, 1))),
    (
        "회의 장소: {0} {1} 123, 시청 본관 3층 대회의실",
        (lambda r: r.choice(CITIES), lambda r: r.choice(ROADS)),
    ),
    ("우울증 예방 사업에 {0}원을 지원하고 교육을 {1}회 합니다.", (amount, lambda r: digits(r, 2))),
    ("한부모가족 지원 제도 안내: 신청은 주민센터에서 받습니다.", ()),
    (
        "입찰 공고 제{0}호를 다음과 같이 알려 드립니다.",
        (lambda r: f"{r.randint(2010, 2026)}-{digits(r, 4)}",),
    ),
    ("{0} 신규 공무원 시험 시행 계획을 공고합니다.", (day,)),
    (
        "좌표 {0}, {1} 지점에 안내판을 설치하였습니다.",
        (lambda r: f"37.{digits(r, 6)}", lambda r: f"127.{digits(r, 6)}"),
    ),
    ("연도별 인구\t{0}\t{1}\t{2}", (amount, amount, amount)),
    ("물품 번호 {0}, 바코드 {1}", (lambda r: digits(r, 8), lambda r: f"880{digits(r, 10)}")),
    ("수수료는 세외수입 계좌(예금주: 새빛시청)로 내시면 됩니다.", ()),
    ("시장 {0}은 개회사에서 시민의 참여를 당부하였습니다.", (person,)),
    ("참석자: {0}, {1}", (officer, officer)),
    ("운영 시간은 09:00~18:00이며 점심시간은 12:00~13:00입니다.", ()),
    ("설문 응답 5 4 3 5 4 2 5 4 3 3 4 5 1 2 4의 평균을 구하였습니다.", ()),
    (
        "행사에 시민 {0}명이 참여하여 만족도 {1}점을 기록하였습니다.",
        (lambda r: digits(r, 3), lambda r: digits(r, 2)),
    ),
    ("주민등록 제도 개선 방안에 관한 연구 용역 결과를 공개합니다.", ()),
    ("이번 감사 결과 지적 사항 {0}건이 모두 조치 완료되었습니다.", (lambda r: digits(r, 1),)),
    ("치매 안심 센터는 {0} {1} 12에 있습니다.", (lambda r: r.choice(CITIES), lambda r: r.choice(ROADS))),
    (
        "버스 {0}번 노선을 조정하고 배차 간격을 {1}분으로 줄입니다.",
        (lambda r: digits(r, 3), lambda r: digits(r, 2)),
    ),
    (
        "공사 업체는 {0} 주식회사이며 대표 전화는 {1}입니다.",
        (lambda r: r.choice(GIVEN) + "건설", office_phone),
    ),
    ("{0}부터 {1}까지 도서관 휴관을 알려 드립니다.", (day, day)),
    ("개찰 결과 낙찰 금액은 {0}원으로 결정되었습니다.", (amount,)),
    ("구내식당 식단표를 누리집에 올렸습니다.", ()),
)
CLOSED = (
    ("이 입찰의 예정가격 산정 조서는 개찰 전까지 보안을 유지합니다.", 5),
    ("제안서 평가위원 명단과 평가 점수는 협상 중이므로 알릴 수 없습니다.", 5),
    ("다음 달 시험 문제 초안과 채점 기준을 출제위원에게 송부합니다.", 5),
    ("불시 점검 대상 업소와 일정이 사전에 누설되지 않도록 합니다.", 5),
    ("내부 검토 중인 안으로 방침이 확정되지 않았습니다.", 5),
    ("승진 심사 자료와 승진후보자 순위를 붙입니다.", 5),
    ("이 사건은 수사가 진행 중이며 피의자 신문 조서를 첨부합니다.", 4),
    ("소송이 계속 중인 사건의 변론 준비 자료입니다.", 4),
    ("청사 경비 초소의 배치와 CCTV 사각 지점을 표시한 도면입니다.", 3),
    ("군사 작전 계획에 관한 사항으로 국가안전보장에 영향을 줍니다.", 2),
    ("업체가 낸 제조 공정 상세 자료와 원가 계산서에는 영업 비밀이 들어 있습니다.", 7),
    ("신도시 개발 예정지 지번 목록이 미리 알려지면 투기 우려가 있습니다.", 8),
    ("법률 제12조에서 비밀로 규정한 자료입니다.", 1),
)


def passages(seed: int, count: int) -> Iterator[Passage]:
    """As many passages as asked: two in five personal, two in five open, one in five closed on another ground."""
    random = Random(seed)  # noqa: S311 -- the same passages each time
    for _ in range(count):
        family = random.choices(("personal", "account", "open", "closed"), (30, 10, 40, 20))[0]
        if family == "closed":
            text, item = random.choice(CLOSED)
            yield Passage(_led(random, text), "closed", (), f"closed {item}")
        elif family == "account":
            yield _account(random)
        else:
            frame, gaps = random.choice(PERSONAL if family == "personal" else OPEN)
            yield _filled(random, frame, [gap(random) for gap in gaps], family)


def _account(random: Random) -> Passage:
    bank = random.choice(list(BANKS))
    frame = random.choice(BANK_FRAMES).replace("{bank}", bank)
    return _filled(random, frame, [an_account(random, bank), (person(random), "name")], "personal")


def _led(random: Random, text: str) -> str:
    return random.choice(("", "", "1. ", "가. ", "○ ", "관련: 기획예산과-1234호. ")) + text


def _filled(random: Random, frame: str, fillings: list[Filling | str], family: str) -> Passage:
    text, spans = _led(random, ""), []
    rest = frame
    for place, filling in enumerate(fillings):
        before, found, rest = rest.partition(f"{{{place}}}")
        if not found:
            rest = before
            continue
        text += before
        words, kind = (filling, "") if isinstance(filling, str) else filling
        if kind:
            spans.append((len(text), len(text) + len(words), kind))
        text += words
    return Passage(text + rest, "partly_open" if spans else "open", tuple(spans), family)
