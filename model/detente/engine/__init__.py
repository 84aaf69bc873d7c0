"""The kernel: stages in order, keyed draws, recording and the ledger."""
