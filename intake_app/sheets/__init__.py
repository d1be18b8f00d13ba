"""Lists from outside as rows of texts, whatever program wrote them."""
