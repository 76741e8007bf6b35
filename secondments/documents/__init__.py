"""Documents, pure: values in, bytes out. HTML, PDF, signatures, seals and the store of files."""
