"""Why an uploaded file cannot be taken, in sentences that say what to do instead."""

import re


class Refused(Exception):
    """A file that cannot be taken; says why and what to do, in Korean and English."""

    def __init__(self, ko: str, en: str) -> None:
        super().__init__(en)
        self.ko = ko
        self.en = en

    def sentence(self, language: str) -> str:
        """The reason in the language of that code; Korean unless it is English."""
        return self.en if language.startswith("en") else self.ko

    def about(self, name: str) -> "Refused":
        """The same reason with the name of the file before it, where several were sent."""
        shown = re.split(r"[/\\]", name)[-1][:80]
        return Refused(f"{shown}: {self.ko}", f"{shown}: {self.en}")


def empty() -> Refused:
    return Refused("빈 파일입니다. 파일을 다시 골라 주십시오.", "This file is empty. Choose the file again.")


def too_large(limit: int) -> Refused:
    size = f"{limit // 1_000_000} MB" if limit >= 1_000_000 else f"{max(1, limit // 1000)} kB"
    return Refused(
        f"파일이 {size}보다 큽니다. 줄이거나 나누어 올려 주십시오.",
        f"This file is larger than {size}. Make it smaller or divide it.",
    )


def unknown(accepted: str) -> Refused:
    return Refused(
        f"내용을 알아볼 수 없는 파일입니다. 다음 형식으로 올려 주십시오: {accepted}.",
        f"The content of this file is of no kind that we know. Use one of these: {accepted}.",
    )


def not_accepted(kind: str, accepted: str) -> Refused:
    return Refused(
        f"이 파일은 내용으로 보아 {kind} 파일입니다. 여기에는 다음 형식만 올릴 수 있습니다: {accepted}.",
        f"By its content this is a {kind} file. Only these can be taken here: {accepted}.",
    )


def damaged(kind: str) -> Refused:
    return Refused(
        f"{kind} 파일이 손상되어 열리지 않습니다. 파일을 열어 다시 저장한 뒤 올려 주십시오.",
        f"This {kind} file is damaged and does not open. Open it, save it again and upload that.",
    )


def locked(kind: str) -> Refused:
    return Refused(
        f"비밀번호가 걸린 {kind} 파일은 확인할 수 없습니다. 비밀번호를 풀고 올려 주십시오.",
        f"This {kind} file is locked with a password, so it cannot be checked. Remove the password first.",
    )


def runs_programs(kind: str) -> Refused:
    return Refused(
        f"{kind} 파일에 실행되는 코드(매크로나 스크립트)가 들어 있습니다. 코드를 빼고 저장해 올려 주십시오.",
        f"This {kind} file contains code that runs (macros or scripts). Save it without them and upload that.",
    )


def bomb() -> Refused:
    return Refused(
        "풀면 지나치게 커지는 파일입니다. 내용을 나누어 올려 주십시오.",
        "Unpacked, this file would become far too large. Divide what it holds.",
    )


def nested() -> Refused:
    return Refused(
        "압축 파일 안에 실행 파일이나 다른 압축 파일이 있습니다. 문서와 사진만 넣어 다시 압축해 주십시오.",
        "This archive holds programs or other archives. Pack only documents and pictures.",
    )


def too_many_pixels(limit: int) -> Refused:
    return Refused(
        f"사진이 {limit // 1_000_000}백만 화소보다 큽니다. 크기를 줄여 올려 주십시오.",
        f"This picture has more than {limit // 1_000_000} million pixels. Make it smaller.",
    )


def malware() -> Refused:
    return Refused(
        "악성 코드가 들어 있는 파일입니다. 올리지 마시고 컴퓨터를 검사해 주십시오.",
        "This file contains malware. Do not upload it, and have the computer checked.",
    )


def web_page() -> Refused:
    return Refused(
        "글이 아니라 웹 페이지입니다. PDF로 저장해 올려 주십시오.",
        "This is a web page, not plain text. Save it as PDF and upload that.",
    )


def no_photo() -> Refused:
    return Refused(
        "이 사진은 게시할 수 있는 형식이 아닙니다. JPG나 PNG로 저장해 올려 주십시오.",
        "This picture cannot be shown to others. Save it as JPG or PNG and upload that.",
    )
