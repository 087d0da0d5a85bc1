"""The outside world's formats: documents and orders."""
