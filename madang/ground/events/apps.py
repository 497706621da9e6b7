from madang.lib.apps import App


class Events(App):
    name = "madang.ground.events"
    label = "events"
