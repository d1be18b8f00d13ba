"""What people type into: one class per kind of answer, and the form that arranges them."""
