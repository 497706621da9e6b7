import pytest

from madang.lib.romanise import romanise

# The examples of the notice itself (2000-8, articles 2 and 3), without those that need a dictionary.
EXAMPLES = """구미 Gumi, 영동 Yeongdong, 백암 Baegam, 옥천 Okcheon, 합덕 Hapdeok, 호법 Hobeop,
월곶 Wolgot, 벚꽃 Beotkkot, 한밭 Hanbat, 구리 Guri, 설악 Seorak,
칠곡 Chilgok, 임실 Imsil, 울릉 Ulleung, 대관령 Daegwallyeong, 백마 Baengma,
신문로 Sinmunno, 종로 Jongno, 왕십리 Wangsimni, 별내 Byeollae, 신라 Silla, 해돋이 Haedoji, 같이 Gachi, 맞히다 Machida,
좋고 Joko, 놓다 Nota, 묵호 Mukho, 집현전 Jiphyeonjeon, 압구정 Apgujeong, 낙동강 Nakdonggang, 죽변 Jukbyeon,
낙성대 Nakseongdae, 합정 Hapjeong, 팔당 Paldang, 샛별 Saetbyeol, 울산 Ulsan, 중앙 Jungang, 반구대 Bangudae"""
# n is put in (신문로 is Sinmunno, not Sinmullo) or aspirated inside a verb: a dictionary knows, the rules do not.
NOT_BY_RULE = {"신문로", "맞히다"}


@pytest.mark.parametrize("pair", [e.strip() for e in EXAMPLES.split(",")])
def test_the_examples_of_the_notice(pair: str) -> None:
    korean, latin = pair.split()
    assert (romanise(korean) == latin) is (korean not in NOT_BY_RULE)


def test_other_letters_stay() -> None:
    assert romanise("새빛-si 3") == "Saebit-si 3"
    assert romanise("") == ""
