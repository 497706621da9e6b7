from madang.lib.apps import App


class Disclosure(App):
    name = "madang.work.disclosure"
    label = "disclosure"
