from madang.lib.apps import App


class Flow(App):
    name = "madang.flow"
    label = "flow"
