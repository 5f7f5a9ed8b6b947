"""Excel workbooks (.xlsx, .xlsm): rows and columns of text, like any other table."""
