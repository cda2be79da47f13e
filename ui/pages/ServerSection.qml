import QtQuick
import QtQuick.Layouts
import Parlando

Section {
    id: section

    required property ServerModel server
    signal copyRequested(string text)

    title: qsTr("Server & API")

    Card {
        Layout.fillWidth: true

        SettingRow {
            title: section.server.statusText
            detail: section.server.detail

            PushButton {
                visible: section.server.canRetry
                symbol: "retry"
                text: qsTr("Start again")
                onClicked: section.server.retry()
            }
        }
        Words {
            Layout.fillWidth: true
            visible: text !== ""
            kind: Words.Caption
            color: Theme.caution
            text: section.server.portNotice
        }
        CodeBlock {
            Layout.fillWidth: true
            visible: section.server.address !== ""
            label: qsTr("address")
            code: section.server.address
            onCopyRequested: text => section.copyRequested(text)
        }
    }
    Card {
        Layout.fillWidth: true
        visible: section.server.address !== ""

        Words {
            kind: Words.Heading
            text: qsTr("From a shell")
        }
        CodeBlock {
            Layout.fillWidth: true
            label: qsTr("curl example")
            code: section.server.curlExample
            onCopyRequested: text => section.copyRequested(text)
        }
        Words {
            Layout.topMargin: Theme.gapSmall
            kind: Words.Heading
            text: qsTr("With the OpenAI library")
        }
        CodeBlock {
            Layout.fillWidth: true
            label: qsTr("OpenAI example")
            code: section.server.openAiExample
            onCopyRequested: text => section.copyRequested(text)
        }
    }
    Card {
        Layout.fillWidth: true

        SettingRow {
            title: qsTr("Network access")
            detail: qsTr("Other computers in your network may speak with Parlando, if they have the key. The server restarts.")

            Toggle {
                objectName: "networkToggle"
                label: qsTr("Network access")
                checked: section.server.networkAccess
                onToggled: section.server.networkAccess = checked
            }
        }
        CodeBlock {
            Layout.fillWidth: true
            visible: section.server.networkAddress !== ""
            label: qsTr("network address")
            code: section.server.networkAddress
            onCopyRequested: text => section.copyRequested(text)
        }
        CodeBlock {
            Layout.fillWidth: true
            visible: section.server.networkAccess
            label: qsTr("key")
            code: section.server.apiKey
            onCopyRequested: text => section.copyRequested(text)
        }
        PushButton {
            visible: section.server.networkAccess
            symbol: "retry"
            text: qsTr("Make a new key")
            onClicked: section.server.renewKey()
        }
    }
}
