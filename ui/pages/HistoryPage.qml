import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Parlando

FocusScope {
    id: page

    required property HistoryModel history
    required property Player player
    signal exportRequested(string generationId)

    Component.onCompleted: history.refresh()
    onVisibleChanged: {
        if (visible)
            history.refresh();
    }

    ColumnLayout {
        anchors.fill: parent
        anchors.margins: Theme.margin
        spacing: Theme.gapLarge

        PageHeader {
            Layout.fillWidth: true
            title: qsTr("History")

            SearchField {
                objectName: "search"
                Layout.preferredWidth: Theme.px(280)
                placeholderText: qsTr("Search what was said")
                text: page.history.search
                onTextEdited: page.history.search = text
            }
            PushButton {
                checkable: true
                checked: page.history.favouritesOnly
                symbol: checked ? "star-filled" : "star"
                text: qsTr("Favourites")
                Accessible.checkable: true
                Accessible.checked: checked
                onToggled: page.history.favouritesOnly = checked
            }
        }

        Meter {
            Layout.fillWidth: true
            visible: page.history.loading && page.history.count === 0
            label: qsTr("Loading the history")
            indeterminate: true
        }
        Words {
            Layout.fillWidth: true
            visible: page.history.problem !== ""
            color: Theme.bad
            text: page.history.problem
        }

        ListView {
            id: list
            objectName: "historyList"
            Layout.fillWidth: true
            Layout.fillHeight: true
            visible: page.history.count > 0
            clip: true
            spacing: Theme.px(8)
            model: page.history
            activeFocusOnTab: true
            keyNavigationEnabled: true
            boundsBehavior: Flickable.StopAtBounds
            cacheBuffer: 400
            Accessible.role: Accessible.List
            Accessible.name: qsTr("History")
            ScrollBar.vertical: ThinScrollBar {}

            delegate: HistoryRow {
                width: ListView.view.width
                history: page.history
                player: page.player
                onExportRequested: page.exportRequested(generationId)
            }
        }
        EmptyState {
            Layout.fillWidth: true
            Layout.fillHeight: true
            Layout.topMargin: Theme.px(90)
            visible: page.history.count === 0 && !page.history.loading && page.history.problem === ""
            symbol: page.history.search !== "" ? "search" : page.history.favouritesOnly ? "star" : "history"
            title: page.history.search !== "" ? qsTr("Nothing found") : page.history.favouritesOnly ? qsTr("No favourites yet") : qsTr("Nothing spoken yet")
            text: page.history.search !== "" ? qsTr("No text contains these words.")
                : page.history.favouritesOnly ? qsTr("Mark what you like with the star, and find it here.")
                : qsTr("Everything that you speak is kept here, on this computer only.")
        }
        Item {
            Layout.fillHeight: true
            visible: page.history.count === 0
        }
    }
}
