from madang.lib.apps import App


class Laboratory(App):
    name = "madang.insight.laboratory"
    label = "laboratory"
