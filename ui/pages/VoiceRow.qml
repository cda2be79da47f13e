import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Parlando

// One voice. Enter chooses it.
ItemDelegate {
    id: row

    required property string voiceId
    required property string name
    required property string language
    required property string description
    required property string licence
    required property string size
    required property string initial
    required property bool current
    required property bool loaded
    required property bool removable
    required property string problem
    property bool asking: false
    signal tried
    signal chosen
    signal removed

    padding: Theme.px(16)
    text: name
    Accessible.role: Accessible.ListItem
    Accessible.name: name
    Accessible.description: facts.text
    Accessible.selected: current
    onClicked: row.chosen()
    Keys.onReturnPressed: row.clicked()

    contentItem: RowLayout {
        spacing: Theme.px(16)

        Rectangle {
            implicitWidth: Theme.px(46)
            implicitHeight: implicitWidth
            radius: width / 2
            color: row.current ? Theme.accent : Theme.accentSoft

            Text {
                anchors.centerIn: parent
                text: row.initial
                color: row.current ? Theme.accentInk : Theme.accentSoftInk
                font.family: Theme.family
                font.pixelSize: Theme.px(19)
                font.weight: Font.DemiBold
                Accessible.ignored: true
            }
        }
        ColumnLayout {
            Layout.fillWidth: true
            spacing: Theme.px(3)

            RowLayout {
                spacing: Theme.gapSmall

                Words {
                    kind: Words.Heading
                    text: row.name
                    Accessible.ignored: true
                }
                Chip {
                    visible: row.current
                    text: qsTr("Chosen")
                }
                Chip {
                    visible: row.loaded
                    text: qsTr("In memory")
                }
            }
            Words {
                Layout.fillWidth: true
                visible: row.description !== ""
                color: Theme.muted
                text: row.description
                Accessible.ignored: true
            }
            Words {
                id: facts
                Layout.fillWidth: true
                kind: Words.Caption
                color: row.problem === "" ? Theme.muted : Theme.bad
                text: row.problem !== "" ? row.problem : row.language + (row.licence === "" ? "" : "  ·  " + row.licence) + (row.size === "" ? "" : "  ·  " + row.size)
                Accessible.ignored: true
            }
        }
        PushButton {
            objectName: "remove"
            visible: row.removable && !row.asking
            kind: PushButton.Quiet
            text: qsTr("Remove")
            Accessible.name: qsTr("Remove %1").arg(row.name)
            onClicked: row.asking = true
        }
        PushButton {
            objectName: "reallyRemove"
            visible: row.asking
            kind: PushButton.Danger
            text: qsTr("Really remove")
            Accessible.name: qsTr("Really remove %1").arg(row.name)
            onClicked: row.removed()
        }
        PushButton {
            visible: row.asking
            text: qsTr("Keep")
            Accessible.name: qsTr("Keep %1").arg(row.name)
            onClicked: row.asking = false
        }
        PushButton {
            objectName: "try"
            visible: !row.asking && row.problem === ""
            text: qsTr("Try")
            symbol: "play"
            Accessible.name: qsTr("Try %1").arg(row.name)
            onClicked: row.tried()
        }
        PushButton {
            objectName: "choose"
            visible: !row.current && !row.asking && row.problem === ""
            text: qsTr("Choose")
            Accessible.name: qsTr("Choose %1").arg(row.name)
            onClicked: row.chosen()
        }
    }
    background: Rectangle {
        radius: Theme.radius
        color: row.hovered ? Theme.raised : Theme.surface
        border.width: row.visualFocus || row.current ? 2 : 1
        border.color: row.visualFocus || row.current ? Theme.accent : Theme.line
    }
}
