"""What a plan is: from bytes to a document with positions to a typed, frozen plan."""
