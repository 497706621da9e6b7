"""Disclosure: what is held, what is open, and what is withheld with which ground (정보공개).

Serves the Official Information Disclosure Act (공공기관의 정보공개에 관한 법률). So far it proposes the class of a
document from what stands in it.
"""
