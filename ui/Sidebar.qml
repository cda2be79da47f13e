import QtQuick
import QtQuick.Layouts
import Parlando

Rectangle {
    id: sidebar

    required property ServerModel server
    required property string page
    property bool compact: false
    signal chosen(string page)

    color: Theme.sidebar

    ColumnLayout {
        anchors.fill: parent
        anchors.margins: Theme.px(12)
        spacing: Theme.px(3)
        Accessible.role: Accessible.PageTabList
        Accessible.name: qsTr("Pages")

        RowLayout {
            Layout.leftMargin: Theme.px(7)
            Layout.topMargin: Theme.px(8)
            Layout.bottomMargin: Theme.px(22)
            spacing: Theme.px(11)

            Image {
                source: Qt.resolvedUrl("icons/parlando.svg")
                sourceSize.width: Theme.px(30)
                sourceSize.height: Theme.px(30)
                Accessible.ignored: true
            }
            Words {
                visible: !sidebar.compact
                text: "Parlando"
                font.pixelSize: Theme.px(17)
                font.weight: Font.Bold
                lineHeight: 1
                wrapMode: Text.NoWrap
            }
        }
        Repeater {
            model: [
                { "name": "speak", "symbol": "speak", "text": qsTr("Speak") },
                { "name": "history", "symbol": "history", "text": qsTr("History") },
                { "name": "voices", "symbol": "voices", "text": qsTr("Voices") },
                { "name": "settings", "symbol": "settings", "text": qsTr("Settings") }
            ]

            NavigationItem {
                required property var modelData

                objectName: modelData.name
                Layout.fillWidth: true
                text: modelData.text
                symbol: modelData.symbol
                compact: sidebar.compact
                current: sidebar.page === modelData.name
                onClicked: sidebar.chosen(modelData.name)
            }
        }
        Item {
            Layout.fillHeight: true
        }
        StatusPill {
            Layout.fillWidth: true
            server: sidebar.server
            compact: sidebar.compact
        }
    }
}
