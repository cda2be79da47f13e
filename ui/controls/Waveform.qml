import QtQuick
import Parlando

// The loudness of a clip in bars; a click or the arrow keys go to a place in it.
Item {
    id: control

    required property Player player
    readonly property var peaks: player.peaks  // read once a change, not once a bar
    readonly property real place: player.span > 0 ? player.position / player.span : 0

    implicitHeight: Theme.px(44)
    activeFocusOnTab: player.hasClip
    Accessible.role: Accessible.Slider
    Accessible.name: qsTr("Position")
    Accessible.description: qsTr("%1 of %2").arg(player.positionText).arg(player.durationText)
    Accessible.focusable: player.hasClip
    Keys.onLeftPressed: player.seek(player.position - 5)
    Keys.onRightPressed: player.seek(player.position + 5)

    Row {
        id: bars
        anchors.fill: parent
        readonly property int count: Math.max(1, control.peaks.length)
        readonly property real step: width / count

        Repeater {
            model: bars.count

            Item {
                id: bar
                required property int index

                width: bars.step
                height: bars.height

                Rectangle {
                    anchors.centerIn: parent
                    width: Math.max(2, bars.step * 0.55)
                    height: Math.max(Theme.px(3), Math.min(1, 1.25 * control.peaks[bar.index]) * parent.height)
                    radius: width / 2
                    color: (bar.index + 0.5) / bars.count <= control.place ? Theme.accent : Theme.strongLine
                    opacity: control.peaks[bar.index] === 0 ? 0.3 : (bar.index + 0.5) / bars.count <= control.place ? 1 : 0.6
                }
            }
        }
    }
    MouseArea {
        anchors.fill: parent
        enabled: control.player.hasClip
        cursorShape: enabled ? Qt.PointingHandCursor : Qt.ArrowCursor
        onClicked: mouse => control.player.seek(mouse.x / width * control.player.span)
    }
    FocusRing {
        shown: control.activeFocus
    }
}
