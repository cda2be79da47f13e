import QtQuick
import QtQuick.Layouts
import Parlando

FocusScope {
    id: page

    required property AppModel app
    readonly property var sections: ["gpu", "server", "appearance", "dictionary", "storage", "logs", "about"]
    readonly property int index: Math.max(0, sections.indexOf(app.preferences.section))

    RowLayout {
        anchors.fill: parent
        anchors.margins: Theme.margin
        spacing: Theme.margin

        ColumnLayout {
            Layout.fillWidth: false
            Layout.preferredWidth: Theme.px(190)
            Layout.maximumWidth: Theme.px(190)
            Layout.fillHeight: true
            spacing: Theme.px(3)
            Accessible.role: Accessible.PageTabList
            Accessible.name: qsTr("Settings")

            Words {
                Layout.bottomMargin: Theme.px(14)
                kind: Words.Title
                text: qsTr("Settings")
            }
            Repeater {
                model: [
                    { "name": "gpu", "symbol": "gpu", "text": qsTr("GPU Acceleration") },
                    { "name": "server", "symbol": "server", "text": qsTr("Server & API") },
                    { "name": "appearance", "symbol": "appearance", "text": qsTr("Appearance") },
                    { "name": "dictionary", "symbol": "speak", "text": qsTr("Pronunciation") },
                    { "name": "storage", "symbol": "storage", "text": qsTr("Storage") },
                    { "name": "logs", "symbol": "logs", "text": qsTr("Logs") },
                    { "name": "about", "symbol": "info", "text": qsTr("About") }
                ]

                NavigationItem {
                    required property var modelData

                    Layout.fillWidth: true
                    text: modelData.text
                    symbol: modelData.symbol
                    current: page.app.preferences.section === modelData.name
                    onClicked: page.app.preferences.section = modelData.name
                }
            }
            Item {
                Layout.fillHeight: true
            }
        }

        StackLayout {
            Layout.fillWidth: true
            Layout.fillHeight: true
            currentIndex: page.index

            Lazy {
                sourceComponent: GpuSection {
                    gpu: page.app.gpu
                }
            }
            Lazy {
                sourceComponent: ServerSection {
                    server: page.app.server
                    onCopyRequested: text => page.app.copy(text)
                }
            }
            Lazy {
                sourceComponent: AppearanceSection {
                    preferences: page.app.preferences
                }
            }
            Lazy {
                sourceComponent: DictionarySection {
                    dictionary: page.app.dictionary
                }
            }
            Lazy {
                sourceComponent: StorageSection {
                    storage: page.app.storage
                }
            }
            Lazy {
                sourceComponent: LogsSection {
                    log: page.app.log
                    onCopyRequested: text => page.app.copy(text)
                }
            }
            Lazy {
                sourceComponent: AboutSection {
                    version: page.app.version
                }
            }
        }
    }
}
