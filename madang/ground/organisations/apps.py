from madang.lib.apps import App


class Organisations(App):
    name = "madang.ground.organisations"
    label = "organisations"
