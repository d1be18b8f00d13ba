"""The printed forms, one module each: ``build(facts) -> bytes``, pure and always the same bytes."""
