#pragma once

#include <QJsonArray>
#include <QList>
#include <QString>

namespace parlando::desktop {

// When the words of a text are heard, as they become known.
class WordTrack {
public:
    // Where a word stands in the text, in UTF-16 code units as everything of Qt's counts.
    struct Place {
        int begin = -1;  // -1: no word
        int end = -1;

        bool operator==(const Place&) const = default;
    };

    // Forgets the words and takes another text.
    void setText(const QString& text);

    // Words as the server tells them: [first byte of the text in UTF-8, the one behind the last, start and end in
    // seconds]. What was told before, does not fit the text or is not in order is left out.
    void add(const QJsonArray& words);

    // The word that is heard after so many seconds; it stays until the next one unless there is a pause between.
    Place at(double seconds) const;

private:
    struct Word {
        Place place;
        double start = 0.0;  // seconds
        double end = 0.0;
    };
    int placeOf(qint64 byte);

    QString m_text;
    // How far bytes have been counted: the words come in order.
    qint64 m_byte = 0;
    int m_unit = 0;
    qint64 m_first = -1;  // bytes of the last word
    qint64 m_last = -1;
    QList<Word> m_words;
};

}  // namespace parlando::desktop
