"""The whole way of a CUDA package: published, downloaded over REST, chosen, started, updated, removed.

The package holds the real server, built as the CUDA variant around a driver of the tests, and an engine that speaks
sine waves; everything else is as it is for users."""

import json
import os
import pathlib
import shutil
import signal
import subprocess
import time

from backend_case import BackendCase
from program import FAKE_ENGINES, LOCKED, PATIENCE, unittest
from release_site import MANIFEST

CUDA_SERVER = pathlib.Path(os.environ["PARLANDO_CUDA_SERVER"])
WITHOUT_CARD = pathlib.Path(os.environ["PARLANDO_SERVER_WITHOUT_CARD"])
NO_USABLE_GPU = 71
LIBRARY_BYTES = 3 * 1024 * 1024


class Backends(BackendCase):
    def setUp(self):
        super().setUp()
        self.content = self.folder / "package"
        self.content.mkdir()
        shutil.copy(CUDA_SERVER, self.content / "parlando-server-cuda")
        subprocess.run(["strip", self.content / "parlando-server-cuda"], check=True)
        shutil.copy(FAKE_ENGINES / "cuda" / "libparlando-engine.so", self.content)
        (self.content / "voices").mkdir()
        (self.content / "voices" / "README").write_text("One voice is built into the engine.\n")
        (self.content / "libcublas.so.12").write_bytes(os.urandom(LIBRARY_BYTES))

    def install(self):
        self.site.publish(self.content, sequence=1)
        self.start()
        self.assertEqual(self.download()[-1]["status"], "complete")

    def test_a_package_is_downloaded_chosen_started_and_removed(self):
        self.site.publish(self.content, sequence=1)
        self.assertGreaterEqual(len(self.site.parts()), 3)
        self.start()
        _, gpus = self.curl("/backend/gpus")
        self.assertEqual((gpus["gpus"][0]["name"], gpus["gpus"][0]["flavour"]), ("NVIDIA GeForce RTX 4090", "cu128"))
        _, health = self.curl("/health")
        self.assertEqual(health["backend_variant"], "cpu")
        _, status = self.curl("/backend/cuda-status")
        self.assertEqual((status["available"], status["active"], status["download_progress"]), (False, False, None))
        self.assertEqual(self.curl("/backend/cuda", "-X", "DELETE")[0], 404)

        events = self.download()
        self.assertEqual(events[-1]["status"], "complete", events[-1])
        total = sum((self.site.folder / part).stat().st_size for part in self.site.parts())
        downloading = [event for event in events if event["status"] == "downloading"]
        self.assertTrue(all(event["total"] == total for event in downloading), downloading)
        order = ["checking", "verifying", "downloading", "unpacking", "complete"]
        stages = [order.index(event["status"]) for event in events]
        self.assertEqual(stages, sorted(stages))
        self.assertEqual(self.events()[-1]["status"], "complete")  # whoever comes late learns it, too
        self.assertEqual(list((self.folder / "data" / "backends" / "parts").iterdir()), [])

        _, status = self.curl("/backend/cuda-status")
        self.assertEqual((status["available"], status["active"], status["state"]), (True, False, "trial"))
        self.assertEqual(self.post("/backend/download-cuda"),
                         (409, {"detail": "CUDA backend already downloaded", "code": "conflict"}))

        self.select("cuda")
        health = self.restart()
        self.assertEqual((health["backend_variant"], health["device"], health["gpu_type"]),
                         ("cuda", "cuda", "CUDA (Fake processor)"))
        _, status = self.curl("/backend/cuda-status")
        self.assertEqual((status["active"], status["state"]), (True, "good"))
        self.assertIn(str(self.folder), status["binary_path"])
        status, answer = self.curl("/backend/cuda", "-X", "DELETE")
        self.assertEqual(status, 409)
        self.assertIn("Switch to CPU first", answer["detail"])

        self.select("cpu")
        self.assertEqual(self.restart()["backend_variant"], "cpu")
        self.assertEqual(self.curl("/backend/cuda", "-X", "DELETE"), (200, {"message": "CUDA backend deleted"}))
        self.assertEqual(self.curl("/backend/cuda-status")[1]["available"], False)
        self.select("auto")
        self.assertEqual(self.restart()["backend_variant"], "cpu")
        self.assertEqual(self.running.end(signal.SIGTERM), 0)

    def test_a_second_server_does_not_judge_the_package_of_the_first(self):
        self.install()
        self.select("cuda")
        self.assertEqual(self.restart()["backend_variant"], "cuda")
        second = self.run_program("--data-dir", self.folder / "data", "--port", "0")
        self.assertEqual(second.returncode, LOCKED, second.stderr)
        self.assertEqual(self.package_state(), "good")

    def test_the_choice_outlives_the_process(self):
        self.install()
        self.select("cuda")
        self.assertEqual(self.running.end(signal.SIGTERM), 0)
        self.start()
        self.assertEqual((self.curl("/health")[1]["backend_variant"], self.package_state()), ("cuda", "good"))

    def test_an_update_of_the_server_fetches_only_the_server(self):
        self.install()
        (self.content / "voices" / "README").write_text("A word more.\n")
        self.site.publish(self.content, sequence=2)
        self.assertEqual(self.download("?update=true")[-1]["status"], "complete")
        self.assertEqual([part for part in self.site.parts("cuda-libraries") if self.site.sent[part]], [])
        server = self.site.parts("server")
        self.assertEqual(sum(self.site.sent[part] for part in server),
                         sum((self.site.folder / part).stat().st_size for part in server))
        # And there is nothing to fetch when it is the newest.
        self.site.sent.clear()
        self.assertEqual(self.download("?update=true")[-1]["status"], "complete")
        self.assertEqual(set(self.site.sent), {MANIFEST, MANIFEST + ".sig"})

    def test_a_damaged_package_leaves_the_cpu_and_a_sentence(self):
        self.site.publish(self.content, sequence=1)
        parts = self.site.parts("cuda-libraries")
        self.site.damage(parts[1])
        self.start()
        last = self.download()[-1]
        self.assertEqual(last["status"], "error")
        self.assertIn(f"part 2/{len(parts)} {parts[1]}", last["error"])
        self.assertTrue(last["error"].startswith("downloading: "), last["error"])
        _, status = self.curl("/backend/cuda-status")
        self.assertEqual((status["available"], status["download_progress"]["error"]), (False, last["error"]))
        self.select("cuda")
        self.assertEqual(self.restart()["backend_variant"], "cpu")

    def test_nothing_is_fetched_after_a_bad_signature(self):
        self.site.publish(self.content, sequence=1)
        self.site.damage(MANIFEST, at=-3)
        self.start()
        last = self.download()[-1]
        self.assertEqual(last["status"], "error")
        self.assertTrue(last["error"].startswith("checking: "), last["error"])
        self.assertEqual(set(self.site.sent), {MANIFEST, MANIFEST + ".sig"})

    def test_a_cancelled_download_goes_on_where_it_was(self):
        self.site.publish(self.content, sequence=1)
        self.site.pause = 0.05
        self.start()
        self.assertEqual(self.post("/backend/download-cuda")[0], 200)
        status, answer = self.post("/backend/download-cuda")
        self.assertEqual((status, answer["detail"]), (409, "CUDA backend download already in progress"))
        self.assertEqual(self.curl("/backend/cuda", "-X", "DELETE")[0], 409)
        deadline = time.monotonic() + PATIENCE
        while self.curl("/backend/cuda-status")[1]["partial_bytes"] < 1024 * 1024 and time.monotonic() < deadline:
            self.assertEqual(self.curl("/health")[0], 200)
        self.assertEqual(self.post("/backend/cancel-download")[1]["message"], "CUDA backend download cancelled")
        self.assertEqual(self.events()[-1]["status"], "cancelled")
        self.site.pause = 0.0
        self.site.sent.clear()
        self.assertEqual(self.download()[-1]["status"], "complete")
        total = sum((self.site.folder / part).stat().st_size for part in self.site.parts())
        self.assertLess(sum(self.site.sent[part] for part in self.site.parts()), total - 512 * 1024)

    def test_a_download_that_is_given_up_leaves_nothing(self):
        self.site.publish(self.content, sequence=1)
        self.site.pause = 0.05
        self.start()
        self.post("/backend/download-cuda")
        while self.curl("/backend/cuda-status")[1]["partial_bytes"] == 0:
            pass
        self.assertEqual(self.post("/backend/cancel-download?discard=true")[0], 200)
        self.assertEqual(self.curl("/backend/cuda-status")[1]["partial_bytes"], 0)

    def test_a_package_that_does_not_work_gives_way_to_the_cpu(self):
        shutil.copy(FAKE_ENGINES / "wrong-version" / "libparlando-engine.so", self.content)
        self.install()
        _, before = self.curl("/health")
        self.select("cuda")
        self.assertEqual(self.post("/backend/restart"), (200, {"message": "Restarting", "variant": "cuda"}))
        health = self.wait_for_other(before["instance"])
        self.assertEqual(health["backend_variant"], "cpu")
        _, status = self.curl("/backend/cuda-status")
        self.assertEqual((status["state"], status["available"]), ("failed", True))
        self.assertIn("version 0.0.9", status["reason"])

    def test_a_package_that_takes_the_process_with_it_is_not_started_twice(self):
        program = self.content / "parlando-server-cuda"
        program.write_text("#!/bin/sh\nkill -SEGV $$\n")
        program.chmod(0o755)
        self.install()
        self.select("cuda")
        self.assertEqual(self.post("/backend/restart")[0], 200)
        self.assertEqual(self.running.wait(), -signal.SIGSEGV)
        self.start()
        self.assertEqual(self.curl("/health")[1]["backend_variant"], "cpu")
        _, status = self.curl("/backend/cuda-status")
        self.assertEqual((status["state"], status["reason"]), ("failed", "It was started and did not become ready."))

    def test_a_supervised_server_asks_for_its_restart(self):
        self.start("--supervised")
        self.select("cuda")
        self.assertEqual(self.post("/backend/restart"), (200, {"message": "Restarting", "variant": "cuda"}))
        self.assertEqual(self.running.line(), {"request": "restart", "variant": "cuda"})
        self.assertEqual(self.running.end(), 0)

    def test_a_choice_that_is_none_is_an_error(self):
        self.start()
        for body in ({}, {"variant": "rocm"}, {"variant": 1}):
            with self.subTest(body=body):
                status, answer = self.post("/backend/select", body)
                self.assertEqual((status, answer["code"]), (400, "invalid_input"))
        self.assertEqual(self.curl("/backend/cuda-status")[1]["selected"], "auto")

    def test_without_libcurl_only_downloads_fail(self):
        self.site.publish(self.content, sequence=1)
        (self.folder / "libcurl.so.4").write_bytes(b"no library")
        self.environment["LD_LIBRARY_PATH"] = str(self.folder)
        self.start()
        event = self.download()[-1]
        self.assertEqual(event["status"], "error")
        self.assertIn("install libcurl4", event["error"])
        self.assertEqual(self.curl("/health")[1]["backend_variant"], "cpu")

    def test_without_libarchive_only_packages_and_archives_fail(self):
        self.site.publish(self.content, sequence=1)
        (self.folder / "libarchive.so.13").write_bytes(b"no library")
        self.environment["LD_LIBRARY_PATH"] = str(self.folder)
        self.start()
        event = self.download()[-1]
        self.assertEqual(event["status"], "error")
        self.assertIn("install libarchive13", event["error"])
        voice = self.curl("/v1/audio/voices")[1]["voices"][0]["id"]
        status, profile = self.post("/profiles", {"name": "Morgan", "preset_voice_id": voice})
        self.assertEqual(status, 200, profile)
        status, answer = self.curl(f"/profiles/{profile['id']}/export")
        self.assertEqual(status, 500)
        self.assertIn("install libarchive13", answer["detail"])
        self.assertEqual(self.curl("/health")[1]["backend_variant"], "cpu")

    def test_without_a_card_the_cuda_server_says_so(self):
        program = self.folder / "bin" / "parlando-server-cuda"
        shutil.copy(WITHOUT_CARD, program)
        run = subprocess.run([program, "--self-test"], capture_output=True, timeout=PATIENCE, env=self.environment)
        self.assertEqual(run.returncode, NO_USABLE_GPU)
        line = json.loads(run.stdout)
        self.assertEqual(line["state"], "failed")
        self.assertIn("No NVIDIA card was found", line["message"])

    def test_a_cuda_server_that_was_started_by_hand_says_how_to_leave_it(self):
        program = self.folder / "bin" / "parlando-server-cuda"
        shutil.copy(CUDA_SERVER, program)
        shutil.copy(FAKE_ENGINES / "cuda" / "libparlando-engine.so", program.parent)
        self.program = program
        self.start()
        status, answer = self.post("/backend/restart")
        self.assertEqual(status, 409)
        self.assertIn("start parlando-server", answer["detail"])


if __name__ == "__main__":
    unittest.main()
