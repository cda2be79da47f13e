import QtQuick
import QtQuick.Controls.impl
import Parlando

// One of ui/icons in a colour. Decoration: what it means is said by the control around it.
IconImage {
    property string icon
    property int size: Theme.iconSize

    source: icon === "" ? "" : Qt.resolvedUrl("../icons/" + icon + ".svg")
    sourceSize.width: size
    sourceSize.height: size
    color: Theme.text
    width: size
    height: size
    Accessible.ignored: true
}
