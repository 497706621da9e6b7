from madang.lib.apps import App


class Claims(App):
    name = "madang.insight.claims"
    label = "claims"
