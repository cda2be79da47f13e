import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Parlando

Section {
    id: section

    required property DictionaryModel dictionary
    property string editing  // the id of the entry that is being changed

    function edit(id: string, word: string, pronunciation: string, language: string) {
        editing = id;
        wordField.text = word;
        saidField.text = pronunciation;
        languageField.text = language;
        wordField.forceActiveFocus();
    }
    function clear() {
        edit("", "", "", "");
    }
    function save() {
        if (saveButton.enabled)
            dictionary.save(editing, wordField.text, saidField.text, languageField.text);
    }

    title: qsTr("Pronunciation")
    Component.onCompleted: {
        dictionary.saved.connect(section.clear);
        dictionary.refresh();
    }
    onVisibleChanged: {
        if (visible)
            dictionary.refresh();
    }

    Card {
        Layout.fillWidth: true
        spacing: Theme.gap

        Words {
            Layout.fillWidth: true
            color: Theme.muted
            text: qsTr("Say how a word is to be spoken: with another spelling, or in phonetic letters (IPA) between slashes. It holds for everything that is spoken from now on.")
        }
        RowLayout {
            spacing: Theme.gapSmall

            SearchField {
                id: wordField
                objectName: "dictionaryWord"
                Layout.fillWidth: true
                Layout.preferredWidth: 1
                symbol: ""
                placeholderText: qsTr("Word")
                maximumLength: 100
                onAccepted: section.save()
            }
            SearchField {
                id: saidField
                objectName: "dictionarySaid"
                Layout.fillWidth: true
                Layout.preferredWidth: 1
                symbol: ""
                placeholderText: qsTr("Said like: sequel, or /ˈsiːkwəl/")
                maximumLength: 100
                onAccepted: section.save()
            }
            SearchField {
                id: languageField
                objectName: "dictionaryLanguage"
                Layout.preferredWidth: Theme.px(210)
                symbol: ""
                placeholderText: qsTr("Language: en, empty: any")
                maximumLength: 35
                onAccepted: section.save()
            }
        }
        Words {
            objectName: "dictionaryProblem"
            Layout.fillWidth: true
            visible: section.dictionary.problem !== ""
            color: Theme.bad
            text: section.dictionary.problem
        }
        RowLayout {
            spacing: Theme.gapSmall

            PushButton {
                id: saveButton
                objectName: "dictionarySave"
                kind: PushButton.Primary
                enabled: !section.dictionary.saving && wordField.text.trim() !== "" && saidField.text.trim() !== ""
                text: section.editing === "" ? qsTr("Add") : qsTr("Save")
                onClicked: section.save()
            }
            PushButton {
                objectName: "dictionaryHear"
                symbol: "play"
                enabled: wordField.text.trim() !== ""
                text: qsTr("Listen")
                onClicked: section.dictionary.hear(wordField.text, saidField.text)
            }
            PushButton {
                objectName: "dictionaryCancel"
                visible: section.editing !== ""
                kind: PushButton.Quiet
                text: qsTr("Cancel")
                onClicked: section.clear()
            }
        }
    }
    Card {
        Layout.fillWidth: true
        visible: section.dictionary.count > 0

        ListView {
            id: list
            objectName: "dictionaryList"
            Layout.fillWidth: true
            implicitHeight: Math.min(contentHeight, Theme.px(420))
            clip: true
            activeFocusOnTab: false
            boundsBehavior: Flickable.StopAtBounds
            model: section.dictionary
            Accessible.role: Accessible.List
            Accessible.name: qsTr("Words and how they are said")
            ScrollBar.vertical: ThinScrollBar {}

            delegate: DictionaryRow {
                id: entry
                width: list.width
                onHeard: section.dictionary.hear(entry.word, entry.pronunciation)
                onEdited: section.edit(entry.entryId, entry.word, entry.pronunciation, entry.language)
                onRemoved: {
                    if (section.editing === entry.entryId)
                        section.clear();
                    section.dictionary.remove(entry.entryId);
                }
            }
        }
    }
}
