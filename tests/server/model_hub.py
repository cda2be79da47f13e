"""A stand-in for the model hub: nginx with the hub's addresses, headers and redirects, and a second nginx for large files."""

import hashlib
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "packages" / "download" / "program"))
from servers import Nginx  # noqa: E402

COMMIT = "0123456789abcdef0123456789abcdef01234567"
LARGE = (".safetensors", ".onnx")


def git_digest(content):
    return hashlib.sha1(b"blob %d\0" % len(content) + content).hexdigest()


class Hub:
    """Serves `files` (path in the repository → content) as one repository."""

    def __init__(self, folder, repository, files, rate="0", digests=True, tags=True, elsewhere=None, sizes=None,
                 missing=(), swapped=()):
        """`rate`: of large files, as nginx writes it. `digests`, `tags`: whether it says those of large and small files.
        `elsewhere`: redirect there instead. `swapped`: other bytes come."""
        blobs = folder / "blobs"
        blobs.mkdir(parents=True)
        self.cdn = Nginx(folder / "cdn", blobs, extra=f"limit_rate {rate};")
        locations = []
        for path, content in files.items():
            sha256 = hashlib.sha256(content).hexdigest()
            (blobs / sha256).write_bytes(content if path not in swapped else b"x" * len(content))
            for revision in ("main", COMMIT):
                if path in missing:
                    continue
                fields = [f"add_header X-Repo-Commit {COMMIT} always;", "etag off;"]
                if path.endswith(LARGE):
                    size = (sizes or {}).get(path, len(content))
                    if digests:
                        fields += [f"""add_header X-Linked-ETag '"{sha256}"' always;"""]
                    fields += [f"add_header X-Linked-Size {size} always;",
                               f"return 302 {elsewhere or self.cdn.url}/{sha256};"]
                else:
                    if tags:
                        fields += [f"""add_header ETag '"{git_digest(content)}"' always;"""]
                    fields += [f"alias {blobs}/{sha256};"]
                locations.append(f"location = /{repository}/resolve/{revision}/{path} {{ {' '.join(fields)} }}")
        self.hub = Nginx(folder / "hub", blobs, extra=" ".join(locations))
        self.url = f"{self.hub.url}/ {self.cdn.url}/"

    def requests(self):
        return self.hub.requests("/") + self.cdn.requests("/")

    def stop(self):
        self.hub.stop()
        self.cdn.stop()
