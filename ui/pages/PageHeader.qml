import QtQuick
import QtQuick.Layouts
import Parlando

// The name of a page, and what belongs beside it.
RowLayout {
    property alias title: words.text
    default property alias content: side.data

    spacing: Theme.gap

    Words {
        id: words
        Layout.fillWidth: true
        kind: Words.Title
    }
    RowLayout {
        id: side
        spacing: Theme.gap
    }
}
