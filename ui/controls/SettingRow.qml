import QtQuick
import QtQuick.Layouts
import Parlando

// A setting: what it is, what it does, and the control for it.
RowLayout {
    id: row

    property alias title: titleWords.text
    property alias detail: detailWords.text
    default property alias control: side.data

    Layout.fillWidth: true
    spacing: Theme.gapLarge

    ColumnLayout {
        Layout.fillWidth: true
        spacing: Theme.px(2)

        Words {
            id: titleWords
            Layout.fillWidth: true
            font.weight: Font.Medium
        }
        Words {
            id: detailWords
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
