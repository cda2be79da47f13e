import QtQuick
import QtQuick.Controls.Basic
import Parlando

// On or off, at once.
Switch {
    id: control

    required property string label

    implicitHeight: Theme.px(24)
    implicitWidth: Theme.px(42)
    padding: 0
    Accessible.name: label

    indicator: Rectangle {
        width: Theme.px(42)
        height: Theme.px(24)
        radius: height / 2
        color: control.checked ? Theme.accent : Theme.pressed
        border.width: control.checked ? 0 : 1
        border.color: Theme.strongLine

        Rectangle {
            x: control.checked ? parent.width - width - Theme.px(3) : Theme.px(3)
            anchors.verticalCenter: parent.verticalCenter
            width: Theme.px(18)
            height: width
            radius: width / 2
            color: control.checked ? Theme.accentInk : Theme.muted

            Behavior on x {
                NumberAnimation {
                    duration: Theme.quick
                    easing.type: Easing.OutCubic
                }
            }
        }
        FocusRing {
            shown: control.visualFocus
            radius: parent.radius + gap
        }
    }
    contentItem: Item {}
}
