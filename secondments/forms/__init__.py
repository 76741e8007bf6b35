"""The form every page uses and its kinds of answer; each refuses bad input with a sentence."""

from secondments.forms.choices import Choice, Option, Several, Tick
from secondments.forms.days import BOXES, Day, day_of
from secondments.forms.figures import Money, Percent, Share, Whole
from secondments.forms.files import SentFile, Upload
from secondments.forms.form import CARRIED, Form, Kept, Problem
from secondments.forms.rows import Row, Rows
from secondments.forms.texts import Email, Hidden, Lines, LongText, Password, PersonName, Text

__all__ = [
    "BOXES",
    "CARRIED",
    "Choice",
    "Day",
    "Email",
    "Form",
    "Hidden",
    "Kept",
    "Lines",
    "LongText",
    "Money",
    "Option",
    "Password",
    "Percent",
    "PersonName",
    "Problem",
    "Row",
    "Rows",
    "SentFile",
    "Several",
    "Share",
    "Text",
    "Tick",
    "Upload",
    "Whole",
    "day_of",
]
