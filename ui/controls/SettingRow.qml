import QtQuick
import QtQuick.Layouts
import Parlando

// A setting: what it is, what it does, and the control for it.
RowLayout {
    id: row

    property alias title: title.text
    property alias detail: detail.text
    default property alias control: side.data

    Layout.fillWidth: true
    spacing: Theme.gapLarge

    ColumnLayout {
        Layout.fillWidth: true
        spacing: Theme.px(2)

        Words {
            id: title
            Layout.fillWidth: true
            font.weight: Font.Medium
        }
        Words {
            id: detail
            Layout.fillWidth: true
            visible: text !== ""
            kind: Words.Caption
        }
    }
    RowLayout {
        id: side
        spacing: Theme.gapSmall
    }
}
