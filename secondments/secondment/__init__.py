"""The aggregate: one negotiated secondment, its proposal, its approvals and its life."""
