"""Korean in Latin letters by the Revised Romanization (Ministry of Culture and Tourism, notice 2000-8)."""

INITIALS = "g kk n d tt r m b pp s ss  j jj ch k t p h".split(" ")  # noqa: SIM905  # reads best in one line
VOWELS = "a ae ya yae eo e yeo ye o wa wae oe yo u wo we wi yu eu ui i".split(" ")  # noqa: SIM905  # reads best in one line
FINALS = " ㄱ ㄲ ㄳ ㄴ ㄵ ㄶ ㄷ ㄹ ㄺ ㄻ ㄼ ㄽ ㄾ ㄿ ㅀ ㅁ ㅂ ㅄ ㅅ ㅆ ㅇ ㅈ ㅊ ㅋ ㅌ ㅍ ㅎ".split(" ")  # noqa: SIM905  # reads best in one line
# What a final sounds like before another consonant or at the end: one of seven.
_CLOSED = " k k k n n n t l k m l l l p l m p p t t ng t t k t p t".split(" ")  # noqa: SIM905  # also
CLOSED = dict(zip(FINALS, _CLOSED, strict=True))
# What is left in the syllable and what goes over before a vowel.
_OPEN = "| |g |kk k|s |n n|j |n |d |r l|g l|m l|b l|s l|t l|p |r |m |b p|s |s |ss ng| |j |ch |k |t |p |"
OPEN = dict(zip(FINALS, _OPEN.split(" "), strict=True))
NASAL = {"k": "ng", "t": "n", "p": "m"}  # before n and m
NO_INITIAL, N, R, M, H = "", "n", "r", "m", "h"
ASPIRATED = {"g": "k", "d": "t", "j": "ch", "b": "p"}
SYLLABLES = range(0xAC00, 0xD7A4)


def romanise(word: str) -> str:
    """The word in Latin letters, beginning with a capital; what is not Hangul stays as it is."""
    parts = [_parts(letter) for letter in word]
    letters = ""
    start = ""
    for index, part in enumerate(parts):
        if part is None:
            letters += word[index]
            continue
        initial, vowel, final = part
        following = parts[index + 1] if index + 1 < len(parts) else None
        end, next_start = _meeting(final, following)
        at_start = index > 0 and parts[index - 1] is not None
        letters += (start if at_start else initial) + vowel + end
        start = next_start
    return letters[:1].upper() + letters[1:]


def _parts(letter: str) -> tuple[str, str, str] | None:
    if ord(letter) not in SYLLABLES:
        return None
    number = ord(letter) - SYLLABLES.start
    return INITIALS[number // 588], VOWELS[number % 588 // 28], FINALS[number % 28]


def _meeting(final: str, following: tuple[str, str, str] | None) -> tuple[str, str]:
    """How a final and the next syllable's initial sound when they meet."""
    if following is None:
        return CLOSED[final], ""
    initial, vowel, _ = following
    if initial == NO_INITIAL:
        return _before_vowel(final, vowel)
    if final in ("ㅎ", "ㄶ", "ㅀ") and initial in ASPIRATED:
        return CLOSED[final].replace("t", "") if final == "ㅎ" else CLOSED[final], ASPIRATED[initial]
    return _before_consonant(CLOSED[final], initial)


def _before_vowel(final: str, vowel: str) -> tuple[str, str]:
    if vowel == "i" and final in ("ㄷ", "ㅌ"):  # 굳이 guji, 같이 gachi
        return "", {"ㄷ": "j", "ㅌ": "ch"}[final]
    left, _, over = OPEN[final].partition("|")
    return left, over


def _before_consonant(end: str, initial: str) -> tuple[str, str]:
    if initial == R:
        if end in ("n", "l"):
            return "l", "l"
        return (NASAL.get(end, end), N) if end else ("", R)
    if initial == N and end == "l":
        return "l", "l"
    if initial in (N, M):
        return NASAL.get(end, end), initial
    return end, initial
