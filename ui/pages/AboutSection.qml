import QtQuick
import QtQuick.Layouts
import Parlando

Section {
    id: section

    required property string version

    title: qsTr("About")

    Card {
        Layout.fillWidth: true
        spacing: Theme.px(14)

        RowLayout {
            spacing: Theme.px(18)

            Image {
                source: Qt.resolvedUrl("../icons/parlando.svg")
                sourceSize.width: Theme.px(64)
                sourceSize.height: Theme.px(64)
                Accessible.ignored: true
            }
            ColumnLayout {
                spacing: Theme.px(2)

                Words {
                    kind: Words.Title
                    text: "Parlando"
                }
                Words {
                    kind: Words.Caption
                    text: qsTr("Version %1").arg(section.version)
                }
            }
        }
        Words {
            Layout.fillWidth: true
            text: qsTr("A speech studio that runs on your own computer. Nothing that you type leaves it.")
        }
        Divider {}
        Words {
            Layout.fillWidth: true
            color: Theme.muted
            text: qsTr("The source is under the Apache License 2.0. The program as a whole contains eSpeak NG and is distributed under the GNU General Public License, version 3 or later.")
        }
    }
    Card {
        Layout.fillWidth: true
        spacing: Theme.px(10)

        Words {
            kind: Words.Heading
            text: qsTr("Keyboard")
        }
        Repeater {
            model: [
                [qsTr("Ctrl+Enter"), qsTr("Speak the text")],
                [qsTr("Space, in the text Ctrl+Space"), qsTr("Play and pause")],
                [qsTr("Esc"), qsTr("Stop")],
                [qsTr("Ctrl+S"), qsTr("Save the audio")],
                [qsTr("Ctrl+1 to Ctrl+4"), qsTr("Speak, History, Voices, Settings")]
            ]

            RowLayout {
                id: entry
                required property var modelData

                Words {
                    Layout.preferredWidth: Theme.px(260)
                    font.weight: Font.Medium
                    text: entry.modelData[0]
                }
                Words {
                    Layout.fillWidth: true
                    color: Theme.muted
                    text: entry.modelData[1]
                }
            }
        }
    }
}
