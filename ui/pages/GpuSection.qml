import QtQuick
import QtQuick.Layouts
import Parlando

// The card, and the one thing that can be done next.
Section {
    id: section

    required property GpuModel gpu
    readonly property bool good: gpu.panel === GpuModel.Active
    readonly property bool wrong: gpu.panel === GpuModel.FellBack || gpu.panel === GpuModel.DownloadFailed
        || gpu.panel === GpuModel.NoSpace || gpu.panel === GpuModel.Unusable || gpu.panel === GpuModel.ServerDown
    readonly property bool working: gpu.panel === GpuModel.Downloading || gpu.panel === GpuModel.Switching
        || gpu.panel === GpuModel.Looking || gpu.panel === GpuModel.Removing

    title: qsTr("GPU Acceleration")
    Component.onCompleted: gpu.refresh()
    onVisibleChanged: {
        if (visible)
            gpu.refresh();
    }

    Card {
        Layout.fillWidth: true
        visible: section.gpu.cardName !== ""

        RowLayout {
            spacing: Theme.px(16)

            Rectangle {
                implicitWidth: Theme.px(48)
                implicitHeight: implicitWidth
                radius: Theme.radius
                color: section.good ? Theme.goodSoft : Theme.raised

                Icon {
                    anchors.centerIn: parent
                    icon: "gpu"
                    size: Theme.px(26)
                    color: section.good ? Theme.good : Theme.muted
                }
            }
            ColumnLayout {
                Layout.fillWidth: true
                spacing: Theme.px(2)

                Words {
                    Layout.fillWidth: true
                    kind: Words.Heading
                    text: section.gpu.cardName
                }
                Words {
                    Layout.fillWidth: true
                    visible: text !== ""
                    kind: Words.Caption
                    text: section.gpu.cardDetail
                }
            }
            Chip {
                text: section.gpu.onGpu ? qsTr("Speaking on the GPU") : qsTr("Speaking on the CPU")
                color: section.gpu.onGpu ? Theme.goodSoft : Theme.raised
                ink: section.gpu.onGpu ? Theme.good : Theme.muted
            }
        }
    }

    Card {
        Layout.fillWidth: true

        RowLayout {
            spacing: Theme.gap

            Icon {
                visible: section.good || section.wrong
                icon: section.good ? "check" : "warning"
                size: Theme.px(20)
                color: section.good ? Theme.good : Theme.bad
            }
            Words {
                objectName: "gpuTitle"
                Layout.fillWidth: true
                kind: Words.Heading
                text: section.gpu.title
            }
        }
        Words {
            objectName: "gpuText"
            Layout.fillWidth: true
            visible: text !== ""
            color: section.wrong ? Theme.text : Theme.muted
            text: section.gpu.text
        }
        Words {
            Layout.fillWidth: true
            visible: text !== "" && section.good
            color: Theme.good
            text: section.gpu.speedText
        }
        Meter {
            objectName: "gpuMeter"
            Layout.fillWidth: true
            Layout.topMargin: Theme.px(4)
            visible: section.working || (section.gpu.panel === GpuModel.Paused && section.gpu.progressKnown)
            label: section.gpu.title
            indeterminate: section.gpu.panel === GpuModel.Switching ? section.gpu.step !== 2
                : !section.gpu.progressKnown || section.gpu.panel === GpuModel.Looking || section.gpu.panel === GpuModel.Removing
            value: section.gpu.progress
        }
        RowLayout {
            visible: section.gpu.panel === GpuModel.Downloading || section.gpu.panel === GpuModel.Paused

            Words {
                objectName: "gpuProgress"
                Layout.fillWidth: true
                kind: Words.Caption
                text: section.gpu.progressText
            }
            Words {
                kind: Words.Caption
                text: section.gpu.progressDetail
            }
        }
        SwitchSteps {
            Layout.fillWidth: true
            visible: section.gpu.panel === GpuModel.Switching
            step: section.gpu.step
        }
        Flow {
            Layout.fillWidth: true
            Layout.topMargin: Theme.px(6)
            visible: section.gpu.panel !== GpuModel.Switching && section.gpu.panel !== GpuModel.Looking && section.gpu.panel !== GpuModel.Removing
            spacing: Theme.gap

            PushButton {
                objectName: "downloadButton"
                visible: section.gpu.panel === GpuModel.Offered
                kind: PushButton.Primary
                symbol: "save"
                text: section.gpu.downloadText
                onClicked: section.gpu.download()
            }
            PushButton {
                objectName: "checkButton"
                visible: section.gpu.panel === GpuModel.NoSpace || section.gpu.panel === GpuModel.Unusable || section.gpu.panel === GpuModel.NoCard
                symbol: "retry"
                text: qsTr("Check again")
                onClicked: section.gpu.refresh()
            }
            PushButton {
                objectName: "pauseButton"
                visible: section.gpu.panel === GpuModel.Downloading
                symbol: "pause"
                text: qsTr("Pause")
                onClicked: section.gpu.pause()
            }
            PushButton {
                objectName: "resumeDownloadButton"
                visible: section.gpu.panel === GpuModel.Paused
                kind: PushButton.Primary
                symbol: "play"
                text: qsTr("Resume")
                onClicked: section.gpu.download()
            }
            PushButton {
                objectName: "retryDownloadButton"
                visible: section.gpu.panel === GpuModel.DownloadFailed
                kind: PushButton.Primary
                symbol: "retry"
                text: qsTr("Try again")
                onClicked: section.gpu.download()
            }
            PushButton {
                objectName: "cancelButton"
                visible: section.gpu.panel === GpuModel.Downloading || section.gpu.panel === GpuModel.Paused
                    || section.gpu.panel === GpuModel.DownloadFailed
                text: qsTr("Cancel")
                onClicked: section.gpu.cancel()
            }
            PushButton {
                objectName: "updateButton"
                visible: section.gpu.panel === GpuModel.UpdateOffered
                kind: PushButton.Primary
                symbol: "save"
                text: section.gpu.downloadText
                onClicked: section.gpu.download()
            }
            PushButton {
                objectName: "gpuButton"
                visible: section.gpu.panel === GpuModel.Installed || section.gpu.panel === GpuModel.FellBack
                kind: PushButton.Primary
                symbol: "gpu"
                text: section.gpu.panel === GpuModel.FellBack ? qsTr("Try the GPU again") : qsTr("Switch to the GPU")
                onClicked: section.gpu.switchToGpu()
            }
            PushButton {
                objectName: "cpuButton"
                visible: section.gpu.onGpu && section.gpu.panel !== GpuModel.Switching
                text: qsTr("Switch to the CPU")
                onClicked: section.gpu.switchToCpu()
            }
            PushButton {
                objectName: "removeButton"
                visible: section.gpu.canRemove && section.gpu.panel !== GpuModel.Downloading
                kind: PushButton.Danger
                symbol: "trash"
                text: qsTr("Remove")
                onClicked: section.gpu.remove()
            }
            PushButton {
                objectName: "serverButton"
                visible: section.gpu.panel === GpuModel.ServerDown
                kind: PushButton.Primary
                symbol: "retry"
                text: qsTr("Start the server again")
                onClicked: section.gpu.retryServer()
            }
        }
    }
}
