import QtQuick
import QtTest
import Parlando
import ParlandoTest

WindowCase {
    name: "Voices"

    readonly property VoicesModel voices: Stage.app.voices

    function arrange() {
        serve();
        open("voices");
        Stage.snapshot({ "phase": "ready" });
        tryCompare(voices, "count", 3);
    }
    function row(index: int): Item {
        const list = find("voiceList");
        tryVerify(() => list.itemAtIndex(index) !== null);
        return list.itemAtIndex(index);
    }

    function test_rows_show_what_a_voice_is() {
        arrange();
        compare(row(1).name, "Thorsten");
        compare(row(1).language, "German (Germany)");
        compare(row(1).licence, "CC0 1.0");
        compare(row(1).size, "63.0 MB");
    }
    function test_the_first_voice_is_chosen_until_another_is() {
        arrange();
        verify(row(0).current);
        row(2).forceActiveFocus();
        keyClick(Qt.Key_Return);
        compare(voices.current, "siwis");
        verify(row(2).current);
        verify(!row(0).current);
    }
    function test_trying_speaks_the_sentence_with_that_voice() {
        arrange();
        Stage.answerWithSpeech("POST /generate/stream", 1);
        find("sentence").text = "Guten Tag.";
        row(1).tried();
        tryCompare(Stage.app.player, "state", Player.Playing);
        compare(Stage.lastBody("POST /generate/stream").voice, "thorsten");
        compare(Stage.lastBody("POST /generate/stream").text, "Guten Tag.");
        compare(voices.current, "robin");
    }
    function test_voices_come_once_the_engine_is_loaded() {
        Stage.answer("GET /v1/audio/voices", { "error": { "message": "The engine is still loading." } }, 503);
        Stage.answer("GET /history", { "items": [], "total": 0 });
        open("voices");
        Stage.snapshot({ "phase": "ready" });
        tryVerify(() => Stage.count("GET /v1/audio/voices") > 0);
        verify(voices.loading);
        serve();
        tryCompare(voices, "count", 3);
    }
}
