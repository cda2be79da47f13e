import QtQuick
import Parlando

// A dot and a word about the server.
Item {
    id: control

    required property ServerModel server
    property bool compact: false
    readonly property color tone: server.mood === ServerModel.Good ? Theme.good : server.mood === ServerModel.Bad ? Theme.bad
        : server.mood === ServerModel.Working ? Theme.caution : Theme.muted

    implicitHeight: Theme.px(36)
    Accessible.role: Accessible.StaticText
    Accessible.name: qsTr("Speech server: %1").arg(server.statusText)

    Rectangle {
        id: dot
        x: Theme.px(16)
        anchors.verticalCenter: parent.verticalCenter
        width: Theme.px(9)
        height: width
        radius: width / 2
        color: control.tone

        SequentialAnimation on opacity {
            running: control.server.mood === ServerModel.Working
            alwaysRunToEnd: true
            loops: Animation.Infinite

            NumberAnimation {
                to: 0.3
                duration: 600
            }
            NumberAnimation {
                to: 1
                duration: 600
            }
        }
    }
    Words {
        anchors.left: dot.right
        anchors.leftMargin: Theme.px(15)
        anchors.right: parent.right
        anchors.verticalCenter: parent.verticalCenter
        visible: !control.compact
        kind: Words.Caption
        wrapMode: Text.NoWrap
        elide: Text.ElideRight
        text: control.server.statusText
        Accessible.ignored: true
    }
}
