"""The interface as it is served, as /openapi.json describes it and as docs/api.md explains it: three times the same."""

import http.client
import json
import pathlib
import re
import signal
import subprocess

from program import PATIENCE, ProgramTest, unittest

# Their commands cancel a job that may have ended by then, or remove what was not installed.
MAY_COME_TOO_LATE = ("/generate/{id}/cancel", "/generate/{id}/retry", "/backend/cuda", "/models/import",
                     "/models/blend", "/models/{name}")
DOCUMENT = pathlib.Path(__file__).resolve().parents[2] / "docs" / "api.md"


def problems(value, schema, schemas, at="$"):
    """What of JSON Schema we use, and enough to find a member that is missing or of another type."""
    if "$ref" in schema:
        return problems(value, schemas[schema["$ref"].rsplit("/", 1)[1]], schemas, at)
    kinds = {"object": dict, "array": list, "string": str, "boolean": bool, "integer": int, "number": (int, float),
             "null": type(None)}
    wanted = schema.get("type", [])
    wanted = [wanted] if isinstance(wanted, str) else wanted
    if wanted and not any(isinstance(value, kinds[kind]) for kind in wanted):
        return [f"{at} is {value!r} and not {wanted}"]
    found = []
    if "enum" in schema and value not in schema["enum"]:
        found.append(f"{at} is {value!r} and none of {schema['enum']}")
    if isinstance(value, dict):
        found += [f"{at}.{name} is missing" for name in schema.get("required", []) if name not in value]
        known = schema.get("properties", {})
        for name, inner in value.items():
            if known and name not in known:
                found.append(f"{at}.{name} is not described")
            found += problems(inner, known.get(name, {}), schemas, f"{at}.{name}")
    if isinstance(value, list):
        for index, inner in enumerate(value):
            found += problems(inner, schema.get("items", {}), schemas, f"{at}[{index}]")
    return found


def documented():
    """(method, path) → the command of that section, in the order of the document."""
    sections = re.split(r"^### `(\w+) (\S+)`$", DOCUMENT.read_text(), flags=re.M)[1:]
    found = {}
    for method, path, text in zip(sections[::3], sections[1::3], sections[2::3]):
        block = re.search(r"```sh\n(.*?)```", text, flags=re.S)
        found[method, path] = block.group(1) if block else ""
    return found


class Api(ProgramTest):
    def start(self, *arguments):
        server = self.serve(*arguments)
        port = server.line()["hello"]["port"]
        server.until_state("ready")
        return server, port

    def ask(self, port, method, path, body=None):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        headers = {"Content-Type": "application/json"} if body is not None else {}
        connection.request(method, path, None if body is None else json.dumps(body), headers)
        answer = connection.getresponse()
        return answer.status, json.loads(answer.read())

    def test_the_description_is_whole(self):
        _, port = self.start()
        _, api = self.ask(port, "GET", "/openapi.json")
        self.assertEqual(api["openapi"], "3.1.0")
        schemas = api["components"]["schemas"]
        references = re.findall(r'"\$ref": "#/components/schemas/(\w+)"', json.dumps(api))
        self.assertLessEqual(set(references), set(schemas))
        operations = [operation for path in api["paths"].values() for operation in path.values()]
        names = [operation["operationId"] for operation in operations]
        self.assertEqual(len(names), len(set(names)))
        for operation in operations:
            self.assertTrue(operation["summary"], operation["operationId"])
            self.assertTrue(operation["tags"][0], operation["operationId"])
        for path, methods in api["paths"].items():
            for operation in methods.values():
                declared = [p["name"] for p in operation["parameters"] if p["in"] == "path"]
                self.assertEqual(declared, re.findall(r"{(\w+)}", path))

    def test_the_document_explains_every_route_and_no_other(self):
        _, port = self.start()
        _, api = self.ask(port, "GET", "/openapi.json")
        served = {(method.upper(), path) for path, methods in api["paths"].items() for method in methods}
        self.assertEqual(set(documented()), served)

    def test_a_documented_command_names_its_route(self):
        for (method, path), command in documented().items():
            with self.subTest(route=f"{method} {path}"):
                self.assertIn("curl ", command)
                command = command.strip().splitlines()[-1]
                plain = re.sub(r"\$\w+", "x", command.replace('"$PARLANDO', ""))
                self.assertRegex(plain, re.escape(re.sub(r"{\w+}", "x", path)).replace("x", "[^/]+"))
                posts = " -d " in command or "-X POST" in command or " --json" in command or "-F " in command
                self.assertEqual(method == "POST", posts and "-X DELETE" not in command and "-X PUT" not in command)

    def test_every_documented_command_runs(self):
        server, port = self.start("--supervised")  # so that a restart is only asked for
        _, api = self.ask(port, "GET", "/openapi.json")
        schemas = api["components"]["schemas"]
        for (method, path), command in documented().items():
            with self.subTest(route=f"{method} {path}"):
                run = subprocess.run(["bash", "-euo", "pipefail", "-c", command], capture_output=True, timeout=PATIENCE,
                                     cwd=self.folder, env={**self.environment, "PARLANDO": f"http://127.0.0.1:{port}"})
                self.assertEqual(run.returncode, 0, run.stderr.decode() + run.stdout.decode())
                (kind, content), = api["paths"][path][method.lower()]["responses"]["200"]["content"].items()
                if kind == "application/json" and run.stdout:
                    body = json.loads(run.stdout)
                    late = path in MAY_COME_TOO_LATE and body.get("code") in ("conflict", "not_found")
                    self.assertEqual(problems(body, schemas["Error"] if late else content["schema"], schemas), [])
        self.assertEqual(server.wait(), 0)  # the last command ends it

    def test_errors_have_the_form_that_is_described(self):
        _, port = self.start()
        _, api = self.ask(port, "GET", "/openapi.json")
        schemas = api["components"]["schemas"]
        for method, path, body, form in (("POST", "/generate", {"text": 5}, "Error"),
                                         ("POST", "/v1/audio/speech", {"input": 5}, "OpenAiError"),
                                         ("GET", "/nowhere", None, "Error"), ("GET", "/v1/nowhere", None, "OpenAiError"),
                                         ("POST", "/generate/none/cancel", None, "Error")):
            with self.subTest(path=path):
                status, answer = self.ask(port, method, path, body)
                self.assertIn(status, (400, 404))
                self.assertEqual(problems(answer, schemas[form], schemas), [])

    def test_events_have_the_form_that_is_described(self):
        server, port = self.start()
        _, api = self.ask(port, "GET", "/openapi.json")
        _, generation = self.ask(port, "POST", "/generate", {"text": "Hello."})
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        connection.request("GET", f"/generate/{generation['id']}/status")
        schemas = api["components"]["schemas"]
        events = re.findall(r"^data: (.*)$", connection.getresponse().read().decode(), flags=re.M)
        self.assertTrue(events)
        for event in events:
            self.assertEqual(problems(json.loads(event), schemas["StatusEvent"], schemas), [])
        self.assertEqual(server.end(signal.SIGTERM), 0)


if __name__ == "__main__":
    unittest.main()
