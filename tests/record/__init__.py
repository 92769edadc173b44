"""Everything that the line says, recorded and held against another revision: `python -m tests.record`."""
