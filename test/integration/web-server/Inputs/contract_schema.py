# SPDX-License-Identifier: Apache-2.0
# web/api/openapi.yaml, and the part of JSON Schema that it uses.
import json
import os
import re

import yaml

KNOWN = {"$ref", "type", "format", "enum", "pattern", "minLength", "maxLength", "minimum", "maximum", "items", "minItems",
         "maxItems", "required", "properties", "additionalProperties", "description", "default"}
TYPES = {"string": str, "integer": int, "number": (int, float), "boolean": bool, "array": list, "object": dict}
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$")


class Contract:
    def __init__(self, path):
        with open(path, encoding="utf-8") as file:
            self.document = yaml.safe_load(file)
        self.sentences = sentences(os.path.join(os.path.dirname(path), "..", "server", "base", "Reasons.def"))

    def resolve(self, part):
        while "$ref" in part:
            found = self.document
            for name in part["$ref"].removeprefix("#/").split("/"):
                found = found[name]
            part = found
        return part

    def operations(self):
        """(path, method, operation, all its parameters) of each."""
        for path, item in self.document["paths"].items():
            for method, operation in item.items():
                if method != "parameters":
                    parameters = item.get("parameters", []) + operation.get("parameters", [])
                    yield path, method.upper(), operation, [self.resolve(p) for p in parameters]

    def answer(self, operation, status):
        """What the contract says of an answer: by its status, or the default."""
        responses = operation["responses"]
        assert str(status) in responses or status >= 400, f"{operation['operationId']} does not answer {status}"
        return self.resolve(responses.get(str(status), responses.get("default")))

    def check(self, value, schema, place="answer"):
        """Fails where the value is not as the schema says, or has keys that it does not know."""
        schema = self.resolve(schema)
        assert not set(schema) - KNOWN, f"{place}: this validator does not know {set(schema) - KNOWN}"
        kind = schema.get("type")
        if kind:
            assert isinstance(value, TYPES[kind]), f"{place}: {value!r} is no {kind}"
            assert kind in ("boolean",) or not isinstance(value, bool), f"{place}: {value!r} is no {kind}"
        if "enum" in schema:
            assert value in schema["enum"], f"{place}: {value!r} is none of {schema['enum']}"
        if isinstance(value, str):
            assert schema.get("minLength", 0) <= len(value) <= schema.get("maxLength", 1 << 30), f"{place}: length of {value!r}"
            assert re.search(schema.get("pattern", ""), value), f"{place}: {value!r} is not {schema.get('pattern')}"
            assert schema.get("format") != "date-time" or TIME.match(value), f"{place}: {value!r} is no time"
        elif isinstance(value, (int, float)) and not isinstance(value, bool):
            assert schema.get("minimum", value) <= value <= schema.get("maximum", value), f"{place}: {value!r} is out of range"
        elif isinstance(value, list):
            assert schema.get("minItems", 0) <= len(value) <= schema.get("maxItems", 1 << 30), f"{place}: {len(value)} entries"
            for i, entry in enumerate(value):
                self.check(entry, schema.get("items", {}), f"{place}[{i}]")
        elif isinstance(value, dict):
            for key in schema.get("required", []):
                assert key in value, f"{place}: {key} is missing"
            known = schema.get("properties", {})
            more = schema.get("additionalProperties", not known)
            for key, entry in value.items():
                if key in known:
                    self.check(entry, known[key], f"{place}.{key}")
                else:
                    assert more, f"{place}: {key} is not in the contract"
                    if isinstance(more, dict):
                        self.check(entry, more, f"{place}.{key}")

    def check_event(self, event):
        self.check(event, self.document["components"]["schemas"]["Event"], "event")

    def check_error(self, body):
        self.check(body, self.document["components"]["schemas"]["Error"], "error")
        self.check_reason(body["error"]["message"], body["error"].get("reason"))

    def check_reason(self, sentence, reason):
        """A sentence is what its reason says, with every gap filled."""
        if reason is None:
            return
        text = self.sentences[reason["key"]]
        assert set(re.findall(r"\{(\w+)\}", text)) == set(reason["arguments"]), f"{reason} does not fill {text!r}"
        filled = re.sub(r"\{(\w+)\}", lambda gap: reason["arguments"][gap[1]], text)
        assert filled == sentence, f"{sentence!r} is not what {reason} says"


def sentences(path):
    """The table of web/server/base/Reasons.def."""
    with open(path, encoding="utf-8") as file:
        table = re.sub(r"^//.*$", "", file.read(), flags=re.M)
    rows = re.findall(r'REASON\((\w+),\s*((?:"(?:[^"\\]|\\.)*"\s*)+)\)', table)
    return {key: "".join(json.loads(piece) for piece in re.findall(r'"(?:[^"\\]|\\.)*"', pieces)) for key, pieces in rows}
