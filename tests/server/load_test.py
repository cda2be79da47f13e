"""Many clients at once, clients that cancel and clients that leave: nobody's work is lost, nobody else's is stopped.

PARLANDO_SWEEP is the number of cancels and of departures; the default is a sample."""

import asyncio
import collections
import itertools
import json
import os
import pathlib
import random
import re

from program import ProgramTest, unittest

SWEEP = int(os.environ.get("PARLANDO_SWEEP", "40"))
CLIENTS = 256


class Answer:
    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body

    def json(self):
        return json.loads(self.body)


def head(method, path, body=b"", client=None):
    lines = [f"{method} {path} HTTP/1.1", "Host: localhost:PORT", "Connection: close"]
    if client:
        lines.append(f"X-Voicebox-Client-Id: {client}")
    if method == "POST":
        lines += ["Content-Type: application/json", f"Content-Length: {len(body)}"]
    return "\r\n".join(lines) + "\r\n\r\n"


class Serving(ProgramTest):
    def setUp(self):
        super().setUp()
        self.server = self.serve("--log-level", "warn")
        self.port = self.server.line()["hello"]["port"]
        self.server.until_state("ready")
        self.process = pathlib.Path("/proc") / str(self.server.process.pid)

    def counts(self):
        """Open descriptors and threads of the server."""
        return len(list((self.process / "fd").iterdir())), len(list((self.process / "task").iterdir()))

    async def begin(self, method, path, body=None, client=None):
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        content = b"" if body is None else json.dumps(body).encode()
        writer.write(head(method, path, content, client).replace("PORT", str(self.port)).encode() + content)
        return reader, writer

    async def ask(self, method, path, body=None, client=None):
        reader, writer = await self.begin(method, path, body, client)
        try:
            raw = await reader.read()
        finally:
            writer.close()
        top, _, rest = raw.partition(b"\r\n\r\n")
        lines = top.decode().split("\r\n")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines[1:])}
        if headers.get("transfer-encoding") == "chunked":
            rest = self.unchunked(rest)
        return Answer(int(lines[0].split()[1]), headers, rest)

    def unchunked(self, rest):
        body = b""
        while rest:
            size, _, rest = rest.partition(b"\r\n")
            if int(size, 16) == 0:
                return body
            body, rest = body + rest[:int(size, 16)], rest[int(size, 16) + 2:]
        raise AssertionError("the answer has no end mark")

    async def until_idle(self):
        while (await self.ask("GET", "/tasks/active")).json()["generations"]:
            await asyncio.sleep(0.02)

    async def baseline(self):
        """Descriptors and threads of a server that has served, once its sockets have stopped lingering."""
        await self.ask("GET", "/health")
        await asyncio.sleep(0.7)
        return self.counts()

    async def until_back(self, baseline):
        while self.counts() != baseline:
            await asyncio.sleep(0.05)


