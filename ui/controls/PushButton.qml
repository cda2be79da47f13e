import QtQuick
import QtQuick.Controls.Basic
import Parlando

// A button with words. One primary button a page.
Button {
    id: control

    enum Kind {
        Secondary,
        Primary,
        Quiet,
        Danger
    }
    property int kind: PushButton.Secondary
    property string symbol
    property string hint

    readonly property color ink: !enabled ? Theme.muted : kind === PushButton.Primary ? Theme.accentInk
        : kind === PushButton.Danger ? Theme.bad : Theme.text

    implicitHeight: Theme.controlHeight
    leftPadding: Theme.px(symbol === "" ? 16 : 13)
    rightPadding: Theme.px(16)
    topPadding: 0
    bottomPadding: 0
    opacity: enabled ? 1 : 0.55
    font.family: Theme.family
    font.pixelSize: Theme.sizeBody
    font.weight: Font.Medium
    Accessible.name: text
    Accessible.description: hint

    contentItem: Item {
        implicitWidth: row.implicitWidth
        implicitHeight: row.implicitHeight

        Row {
            id: row
            anchors.centerIn: parent
            spacing: Theme.px(8)

            Icon {
                anchors.verticalCenter: parent.verticalCenter
                visible: control.symbol !== ""
                icon: control.symbol
                color: control.ink
            }
            Text {
                anchors.verticalCenter: parent.verticalCenter
                text: control.text
                font: control.font
                color: control.ink
                Accessible.ignored: true
            }
            Text {
                anchors.verticalCenter: parent.verticalCenter
                visible: control.hint !== ""
                text: control.hint
                font.family: Theme.family
                font.pixelSize: Theme.sizeCaption
                color: control.ink
                Accessible.ignored: true
            }
        }
    }
    background: Rectangle {
        radius: Theme.radiusSmall
        color: control.kind === PushButton.Primary
            ? (control.down ? Theme.accentPressed : control.hovered ? Theme.accentHover : Theme.accent)
            : control.down ? Theme.pressed : control.hovered ? Theme.raised
            : control.kind === PushButton.Quiet ? "transparent" : Theme.surface
        border.width: control.kind === PushButton.Secondary || control.kind === PushButton.Danger ? 1 : 0
        border.color: control.kind === PushButton.Danger ? Theme.bad : Theme.strongLine

        FocusRing {
            shown: control.visualFocus
        }
    }
}
