import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Parlando

FocusScope {
    id: page

    required property VoicesModel voices
    required property CatalogueModel catalogue
    required property BlendModel blend
    property string shown: "installed"

    onShownChanged: {
        if (shown === "available")
            catalogue.refresh();
    }
    onVisibleChanged: {
        if (visible)
            voices.refresh();
    }

    Component.onCompleted: page.blend.saved.connect(() => page.shown = "installed")

    DropArea {
        objectName: "drop"
        anchors.fill: parent
        keys: ["text/uri-list"]
        onDropped: drop => {
            for (const url of drop.urls)
                page.voices.add(url);
            page.shown = "installed";
            drop.accept(Qt.CopyAction);
        }
    }
    ColumnLayout {
        anchors.fill: parent
        anchors.margins: Theme.margin
        spacing: Theme.gapLarge

        PageHeader {
            Layout.fillWidth: true
            title: qsTr("Voices")

            PushButton {
                objectName: "unload"
                visible: page.shown === "installed" && page.voices.anyLoaded
                kind: PushButton.Quiet
                text: qsTr("Free memory")
                Accessible.description: qsTr("Unloads all voices; the next sentence loads what it needs")
                onClicked: page.voices.unload()
            }
            Segments {
                objectName: "shown"
                label: qsTr("Which voices")
                value: page.shown
                options: [
                    { "value": "installed", "text": qsTr("Installed") },
                    { "value": "available", "text": qsTr("Available") },
                    { "value": "blend", "text": qsTr("Blend") }
                ]
                onChosen: value => page.shown = value
            }
        }
        Card {
            Layout.fillWidth: true
            visible: page.shown === "installed" || (page.shown === "blend" && page.blend.count > 0)
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
            visible: page.shown === "installed" && page.voices.loading
            label: qsTr("Loading voices")
            indeterminate: true
        }
        Words {
            Layout.fillWidth: true
            visible: page.shown === "installed" && page.voices.problem !== ""
            color: Theme.bad
            text: page.voices.problem
        }
        ListView {
            objectName: "voiceList"
            Layout.fillWidth: true
            Layout.fillHeight: true
            visible: page.shown === "installed"
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
                onRemoved: page.voices.remove(voiceId)
            }
        }
        Words {
            Layout.fillWidth: true
            visible: page.shown === "installed"
            kind: Words.Caption
            text: qsTr("Drop the folder of a voice, or a Piper voice's .onnx file, here to add it.")
        }
        CatalogueList {
            Layout.fillWidth: true
            Layout.fillHeight: true
            visible: page.shown === "available"
            catalogue: page.catalogue
        }
        BlendEditor {
            objectName: "blendEditor"
            Layout.fillWidth: true
            Layout.fillHeight: true
            visible: page.shown === "blend"
            blend: page.blend
            sentence: sentence.text
        }
    }
}
