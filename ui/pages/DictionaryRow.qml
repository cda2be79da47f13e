import QtQuick
import QtQuick.Layouts
import Parlando

// A word and how it is said.
Item {
    id: row

    required property string entryId
    required property string word
    required property string pronunciation
    required property string language
    property bool asking: false
    signal heard
    signal edited
    signal removed

    implicitHeight: Math.max(line.implicitHeight, Theme.controlHeight) + Theme.px(8)
    Accessible.role: Accessible.ListItem
    Accessible.name: row.word
    Accessible.description: row.pronunciation

    RowLayout {
        id: line
        anchors.fill: parent
        spacing: Theme.gapSmall

        Words {
            Layout.fillWidth: true
            Layout.preferredWidth: 1
            text: row.word
            font.weight: Font.Medium
            Accessible.ignored: true
        }
        Words {
            Layout.fillWidth: true
            Layout.preferredWidth: 1
            text: row.pronunciation
            Accessible.ignored: true
        }
        Chip {
            visible: row.language !== ""
            text: row.language
        }
        IconButton {
            objectName: "hear"
            visible: !row.asking
            symbol: "play"
            text: qsTr("Listen to %1").arg(row.word)
            onClicked: row.heard()
        }
        IconButton {
            objectName: "edit"
            visible: !row.asking
            symbol: "edit"
            text: qsTr("Change %1").arg(row.word)
            onClicked: row.edited()
        }
        IconButton {
            objectName: "remove"
            visible: !row.asking
            symbol: "trash"
            text: qsTr("Remove %1").arg(row.word)
            onClicked: row.asking = true
        }
        PushButton {
            objectName: "reallyRemove"
            visible: row.asking
            kind: PushButton.Danger
            text: qsTr("Really remove")
            Accessible.name: qsTr("Really remove %1").arg(row.word)
            onClicked: row.removed()
        }
        PushButton {
            visible: row.asking
            text: qsTr("Keep")
            Accessible.name: qsTr("Keep %1").arg(row.word)
            onClicked: row.asking = false
        }
    }
}
