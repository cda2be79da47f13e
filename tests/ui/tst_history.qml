import QtQuick
import QtTest
import Parlando
import ParlandoTest

WindowCase {
    name: "History"

    readonly property HistoryModel history: Stage.app.history

    function item(id: string, text: string, more: var): var {
        return Object.assign({ "id": id, "text": text, "profile_name": "Robin", "created_at": "2026-03-02T09:30:00", "duration": 7.4, "status": "completed", "error": null, "is_favorited": false }, more === undefined ? {} : more);
    }
    function arrange(items: var, total: var) {
        serve();
        Stage.answer("GET /history", { "items": items, "total": total === undefined ? items.length : total });
        open("history");
        Stage.snapshot({ "phase": "ready" });
        tryCompare(history, "loading", false);
    }
    function row(index: int): Item {
        const list = find("historyList");
        tryVerify(() => list.itemAtIndex(index) !== null);
        return list.itemAtIndex(index);
    }

    function test_an_empty_history_explains_itself() {
        arrange([]);
        compare(history.count, 0);
    }
    function test_rows_show_text_voice_and_duration() {
        arrange([item("a", "The first sentence.")]);
        tryCompare(history, "count", 1);
        compare(row(0).spoken, "The first sentence.");
        compare(row(0).voice, "Robin");
        compare(row(0).duration, "0:07");
    }
    function test_search_asks_the_server() {
        arrange([item("a", "One")]);
        const field = find("search");
        field.forceActiveFocus();
        for (const key of [Qt.Key_F, Qt.Key_O, Qt.Key_X])
            keyClick(key);
        tryVerify(() => Stage.lastQuery("GET /history").includes("search=fox"));
    }
    function test_play_fetches_and_plays() {
        arrange([item("a", "One")]);
        Stage.answerWithSpeech("GET /audio/a", 1);
        row(0).clicked();
        tryCompare(Stage.app.player, "state", Player.Playing);
        compare(history.playingId, "a");
        row(0).clicked();
        compare(Stage.app.player.state, Player.Paused);
    }
    function test_a_favourite_shows_at_once_and_is_told_to_the_server() {
        arrange([item("a", "One")]);
        Stage.answer("POST /history/a/favorite", { "is_favorited": true });
        history.toggleFavourite("a");
        verify(row(0).favourite);
        tryVerify(() => Stage.count("POST /history/a/favorite") === 1);
    }
    function test_favourites_only() {
        arrange([item("a", "One"), item("b", "Two", { "is_favorited": true })]);
        history.favouritesOnly = true;
        tryCompare(history, "count", 1);
        compare(row(0).spoken, "Two");
    }
    function test_a_deleted_row_comes_back_with_undo() {
        arrange([item("a", "One"), item("b", "Two")]);
        history.remove("a");
        compare(history.count, 1);
        verify(Stage.app.notices.visible);
        Stage.app.notices.act();
        compare(history.count, 2);
        compare(row(0).spoken, "One");
        compare(Stage.count("DELETE /history/a"), 0);
    }
    function test_a_deleted_row_is_deleted_when_the_notice_goes() {
        arrange([item("a", "One")]);
        Stage.answer("DELETE /history/a", { "message": "deleted" });
        row(0).forceActiveFocus();
        keyClick(Qt.Key_Delete);
        compare(history.count, 0);
        Stage.app.notices.dismiss();
        tryVerify(() => Stage.count("DELETE /history/a") === 1);
    }
    function test_a_failed_one_says_why_and_can_be_made_again() {
        arrange([item("a", "One", { "status": "failed", "error": "The disk is full." })]);
        compare(row(0).error, "The disk is full.");
        Stage.answer("POST /generate/a/retry", item("a", "One", { "status": "queued" }));
        history.retry("a");
        compare(row(0).status, "queued");
        tryVerify(() => Stage.count("POST /generate/a/retry") === 1);
    }
    function test_export_takes_the_format_from_the_name() {
        arrange([item("a", "One")]);
        Stage.answerWithSpeech("GET /history/a/export-audio", 1);
        const file = Stage.temporaryFile("one.flac");
        history.exportTo("a", "file://" + file);
        tryVerify(() => Stage.fileSize(file) > 0);
        compare(Stage.lastQuery("GET /history/a/export-audio"), "format=flac");
    }
    function test_captions_are_exported_under_their_own_name() {
        arrange([item("a", "One")]);
        Stage.answer("GET /history/a/captions", { "stands": "for WebVTT" });
        const file = Stage.temporaryFile("one.vtt");
        history.exportTo("a", "file://" + file);
        tryVerify(() => Stage.fileSize(file) > 0);
        compare(Stage.lastQuery("GET /history/a/captions"), "format=vtt");
    }
    function test_text_can_be_used_again() {
        arrange([item("a", "Say this again.")]);
        history.reuse("a");
        compare(Stage.app.speak.text, "Say this again.");
        compare(Stage.app.preferences.page, "speak");
    }
    function test_more_rows_come_with_scrolling() {
        const items = [];
        for (let i = 0; i < 50; ++i)
            items.push(item("x" + i, "Sentence " + i));
        arrange(items, 120);
        tryVerify(() => history.count >= 50);
        find("historyList").positionViewAtEnd();
        tryVerify(() => Stage.lastQuery("GET /history").includes("offset=50"));
    }
    function test_an_error_is_shown() {
        serve();
        Stage.answer("GET /history", { "detail": "The library is locked by another program." }, 503);
        open("history");
        Stage.snapshot({ "phase": "ready" });
        tryCompare(history, "problem", "The library is locked by another program.");
    }
    function test_the_rows_stay_during_a_swap() {
        arrange([item("a", "One")]);
        Stage.snapshot({ "phase": "stopping" });
        compare(history.count, 1);
        Stage.snapshot({ "phase": "ready", "generation": 2 });
        tryCompare(history, "loading", false);
        compare(history.count, 1);
    }
}
