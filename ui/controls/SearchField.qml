import QtQuick
import QtQuick.Controls.Basic
import Parlando

TextField {
    id: control

    property string symbol: "search"

    implicitHeight: Theme.controlHeight
    leftPadding: Theme.px(symbol === "" ? 12 : 38)
    rightPadding: Theme.px(12)
    verticalAlignment: TextInput.AlignVCenter
    font.family: Theme.family
    font.pixelSize: Theme.sizeBody
    color: Theme.text
    placeholderTextColor: Theme.muted
    selectionColor: Theme.accent
    selectedTextColor: Theme.accentInk
    selectByMouse: true
    Accessible.name: placeholderText

    background: Rectangle {
        radius: Theme.radiusSmall
        color: Theme.surface
        border.width: control.activeFocus ? 2 : 1
        border.color: control.activeFocus ? Theme.accent : Theme.strongLine

        Icon {
            visible: control.symbol !== ""
            x: Theme.px(12)
            anchors.verticalCenter: parent.verticalCenter
            icon: control.symbol
            color: Theme.muted
        }
    }
}
