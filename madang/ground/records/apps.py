from madang.lib.apps import App


class Records(App):
    name = "madang.ground.records"
    label = "records"
