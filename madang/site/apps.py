from madang.lib.apps import App


class Site(App):
    name = "madang.site"
    label = "site"
