import QtQuick
import QtQuick.Controls.Basic
import Parlando

// One of a list, in a drop-down.
ComboBox {
    id: control

    property string symbol
    property string label

    implicitHeight: Theme.controlHeight
    implicitWidth: Theme.px(220)
    font.family: Theme.family
    font.pixelSize: Theme.sizeBody
    leftPadding: Theme.px(12)
    rightPadding: Theme.px(34)
    Accessible.name: label
    Accessible.description: displayText

    contentItem: Row {
        spacing: Theme.px(9)

        Icon {
            id: mark
            anchors.verticalCenter: parent.verticalCenter
            visible: control.symbol !== ""
            icon: control.symbol
            color: Theme.muted
        }
        Text {
            anchors.verticalCenter: parent.verticalCenter
            width: parent.width - (mark.visible ? mark.width + parent.spacing : 0)
            text: control.displayText
            elide: Text.ElideRight
            color: Theme.text
            font: control.font
            Accessible.ignored: true
        }
    }
    indicator: Icon {
        x: control.width - width - Theme.px(11)
        anchors.verticalCenter: parent.verticalCenter
        icon: "chevron"
        size: Theme.px(16)
        color: Theme.muted
    }
    background: Rectangle {
        radius: Theme.radiusSmall
        color: control.pressed ? Theme.pressed : control.hovered ? Theme.raised : Theme.surface
        border.width: 1
        border.color: Theme.strongLine

        FocusRing {
            shown: control.visualFocus
        }
    }
    delegate: ItemDelegate {
        id: entry
        required property int index

        width: ListView.view ? ListView.view.width : 0
        implicitHeight: Theme.px(36)
        highlighted: control.highlightedIndex === index
        text: control.textAt(index)
        font: control.font
        Accessible.name: text

        contentItem: Text {
            leftPadding: Theme.px(4)
            text: entry.text
            font: entry.font
            elide: Text.ElideRight
            verticalAlignment: Text.AlignVCenter
            color: entry.index === control.currentIndex ? Theme.accentSoftInk : Theme.text
            Accessible.ignored: true
        }
        background: Rectangle {
            radius: Theme.radiusSmall - Theme.px(2)
            color: entry.index === control.currentIndex ? Theme.accentSoft : entry.highlighted ? Theme.raised : "transparent"
        }
    }
    popup: Popup {
        y: control.height + Theme.px(4)
        width: control.width
        implicitHeight: Math.min(contentItem.implicitHeight + 2 * padding, Theme.px(320))
        padding: Theme.px(5)

        contentItem: ListView {
            clip: true
            implicitHeight: contentHeight
            model: control.delegateModel
            currentIndex: control.highlightedIndex
            Accessible.role: Accessible.List
            Accessible.name: control.label
            ScrollBar.vertical: ThinScrollBar {}
        }
        background: Rectangle {
            radius: Theme.radiusSmall
            color: Theme.surface
            border.width: 1
            border.color: Theme.strongLine
        }
    }
}
