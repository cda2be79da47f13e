import QtQuick
import QtQuick.Controls.Basic
import Parlando

// A value between two bounds; the arrow keys move it by a step.
Slider {
    id: control

    snapMode: Slider.SnapAlways
    implicitWidth: Theme.px(140)
    implicitHeight: Theme.controlHeight

    background: Rectangle {
        x: control.leftPadding
        y: control.topPadding + (control.availableHeight - height) / 2
        width: control.availableWidth
        height: Theme.px(4)
        radius: height / 2
        color: Theme.pressed

        Rectangle {
            width: control.visualPosition * parent.width
            height: parent.height
            radius: height / 2
            color: Theme.accent
        }
    }
    handle: Rectangle {
        x: control.leftPadding + control.visualPosition * (control.availableWidth - width)
        y: control.topPadding + (control.availableHeight - height) / 2
        width: Theme.px(18)
        height: width
        radius: width / 2
        color: control.pressed ? Theme.raised : Theme.surface
        border.width: Theme.px(2)
        border.color: Theme.accent

        FocusRing {
            shown: control.visualFocus
            radius: width / 2
        }
    }
}
