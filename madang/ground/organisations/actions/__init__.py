"""What is done with organisations: appoint, vacate, reorganise, be absent, found a country."""

from madang.ground.organisations.actions.absence import be_absent
from madang.ground.organisations.actions.founding import found_country
from madang.ground.organisations.actions.posts import NotAllowed, appoint, vacate
from madang.ground.organisations.actions.structure import reorganise

__all__ = ["NotAllowed", "appoint", "be_absent", "found_country", "reorganise", "vacate"]
