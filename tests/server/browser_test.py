"""A real browser with a page that is not ours: whatever the page tries, it gets nothing and starts nothing, unless its
origin was allowed with --allow-origin."""

import http.server
import json
import queue
import re
import shutil
import socket
import subprocess
import threading
import time
import unittest

from program import PATIENCE, ProgramTest

CHROMIUM = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
            "--disable-background-networking", "--disable-component-update", "--disable-sync"]

# Each attempt is true if the page got hold of an answer. What a page may send anyway (forms, images) must show in the
# server's log as refused: of another origin one request for each attempt.
ATTEMPTS = 19
PAGE = """<!doctype html><meta charset="utf-8"><body><script>
const server = new URLSearchParams(location.search).get('server');
const speech = JSON.stringify({input: 'Hello', response_format: 'wav'});
const json = {'Content-Type': 'application/json'};
const element = (tag, source) => new Promise((resolve) => {
  const made = Object.assign(document.createElement(tag), {onload: () => resolve(true), onerror: () => resolve(false)});
  made.src = server + source;
  document.body.append(made);
});
const read = async (path, options) => (await fetch(server + path, options)).ok;
const frame = (fill) => new Promise((resolve) => {
  const made = document.createElement('iframe');
  made.name = 'frame' + Math.random();
  document.body.append(made);
  fill(made);
  setTimeout(() => {
    try { resolve(made.contentDocument.body.textContent.includes('robin')); } catch { resolve(false); }
  }, 1000);
});
const form = (type, method) => frame((target) => {
  const made = Object.assign(document.createElement('form'),
    {action: server + '/v1/audio/speech', method, enctype: type, target: target.name});
  made.append(Object.assign(document.createElement('input'), {name: '{"input":"Hello","x":"', value: '"}'}));
  document.body.append(made);
  made.submit();
});
const attempts = {
  health: () => read('/health'),
  voices: () => read('/v1/audio/voices'),
  speech: () => read('/v1/audio/speech', {method: 'POST', headers: json, body: speech}),
  simple: () => read('/v1/audio/speech', {method: 'POST', body: speech}),
  remove: () => read('/v1/models', {method: 'DELETE'}),
  credentials: () => read('/health', {credentials: 'include'}),
  opaque: () => read('/v1/models', {mode: 'no-cors'}),
  opaqueSpeech: () => read('/v1/audio/speech', {method: 'POST', mode: 'no-cors', body: speech}),
  beacon: async () => { navigator.sendBeacon(server + '/v1/audio/speech', speech); return false; },
  image: () => element('img', '/v1/models'),
  script: () => element('script', '/v1/models'),
  audio: () => new Promise((resolve) => {
    const made = new Audio(server + '/v1/models');
    made.oncanplay = () => resolve(true);
    made.onerror = () => resolve(false);
  }),
  frame: () => frame((target) => { target.src = server + '/v1/audio/voices'; }),
  formPlain: () => form('text/plain', 'post'),
  formEncoded: () => form('application/x-www-form-urlencoded', 'post'),
  formParts: () => form('multipart/form-data', 'post'),
  formGet: () => form('application/x-www-form-urlencoded', 'get'),
  socket: () => new Promise((resolve) => {
    const made = new WebSocket((server || location.origin).replace('http', 'ws') + '/v1/models');
    made.onopen = () => resolve(true);
    made.onerror = () => resolve(false);
  }),
  events: () => new Promise((resolve) => {
    const made = new EventSource(server + '/health');
    made.onopen = () => resolve(true);
    made.onerror = () => { made.close(); resolve(false); };
  }),
};
(async () => {
  const got = {};
  for (const [name, attempt] of Object.entries(attempts)) {
    try { got[name] = await attempt(); } catch { got[name] = false; }
  }
  await fetch('/report', {method: 'POST', body: JSON.stringify(got)});
})();
</script>"""


class EvilSite(http.server.ThreadingHTTPServer):
    """Serves the page on another address. With the port of the server it is what DNS rebinding makes of a site: its own
    name leads first to itself (the page), then to this machine (everything else, passed on byte for byte)."""

    daemon_threads = True

    def __init__(self, port, rebound=False):
        super().__init__(("127.0.0.2", port), EvilPage)
        self.rebound = rebound
        self.passed_on = queue.Queue()
        self.reports = queue.Queue()
        threading.Thread(target=self.serve_forever).start()

    def close(self):
        self.shutdown()
        self.server_close()


