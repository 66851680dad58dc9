"""One announcement as it is sent, shown, read aloud or printed; every module is pure.

What an announcement states (amounts, dates, hours, telephone numbers, codes) is found once, in
`stated`; no surface breaks a fact in two or leaves one out.
"""
