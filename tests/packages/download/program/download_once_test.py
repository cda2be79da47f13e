#!/usr/bin/env python3
"""The downloader as a process of its own: against nginx with TLS, through a proxy, killed, twice at once."""

import os
import pathlib
import signal
import socket
import sys
import tempfile
import time
import unittest

from servers import Authority, ConnectProxy, Downloading, Nginx, Package, free_port, layer_path, sha256_of

MEBIBYTE = 1 << 20
CHUNK = 256 * 1024
BROKEN_SYSTEM = {"LD_PRELOAD": os.environ["PARLANDO_BROKEN_SYSTEM"]}
RACES = int(os.environ.get("PARLANDO_RACES", "3"))


class DownloadTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls._temporary = tempfile.TemporaryDirectory(prefix="parlando-test-")
        cls.addClassCleanup(cls._temporary.cleanup)
        cls.base = pathlib.Path(cls._temporary.name)
        cls.authority = Authority(cls.base / "ca")
        cls.authority.certificate("server")
        cls.package = Package(cls.base / "release", [8 * MEBIBYTE, 8 * MEBIBYTE, 5 * MEBIBYTE + 12345], CHUNK)

    def setUp(self):
        temporary = tempfile.TemporaryDirectory(prefix="parlando-test-")
        self.addCleanup(temporary.cleanup)
        self.folder = pathlib.Path(temporary.name)

    def nginx(self, name="nginx", **options):
        server = Nginx(self.folder / name, self.package.folder, **options)
        self.addCleanup(server.stop)
        return server

    def proxy(self, answer=None):
        proxy = ConnectProxy(answer)
        self.addCleanup(proxy.stop)
        return proxy

    def begin(self, sources, *options, environment=None, certificates=True):
        if certificates:
            options += ("--certificates", self.authority.bundle)
        running = Downloading(self.package, sources, self.folder / "parts", "--first-delay-ms", 10, *options,
                              environment=environment)
        self.addCleanup(running.kill)
        return running

    def assert_complete(self, running):
        result = running.result()
        self.assertEqual(result[0], "complete", result)
        self.assertEqual(sha256_of(layer_path(self.folder / "parts", self.package)), self.package.sha256)

    def assert_fails(self, running, problem, *says):
        result = running.result()
        self.assertEqual(result[:2], ["failed", problem], result)
        for text in says:
            self.assertIn(text, result[2])


class Tls(DownloadTest):
    def test_a_package_arrives_over_tls_from_a_server_of_the_private_authority(self):
        server = self.nginx(authority=self.authority)
        self.assert_complete(self.begin(server.url))
        self.assertEqual(server.body_bytes(), self.package.size)

    def test_a_server_of_an_unknown_authority_is_refused(self):
        server = self.nginx(authority=self.authority)
        self.assert_fails(self.begin(server.url, certificates=False), "tls", "unable to get local issuer certificate")
        self.assertEqual(server.requests(""), 0)

    def test_a_certificate_that_is_expired_self_signed_or_of_another_host_is_refused_with_the_reason(self):
        self.authority.certificate("expired", days="-1")
        self.authority.certificate("alone", signed=False)
        self.authority.certificate("another", alternatives="DNS:another.example")
        for name, reason in (("expired", "expired"), ("alone", "self-signed"), ("another", "no alternative certificate")):
            with self.subTest(name):
                server = self.nginx(name, authority=self.authority, certificate=name)
                self.assert_fails(self.begin(server.url), "tls", reason)
                self.assertEqual(server.requests(""), 0)

    def test_an_outdated_version_of_tls_is_refused(self):
        server = self.nginx(authority=self.authority, protocols="TLSv1.1")
        self.assert_fails(self.begin(server.url), "tls")

    def test_a_server_without_tls_is_refused(self):
        server = self.nginx()
        self.assert_fails(self.begin(f"https://localhost:{server.port}"), "tls")

    def test_certificates_that_cannot_be_read_are_named(self):
        server = self.nginx(authority=self.authority)
        self.assert_fails(self.begin(server.url, "--certificates", "/nowhere.pem", certificates=False), "tls", "/nowhere.pem")


