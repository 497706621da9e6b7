from madang.lib.apps import App


class Ui(App):
    name = "madang.ui"
    label = "ui"
