import QtQuick
import QtQuick.Layouts
import Parlando

Section {
    id: section

    required property Preferences preferences
    readonly property var languages: ["", "en", "de", "fr", "es", "zh"]

    title: qsTr("Appearance")

    Card {
        Layout.fillWidth: true
        spacing: Theme.px(16)

        SettingRow {
            title: qsTr("Theme")

            Segments {
                objectName: "theme"
                label: qsTr("Theme")
                value: section.preferences.theme
                options: [
                    { "value": "system", "text": qsTr("System") },
                    { "value": "light", "text": qsTr("Light") },
                    { "value": "dark", "text": qsTr("Dark") }
                ]
                onChosen: value => section.preferences.theme = value
            }
        }
        Divider {}
        SettingRow {
            title: qsTr("Interface size")
            detail: qsTr("Text and controls together")

            Segments {
                objectName: "scale"
                label: qsTr("Interface size")
                value: section.preferences.scale.toFixed(2)
                options: [
                    { "value": "0.90", "text": qsTr("Small") },
                    { "value": "1.00", "text": qsTr("Normal") },
                    { "value": "1.15", "text": qsTr("Large") },
                    { "value": "1.35", "text": qsTr("Largest") }
                ]
                onChosen: value => section.preferences.scale = Number(value)
            }
        }
        Divider {}
        SettingRow {
            title: qsTr("Language")

            Picker {
                objectName: "language"
                label: qsTr("Language")
                model: [qsTr("System"), "English", "Deutsch", "Français", "Español", "中文"]
                currentIndex: Math.max(0, section.languages.indexOf(section.preferences.language))
                onActivated: index => section.preferences.language = section.languages[index]
            }
        }
    }
}
