import QtQuick
import QtQuick.Layouts
import Parlando

// The notice that is shown now, floating over the page.
Rectangle {
    id: control

    required property Notices notices
    readonly property bool problem: notices.kind === Notices.Problem

    visible: notices.visible
    implicitWidth: row.implicitWidth + Theme.px(26)
    implicitHeight: Math.max(Theme.px(48), row.implicitHeight + Theme.px(18))
    radius: Theme.radius
    color: Theme.dark ? Theme.raised : Theme.text
    Accessible.role: Accessible.AlertMessage
    Accessible.name: notices.text

    RowLayout {
        id: row
        anchors.fill: parent
        anchors.leftMargin: Theme.px(16)
        anchors.rightMargin: Theme.px(10)
        spacing: Theme.gap

        Icon {
            icon: control.problem ? "warning" : control.notices.kind === Notices.Success ? "check" : "info"
            color: control.problem ? "#ffb4ab" : "#ffc9ad"
        }
        Text {
            Layout.fillWidth: true
            Layout.maximumWidth: Theme.px(460)
            text: control.notices.text
            textFormat: Text.PlainText
            wrapMode: Text.Wrap
            color: "#f6f1eb"
            font.family: Theme.family
            font.pixelSize: Theme.sizeBody
            Accessible.ignored: true
        }
        NoticeButton {
            visible: control.notices.actionText !== ""
            text: control.notices.actionText
            onClicked: control.notices.act()
        }
        NoticeButton {
            text: qsTr("Close")
            symbol: "close"
            onClicked: control.notices.dismiss()
        }
    }
}
