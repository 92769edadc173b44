"""What the line says: values, the strict loader, checks, and the spoken script."""
