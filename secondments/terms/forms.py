"""The company's word that it has seen what the secondment costs."""

from wtforms import ValidationError

from secondments.forms import Form, Hidden, Tick


class SeenForm(Form):
    """`total` is the figure that was on the page, so that another one cannot be confirmed."""

    total = Hidden()
    seen = Tick("We have seen this cost", sentence="Tick that your company has seen this cost")
    total_now = ""  # set by the page

    def validate_total(self, field: Hidden) -> None:
        if field.data != self.total_now:
            raise ValidationError("The cost has changed. Look at it again, then confirm it")
