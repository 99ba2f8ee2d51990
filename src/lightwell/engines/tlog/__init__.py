"""A tamper-evident log: RFC 6962 Merkle tree, C2SP tiles, signed checkpoints, proofs, and an independent verifier.

Entries are opaque bytes. The way in: `writer.load_writer` appends, `prove.Prover` makes proofs, `merkle.verify_inclusion` and
`merkle.verify_consistency` check them, `note` and `checkpoint` sign and open tree heads, `verify.verify_log` checks everything.
All errors are `errors.TlogError`.
"""
