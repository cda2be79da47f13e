import QtQuick
import Parlando

// A word or two about the thing beside it.
Rectangle {
    id: control

    property alias text: label.text
    property color ink: Theme.accentSoftInk

    implicitWidth: label.implicitWidth + Theme.px(18)
    implicitHeight: Theme.px(24)
    radius: height / 2
    color: Theme.accentSoft

    Text {
        id: label
        anchors.centerIn: parent
        color: control.ink
        font.family: Theme.family
        font.pixelSize: Theme.sizeCaption
        font.weight: Font.Medium
        Accessible.role: Accessible.StaticText
        Accessible.name: text
    }
}
