"""Records: what must be kept, how long, and how it travels whole (기록물).

Serves the Public Records Management Act (공공기록물 관리에 관한 법률). So far: packages that carry a record to an
archive and back, and the rule of retention.
"""
