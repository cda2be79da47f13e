import QtQuick
import QtTest
import Parlando
import ParlandoTest

WindowCase {
    name: "Voices"

    readonly property VoicesModel voices: Stage.app.voices

    function arrange(count = 3) {
        serve();
        open("voices");
        Stage.snapshot({ "phase": "ready" });
        tryCompare(voices, "count", count);
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
    function offer() {
        Stage.answer("GET /models/catalogue", { "total": 2, "items": [
            { "model_name": "mms-tts-deu", "display_name": "German", "downloaded": false, "size_mb": 145, "family": "vits",
              "language": "de", "language_name": "German", "quality": null, "license": "CC-BY-NC-4.0", "use": "non_commercial" },
            { "model_name": "de_DE-thorsten-high", "display_name": "Thorsten", "downloaded": false, "size_mb": 114, "family": "piper",
              "language": "de-DE", "language_name": "German (Germany)", "quality": "high", "license": null, "use": "see_card" }
        ] });
        arrange();
        find("shown").chosen("available");
        tryCompare(Stage.app.catalogue, "count", 2);
    }
    function offered(index: int): Item {
        const list = find("catalogueList");
        tryVerify(() => list.itemAtIndex(index) !== null);
        return list.itemAtIndex(index);
    }

    function test_published_voices_show_their_licence_plainly() {
        offer();
        compare(Stage.accessibilityProblems(window), []);
        verify(offered(0).nonCommercial);
        verify(offered(0).facts.includes("CC-BY-NC-4.0"));
        verify(!offered(1).nonCommercial);
        verify(offered(1).facts.includes("model card"));
    }
    function test_a_search_asks_the_server() {
        offer();
        const before = Stage.count("GET /models/catalogue");
        find("catalogueSearch").forceActiveFocus();
        for (const letter of "german")
            keyClick(letter);
        tryVerify(() => Stage.count("GET /models/catalogue") > before);
        compare(Stage.app.catalogue.search, "german");
    }
    function test_a_download_shows_how_far_it_is_and_ends_among_the_installed() {
        offer();
        Stage.answer("POST /models/download", { "message": "started" });
        Stage.hold("GET /models/progress/mms-tts-deu", "text/event-stream");
        findChild(offered(0), "download").clicked();
        compare(Stage.app.catalogue.downloading, "mms-tts-deu");
        tryVerify(() => Stage.isHeld("GET /models/progress/mms-tts-deu"));
        compare(Stage.lastBody("POST /models/download").model_name, "mms-tts-deu");
        Stage.sendEvent("GET /models/progress/mms-tts-deu", { "status": "downloading", "current": 58000000, "total": 145000000, "progress": 40 });
        tryCompare(Stage.app.catalogue, "progress", 0.4);
        verify(!findChild(offered(1), "download").enabled);
        const before = Stage.count("GET /v1/audio/voices");
        Stage.sendEvent("GET /models/progress/mms-tts-deu", { "status": "complete", "current": 145000000, "total": 145000000, "progress": 100 });
        tryCompare(Stage.app.catalogue, "downloading", "");
        tryVerify(() => Stage.count("GET /v1/audio/voices") > before);
    }
    function test_a_download_that_fails_says_why_and_can_be_tried_again() {
        offer();
        Stage.answer("POST /models/download", { "detail": "Another download runs.", "code": "conflict" }, 409);
        findChild(offered(1), "download").clicked();
        tryCompare(Stage.app.catalogue, "failure", "Another download runs.");
        verify(offered(1).failed);
        verify(!offered(0).failed);
        compare(findChild(offered(1), "download").text, "Try again");
    }
    function test_a_voice_that_was_added_is_removed_after_a_question() {
        Stage.answer("GET /models/status", { "models": [
            { "model_name": "robin", "loaded": true, "removable": false }, { "model_name": "siwis", "loaded": false, "removable": true }] });
        arrange();
        tryVerify(() => row(2).removable);
        verify(row(0).loaded);
        verify(!row(0).removable);
        Stage.answer("DELETE /models/siwis", { "message": "Voice deleted" });
        findChild(row(2), "remove").clicked();
        compare(Stage.count("DELETE /models/siwis"), 0);
        verify(findChild(row(2), "reallyRemove").visible);
        findChild(row(2), "reallyRemove").clicked();
        tryVerify(() => Stage.count("DELETE /models/siwis") === 1);
    }
    function test_memory_is_given_back() {
        Stage.answer("GET /models/status", { "models": [{ "model_name": "robin", "loaded": true, "removable": false }] });
        arrange();
        tryVerify(() => find("unload").visible);
        Stage.answer("POST /models/unload", { "message": "unloaded" });
        Stage.answer("GET /models/status", { "models": [{ "model_name": "robin", "loaded": false, "removable": false }] });
        find("unload").clicked();
        tryVerify(() => !find("unload").visible);
    }
    function test_what_is_dropped_is_added() {
        arrange();
        Stage.answer("POST /models/import", { "message": "Voice added", "model_name": "lessac" });
        voices.add("file:///tmp/lessac.onnx");
        tryVerify(() => Stage.count("POST /models/import") === 1);
        compare(Stage.lastBody("POST /models/import").path, "/tmp/lessac.onnx");
        voices.add("https://example.org/voice.onnx");
        compare(Stage.count("POST /models/import"), 1);
        compare(Stage.app.notices.kind, Notices.Problem);
    }
    function test_voices_that_are_dropped_together_are_added_one_after_the_other() {
        arrange();
        const route = "POST /models/import";
        Stage.hold(route, "application/json");
        for (const name of ["lessac.onnx.json", "lessac.onnx", "kokoro"])
            voices.add("file:///tmp/" + name);
        tryVerify(() => Stage.isHeld(route));
        wait(50);  // for one that would come too early
        compare(Stage.count(route), 1);
        compare(Stage.lastBody(route).path, "/tmp/lessac.onnx");
        Stage.answer(route, { "detail": "It is broken.", "code": "corrupt" }, 422);
        Stage.finish(route);
        tryVerify(() => Stage.count(route) === 2);
        compare(Stage.lastBody(route).path, "/tmp/kokoro");
        tryCompare(Stage.app.notices, "text", "It is broken.");
        compare(Stage.app.notices.kind, Notices.Problem);
        Stage.answer(route, { "message": "Voice added", "model_name": "lessac" });
        voices.add("file:///tmp/lessac.onnx");
        tryCompare(Stage.app.notices, "kind", Notices.Success);
        compare(Stage.count(route), 3);
    }
    function test_a_catalogue_that_was_opened_before_the_server_came_is_filled() {
        Stage.answer("GET /models/catalogue", { "total": 1, "items": [
            { "model_name": "mms-tts-deu", "display_name": "German", "downloaded": false, "size_mb": 145, "family": "vits",
              "language": "de", "language_name": "German", "quality": null, "license": "CC-BY-NC-4.0", "use": "non_commercial" }
        ] });
        serve();
        open("voices");
        find("shown").chosen("available");
        compare(Stage.count("GET /models/catalogue"), 0);
        Stage.snapshot({ "phase": "ready" });
        tryCompare(Stage.app.catalogue, "count", 1);
    }
    function test_the_languages_are_a_list() {
        Stage.answer("GET /models/catalogue/languages", { "languages": [{ "name": "English", "voices": 39 }, { "name": "German", "voices": 11 }] });
        offer();
        const picker = find("catalogueLanguage");
        tryCompare(picker, "count", 3);
        picker.forceActiveFocus();
        keyClick(Qt.Key_Down);
        keyClick(Qt.Key_Down);
        compare(Stage.app.catalogue.language, "German");
        tryVerify(() => Stage.lastQuery("GET /models/catalogue").includes("language=German"));
        compare(picker.displayText, "German");
        compare(Stage.count("GET /models/catalogue/languages"), 1);
    }

    function mix() {
        const answer = { "voices": [
            { "id": "robin", "name": "Robin", "language": "en-US", "speakers": [] },
            { "id": "vctk", "name": "VCTK", "language": "en-GB", "speakers": ["p225", "p226", "p(2)", "p228", "p229"] },
            { "id": "kokoro", "name": "Kokoro", "language": "en-US", "speakers": ["af_heart", "af_bella"] }
        ] };
        serve();
        Stage.answer("GET /v1/audio/voices", answer);
        open("voices");
        Stage.snapshot({ "phase": "ready" });
        tryCompare(voices, "count", 3);
        find("shown").chosen("blend");
    }
    readonly property BlendModel blend: Stage.app.blend

    function test_without_a_voice_of_several_speakers_there_is_nothing_to_mix() {
        arrange();
        find("shown").chosen("blend");
        compare(blend.count, 0);
        verify(!blend.canTry);
        compare(Stage.accessibilityProblems(window), []);
    }
    function test_a_blend_is_set_with_the_keyboard_and_heard() {
        mix();
        compare(Stage.accessibilityProblems(window), []);
        compare(blend.voiceNames, ["VCTK", "Kokoro"]);
        compare(blend.count, 2);
        const slider = find("parts");
        slider.forceActiveFocus();
        for (let i = 0; i < 25; ++i)
            keyClick(Qt.Key_Left);
        compare(slider.value, 25);
        compare(slider.Accessible.description, "33 %");
        find("addSpeaker").forceActiveFocus();
        keyClick(Qt.Key_Space);
        compare(blend.count, 3);
        Stage.answerWithSpeech("POST /generate/stream", 1);
        find("sentence").text = "Good morning.";
        find("tryBlend").forceActiveFocus();
        keyClick(Qt.Key_Space);
        tryCompare(Stage.app.player, "state", Player.Playing);
        compare(Stage.lastBody("POST /generate/stream").voice, "vctk:p225(25)+p226(50)+2(50)");
        compare(Stage.lastBody("POST /generate/stream").text, "Good morning.");
        compare(voices.current, "robin");
    }
    function test_a_blend_has_one_to_four_speakers_each_once() {
        mix();
        find("speaker").forceActiveFocus();
        keyClick(Qt.Key_Down);
        verify(!blend.canTry);
        compare(find("blendProblem").text, "Choose each speaker only once.");
        keyClick(Qt.Key_Up);
        verify(blend.canTry);
        blend.add();
        blend.add();
        verify(!blend.canAdd);
        blend.add();
        compare(blend.count, 4);
        for (let i = 0; i < 5; ++i)
            find("removeSpeaker").clicked();
        compare(blend.count, 1);
        blend.voiceRow = 1;
        compare(blend.speakers, ["af_heart", "af_bella"]);
        compare(blend.count, 2);
        verify(!blend.canAdd);
    }
    function test_a_blend_is_saved_under_a_name_and_found_among_the_voices() {
        mix();
        verify(!find("saveBlend").enabled);
        find("blendName").forceActiveFocus();
        for (const letter of " Duo ")
            keyClick(letter);
        verify(find("saveBlend").enabled);
        Stage.answer("POST /models/blend", { "detail": "there is a voice 'Duo' already; choose another name", "code": "conflict" }, 409);
        keyClick(Qt.Key_Return);
        tryVerify(() => blend.problem.includes("already"));
        verify(find("blendProblem").visible);
        keyClick("2");
        compare(blend.problem, "");
        Stage.answer("POST /models/blend", { "message": "Blend saved", "model_name": "Duo-2" });
        Stage.answer("GET /v1/audio/voices", { "voices": [
            { "id": "robin", "name": "Robin", "language": "en-US", "speakers": [] },
            { "id": "Duo-2", "name": "Duo 2", "language": "en-GB", "speakers": [], "blend": "vctk:p225(50)+p226(50)" }
        ] });
        keyClick(Qt.Key_Return);
        tryCompare(voices, "count", 2);
        compare(Stage.lastBody("POST /models/blend").name, "Duo 2");
        compare(Stage.lastBody("POST /models/blend").voice, "vctk:p225(50)+p226(50)");
        compare(find("shown").value, "installed");
        compare(row(1).description, "A blend: vctk:p225(50)+p226(50)");
        compare(Stage.app.notices.kind, Notices.Success);
        compare(blend.name, "");
    }
    function test_a_voice_that_cannot_be_used_says_why_and_can_only_be_removed() {
        Stage.answer("GET /models/status", { "models": [
            { "model_name": "robin", "loaded": true, "removable": false },
            { "model_name": "duo", "display_name": "Duo", "loaded": false, "removable": true, "problem": "The voice 'vctk' is not installed." }] });
        arrange(4);
        compare(row(3).problem, "The voice 'vctk' is not installed.");
        verify(findChild(row(3), "remove").visible);
        verify(!findChild(row(3), "try").visible);
        verify(!findChild(row(3), "choose").visible);
        compare(voices.current, "robin");
        compare(Stage.accessibilityProblems(window), []);
    }
}
