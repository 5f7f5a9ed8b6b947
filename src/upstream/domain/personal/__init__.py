"""Personal data where it does not belong: known by headers, by values, by whole columns."""
