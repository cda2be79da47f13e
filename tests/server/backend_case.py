"""What tests of the backends share: a server in a fresh installation, a site with packages, REST through curl."""

import json
import re
import subprocess
import time

from program import PATIENCE, ProgramTest
from release_site import Site


class BackendCase(ProgramTest):
    def setUp(self):
        super().setUp()
        self.site = Site(self.folder / "site")
        self.addCleanup(self.site.close)
        self.environment["PARLANDO_RELEASE_URL"] = self.site.url

    def start(self, *arguments):
        self.running = self.serve(*arguments)
        self.port = self.running.line()["hello"]["port"]
        self.running.until_state("ready")

    def curl(self, path, *options):
        """Status and JSON (or text) of a request, made as a script would."""
        run = subprocess.run(["curl", "-sS", "--max-time", str(PATIENCE), "-w", "\n%{http_code}", *options,
                              f"http://127.0.0.1:{self.port}{path}"], capture_output=True, text=True, check=True)
        body, status = run.stdout.rsplit("\n", 1)
        return int(status), json.loads(body) if body.startswith("{") else body

    def post(self, path, body=None):
        return self.curl(path, *(["--json", json.dumps(body)] if body is not None else ["-X", "POST"]))

    def events(self):
        """All events of the download, up to its end."""
        _, text = self.curl("/backend/cuda-progress", "-N")
        return [json.loads(event) for event in re.findall(r"^data: (.*)$", text, flags=re.M)]

    def download(self, query=""):
        status, answer = self.post("/backend/download-cuda" + query)
        self.assertEqual((status, answer.get("progress_key")), (200, "cuda-backend"), answer)
        return self.events()

    def restart(self):
        """Asks for it, and gives what /health says once another instance is ready."""
        _, before = self.curl("/health")
        status, answer = self.post("/backend/restart")
        self.assertEqual(status, 200, answer)
        return self.wait_for_other(before["instance"])

    def wait_for_other(self, instance):
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            try:
                _, health = self.curl("/health")
                if health["instance"] != instance and health["state"] == "ready":
                    return health
            except subprocess.CalledProcessError:
                pass  # between the two nobody listens
            time.sleep(0.05)
        self.fail("no other instance became ready: " + "".join(self.running.log))

    def select(self, variant):
        self.assertEqual(self.post("/backend/select", {"variant": variant})[0], 200)

    def package_state(self):
        return self.curl("/backend/cuda-status")[1]["state"]
