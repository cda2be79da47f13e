"""What the whole-program tests of the downloader need: a private CA, nginx with TLS and ranges, a proxy, a package."""

import hashlib
import os
import pathlib
import select
import shutil
import socket
import subprocess
import threading
import time

PATIENCE = 60  # seconds; only a hanging program needs as long


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for_port(port):
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.02)


class Authority:
    """A certificate authority of our own, and certificates signed by it."""

    def __init__(self, folder):
        self.folder = folder
        folder.mkdir(parents=True)
        self.bundle = folder / "ca.pem"
        self._openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
                      "-subj", "/CN=Parlando test authority", "-keyout", "ca.key", "-out", "ca.pem")

    def _openssl(self, *arguments):
        subprocess.run(["openssl", *arguments], cwd=self.folder, check=True, capture_output=True)

    def certificate(self, name, alternatives="DNS:localhost,IP:127.0.0.1", days="1", signed=True):
        """Makes NAME.pem and NAME.key; `days` may be negative."""
        key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", f"{name}.key"]
        if not signed:
            self._openssl("req", "-x509", *key, "-days", days, "-subj", f"/CN={name}", "-addext",
                          f"subjectAltName={alternatives}", "-out", f"{name}.pem")
            return
        self._openssl("req", *key, "-subj", f"/CN={name}", "-out", f"{name}.csr")
        (self.folder / f"{name}.ext").write_text(f"subjectAltName={alternatives}\n")
        self._openssl("x509", "-req", "-in", f"{name}.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial",
                      "-days", days, "-extfile", f"{name}.ext", "-out", f"{name}.pem")


class Nginx:
    """nginx on a port of its own, serving `root`; without `certificate` it speaks plain http."""

    def __init__(self, folder, root, authority=None, certificate="server", protocols="TLSv1.2 TLSv1.3", extra=""):
        folder.mkdir(parents=True)
        self.port = free_port()
        self.log = folder / "access.log"
        self.log.touch()
        tls = f"""ssl_certificate {authority.folder}/{certificate}.pem; ssl_certificate_key {authority.folder}/{certificate}.key;
                  ssl_protocols {protocols}; ssl_ciphers DEFAULT@SECLEVEL=0;""" if authority else ""
        # As root, nginx would serve as somebody else, who may not read the test's folder.
        user = "user root;" if os.geteuid() == 0 else ""
        (folder / "nginx.conf").write_text(f"""
            {user} daemon off; worker_processes 1; pid {folder}/nginx.pid; error_log {folder}/error.log warn;
            events {{ worker_connections 256; }}
            http {{
                log_format bytes '$status $body_bytes_sent $request_uri $http_range';
                access_log {self.log} bytes; sendfile on; tcp_nodelay on; default_type application/octet-stream;
                client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
                uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
                server {{ listen 127.0.0.1:{self.port} {"ssl" if authority else ""}; root {root}; {tls} {extra} }}
            }}""")
        self.process = subprocess.Popen([shutil.which("nginx", path=os.environ["PATH"] + ":/usr/sbin"), "-c",
                                         folder / "nginx.conf", "-p", folder, "-e", folder / "error.log"],
                                        stderr=subprocess.DEVNULL)
        wait_for_port(self.port)
        self.url = f"{'https' if authority else 'http'}://{'localhost' if authority else '127.0.0.1'}:{self.port}"

    def body_bytes(self, containing=".part"):
        """Sent so far, of finished requests whose address contains the text."""
        lines = [line.split() for line in self.log.read_text().splitlines()]
        return sum(int(line[1]) for line in lines if containing in line[2])

    def requests(self, containing=".part"):
        return sum(1 for line in self.log.read_text().splitlines() if containing in line.split()[2])

    def stop(self):
        self.process.terminate()
        self.process.wait(PATIENCE)


