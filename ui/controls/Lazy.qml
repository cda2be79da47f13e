import QtQuick
import QtQuick.Layouts

// A page of a StackLayout that is made when it is first opened, and kept from then on.
Loader {
    readonly property bool current: StackLayout.isCurrentItem

    active: false
    onCurrentChanged: active = active || current
}
