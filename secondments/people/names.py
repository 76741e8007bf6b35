"""Names of companies compared as people mean them: case, accents, marks and legal forms aside."""

import re
import unicodedata
from difflib import SequenceMatcher

# What says which kind of company it is, and not which company.
LEGAL_FORMS = frozenset(
    (
        *("limited", "ltd", "plc", "llp", "lp", "cic", "cyf", "cyfyngedig", "ccc"),
        *("inc", "incorporated", "corp", "corporation", "co", "company", "llc"),
        *("gmbh", "ag", "kg", "sa", "sas", "sarl", "srl", "spa", "bv", "nv", "ab", "aps", "oy"),
        *("public", "uk"),
    )
)
LEFT_OUT = frozenset({"and", "the"})
LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe"})
RUN_TOGETHER = str.maketrans("", "", ".'’‘\N{ACUTE ACCENT}`")  # P.L.C. is plc, O’Hara is ohara
BETWEEN_WORDS = re.compile(r"[\W_]+")
NUMBER = re.compile(r"[A-Z0-9]{2}[0-9]{6}")
NEARLY = 0.84  # Korvane for Corvane and a letter left out, but not another word
LONGEST = 200


def known_as(name: str) -> str:
    """The words of a name that tell companies apart, for searching and comparing.

    “Corvane & Søn P.L.C.” and “CORVANE AND SON LIMITED” are both “corvane son”.
    """
    plain = unicodedata.normalize("NFKD", name.casefold().translate(LETTERS))
    plain = "".join(c for c in plain if not unicodedata.combining(c)).translate(RUN_TOGETHER)
    words = [word for word in BETWEEN_WORDS.split(plain) if word]
    telling = [word for word in words if word not in LEFT_OUT] or words
    while len(telling) > 1 and telling[-1] in LEGAL_FORMS:
        telling.pop()
    return " ".join(telling)[:LONGEST].rstrip()


def number_in(typed: str) -> str:
    """A company number as it is kept, with the noughts that people leave out; or nothing."""
    squeezed = re.sub(r"\s+", "", typed).upper()
    if re.fullmatch(r"[0-9]{5,7}", squeezed):
        squeezed = squeezed.zfill(8)
    return squeezed if NUMBER.fullmatch(squeezed) else ""


def are_alike(one: str, other: str) -> bool:
    """Whether two names, as `known_as` gives them, may be two spellings of one."""
    if not one or not other:
        return False
    a, b = set(one.split()), set(other.split())
    if a <= b or b <= a:
        return True
    near = SequenceMatcher(None, one.replace(" ", ""), other.replace(" ", ""), autojunk=False)
    return near.real_quick_ratio() >= NEARLY and near.quick_ratio() >= NEARLY <= near.ratio()
