"""Finds the code in a text that was sent to be typed in again."""

import re
import unicodedata
from typing import List, Optional, Tuple

#: `@shop.example #123456` in a line of its own, as browsers read it.
_bound_to_host = re.compile(r"^@[\w.-]+ #(\w{4,10})\s*$", re.MULTILINE)
_with_letters = re.compile(r"\b[A-Z]{1,3}-([0-9]{4,8})\b", re.ASCII)
_names = re.compile(
    r"\b(?:codes?|pin|otp|passcode|password|token|verification|verify|confirmation|código|codigo|codice|kennwort|код)\b"
    r"|コード|番号|パスワード|验证码|驗證碼|校验码|인증번호",
    re.IGNORECASE,
)
#: What has digits and is no code: addresses, phone numbers, amounts, dates and times, decimals, orders.
_others = re.compile(
    r"https?://\S+|\+[0-9][0-9\s().-]{6,}[0-9]|\(?\b[0-9]{3}\)?[-. ][0-9]{3}[-. ][0-9]{4}\b|[$€£¥]\s?[0-9][0-9.,]*"
    r"|[0-9][0-9.,]*\s?(?:[%€£¥円]|USD|EUR)|\b[0-9]{4}-[0-9]{2}-[0-9]{2}\b|\b[0-9]{1,2}[:/.][0-9]{2}(?:[:/.][0-9]{2,4})?\b"
    r"|[0-9]+[.,][0-9]+|\b(?:order|invoice|ticket|booking|reference|account|ending in)\s*(?:no\.?|number)?\s*[#:]?\s*[0-9]+",
    re.ASCII | re.IGNORECASE,
)
_digits = re.compile(r"(?<![A-Za-z0-9-])(?:[0-9]{3,4}[ -][0-9]{3,4}|[0-9]{4,8})(?![A-Za-z0-9]|-[0-9])", re.ASCII)
#: A code is so near to the word that names it, in characters.
_REACH = 60


def find_code(text: str, length: Optional[int] = None) -> Optional[str]:
    """
    Finds the code: what is bound to a host (`@host #1234`), else what has letters in front (`G-123456`), else the digits next to a word
    such as "code" or 認証コード, else what the whole text is. None where there is none.
    """
    plain = unicodedata.normalize("NFKC", text)
    for pattern in (_bound_to_host, _with_letters):
        for found in pattern.finditer(plain):
            if length is None or len(found[1]) == length:
                return found[1]
    bare = _others.sub(lambda other: " " * len(other[0]), plain)
    codes = [(re.sub("[ -]", "", found[0]), found.span()) for found in _digits.finditer(bare)]
    fitting = [one for one in codes if length is None or len(one[0]) == length]
    names = [name.span() for name in _names.finditer(plain)]
    near: List[Tuple[float, str]] = [
        (min(_away(span, name) for name in names), code) for code, span in fitting if names
    ]
    if near:
        away, code = min(near, key=lambda one: one[0])
        return code if away <= _REACH else None
    alone = re.sub(r"\W", "", plain)
    return alone if [alone] == [code for code, _ in fitting] else None


def _away(code: Tuple[int, int], name: Tuple[int, int]) -> float:
    """What follows its name is nearer than what stands before it: "your code for order 4711 is 123456"."""
    return code[0] - name[1] if code[0] >= name[1] else (name[0] - code[1]) * 1.5
