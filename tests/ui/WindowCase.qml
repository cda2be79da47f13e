import QtQuick
import QtQuick.Controls.Basic
import QtTest
import Parlando
import ParlandoTest

// A test of the whole window: every function begins with new models and a new window.
TestCase {
    id: testCase

    property ApplicationWindow window
    property Component windowComponent: Component {
        Main {}
    }

    when: windowShown

    function open(page: string, section: string) {
        Stage.app.preferences.page = page;
        if (section !== undefined && section !== "")
            Stage.app.preferences.section = section;
        window = createTemporaryObject(windowComponent, testCase, { "app": Stage.app });
        verify(window !== null);
        wait(50);  // for the first frame
    }
    function serve() {
        Stage.answer("GET /v1/audio/voices", { "voices": [
            { "id": "robin", "name": "Robin", "language": "en-US", "description": "The built-in voice, calm and clear.", "license": "CC0 1.0", "size_bytes": 5800000 },
            { "id": "thorsten", "name": "Thorsten", "language": "de-DE", "description": "A warm German reader.", "license": "CC0 1.0", "size_bytes": 63000000 },
            { "id": "siwis", "name": "Siwis", "language": "fr-FR", "description": "", "license": "CC BY 4.0", "size_bytes": 61000000 }
        ] });
        Stage.answer("GET /history", { "items": [], "total": 0 });
    }
    // The first thing below `root` with that object name.
    function find(name: string): Item {
        const found = findChild(window.contentItem, name);
        verify(found !== null, "there is no " + name);
        return found;
    }
    function init() {
        Stage.reset();
    }
    function cleanup() {
        window = null;  // the test destroys what it made
    }
}
