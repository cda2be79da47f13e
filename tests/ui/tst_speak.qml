import QtQuick
import QtTest
import Parlando
import ParlandoTest

WindowCase {
    name: "Speak"

    readonly property string route: "POST /generate/stream"

    function test_the_first_start_needs_no_question() {
        serve();
        Stage.answerWithSpeech(route, 1.5);
        open("speak");
        Stage.snapshot({ "phase": "ready" });
        keyClick(Qt.Key_Return, Qt.ControlModifier);
        tryCompare(Stage.app.player, "hasClip", true);
        tryCompare(Stage.app.speak, "state", SpeakModel.Idle);
        compare(Stage.app.player.state, Player.Playing);
        compare(Stage.lastBody(route).text, Stage.app.speak.text);
        compare(Stage.lastBody(route).save, true);
    }
    function test_typing_reaches_the_model_and_counts() {
        open("speak");
        Stage.app.speak.clear();
        const editor = find("editor");
        editor.forceActiveFocus();
        for (const key of [Qt.Key_H, Qt.Key_I])
            keyClick(key);
        compare(Stage.app.speak.text, "hi");
        compare(Stage.app.speak.characterCount, 2);
        verify(Stage.app.speak.estimateText !== "");
    }
    function test_an_empty_text_cannot_be_spoken() {
        open("speak");
        Stage.app.speak.clear();
        verify(!find("speakButton").enabled);
    }
    function test_space_types_in_the_editor_and_plays_elsewhere() {
        serve();
        Stage.answerWithSpeech(route, 3);
        open("speak");
        Stage.snapshot({ "phase": "ready" });
        find("editor").forceActiveFocus();
        const before = Stage.app.speak.text.length;
        keyClick(Qt.Key_Space);
        compare(Stage.app.speak.text.length, before + 1);
        Stage.app.speak.speak();
        tryCompare(Stage.app.speak, "state", SpeakModel.Idle);
        compare(Stage.app.player.state, Player.Playing);
        window.contentItem.forceActiveFocus();
        find("speed").forceActiveFocus();
        keyClick(Qt.Key_Space);
        compare(Stage.app.player.state, Player.Paused);
        keyClick(Qt.Key_Space);
        compare(Stage.app.player.state, Player.Playing);
    }
    function test_audio_plays_while_it_is_still_being_made() {
        serve();
        Stage.hold(route, "audio/wav");
        open("speak");
        Stage.snapshot({ "phase": "ready" });
        Stage.app.speak.speak();
        compare(Stage.app.speak.state, SpeakModel.Waiting);
        tryVerify(() => Stage.isHeld(route));
        Stage.sendSpeech(route, 1);
        tryCompare(Stage.app.speak, "state", SpeakModel.Making);
        compare(Stage.app.player.state, Player.Playing);
        Stage.play(0.5);
        verify(Stage.app.player.position > 0.4);
        verify(find("stopButton").visible);
        Stage.finish(route);
        tryCompare(Stage.app.speak, "state", SpeakModel.Idle);
        verify(Stage.app.speak.canSave);
    }
    function test_a_swap_keeps_everything_and_continues_with_one_click() {
        serve();
        Stage.hold(route, "audio/wav");
        open("speak");
        Stage.snapshot({ "phase": "ready" });
        const editor = find("editor");
        Stage.app.speak.text = "A text that stays where it is.";
        editor.select(2, 6);
        Stage.app.speak.speak();
        tryVerify(() => Stage.isHeld(route));
        Stage.sendSpeech(route, 2);
        tryCompare(Stage.app.speak, "state", SpeakModel.Making);
        Stage.play(1);
        Stage.snapshot({ "phase": "stopping" });
        tryCompare(Stage.app.speak, "state", SpeakModel.Interrupted);
        compare(Stage.app.player.state, Player.Playing);
        Stage.snapshot({ "phase": "loading", "variant": "cuda", "generation": 2 });
        Stage.snapshot({ "phase": "ready", "variant": "cuda", "generation": 2 });
        compare(editor.text, "A text that stays where it is.");
        compare(editor.selectedText, "text");
        compare(Stage.app.player.state, Player.Playing);
        press(find("resumeButton"));
        tryVerify(() => Stage.count(route) === 2 && Stage.isHeld(route));
        Stage.sendSpeech(route, 3);
        tryCompare(Stage.app.speak, "state", SpeakModel.Making);
        verify(Stage.app.player.position >= 0.99);
    }
    function test_what_had_not_begun_begins_by_itself() {
        serve();
        Stage.answerWithSpeech(route, 1);
        open("speak");
        Stage.snapshot({ "phase": "loading" });
        Stage.app.speak.speak();
        compare(Stage.app.speak.state, SpeakModel.Waiting);
        Stage.snapshot({ "phase": "ready" });
        tryCompare(Stage.app.speak, "state", SpeakModel.Idle);
        verify(Stage.app.player.hasClip);
    }
    function test_an_error_is_shown_in_the_servers_words() {
        serve();
        Stage.answer(route, { "error": { "message": "There is nothing to say in this text." } }, 400);
        open("speak");
        Stage.snapshot({ "phase": "ready" });
        Stage.app.speak.speak();
        tryCompare(Stage.app.speak, "state", SpeakModel.Failed);
        compare(Stage.app.speak.problem, "There is nothing to say in this text.");
    }
    function test_without_a_sound_device_audio_can_be_saved() {
        serve();
        Stage.setSoundDevice(false);
        Stage.answerWithSpeech(route, 1);
        open("speak");
        Stage.snapshot({ "phase": "ready" });
        Stage.app.speak.speak();
        tryCompare(Stage.app.speak, "canSave", true);
        compare(Stage.app.player.state, Player.Stopped);
        const file = Stage.temporaryFile("speech.wav");
        Stage.app.speak.save("file://" + file);
        compare(Stage.fileSize(file), 44 + 48000);
    }
    function test_other_formats_come_from_the_server() {
        serve();
        Stage.answerWithSpeech(route, 1);
        open("speak");
        Stage.snapshot({ "phase": "ready" });
        Stage.app.speak.speak();
        tryCompare(Stage.app.speak, "canSave", true);
        Stage.answer("GET /history/kept/export-audio", { "stands": "for MP3" });
        const file = Stage.temporaryFile("speech.mp3");
        Stage.app.speak.save("file://" + file);
        tryVerify(() => Stage.fileSize(file) > 0);
        compare(Stage.lastQuery("GET /history/kept/export-audio"), "format=mp3");
        compare(Stage.count(route), 1);
    }
    function test_captions_come_from_the_library() {
        serve();
        Stage.answerWithSpeech(route, 1);
        open("speak");
        Stage.snapshot({ "phase": "ready" });
        Stage.app.speak.speak();
        tryCompare(Stage.app.speak, "canSave", true);
        Stage.answer("GET /history/kept/captions", { "stands": "for SubRip" });
        const file = Stage.temporaryFile("speech.srt");
        Stage.app.speak.save("file://" + file);
        tryVerify(() => Stage.fileSize(file) > 0);
        compare(Stage.lastQuery("GET /history/kept/captions"), "format=srt");
    }
    function test_the_word_that_is_heard_is_marked_until_the_text_is_another() {
        const words = "GET /generate/kept/words";
        const speak = Stage.app.speak;
        serve();
        Stage.hold(words, "text/event-stream");
        Stage.hold(route, "audio/wav");
        open("speak");
        Stage.snapshot({ "phase": "ready" });
        speak.text = "Ça va 😀 bien.";
        speak.speak();
        tryVerify(() => Stage.isHeld(route));
        Stage.sendSpeech(route, 3);
        tryVerify(() => Stage.isHeld(words));
        const mark = find("spokenMark");
        verify(!mark.visible);
        // Bytes become UTF-16: "Ça" has three bytes and two units, the face four and two.
        Stage.sendEvent(words, { "status": "generating", "words": [[0, 3, 0, 0.5], [4, 6, 0.5, 1]] });
        Stage.play(0.7);
        tryCompare(speak, "wordBegin", 3);
        compare(speak.wordEnd, 5);
        verify(mark.visible);
        verify(mark.width > 8);
        const left = mark.x;
        Stage.sendEvent(words, { "status": "completed", "words": [[7, 11, 1, 1.5], [12, 16, 2, 2.5]] });
        Stage.finish(route);
        Stage.play(0.5);
        tryCompare(speak, "wordBegin", 6);
        compare(speak.wordEnd, 8);
        verify(mark.x > left);
        Stage.play(0.6);
        tryCompare(speak, "wordBegin", -1);  // a pause
        Stage.play(0.4);
        tryCompare(speak, "wordBegin", 9);
        speak.text = "Ça va 😀 bien!";
        compare(speak.wordBegin, -1);
        verify(!mark.visible);
    }
    function test_what_is_not_in_the_library_is_made_again_for_other_formats() {
        serve();
        Stage.answerWithSpeech(route, 1);
        open("voices");
        Stage.snapshot({ "phase": "ready" });
        Stage.app.voices.tryVoice("siwis", "Bonjour.");
        tryCompare(Stage.app.speak, "canSave", true);
        compare(Stage.lastBody(route).save, false);
        const file = Stage.temporaryFile("speech.mp3");
        Stage.app.speak.save("file://" + file);
        tryVerify(() => Stage.fileSize(file) > 0);
        compare(Stage.lastBody(route).format, "mp3");
        compare(Stage.lastBody(route).text, "Bonjour.");
    }
    function test_a_button_forgets_how_long_its_words_were() {
        serve();
        Stage.answerWithSpeech(route, 3);
        open("speak");
        Stage.snapshot({ "phase": "ready" });
        const width = find("speakButton").width;
        Stage.app.speak.speak();
        tryVerify(() => find("speakButton").width > width);
        tryCompare(Stage.app.speak, "state", SpeakModel.Idle);
        Stage.app.player.stop();
        tryCompare(find("speakButton"), "width", width);
    }
    function test_a_second_text_waits_for_the_first() {
        serve();
        Stage.answerWithSpeech(route, 1);
        open("speak");
        Stage.snapshot({ "phase": "ready" });
        Stage.app.speak.speak();
        tryCompare(Stage.app.speak, "state", SpeakModel.Idle);
        Stage.app.speak.text = "The second.";
        Stage.app.speak.speak();
        compare(Stage.app.speak.queueLength, 1);
        Stage.play(2);
        tryCompare(Stage.app.speak, "queueLength", 0);
        tryVerify(() => Stage.lastBody(route).text === "The second.");
    }
    function test_the_smallest_window_shows_every_button_whole() {
        serve();
        open("speak");
        window.width = window.minimumWidth;
        window.height = window.minimumHeight;
        Stage.snapshot({ "phase": "ready" });
        for (const name of ["voicePicker", "speed", "speakButton"]) {
            const control = find(name);
            tryVerify(() => control.mapToItem(window.contentItem, control.width, 0).x <= window.width, 1000, name);
        }
    }
    function test_escape_stops() {
        serve();
        Stage.hold(route, "audio/wav");
        open("speak");
        Stage.snapshot({ "phase": "ready" });
        Stage.app.speak.speak();
        tryVerify(() => Stage.isHeld(route));
        keyClick(Qt.Key_Escape);
        compare(Stage.app.speak.state, SpeakModel.Idle);
    }
    function test_voice_and_speed_are_sent() {
        serve();
        Stage.answerWithSpeech(route, 1);
        open("speak");
        Stage.snapshot({ "phase": "ready" });
        tryCompare(Stage.app.voices, "count", 3);
        Stage.app.voices.current = "thorsten";
        Stage.app.speak.speed = 1.5;
        Stage.app.speak.speak();
        tryVerify(() => Stage.lastBody(route).voice === "thorsten");
        compare(Stage.lastBody(route).speed, 1.5);
    }
    function test_a_dead_server_can_be_started_again_from_here() {
        open("speak");
        Stage.snapshot({ "phase": "failed", "problem": "The engine library is missing. Install Parlando again." });
        compare(Stage.app.server.mood, ServerModel.Bad);
        Stage.app.server.retry();
        compare(Stage.intents.length, 1);
        compare(Stage.intents[0], "retry");
    }
}
