"""The fixed answers about the work at the company and the safeguards around it."""

from secondments.secondment.choices import Labelled


class HowFound(Labelled):
    NETWORK = "network", "Through people I know"
    COLLABORATION = "collaboration", "Through work together"
    EVENT = "event", "At an event"
    ADVERT = "advert", "An advertisement"
    OTHER = "other", "Another way"


class NdaStatus(Labelled):
    """What the applicant says. The NDA itself is recorded by the contracts office."""

    NONE = "none", "None"
    REQUESTED = "requested", "Asked for, not signed"
    SIGNED = "signed", "Signed"


class Country(Labelled):
    UK = "UK", "In the United Kingdom"
    ABROAD = "abroad", "In another country, or partly"


class Activity(Labelled):
    CLINICAL_DEVELOPMENT = "clinical_development", "Clinical development"
    MEDICAL_AFFAIRS = "medical_affairs", "Medical affairs"
    REAL_WORLD = "real_world", "Real-world evidence"
    SAFETY = "safety", "Drug or device safety"
    REGULATORY = "regulatory", "Regulatory affairs"
    DEVICE_TRIAL = "device_trial", "Device trials"
    DATA_SCIENCE = "data_science", "Data science"
    EDUCATION = "education", "Education"
    ADVISORY = "advisory", "Advice"


class PatientData(Labelled):
    NONE = "none", "None"
    PSEUDONYMISED = "pseudonymised", "Pseudonymised: names replaced, records still one by one"
    IDENTIFIABLE = "identifiable", "Identifiable: somebody could tell whose they are"


class InterestKind(Labelled):
    SHARES = "shares", "Shares or options"
    FEES = "fees", "Fees or grants"
    PATENTS = "patents", "Patents or royalties"
    FAMILY = "family", "Through family"
    EMPLOYMENT = "employment", "Employment or a post"
    OTHER = "other", "Something else"


class IndemnityPlan(Labelled):
    NONE_NEEDED = "none_needed", "None is needed: I see no patients there"
    HOST = "host", "The company’s insurance"
    DEFENCE = "defence", "My defence organisation"
    NHS = "NHS", "NHS cover, under an honorary contract"


class DbsLevel(Labelled):
    ENHANCED = "enhanced", "Enhanced"
    STANDARD = "standard", "Standard"
    BASIC = "basic", "Basic"
    NONE = "none", "None, or I do not know"
