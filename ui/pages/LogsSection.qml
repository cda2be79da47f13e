import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Parlando

// The end of the log, which follows while it is at its end.
Item {
    id: section

    required property LogModel log
    signal copyRequested(string text)

    ColumnLayout {
        anchors.fill: parent
        spacing: Theme.gapLarge

        RowLayout {
            spacing: Theme.gap

            Words {
                Layout.fillWidth: true
                kind: Words.Heading
                font.pixelSize: Theme.px(20)
                text: qsTr("Logs")
            }
            PushButton {
                symbol: "copy"
                text: qsTr("Copy all")
                enabled: section.log.count > 0
                onClicked: section.copyRequested(section.log.everything())
            }
            PushButton {
                symbol: "folder"
                text: qsTr("Open folder")
                onClicked: Qt.openUrlExternally("file://" + section.log.file.substring(0, section.log.file.lastIndexOf("/")))
            }
        }
        Rectangle {
            Layout.fillWidth: true
            Layout.fillHeight: true
            radius: Theme.radius
            color: Theme.surface
            border.width: 1
            border.color: Theme.line

            ListView {
                id: list
                objectName: "logList"
                anchors.fill: parent
                anchors.margins: Theme.px(14)
                clip: true
                model: section.log
                activeFocusOnTab: true
                boundsBehavior: Flickable.StopAtBounds
                Accessible.role: Accessible.List
                Accessible.name: qsTr("Logs")
                ScrollBar.vertical: ThinScrollBar {}
                property bool following: true
                onMovementEnded: following = atYEnd
                onCountChanged: {
                    if (following)
                        positionViewAtEnd();
                }

                delegate: Text {
                    required property string line
                    required property bool severe

                    width: ListView.view.width
                    bottomPadding: Theme.px(3)
                    text: line
                    textFormat: Text.PlainText
                    wrapMode: Text.WrapAnywhere
                    color: severe ? Theme.bad : Theme.text
                    font.family: Theme.monospace
                    font.pixelSize: Theme.sizeCaption
                    Accessible.role: Accessible.ListItem
                    Accessible.name: line
                }
            }
            Words {
                anchors.centerIn: parent
                visible: section.log.count === 0
                color: Theme.muted
                text: qsTr("The speech server has said nothing yet.")
            }
        }
    }
}
