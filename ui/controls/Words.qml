import QtQuick
import Parlando

// Text, in one of the sizes of the type scale.
Text {
    enum Kind {
        Body,
        Title,
        Heading,
        Caption,
        Code
    }
    property int kind: Words.Body

    color: kind === Words.Caption ? Theme.muted : Theme.text
    font.family: kind === Words.Code ? Theme.monospace : Theme.family
    font.pixelSize: kind === Words.Title ? Theme.sizeTitle : kind === Words.Heading ? Theme.sizeHeading
        : kind === Words.Body ? Theme.sizeBody : Theme.sizeCaption
    font.weight: kind === Words.Title ? Font.Bold : kind === Words.Heading ? Font.DemiBold : Font.Normal
    font.letterSpacing: kind === Words.Title ? -0.4 : 0
    lineHeight: kind === Words.Body || kind === Words.Caption ? 1.25 : 1.0
    // A layout that has no width yet must not see a tower of single letters: it would settle only after many rounds.
    wrapMode: width < Theme.px(60) ? Text.NoWrap : Text.Wrap
    textFormat: Text.PlainText
    Accessible.role: kind === Words.Title || kind === Words.Heading ? Accessible.Heading : Accessible.StaticText
    Accessible.name: text
}
