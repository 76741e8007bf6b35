"""The demonstration: invented people, played cases, a movable clock. Never in production."""
