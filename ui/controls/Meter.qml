import QtQuick
import QtQuick.Controls.Basic
import Parlando

// How far something is. Its value is spoken as part of its name, because the tool kit exposes no value.
ProgressBar {
    id: control

    property string label

    implicitHeight: Theme.px(6)
    Accessible.name: indeterminate ? label : qsTr("%1, %2 percent").arg(label).arg(Math.round(value * 100))

    background: Rectangle {
        radius: height / 2
        color: Theme.pressed
    }
    contentItem: Item {
        clip: true

        Rectangle {
            visible: !control.indeterminate
            width: Math.max(height, parent.width * control.position)
            height: parent.height
            radius: height / 2
            color: Theme.accent
        }
        Rectangle {
            id: runner
            visible: control.indeterminate
            width: parent.width * 0.3
            height: parent.height
            radius: height / 2
            color: Theme.accent

            NumberAnimation on x {
                running: runner.visible && control.visible
                from: -runner.width
                to: control.width
                duration: 1400
                loops: Animation.Infinite
            }
        }
    }
}
