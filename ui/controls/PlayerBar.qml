import QtQuick
import QtQuick.Layouts
import Parlando

// What is heard now, on every page.
Rectangle {
    id: control

    required property Player player
    required property SpeakModel speak
    signal saveRequested

    implicitHeight: Theme.px(86)
    color: Theme.surface

    Rectangle {
        width: parent.width
        height: 1
        color: Theme.line
    }
    RowLayout {
        anchors.fill: parent
        anchors.leftMargin: Theme.margin
        anchors.rightMargin: Theme.margin
        spacing: Theme.gapLarge

        IconButton {
            text: control.player.state === Player.Playing ? qsTr("Pause") : qsTr("Play")
            symbol: control.player.state === Player.Playing ? "pause" : "play"
            filled: true
            size: Theme.px(46)
            enabled: control.player.hasClip && control.player.available
            onClicked: control.player.toggle()
        }
        ColumnLayout {
            Layout.fillWidth: true
            spacing: Theme.px(3)

            RowLayout {
                Layout.fillWidth: true
                spacing: Theme.gap

                Words {
                    Layout.fillWidth: true
                    kind: Words.Caption
                    wrapMode: Text.NoWrap
                    elide: Text.ElideRight
                    text: !control.player.hasClip ? qsTr("What you speak appears here.")
                        : control.player.available ? control.player.title
                        : qsTr("This computer has no sound device. The audio can still be saved.")
                }
                Words {
                    kind: Words.Caption
                    visible: control.player.hasClip
                    text: qsTr("%1 / %2").arg(control.player.positionText).arg(control.player.durationText)
                }
            }
            Waveform {
                Layout.fillWidth: true
                player: control.player
            }
        }
        IconButton {
            text: qsTr("Save the audio")
            symbol: "save"
            enabled: control.speak.canSave
            onClicked: control.saveRequested()
        }
    }
}
