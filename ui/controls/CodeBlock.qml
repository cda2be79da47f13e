import QtQuick
import QtQuick.Layouts
import Parlando

// Text to be copied.
Rectangle {
    id: control

    required property string code
    property string label
    signal copyRequested(string text)

    implicitHeight: content.implicitHeight + Theme.px(28)
    radius: Theme.radiusSmall
    color: Theme.raised

    RowLayout {
        id: content
        anchors.fill: parent
        anchors.margins: Theme.px(14)
        spacing: Theme.gap

        TextEdit {
            Layout.fillWidth: true
            Layout.alignment: Qt.AlignTop
            text: control.code
            readOnly: true
            selectByMouse: true
            activeFocusOnTab: false
            wrapMode: TextEdit.WrapAnywhere
            textFormat: TextEdit.PlainText
            color: Theme.text
            selectionColor: Theme.accent
            selectedTextColor: Theme.accentInk
            font.family: Theme.monospace
            font.pixelSize: Theme.sizeCaption
            Accessible.name: control.label
        }
        IconButton {
            Layout.alignment: Qt.AlignTop
            text: qsTr("Copy %1").arg(control.label)
            symbol: "copy"
            onClicked: control.copyRequested(control.code)
        }
    }
}
