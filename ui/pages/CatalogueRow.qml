import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Parlando

// One published voice. Enter downloads it.
ItemDelegate {
    id: row

    required property CatalogueModel catalogue
    required property string voiceId
    required property string name
    required property string language
    required property string facts
    required property bool nonCommercial
    readonly property bool downloading: catalogue.downloading === voiceId
    readonly property bool failed: catalogue.failed === voiceId

    padding: Theme.px(14)
    text: name
    Accessible.role: Accessible.ListItem
    Accessible.name: name
    Accessible.description: language + ", " + facts
    onClicked: row.forceActiveFocus()
    Keys.onReturnPressed: {
        if (row.catalogue.downloading === "")
            row.catalogue.download(row.voiceId);
    }

    contentItem: RowLayout {
        spacing: Theme.px(16)

        ColumnLayout {
            Layout.fillWidth: true
            spacing: Theme.px(3)

            RowLayout {
                spacing: Theme.gapSmall

                Words {
                    kind: Words.Heading
                    text: row.name
                    Accessible.ignored: true
                }
                Chip {
                    visible: row.nonCommercial
                    text: qsTr("Non-commercial")
                }
            }
            Words {
                Layout.fillWidth: true
                visible: row.language !== row.name
                color: Theme.muted
                text: row.language
                Accessible.ignored: true
            }
            Words {
                Layout.fillWidth: true
                kind: Words.Caption
                text: row.facts
                Accessible.ignored: true
            }
            Meter {
                Layout.fillWidth: true
                visible: row.downloading
                label: qsTr("Downloading %1").arg(row.name)
                indeterminate: row.catalogue.progressText === ""
                value: row.catalogue.progress
            }
            Words {
                Layout.fillWidth: true
                visible: row.downloading && text !== ""
                kind: Words.Caption
                text: row.catalogue.progressText
            }
            Words {
                Layout.fillWidth: true
                visible: row.failed
                color: Theme.bad
                text: row.catalogue.failure
            }
        }
        PushButton {
            objectName: "download"
            visible: !row.downloading
            enabled: row.catalogue.downloading === ""
            text: row.failed ? qsTr("Try again") : qsTr("Download")
            Accessible.name: row.failed ? qsTr("Try again to download %1").arg(row.name) : qsTr("Download %1").arg(row.name)
            onClicked: row.catalogue.download(row.voiceId)
        }
        PushButton {
            objectName: "cancel"
            visible: row.downloading
            text: qsTr("Cancel")
            Accessible.name: qsTr("Cancel the download of %1").arg(row.name)
            onClicked: row.catalogue.cancel()
        }
    }
    background: Rectangle {
        radius: Theme.radius
        color: row.hovered ? Theme.raised : Theme.surface
        border.width: row.visualFocus ? 2 : 1
        border.color: row.visualFocus ? Theme.accent : Theme.line
    }
}
