pragma Singleton

import QtQuick

// The design system: every colour, size and duration of the interface. Text colours have a contrast of at
// least 4.5:1 on every surface that they are used on (tests/ui/tst_theme.qml computes it).
QtObject {
    id: theme

    // Set by Main from the preferences.
    property string choice: "system"
    property real scale: 1.0

    readonly property SystemPalette system: SystemPalette {}
    readonly property bool dark: choice === "dark" || (choice === "system" && system.window.hslLightness < 0.5)

    // --- colours ---
    readonly property color background: dark ? "#171513" : "#f6f3ef"
    readonly property color sidebar: dark ? "#110f0d" : "#ece7e0"
    readonly property color surface: dark ? "#201d1a" : "#ffffff"
    readonly property color raised: dark ? "#2b2723" : "#f4f0eb"  // on a surface: fields, chips
    readonly property color pressed: dark ? "#38332e" : "#e8e2da"
    readonly property color line: dark ? "#35302b" : "#e2dbd2"
    readonly property color strongLine: dark ? "#8d847a" : "#8a8175"  // edges of controls: 3:1

    readonly property color text: dark ? "#f4efe9" : "#211c17"
    readonly property color muted: dark ? "#b3a99e" : "#655c52"
    readonly property color accent: dark ? "#ff8d5c" : "#bf3f0f"
    readonly property color accentHover: dark ? "#ffa279" : "#a8360b"
    readonly property color accentPressed: dark ? "#f07a47" : "#8f2d08"
    readonly property color accentInk: dark ? "#241006" : "#ffffff"
    readonly property color accentSoft: dark ? "#3a2318" : "#fbe7dd"
    readonly property color accentSoftInk: dark ? "#ffb899" : "#933009"
    readonly property color good: dark ? "#7fd1a0" : "#1d6b42"
    readonly property color goodSoft: dark ? "#1b3226" : "#e0f2e7"
    readonly property color bad: dark ? "#ff9a93" : "#b3261e"
    readonly property color badSoft: dark ? "#3d2120" : "#fbe5e3"
    readonly property color caution: dark ? "#f0c46a" : "#7a5200"
    readonly property color cautionSoft: dark ? "#362b14" : "#fbf0d6"

    // --- sizes, in device-independent pixels ---
    function px(size: real): int {
        return Math.round(size * scale);
    }
    readonly property int gapSmall: px(6)
    readonly property int gap: px(12)
    readonly property int gapLarge: px(20)
    readonly property int margin: px(28)
    readonly property int radius: px(14)
    readonly property int radiusSmall: px(9)
    readonly property int controlHeight: px(38)
    readonly property int iconSize: px(18)

    // --- type ---
    readonly property string family: "Inter"  // where it is not installed, the system's own
    readonly property string monospace: "monospace"
    readonly property int sizeTitle: px(26)
    readonly property int sizeHeading: px(16)
    readonly property int sizeBody: px(14)
    readonly property int sizeCaption: px(12.5)
    readonly property int sizeEditor: px(18)

    readonly property int quick: 120  // milliseconds
}
