"""Sentences with names that the small recogniser gets wrong, spoken by the built-in voice."""

from __future__ import annotations

from functools import cache

import numpy as np
import soxr

from perception.inference.hibari_voice import HibariVoice
from perception.types import Float32Array
from tests.evaluation.voices import RATE_HZ

_SENTENCES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("We moved the Grafana dashboards to Snowflake last week.", ("Grafana", "Snowflake")),
    ("Our Kubernetes cluster went down, and Zendesk showed nothing.", ("Kubernetes", "Zendesk")),
    ("Priya from Contoso asked why the Okta login keeps failing.", ("Priya", "Contoso", "Okta")),
    ("The Terraform plan for Acme Robotics is still waiting.", ("Terraform", "Acme Robotics")),
    ("I will call Siobhan about the Datadog invoice tomorrow.", ("Siobhan", "Datadog")),
    ("Every Salesforce export breaks when Jira is slow.", ("Salesforce", "Jira")),
    ("Mr. Nguyen said the Tableau report for Initech was empty.", ("Nguyen", "Tableau", "Initech")),
    ("We need the Postgres backup before Anjali signs the renewal.", ("Postgres", "Anjali")),
    ("Could you send the Looker link to Wojciech at Globex?", ("Looker", "Wojciech", "Globex")),
    ("Our Kafka topics lag behind, and PagerDuty woke everybody up.", ("Kafka", "PagerDuty")),
    ("The Airtable base that Xiomara built has no owner now.", ("Airtable", "Xiomara")),
    ("HubSpot and Marketo disagree about the number of leads.", ("HubSpot", "Marketo")),
)
NAMES: tuple[str, ...] = tuple(sorted({name for _, names in _SENTENCES for name in names}))
_OTHERS = """
Amplitude Braze Confluent Databricks Elastic Figma Gusto Heroku Intercom Jenkins Klaviyo Linear Mixpanel Notion
Optimizely Pendo Qualtrics Rippling Segment Twilio Vercel Workday Xero Yext Zuora Saoirse Niamh Nikolai Zsofia Thandiwe
Chidi Oluwaseun Quetzal
"""
OTHERS: tuple[str, ...] = tuple(_OTHERS.split())


@cache
def spoken() -> tuple[tuple[Float32Array, tuple[str, ...]], ...]:
    """(sound at 16 kHz, names in it), by two voices in turn."""
    voices = (HibariVoice(), HibariVoice(pitch_st=-8.0, tract=0.84))
    made = []
    for number, (sentence, names) in enumerate(_SENTENCES):
        voice = voices[number % 2]
        samples = soxr.resample(voice.speak(sentence), voice.rate_hz, RATE_HZ)
        made.append((np.asarray(samples, dtype=np.float32), names))
    return tuple(made)
