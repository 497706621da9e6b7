from madang.lib.apps import App


class Evidence(App):
    name = "madang.insight.evidence"
    label = "evidence"
