# SPDX-License-Identifier: MIT
"""The blueprint for Home Assistant, played with what the stories say: which actions it calls, with which data.

Home Assistant is not here. What stands in for it is what its documentation promises of the few words that the blueprint uses:
templates of Jinja whose result is read as a value where it is one, choose, if, parallel, variables, and the functions below.
A name that is not known fails."""
import ast
import datetime
import json
import os
import re
import unittest

import jinja2
import yaml

TOP = os.environ["PD_TOP"]


class Input:
    def __init__(self, name):
        self.name = name


class Loader(yaml.SafeLoader):
    pass


Loader.add_constructor("!input", lambda loader, node: Input(loader.construct_scalar(node)))


def inputs_of(inputs):
    for name, value in inputs.items():
        if "input" in (value or {}):
            yield from inputs_of(value["input"])
        else:
            yield name, (value or {}).get("default")


class House:
    """The automation that somebody made of the blueprint, at a time of day, and what it has called."""

    def __init__(self, clock="12:00:00", **given):
        with open(f"{TOP}/conf/home-assistant/purposed-coach.yaml", encoding="utf8") as file:
            self.body = yaml.load(file, Loader)
        self.inputs = dict(inputs_of(self.body["blueprint"]["input"])) | {"athlete": "anna"} | given
        self.calls = []
        self.scenes = set()
        env = self.env = jinja2.Environment(undefined=jinja2.StrictUndefined)
        env.globals["now"] = lambda: datetime.datetime.fromisoformat(f"2026-11-22T{clock}")
        env.globals["device_attr"] = lambda device, attribute: {"id of a phone": {"name": "Anna's Pixel 8"}}[device][attribute]
        env.globals["expand"] = lambda entity: [entity] if entity in self.scenes else []
        env.filters["slugify"] = lambda text: re.sub(r"[^a-z0-9]+", "_", text.lower().replace("'", "")).strip("_")
        env.tests["is_state"] = lambda entity, state: {"light.hall": "on"}.get(entity, "off") == state

    def render(self, value, names):
        if isinstance(value, Input):
            return self.inputs[value.name]
        if isinstance(value, dict):
            return {key: self.render(child, names) for key, child in value.items()}
        if isinstance(value, list):
            return [self.render(child, names) for child in value]
        if not isinstance(value, str) or "{" not in value:
            return value
        text = self.env.from_string(value).render(names).strip()
        try:
            return ast.literal_eval(text)
        except (ValueError, SyntaxError):
            return text

    def holds(self, condition, names):
        return self.render(condition, names) is True

    def play(self, steps, names):
        for step in steps:
            if "choose" in step:
                way = next((way for way in step["choose"] if self.holds(way["conditions"], names)), None)
                self.play(way["sequence"] if way else [], dict(names))
            elif "if" in step:
                self.play(step["then"] if self.holds(step["if"], names) else [], dict(names))
            elif "parallel" in step:
                self.play(step["parallel"], names)
            elif "variables" in step:
                for name, value in step["variables"].items():
                    names[name] = self.render(value, names)
            else:
                self.call(self.render(step["action"], names), self.render(step.get("target", {}), names), self.render(step.get("data", {}), names))

    def call(self, action, target, data):
        if action == "scene.create":
            self.scenes.add("scene." + data["scene_id"])
        if action == "scene.delete":
            self.scenes.remove(target["entity_id"])
        self.calls.append((action, target, data))

    def fire(self, trigger):
        """What is called for this trigger."""
        names = {name: self.render(value, {}) for name, value in self.body["trigger_variables"].items()}
        self.calls = []
        names["trigger"] = trigger
        self.play([{"variables": self.body["variables"]}, *self.body["actions"]], names)
        return self.calls

    def hear(self, leaf, message):
        topics = {trigger["id"]: trigger["topic"] for trigger in self.body["triggers"] if trigger["trigger"] == "mqtt"}
        assert leaf in topics
        return self.fire({"id": leaf, "payload_json": message})

    def tap(self, action):
        return self.fire({"id": "tap", "event": {"data": {"action": action}}})


