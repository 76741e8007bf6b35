"""The section of the proposal on pay and charges: each arrangement asks its own questions."""

from decimal import Decimal

from secondments.forms import Money, Percent, Share
from secondments.secondment.choices import (
    Arrangement,
    Cadence,
    DeathInService,
    FeePaidTo,
    PensionScheme,
    PensionStatus,
    arrangements_for,
)
from secondments.secondment.kept_forms import KeptForm, Picked

ARRANGEMENTS = (
    (
        Arrangement.RECHARGE,
        "My employer pays me and invoices the company",
        "Recharge. Your pay, pension and leave go on as now.",
    ),
    (
        Arrangement.PART_TIME,
        "Part of the week here, part at the company",
        "Your employer pays you and invoices the company for its share.",
    ),
    (
        Arrangement.DIRECT_PAY,
        "The company employs and pays me",
        "Your employment here is suspended, as unpaid leave, and your NHS pension normally stops."
        " Nothing is invoiced.",
    ),
    (
        Arrangement.ADVISORY,
        "The company pays a fee for my advice",
        "No secondment: you stay in your post and declare the interest.",
    ),
)
RECHARGED = ("arrangement", Arrangement.RECHARGE, Arrangement.PART_TIME)


class MoneyForm(KeptForm):
    arrangement = Picked("Who pays you?", ARRANGEMENTS, means=Arrangement)
    salary = Money(
        "Your current salary, a year",
        hint="For full time, before tax, without banding or on-call. The company does not see it,"
        " but someone who knows the rates can work it out from the charge.",
        least=15_000,
        most=250_000,
        sentence="Enter your salary in pounds, for example 52,656.00",
        when=RECHARGED,
    )
    employment_wte = Share(
        "How much of full time are you employed for?",
        hint="1 is full time; 0.6 is 3 days a week. Not the share you give to the company.",
        least=Decimal("0.1"),
        when=RECHARGED,
    )
    pension_scheme = Picked(
        "Which pension scheme do you belong to?",
        PensionScheme,
        means=PensionScheme,
        when=(*RECHARGED, Arrangement.DIRECT_PAY),
    )
    pension_rate = Percent(
        "Your employer’s pension contribution",
        hint="The rate that is charged, as agreed with your employer. For example, NHS: 23.78 with"
        " the part paid centrally, 14.38 without it; USS: 14.5.",
        most=30,
        when=RECHARGED,
    )
    admin_rate = Percent(
        "Administration fee your employer charges",
        hint="0 if there is none. Ask your medical staffing office.",
        most=15,
        optional=True,
        when=RECHARGED,
    )
    pension_status = Picked(
        "What becomes of your pension while you are away?",
        PensionStatus,
        hint="A company is normally no employer in the NHS Pension Scheme. Ask your employer in"
        " writing what a break means for you.",
        means=PensionStatus,
        when=("arrangement", Arrangement.DIRECT_PAY),
    )
    death_in_service = Picked(
        "Who covers death in service while you are away?",
        DeathInService,
        hint="Cover through the scheme normally stops with the membership.",
        means=DeathInService,
        when=("arrangement", Arrangement.DIRECT_PAY),
    )
    host_allowance = Money(
        "An allowance that the company pays you, a year",
        hint="Leave it empty if there is none. The company is told of it by others, not from here.",
        least=0,
        most=20_000,
        optional=True,
        when=(*RECHARGED, Arrangement.DIRECT_PAY),
    )
    fee = Money(
        "The fee for the whole time",
        hint="Before VAT, in pounds.",
        least=0,
        most=250_000,
        when=("arrangement", Arrangement.ADVISORY),
    )
    fee_paid_to = Picked(
        "Who is paid the fee?",
        FeePaidTo,
        means=FeePaidTo,
        when=("arrangement", Arrangement.ADVISORY),
    )
    invoice_every = Picked(
        "How often is the company invoiced?",
        Cadence,
        means=Cadence,
        when=(*RECHARGED, Arrangement.ADVISORY),
    )

    def offer(self, pathway_code: str) -> None:
        """The arrangements that are open to a person on this pathway."""
        offered = arrangements_for(pathway_code)
        self.arrangement.options = [each for each in ARRANGEMENTS if each[0] in offered]

    @property
    def offers_advice(self) -> bool:
        return any(option.value == Arrangement.ADVISORY for option in self.arrangement.options)
