"""Which digits of a text are its code."""

import pytest

from trunkline.codes import find_code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Your code is 123456", "123456"),
        ("123456 is your Shop code", "123456"),
        ("Your code: 123 456", "123456"),
        ("PIN 1234-5678.", "12345678"),
        ("G-123456 is your verification code", "123456"),
        ("Hello\n@shop.example #998877", "998877"),
        ("Your code for order 4711 is 123456", "123456"),
        ("Pay $1234.00 with code 5678", "5678"),
        ("Call +1 555 123 4567, the code is 9999", "9999"),
        ("On 2026-01-02 at 12:30 your code was 4321", "4321"),
        ("認証コードは１２３４５６です", "123456"),
        ("【店】验证码 2468", "2468"),
        ("4711", "4711"),
        ("Your balance: 1234", None),
        ("It is 2026 and nothing to type in", None),
        ("Your code is on its way", None),
        ("", None),
    ],
)
def test_a_code_is_found_as_people_find_it(text, code):
    assert find_code(text) == code


def test_a_length_leaves_out_the_others():
    assert find_code("code 1234 or code 123456", length=6) == "123456"
    assert find_code("code 1234", length=6) is None
