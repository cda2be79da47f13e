import QtQuick
import QtQuick.Controls.Basic
import Parlando

// A button on a notice, which is dark in both themes.
AbstractButton {
    id: control

    property string symbol

    implicitHeight: Theme.px(32)
    implicitWidth: symbol === "" ? label.implicitWidth + Theme.px(24) : implicitHeight
    Accessible.name: text

    contentItem: Item {
        Text {
            id: label
            anchors.centerIn: parent
            visible: control.symbol === ""
            text: control.text
            color: "#ffb48d"
            font.family: Theme.family
            font.pixelSize: Theme.sizeBody
            font.weight: Font.DemiBold
            Accessible.ignored: true
        }
        Icon {
            anchors.centerIn: parent
            visible: control.symbol !== ""
            icon: control.symbol
            size: Theme.px(16)
            color: "#d8cfc6"
        }
    }
    background: Rectangle {
        radius: Theme.radiusSmall
        color: control.down || control.hovered ? "#4a423b" : "transparent"
        border.width: control.visualFocus ? 2 : 0
        border.color: "#ffb48d"
    }
}
