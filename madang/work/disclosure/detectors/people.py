"""Names by what stands around them, home addresses, passports and number plates.

The names and posts of officials who did the work are open (Official Information Disclosure Act, art. 9(1)6, proviso):
a name beside a post, or behind the words under which officials sign, is not found.
"""

import re
from collections.abc import Iterator

from madang.work.disclosure.detectors.letters import around
from madang.work.disclosure.detectors.spans import Span

_SURNAMES = (
    "김이박최정강조윤장임한오서신권황안송류유전홍고문양손배백허남심노하곽성차주우구민진"
    "지엄채원천방공현함변염여추도소석선설마길연위표명기반라왕금옥육인맹제모탁국어은편용"
)
_TWO = "남궁|황보|제갈|사공|선우|독고|동방"
_NAME = rf"(?:(?:{_TWO})[가-힣]{{1,2}}|[{_SURNAMES}][가-힣]{{1,2}})"
_APART = rf"(?:[{_SURNAMES}] +[가-힣] +[가-힣])"
_OF_A_PERSON = (
    r"성\s*명|이\s*름|성함|신청인|신청자|민원인|청구인|진정인|신고인|신고자|고소인|피고소인|고발인|피해자|예금주|보호자|환자명?|수급자|세대주|세대원|"
    r"배우자|자녀|부친|모친|임차인|임대인|소유자|제보자|참고인|응시자|지원자|학생|의뢰인|동거인|대상자|피의자|피고인|입양인|상속인|납세자|체납자|가족|"
    r"[Nn]ame|[Aa]pplicant"
)
_LABELLED = re.compile(
    rf"(?:{_OF_A_PERSON}) *(?:\([^)\n]{{1,12}}\))? *"
    rf"(?P<mark>[:：=|\t\n]|은 |는 |이 |가 |의 |인 |\()?? *({_APART}|{_NAME})"
    r"(?![가-힣]{2})(?P<tail>[가-힣]?)"
)
_HONOURED = re.compile(
    rf"(?<![가-힣])({_NAME}) ?(씨|님|군|양|귀하|여사|옹|어르신|할머니|할아버지)(?![가-힣]{{3}})"
)
_POSTS = (
    "주무관|서기관|사무관|과장|국장|실장|팀장|계장|부장|차장|장관|차관|시장|군수|구청장|도지사|지사|청장|처장|원장|소장|위원장|위원|의원|교육감|비서관|조사관|"
    "담당관|연구관|연구사|지도사|서기|주사|면장|동장|읍장|대표|교수|총리|대통령|판사|검사|변호사"
)
_IN_OFFICE = re.compile(
    rf"^\s*[(,/]?\s*(?:\S{{0,12}}(?:과|국|실|팀|부|청|시|군|구|도)\s+)?(?:지방)?\S{{0,3}}(?:{_POSTS})"
)
_SIGNED = re.compile(
    rf"(담당자?|기안자?|검토자?|결재권?자?|전결|협조자?|작성자|책임자|문의|{_POSTS})\s*[:：(]?\s*$"
)
_PARTICLES = set("은는이가을를의에와과도로께및등인")
_NO_NAMES = re.compile(
    r"고객|선생|주민|시민|도민|구민|군민|이용|공무원|주무관|안내|문의|장애|한부모|조사|신고|신청|민원|성명|정보|기관|주소|연락|전화|생년|"
    r"한국|서울|이름|기재|작성|없음|미상|비공개|공개|제출|확인|접수|등록|서명|소속|직위|직급|구분|내용|비고|번호|전원|인적|여부|유무|"
    rf"신문|조서|진술|선정|보호|유의|관계|동의|변경|주장|권리|안전|현황|지원|대상|명단|성별|연령|수급|배우|하여|부모|가족|자녀|학생|어린|노인|{_POSTS}"
)
_NO_NAME = re.compile(rf"(?:{_NO_NAMES.pattern})[은는이가을를의]?")
_ROAD = r"[가-힣0-9·]{1,20}(?:로|길)\s?\d{1,4}(?:-\d{1,4})?(?:번길\s?\d{1,4}(?:-\d{1,4})?)?"
_LOT = r"[가-힣]{1,8}(?:동|리|가)\s(?:산\s?)?\d{1,4}(?:-\d{1,4})?(?:\s?번지)?"
_UNIT = r"(?:[,\s]*\(?[가-힣0-9]{0,12}\)?[,\s]*(?:제?\d{1,4}동\s*)?(?:지하\s*)?(?:제?\d{1,4}호|\d{1,3}층\s*\d{1,4}호))"
_ADDRESS = re.compile(
    rf"(?:[가-힣]{{1,6}}(?:도|시|군|구|읍|면|동|리)\s){{0,5}}(?:{_ROAD}|{_LOT})(?P<unit>{_UNIT})?"
)
_HOME = re.compile(
    r"(주\s*소|거주지?|자택|사는\s*곳|주거지|본적|등록\s*기준지|살고|거소|송달)\S{0,3}\s*[:：|\t\n]?\s*$|home address",
    re.I,
)
_WORKPLACE = re.compile(
    r"(사업장|사업소|청사|회사|법인|소재지|위치|장소|현장|공사|시설|기관|센터|사무소|매장|점포)\S{0,4}\s*\S{0,4}[:：|\t]?\s*$"
)
_PASSPORT = re.compile(
    r"(?<![A-Za-z0-9])(?:[MSRODG](?:[ -]?\d){8}|[MSRODG](?:[ -]?\d){3}[ -]?[A-Z](?:[ -]?\d){4})(?![A-Za-z0-9])",
    re.I,
)
_PASSPORT_WORDS = re.compile(r"여권|passport", re.I)
_PLATE = re.compile(
    r"(?<![\d가-힣제])(?:(?:서울|부산|대구|인천|광주|대전|울산|세종|경기|강원|충북|충남|전북|전남|경북|경남|제주)\s?)?"
    r"\d{2,3}\s?[가나다라마거너더러머버서어저고노도로모보소오조구누두루무부수우주하허호배아바사자]\s?\d{4}(?!\d|\s?[억만천백원명년건개쪽])"
)
_PLATE_WORDS = re.compile(r"차량|차번|번호판|자동차|주차|plate", re.I)
_TWELVE_AND_SUCH = re.compile(r"\d{2,3}\s?(조|호|도|로|구)\s")


