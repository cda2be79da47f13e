import QtQuick
import QtTest
import Parlando
import ParlandoTest

TestCase {
    name: "Theme"

    function test_text_is_readable_data() {
        return [{ "tag": "light" }, { "tag": "dark" }];
    }
    function test_text_is_readable(data: var) {
        Theme.choice = data.tag;
        compare(Theme.dark, data.tag === "dark");
        const pairs = [
            ["text", ["background", "sidebar", "surface", "raised", "pressed"]],
            ["muted", ["background", "sidebar", "surface", "raised"]],
            ["accentInk", ["accent", "accentHover", "accentPressed"]],
            ["accentSoftInk", ["accentSoft"]],
            ["good", ["surface", "goodSoft"]],
            ["bad", ["background", "surface", "badSoft"]],
            ["caution", ["surface", "cautionSoft"]]
        ];
        for (const [ink, grounds] of pairs) {
            for (const ground of grounds) {
                const ratio = Stage.contrast(Theme[ink], Theme[ground]);
                verify(ratio >= 4.5, ink + " on " + ground + " has a contrast of " + ratio.toFixed(2));
            }
        }
        for (const ground of ["background", "surface"]) {
            verify(Stage.contrast(Theme.strongLine, Theme[ground]) >= 3, "the edges of controls are hard to see on " + ground);
            verify(Stage.contrast(Theme.accent, Theme[ground]) >= 3, "the focus ring is hard to see on " + ground);
        }
    }
}
