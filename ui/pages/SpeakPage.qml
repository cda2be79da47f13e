import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Parlando

FocusScope {
    id: page

    required property SpeakModel speak
    required property VoicesModel voices
    required property Player player
    required property ServerModel server
    signal saveRequested

    ColumnLayout {
        anchors.fill: parent
        anchors.margins: Theme.margin
        spacing: Theme.gapLarge

        PageHeader {
            Layout.fillWidth: true
            title: qsTr("Speak")

            Words {
                kind: Words.Caption
                visible: page.speak.queueLength > 0
                text: qsTr("%n text(s) waiting", "", page.speak.queueLength)
            }
        }

        Rectangle {
            Layout.fillWidth: true
            Layout.fillHeight: true
            radius: Theme.radius
            color: Theme.surface
            border.width: 1
            border.color: editor.activeFocus ? Theme.accent : Theme.line

            ColumnLayout {
                anchors.fill: parent
                anchors.margins: 2
                spacing: 0

                ScrollView {
                    id: scroll
                    focus: true
                    Layout.fillWidth: true
                    Layout.fillHeight: true
                    contentWidth: availableWidth
                    ScrollBar.vertical: ThinScrollBar {
                        parent: scroll
                        x: scroll.width - width
                        height: scroll.height
                    }

                    TextArea {
                        id: editor
                        objectName: "editor"
                        focus: true
                        padding: Theme.px(24)
                        bottomPadding: Theme.px(12)
                        wrapMode: TextArea.Wrap
                        textFormat: TextEdit.PlainText
                        selectByMouse: true
                        persistentSelection: true
                        placeholderText: qsTr("Type or paste what should be said …")
                        placeholderTextColor: Theme.muted
                        color: Theme.text
                        selectionColor: Theme.accent
                        selectedTextColor: Theme.accentInk
                        font.family: Theme.family
                        font.pixelSize: Theme.sizeEditor
                        // A tab leaves the field: nobody needs one in speech.
                        Keys.onTabPressed: nextItemInFocusChain(true).forceActiveFocus(Qt.TabFocusReason)
                        Keys.onBacktabPressed: nextItemInFocusChain(false).forceActiveFocus(Qt.BacktabFocusReason)
                        background: null
                        Accessible.name: qsTr("Text to speak")
                        Component.onCompleted: {
                            text = page.speak.text;
                            cursorPosition = Math.min(page.speak.cursorPosition, length);
                        }
                        onTextChanged: page.speak.text = text
                        onCursorPositionChanged: page.speak.cursorPosition = cursorPosition

                        // The word that is heard. Only this moves: the text is not laid out again.
                        SpokenMark {
                            objectName: "spokenMark"
                            editor: editor
                            begin: page.speak.wordBegin
                            end: page.speak.wordEnd
                        }

                        Connections {
                            target: page.speak
                            function onTextChanged() {
                                if (editor.text !== page.speak.text)
                                    editor.text = page.speak.text;
                            }
                        }
                    }
                }

                RowLayout {
                    Layout.fillWidth: true
                    Layout.leftMargin: Theme.px(24)
                    Layout.rightMargin: Theme.px(12)
                    Layout.bottomMargin: Theme.px(10)
                    spacing: Theme.gap

                    Words {
                        kind: Words.Caption
                        color: page.speak.overLimit ? Theme.bad : Theme.muted
                        text: page.speak.overLimit
                            ? qsTr("%1 characters, at most %2 at once").arg(Number(page.speak.characterCount).toLocaleString(Qt.locale(), "f", 0)).arg(Number(page.speak.characterLimit).toLocaleString(Qt.locale(), "f", 0))
                            : qsTr("%n character(s)", "", page.speak.characterCount)
                    }
                    Words {
                        Layout.fillWidth: true
                        kind: Words.Caption
                        text: page.speak.estimateText
                    }
                    PushButton {
                        kind: PushButton.Quiet
                        implicitHeight: Theme.px(32)
                        visible: page.speak.characterCount > 0
                        text: qsTr("Clear")
                        onClicked: {
                            page.speak.clear();
                            editor.forceActiveFocus();
                        }
                    }
                }
            }
        }

        SpeakStatus {
            Layout.fillWidth: true
            visible: page.speak.state !== SpeakModel.Idle || page.server.mood === ServerModel.Bad
            speak: page.speak
            server: page.server
        }

        // Side by side where there is room for it, in every language.
        GridLayout {
            Layout.fillWidth: true
            columns: page.width - 2 * Theme.margin < choices.implicitWidth + actions.implicitWidth + columnSpacing ? 1 : 2
            columnSpacing: Theme.gapLarge
            rowSpacing: Theme.gap

            RowLayout {
                id: choices
                spacing: Theme.gapLarge

                Picker {
                    id: voicePicker
                    objectName: "voicePicker"
                    label: qsTr("Voice")
                    symbol: "voices"
                    enabled: page.voices.count > 0
                    model: page.voices
                    textRole: "name"
                    currentIndex: page.voices.currentRow
                    displayText: page.voices.count > 0 ? page.voices.currentName : page.voices.loading ? qsTr("Loading voices…") : qsTr("No voice yet")
                    onActivated: index => page.voices.current = page.voices.idAt(index)
                }
                RowLayout {
                    spacing: Theme.gapSmall

                    Words {
                        kind: Words.Caption
                        text: qsTr("Speed")
                        Accessible.ignored: true
                    }
                    SpeedSlider {
                        objectName: "speed"
                        value: page.speak.speed
                        onMoved: page.speak.speed = value
                    }
                    Words {
                        Layout.preferredWidth: Theme.px(44)
                        kind: Words.Caption
                        color: Theme.text
                        text: qsTr("%1 ×").arg(Number(page.speak.speed).toLocaleString(Qt.locale(), "f", 2))
                        Accessible.ignored: true
                    }
                }
            }
            RowLayout {
                id: actions
                Layout.fillWidth: true
                spacing: Theme.gapLarge

                Item {
                    Layout.fillWidth: true
                }
                PushButton {
                    text: page.speak.saving ? qsTr("Saving…") : qsTr("Save…")
                    symbol: "save"
                    enabled: page.speak.canSave
                    onClicked: page.saveRequested()
                }
                PushButton {
                    objectName: "speakButton"
                    kind: PushButton.Primary
                    text: page.speak.busy || page.player.state === Player.Playing ? qsTr("Speak next") : qsTr("Speak")
                    symbol: "speak"
                    hint: qsTr("Ctrl+Enter")
                    enabled: page.speak.canSpeak
                    onClicked: page.speak.speak()
                }
            }
        }
    }
}
