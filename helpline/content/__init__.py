"""The words of the line: values, the strict loader with its rules, the walk through a flow, and the spoken script."""
