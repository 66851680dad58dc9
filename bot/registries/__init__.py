"""Where the register comes from: a file, a watched folder, a feed. Columns of people stay outside.

A source hands over rows as the software named them; names and addresses are dropped before a row
exists, digits of phones and ids live only until they are hashed.
"""
