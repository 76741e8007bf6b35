"""The job that follows a change of the rates: whose cost is another one now."""

from secondments import jobs
from secondments.secondment.queries import calendar
from secondments.terms import queries, service


@jobs.job("rates.reprice")
def reprice() -> None:
    """Ask the companies again whose cost changed before it was frozen. Safe to repeat."""
    for s in queries.with_a_cost_seen():
        if service.costs_another_sum(s):
            service.reprice(s, by=calendar())
