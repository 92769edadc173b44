"""Text sessions: answers under a keyed hash, and nothing else."""
