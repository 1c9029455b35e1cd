"""The page of proofs, and its acts: one per activity, and taking a proof back."""
