"""The mathematics of the domain specification (section 5): pure functions over plain frozen values.

Nothing here knows a record, a model, a clock or a file. Percentages and money are `Decimal`, time is whole minutes:
on a time line in UTC (`intervals.at`), or in one week that begins on Monday at midnight.
"""
