import QtQuick
import QtTest
import Parlando
import ParlandoTest

WindowCase {
    name: "Gpu"

    readonly property string events: "GET /backend/cuda-progress"
    readonly property var card: ({ "driver": "550.54", "gpus": [{ "name": "NVIDIA GeForce RTX 4090", "compute_capability": "8.9", "memory_bytes": 25769803776, "flavour": "cu128" }] })
    readonly property var offer: ({ "available": false, "downloading": false, "download_bytes": 2400000000, "unpacked_bytes": 4100000000, "free_bytes": 90000000000 })
    readonly property GpuModel gpu: Stage.app.gpu

    function arrange(gpus: var, status: var, members: var) {
        serve();
        Stage.answer("GET /backend/gpus", gpus);
        Stage.answer("GET /backend/cuda-status", status);
        Stage.answer("POST /backend/download-cuda", { "message": "started" });
        Stage.answer("POST /backend/cancel-download", { "message": "cancelled" });
        Stage.answer("DELETE /backend/cuda", { "message": "deleted" });
        Stage.hold(events, "text/event-stream");
        open("settings", "gpu");
        Stage.snapshot(members === undefined ? { "phase": "ready" } : members);
    }
    function installed(more: var): var {
        return Object.assign({ "available": true, "free_bytes": 90000000000, "version": "0.1.0" }, more === undefined ? {} : more);
    }

    function test_no_answer_yet_says_what_it_is_doing() {
        open("settings", "gpu");
        Stage.snapshot({ "phase": "loading" });
        compare(gpu.panel, GpuModel.Looking);
        verify(find("gpuMeter").visible);
    }
    function test_no_card() {
        arrange({ "gpus": [], "detail": "No NVIDIA card was found; there is an AMD card, which cannot be used yet." }, offer);
        tryCompare(gpu, "panel", GpuModel.NoCard);
        verify(find("gpuText").text.includes("AMD"));
        verify(!find("downloadButton").visible);
        verify(!find("cpuButton").visible);
    }
    function test_an_old_driver_says_what_to_do() {
        arrange({ "driver": "470.10", "gpus": [{ "name": "NVIDIA GeForce GTX 1080", "detail": "The driver 470.10 is too old; install 525.60 or newer." }] }, offer);
        tryCompare(gpu, "panel", GpuModel.Unusable);
        verify(find("gpuText").text.includes("525.60"));
        verify(!find("downloadButton").visible);
    }
    function test_the_offer_shows_card_sizes_and_free_space() {
        arrange(card, offer);
        tryCompare(gpu, "panel", GpuModel.Offered);
        compare(gpu.cardName, "NVIDIA GeForce RTX 4090");
        verify(gpu.cardDetail.includes("cu128"));
        verify(find("gpuText").text.includes("2.4 GB"));
        verify(find("downloadButton").visible);
    }
    function test_a_full_disk_is_told_before_any_byte() {
        arrange(card, Object.assign({}, offer, { "free_bytes": 3000000000 }));
        tryCompare(gpu, "panel", GpuModel.NoSpace);
        verify(!find("downloadButton").visible);
        verify(find("checkButton").visible);
    }
    function test_the_download_shows_bytes_rate_and_time_left() {
        arrange(card, offer);
        tryCompare(gpu, "panel", GpuModel.Offered);
        press(find("downloadButton"));
        compare(gpu.panel, GpuModel.Downloading);
        tryVerify(() => Stage.count("POST /backend/download-cuda") === 1);
        Stage.answer("GET /backend/cuda-status", Object.assign({}, offer, { "downloading": true }));
        tryVerify(() => Stage.isHeld(events));
        Stage.sendEvent(events, { "status": "downloading", "current": 600000000, "total": 2400000000, "rate": 25000000, "remaining_seconds": 72 });
        tryVerify(() => gpu.progressText.includes("2.4 GB"));
        compare(gpu.progress, 0.25);
        verify(gpu.progressDetail.includes("25"));
        verify(find("pauseButton").visible);
        for (const stage of ["verifying", "unpacking", "testing"]) {
            const before = gpu.title;
            Stage.sendEvent(events, { "status": stage, "current": 10, "total": 100 });
            tryVerify(() => gpu.title !== before);
            compare(gpu.panel, GpuModel.Downloading);
        }
    }
    function test_the_end_of_an_earlier_download_is_not_that_of_a_new_one() {
        arrange(card, offer);
        tryCompare(gpu, "panel", GpuModel.Offered);
        Stage.hold("POST /backend/download-cuda", "application/json");
        gpu.download();
        tryVerify(() => Stage.isHeld("POST /backend/download-cuda"));
        wait(100);
        verify(!Stage.isHeld(events));  // who listens before the new one has begun is told how the last one ended
        compare(gpu.panel, GpuModel.Downloading);
        Stage.answer("GET /backend/cuda-status", Object.assign({}, offer, { "downloading": true }));
        Stage.finish("POST /backend/download-cuda");
        tryVerify(() => Stage.isHeld(events));
        Stage.sendEvent(events, { "status": "downloading", "current": 600, "total": 2400 });
        tryCompare(gpu, "progress", 0.25);
    }
    function test_pause_and_resume() {
        test_the_download_shows_bytes_rate_and_time_left();
        Stage.answer("GET /backend/cuda-status", Object.assign({}, offer, { "partial_bytes": 600000000 }));
        press(find("pauseButton"));
        compare(gpu.panel, GpuModel.Paused);
        tryVerify(() => Stage.count("POST /backend/cancel-download") === 1);
        press(find("resumeDownloadButton"));
        compare(gpu.panel, GpuModel.Downloading);
        tryVerify(() => Stage.count("POST /backend/download-cuda") === 2);
    }
    function test_a_failed_download_says_why_and_can_be_tried_again() {
        arrange(card, offer);
        tryCompare(gpu, "panel", GpuModel.Offered);
        press(find("downloadButton"));
        tryVerify(() => Stage.isHeld(events));
        Stage.answer("GET /backend/cuda-status", Object.assign({}, offer, { "download_progress": { "status": "error", "error": "The server has no such file." } }));
        Stage.sendEvent(events, { "status": "error", "error": "The server has no such file." });
        tryCompare(gpu, "panel", GpuModel.DownloadFailed);
        compare(find("gpuText").text, "The server has no such file.");
        press(find("retryDownloadButton"));
        compare(gpu.panel, GpuModel.Downloading);
    }
    function test_a_download_that_began_without_us_is_followed() {
        arrange(card, Object.assign({}, offer, { "downloading": true, "download_progress": { "status": "downloading", "current": 100, "total": 1000 } }));
        tryCompare(gpu, "panel", GpuModel.Downloading);
        tryVerify(() => Stage.isHeld(events));
    }
    function test_after_the_download_the_cpu_still_runs() {
        arrange(card, offer);
        tryCompare(gpu, "panel", GpuModel.Offered);
        press(find("downloadButton"));
        tryVerify(() => Stage.isHeld(events));
        Stage.answer("GET /backend/cuda-status", installed());
        Stage.sendEvent(events, { "status": "complete", "current": 100, "total": 100 });
        tryCompare(gpu, "panel", GpuModel.Installed);
        verify(find("gpuButton").visible);
        verify(find("removeButton").visible);
        compare(Stage.intents.length, 0);
    }
    function test_a_switch_succeeds_only_by_the_servers_own_words() {
        arrange(card, installed(), { "phase": "ready", "wanted": "cpu" });
        tryCompare(gpu, "panel", GpuModel.Installed);
        press(find("gpuButton"));
        compare(Stage.intents[0], "switch cuda");
        compare(gpu.panel, GpuModel.Switching);
        // The old server is still there and well: that is no success.
        Stage.snapshot({ "phase": "ready", "wanted": "cuda" });
        compare(gpu.panel, GpuModel.Switching);
        compare(gpu.step, 0);
        Stage.snapshot({ "phase": "starting", "wanted": "cuda", "variant": "cuda", "generation": 2 });
        compare(gpu.step, 1);
        Stage.snapshot({ "phase": "loading", "wanted": "cuda", "variant": "cuda", "generation": 2, "progress": 0.5 });
        compare(gpu.step, 2);
        Stage.snapshot({ "phase": "ready", "wanted": "cuda", "variant": "cuda", "generation": 2 });
        compare(gpu.panel, GpuModel.Active);
        verify(gpu.onGpu);
        verify(find("cpuButton").visible);
        verify(!find("removeButton").visible);
    }
    function test_a_cuda_build_that_speaks_on_the_cpu_is_no_success() {
        arrange(card, installed(), { "phase": "ready", "variant": "cuda", "device": "cpu" });
        tryCompare(gpu, "panel", GpuModel.Installed);
        verify(!gpu.onGpu);
    }
    function test_falling_back_says_why() {
        arrange(card, installed(), { "phase": "ready", "wanted": "cuda", "fallback": "The GPU engine crashed three times. Parlando went back to the CPU." });
        tryCompare(gpu, "panel", GpuModel.FellBack);
        verify(find("gpuText").text.includes("three times"));
        verify(find("gpuButton").visible);
        verify(find("removeButton").visible);
    }
    function test_switching_back_deletes_nothing() {
        arrange(card, installed(), { "phase": "ready", "wanted": "cuda", "variant": "cuda" });
        tryCompare(gpu, "panel", GpuModel.Active);
        press(find("cpuButton"));
        compare(Stage.intents[0], "switch cpu");
        Stage.snapshot({ "phase": "ready", "wanted": "cpu", "generation": 2 });
        tryCompare(gpu, "panel", GpuModel.Installed);
        compare(Stage.count("DELETE /backend/cuda"), 0);
    }
    function test_removing() {
        arrange(card, installed(), { "phase": "ready", "wanted": "cpu" });
        tryCompare(gpu, "panel", GpuModel.Installed);
        Stage.answer("GET /backend/cuda-status", offer);
        press(find("removeButton"));
        compare(gpu.panel, GpuModel.Removing);
        tryCompare(gpu, "panel", GpuModel.Offered);
    }
    function test_an_older_package_offers_the_small_update() {
        arrange(card, installed({ "available": false, "version": "0.0.9", "update_available": true, "download_bytes": 45000000 }));
        tryCompare(gpu, "panel", GpuModel.UpdateOffered);
        verify(find("gpuText").text.includes("45"));
        verify(find("updateButton").visible);
    }
    function test_without_a_server_it_can_be_started_again() {
        open("settings", "gpu");
        Stage.snapshot({ "phase": "failed", "problem": "The voices are missing." });
        compare(gpu.panel, GpuModel.ServerDown);
        press(find("serverButton"));
        compare(Stage.intents[0], "retry");
    }
    function test_the_speed_gained_is_told_once_both_were_measured() {
        arrange(card, installed(), { "phase": "ready", "wanted": "cuda", "variant": "cuda" });
        tryCompare(gpu, "panel", GpuModel.Active);
        compare(gpu.speedText, "");
    }
}
