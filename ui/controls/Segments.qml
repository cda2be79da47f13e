import QtQuick
import QtQuick.Controls.Basic
import Parlando

// One of a few. `options`: a list of {value, text}.
Rectangle {
    id: control

    required property var options
    required property string value
    required property string label
    signal chosen(string value)

    implicitHeight: Theme.controlHeight
    implicitWidth: row.implicitWidth + Theme.px(6)
    radius: Theme.radiusSmall
    color: Theme.raised
    Accessible.role: Accessible.Grouping
    Accessible.name: label

    Row {
        id: row
        anchors.centerIn: parent
        spacing: Theme.px(2)

        Repeater {
            model: control.options

            RadioButton {
                id: option
                required property var modelData
                readonly property bool current: modelData.value === control.value

                height: control.height - Theme.px(6)
                leftPadding: Theme.px(14)
                rightPadding: Theme.px(14)
                text: modelData.text
                checked: current
                indicator: null
                Accessible.name: text
                onClicked: control.chosen(modelData.value)

                contentItem: Text {
                    text: option.text
                    verticalAlignment: Text.AlignVCenter
                    color: option.current ? Theme.text : Theme.muted
                    font.family: Theme.family
                    font.pixelSize: Theme.sizeBody
                    font.weight: Font.Medium
                    Accessible.ignored: true
                }
                background: Rectangle {
                    radius: Theme.radiusSmall - Theme.px(2)
                    color: option.current ? Theme.surface : option.hovered ? Theme.pressed : "transparent"
                    border.width: option.current ? 1 : 0
                    border.color: Theme.line

                    FocusRing {
                        shown: option.visualFocus
                    }
                }
            }
        }
    }
}
