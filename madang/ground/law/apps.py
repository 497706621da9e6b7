from madang.lib.apps import App


class Law(App):
    name = "madang.ground.law"
    label = "law"