class Proxies(DownloadTest):
    def test_the_proxy_of_the_environment_is_used(self):
        server, proxy = self.nginx(authority=self.authority), self.proxy()
        self.assert_complete(self.begin(server.url, environment={"https_proxy": proxy.url}))
        self.assertEqual(set(proxy.connected), {f"localhost:{server.port}"})

    def test_no_proxy_names_hosts_that_are_reached_directly(self):
        server, proxy = self.nginx(authority=self.authority), self.proxy()
        self.assert_complete(self.begin(server.url, environment={"https_proxy": proxy.url, "no_proxy": "localhost"}))
        self.assertEqual(proxy.connected, [])

    def test_a_proxy_that_wants_a_password_is_an_error_of_its_own(self):
        server = self.nginx(authority=self.authority)
        proxy = self.proxy(b"HTTP/1.1 407 No\r\nProxy-Authenticate: Basic realm=x\r\nContent-Length: 0\r\n\r\n")
        running = self.begin(server.url, environment={"https_proxy": proxy.url})
        self.assert_fails(running, "proxy_authentication", "407", "https_proxy")
        self.assertEqual(len(proxy.connected), 1)

    def test_a_proxy_that_refuses_or_is_down_is_not_taken_for_the_server(self):
        server = self.nginx(authority=self.authority)
        proxy = self.proxy(b"HTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n")
        self.assert_fails(self.begin(server.url, environment={"https_proxy": proxy.url}), "proxy", "403")
        down = f"http://127.0.0.1:{free_port()}"
        self.assert_fails(self.begin(server.url, environment={"https_proxy": down}), "proxy", "https_proxy")


class Kills(DownloadTest):
    def test_after_a_kill_only_chunks_that_were_on_the_way_are_fetched_again(self):
        server = self.nginx(authority=self.authority, extra="limit_rate 4m;")
        for percent in (25, 50, 75, 99):
            with self.subTest(percent):
                layer_path(self.folder / "parts", self.package).unlink(missing_ok=True)
                running = self.begin(server.url)
                reached = running.until_bytes(self.package.size * percent // 100)
                running.kill()
                before = server.body_bytes()
                self.assert_complete(self.begin(server.url))
                # Requests of the killed process may be logged late; they can only raise the count.
                again = server.body_bytes() - before - (self.package.size - int(reached[2]))
                self.assertLessEqual(again, 2 * 4 * CHUNK + 4 * 2 * MEBIBYTE)


class TwoAtOnce(DownloadTest):
    def test_of_two_processes_one_downloads_and_the_other_is_told_so(self):
        server = self.nginx(authority=self.authority)
        for race in range(RACES):
            with self.subTest(race):
                layer_path(self.folder / "parts", self.package).unlink(missing_ok=True)
                before = server.body_bytes()
                results = [one.result() for one in (self.begin(server.url), self.begin(server.url))]
                self.assertIn("complete", [result[0] for result in results])
                for result in results:
                    self.assertTrue(result[0] == "complete" or result[1] == "busy", result)
                self.assertEqual(sha256_of(layer_path(self.folder / "parts", self.package)), self.package.sha256)
                self.assertEqual(server.body_bytes() - before, self.package.size)

    def test_without_locks_both_are_right(self):
        server = self.nginx(authority=self.authority)
        for race in range(RACES):
            with self.subTest(race):
                layer_path(self.folder / "parts", self.package).unlink(missing_ok=True)
                both = [self.begin(server.url, environment=BROKEN_SYSTEM) for _ in range(2)]
                for one in both:
                    self.assert_complete(one)


class Stops(DownloadTest):
    def assert_stops(self, running):
        time.sleep(0.3)
        self.assertIsNone(running.process.poll())
        running.process.send_signal(signal.SIGTERM)
        self.assert_fails(running, "cancelled")

    def test_a_stop_does_not_wait_for_a_name(self):
        self.assert_stops(self.begin("https://parlando.example", environment=BROKEN_SYSTEM))

    def test_a_stop_does_not_wait_for_tls(self):
        with socket.create_server(("127.0.0.1", 0)) as silent:
            self.assert_stops(self.begin(f"https://localhost:{silent.getsockname()[1]}"))

    def test_a_stop_does_not_wait_for_a_proxy(self):
        with socket.create_server(("127.0.0.1", 0)) as silent:
            proxy = f"http://127.0.0.1:{silent.getsockname()[1]}"
            self.assert_stops(self.begin("https://localhost:1", environment={"https_proxy": proxy}))

    def test_a_stopped_download_goes_on_later(self):
        slow = self.nginx("slow", authority=self.authority, extra="limit_rate 1m;")
        running = self.begin(slow.url)
        running.until_bytes(self.package.size // 4)
        running.process.send_signal(signal.SIGTERM)
        self.assert_fails(running, "cancelled")
        server = self.nginx(authority=self.authority)
        self.assert_complete(self.begin(server.url))
        self.assertLess(server.body_bytes(), self.package.size * 7 // 8)


if __name__ == "__main__":
    sys.exit(unittest.main(verbosity=2))
