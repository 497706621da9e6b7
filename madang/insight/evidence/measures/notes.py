"""What a reader of a figure must know: why it is missing, or what it assumes. Written once, shown in each language."""


def gettext_noop(text: str) -> str:
    """Mark a sentence for translation and leave it; Django's own needs settings, which a file alone has not."""
    return text


NOTES = {
    "no-start": gettext_noop(
        "The log does not say when work began, only when it was done. So work and waiting cannot be told apart."
    ),
    "some-starts": gettext_noop(
        "%(count)s rows say when work began; the other %(others)s count as done in a moment."
    ),
    "moments": gettext_noop(
        "The log does not say when work began, so each row counts as done in a moment and all time between two rows "
        "as waiting. Nobody can then be seen at work, so contention and priority are nothing."
    ),
    "enabled": gettext_noop(
        "The log does not say when work could begin; it counts as ready when the work before it in the case ended."
    ),
    "backwards": gettext_noop("%(count)s rows begin after their own end; they count as done in a moment."),
    "unpaired": gettext_noop("%(count)s starts have no completion; they count as moments."),
    "nobody": gettext_noop("The log does not say who did the work."),
    "no-automation": gettext_noop("The log does not say what was done without a person."),
    "office": gettext_noop(
        "Working time is counted by office hours %(hours)s (%(zone)s) and the calendar '%(calendar)s', for every "
        "person alike, work outside them notwithstanding."
    ),
    "calendar": gettext_noop(
        "The calendar '%(calendar)s' does not know all years of this log, so working time cannot be counted and no "
        "waiting counts as outside office hours."
    ),
    "no-clock": gettext_noop(
        "No clock of the law was named; give --rule and --period, for example --rule kr-petition --period '6 days'."
    ),
    "open-unknown": gettext_noop("The log does not say which cases are still open; all count as ended."),
    "open-by-end": gettext_noop("Cases for which the log states no end count as still open."),
    "open-by-activity": gettext_noop(
        "Cases that do not end with one of the activities named as ends count as still open."
    ),
    "survival": gettext_noop(
        "Fewer than half of the cases have ended by any time in the log, so there is no median yet."
    ),
    "first-time": gettext_noop(
        "First time right: ended cases in which no activity is repeated and no clock was stopped."
    ),
    "dpmo": gettext_noop(
        "Opportunities for a defect: rework in each case, lateness in each case with a deadline. Sigma is stated with "
        "the usual shift of 1.5."
    ),
    "no-service": gettext_noop(
        "No definition was named that the cases should have followed; --service takes that of cases handled here."
    ),
    "other-steps": gettext_noop("The log names none of the acts that the definition of the service knows."),
}


def note(code: str, **values: object) -> dict[str, object]:
    """A note with the values that its sentence needs."""
    return {"code": code, **values}


def in_english(told: dict[str, object]) -> str:
    """The sentence of a note, for programs and the command line."""
    return NOTES[str(told["code"])] % told
