"""Forms about issuing a contract and taking it back."""

from secondments.forms import Choice, Form, LongText, Tick


class IssueForm(Form):
    """Who signs for each organisation; offered are those whose authority reaches the total."""

    employer_signatory = Choice("Who signs for the employer")
    host_signatory = Choice("Who signs for the company")
    read = Tick("I have read the draft of this version")


class TakeBackForm(Form):
    message = LongText(
        "Why it is taken back", hint="Everyone who was asked to sign is told.", least=10, most=2000
    )
