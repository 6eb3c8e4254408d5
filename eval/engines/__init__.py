"""Late-interaction engines compared on the same synthetic vectors: ours, brute force, LanceDB, fast-plaid."""
