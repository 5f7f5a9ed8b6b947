"""X12: remittances (835), submitted claims (837), acknowledgments and status (277)."""
