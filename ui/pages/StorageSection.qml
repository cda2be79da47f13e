import QtQuick
import QtQuick.Layouts
import Parlando

Section {
    id: section

    required property StorageModel storage

    title: qsTr("Storage")
    Component.onCompleted: storage.refresh()
    onVisibleChanged: {
        if (visible)
            storage.refresh();
    }

    Card {
        Layout.fillWidth: true
        spacing: Theme.px(16)

        SettingRow {
            title: section.storage.counting && section.storage.freeText === "" ? qsTr("Counting…") : qsTr("Parlando uses %1, %2 are free").arg(section.storage.totalText).arg(section.storage.freeText)
            detail: section.storage.folder

            PushButton {
                symbol: "folder"
                text: qsTr("Open folder")
                onClicked: Qt.openUrlExternally("file://" + section.storage.folder)
            }
        }
        Words {
            Layout.fillWidth: true
            visible: section.storage.low
            color: Theme.bad
            text: qsTr("The disk is nearly full. Recordings cannot be kept until there is more space.")
        }
        Repeater {
            model: section.storage

            Column {
                id: entry
                required property string name
                required property string detail
                required property string size
                required property real share

                Layout.fillWidth: true
                spacing: Theme.px(12)

                Rectangle {
                    width: entry.width
                    height: 1
                    color: Theme.line
                }
                SettingRow {
                    width: entry.width
                    title: entry.name
                    detail: entry.detail

                    Words {
                        text: entry.size
                        wrapMode: Text.NoWrap
                        font.weight: Font.Medium
                    }
                }
                Rectangle {
                    width: entry.width
                    height: Theme.px(5)
                    radius: height / 2
                    color: Theme.pressed

                    Rectangle {
                        width: parent.width * entry.share
                        height: parent.height
                        radius: height / 2
                        color: Theme.accent
                    }
                }
            }
        }
    }
}
