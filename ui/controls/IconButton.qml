import QtQuick
import QtQuick.Controls.Basic
import Parlando

// A button with a symbol; `text` is its name for people who hear the interface and in the tool tip.
Button {
    id: control

    property string symbol
    property color ink: Theme.muted
    property bool filled: false
    property int size: Theme.px(34)

    implicitWidth: size
    implicitHeight: size
    padding: 0
    opacity: enabled ? 1 : 0.45
    Accessible.name: text
    ToolTip.visible: hovered && text !== ""
    ToolTip.delay: 600
    ToolTip.text: text

    contentItem: Item {
        Icon {
            anchors.centerIn: parent
            icon: control.symbol
            size: Math.round(control.size * 0.53)
            color: control.filled ? Theme.accentInk : control.hovered ? Theme.text : control.ink
        }
    }
    background: Rectangle {
        radius: control.filled ? width / 2 : Theme.radiusSmall
        color: control.filled
            ? (control.down ? Theme.accentPressed : control.hovered ? Theme.accentHover : Theme.accent)
            : control.down ? Theme.pressed : control.hovered ? Theme.raised : "transparent"

        FocusRing {
            shown: control.visualFocus
            radius: parent.radius + gap
        }
    }
}
