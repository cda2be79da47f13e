import QtQuick
import QtQuick.Layouts
import Parlando

Rectangle {
    Layout.fillWidth: true
    implicitHeight: 1
    color: Theme.line
}
