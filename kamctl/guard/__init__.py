"""May these authors change these fields? Judged by what the base of a range says, never by what the range brings."""
