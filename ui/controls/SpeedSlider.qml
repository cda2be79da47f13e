import QtQuick
import Parlando

// How fast speech is, from half to twice the voice's own speed. It snaps to twentieths.
ThinSlider {
    from: 0.5
    to: 2.0
    stepSize: 0.05
    Accessible.name: qsTr("Speed")
    Accessible.description: qsTr("%1 times").arg(Number(value).toLocaleString(Qt.locale(), "f", 2))
}
