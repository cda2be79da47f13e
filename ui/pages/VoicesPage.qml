import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Parlando

FocusScope {
    id: page

    required property VoicesModel voices
    required property SpeakModel speak

    ColumnLayout {
        anchors.fill: parent
        anchors.margins: Theme.margin
        spacing: Theme.gapLarge

        PageHeader {
            Layout.fillWidth: true
            title: qsTr("Voices")
        }
        Card {
            Layout.fillWidth: true
            spacing: Theme.gapSmall

            Words {
                kind: Words.Caption
                text: qsTr("Sentence to try")
                Accessible.ignored: true
            }
            SearchField {
                id: sentence
                objectName: "sentence"
                Layout.fillWidth: true
                symbol: "speak"
                placeholderText: qsTr("Hello. This is how I sound when I read to you.")
                Accessible.name: qsTr("Sentence to try")
            }
        }
        Meter {
            Layout.fillWidth: true
            visible: page.voices.loading
            label: qsTr("Loading voices")
            indeterminate: true
        }
        Words {
            Layout.fillWidth: true
            visible: page.voices.problem !== ""
            color: Theme.bad
            text: page.voices.problem
        }
        ListView {
            objectName: "voiceList"
            Layout.fillWidth: true
            Layout.fillHeight: true
            clip: true
            spacing: Theme.px(8)
            model: page.voices
            activeFocusOnTab: true
            boundsBehavior: Flickable.StopAtBounds
            Accessible.role: Accessible.List
            Accessible.name: qsTr("Voices")
            ScrollBar.vertical: ThinScrollBar {}

            delegate: VoiceRow {
                width: ListView.view.width
                onTried: page.voices.tryVoice(voiceId, sentence.text)
                onChosen: page.voices.current = voiceId
            }
        }
    }
}
