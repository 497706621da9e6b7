from madang.lib.apps import App


class Services(App):
    name = "madang.work.services"
    label = "services"
