"""Programs that open files brought by somebody, in a process apart: they know nothing of Django.

Little memory and little time, so that a file made to exhaust them costs one refusal and nothing
else. `conventions.signing.opening` starts them.
"""
