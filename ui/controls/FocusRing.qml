import QtQuick
import Parlando

// Shows where the keyboard is, around its parent.
Rectangle {
    required property bool shown
    property int gap: 2

    anchors.fill: parent
    anchors.margins: -gap - border.width
    visible: shown
    color: "transparent"
    border.width: 2
    border.color: Theme.accent
    radius: Theme.radiusSmall + gap
}
