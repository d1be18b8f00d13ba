"""Programs that write files of the repository anew, by hand; tests hold the files against them."""
