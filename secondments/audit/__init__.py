"""The trail: who changed what, when and by which action. Written by the session, never by hand."""

from secondments.audit.models import Audited, AuditEntry
from secondments.audit.recorder import Recording, act_for, current, recording

__all__ = ["AuditEntry", "Audited", "Recording", "act_for", "current", "recording"]
