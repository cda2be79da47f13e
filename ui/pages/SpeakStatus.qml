import QtQuick
import QtQuick.Layouts
import Parlando

// What becomes of the text that is being spoken: how far it is, what went wrong, and what to do about it.
Rectangle {
    id: control

    required property SpeakModel speak
    required property ServerModel server
    readonly property bool down: server.mood === ServerModel.Bad
    readonly property bool wrong: speak.state === SpeakModel.Failed || down

    implicitHeight: row.implicitHeight + Theme.px(20)
    radius: Theme.radius
    color: wrong ? Theme.badSoft : speak.state === SpeakModel.Interrupted ? Theme.cautionSoft : Theme.accentSoft
    Accessible.role: Accessible.StaticText
    Accessible.name: label.text

    RowLayout {
        id: row
        anchors.fill: parent
        anchors.leftMargin: Theme.px(18)
        anchors.rightMargin: Theme.px(10)
        spacing: Theme.gap

        Words {
            id: label
            Layout.fillWidth: !meter.visible
            Layout.maximumWidth: meter.visible ? Theme.px(320) : -1
            color: control.wrong ? Theme.bad : control.speak.state === SpeakModel.Interrupted ? Theme.caution : Theme.accentSoftInk
            text: control.down ? control.server.detail : control.speak.statusText
        }
        Meter {
            id: meter
            Layout.fillWidth: true
            visible: control.speak.busy && !control.down
            label: qsTr("Speech made")
            indeterminate: control.speak.state === SpeakModel.Waiting
            value: control.speak.progress
        }
        PushButton {
            visible: control.down && control.server.canRetry
            text: qsTr("Start the server again")
            onClicked: control.server.retry()
        }
        PushButton {
            objectName: "resumeButton"
            visible: control.speak.state === SpeakModel.Interrupted && !control.down
            text: qsTr("Continue")
            symbol: "retry"
            onClicked: control.speak.resume()
        }
        PushButton {
            visible: control.speak.state === SpeakModel.Failed && !control.down
            text: qsTr("Try again")
            symbol: "retry"
            onClicked: control.speak.speak()
        }
        PushButton {
            objectName: "stopButton"
            visible: control.speak.busy
            text: qsTr("Stop")
            symbol: "stop"
            hint: qsTr("Esc")
            onClicked: control.speak.stop()
        }
    }
}
