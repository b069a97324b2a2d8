# SPDX-License-Identifier: MIT
"""paho hears a session by MQTT 5: live as it happens, an alert with the time that is left of it, and what is retained
when it comes back; and it commands."""
import json
import os
import sys
import threading

import paho.mqtt.client as mqtt
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties
from paho.mqtt.subscribeoptions import SubscribeOptions

PATIENCE = 120  # s; only a failure takes so long
PORT = int(os.environ["PD_PORT"])


def new_client():
    if hasattr(mqtt, "CallbackAPIVersion"):  # paho 2, of Debian 13
        return mqtt.Client(mqtt.CallbackAPIVersion.VERSION2, protocol=mqtt.MQTTv5)
    return mqtt.Client(protocol=mqtt.MQTTv5)


class Listener:
    """Everything below purposed/, from SUBACK on."""

    def __init__(self):
        self.heard = []
        self.news = threading.Condition()
        self.subscribed = False
        self.client = new_client()
        self.client.on_message = self.on_message
        self.client.on_subscribe = self.on_subscribe
        self.client.connect("127.0.0.1", PORT, clean_start=True, properties=Properties(PacketTypes.CONNECT))
        self.client.loop_start()
        self.client.subscribe("purposed/#", options=SubscribeOptions(qos=1))
        self.wait("SUBACK", lambda: self.subscribed)

    def on_subscribe(self, *_):
        with self.news:
            self.subscribed = True
            self.news.notify()

    def on_message(self, _client, _user, message):
        with self.news:
            self.heard.append(message)
            self.news.notify()

    def wait(self, what, condition):
        with self.news:
            if not self.news.wait_for(condition, PATIENCE):
                sys.exit(f"waited in vain for {what}")

    def of(self, leaf):
        return [message for message in self.heard if message.topic.endswith("/" + leaf)]

    def ask(self, verb, payload, transaction):
        """The answer to a command."""
        def answers():
            return [answer for answer in map(lambda m: json.loads(m.payload), self.of("rsp"))
                    if answer["verb"] == verb and answer["transaction"] == transaction]
        self.client.publish(f"purposed/anna/cmd/{verb}", json.dumps(payload | {"transaction": transaction}), qos=1)
        self.wait(f"an answer to {verb}", answers)
        return answers()[0]

    def close(self):
        self.client.disconnect()
        self.client.loop_stop()


def expect(what, is_so):
    print("ok" if is_so else "not ok", "paho:", what)
    if not is_so:
        sys.exit(1)


def expiry(message):
    return getattr(message.properties, "MessageExpiryInterval", None)


def main():
    first = Listener()
    print("listening", flush=True)
    first.wait("a run", lambda: any(json.loads(m.payload)["state"] == "running" for m in first.of("session")))
    note = first.ask("note", {"text": "after a long day"}, "paho 1")
    expect("a command is carried out", (note["status"], note["error"]) == ("ok", None))
    expect("one that is none says why", first.ask("note", {}, "paho 2")["error"] == "malformed")
    first.wait("a final summary", lambda: any(json.loads(m.payload)["final"] for m in first.of("summary")))
    live, alerts = first.of("live"), first.of("alert")
    expect("live is heard, QoS 0, worthless 15 s later", live and all(m.qos == 0 and 0 < expiry(m) <= 15 for m in live))
    expect("live has numbers, and null for what is not known",
           any(isinstance(json.loads(m.payload)["hr_bpm"], int) for m in live) and all(json.loads(m.payload)["power_w"] is None for m in live))
    expect("the summary keeps the note", json.loads(first.of("summary")[-1].payload)["note"] == "after a long day")
    expect("alerts are heard, QoS 1, worthless 120 s later", alerts and all(m.qos == 1 and 0 < expiry(m) <= 120 for m in alerts))
    expect("an alert says its type", {"session_started", "too_hard", "back_on_target"} <= {json.loads(m.payload)["event_type"] for m in alerts})

    second = Listener()
    second.wait("the summary", lambda: second.of("summary"))
    second.wait("the session", lambda: second.of("session"))
    kept = second.of("summary")[0]  # others rate the run meanwhile
    first.wait("the same summary", lambda: any(m.payload == kept.payload for m in first.of("summary")))
    expect("a summary is retained", kept.retain)
    expect("it stays true", expiry(second.of("summary")[0]) is None)
    expect("no alert is retained", not any(m.retain for m in second.of("alert")))
    second.close()
    first.close()


main()
