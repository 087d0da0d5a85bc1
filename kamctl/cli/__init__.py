"""The commands: one file each, which reads, analyses, renders and exits."""
