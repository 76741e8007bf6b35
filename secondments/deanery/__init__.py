"""Documents for the deanery: its forms, filled in from the record, to be signed by hand."""
