#include "desktop/models/presentation.h"

#include <algorithm>
#include <cmath>

#include <QCoreApplication>
#include <QLocale>

namespace parlando::desktop {
namespace {

constexpr double kLettersPerSecond = 15.0;
constexpr double kIdeographsPerSecond = 4.5;
constexpr double kSentencePause = 0.35;  // seconds

bool isIdeograph(QChar character) {
    switch (character.script()) {
        case QChar::Script_Han:
        case QChar::Script_Hiragana:
        case QChar::Script_Katakana:
        case QChar::Script_Hangul:
            return true;
        default:
            return false;
    }
}

bool endsSentence(QChar character) {
    return QStringLiteral(".!?\u3002\uff01\uff1f\n").contains(character);
}

}  // namespace

QString clockText(double seconds) {
    const auto whole = static_cast<qint64>(std::max(0.0, std::floor(seconds)));
    const auto two = [](qint64 value) { return QStringLiteral("%1").arg(value, 2, 10, QLatin1Char('0')); };
    const auto minutes = whole / 60;
    if (minutes < 60) {
        return QStringLiteral("%1:%2").arg(minutes).arg(two(whole % 60));
    }
    return QStringLiteral("%1:%2:%3").arg(minutes / 60).arg(two(minutes % 60), two(whole % 60));
}

QString aboutText(double seconds) {
    const auto translated = [](const char* source, double count) {
        return QCoreApplication::translate("Presentation", source, nullptr, static_cast<int>(std::lround(count)));
    };
    if (seconds < 90.0) {
        return translated(QT_TRANSLATE_N_NOOP("Presentation", "about %n second(s)"), std::max(1.0, seconds));
    }
    if (seconds < 90.0 * 60.0) {
        return translated(QT_TRANSLATE_N_NOOP("Presentation", "about %n minute(s)"), seconds / 60.0);
    }
    return translated(QT_TRANSLATE_N_NOOP("Presentation", "about %n hour(s)"), seconds / 3600.0);
}

QString sizeText(qint64 bytes) {
    return QLocale().formattedDataSize(bytes, bytes < 1'000'000 ? 0 : 1, QLocale::DataSizeSIFormat);
}

QString rateText(double bytesPerSecond) {
    return QCoreApplication::translate("Presentation", "%1/s").arg(sizeText(static_cast<qint64>(bytesPerSecond)));
}

double estimatedSeconds(const QString& text, double speed) {
    double seconds = 0.0;
    bool inSentence = false;
    for (const auto character : text) {
        if (isIdeograph(character)) {
            seconds += 1.0 / kIdeographsPerSecond;
            inSentence = true;
        } else if (endsSentence(character)) {
            seconds += inSentence ? kSentencePause : 0.0;
            inSentence = false;
        } else {
            seconds += 1.0 / kLettersPerSecond;
            inSentence = inSentence || character.isLetterOrNumber();
        }
    }
    return seconds / std::max(speed, 0.1);
}

bool isCaptions(const QString& extension) {
    return extension == "srt" || extension == "vtt";
}

QString exportPath(const QString& extension) {
    return (isCaptions(extension) ? "/captions?format=" : "/export-audio?format=") + extension;
}

}  // namespace parlando::desktop
