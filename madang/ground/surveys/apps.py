from madang.lib.apps import App


class Surveys(App):
    name = "madang.ground.surveys"
    label = "surveys"
