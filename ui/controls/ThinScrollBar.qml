import QtQuick
import QtQuick.Controls.Basic
import Parlando

ScrollBar {
    id: control

    implicitWidth: Theme.px(10)
    padding: Theme.px(2)
    minimumSize: 0.08
    Accessible.ignored: true

    contentItem: Rectangle {
        radius: width / 2
        color: control.pressed ? Theme.muted : Theme.strongLine
        opacity: control.size < 1 && (control.active || control.hovered) ? 1 : control.size < 1 ? 0.45 : 0
    }
}
