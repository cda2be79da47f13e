"""A place where backend packages are published: packs them, serves them with ranges, counts what was sent."""

import collections
import http.server
import os
import pathlib
import re
import shutil
import subprocess
import threading
import time

PACK = os.environ["PARLANDO_PACK"]
KEY = pathlib.Path(__file__).resolve().parents[1] / "packages" / "data" / "development_key.pem"
MANIFEST = "parlando-cuda-cu128-linux-x86_64.manifest.json"
KILOBYTE = 1024


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        site = self.server.site
        name = self.path.lstrip("/")
        path = site.folder / name
        if not re.fullmatch(r"[\w.-]+", name) or not path.is_file():
            self.send_error(404)
            return
        size = path.stat().st_size
        begin, end = 0, size
        wanted = re.fullmatch(r"bytes=(\d+)-(\d*)", self.headers.get("Range", ""))
        if wanted:
            begin = int(wanted.group(1))
            end = min(end, int(wanted.group(2)) + 1) if wanted.group(2) else end
        self.send_response(206 if wanted else 200)
        if wanted:
            self.send_header("Content-Range", f"bytes {begin}-{end - 1}/{size}")
        self.send_header("Content-Length", str(end - begin))
        self.send_header("Accept-Ranges", "bytes")
        self.end_headers()
        try:
            with path.open("rb") as file:
                file.seek(begin)
                for at in range(begin, end, 64 * KILOBYTE):
                    block = file.read(min(end - at, 64 * KILOBYTE))
                    self.wfile.write(block)
                    site.sent[name] += len(block)
                    time.sleep(site.pause)
        except OSError:
            pass  # the client has what it wanted, or was cancelled

    def log_message(self, *_):
        pass


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request, client_address):
        pass  # a client that was cancelled


class Site:
    def __init__(self, folder):
        self.folder = folder
        self.sent = collections.Counter()  # bytes of bodies, by file
        self.pause = 0.0  # seconds after each 64 KiB
        folder.mkdir()
        self._server = Server(("127.0.0.1", 0), Handler)
        self._server.site = self
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self._server.server_port}/"

    def close(self):
        self._server.shutdown()
        self._server.server_close()

    def publish(self, content, sequence, version="0.1.0", chunk=256 * KILOBYTE, part=1024 * KILOBYTE):
        """Packs `content` in parts, in the place of what was published before."""
        shutil.rmtree(self.folder)
        subprocess.run([PACK, "build", content, "--variant", "cuda", "--flavour", "cu128", "--version", version,
                        "--sequence", str(sequence), "--min-driver", "570.26", "--compute", "8.0,8.6,9.0",
                        "--key", KEY, "--chunk-size", str(chunk), "--part-size", str(part),
                        "--level", "1", "-o", self.folder], check=True, capture_output=True)
        self.sent.clear()

    def parts(self, layer=""):
        """Names of the published parts, of a layer if its name is given."""
        return sorted(path.name for path in self.folder.iterdir()
                      if path.name.startswith("parlando-") and ".manifest.json" not in path.name and layer in path.name)

    def damage(self, name, at=1000):
        content = bytearray((self.folder / name).read_bytes())
        content[at] ^= 1
        (self.folder / name).write_bytes(content)
