"""Which names are the same name, across French, English and Arabic spelling. Pure: no vault."""
