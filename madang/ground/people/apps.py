from madang.lib.apps import App


class People(App):
    name = "madang.ground.people"
    label = "people"