def golden(story):
    """The alerts of a story."""
    with open(f"{TOP}/tests/golden/{story}.events", encoding="utf8") as file:
        lines = [line.split(" ", 1) for line in file]
    return [json.loads(payload) for topic, payload in lines if topic.endswith("/alert")]


def of_type(alerts, event_type):
    return next(alert for alert in alerts if alert["event_type"] == event_type)


PHONE = {"notify_device": "id of a phone"}
SPEAKER = {"tts": "tts.piper", "speaker": "media_player.kitchen"}
LIGHTS = {"lights": ["light.hall", "light.stairs"]}
NOTIFY = "notify.mobile_app_annas_pixel_8"
ALERTS = golden("story1")


class Blueprint(unittest.TestCase):
    def test_an_alert_is_on_the_phone_with_its_buttons_and_its_all_clear_takes_it_away(self):
        house = House(**PHONE)
        alert, clear = of_type(ALERTS, "too_hard"), of_type(ALERTS, "back_on_target")
        [(action, _, data)] = house.hear("alert", alert)
        self.assertEqual((action, data["title"], data["message"]), (NOTIFY, alert["title"], alert["message"]))
        self.assertEqual([button["title"] for button in data["data"]["actions"]], ["Mute 10 min", "Lap", "Stop"])
        self.assertEqual(data["data"]["priority"], "high")
        self.assertEqual(house.hear("alert", clear), [(NOTIFY, {}, {"message": "clear_notification", "data": {"tag": data["data"]["tag"]}})])

    def test_a_topic_that_is_emptied_is_nothing_to_act_upon(self):
        self.assertEqual(House(**PHONE, **LIGHTS).fire({"id": "state", "payload": ""}), [])

    def test_who_has_given_no_outlet_hears_nothing(self):
        for story in ("story1", "story2", "story4_first", "story7"):
            for alert in golden(story):
                self.assertEqual(House().hear("alert", alert), [])

    def test_each_alert_of_the_stories_has_words_on_the_phone_or_clears(self):
        for story in ("story1", "story2", "story3", "story4_first", "story6", "story7"):
            for alert in golden(story):
                [(action, _, data)] = House(**PHONE).hear("alert", alert)
                self.assertEqual(action, NOTIFY)
                self.assertIn(data["message"], (alert["message"], "clear_notification"))

    def test_the_speaker_says_what_others_may_hear_unless_told_otherwise(self):
        alert = of_type(ALERTS, "session_started")
        for words in ("say", "say_public"):
            [(action, target, data)] = House(**SPEAKER, words=words).hear("alert", alert)
            self.assertEqual((action, target["entity_id"], data["media_player_entity_id"], data["message"]),
                             ("tts.speak", "tts.piper", "media_player.kitchen", alert[words]))
        self.assertNotEqual(alert["say"], alert["say_public"])

    def test_in_its_quiet_hours_an_outlet_is_silent_and_the_others_are_not(self):
        alert = of_type(ALERTS, "too_hard")
        for clock, actions in (("23:00:00", [NOTIFY]), ("06:59:59", [NOTIFY]), ("07:00:00", [NOTIFY, "tts.speak"]),
                               ("21:59:59", [NOTIFY, "tts.speak"])):
            self.assertEqual([call[0] for call in House(clock, **PHONE, **SPEAKER).hear("alert", alert)], actions, clock)
        phone = House("13:00:00", **PHONE, **SPEAKER, phone_quiet_from="12:00:00", phone_quiet_to="14:00:00")
        self.assertEqual([call[0] for call in phone.hear("alert", alert)], ["tts.speak"])

    def test_what_the_daemon_keeps_from_speakers_is_not_said(self):
        alert = of_type(ALERTS, "too_hard") | {"say": None, "say_public": None}
        self.assertEqual(House(**SPEAKER).hear("alert", alert), [])

    def test_types_that_are_not_wanted_are_left_out(self):
        house = House(**PHONE, **SPEAKER, phone_types=["too_hard"], speaker_types=["brief"])
        self.assertEqual([call[0] for call in house.hear("alert", of_type(ALERTS, "too_hard"))], [NOTIFY])
        self.assertEqual(house.hear("alert", of_type(ALERTS, "session_started")), [])

    def test_buttons_follow_the_day(self):
        alert = of_type(ALERTS, "session_started")
        for event_type, titles in (("brief", ["Start", "Easier", "Swap", "Ill"]), ("rest_day", []),
                                   ("session_ended", ["3 moderate", "5 hard", "7 very hard"])):
            [(_, _, data)] = House(**PHONE).hear("alert", alert | {"event_type": event_type})
            self.assertEqual([button["title"] for button in data["data"]["actions"]], titles)
            [(_, _, data)] = House(**PHONE, buttons=False).hear("alert", alert | {"event_type": event_type})
            self.assertEqual(data["data"]["actions"], [])

    def test_who_is_asked_how_hard_it_was_answers_with_one_tap(self):
        questions = {alert["tag"]: alert for story in ("story4_first", "story4_fifth") for alert in golden(story) if alert["event_type"] == "question"}
        for tag, titles in (("rpe", ["3 moderate", "5 hard", "7 very hard"]), ("effort", [])):
            [(_, _, data)] = House(**PHONE).hear("alert", questions[tag])
            self.assertEqual([button["title"] for button in data["data"]["actions"]], titles)

    def test_what_could_not_be_done_is_said_on_the_phone_unless_somebody_else_asked(self):
        answer = {"time": None, "verb": "lap", "transaction": None, "status": "error", "error": "refused",
                  "text": "No session is running.", "data": None}
        [(action, _, data)] = House(**PHONE).hear("answer", answer)
        self.assertEqual((action, data["message"]), (NOTIFY, "No session is running."))
        for other in ({"transaction": "a page's"}, {"status": "ok", "error": None}):
            self.assertEqual(House(**PHONE).hear("answer", answer | other), [])
        self.assertEqual(House().hear("answer", answer), [])

    def test_a_tap_is_published_as_a_command_and_another_athletes_is_not(self):
        house = House(**PHONE)
        for action, topic, payload in (("purposed/anna/lap", "lap", ""), ("purposed/anna/mute/10", "mute", 10),
                                       ("purposed/anna/away/ill today", "away", "ill today"), ("purposed/anna/rpe/7", "rpe", 7)):
            self.assertEqual(house.tap(action), [("mqtt.publish", {}, {"topic": f"purposed/anna/cmd/{topic}", "qos": 1, "retain": False,
                                                                        "payload": payload})])
        for action in ("purposed/lea/lap", "purposed/annabel/lap", "OPEN_DOOR", ""):
            self.assertEqual(house.tap(action), [])

    def test_the_buttons_that_are_shown_are_those_that_are_heard(self):
        house = House(**PHONE)
        [(_, _, data)] = house.hear("alert", of_type(ALERTS, "too_hard"))
        topics = [house.tap(button["action"])[0][2]["topic"] for button in data["data"]["actions"]]
        self.assertEqual(topics, ["purposed/anna/cmd/mute", "purposed/anna/cmd/lap", "purposed/anna/cmd/stop"])

    def test_lights_that_are_on_take_the_colour_and_are_as_before_afterwards(self):
        house = House(**LIGHTS)
        self.assertEqual([call[0] for call in house.hear("alert", of_type(ALERTS, "session_started"))], ["scene.create", "light.turn_on"])
        [(action, target, data)] = house.hear("state", {"intensity": "hard"})
        self.assertEqual((action, target["entity_id"], data["rgb_color"]), ("light.turn_on", ["light.hall"], [229, 57, 53]))
        self.assertEqual(house.hear("state", {"intensity": "unknown"}), [])
        self.assertEqual([call[0] for call in house.hear("alert", of_type(ALERTS, "session_ended"))], ["scene.turn_on", "scene.delete"])
        self.assertEqual(house.hear("alert", of_type(ALERTS, "session_ended")), [])
        self.assertEqual(House("23:00:00", **LIGHTS).hear("state", {"intensity": "hard"}), [])


if __name__ == "__main__":
    unittest.main(verbosity=2)
