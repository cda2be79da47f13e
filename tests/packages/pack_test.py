"""`parlando-pack`: the program as a release workflow uses it."""

import json
import os
import pathlib
import subprocess
import tempfile
import unittest
import unittest.mock

from packing import CHUNK, KEY, MANIFEST, PACK, PATIENCE, PUBLIC_KEY, build, package, tree, write_backend


class PackTest(unittest.TestCase):
    def setUp(self):
        temporary = tempfile.TemporaryDirectory(prefix="parlando-test-")
        self.addCleanup(temporary.cleanup)
        self.folder = pathlib.Path(temporary.name)

    def pack(self, *arguments):
        return subprocess.run([PACK, *arguments], capture_output=True, text=True, timeout=PATIENCE)

    def verify(self, manifest, *arguments):
        return self.pack("verify", manifest, *arguments)

    def test_a_package_has_parts_manifest_signature_and_sums_that_agree(self):
        manifest = package(self.folder, "0.1.0", 1)
        names = {path.name for path in manifest.parent.iterdir()}
        content = json.loads(manifest.read_text())
        parts = [part["name"] for layer in content["layers"] for part in layer["parts"]]
        self.assertEqual(names, {MANIFEST, MANIFEST + ".sig", "SHA256SUMS", *parts})
        self.assertGreaterEqual(len(parts), 4)
        self.assertEqual([layer["name"] for layer in content["layers"]], ["server", "cuda-libraries"])
        self.assertTrue(all(part["size"] <= 2 * CHUNK for layer in content["layers"] for part in layer["parts"]))
        sums = subprocess.run(["sha256sum", "--check", "--strict", "SHA256SUMS"], cwd=manifest.parent, capture_output=True)
        self.assertEqual(sums.returncode, 0, sums.stderr)
        outcome = self.verify(manifest)
        self.assertEqual(outcome.returncode, 0, outcome.stderr)
        self.assertIn("cuda-libraries: 1 files, 300000 bytes", outcome.stdout)

    def test_the_archives_are_what_tar_and_zstd_read(self):
        manifest = package(self.folder, "0.1.0", 1)
        for layer in json.loads(manifest.read_text())["layers"]:
            archive = b"".join((manifest.parent / part["name"]).read_bytes() for part in layer["parts"])
            (self.folder / "tree").mkdir(exist_ok=True)
            subprocess.run(["tar", "--zstd", "-x", "-C", self.folder / "tree"], input=archive, check=True, timeout=PATIENCE)
        self.assertEqual(tree(self.folder / "tree"), tree(self.folder / "in"))

    def test_the_same_folder_gives_the_same_bytes(self):
        write_backend(self.folder / "in", "0.1.0")
        # In another order, with other times and wider permissions.
        write_backend(self.folder / "again", "0.1.0")
        for path in (self.folder / "again").rglob("*"):
            os.utime(path, (1, 1))
        (self.folder / "again" / "parlando-server-cuda").chmod(0o700)
        for name in ("in", "again"):
            outcome = build(self.folder / name, self.folder / f"{name}-out", "0.1.0", 1,
                            env={**os.environ, "SOURCE_DATE_EPOCH": "1800000000"})
            self.assertEqual(outcome.returncode, 0, outcome.stderr)
        self.assertEqual(tree(self.folder / "in-out"), tree(self.folder / "again-out"))

    def test_a_release_that_changes_only_the_server_keeps_the_names_of_the_libraries(self):
        names = []
        for version, sequence in (("0.1.0", 1), ("0.2.0", 2)):
            content = json.loads(package(self.folder / version, version, sequence).read_text())
            names.append({layer["name"]: [part["name"] for part in layer["parts"]] for layer in content["layers"]})
        self.assertEqual(names[0]["cuda-libraries"], names[1]["cuda-libraries"])
        self.assertNotEqual(names[0]["server"], names[1]["server"])

    def test_every_altered_file_is_found(self):
        manifest = package(self.folder, "0.1.0", 1)
        for path in sorted(manifest.parent.iterdir()):
            if path.name == "SHA256SUMS":
                continue
            with self.subTest(path=path.name):
                good = path.read_bytes()
                bad = bytearray(good)
                bad[len(bad) // 2] ^= 1
                path.write_bytes(bad)
                outcome = self.verify(manifest)
                self.assertEqual(outcome.returncode, 1)
                self.assertTrue(outcome.stderr)
                path.write_bytes(good[:-1])
                self.assertEqual(self.verify(manifest).returncode, 1)
                path.unlink()
                self.assertEqual(self.verify(manifest).returncode, 1)
                path.write_bytes(good)
        self.assertEqual(self.verify(manifest).returncode, 0)

    def test_a_key_pair_is_made_once_and_signs(self):
        key = self.folder / "key.pem"
        made = self.pack("keygen", "-o", key)
        self.assertEqual(made.returncode, 0, made.stderr)
        self.assertRegex(made.stdout, r"^[0-9a-f]{64}\n$")
        self.assertEqual(key.stat().st_mode & 0o777, 0o600)
        self.assertEqual(self.pack("keygen", "-o", key).returncode, 1)
        write_backend(self.folder / "in", "0.1.0")
        self.assertEqual(build(self.folder / "in", self.folder / "out", "0.1.0", 1, "--key", key).returncode, 64)
        outcome = self.pack("build", self.folder / "in", "--variant", "cuda", "--flavour", "cu128", "--version", "0.1.0",
                            "--sequence", "1", "--min-driver", "525", "--compute", "9.0", "--key", key,
                            "-o", self.folder / "out")
        self.assertEqual(outcome.returncode, 0, outcome.stderr)
        manifest = self.folder / "out" / MANIFEST
        self.assertEqual(self.verify(manifest, "--public-key", made.stdout.strip()).returncode, 0)
        self.assertIn("does not know", self.verify(manifest).stderr)
        self.assertIn("does not know", self.verify(manifest, "--public-key", PUBLIC_KEY).stderr)
        self.assertEqual(self.verify(manifest, "--public-key", "x").returncode, 1)

    def test_without_libcrypto_nothing_is_signed_or_trusted(self):
        manifest = package(self.folder / "good", "0.1.0", 1)
        (self.folder / "libcrypto.so.3").write_bytes(b"no library")
        with unittest.mock.patch.dict(os.environ, {"LD_LIBRARY_PATH": str(self.folder)}):
            for outcome in (self.pack("keygen", "-o", self.folder / "key.pem"), self.verify(manifest)):
                self.assertIn("install libssl3", outcome.stderr)
                self.assertEqual(outcome.returncode, 1)
        self.assertFalse((self.folder / "key.pem").exists())

    def test_keys_of_openssl_are_keys(self):
        key = self.folder / "key.pem"
        subprocess.run(["openssl", "genpkey", "-algorithm", "ed25519", "-out", key], check=True, capture_output=True)
        der = subprocess.run(["openssl", "pkey", "-in", key, "-pubout", "-outform", "DER"], check=True, capture_output=True)
        self.assertEqual(len(der.stdout[-32:].hex()), 64)
        self.assertTrue(KEY.read_text().startswith("-----BEGIN PRIVATE KEY-----"))

    def test_what_a_package_cannot_hold_is_an_error_that_names_it(self):
        def symbolic_link(folder):
            (folder / "link.so").symlink_to("libcudart.so.12")

        def no_server(folder):
            (folder / "parlando-server-cuda").unlink()

        def not_executable(folder):
            (folder / "parlando-server-cuda").chmod(0o644)

        def pipe(folder):
            os.mkfifo(folder / "pipe")

        def strange_name(folder):
            (folder / "caf\u00e9").write_text("x")

        def reserved_name(folder):
            (folder / "NUL.txt").write_text("x")

        def case(folder):
            (folder / "LIBCUDART.so.12").write_text("x")

        for number, (change, says) in enumerate(((symbolic_link, "link.so"), (no_server, "parlando-server-cuda"),
                                                 (not_executable, "parlando-server-cuda"), (pipe, "pipe"),
                                                 (strange_name, "caf"), (reserved_name, "NUL.txt"), (case, "case"))):
            with self.subTest(change=change.__name__):
                folder = write_backend(self.folder / str(number), "0.1.0")
                change(folder)
                outcome = build(folder, self.folder / f"{number}-out", "0.1.0", 1)
                self.assertEqual(outcome.returncode, 1)
                self.assertIn(says, outcome.stderr)
                self.assertFalse((self.folder / f"{number}-out" / MANIFEST).exists())

    def test_a_package_needs_a_folder_of_its_own(self):
        package(self.folder, "0.1.0", 1)
        outcome = build(self.folder / "in", self.folder / "out", "0.1.0", 2)
        self.assertEqual(outcome.returncode, 1)
        self.assertIn("not empty", outcome.stderr)

    def test_wrong_arguments_are_usage_errors(self):
        for arguments in ([], ["build"], ["sign"], ["verify"], ["keygen"], ["build", "/nowhere"]):
            with self.subTest(arguments=arguments):
                self.assertEqual(self.pack(*arguments).returncode, 64)
        self.assertEqual(self.pack("--help").returncode, 0)
        write_backend(self.folder / "in", "0.1.0")
        for options in (["--part-size", "2000000000000"], ["--part-size", "1"], ["--chunk-size", "70000"]):
            with self.subTest(options=options):
                outcome = self.pack("build", self.folder / "in", "--variant", "cuda", "--flavour", "cu128", "--version", "1",
                                    "--sequence", "1", "--min-driver", "1", "--compute", "9.0", "--key", KEY,
                                    "-o", self.folder / "out", *options)
                self.assertEqual(outcome.returncode, 1)
                self.assertTrue(outcome.stderr)


if __name__ == "__main__":
    unittest.main()
