"""The parts of ``make bench``: each module measures one side of the program."""
