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
    // Clicks an item once it and everything around it have their places; scrolls to it as a person would.
    function press(item: Item) {
        let before = null;
        tryVerify(() => {
            let settled = item.visible && item.width > 0;
            for (let around = item; around !== null; around = around.parent) {
                settled = settled && !isPolishScheduled(around);
                if (around instanceof Flickable) {
                    const top = item.mapToItem(around, 0, 0).y;
                    around.contentY += Math.min(top, 0) + Math.max(top + item.height - around.height, 0);
                }
            }
            const place = item.mapToItem(null, 0, 0);
            settled = settled && before !== null && before.x === place.x && before.y === place.y;
            before = place;
            return settled;
        }, 5000, "it has no place of its own");
        mouseClick(item);
    }
    function init() {
        Stage.reset();
    }
    function cleanup() {
        window = null;  // the test destroys what it made
    }
}
