import QtQuick
import QtTest
import Parlando
import ParlandoTest

WindowCase {
    name: "Accessibility"

    function test_every_control_has_a_name_and_a_role_data() {
        return ["speak", "history", "voices", "gpu", "server", "appearance", "dictionary", "storage", "logs", "about"].map(place => ({ "tag": place }));
    }
    function test_every_control_has_a_name_and_a_role(data: var) {
        const isPage = ["speak", "history", "voices"].includes(data.tag);
        serve();
        Stage.answer("GET /history", { "items": [{ "id": "a", "text": "A sentence.", "status": "completed", "duration": 2, "created_at": "2026-03-02T09:30:00" }], "total": 1 });
        Stage.answer("GET /backend/gpus", { "driver": "550.54", "gpus": [{ "name": "NVIDIA GeForce RTX 4090", "flavour": "cu128" }] });
        Stage.answer("GET /backend/cuda-status", { "available": false, "download_bytes": 2400000000 });
        open(isPage ? data.tag : "settings", isPage ? "" : data.tag);
        Stage.snapshot({ "phase": "ready" });
        tryCompare(Stage.app.voices, "count", 3);
        tryCompare(Stage.app.history, "count", 1);
        const problems = Stage.accessibilityProblems(window);
        compare(problems.join("\n"), "");
    }
}
