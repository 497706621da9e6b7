from madang.lib.apps import App


class Notices(App):
    name = "madang.ground.notices"
    label = "notices"
