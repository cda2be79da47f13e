import QtQuick
import QtQuick.Layouts
import Parlando

// What a page says when there is nothing on it yet.
ColumnLayout {
    id: control

    property string symbol
    property string title
    property string text

    spacing: Theme.gapSmall

    Rectangle {
        Layout.alignment: Qt.AlignHCenter
        Layout.bottomMargin: Theme.gap
        implicitWidth: Theme.px(64)
        implicitHeight: implicitWidth
        radius: width / 2
        color: Theme.accentSoft

        Icon {
            anchors.centerIn: parent
            icon: control.symbol
            size: Theme.px(28)
            color: Theme.accentSoftInk
        }
    }
    Words {
        Layout.alignment: Qt.AlignHCenter
        kind: Words.Heading
        text: control.title
    }
    Words {
        Layout.alignment: Qt.AlignHCenter
        Layout.fillWidth: true
        Layout.maximumWidth: Theme.px(380)
        horizontalAlignment: Text.AlignHCenter
        color: Theme.muted
        text: control.text
    }
}
