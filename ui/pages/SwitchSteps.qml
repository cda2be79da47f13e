import QtQuick
import QtQuick.Layouts
import Parlando

// The steps of a switch, with a tick on what is done.
RowLayout {
    id: control

    required property int step

    spacing: Theme.gapLarge

    Repeater {
        model: [qsTr("End the old engine"), qsTr("Start the new one"), qsTr("Load the voice"), qsTr("Prove it")]

        RowLayout {
            id: entry
            required property int index
            required property string modelData

            spacing: Theme.gapSmall

            Icon {
                visible: entry.index < control.step
                icon: "check"
                size: Theme.px(15)
                color: Theme.good
            }
            Rectangle {
                visible: entry.index >= control.step
                implicitWidth: Theme.px(8)
                implicitHeight: implicitWidth
                radius: width / 2
                color: entry.index === control.step ? Theme.accent : Theme.pressed
            }
            Words {
                kind: Words.Caption
                color: entry.index === control.step ? Theme.text : Theme.muted
                font.weight: entry.index === control.step ? Font.DemiBold : Font.Normal
                text: entry.modelData
            }
        }
    }
    Item {
        Layout.fillWidth: true
    }
}
