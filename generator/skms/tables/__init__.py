"""Records as tables and back: one sheet a kind, one more for every list of sub-records.

A sheet's columns come from the kind's schema. `columns` says which sheets and columns there are, `cells` turns a value
into what stands in a cell and back, `rows` fills the sheets from a model.
"""
