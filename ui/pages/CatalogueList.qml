import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Parlando

// The published voices that can be downloaded, and what narrows them down.
ColumnLayout {
    id: control

    required property CatalogueModel catalogue
    readonly property var languages: catalogue.languages
    readonly property var all: [qsTr("All languages")]

    spacing: Theme.gapLarge

    GridLayout {
        Layout.fillWidth: true
        columns: control.width < Theme.px(480) ? 1 : 2
        columnSpacing: Theme.gap
        rowSpacing: Theme.gap

        SearchField {
            objectName: "catalogueSearch"
            Layout.fillWidth: true
            placeholderText: qsTr("Search by language or name")
            text: control.catalogue.search
            onTextEdited: control.catalogue.search = text
        }
        Picker {
            objectName: "catalogueLanguage"
            Layout.fillWidth: true
            label: qsTr("Language")
            model: control.all.concat(control.languages)
            currentIndex: control.languages.indexOf(control.catalogue.language) + 1
            onActivated: index => control.catalogue.language = index === 0 ? "" : control.languages[index - 1]
        }
        Picker {
            objectName: "family"
            Layout.fillWidth: true
            label: qsTr("Kind of voice")
            textRole: "text"
            valueRole: "value"
            model: [
                { "value": "", "text": qsTr("All kinds") },
                { "value": "piper", "text": "Piper" },
                { "value": "vits", "text": "VITS, MMS" },
                { "value": "kokoro", "text": "Kokoro" }
            ]
            onActivated: control.catalogue.family = currentValue
        }
        Picker {
            objectName: "use"
            Layout.fillWidth: true
            label: qsTr("Licence")
            textRole: "text"
            valueRole: "value"
            model: [
                { "value": "", "text": qsTr("All licences") },
                { "value": "any", "text": qsTr("For any purpose") },
                { "value": "see_card", "text": qsTr("In the model card") },
                { "value": "non_commercial", "text": qsTr("Non-commercial only") }
            ]
            onActivated: control.catalogue.use = currentValue
        }
    }
    Words {
        Layout.fillWidth: true
        visible: control.catalogue.problem !== ""
        color: Theme.bad
        text: control.catalogue.problem
    }
    ListView {
        objectName: "catalogueList"
        Layout.fillWidth: true
        Layout.fillHeight: true
        clip: true
        spacing: Theme.px(8)
        model: control.catalogue
        activeFocusOnTab: true
        boundsBehavior: Flickable.StopAtBounds
        Accessible.role: Accessible.List
        Accessible.name: qsTr("Voices to download")
        ScrollBar.vertical: ThinScrollBar {}

        delegate: CatalogueRow {
            width: ListView.view.width
            catalogue: control.catalogue
        }
    }
    Words {
        Layout.fillWidth: true
        kind: Words.Caption
        text: control.catalogue.count < control.catalogue.total
            ? qsTr("%1 of %2 voices; search to see the others").arg(control.catalogue.count).arg(control.catalogue.total)
            : qsTr("%1 voices").arg(control.catalogue.count)
    }
}
