import QtQuick
import QtQuick.Controls.Basic
import Parlando

// A place in the sidebar.
TabButton {
    id: control

    property string symbol
    property bool current: false
    property bool compact: false

    implicitHeight: Theme.px(40)
    implicitWidth: Theme.px(180)
    checkable: false  // the page that is open says which one is current
    Accessible.name: text
    Accessible.selected: current
    Accessible.focusable: true

    contentItem: Item {
        Icon {
            id: mark
            x: Theme.px(12)
            anchors.verticalCenter: parent.verticalCenter
            icon: control.symbol
            size: Theme.px(19)
            color: control.current ? Theme.accentSoftInk : Theme.muted
        }
        Text {
            anchors.left: mark.right
            anchors.leftMargin: Theme.px(12)
            anchors.right: parent.right
            anchors.verticalCenter: parent.verticalCenter
            visible: !control.compact
            text: control.text
            elide: Text.ElideRight
            color: control.current ? Theme.accentSoftInk : Theme.text
            font.family: Theme.family
            font.pixelSize: Theme.sizeBody
            font.weight: control.current ? Font.DemiBold : Font.Medium
            Accessible.ignored: true
        }
    }
    background: Rectangle {
        radius: Theme.radiusSmall
        color: control.current ? Theme.accentSoft : control.down ? Theme.pressed : control.hovered ? Theme.raised : "transparent"

        FocusRing {
            shown: control.visualFocus
        }
    }
}
