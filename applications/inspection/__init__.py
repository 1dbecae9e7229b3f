"""What a file really is, read in a process apart: `applications.inspection.inspector.inspect`.

This page imports nothing, so that the child process starts fast.
"""