class ConnectProxy:
    """A proxy for CONNECT on a port of its own. `answer`: what it says instead of connecting."""

    def __init__(self, answer=None):
        self.answer = answer
        self.connected = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self):
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client):
        with client:
            head = b""
            while b"\r\n\r\n" not in head:
                got = client.recv(4096)
                if not got:
                    return
                head += got
            target = head.split()[1].decode()
            self.connected.append(target)
            if self.answer:
                client.sendall(self.answer)
                return
            host, port = target.rsplit(":", 1)
            with socket.create_connection((host, int(port))) as server:
                client.sendall(b"HTTP/1.1 200 Connected\r\n\r\n")
                self._pump(client, server)

    @staticmethod
    def _pump(client, server):
        while True:
            for source in select.select([client, server], [], [])[0]:
                try:
                    block = source.recv(65536)
                    if not block:
                        return
                    (server if source is client else client).sendall(block)
                except OSError:
                    return

    def stop(self):
        self._listener.close()


class Package:
    """A layer in parts as files in a folder, and the manifest as download-once reads it."""

    name = "sample.manifest"

    def __init__(self, folder, parts, chunk):
        """`parts`: sizes in bytes, multiples of the chunk but for the last."""
        folder.mkdir(parents=True, exist_ok=True)
        whole = hashlib.sha256()
        part_lines, chunk_lines = [], []
        for index, size in enumerate(parts):
            digest = hashlib.sha256()
            path = folder / f"layer.{index}.part"
            with open(path, "wb") as out:
                for at in range(0, size, chunk):
                    content = random_bytes(index, at, min(chunk, size - at))
                    out.write(content)
                    whole.update(content)
                    digest.update(content)
                    chunk_lines.append(f"chunk - {len(content)} {hashlib.sha256(content).hexdigest()}")
            part_lines.append(f"part {path.name} {size} {digest.hexdigest()}")
        self.folder = folder
        self.size = sum(parts)
        self.chunk = chunk
        self.sha256 = whole.hexdigest()
        self.parts = [folder / f"layer.{index}.part" for index in range(len(parts))]
        text = "\n".join([f"layer layer {self.size} {self.sha256}", *part_lines, *chunk_lines]) + "\n"
        (folder / self.name).write_text(text)
        (folder / f"{self.name}.sig").write_text(hashlib.sha256(text.encode()).hexdigest())


def random_bytes(part, offset, size):
    """Always the same for the same place, and quick to make."""
    seed = hashlib.sha256(f"{part}:{offset}".encode()).digest()
    return hashlib.shake_128(seed).digest(min(size, 65536)) * (size // 65536) + hashlib.shake_128(seed).digest(size % 65536)


class Downloading:
    """A running download-once."""

    def __init__(self, package, sources, folder, *options, environment=None):
        self.folder = folder
        clean = {name: value for name, value in os.environ.items() if "proxy" not in name.lower()}
        self.process = subprocess.Popen(
            [os.environ["PARLANDO_DOWNLOAD_ONCE"], "--sources", sources, "--manifest", package.name, "--folder", folder,
             *map(str, options)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            env={**clean, **(environment or {})})

    def until(self, condition):
        """Reads lines until one fulfils the condition, and gives it; None at the end."""
        for line in self.process.stdout:
            if condition(line.split()):
                return line.split()
        return None

    def until_bytes(self, wanted):
        return self.until(lambda words: words[:2] == ["progress", "downloading"] and int(words[2]) >= wanted)

    def result(self):
        """The words of the last line: complete PATH, or failed PROBLEM MESSAGE."""
        out, err = self.process.communicate(timeout=600)
        lines = out.splitlines()
        if not lines:
            raise AssertionError(f"no result: {err}")
        return lines[-1].split(maxsplit=2)

    def kill(self):
        self.process.kill()
        self.process.communicate()


def sha256_of(path):
    digest = hashlib.sha256()
    with open(path, "rb") as content:
        while block := content.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def layer_path(folder, package):
    return pathlib.Path(folder) / f"{package.sha256}.partial"
