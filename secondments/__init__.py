"""Secondments: a clinical academic's move into industry, from first idea to safe return."""
