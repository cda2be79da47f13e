import QtQuick
import QtQuick.Layouts
import Parlando

// A surface that things lie on, one below the other.
Rectangle {
    id: card

    default property alias content: column.data
    property int padding: Theme.gapLarge
    property alias spacing: column.spacing

    implicitWidth: column.implicitWidth + 2 * padding
    implicitHeight: column.implicitHeight + 2 * padding
    radius: Theme.radius
    color: Theme.surface
    border.width: 1
    border.color: Theme.line

    ColumnLayout {
        id: column
        anchors.fill: parent
        anchors.margins: card.padding
        spacing: Theme.gap
    }
}
