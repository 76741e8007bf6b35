"""The questions that the company answers before it agrees, in the order of its form."""

from secondments.secondment import question
from secondments.secondment.choices import IndustryCode, TransferOfValue, VatRecovery
from secondments.secondment.question import Question


def _asked(name: str, label: str, say: question.Say, *, optional: bool = False) -> Question:
    return Question(name, label, "company", say, optional=optional)


INTERNAL = {
    "medical_approved_on": "Medical",
    "compliance_approved_on": "Compliance",
    "hr_approved_on": "Human resources",
    "legal_approved_on": "Legal",
    "finance_approved_on": "Finance",
}
OF_THE_COMPANY = (
    _asked("host_manager_id", "Host manager", question.name),
    _asked("deputy_id", "Deputy of the host manager", question.name, optional=True),
    _asked("signatory_id", "Signs for the company", question.name),
    _asked("vat_recovery", "VAT recovery", question.choice(VatRecovery)),
    _asked("vat_number", "VAT number", question.text, optional=True),
    _asked("purchase_order", "Purchase order", question.text, optional=True),
    _asked("industry_code", "Industry code", question.choice(IndustryCode)),
    _asked("transfer_of_value", "Disclosure of payments", question.choice(TransferOfValue)),
    _asked("induction", "Induction and access", question.text, optional=True),
    _asked("equipment", "Equipment lent", question.points, optional=True),
    _asked("start_flexibility", "If the first day has to move", question.text, optional=True),
    *(
        Question(name, f"{who} approval at the company", "company", question.day, optional=True)
        for name, who in INTERNAL.items()
    ),
)
