import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Parlando

// Mixes speakers of one voice, lets the mixture be heard, and keeps it under a name.
Flickable {
    id: editor

    required property BlendModel blend
    property string sentence

    contentWidth: width
    contentHeight: Math.max(height, column.implicitHeight)
    clip: true
    boundsBehavior: Flickable.StopAtBounds
    ScrollBar.vertical: ThinScrollBar {}

    EmptyState {
        anchors.centerIn: parent
        width: parent.width
        visible: editor.blend.count === 0
        symbol: "voices"
        title: qsTr("No voice to mix yet")
        text: qsTr("Voices with several speakers can be mixed: Kokoro, for example. You find it under Available.")
    }
    ColumnLayout {
        id: column
        width: parent.width
        visible: editor.blend.count > 0
        spacing: Theme.gapLarge

        Card {
            Layout.fillWidth: true

            RowLayout {
                Layout.fillWidth: true
                spacing: Theme.gap

                Words {
                    Layout.fillWidth: true
                    kind: Words.Heading
                    text: qsTr("Speakers")
                }
                Picker {
                    objectName: "blendVoice"
                    label: qsTr("Voice")
                    symbol: "voices"
                    model: editor.blend.voiceNames
                    currentIndex: editor.blend.voiceRow
                    onActivated: index => editor.blend.voiceRow = index
                }
            }
            Repeater {
                objectName: "blendRows"
                model: editor.blend

                RowLayout {
                    id: part

                    required property int index
                    required property int speaker
                    required property int parts
                    required property string share
                    readonly property string speakerName: editor.blend.speakers[speaker] ?? ""

                    Layout.fillWidth: true
                    spacing: Theme.gap

                    Picker {
                        objectName: "speaker"
                        label: qsTr("Speaker %1").arg(part.index + 1)
                        model: editor.blend.speakers
                        currentIndex: part.speaker
                        onActivated: index => editor.blend.setSpeaker(part.index, index)
                    }
                    ThinSlider {
                        objectName: "parts"
                        Layout.fillWidth: true
                        from: 1
                        to: 100
                        stepSize: 1
                        value: part.parts
                        enabled: editor.blend.count > 1
                        opacity: enabled ? 1 : 0.45
                        Accessible.name: qsTr("Share of %1").arg(part.speakerName)
                        Accessible.description: part.share
                        onMoved: editor.blend.setParts(part.index, value)
                    }
                    Words {
                        Layout.preferredWidth: Theme.px(52)
                        horizontalAlignment: Text.AlignRight
                        text: part.share
                        Accessible.ignored: true
                    }
                    IconButton {
                        objectName: "removeSpeaker"
                        enabled: editor.blend.count > 1
                        symbol: "close"
                        text: qsTr("Take %1 out").arg(part.speakerName)
                        onClicked: editor.blend.removeAt(part.index)
                    }
                }
            }
            PushButton {
                objectName: "addSpeaker"
                kind: PushButton.Quiet
                enabled: editor.blend.canAdd
                text: qsTr("Add a speaker")
                onClicked: editor.blend.add()
            }
        }
        Card {
            Layout.fillWidth: true
            spacing: Theme.gapSmall

            Words {
                kind: Words.Caption
                text: qsTr("Name of the blend")
                Accessible.ignored: true
            }
            RowLayout {
                Layout.fillWidth: true
                spacing: Theme.gap

                SearchField {
                    objectName: "blendName"
                    Layout.fillWidth: true
                    symbol: "edit"
                    maximumLength: 100
                    placeholderText: qsTr("Warm duo")
                    text: editor.blend.name
                    Accessible.name: qsTr("Name of the blend")
                    onTextEdited: editor.blend.name = text
                    onAccepted: editor.blend.save()
                }
                PushButton {
                    objectName: "tryBlend"
                    enabled: editor.blend.canTry
                    text: qsTr("Try")
                    symbol: "play"
                    Accessible.name: qsTr("Try the blend")
                    onClicked: editor.blend.tryIt(editor.sentence)
                }
                PushButton {
                    objectName: "saveBlend"
                    kind: PushButton.Primary
                    enabled: editor.blend.canSave
                    text: qsTr("Save")
                    Accessible.name: qsTr("Save the blend as a voice")
                    onClicked: editor.blend.save()
                }
            }
            Words {
                objectName: "blendProblem"
                Layout.fillWidth: true
                visible: text !== ""
                color: Theme.bad
                text: editor.blend.problem
            }
        }
    }
}
