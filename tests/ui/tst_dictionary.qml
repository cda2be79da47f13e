import QtQuick
import QtTest
import Parlando
import ParlandoTest

WindowCase {
    name: "Dictionary"

    readonly property DictionaryModel dictionary: Stage.app.dictionary

    function arrange() {
        serve();
        Stage.answer("GET /dictionary", { "limit": 1000, "entries": [
            { "id": "a", "word": "SQL", "pronunciation": "sequel", "language": "" },
            { "id": "b", "word": "Paris", "pronunciation": "/paʁi/", "language": "fr" }
        ] });
        open("settings", "dictionary");
        Stage.snapshot({ "phase": "ready" });
        dictionary.refresh();
        tryCompare(dictionary, "count", 2);
    }
    function row(index: int): Item {
        const list = find("dictionaryList");
        tryVerify(() => list.itemAtIndex(index) !== null);
        return list.itemAtIndex(index);
    }
    function type(field: string, text: string) {
        find(field).forceActiveFocus();
        find(field).text = text;
    }

    function test_rows_show_words_and_how_they_are_said() {
        arrange();
        compare(row(0).word, "SQL");
        compare(row(1).pronunciation, "/paʁi/");
        compare(row(1).language, "fr");
        compare(Stage.accessibilityProblems(window).join("\n"), "");
    }
    function test_a_word_is_added_from_the_keyboard() {
        arrange();
        Stage.answer("POST /dictionary", { "id": "c", "word": "gif", "pronunciation": "jif", "language": "" });
        verify(!find("dictionarySave").enabled);
        type("dictionaryWord", " gif ");
        type("dictionarySaid", "jif");
        const before = Stage.count("GET /dictionary");
        keyClick(Qt.Key_Return);
        tryVerify(() => Stage.count("POST /dictionary") === 1);
        compare(Stage.lastBody("POST /dictionary").word, "gif");
        compare(Stage.lastBody("POST /dictionary").pronunciation, "jif");
        tryVerify(() => Stage.count("GET /dictionary") > before);
        compare(find("dictionaryWord").text, "");
    }
    function test_what_is_wrong_with_an_entry_is_shown_and_nothing_is_lost() {
        arrange();
        Stage.answer("POST /dictionary", { "detail": "'3' is not in the International Phonetic Alphabet", "code": "invalid_input" }, 400);
        type("dictionaryWord", "gif");
        type("dictionarySaid", "/3/");
        press(find("dictionarySave"));
        tryVerify(() => find("dictionaryProblem").visible);
        verify(find("dictionaryProblem").text.includes("'3'"));
        compare(find("dictionaryWord").text, "gif");
    }
    function test_an_entry_is_changed() {
        arrange();
        Stage.answer("PUT /dictionary/b", { "id": "b", "word": "Paris", "pronunciation": "pari", "language": "fr" });
        press(findChild(row(1), "edit"));
        compare(find("dictionaryWord").text, "Paris");
        compare(find("dictionaryLanguage").text, "fr");
        verify(find("dictionaryWord").activeFocus);
        type("dictionarySaid", "pari");
        tryVerify(() => find("dictionaryCancel").x > 0);  // the buttons have their places
        press(find("dictionarySave"));
        tryVerify(() => Stage.count("PUT /dictionary/b") === 1);
        compare(Stage.lastBody("PUT /dictionary/b").pronunciation, "pari");
        tryVerify(() => !find("dictionaryCancel").visible);
    }
    function test_a_change_can_be_given_up() {
        arrange();
        press(findChild(row(0), "edit"));
        press(find("dictionaryCancel"));
        compare(find("dictionaryWord").text, "");
    }
    function test_removing_asks_first() {
        arrange();
        Stage.answer("DELETE /dictionary/a", { "message": "Entry deleted" });
        press(findChild(row(0), "remove"));
        compare(Stage.count("DELETE /dictionary/a"), 0);
        press(findChild(row(0), "reallyRemove"));
        tryVerify(() => Stage.count("DELETE /dictionary/a") === 1);
    }
    function test_a_word_is_heard_as_it_is_said_before_it_is_saved() {
        arrange();
        Stage.answerWithSpeech("POST /generate/stream", 1);
        press(findChild(row(1), "hear"));
        tryCompare(Stage.app.player, "state", Player.Playing);
        compare(Stage.lastBody("POST /generate/stream").text, "[Paris](/paʁi/)");
        type("dictionaryWord", "gif");
        type("dictionarySaid", "jif");
        press(find("dictionaryHear"));
        tryVerify(() => Stage.lastBody("POST /generate/stream").text === "jif");
    }
}
