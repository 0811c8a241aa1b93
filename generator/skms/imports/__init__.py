"""Imports: foreign files to records, by a map that says what a row is and how each field is made from it.

    map, files ──read──▶ rows ──make──▶ drafts and troubles ──plan──▶ files to write, unchanged or kept ──apply

Everything up to the plan is pure but for reading the files named; `write.apply` is the only step that writes.
Every row ends up in exactly one pile: it gave (part of) a record, the map sets it aside with a reason, or a
trouble says why it could not become one.
"""
