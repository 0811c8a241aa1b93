"""Edits of record files that keep them as people wrote them: comments, order, quotes and layout.

A step says what shall be different in the data of one file. `surgery` makes the new text of the file: it cuts only
where the step points to, and reads the result again to see that nothing else has changed. The outcome of every command
is a plain `{path: new text}` (None for a file that goes); `apply` writes all of it or nothing.
"""
