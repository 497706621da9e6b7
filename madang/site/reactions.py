"""What the site does when something below it happens: a job that fails leaves its reason for the operator."""

from madang.site.operator import reasons

reasons.listen()