class Load(Serving):
    engine = "steady"  # 20 chunks, 10 ms each

    def test_256_clients_at_once(self):
        async def one(number):
            body = {"input": "Hello there.", "response_format": "pcm"}
            return await self.ask("POST", "/v1/audio/speech", body, f"client {number % 40}")

        async def everybody():
            most = 0

            async def watch():
                nonlocal most
                while True:
                    most = max(most, self.counts()[0])
                    await asyncio.sleep(0.005)
            watching = asyncio.create_task(watch())
            answers = await asyncio.gather(*(one(number) for number in range(CLIENTS)))
            watching.cancel()
            await self.until_idle()
            return answers, most

        answers, most = asyncio.run(everybody())
        by_status = collections.Counter(answer.status for answer in answers)
        self.assertEqual(set(by_status) - {200, 429, 503}, set())
        self.assertGreaterEqual(by_status[200], 16)
        for answer in answers:
            if answer.status == 200:
                self.assertEqual(len(answer.body), 24000 * 2 * 20 * 2 // 10)  # whole
            else:
                self.assertGreaterEqual(int(answer.headers["retry-after"]), 1)
                self.assertTrue({"error", "detail"} & set(answer.json()))
        self.assertLessEqual(most, 200)

    def test_accepted_generations_are_never_lost(self):
        async def one(number):
            return await self.ask("POST", "/generate", {"text": f"Number {number}."}, f"client {number % 8}")

        async def everybody():
            answers = await asyncio.gather(*(one(number) for number in range(CLIENTS)))
            await self.until_idle()
            accepted = [answer.json()["id"] for answer in answers if answer.status == 200]
            ends = []
            for identity in accepted:
                told = (await self.ask("GET", f"/generate/{identity}/status")).body.decode()
                ends.append(json.loads(told.strip().rsplit("data: ", 1)[1])["status"])
            return accepted, ends

        accepted, ends = asyncio.run(everybody())
        self.assertGreaterEqual(len(accepted), 16)
        self.assertEqual(collections.Counter(ends), {"completed": len(accepted)})

    def test_cancels_at_any_moment_stop_that_job_only(self):
        chance = random.Random(20261124)

        async def one(number):
            identity = (await self.ask("POST", "/generate", {"text": f"Number {number}."}, "canceller")).json()["id"]
            await asyncio.sleep(chance.uniform(0, 0.25))
            status = (await self.ask("POST", f"/generate/{identity}/cancel")).status
            told = (await self.ask("GET", f"/generate/{identity}/status")).body.decode()
            return status, json.loads(told.strip().rsplit("data: ", 1)[1])["status"]

        async def everybody():
            bystander = asyncio.create_task(self.ask("POST", "/generate", {"text": "A bystander."}, "bystander"))
            outcomes = [await one(number) for number in range(SWEEP)]
            identity = (await bystander).json()["id"]
            told = (await self.ask("GET", f"/generate/{identity}/status")).body.decode()
            return outcomes, told

        outcomes, told = asyncio.run(everybody())
        for status, end in outcomes:
            self.assertIn((status, end), ((200, "cancelled"), (409, "completed"), (200, "completed")))
        self.assertIn((200, "cancelled"), outcomes)
        self.assertIn('"completed"', told)

    def test_clients_that_leave_at_any_moment_leave_nothing_behind(self):
        chance = random.Random(20261125)

        async def leaver(number):
            kind = chance.choice(("wav", "mp3", "opus", "pcm"))
            _, writer = await self.begin("POST", "/v1/audio/speech", {"input": "Hello.", "response_format": kind},
                                         f"leaver {number % 5}")
            await asyncio.sleep(chance.uniform(0, 0.25))
            writer.transport.abort() if number % 2 else writer.close()

        async def everybody():
            baseline = await self.baseline()
            staying = asyncio.create_task(
                self.ask("POST", "/v1/audio/speech", {"input": "I stay.", "response_format": "pcm"}, "stayer"))
            for first in range(0, SWEEP, 8):
                await asyncio.gather(*(leaver(number) for number in range(first, min(first + 8, SWEEP))))
            stayed = await staying
            await self.until_idle()
            await self.until_back(baseline)
            return stayed

        stayed = asyncio.run(asyncio.wait_for(everybody(), 300))
        self.assertEqual((stayed.status, len(stayed.body)), (200, 24000 * 2 * 20 * 2 // 10))


class Endless(Serving):
    """With speech that would go on for a quarter of an hour, so that whatever ends was stopped."""

    engine = "slow"

    def moments(self, seed):
        chance = random.Random(seed)
        return (chance.uniform(0, 0.05) for _ in itertools.count())

    async def cancelled(self):
        """How many jobs were, as the server counts them."""
        metrics = (await self.ask("GET", "/metrics")).body.decode()
        return int(re.search(r'^parlando_jobs_total\{outcome="cancelled"\} (\d+)$', metrics, re.M).group(1))

    def test_every_job_that_is_cancelled_stops(self):
        async def everybody():
            baseline = await self.baseline()
            for number, moment in zip(range(SWEEP), self.moments(1)):
                identity = (await self.ask("POST", "/generate", {"text": f"Number {number}."})).json()["id"]
                await asyncio.sleep(moment)
                self.assertEqual((await self.ask("POST", f"/generate/{identity}/cancel")).status, 200)
                told = (await self.ask("GET", f"/generate/{identity}/status")).body.decode()
                self.assertEqual(json.loads(told.strip().rsplit("data: ", 1)[1])["status"], "cancelled")
            self.assertEqual(await self.cancelled(), SWEEP)
            await self.until_back(baseline)

        asyncio.run(asyncio.wait_for(everybody(), 600))

    def test_every_job_whose_client_leaves_stops(self):
        async def everybody():
            baseline = await self.baseline()
            for number, moment in zip(range(SWEEP), self.moments(2)):
                reader, writer = await self.begin("POST", "/v1/audio/speech", {"input": "Hello.", "response_format": "pcm"})
                await reader.readexactly(1)  # it has begun
                await asyncio.sleep(moment)
                writer.transport.abort() if number % 2 else writer.close()
                await self.until_idle()
            self.assertEqual(await self.cancelled(), SWEEP)
            await self.until_back(baseline)

        asyncio.run(asyncio.wait_for(everybody(), 600))


if __name__ == "__main__":
    unittest.main()