def names_in(text: str) -> Iterator[Span]:
    """Names of people behind a word that says whose, or before a word of address; not those of officials."""
    for found in _LABELLED.finditer(text):
        start, end = found.span(2)
        if found["tail"] and found["tail"] not in _PARTICLES:
            continue
        bare = not found["mark"]
        if _is_name(text, start, end) and not (bare and (end - start < 3 or _NO_NAMES.match(found[2]))):
            yield Span(start, end, "name", 0.75 if bare else 0.9)
    for found in _HONOURED.finditer(text):
        start, end = found.span(1)
        if end - start >= 3 and _is_name(text, start, end):
            yield Span(start, end, "name", 0.85)


def _is_name(text: str, start: int, end: int) -> bool:
    before, after = around(text, start, end, 14, 24)
    return not (_NO_NAME.fullmatch(text[start:end]) or _IN_OFFICE.match(after) or _SIGNED.search(before))


def addresses_in(text: str) -> Iterator[Span]:
    """Where somebody lives: a street or lot behind a word for home, or one with the number of a flat."""
    for found in _ADDRESS.finditer(text):
        before, _ = around(text, found.start(), found.end(), 24, 0)
        home = _HOME.search(before)
        if home and not _WORKPLACE.search(before):
            yield Span(found.start(), found.end(), "address", 0.95 if found["unit"] else 0.85)
        elif found["unit"] and not _WORKPLACE.search(before):
            yield Span(found.start(), found.end(), "address", 0.7)


def papers_in(text: str) -> Iterator[Span]:
    """Passport numbers, of both forms that are valid, and number plates of cars."""
    for found in _PASSPORT.finditer(text):
        before, _ = around(text, found.start(), found.end(), 30, 0)
        yield Span(found.start(), found.end(), "passport", 0.97 if _PASSPORT_WORDS.search(before) else 0.8)
    for found in _PLATE.finditer(text):
        before, _ = around(text, found.start(), found.end(), 30, 0)
        named = _PLATE_WORDS.search(before)
        if named or not _TWELVE_AND_SUCH.match(found.group()):
            yield Span(found.start(), found.end(), "plate", 0.95 if named else 0.7)
