"""gzip and zip around a file of any format."""
