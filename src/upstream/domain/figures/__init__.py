"""The figures the trade compares itself by: what each one means, and how it is made of counts."""
