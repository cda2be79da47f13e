import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Dialogs
import QtQuick.Layouts
import Parlando

ApplicationWindow {
    id: window

    required property AppModel app
    readonly property var pages: ["speak", "history", "voices", "settings"]
    readonly property bool compact: width < Theme.px(900)

    width: app.preferences.windowWidth
    height: app.preferences.windowHeight
    minimumWidth: 760
    minimumHeight: 560
    visible: true
    title: "Parlando"
    color: Theme.background
    onWidthChanged: app.preferences.setWindowSize(width, height)
    onHeightChanged: app.preferences.setWindowSize(width, height)

    Binding {
        target: Theme
        property: "choice"
        value: window.app.preferences.theme
    }
    Binding {
        target: Theme
        property: "scale"
        value: window.app.preferences.scale
    }

    Shortcut {
        sequences: ["Ctrl+Return", "Ctrl+Enter"]
        onActivated: window.app.speak.speak()
    }
    Shortcut {
        sequences: ["Ctrl+Space"]
        onActivated: window.app.player.toggle()
    }
    Shortcut {
        sequences: ["Escape"]
        onActivated: window.app.speak.stop()
    }
    Shortcut {
        sequences: [StandardKey.Save]
        enabled: window.app.speak.canSave
        onActivated: saveDialog.open()
    }
    Shortcut {
        sequences: [StandardKey.Find]
        onActivated: window.app.preferences.page = "history"
    }
    Repeater {
        model: window.pages

        Item {
            id: entry
            required property int index
            required property string modelData

            Shortcut {
                sequences: ["Ctrl+" + (entry.index + 1)]
                onActivated: window.app.preferences.page = entry.modelData
            }
        }
    }

    FileDialog {
        id: saveDialog
        property string generationId

        fileMode: FileDialog.SaveFile
        defaultSuffix: "wav"
        nameFilters: [qsTr("WAV audio (*.wav)"), qsTr("FLAC audio (*.flac)"), qsTr("MP3 audio (*.mp3)"), qsTr("Opus audio (*.opus)"), qsTr("SubRip captions (*.srt)"), qsTr("WebVTT captions (*.vtt)")]
        onAccepted: {
            if (generationId === "")
                window.app.speak.save(selectedFile);
            else
                window.app.history.exportTo(generationId, selectedFile);
        }
        function ask(id: string) {
            generationId = id;
            open();
        }
    }

    FocusScope {
        anchors.fill: parent
        focus: true
        // A field or a button that has the focus takes the space bar first.
        Keys.onSpacePressed: window.app.player.toggle()

        ColumnLayout {
            anchors.fill: parent
            spacing: 0

            RowLayout {
                Layout.fillWidth: true
                Layout.fillHeight: true
                spacing: 0

                Sidebar {
                    Layout.fillHeight: true
                    Layout.preferredWidth: window.compact ? Theme.px(68) : Theme.px(208)
                    compact: window.compact
                    server: window.app.server
                    page: window.app.preferences.page
                    onChosen: page => window.app.preferences.page = page
                }
                StackLayout {
                    Layout.fillWidth: true
                    Layout.fillHeight: true
                    currentIndex: Math.max(0, window.pages.indexOf(window.app.preferences.page))

                    Lazy {
                        focus: true
                        sourceComponent: SpeakPage {
                            focus: true
                            speak: window.app.speak
                            voices: window.app.voices
                            player: window.app.player
                            server: window.app.server
                            onSaveRequested: saveDialog.ask("")
                        }
                    }
                    Lazy {
                        sourceComponent: HistoryPage {
                            history: window.app.history
                            player: window.app.player
                            onExportRequested: generationId => saveDialog.ask(generationId)
                        }
                    }
                    Lazy {
                        sourceComponent: VoicesPage {
                            voices: window.app.voices
                            catalogue: window.app.catalogue
                            blend: window.app.blend
                        }
                    }
                    Lazy {
                        sourceComponent: SettingsPage {
                            app: window.app
                        }
                    }
                }
            }
            PlayerBar {
                Layout.fillWidth: true
                player: window.app.player
                speak: window.app.speak
                onSaveRequested: saveDialog.ask("")
            }
        }
        NoticeBar {
            anchors.horizontalCenter: parent.horizontalCenter
            anchors.bottom: parent.bottom
            anchors.bottomMargin: Theme.px(102)
            notices: window.app.notices
        }
    }
}
