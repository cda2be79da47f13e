import QtQuick
import QtTest
import Parlando
import ParlandoTest

// Draws every page in both themes. With PARLANDO_SCREENSHOTS=FOLDER the pictures are kept.
WindowCase {
    name: "Screenshots"

    readonly property var card: ({ "driver": "550.54.14", "gpus": [{ "name": "NVIDIA GeForce RTX 4090", "compute_capability": "8.9", "memory_bytes": 25769803776, "flavour": "cu128" }] })
    readonly property string poem: "The harbour was quiet that morning. Two boats lay at the quay, and the fog held the far shore back as if it were a thought not yet ready to be spoken.\n\nShe read the letter once more, folded it, and laughed. “Well,” she said, “we had better begin.”"

    function history(): var {
        const item = (id, text, when, duration, more) => Object.assign({ "id": id, "text": text, "profile_name": "Robin", "created_at": when, "duration": duration, "status": "completed", "is_favorited": false }, more);
        return [
            item("1", "The harbour was quiet that morning. Two boats lay at the quay, and the fog held the far shore back.", "2026-03-02T09:30:00", 9.2, { "is_favorited": true }),
            item("2", "Welcome to the museum. The tour begins in the great hall in five minutes.", "2026-03-02T09:12:00", 5.1, {}),
            item("3", "Platform nine: the train to Antwerp is delayed by about ten minutes. We are sorry for the wait.", "2026-03-01T18:45:00", 6.8, {}),
            item("4", "Chapter one. It was the kind of winter that people still spoke of years later.", "2026-03-01T18:20:00", 0, { "status": "failed", "error": "The disk is full. Free some space, then try again." }),
            item("5", "Your table is ready. Please follow me.", "2026-02-27T12:05:00", 2.4, { "profile_name": "Thorsten", "is_favorited": true }),
            item("6", "Remember to water the plants on Thursday, and do not forget the ones on the balcony.", "2026-02-26T08:00:00", 4.9, {})
        ];
    }
    readonly property var offered: [
        { "model_name": "kokoro", "display_name": "Kokoro", "size_mb": 349, "family": "kokoro", "language_name": "English (United States)", "license": "Apache-2.0", "use": "any" },
        { "model_name": "de_DE-thorsten-high", "display_name": "Thorsten", "size_mb": 114, "family": "piper", "language_name": "German (Germany)", "quality": "high", "use": "see_card" },
        { "model_name": "mms-tts-deu", "display_name": "German", "size_mb": 145, "family": "vits", "language_name": "German", "license": "CC-BY-NC-4.0", "use": "non_commercial" }
    ]
    function test_pages_data() {
        const rows = [];
        for (const theme of ["light", "dark"]) {
            for (const name of ["speak", "speaking", "history", "voices", "available", "blend", "gpu-offer", "gpu-download", "gpu-switching", "gpu-active", "gpu-fallback", "server", "appearance", "storage", "logs", "about"])
                rows.push({ "tag": name + "-" + theme, "name": name, "theme": theme });
        }
        return rows;
    }
    function test_pages(data: var) {
        serve();
        Stage.answer("GET /history", { "items": history(), "total": 6 });
        Stage.answerWithSpeech("POST /generate/stream", 14.2);
        Stage.answer("GET /backend/gpus", card);
        const installed = { "available": true, "version": "0.1.0" };
        Stage.answer("GET /backend/cuda-status", data.name.startsWith("gpu-a") || data.name.startsWith("gpu-f") || data.name.startsWith("gpu-s") ? installed
            : Object.assign({ "available": false, "download_bytes": 2400000000, "unpacked_bytes": 4100000000, "free_bytes": 186000000000 },
                data.name === "gpu-download" ? { "downloading": true, "download_progress": { "status": "downloading", "current": 1310000000, "total": 2400000000, "rate": 23400000, "remaining_seconds": 46 } } : {}));
        Stage.app.preferences.theme = data.theme;
        const page = data.name === "speaking" ? "speak" : ["available", "blend"].includes(data.name) ? "voices" : ["speak", "history", "voices"].includes(data.name) ? data.name : "settings";
        open(page, page === "settings" ? data.name.split("-")[0] : "");
        window.width = 1120;
        window.height = 760;
        Stage.app.speak.text = poem;
        const ready = { "phase": "ready", "wanted": "automatic" };
        const onGpu = { "phase": "ready", "wanted": "cuda", "variant": "cuda" };
        Stage.snapshot(data.name === "gpu-active" ? onGpu : data.name === "gpu-switching" ? { "phase": "ready", "wanted": "cpu" }
            : data.name === "gpu-fallback" ? Object.assign({ "fallback": "The driver 470.103 is too old for the GPU engine. Install version 525.60 or newer, then try again." }, ready, { "wanted": "cuda" }) : ready);
        tryCompare(Stage.app.voices, "count", 3);
        if (data.name === "speaking") {
            Stage.hold("POST /generate/stream", "audio/wav");
            Stage.app.speak.speak();
            tryVerify(() => Stage.isHeld("POST /generate/stream"));
            Stage.sendSpeech("POST /generate/stream", 8.2);
            tryCompare(Stage.app.speak, "state", SpeakModel.Making);
            Stage.play(3.4);
        } else {
            Stage.app.speak.speak();
            tryCompare(Stage.app.speak, "state", SpeakModel.Idle);
            Stage.play(4.6);
            Stage.app.player.pause();
        }
        if (data.name === "gpu-switching") {
            tryCompare(Stage.app.gpu, "panel", GpuModel.Installed);
            Stage.app.gpu.switchToGpu();
            Stage.snapshot({ "phase": "loading", "wanted": "cuda", "variant": "cuda", "generation": 2, "progress": 0.6 });
        }
        if (data.name === "blend") {
            Stage.answer("GET /v1/audio/voices", { "voices": [{ "id": "kokoro", "name": "Kokoro", "language": "en-US", "speakers": ["af_heart", "af_bella", "bm_george"] }] });
            Stage.app.voices.refresh();
            find("shown").chosen("blend");
            tryCompare(Stage.app.blend, "count", 2);
            Stage.app.blend.setParts(0, 80);
            Stage.app.blend.name = "Warm duo";
        }
        if (data.name === "available") {
            Stage.answer("GET /models/catalogue/languages", { "languages": [{ "name": "English", "voices": 39 }, { "name": "German", "voices": 11 }] });
            Stage.answer("GET /models/catalogue", { "total": 1234, "items": offered });
            find("shown").chosen("available");
            tryCompare(Stage.app.catalogue, "count", 3);
            Stage.answer("POST /models/download", { "message": "started" });
            Stage.hold("GET /models/progress/de_DE-thorsten-high", "text/event-stream");
            Stage.app.catalogue.download("de_DE-thorsten-high");
            tryVerify(() => Stage.isHeld("GET /models/progress/de_DE-thorsten-high"));
            Stage.sendEvent("GET /models/progress/de_DE-thorsten-high", { "status": "downloading", "current": 52000000, "total": 114000000, "progress": 45.6 });
            tryVerify(() => Stage.app.catalogue.progress > 0.4);
        }
        if (data.name === "logs") {
            for (const line of ["[2026-03-02 09:29:58.102] [info] Parlando 0.1.0, cpu", "[2026-03-02 09:29:58.110] [info] listening on 127.0.0.1:17493", "[2026-03-02 09:29:58.391] [info] voice robin: 1.4 million weights in 96 ms", "[2026-03-02 09:29:58.612] [info] self-test passed on the CPU in 212 ms", "[2026-03-02 09:30:02.006] [warning] a client closed the connection before the end of its speech", "[2026-03-02 09:30:09.350] [info] spoke 9.2 s in 0.41 s"])
                Stage.log(line);
        }
        window.contentItem.forceActiveFocus();
        wait(350);
        verify(Stage.screenshot(window, data.tag));
    }
}
