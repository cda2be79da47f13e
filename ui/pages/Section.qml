import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Parlando

// One page of the settings: a title, and cards below it that scroll.
Item {
    id: section

    property alias title: words.text
    default property alias content: column.data

    ColumnLayout {
        anchors.fill: parent
        spacing: Theme.gapLarge

        Words {
            id: words
            Layout.topMargin: Theme.px(5)
            kind: Words.Heading
            font.pixelSize: Theme.px(20)
        }
        ScrollView {
            id: scroll
            Layout.fillWidth: true
            Layout.fillHeight: true
            contentWidth: availableWidth
            ScrollBar.vertical: ThinScrollBar {
                parent: scroll
                x: scroll.width - width
                height: scroll.height
            }

            ColumnLayout {
                id: column
                width: scroll.availableWidth - Theme.px(12)
                spacing: Theme.px(16)
            }
        }
    }
}
