import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Parlando

// One generation. Enter plays it, Delete deletes it.
ItemDelegate {
    id: row

    required property string generationId
    required property string spoken
    required property string voice
    required property string when
    required property string duration
    required property string status
    required property string error
    required property bool favourite
    required property HistoryModel history
    required property Player player
    signal exportRequested

    readonly property bool playing: history.playingId === generationId && player.state === Player.Playing
    readonly property bool done: status === "completed"
    readonly property bool broken: status === "failed" || status === "cancelled"

    padding: Theme.px(12)
    Accessible.role: Accessible.ListItem
    Accessible.name: row.spoken
    Accessible.description: row.voice + ", " + row.when + ", " + (row.broken ? row.error : row.duration)
    onClicked: {
        if (row.done)
            row.history.play(row.generationId);
    }
    Keys.onReturnPressed: row.clicked()
    Keys.onDeletePressed: row.history.remove(row.generationId)

    contentItem: RowLayout {
        spacing: Theme.gap

        IconButton {
            text: row.playing ? qsTr("Pause") : qsTr("Play")
            symbol: row.playing ? "pause" : "play"
            size: Theme.px(38)
            ink: Theme.accent
            enabled: row.done
            onClicked: row.history.play(row.generationId)
        }
        ColumnLayout {
            Layout.fillWidth: true
            spacing: Theme.px(3)

            Words {
                Layout.fillWidth: true
                text: row.spoken
                maximumLineCount: 1
                elide: Text.ElideRight
                wrapMode: Text.NoWrap
                font.weight: Font.Medium
                Accessible.ignored: true
            }
            Words {
                Layout.fillWidth: true
                kind: Words.Caption
                color: row.broken ? Theme.bad : Theme.muted
                maximumLineCount: 1
                elide: Text.ElideRight
                wrapMode: Text.NoWrap
                text: row.broken ? (row.error !== "" ? row.error : qsTr("Not finished"))
                    : row.done ? row.voice + "  ·  " + row.when + "  ·  " + row.duration
                    : qsTr("Being made …")
                Accessible.ignored: true
            }
        }
        PushButton {
            visible: row.broken
            implicitHeight: Theme.px(32)
            text: qsTr("Retry")
            symbol: "retry"
            onClicked: row.history.retry(row.generationId)
        }
        IconButton {
            text: row.favourite ? qsTr("Remove from favourites") : qsTr("Add to favourites")
            symbol: row.favourite ? "star-filled" : "star"
            ink: row.favourite ? Theme.accent : Theme.muted
            onClicked: row.history.toggleFavourite(row.generationId)
        }
        IconButton {
            text: qsTr("Edit the text")
            symbol: "edit"
            onClicked: row.history.reuse(row.generationId)
        }
        IconButton {
            text: qsTr("Export")
            symbol: "save"
            enabled: row.done
            onClicked: row.exportRequested()
        }
        IconButton {
            text: qsTr("Delete")
            symbol: "trash"
            onClicked: row.history.remove(row.generationId)
        }
    }
    background: Rectangle {
        radius: Theme.radius
        color: row.playing ? Theme.accentSoft : row.hovered ? Theme.raised : Theme.surface
        border.width: row.ListView.isCurrentItem && row.ListView.view.activeFocus ? 2 : 1
        border.color: row.ListView.isCurrentItem && row.ListView.view.activeFocus ? Theme.accent : Theme.line
    }
}
