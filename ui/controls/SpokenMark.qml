import QtQuick
import QtQuick.Controls.Basic
import Parlando

// A mark behind the characters from `begin` to `end` of an editor; on the line of the first where they go over the end
// of a line. Nothing where `begin` is negative.
Rectangle {
    id: mark

    required property TextArea editor
    required property int begin
    required property int end

    readonly property rect first: place(begin)
    readonly property rect last: place(end)

    // Reads the sizes of the editor so that it is asked again when lines break elsewhere.
    function place(position: int): rect {
        return editor.width > 0 && editor.contentHeight > 0 && position >= 0 && position <= editor.length
            ? editor.positionToRectangle(position) : Qt.rect(0, 0, 0, 0);
    }

    z: -1
    visible: begin >= 0 && first.height > 0
    x: first.x - Theme.px(3)
    y: first.y
    width: (last.y === first.y ? last.x : editor.width - editor.rightPadding) - first.x + Theme.px(6)
    height: first.height
    radius: Theme.px(4)
    color: Theme.accentSoft
    Accessible.ignored: true
}
