"""What is agreed: the parameters that may be negotiated and the charge that follows from them."""