class EvilPage(http.server.BaseHTTPRequestHandler):
    def log_message(self, *_):
        pass

    def body(self):
        return self.rfile.read(int(self.headers.get("Content-Length", 0)))

    def send(self, content, content_type):
        self.send_response(200)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def do_GET(self):
        if self.path.startswith("/page"):
            self.send(PAGE.encode(), "text/html")
        else:
            self.pass_on()

    def do_POST(self):
        if self.path == "/report":
            self.server.reports.put(json.loads(self.body()))
            self.send(b"", "text/plain")
        else:
            self.pass_on()

    def do_DELETE(self):
        self.pass_on()

    def pass_on(self):
        self.close_connection = True
        if not self.server.rebound:
            self.send_error(404)
            return
        self.server.passed_on.put(self.path)
        with socket.create_connection(("127.0.0.1", self.server.server_address[1]), timeout=PATIENCE) as connection:
            connection.sendall(self.raw_requestline + str(self.headers).replace("\n", "\r\n").encode() + self.body())
            while block := connection.recv(65536):
                self.wfile.write(block)


class Browser(ProgramTest):
    def begin(self, *arguments, rebound=False, site_port=0):
        self.server = self.serve("--log-level", "debug", *arguments)
        self.port = self.server.line()["hello"]["port"]
        self.server.until_state("ready")
        self.site = EvilSite(self.port if rebound else site_port, rebound)
        self.addCleanup(self.site.close)

    def visit(self, address):
        """What the page reports."""
        profile = self.folder / "profile"
        shutil.rmtree(profile, ignore_errors=True)
        browser = subprocess.Popen([*CHROMIUM, f"--user-data-dir={profile}", "--remote-debugging-port=0",
                                    "--autoplay-policy=no-user-gesture-required",
                                    "--host-resolver-rules=MAP rebind.example 127.0.0.2", address],
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=self.environment)
        try:
            return self.site.reports.get(timeout=4 * PATIENCE)
        finally:
            browser.terminate()
            browser.wait(PATIENCE)

    def logged(self, pattern):
        """What the log says of requests, in alphabetical order."""
        return sorted(match.group(1) for match in map(re.compile(pattern).search, list(self.server.log)) if match)

    def handled(self):
        return self.logged(r"request method=(\S+ route=\S+ status=\d+) ms=[\d.]+$")

    def assert_nothing(self, got, status, requests):
        self.assertEqual(got, dict.fromkeys(got, False))
        self.assertEqual(len(got), ATTEMPTS)
        refused = [status] * requests()
        deadline = time.monotonic() + PATIENCE
        while self.logged(r"request refused status=(\d+)$") != refused and time.monotonic() < deadline:
            time.sleep(0.1)
            refused = [status] * requests()
        self.assertEqual(self.logged(r"request refused status=(\d+)$"), refused)
        self.assertEqual(self.logged("(request method=)"), [])

    def test_a_page_of_another_origin_gets_nothing(self):
        self.begin()
        port = self.site.server_address[1]
        for host in ("127.0.0.1", "localhost"):
            self.server.log.clear()
            got = self.visit(f"http://127.0.0.2:{port}/page?server=http://{host}:{self.port}")
            self.assert_nothing(got, "403", lambda: ATTEMPTS)

    def test_a_page_whose_name_is_rebound_gets_nothing(self):
        self.begin(rebound=True)
        got = self.visit(f"http://rebind.example:{self.port}/page?server=")
        self.assertGreaterEqual(self.site.passed_on.qsize(), ATTEMPTS)
        self.assert_nothing(got, "421", self.site.passed_on.qsize)

    def test_a_page_of_an_allowed_origin_can_speak(self):
        with socket.create_server(("127.0.0.2", 0)) as probe:
            port = probe.getsockname()[1]
        self.begin("--allow-origin", f"http://127.0.0.2:{port}", site_port=port)
        got = self.visit(f"http://127.0.0.2:{port}/page?server=http://127.0.0.1:{self.port}")
        self.assertEqual({name for name, success in got.items() if success}, {"health", "voices", "speech"})
        # The page is not shown what it asked for with credentials, without CORS, or as events.
        self.assertEqual(self.handled(), [f"GET route={path} status=200" for path in ("/health", "/health", "/health",
                                                                                      "/v1/audio/voices", "/v1/models")]
                         + ["POST route=/v1/audio/speech status=200"])


if __name__ == "__main__":
    unittest.main()
