import QtQuick
import QtTest
import Parlando
import ParlandoTest

WindowCase {
    name: "Settings"

    function test_the_server_section_shows_address_and_examples() {
        serve();
        open("settings", "server");
        Stage.snapshot({ "phase": "ready" });
        const server = Stage.app.server;
        verify(server.address.startsWith("http://127.0.0.1:"));
        verify(server.curlExample.includes(server.address));
        verify(server.openAiExample.includes(server.address + "/v1"));
    }
    function test_network_access_makes_a_key_and_restarts() {
        serve();
        open("settings", "server");
        Stage.snapshot({ "phase": "ready" });
        press(find("networkToggle"));
        compare(Stage.intents[0], "address 0.0.0.0 with key");
        verify(Stage.app.server.apiKey.length > 20);
        press(find("networkToggle"));
        compare(Stage.intents[1], "address 127.0.0.1");
    }
    function test_theme_and_size_apply_at_once() {
        open("settings", "appearance");
        Stage.app.preferences.theme = "dark";
        verify(Theme.dark);
        Stage.app.preferences.theme = "light";
        verify(!Theme.dark);
        const before = Theme.sizeBody;
        Stage.app.preferences.scale = 1.35;
        verify(Theme.sizeBody > before);
        Stage.app.preferences.scale = 1;
    }
    function test_the_language_changes_at_once() {
        open("settings", "appearance");
        Stage.app.preferences.language = "de";
        compare(Stage.app.preferences.language, "de");
    }
    function test_storage_is_counted() {
        open("settings", "storage");
        tryVerify(() => Stage.app.storage.freeText !== "");
        tryCompare(Stage.app.storage, "counting", false);
    }
    function test_the_log_follows() {
        open("settings", "logs");
        for (let i = 0; i < 100; ++i)
            Stage.log("line " + i);
        tryCompare(Stage.app.log, "count", 100);
        const list = find("logList");
        tryVerify(() => list.atYEnd);
        verify(Stage.app.log.everything().includes("line 99"));
    }
    function test_the_open_page_is_remembered() {
        open("settings", "logs");
        compare(Stage.app.preferences.section, "logs");
        compare(Stage.app.preferences.page, "settings");
    }
    function test_pages_open_from_the_keyboard() {
        open("speak");
        const pages = ["speak", "history", "voices", "settings"];
        for (let i = 3; i >= 0; --i) {
            keyClick(Qt.Key_1 + i, Qt.ControlModifier);
            compare(Stage.app.preferences.page, pages[i]);
        }
    }
    function test_every_control_of_the_speak_page_is_reached_with_tab() {
        serve();
        open("speak");
        Stage.snapshot({ "phase": "ready" });
        tryCompare(Stage.app.voices, "count", 3);
        find("editor").forceActiveFocus();
        const seen = [];
        for (let i = 0; i < 20; ++i) {
            keyClick(Qt.Key_Tab);
            if (window.activeFocusItem)
                seen.push(window.activeFocusItem.objectName);
        }
        for (const name of ["voicePicker", "speed", "speakButton", "speak", "history", "voices", "settings"])
            verify(seen.includes(name), name + " is not reached with Tab: " + seen);
    }
}
