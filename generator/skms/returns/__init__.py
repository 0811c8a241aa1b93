"""Our own spreadsheets coming back: what was changed in them becomes edits of the record files.

`reading` finds the sheets in the files, `comparing` says row by row what was changed, `planning` makes steps of it and
looks whether the records would still be sound; `renaming` sees that a row with another id is the same record. Nothing
is written here.
"""
