"""Forms of the demonstration."""

from secondments.forms import Day, Form


class EnterForm(Form):
    """A button for each person."""


class ClockForm(Form):
    day = Day("Move the clock to nine in the morning of", hint="It only goes forward.")
