"""Records from outside: readers of four kinds of file, one quality gate, one way into a record.

Pure: files in, values out. A reader turns a file into `SourceRow`s, the gate finds what is
doubtful or wrong in each, and `to_procedure` keeps what is sound and leaves the rest unknown.
"""
